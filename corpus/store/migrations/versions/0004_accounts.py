"""Accounts, sessions, tokens, throttling of logins, the activity log."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "account",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False, comment="to sign in with, as written"),
        sa.Column("folded", sa.String(), nullable=False, comment="the name without case and width"),
        sa.Column("shown", sa.String(), nullable=False, comment="the name others read"),
        sa.Column("role", sa.String(), nullable=False, comment="reader, editor, administrator"),
        sa.Column("password", sa.String(), nullable=False, comment="argon2id; empty = none, cannot sign in"),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created", sa.String(), nullable=False, comment="UTC, ISO 8601"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("folded", name=op.f("uq_account_folded")),
    )
    op.create_table(
        "activity",
        sa.Column(
            "seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("at", sa.String(), nullable=False, comment="UTC, ISO 8601"),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("target", sa.String(), nullable=False, comment="id of what it was done to"),
        sa.Column("title", sa.String(), nullable=False, comment="what that was called"),
        sa.Column("detail", sa.String(), nullable=False, comment="JSON"),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_activity")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("activity", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_activity_account"), ["account"], unique=False)
        batch_op.create_index(batch_op.f("ix_activity_target"), ["target"], unique=False)

    op.create_table(
        "api_token",
        sa.Column(
            "seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("digest", sa.String(), nullable=False, comment="SHA-256 of the token"),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("scopes", sa.String(), nullable=False, comment="JSON"),
        sa.Column("created", sa.String(), nullable=False, comment="UTC, ISO 8601"),
        sa.Column("expires", sa.Float(), nullable=True, comment="seconds since the epoch; null = never"),
        sa.Column("used", sa.Float(), nullable=True, comment="seconds since the epoch; null = not yet"),
        sa.Column("revoked", sa.String(), nullable=True, comment="UTC, ISO 8601"),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_api_token")),
        sa.UniqueConstraint("digest", name=op.f("uq_api_token_digest")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("api_token", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_api_token_account"), ["account"], unique=False)

    op.create_table(
        "login_attempt",
        sa.Column("key", sa.String(), nullable=False, comment="hash of a name, an address or both"),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last", sa.Float(), nullable=False, comment="seconds since the epoch"),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_login_attempt")),
    )
    op.create_table(
        "login_session",
        sa.Column("digest", sa.String(), nullable=False, comment="SHA-256 of the id in the cookie"),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("created", sa.Float(), nullable=False, comment="seconds since the epoch"),
        sa.Column("seen", sa.Float(), nullable=False, comment="seconds since the epoch"),
        sa.Column("device", sa.String(), nullable=False, comment="what the browser says it is"),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_login_session")),
    )
    with op.batch_alter_table("login_session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_login_session_account"), ["account"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("login_session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_login_session_account"))

    op.drop_table("login_session")
    op.drop_table("login_attempt")
    with op.batch_alter_table("api_token", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_api_token_account"))

    op.drop_table("api_token")
    with op.batch_alter_table("activity", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_activity_target"))
        batch_op.drop_index(batch_op.f("ix_activity_account"))

    op.drop_table("activity")
    op.drop_table("account")
