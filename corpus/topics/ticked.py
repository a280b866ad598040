"""Here is an account; keep what it has ticked, on whatever machine it did.

Every article is a row of its own, so that two windows, or two machines, never lose one another's ticks.
What was cleared stays for a while and can be brought back.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import sqlalchemy as sa

from corpus.store.database import Database
from corpus.store.reader_tables import ticked_article as _ticked
from corpus.store.rows import clean
from corpus.store.writing import now

MOST = 5000
"""Articles that one account may have selected at a time."""

UNDO = dt.timedelta(hours=1)
"""For how long what was cleared can be brought back."""


class Ticked:
    """The selections of the accounts of one archive."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def articles(self, account: str) -> tuple[str, ...]:
        """What the account has selected, in the order of ticking."""
        with self.database.read() as conn:
            return _held(conn, account, "")

    def cleared(self, account: str) -> tuple[str, ...]:
        """What the account cleared last, as long as it can be brought back."""
        with self.database.read() as conn:
            at = _last_clearing(conn, account)
            return _held(conn, account, at) if at else ()

    def change(self, account: str, ticked: Iterable[str], dropped: Iterable[str] = ()) -> int:
        """Select these, and let those go; how many there was no room for."""
        adding = [clean(one) for one in dict.fromkeys(ticked)]
        with self.database.write(alone=False) as conn:
            _forget(conn, account, [clean(one) for one in dropped])
            held = set(_held(conn, account, ""))
            fresh = [one for one in adding if one not in held]
            room = max(0, MOST - len(held))
            _forget(conn, account, fresh[:room])  # rows of what was cleared once
            place = _last_place(conn, account)
            rows = [
                {"account": account, "article": one, "place": place + number, "cleared": ""}
                for number, one in enumerate(fresh[:room], 1)
            ]
            if rows:
                conn.execute(_ticked.insert(), rows)
        return len(fresh) - len(rows)

    def clear(self, account: str) -> None:
        """Nothing is selected any more; what was cleared before that can no longer be brought back."""
        mine = _ticked.c.account == account
        with self.database.write(alone=False) as conn:
            if not _held(conn, account, ""):
                return
            conn.execute(_ticked.delete().where(mine, _ticked.c.cleared != ""))
            conn.execute(_ticked.update().where(mine), {"cleared": now()})

    def bring_back(self, account: str) -> None:
        """What was cleared last is selected again, beside what has been ticked since."""
        with self.database.write(alone=False) as conn:
            if at := _last_clearing(conn, account):
                there = (_ticked.c.account == account, _ticked.c.cleared == at)
                conn.execute(_ticked.update().where(*there), {"cleared": ""})


def _held(conn: sa.Connection, account: str, cleared: str) -> tuple[str, ...]:
    query = sa.select(_ticked.c.article).where(_ticked.c.account == account, _ticked.c.cleared == cleared)
    return tuple(conn.execute(query.order_by(_ticked.c.place)).scalars())


def _last_clearing(conn: sa.Connection, account: str) -> str:
    """When the account cleared its selection last; "" where that is too long ago, or never was."""
    query = sa.select(sa.func.max(_ticked.c.cleared)).where(_ticked.c.account == account)
    at = str(conn.execute(query).scalar() or "")
    since = (dt.datetime.now(dt.timezone.utc) - UNDO).isoformat()
    return at if at > since else ""


def _last_place(conn: sa.Connection, account: str) -> int:
    query = sa.select(sa.func.max(_ticked.c.place)).where(_ticked.c.account == account)
    return int(conn.execute(query).scalar() or 0)


def _forget(conn: sa.Connection, account: str, articles: list[str]) -> None:
    for start in range(0, len(articles), 500):
        there = _ticked.c.article.in_(articles[start : start + 500])
        conn.execute(_ticked.delete().where(_ticked.c.account == account, there))
