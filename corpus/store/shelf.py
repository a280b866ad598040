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
from corpus.store.connecting import StillConnection, connected
from corpus.store.overlay import corrected, overlay_of
from corpus.store.revision import REVISION, file_id, gone, other_version
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
    """The articles of one archive, to read.  Safe under threads; `open_shelf` makes it.

    A file that somebody put in place of the one that is open is noticed at the next question.
    """

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self._path = path
        self._connection = connection
        self._seen = file_id(path)
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
        with self._open():
            return frozenset(row[0] for row in self._all(_REMOVED, ()))

    def article(self, article_id: str) -> Article:
        """Raises ArticleNotFound."""
        return self.articles([article_id])[0]

    def count(self) -> int:
        """The number of articles."""
        with self._open():
            return int(self._all(_COUNT, ())[0][0])

    def identity(self) -> str:
        """Which archive this is."""
        with self._open():
            return str(self._all("SELECT id FROM archive_instance", ())[0][0])

    def waiting(self) -> int:
        """How many changes the index has not taken over."""
        with self._open():
            return int(self._all("SELECT count(*) FROM outbox", ())[0][0])

    def gazetteer_edits(self) -> list[GazetteerEdit]:
        """All changes to the gazetteer that are in force, oldest first."""
        columns = ", ".join(GazetteerEdit._fields)
        query = f"SELECT {columns} FROM gazetteer_edit WHERE undone_at IS NULL ORDER BY seq"
        with self._open():
            return [GazetteerEdit(*row) for row in self._all(query, ())]

    def asides(self, issue_id: str) -> tuple[Aside, ...]:
        """What of the issue's source stands in no article, in the order of reading."""
        query = f"SELECT {', '.join(ASIDE_COLUMNS)} FROM aside WHERE issue_id = ? ORDER BY position"
        with self._open():
            return tuple(map(aside_from, self._all(query, (issue_id,))))

    @contextmanager
    def snapshot(self) -> Iterator[Shelf]:
        """The same articles as they are now, whatever is written while the context lasts."""
        connection = _opened(self._path)
        try:
            still = _Still(self._path, connection)
            still._all("BEGIN", ())
            # A transaction takes its snapshot with its first read.
            still._all("SELECT 1 FROM article LIMIT 1", ())
            yield still
        finally:
            connection.close()

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._connection.close()

    def _some(self, ids: Sequence[str]) -> Iterable[Article]:
        with self._open(), self._reading():
            rows = self._all(_ARTICLES + _marks(ids), ids)
            targets = list({target for row in rows for target in (row[0], row[ISSUE_ID])})
            overlay = overlay_of(self._all(f"{_CORRECTIONS}{_marks(targets)} ORDER BY seq", targets))
        for row in rows:
            article = article_from(row)
            yield corrected(article, overlay, *row[YEAR_MONTH]) if overlay else article

    @contextmanager
    def _open(self) -> Iterator[None]:
        """The connection for one thread, to the file that is in its place now.  Raises StoreError."""
        with self._lock:
            self._look()
            yield

    def _look(self) -> None:
        found = file_id(self._path)
        if found == self._seen and not isinstance(self._connection, StillConnection):
            return
        if found is None:
            raise gone(self._path)
        connection = _opened(self._path)
        self._connection.close()
        self._connection, self._seen = connection, found

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
            raise _unreadable(error) from error


class _Still(Shelf):
    """A shelf inside one long transaction, of the file that it began with."""

    def _look(self) -> None:
        """It stays."""

    @contextmanager
    def _reading(self) -> Iterator[None]:
        yield


def _connect(database: Path) -> sqlite3.Connection:
    return connected(
        database, timeout=30, isolation_level=None, check_same_thread=False, cached_statements=256
    )


def _opened(database: Path) -> sqlite3.Connection:
    """A connection to a file of the present version.  Raises StoreError for any other."""
    try:
        connection = _connect(database)
    except sqlite3.Error as error:
        raise _unreadable(error) from error
    try:
        row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        connection.execute("PRAGMA cache_size=-8192")
    except sqlite3.Error as error:
        connection.close()
        raise _unreadable(error) from error
    if row != (REVISION,):
        connection.close()
        raise other_version(row[0] if row else "")
    return connection


def _unreadable(error: sqlite3.Error) -> StoreError:
    return StoreError(
        f"档案数据库无法读取（{error}）；请运行 xunzhang check / "
        f"the archive's database cannot be read ({error}): run `xunzhang check`"
    )


def open_shelf(database: Path) -> Shelf | None:
    """The articles in this SQLite file; None where it is not there or not of the present version."""
    if not database.is_file():
        return None
    try:
        return Shelf(database, _opened(database))
    except StoreError:
        return None  # whatever is wrong, `Store.open` says it with its remedy


def _marks(values: Sequence[str]) -> str:
    return f"({','.join('?' * len(values))})"
