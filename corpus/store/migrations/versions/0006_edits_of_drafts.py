"""How people would have a source read: the edits of drafts, in order."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "draft",
        sa.Column("digest", sa.String(), nullable=False, comment="the source whose lines the edits speak of"),
        sa.Column("version", sa.Integer(), nullable=False, comment="grows with every change, undo and redo"),
        sa.Column("place", sa.Integer(), nullable=False, comment="how many of the edits are in force"),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_draft")),
    )
    op.create_table(
        "draft_edit",
        sa.Column(
            "seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False, comment="0-based"),
        sa.Column("edit", sa.String(), nullable=False, comment="JSON"),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("at", sa.String(), nullable=False, comment="UTC, ISO 8601"),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_draft_edit")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("draft_edit", schema=None) as batch_op:
        batch_op.create_index("uq_draft_edit_digest_place", ["digest", "place"], unique=True)


def downgrade() -> None:
    with op.batch_alter_table("draft_edit", schema=None) as batch_op:
        batch_op.drop_index("uq_draft_edit_digest_place")

    op.drop_table("draft_edit")
    op.drop_table("draft")
