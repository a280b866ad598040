"""The tables of the archive: here is what one row holds.

Lists and mappings are kept as compact JSON text ("" = empty), the same on every database; `rows` turns
rows into the plain types and back.  A change here wants a migration beside it (`migrations/versions`);
a test compares the two.
"""

from __future__ import annotations

import sqlalchemy as sa

from corpus.store import alert_tables as alert_tables
from corpus.store import desk_tables as desk_tables
from corpus.store import harvest_tables as harvest_tables
from corpus.store import instance_tables as instance_tables
from corpus.store import reader_tables as reader_tables
from corpus.store import topic_tables as topic_tables
from corpus.store.metadata import BigKey
from corpus.store.metadata import metadata as metadata

source = sa.Table(
    "source",
    metadata,
    sa.Column("digest", sa.String, primary_key=True, comment="SHA-256 of the bytes, hexadecimal"),
    sa.Column("issue_id", sa.String, nullable=False, index=True),
    sa.Column("name", sa.String, nullable=False),
    sa.Column("size", sa.BigInteger, nullable=False, comment="bytes"),
    sa.Column("added", sa.String, nullable=False, comment="UTC, ISO 8601"),
)
"""Every source file that was ever taken in; an issue that was re-issued has several."""

issue = sa.Table(
    "issue",
    metadata,
    sa.Column("seq", BigKey, primary_key=True, autoincrement=True),
    sa.Column("id", sa.String, nullable=False, unique=True),
    sa.Column("title", sa.String, nullable=False),
    sa.Column("publication", sa.String, nullable=False),
    sa.Column("number", sa.String),
    sa.Column("year", sa.Integer),
    sa.Column("month", sa.Integer),
    sa.Column("date_basis", sa.String, nullable=False),
    sa.Column("source_file", sa.String, nullable=False, index=True),
    sa.Column("digest", sa.String, nullable=False, comment="the source in force"),
    sa.Column("complete", sa.Boolean, nullable=False, comment="false while records are still coming in"),
    sa.Column("notices", sa.String, nullable=False, server_default=""),
    sa.Column(
        "state",
        sa.String,
        nullable=False,
        server_default="published",
        comment="draft, published, withdrawn; readers see published ones only",
    ),
    sa.Index(None, "publication", "year", "month"),
    sqlite_autoincrement=True,
)

article = sa.Table(
    "article",
    metadata,
    sa.Column("seq", BigKey, primary_key=True, autoincrement=True),
    sa.Column("id", sa.String, nullable=False, unique=True),
    sa.Column("issue_id", sa.String, sa.ForeignKey("issue.id"), nullable=False),
    sa.Column("position", sa.Integer, nullable=False, comment="0-based place in the issue"),
    sa.Column("record", sa.String, comment="key of the record inside its source; null for newsletters"),
    sa.Column("digest", sa.String, nullable=False, comment="of everything that was parsed"),
    sa.Column("doubt", sa.Float, nullable=False, comment="1 - the lowest confidence of its fields"),
    sa.Column("title", sa.String, nullable=False),
    sa.Column("body", sa.String, nullable=False),
    sa.Column("subtitle", sa.String, nullable=False),
    sa.Column("section", sa.String),
    sa.Column("authors", sa.String, nullable=False),
    sa.Column("credit", sa.String),
    sa.Column("date", sa.String, comment="ISO 8601"),
    sa.Column("date_basis", sa.String, nullable=False),
    sa.Column("organizations", sa.String, nullable=False),
    sa.Column("subjects", sa.String, nullable=False),
    sa.Column("people", sa.String, nullable=False),
    sa.Column("tags", sa.String, nullable=False),
    sa.Column("first_line", sa.Integer),
    sa.Column("last_line", sa.Integer),
    sa.Column("page_no", sa.Integer),
    sa.Column("source", sa.String, nullable=False),
    sa.Column("extra", sa.String, nullable=False),
    sa.Column("provenance", sa.String, nullable=False),
    sa.Column("byline", sa.String, nullable=False, server_default=""),
    sa.Index(None, "issue_id", "position"),
    sa.Index(None, "issue_id", "record"),
    sa.Index(None, "doubt"),
    sa.Index(None, "digest"),
    sqlite_autoincrement=True,
)

aside = sa.Table(
    "aside",
    metadata,
    sa.Column("seq", BigKey, primary_key=True, autoincrement=True),
    sa.Column("issue_id", sa.String, sa.ForeignKey("issue.id"), nullable=False),
    sa.Column("position", sa.Integer, nullable=False, comment="0-based place among the issue's"),
    sa.Column("kind", sa.String, nullable=False),
    sa.Column("text", sa.String, nullable=False),
    sa.Column("reason", sa.String, nullable=False),
    sa.Column("first_line", sa.Integer),
    sa.Column("last_line", sa.Integer),
    sa.Column("page", sa.Integer),
    sa.Index(None, "issue_id", "position"),
    sqlite_autoincrement=True,
)
"""Text of the issue's source that stands in no article: head, imprint, section headings, furniture."""

outbox = sa.Table(
    "outbox",
    metadata,
    sa.Column("seq", BigKey, primary_key=True, autoincrement=True),
    sa.Column("article_id", sa.String, nullable=False),
    sa.Column("deleted", sa.Boolean, nullable=False),
    sqlite_autoincrement=True,
)
"""What the index has not taken over yet, written in the same transaction as the change itself."""

correction = sa.Table(
    "correction",
    metadata,
    sa.Column("seq", BigKey, primary_key=True, autoincrement=True),
    sa.Column("target", sa.String, nullable=False, index=True, comment="article id or issue id"),
    sa.Column("field", sa.String, nullable=False),
    sa.Column("old", sa.String, nullable=False, comment="JSON"),
    sa.Column("new", sa.String, nullable=False, comment="JSON"),
    sa.Column("who", sa.String, nullable=False),
    sa.Column("at", sa.String, nullable=False, comment="UTC, ISO 8601"),
    sa.Column("undone_by", sa.String),
    sa.Column("undone_at", sa.String),
    sa.Column("reason", sa.String, nullable=False, server_default=""),
    sqlite_autoincrement=True,
)
"""No foreign key: a correction outlives the article it was made to, should a re-issue drop it."""

gazetteer_edit = sa.Table(
    "gazetteer_edit",
    metadata,
    sa.Column("seq", BigKey, primary_key=True, autoincrement=True),
    sa.Column("action", sa.String, nullable=False),
    sa.Column("name", sa.String, nullable=False),
    sa.Column("value", sa.String, nullable=False),
    sa.Column("who", sa.String, nullable=False),
    sa.Column("at", sa.String, nullable=False, comment="UTC, ISO 8601"),
    sa.Column("place", sa.String, nullable=False, server_default=""),
    sa.Column("reason", sa.String, nullable=False, server_default=""),
    sa.Column("undone_by", sa.String),
    sa.Column("undone_at", sa.String),
    sqlite_autoincrement=True,
)
"""What a user changed in the gazetteer, in order; the bundled list itself is never touched."""
