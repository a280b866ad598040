"""The tables of what people add and of the work they order; `corpus.desk` reads and writes them.

They lie in the store's metadata, so that a backup copies them and one chain of migrations makes them.
Moments that people read are UTC in ISO 8601; those that are computed with (leases, expiries) are seconds
since the epoch.
"""

from __future__ import annotations

import sqlalchemy as sa

from corpus.store.metadata import BigKey, metadata

job = sa.Table(
    "job",
    metadata,
    sa.Column("seq", BigKey, primary_key=True, autoincrement=True),
    sa.Column("kind", sa.String, nullable=False),
    sa.Column("payload", sa.String, nullable=False, comment="JSON"),
    sa.Column("state", sa.String, nullable=False, comment="queued, running, done, failed, cancelled"),
    sa.Column("account", sa.String, nullable=False, comment="id of who ordered it"),
    sa.Column("who", sa.String, nullable=False, comment="their name"),
    sa.Column("key", sa.String, comment="idempotency key, unique for the account"),
    sa.Column("priority", sa.Integer, nullable=False, comment="smaller numbers first"),
    sa.Column("created", sa.String, nullable=False, comment="UTC, ISO 8601"),
    sa.Column("started", sa.String, comment="UTC, ISO 8601; of the present attempt"),
    sa.Column("ended", sa.String, comment="UTC, ISO 8601"),
    sa.Column("ready", sa.Float, nullable=False, comment="not to be begun before; seconds since the epoch"),
    sa.Column("worker", sa.String, comment="who holds it or held it last"),
    sa.Column("lease", sa.Float, comment="end of the lease, seconds since the epoch; null = nobody holds it"),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("most", sa.Integer, nullable=False, comment="attempts before it is given up"),
    sa.Column("done", sa.BigInteger, nullable=False),
    sa.Column("total", sa.BigInteger),
    sa.Column("line", sa.String, nullable=False, comment="what it is at, for people"),
    sa.Column("memo", sa.String, nullable=False, comment="JSON; what a later attempt need not do again"),
    sa.Column("result", sa.String, nullable=False, comment="JSON"),
    sa.Column("error", sa.String, nullable=False),
    sa.Column("cancelling", sa.Boolean, nullable=False, comment="somebody wants it to stop"),
    sa.Index(None, "state", "priority", "seq"),
    sa.Index("uq_job_account_key", "account", "key", unique=True),
    sqlite_autoincrement=True,
)

job_log = sa.Table(
    "job_log",
    metadata,
    sa.Column("seq", BigKey, primary_key=True, autoincrement=True),
    sa.Column("job", sa.BigInteger, nullable=False, index=True),
    sa.Column("at", sa.String, nullable=False, comment="UTC, ISO 8601"),
    sa.Column("line", sa.String, nullable=False),
    sqlite_autoincrement=True,
)

account = sa.Table(
    "account",
    metadata,
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("name", sa.String, nullable=False, comment="to sign in with, as written"),
    sa.Column("folded", sa.String, nullable=False, unique=True, comment="the name without case and width"),
    sa.Column("shown", sa.String, nullable=False, comment="the name others read"),
    sa.Column("role", sa.String, nullable=False, comment="reader, editor, administrator"),
    sa.Column("password", sa.String, nullable=False, comment="argon2id; empty = none, cannot sign in"),
    sa.Column("active", sa.Boolean, nullable=False),
    sa.Column("created", sa.String, nullable=False, comment="UTC, ISO 8601"),
)

login_attempt = sa.Table(
    "login_attempt",
    metadata,
    sa.Column("key", sa.String, primary_key=True, comment="hash of a name, an address or both"),
    sa.Column("failures", sa.Integer, nullable=False),
    sa.Column("last", sa.Float, nullable=False, comment="seconds since the epoch"),
)
"""Wrong passwords of late: what throttles guessing."""

login_session = sa.Table(
    "login_session",
    metadata,
    sa.Column("digest", sa.String, primary_key=True, comment="SHA-256 of the id in the cookie"),
    sa.Column("account", sa.String, nullable=False, index=True),
    sa.Column("created", sa.Float, nullable=False, comment="seconds since the epoch"),
    sa.Column("seen", sa.Float, nullable=False, comment="seconds since the epoch"),
    sa.Column("device", sa.String, nullable=False, comment="what the browser says it is"),
)

api_token = sa.Table(
    "api_token",
    metadata,
    sa.Column("seq", BigKey, primary_key=True, autoincrement=True),
    sa.Column("digest", sa.String, nullable=False, unique=True, comment="SHA-256 of the token"),
    sa.Column("account", sa.String, nullable=False, index=True),
    sa.Column("label", sa.String, nullable=False),
    sa.Column("scopes", sa.String, nullable=False, comment="JSON"),
    sa.Column("created", sa.String, nullable=False, comment="UTC, ISO 8601"),
    sa.Column("expires", sa.Float, comment="seconds since the epoch; null = never"),
    sa.Column("used", sa.Float, comment="seconds since the epoch; null = not yet"),
    sa.Column("revoked", sa.String, comment="UTC, ISO 8601"),
    sqlite_autoincrement=True,
)

