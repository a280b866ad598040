"""Here is a connection, bring its tables to the present version.

Alembic is imported only when there is something to do: a command must not wait for it at every start.
"""

from __future__ import annotations

import sqlalchemy as sa

from corpus.store.metadata import metadata
from corpus.store.revision import MIGRATIONS, REVISION, foreign, older, other_version


def current(conn: sa.Connection) -> str | None:
    """The revision of the tables that are there; None for an empty database."""
    if not sa.inspect(conn).has_table("alembic_version"):
        return None
    return conn.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()


def upgrade(conn: sa.Connection) -> None:
    """Run what is missing, inside the caller's transaction.

    Raises StoreError for an archive that a newer program wrote, and for a database that is none of ours.
    """
    found = current(conn)
    if found == REVISION:
        return
    if found is None:
        _empty(conn)
    elif not older(found):
        raise other_version(found)
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = conn
    command.upgrade(config, REVISION)


def _empty(conn: sa.Connection) -> None:
    """Raise StoreError where what seems a new database holds tables: they are not to be mixed with ours."""
    there = sa.inspect(conn).get_table_names()
    ours = there if conn.dialect.name == "sqlite" else [name for name in there if name in metadata.tables]
    if ours:
        raise foreign(ours[0])
