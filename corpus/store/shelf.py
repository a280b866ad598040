"""Here are ids, give me the articles, at once: reading an SQLite archive without SQLAlchemy.

Importing SQLAlchemy takes longer than answering a question.  What a search needs of the store is a few
statements, so it gets them from here; whatever else is wanted, `Store` does, and both read alike (a test
compares them).  `open_shelf` gives None where it must be `Store`: another database, or one to migrate.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from corpus.errors import ArticleNotFound, StoreError
from corpus.model import Article, Aside
from corpus.store.overlay import corrected, overlay_of
from corpus.store.revision import REVISION
from corpus.store.rows import (
    ARTICLE_COLUMNS,
    ASIDE_COLUMNS,
    ISSUE_ID,
    YEAR_MONTH,
    GazetteerEdit,
    article_from,
    aside_from,
)

_MANY = 500
"""Ids in one statement."""

_ARTICLES = (
    f"SELECT {', '.join(ARTICLE_COLUMNS)} FROM article JOIN issue ON article.issue_id = issue.id "
    "WHERE issue.state = 'published' AND article.id IN "
)
_COUNT = (
    "SELECT count(*) FROM article JOIN issue ON article.issue_id = issue.id WHERE issue.state = 'published'"
)
_REMOVED = (
    "SELECT article_id FROM outbox WHERE deleted "
    "AND NOT EXISTS (SELECT 1 FROM article JOIN issue ON article.issue_id = issue.id "
    "WHERE article.id = outbox.article_id AND issue.state = 'published')"
)
_CORRECTIONS = "SELECT target, field, new FROM correction WHERE undone_at IS NULL AND target IN "


class Shelf:
    """The articles of one archive, to read.  Safe under threads; `open_shelf` makes it."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._lock = threading.Lock()

    def articles(self, ids: Sequence[str]) -> list[Article]:
        """The articles with these ids, in their order.  Raises ArticleNotFound for the first unknown."""
        held = self.held(ids)
        try:
            return [held[each] for each in ids]
        except KeyError as error:
            raise ArticleNotFound(str(error.args[0])) from None

    def held(self, ids: Sequence[str]) -> dict[str, Article]:
        """Those of the articles with these ids that are there, by id."""
        found: dict[str, Article] = {}
        for start in range(0, len(ids), _MANY):
            found.update((one.id, one) for one in self._some(ids[start : start + _MANY]))
        return found

    def removed(self) -> frozenset[str]:
        """The ids of articles that readers do not see any more and that may still be in the index."""
        with self._lock:
            return frozenset(row[0] for row in self._all(_REMOVED, ()))

    def article(self, article_id: str) -> Article:
        """Raises ArticleNotFound."""
        return self.articles([article_id])[0]

    def count(self) -> int:
        """The number of articles."""
        with self._lock:
            return int(self._all(_COUNT, ())[0][0])

    def waiting(self) -> int:
        """How many changes the index has not taken over."""
        with self._lock:
            return int(self._all("SELECT count(*) FROM outbox", ())[0][0])

    def gazetteer_edits(self) -> list[GazetteerEdit]:
        """All changes to the gazetteer that are in force, oldest first."""
        columns = ", ".join(GazetteerEdit._fields)
        query = f"SELECT {columns} FROM gazetteer_edit WHERE undone_at IS NULL ORDER BY seq"
        with self._lock:
            return [GazetteerEdit(*row) for row in self._all(query, ())]

    def asides(self, issue_id: str) -> tuple[Aside, ...]:
        """What of the issue's source stands in no article, in the order of reading."""
        query = f"SELECT {', '.join(ASIDE_COLUMNS)} FROM aside WHERE issue_id = ? ORDER BY position"
        with self._lock:
            return tuple(map(aside_from, self._all(query, (issue_id,))))

    @contextmanager
    def snapshot(self) -> Iterator[Shelf]:
        """The same articles as they are now, whatever is written while the context lasts."""
        with self._lock:
            path = self._all("PRAGMA database_list", ())[0][2]
        connection = _connect(Path(path))
        try:
            connection.execute("BEGIN")
            # A transaction takes its snapshot with its first read.
            connection.execute("SELECT 1 FROM article LIMIT 1").fetchone()
            yield _Still(connection)
        finally:
            connection.close()

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._connection.close()

    def _some(self, ids: Sequence[str]) -> Iterable[Article]:
        with self._lock, self._reading():
            rows = self._all(_ARTICLES + _marks(ids), ids)
            targets = list({target for row in rows for target in (row[0], row[ISSUE_ID])})
            overlay = overlay_of(self._all(f"{_CORRECTIONS}{_marks(targets)} ORDER BY seq", targets))
        for row in rows:
            article = article_from(row)
            yield corrected(article, overlay, *row[YEAR_MONTH]) if overlay else article

    @contextmanager
    def _reading(self) -> Iterator[None]:
        """Statements that see one state of the archive."""
        self._all("BEGIN", ())
        try:
            yield
        finally:
            self._connection.rollback()

    def _all(self, query: str, values: Sequence[str]) -> list[Any]:
        try:
            return self._connection.execute(query, values).fetchall()
        except sqlite3.Error as error:
            raise StoreError(
                f"档案数据库无法读取（{error}）；请运行 xunzhang check / "
                f"the archive's database cannot be read ({error}): run `xunzhang check`"
            ) from error


class _Still(Shelf):
    """A shelf inside one long transaction."""

    @contextmanager
    def _reading(self) -> Iterator[None]:
        yield


def _connect(database: Path) -> sqlite3.Connection:
    return sqlite3.connect(
        database, timeout=30, isolation_level=None, check_same_thread=False, cached_statements=256
    )


def open_shelf(database: Path) -> Shelf | None:
    """The articles in this SQLite file; None where it is not there or not of the present version."""
    if not database.is_file():
        return None
    connection = _connect(database)
    try:
        row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        if row == (REVISION,):
            connection.execute("PRAGMA cache_size=-8192")
            return Shelf(connection)
    except sqlite3.Error:
        pass  # whatever is wrong, `Store.open` says it with its remedy
    connection.close()
    return None


def _marks(values: Sequence[str]) -> str:
    return f"({','.join('?' * len(values))})"