api_answer = sa.Table(
    "api_answer",
    metadata,
    sa.Column("account", sa.String, primary_key=True),
    sa.Column("key", sa.String, primary_key=True, comment="as the program gave it"),
    sa.Column("asked", sa.String, nullable=False, comment="SHA-256 of the request"),
    sa.Column("at", sa.Float, nullable=False, comment="when it began; seconds since the epoch", index=True),
    sa.Column("status", sa.Integer, comment="null = being done"),
    sa.Column("body", sa.String, nullable=False, comment="JSON"),
)
"""What a program that gave an idempotency key was answered, so that asking again does nothing twice."""

activity = sa.Table(
    "activity",
    metadata,
    sa.Column("seq", BigKey, primary_key=True, autoincrement=True),
    sa.Column("at", sa.String, nullable=False, comment="UTC, ISO 8601"),
    sa.Column("account", sa.String, nullable=False, index=True),
    sa.Column("who", sa.String, nullable=False),
    sa.Column("action", sa.String, nullable=False),
    sa.Column("target", sa.String, nullable=False, index=True, comment="id of what it was done to"),
    sa.Column("title", sa.String, nullable=False, comment="what that was called"),
    sa.Column("detail", sa.String, nullable=False, comment="JSON"),
    sqlite_autoincrement=True,
)
"""Who did what, when, to what.  Written in the transaction of the deed; nothing ever changes it."""

draft = sa.Table(
    "draft",
    metadata,
    sa.Column("digest", sa.String, primary_key=True, comment="the source whose lines the edits speak of"),
    sa.Column("version", sa.Integer, nullable=False, comment="grows with every change, undo and redo"),
    sa.Column("place", sa.Integer, nullable=False, comment="how many of the edits are in force"),
)

draft_edit = sa.Table(
    "draft_edit",
    metadata,
    sa.Column("seq", BigKey, primary_key=True, autoincrement=True),
    sa.Column("digest", sa.String, nullable=False),
    sa.Column("place", sa.Integer, nullable=False, comment="0-based"),
    sa.Column("edit", sa.String, nullable=False, comment="JSON"),
    sa.Column("account", sa.String, nullable=False),
    sa.Column("who", sa.String, nullable=False),
    sa.Column("at", sa.String, nullable=False, comment="UTC, ISO 8601"),
    sa.Index("uq_draft_edit_digest_place", "digest", "place", unique=True),
    sqlite_autoincrement=True,
)
"""How a person would have a source read.  Kept by the source, so that it outlives publishing and replacing
and is applied again whenever the source is read anew."""

review_skip = sa.Table(
    "review_skip",
    metadata,
    sa.Column("account", sa.String, primary_key=True),
    sa.Column("target", sa.String, primary_key=True, comment="article id"),
    sa.Column("field", sa.String, primary_key=True),
    sa.Column("digest", sa.String, nullable=False, comment="of the article as it was read then"),
    sa.Column("at", sa.String, nullable=False, comment="UTC, ISO 8601"),
)
"""Guesses that somebody does not want to see again in the review queue."""

organization_code = sa.Table(
    "organization_code",
    metadata,
    sa.Column("name", sa.String, primary_key=True, comment="canonical"),
    sa.Column("credit", sa.String, nullable=False, index=True, comment="unified social credit code"),
    sa.Column("stock", sa.String, nullable=False, index=True),
    sa.Column("wikidata", sa.String, nullable=False, index=True),
    sa.Column("who", sa.String, nullable=False),
    sa.Column("at", sa.String, nullable=False, comment="UTC, ISO 8601"),
)


def _changes(name: str) -> sa.Table:
    """A list of changes in order, as `corpus.desk.edit_lists` reads them."""
    return sa.Table(
        name,
        metadata,
        sa.Column("seq", BigKey, primary_key=True, autoincrement=True),
        sa.Column("action", sa.String, nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("value", sa.String, nullable=False),
        sa.Column("place", sa.String, nullable=False, comment="where it holds; empty = everywhere"),
        sa.Column("who", sa.String, nullable=False),
        sa.Column("at", sa.String, nullable=False, comment="UTC, ISO 8601"),
        sa.Column("reason", sa.String, nullable=False),
        sa.Column("undone_by", sa.String),
        sa.Column("undone_at", sa.String),
        sqlite_autoincrement=True,
    )


person_edit = _changes("person_edit")
"""Who is who among the people that articles name (`corpus.desk.people`)."""

word_edit = _changes("word_edit")
"""Words beside the tokenizer's own dictionary (`corpus.desk.words`)."""

chronicle_edit = _changes("chronicle_edit")
"""What an office made of the lines of the chronicle (`corpus.desk.chronicle`)."""
