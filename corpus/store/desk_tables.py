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
