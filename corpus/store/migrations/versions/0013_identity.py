"""Every archive has an id of its own."""

from __future__ import annotations

import datetime as dt
import secrets

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    made = op.create_table(
        "archive_instance",
        sa.Column(
            "id", sa.String(), nullable=False, comment="random; an archive that was restored is another"
        ),
        sa.Column("begun", sa.String(), nullable=False, comment="UTC, ISO 8601"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_archive_instance")),
    )
    begun = dt.datetime.now(dt.timezone.utc).isoformat(timespec="seconds")
    op.bulk_insert(made, [{"id": secrets.token_hex(8), "begun": begun}])


def downgrade() -> None:
    op.drop_table("archive_instance")
