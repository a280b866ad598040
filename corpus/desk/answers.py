"""Here is a request that a program may send twice; let it be done once, and answered the same both times.

    begun     the key is this request's; nobody else does it meanwhile
    kept      done: the same key is answered the same for KEPT seconds
    dropped   refused: nothing was done, and the same key may try again

A program that hears nothing sends again.  A request whose process died is begun again after HELD seconds;
what it had committed refuses to be done twice, or changes nothing the second time, by its own rules.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import sqlalchemy as sa

from corpus.desk.persons import Person
from corpus.desk.refusals import Conflict, Refused
from corpus.store.database import Database
from corpus.store.desk_tables import api_answer as _answer
from corpus.store.rows import clean

KEPT = 7 * 86400.0
"""Seconds for which an answer is kept."""

HELD = 60.0
"""Seconds after which a request that was begun and never answered is taken to have died."""

LONGEST = 200
"""Characters of a key."""


class Answers:
    """The answers of one archive.  clock: seconds since the epoch."""

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        self.database = database
        self.clock = clock

    def begin(self, by: Person, key: str, asked: str) -> tuple[int, str] | None:
        """(status, JSON) where this request was answered before; None: it is begun, answer it now.

        asked: a digest of everything that was asked for.  Raises Refused where the key is another
        request's, Conflict while the first one is still being done.
        """
        if not key.strip() or len(key) > LONGEST:
            raise Refused(
                f"Idempotency-Key 应为 1 至 {LONGEST} 个字符 / "
                f"the Idempotency-Key must have 1 to {LONGEST} characters"
            )
        moment = self.clock()
        mine = sa.and_(_answer.c.account == by.id, _answer.c.key == clean(key))
        with self.database.write(alone=False) as conn:
            conn.execute(_answer.delete().where(_answer.c.at < moment - KEPT))
            died = sa.and_(_answer.c.status.is_(None), _answer.c.at < moment - HELD)
            conn.execute(_answer.delete().where(mine, _answer.c.asked == asked, died))
            row = {"account": by.id, "key": clean(key), "asked": asked, "at": moment, "body": ""}
            if conn.execute(_once(conn).returning(_answer.c.key), row).first() is not None:
                return None
            first = conn.execute(sa.select(_answer).where(mine)).one()
        if first.asked != asked:
            raise Refused(
                "这个 Idempotency-Key 已用于另一请求，请换一个 / "
                "this Idempotency-Key was used for another request: use a new one"
            )
        if first.status is None:
            raise Conflict(
                "同一请求正在处理，请稍后再发 / the same request is being done: send it again later",
                key,
                None,
            )
        return int(first.status), str(first.body)

    def keep(self, by: Person, key: str, status: int, body: str) -> None:
        """The request was done and answered so."""
        self._write(_answer.update().values(status=status, body=clean(body)), by, key)

    def drop(self, by: Person, key: str) -> None:
        """Nothing was done: the key is free again."""
        self._write(_answer.delete(), by, key)

    def _write(self, statement: sa.Update | sa.Delete, by: Person, key: str) -> None:
        with self.database.write(alone=False) as conn:
            conn.execute(statement.where(_answer.c.account == by.id, _answer.c.key == clean(key)))


def _once(conn: sa.Connection) -> Any:
    """An insert that leaves the row of the same account and key alone, on either database."""
    from sqlalchemy.dialects import postgresql, sqlite

    kind = sqlite if conn.dialect.name == "sqlite" else postgresql
    return kind.insert(_answer).on_conflict_do_nothing(index_elements=["account", "key"])
