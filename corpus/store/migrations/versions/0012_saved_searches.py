"""Saved searches and the mails about them; what is there counts as having come in with its source."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

BigKey = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "arrival",
        sa.Column("seq", BigKey, autoincrement=True, nullable=False),
        sa.Column("article_id", sa.String(), nullable=False),
        sa.Column("at", sa.String(), nullable=False, comment="UTC, ISO 8601"),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_arrival")),
        sa.UniqueConstraint("article_id", name=op.f("uq_arrival_article_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_arrival_at"), "arrival", ["at"], unique=False)
    op.execute(
        "INSERT INTO arrival (article_id, at) "
        "SELECT article.id, coalesce(source.added, '1970-01-01T00:00:00+00:00') "
        "FROM article JOIN issue ON article.issue_id = issue.id "
        "LEFT JOIN source ON source.digest = issue.digest "
        "WHERE issue.state <> 'draft' ORDER BY coalesce(source.added, ''), article.seq"
    )
    _searches()
    _mails()


def _searches() -> None:
    op.create_table(
        "saved_search",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False, comment="id of the account"),
        sa.Column("who", sa.String(), nullable=False, comment="the owner's name then"),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False, comment="query, list"),
        sa.Column("content", sa.String(), nullable=False, comment="URL parameters; lines of a list"),
        sa.Column("frequency", sa.String(), nullable=False, comment="never, at_once, daily, weekly"),
        sa.Column("language", sa.String(), nullable=False, comment="of the mail"),
        sa.Column("email", sa.String(), nullable=False, comment="empty = none"),
        sa.Column("standing", sa.String(), nullable=False, comment="current, removed"),
        sa.Column("created", sa.String(), nullable=False, comment="UTC, ISO 8601"),
        sa.Column("changed", sa.String(), nullable=False, comment="UTC, ISO 8601"),
        sa.Column(
            "evaluated", sa.BigInteger(), nullable=False, comment="the last arrival that was looked at"
        ),
        sa.Column(
            "seen", sa.BigInteger(), nullable=False, comment="the last arrival its owner has looked at"
        ),
        sa.Column("seen_at", sa.String(), nullable=False, comment="when that was; UTC, ISO 8601"),
        sa.Column("mailed", sa.BigInteger(), nullable=False, comment="the last arrival a digest was made of"),
        sa.Column("mailed_at", sa.Float(), nullable=False, comment="when; seconds since the epoch"),
        sa.Column(
            "needs", sa.String(), nullable=False, comment="JSON: what an article must have; see search.alerts"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_search")),
    )
    op.create_index(op.f("ix_saved_search_owner"), "saved_search", ["owner"], unique=False)
    op.create_index(
        op.f("ix_saved_search_standing_evaluated"), "saved_search", ["standing", "evaluated"], unique=False
    )
    op.create_table(
        "search_find",
        sa.Column("search", sa.String(), nullable=False),
        sa.Column("arrival", sa.BigInteger(), nullable=False),
        sa.Column("article_id", sa.String(), nullable=False),
        sa.Column("lines", sa.String(), nullable=False, comment="of a list: those that found it, one a line"),
        sa.PrimaryKeyConstraint("search", "arrival", name=op.f("pk_search_find")),
    )


def _mails() -> None:
    op.create_table(
        "digest",
        sa.Column("seq", BigKey, autoincrement=True, nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("content", sa.String(), nullable=False, comment="JSON: search → its articles"),
        sa.Column("message", sa.String(), nullable=False, comment="Message-ID, the same at every attempt"),
        sa.Column("state", sa.String(), nullable=False, comment="waiting, sent, failed, dropped"),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("ready", sa.Float(), nullable=False, comment="not before; seconds since the epoch"),
        sa.Column("error", sa.String(), nullable=False),
        sa.Column("created", sa.String(), nullable=False, comment="UTC, ISO 8601"),
        sa.Column("ended", sa.String(), nullable=True, comment="UTC, ISO 8601"),
        sa.Column("articles", sa.Integer(), nullable=False, comment="in the mail, once it is sent"),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_digest")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_digest_owner"), "digest", ["owner"], unique=False)
    op.create_index(op.f("ix_digest_state_ready"), "digest", ["state", "ready"], unique=False)
    op.create_table(
        "alert_link",
        sa.Column("digest", sa.String(), nullable=False, comment="SHA-256 of the link's secret"),
        sa.Column("kind", sa.String(), nullable=False, comment="end, feed"),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("target", sa.String(), nullable=False, comment="address; id of a saved search"),
        sa.Column("at", sa.String(), nullable=False, comment="UTC, ISO 8601"),
        sa.Column("ended", sa.String(), nullable=True, comment="UTC, ISO 8601"),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_alert_link")),
    )
    op.create_index(op.f("ix_alert_link_target"), "alert_link", ["target"], unique=False)


def downgrade() -> None:
    for table in ("alert_link", "digest", "search_find", "saved_search", "arrival"):
        op.drop_table(table)
