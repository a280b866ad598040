"""The tables of topics; `corpus.topics` reads and writes them.  They lie in the store's metadata."""

from __future__ import annotations

import sqlalchemy as sa

from corpus.store.metadata import BigKey, metadata

topic_list = sa.Table(
    "topic_list",
    metadata,
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("name", sa.String, nullable=False, comment="as its changes leave it"),
    sa.Column("owner", sa.String, nullable=False, index=True, comment="id of the account"),
    sa.Column("who", sa.String, nullable=False, comment="the owner's name then"),
    sa.Column("access", sa.String, nullable=False, comment="private, readable, editors"),
    sa.Column("standing", sa.String, nullable=False, comment="current, archived, removed"),
    sa.Column("created", sa.String, nullable=False, comment="UTC, ISO 8601"),
    sa.Column("changed", sa.String, nullable=False, comment="UTC, ISO 8601"),
)

topic_change = sa.Table(
    "topic_change",
    metadata,
    sa.Column("seq", BigKey, primary_key=True, autoincrement=True),
    sa.Column("topic", sa.String, nullable=False, index=True),
    sa.Column("action", sa.String, nullable=False),
    sa.Column("articles", sa.String, nullable=False, comment="JSON list of ids"),
    sa.Column("key", sa.String, nullable=False),
    sa.Column("text", sa.String, nullable=False),
    sa.Column("account", sa.String, nullable=False),
    sa.Column("who", sa.String, nullable=False),
    sa.Column("at", sa.String, nullable=False, comment="UTC, ISO 8601"),
    sa.Column("reason", sa.String, nullable=False),
    sa.Column("undone_by", sa.String),
    sa.Column("undone_at", sa.String, comment="UTC, ISO 8601"),
    sqlite_autoincrement=True,
)
"""A topic is its changes in order; those that were taken back stay, marked."""

topic_share = sa.Table(
    "topic_share",
    metadata,
    sa.Column("digest", sa.String, primary_key=True, comment="SHA-256 of the link's secret"),
    sa.Column("id", sa.String, nullable=False, unique=True),
    sa.Column("topic", sa.String, nullable=False, index=True),
    sa.Column("who", sa.String, nullable=False),
    sa.Column("at", sa.String, nullable=False, comment="UTC, ISO 8601"),
    sa.Column("ended", sa.String, comment="UTC, ISO 8601"),
)

topic_edition = sa.Table(
    "topic_edition",
    metadata,
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("topic", sa.String, nullable=False, index=True),
    sa.Column("name", sa.String, nullable=False),
    sa.Column("who", sa.String, nullable=False),
    sa.Column("at", sa.String, nullable=False, comment="UTC, ISO 8601"),
    sa.Column("upto", sa.BigInteger, nullable=False, comment="the last change it has"),
    sa.Column("content", sa.String, nullable=False, comment="JSON: the list as it stood"),
)
