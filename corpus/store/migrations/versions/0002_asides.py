"""What stands in no article, what was said of a source, and bylines as printed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

BigKey = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "aside",
        sa.Column("seq", BigKey, autoincrement=True, nullable=False),
        sa.Column("issue_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False, comment="0-based place among the issue's"),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("first_line", sa.Integer(), nullable=True),
        sa.Column("last_line", sa.Integer(), nullable=True),
        sa.Column("page", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["issue_id"], ["issue.id"], name=op.f("fk_aside_issue_id")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_aside")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_aside_issue_id_position"), "aside", ["issue_id", "position"], unique=False)
    op.add_column("issue", sa.Column("notices", sa.String(), nullable=False, server_default=""))
    op.add_column("article", sa.Column("byline", sa.String(), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("article", "byline")
    op.drop_column("issue", "notices")
    op.drop_index(op.f("ix_aside_issue_id_position"), table_name="aside")
    op.drop_table("aside")
