"""Jobs and what they wrote down."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "job",
        sa.Column(
            "seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("payload", sa.String(), nullable=False, comment="JSON"),
        sa.Column("state", sa.String(), nullable=False, comment="queued, running, done, failed, cancelled"),
        sa.Column("account", sa.String(), nullable=False, comment="id of who ordered it"),
        sa.Column("who", sa.String(), nullable=False, comment="their name"),
        sa.Column("key", sa.String(), nullable=True, comment="idempotency key, unique for the account"),
        sa.Column("priority", sa.Integer(), nullable=False, comment="smaller numbers first"),
        sa.Column("created", sa.String(), nullable=False, comment="UTC, ISO 8601"),
        sa.Column("started", sa.String(), nullable=True, comment="UTC, ISO 8601; of the present attempt"),
        sa.Column("ended", sa.String(), nullable=True, comment="UTC, ISO 8601"),
        sa.Column(
            "ready", sa.Float(), nullable=False, comment="not to be begun before; seconds since the epoch"
        ),
        sa.Column("worker", sa.String(), nullable=True, comment="who holds it or held it last"),
        sa.Column(
            "lease",
            sa.Float(),
            nullable=True,
            comment="end of the lease, seconds since the epoch; null = nobody holds it",
        ),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("most", sa.Integer(), nullable=False, comment="attempts before it is given up"),
        sa.Column("done", sa.BigInteger(), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=True),
        sa.Column("line", sa.String(), nullable=False, comment="what it is at, for people"),
        sa.Column(
            "memo", sa.String(), nullable=False, comment="JSON; what a later attempt need not do again"
        ),
        sa.Column("result", sa.String(), nullable=False, comment="JSON"),
        sa.Column("error", sa.String(), nullable=False),
        sa.Column("cancelling", sa.Boolean(), nullable=False, comment="somebody wants it to stop"),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_job")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_job_state_priority_seq"), ["state", "priority", "seq"], unique=False
        )
        batch_op.create_index("uq_job_account_key", ["account", "key"], unique=True)

    op.create_table(
        "job_log",
        sa.Column(
            "seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("job", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.String(), nullable=False, comment="UTC, ISO 8601"),
        sa.Column("line", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_job_log")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("job_log", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_job_log_job"), ["job"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("job_log", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_job_log_job"))

    op.drop_table("job_log")
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.drop_index("uq_job_account_key")
        batch_op.drop_index(batch_op.f("ix_job_state_priority_seq"))

    op.drop_table("job")
