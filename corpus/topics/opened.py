"""Here is an account that reads; remember what it has opened, unless it does not want that.

Nobody else is told: these rows are in no log, in no list of another account and in no export.
"""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa

from corpus.store.database import Database
from corpus.store.reader_tables import opened_article as _opened
from corpus.store.reader_tables import opened_unmarked as _unmarked
from corpus.store.rows import clean
from corpus.store.writing import now


class OpenedArticles:
    """What the accounts of one archive have opened."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def remembers(self, account: str) -> bool:
        """Whether what the account opens is remembered."""
        with self.database.read() as conn:
            return _remembers(conn, account)

    def among(self, account: str, articles: Iterable[str]) -> frozenset[str]:
        """Those of the articles that the account has opened; none where it does not want to know."""
        wanted, found = [*dict.fromkeys(articles)], set[str]()
        with self.database.read() as conn:
            if not wanted or not _remembers(conn, account):
                return frozenset()
            for start in range(0, len(wanted), 500):
                there = _opened.c.article.in_(wanted[start : start + 500])
                query = sa.select(_opened.c.article).where(_opened.c.account == account, there)
                found.update(conn.execute(query).scalars())
        return frozenset(found)

    def count(self, account: str) -> int:
        """How many articles the account has opened, as far as that was remembered."""
        with self.database.read() as conn:
            query = sa.select(sa.func.count()).select_from(_opened).where(_opened.c.account == account)
            return int(conn.execute(query).scalar() or 0)

    def note(self, account: str, article: str) -> None:
        """The account has opened the article.

        Nobody waits for this: while another program writes at length, StoreError is raised at once.
        """
        article = clean(article)
        with self.database.read() as conn:
            there = (_opened.c.account == account, _opened.c.article == article)
            if not _remembers(conn, account) or conn.execute(sa.select(_opened.c.at).where(*there)).first():
                return
        with self.database.write(alone=False, wait=_MOMENT) as conn:
            if not conn.execute(sa.select(_opened.c.at).where(*there)).first():
                conn.execute(_opened.insert(), {"account": account, "article": article, "at": now()})

    def switch(self, account: str, on: bool) -> None:
        """Remember what the account opens from now on, or do not; what is remembered already stays."""
        with self.database.write(alone=False) as conn:
            conn.execute(_unmarked.delete().where(_unmarked.c.account == account))
            if not on:
                conn.execute(_unmarked.insert(), {"account": account})

    def clear(self, account: str) -> int:
        """Forget for good what the account has opened; how many articles that were."""
        with self.database.write(alone=False) as conn:
            return conn.execute(_opened.delete().where(_opened.c.account == account)).rowcount


_MOMENT = 0.2


def _remembers(conn: sa.Connection, account: str) -> bool:
    return conn.execute(sa.select(_unmarked.c.account).where(_unmarked.c.account == account)).first() is None
