"""Here is a SQLite file, give me a connection that reads it, also where nothing can be written.

Reading a database with a write-ahead log makes that log and its index beside it, which a full disk, or one
that cannot be written, refuses.  Where no log holds anything, the file alone is the whole database.  It is
then read as it lies there, by a connection for one use: it does not notice what is written later.
"""

from __future__ import annotations

import sqlite3
from contextlib import suppress
from pathlib import Path
from typing import Any

_PROBE = "SELECT 1 FROM sqlite_master LIMIT 1"
_REFUSED = ("full", "disk i/o", "unable to open", "readonly", "read-only")


class StillConnection(sqlite3.Connection):
    """Reads the file as it lies there; writes nothing, and sees nothing that is written later."""


def connected(path: Path, **options: Any) -> sqlite3.Connection:
    """A connection, a StillConnection where the disk refuses more.  Raises sqlite3.Error."""
    made: sqlite3.Connection = sqlite3.connect(path, **options)
    try:
        made.execute(_PROBE).fetchone()
        return made
    except sqlite3.Error as error:  # whatever is wrong, nobody else can close this connection
        made.close()
        refused = any(sign in str(error).lower() for sign in _REFUSED)
        if not (isinstance(error, sqlite3.OperationalError) and refused and _whole(path)):
            raise
    made = sqlite3.connect(
        f"{path.absolute().as_uri()}?immutable=1", uri=True, factory=StillConnection, **options
    )
    try:
        made.execute(_PROBE).fetchone()
    except sqlite3.Error:
        made.close()
        raise
    return made


def _whole(path: Path) -> bool:
    """Whether all of the database is in the file."""
    with suppress(OSError):
        log = path.with_name(f"{path.name}-wal")
        return path.stat().st_size > 0 and not (log.exists() and log.stat().st_size)
    return False
