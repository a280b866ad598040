"""The table that says which archive this is; `corpus.store.instance` reads and writes it."""

from __future__ import annotations

import sqlalchemy as sa

from corpus.store.metadata import metadata

archive_instance = sa.Table(
    "archive_instance",
    metadata,
    sa.Column("id", sa.String, primary_key=True, comment="random; an archive that was restored is another"),
    sa.Column("begun", sa.String, nullable=False, comment="UTC, ISO 8601"),
)
"""One row: what is derived from an archive, its index above all, belongs to the one that it names."""
