"""Issues are drafts, published or withdrawn; those that are there are published."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("issue", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "state",
                sa.String(),
                server_default="published",
                nullable=False,
                comment="draft, published, withdrawn; readers see published ones only",
            )
        )


def downgrade() -> None:
    with op.batch_alter_table("issue", schema=None) as batch_op:
        batch_op.drop_column("state")
