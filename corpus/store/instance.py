"""Here is an archive's database, tell which archive it is; or make it another one.

Two archives that were one (a copy, a backup that was restored) go separate ways from then on, and their
numbers, of generations, issues, changes, coincide and mean different things.
"""

from __future__ import annotations

import secrets

import sqlalchemy as sa

from corpus.store.instance_tables import archive_instance
from corpus.store.writing import now


def identity(conn: sa.Connection) -> str:
    """The id of this archive."""
    return str(conn.execute(sa.select(archive_instance.c.id)).scalar_one())


def renew(conn: sa.Connection) -> None:
    """From now on this is another archive than the one that it was copied from."""
    conn.execute(archive_instance.delete())
    conn.execute(archive_instance.insert(), {"id": secrets.token_hex(8), "begun": now()})
