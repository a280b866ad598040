"""The table that harvesters read; `stamps` writes it, `harvest` reads it."""

from __future__ import annotations

import sqlalchemy as sa

from corpus.store.metadata import BigKey, metadata

harvest_stamp = sa.Table(
    "harvest_stamp",
    metadata,
    sa.Column("seq", BigKey, primary_key=True, autoincrement=True),
    sa.Column("article_id", sa.String, nullable=False, unique=True),
    sa.Column("at", sa.String, nullable=False, index=True, comment="UTC, like 2031-07-05T08:30:00Z"),
    sa.Column("deleted", sa.Boolean, nullable=False, comment="readers do not see it any more"),
    sa.Column("section", sa.String, nullable=False, comment="as last shown; empty = none"),
    sa.Column("publication", sa.String, nullable=False, comment="as last shown; empty = none"),
    sqlite_autoincrement=True,
)
"""When each article that readers ever saw changed last.  A change takes a new number, so that the numbers of
one list only go; what is gone for good stays here."""
