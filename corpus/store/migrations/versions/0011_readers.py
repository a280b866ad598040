"""What an account keeps for itself: its selection, and what it has opened."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "ticked_article",
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("article", sa.String(), nullable=False),
        sa.Column("place", sa.BigInteger(), nullable=False, comment="grows; the order of ticking"),
        sa.Column("cleared", sa.String(), nullable=False, comment="UTC, ISO 8601; empty = it is selected"),
        sa.PrimaryKeyConstraint("account", "article", name=op.f("pk_ticked_article")),
    )
    op.create_table(
        "opened_article",
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("article", sa.String(), nullable=False),
        sa.Column("at", sa.String(), nullable=False, comment="UTC, ISO 8601: the first time"),
        sa.PrimaryKeyConstraint("account", "article", name=op.f("pk_opened_article")),
    )
    op.create_table(
        "opened_unmarked",
        sa.Column("account", sa.String(), nullable=False, comment="does not want what was opened remembered"),
        sa.PrimaryKeyConstraint("account", name=op.f("pk_opened_unmarked")),
    )


def downgrade() -> None:
    for table in ("opened_unmarked", "opened_article", "ticked_article"):
        op.drop_table(table)
