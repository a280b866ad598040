"""Here is a connection, bring its tables to the present version.

Alembic is imported only when there is something to do: a command must not wait for it at every start.
"""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa

from corpus.errors import StoreError
from corpus.store.revision import REVISION

MIGRATIONS = Path(__file__).parent / "migrations"


def current(conn: sa.Connection) -> str | None:
    """The revision of the tables that are there; None for an empty database."""
    if not sa.inspect(conn).has_table("alembic_version"):
        return None
    return conn.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()


def upgrade(conn: sa.Connection) -> None:
    """Run what is missing, inside the caller's transaction.

    Raises StoreError for an archive that a newer program wrote.
    """
    found = current(conn)
    if found == REVISION:
        return
    if found is not None and found > REVISION:
        raise StoreError(
            f"这个档案由更新的版本（{found}）写成，请升级 xunzhang / "
            f"this archive was written by a newer version ({found}): upgrade xunzhang"
        )
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = conn
    command.upgrade(config, REVISION)
