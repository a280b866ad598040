"""The tables of what an account keeps for itself; `corpus.topics` reads and writes them.  They lie in the
store's metadata."""

from __future__ import annotations

import sqlalchemy as sa

from corpus.store.metadata import metadata

ticked_article = sa.Table(
    "ticked_article",
    metadata,
    sa.Column("account", sa.String, primary_key=True),
    sa.Column("article", sa.String, primary_key=True),
    sa.Column("place", sa.BigInteger, nullable=False, comment="grows; the order of ticking"),
    sa.Column("cleared", sa.String, nullable=False, comment="UTC, ISO 8601; empty = it is selected"),
)

opened_article = sa.Table(
    "opened_article",
    metadata,
    sa.Column("account", sa.String, primary_key=True),
    sa.Column("article", sa.String, primary_key=True),
    sa.Column("at", sa.String, nullable=False, comment="UTC, ISO 8601: the first time"),
)

opened_unmarked = sa.Table(
    "opened_unmarked",
    metadata,
    sa.Column("account", sa.String, primary_key=True, comment="does not want what was opened remembered"),
)
