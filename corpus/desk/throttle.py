"""Here is somebody who tries a password, tell whether the try may be looked at yet.

Counted are the tries of late for a name from an address, for the name, and from the address; each may be
wrong a few times for nothing, then every further try costs twice the wait.  A try is counted before it is
looked at, so that many at once do not slip through, and taken back when it was right.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable

import sqlalchemy as sa

from corpus.desk.refusals import TooManyAttempts
from corpus.store.database import Database
from corpus.store.desk_tables import login_attempt as _attempt

FREE = {"name and address": 5, "name": 25, "address": 50}
"""Wrong tries that cost no wait."""

LONGEST = 900.0
"""Seconds of the longest wait; after an hour without a try all is forgotten."""

_MEMORY = 3600.0


class Throttle:
    """The tries of one archive.  clock: seconds since the epoch."""

    def __init__(self, database: Database, clock: Callable[[], float]) -> None:
        self.database = database
        self.clock = clock

    def attempt(self, name: str, address: str) -> None:
        """Count a try.  Raises TooManyAttempts, without counting it, where it comes too early."""
        moment = self.clock()
        with self.database.write() as conn:
            conn.execute(_attempt.delete().where(_attempt.c.last < moment - _MEMORY))
            keys = _keys(name, address)
            rows = conn.execute(sa.select(*_attempt.c).where(_attempt.c.key.in_(list(keys)))).all()
            waits = [row.last + _wait(row.failures, keys[row.key]) - moment for row in rows]
            if waits and max(waits) > 0:
                raise TooManyAttempts(max(waits))
            known = {row.key for row in rows}
            counted = {"failures": _attempt.c.failures + 1, "last": moment}
            conn.execute(_attempt.update().where(_attempt.c.key.in_(known)).values(counted))
            fresh = [{"key": key, "failures": 1, "last": moment} for key in keys if key not in known]
            if fresh:
                conn.execute(_attempt.insert(), fresh)

    def forget(self, name: str, address: str) -> None:
        """The try was right: the name's count begins anew, the address loses this one."""
        keys = _keys(name, address)
        own = [key for key, kind in keys.items() if kind != "address"]
        with self.database.write(alone=False) as conn:
            conn.execute(_attempt.delete().where(_attempt.c.key.in_(own)))
            conn.execute(
                _attempt.update()
                .where(_attempt.c.key.in_(list(keys)), _attempt.c.failures > 0)
                .values(failures=_attempt.c.failures - 1)
            )


def _keys(name: str, address: str) -> dict[str, str]:
    """Key → kind.  Hashed, so that the table tells nobody's names or addresses."""
    found = {_hash("name", name): "name"}
    if address:
        found |= {_hash("both", name, address): "name and address", _hash("address", address): "address"}
    return found


def _hash(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "replace")).hexdigest()


def _wait(failures: int, kind: str) -> float:
    """Seconds that must pass between the last try and the next."""
    over = failures - FREE[kind]
    return 0.0 if over < 0 else min(LONGEST, 2.0 ** min(over, 20))
