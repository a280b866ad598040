"""The tables of saved searches and of what is mailed; `corpus.alerts` reads and writes them.

`arrival` is written where the index is told (`corpus.store.stamps`).  They lie in the store's metadata.
"""

from __future__ import annotations

import sqlalchemy as sa

from corpus.store.metadata import BigKey, metadata

arrival = sa.Table(
    "arrival",
    metadata,
    sa.Column("seq", BigKey, primary_key=True, autoincrement=True),
    sa.Column("article_id", sa.String, nullable=False, unique=True),
    sa.Column("at", sa.String, nullable=False, index=True, comment="UTC, ISO 8601"),
    sqlite_autoincrement=True,
)
"""When readers could see each article first.  What is withdrawn and put back has come in once."""

saved_search = sa.Table(
    "saved_search",
    metadata,
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("owner", sa.String, nullable=False, index=True, comment="id of the account"),
    sa.Column("who", sa.String, nullable=False, comment="the owner's name then"),
    sa.Column("name", sa.String, nullable=False),
    sa.Column("kind", sa.String, nullable=False, comment="query, list"),
    sa.Column("content", sa.String, nullable=False, comment="URL parameters; lines of a list"),
    sa.Column("frequency", sa.String, nullable=False, comment="never, at_once, daily, weekly"),
    sa.Column("language", sa.String, nullable=False, comment="of the mail"),
    sa.Column("email", sa.String, nullable=False, comment="empty = none"),
    sa.Column("standing", sa.String, nullable=False, comment="current, removed"),
    sa.Column("created", sa.String, nullable=False, comment="UTC, ISO 8601"),
    sa.Column("changed", sa.String, nullable=False, comment="UTC, ISO 8601"),
    sa.Column("evaluated", sa.BigInteger, nullable=False, comment="the last arrival that was looked at"),
    sa.Column("seen", sa.BigInteger, nullable=False, comment="the last arrival its owner has looked at"),
    sa.Column("seen_at", sa.String, nullable=False, comment="when that was; UTC, ISO 8601"),
    sa.Column("mailed", sa.BigInteger, nullable=False, comment="the last arrival a digest was made of"),
    sa.Column("mailed_at", sa.Float, nullable=False, comment="when; seconds since the epoch"),
    sa.Column(
        "needs", sa.String, nullable=False, comment="JSON: what an article must have; see search.alerts"
    ),
    sa.Index(None, "standing", "evaluated"),
)

search_find = sa.Table(
    "search_find",
    metadata,
    sa.Column("search", sa.String, primary_key=True),
    sa.Column("arrival", sa.BigInteger, primary_key=True),
    sa.Column("article_id", sa.String, nullable=False),
    sa.Column("lines", sa.String, nullable=False, comment="of a list: those that found it, one a line"),
)
"""What came in and was found by a saved search when it came."""

digest = sa.Table(
    "digest",
    metadata,
    sa.Column("seq", BigKey, primary_key=True, autoincrement=True),
    sa.Column("owner", sa.String, nullable=False, index=True),
    sa.Column("email", sa.String, nullable=False),
    sa.Column("language", sa.String, nullable=False),
    sa.Column("content", sa.String, nullable=False, comment="JSON: search → its articles"),
    sa.Column("message", sa.String, nullable=False, comment="Message-ID, the same at every attempt"),
    sa.Column("state", sa.String, nullable=False, comment="waiting, sent, failed, dropped"),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("ready", sa.Float, nullable=False, comment="not before; seconds since the epoch"),
    sa.Column("error", sa.String, nullable=False),
    sa.Column("created", sa.String, nullable=False, comment="UTC, ISO 8601"),
    sa.Column("ended", sa.String, comment="UTC, ISO 8601"),
    sa.Column("articles", sa.Integer, nullable=False, comment="in the mail, once it is sent"),
    sa.Index(None, "state", "ready"),
    sqlite_autoincrement=True,
)
"""One mail.  What failed stays, with the reason."""

alert_link = sa.Table(
    "alert_link",
    metadata,
    sa.Column("digest", sa.String, primary_key=True, comment="SHA-256 of the link's secret"),
    sa.Column("kind", sa.String, nullable=False, comment="end, feed"),
    sa.Column("owner", sa.String, nullable=False),
    sa.Column("target", sa.String, nullable=False, index=True, comment="address; id of a saved search"),
    sa.Column("at", sa.String, nullable=False, comment="UTC, ISO 8601"),
    sa.Column("ended", sa.String, comment="UTC, ISO 8601"),
)
"""What opens without signing in: the end of the mails to an address, the feed of one saved search."""
