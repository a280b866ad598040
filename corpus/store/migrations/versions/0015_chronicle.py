"""What an office made of the lines of the chronicle."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "chronicle_edit",
        sa.Column(
            "seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False, comment="where it holds; empty = everywhere"),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("at", sa.String(), nullable=False, comment="UTC, ISO 8601"),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("undone_by", sa.String(), nullable=True),
        sa.Column("undone_at", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_chronicle_edit")),
        sqlite_autoincrement=True,
    )


def downgrade() -> None:
    op.drop_table("chronicle_edit")
