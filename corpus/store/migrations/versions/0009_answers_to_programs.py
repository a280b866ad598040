"""What programs that gave an idempotency key were answered."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "api_answer",
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False, comment="as the program gave it"),
        sa.Column("asked", sa.String(), nullable=False, comment="SHA-256 of the request"),
        sa.Column("at", sa.Float(), nullable=False, comment="when it began; seconds since the epoch"),
        sa.Column("status", sa.Integer(), nullable=True, comment="null = being done"),
        sa.Column("body", sa.String(), nullable=False, comment="JSON"),
        sa.PrimaryKeyConstraint("account", "key", name=op.f("pk_api_answer")),
    )
    with op.batch_alter_table("api_answer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_api_answer_at"), ["at"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("api_answer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_api_answer_at"))

    op.drop_table("api_answer")
