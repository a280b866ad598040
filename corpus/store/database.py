"""Here is an address, give me transactions: one engine, read and write, errors with a remedy.

SQLite runs in WAL mode with synchronous=FULL: readers never wait for a writer, and what was committed is
on the disk.  A write transaction takes the write lock at once (BEGIN IMMEDIATE; on PostgreSQL an advisory
lock), so writers queue instead of failing half-way and outbox numbers become visible in order.

A file that somebody put in place of the one that is open is noticed at the next transaction: nothing is read
from, or committed to, a database that has no name any more.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.exc import DataError, DBAPIError
from sqlalchemy.pool import ConnectionPoolEntry

from corpus.errors import ArchiveError, StoreError
from corpus.store import migrate, occupancy
from corpus.store.connecting import StillConnection, connected
from corpus.store.revision import REVISION, FileId, file_id, gone, other_version

_WRITE = "xunzhang_write"
_VERSION = "SELECT version_num FROM alembic_version"
_WRITE_LOCK = 0x7875_6E7A
"""Key of the PostgreSQL advisory lock that serialises writers."""

WAIT = 30.0
"""Seconds for which a writer waits for another."""

_PRAGMAS = (
    f"PRAGMA busy_timeout={round(WAIT * 1000)}",
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA cache_size=-8192",
    "PRAGMA temp_store=MEMORY",
)

_REMEDIES = (
    (
        ("full", "disk i/o error", "no space", "file too large", "quota"),
        "磁盘已满或无法写入；请腾出空间后重试，已提交的内容不受影响",
        "the disk is full or cannot be written: free some space and try again; nothing committed is lost",
    ),
    (
        ("locked", "busy"),
        "档案正被另一个程序写入；请稍候重试",
        "another program is writing to this archive: try again in a moment",
    ),
    (
        ("readonly", "read-only", "unable to open", "permission"),
        "无法打开或写入档案数据库；请检查目录权限",
        "the archive's database cannot be opened or written: check the folder's permissions",
    ),
    (
        ("malformed", "not a database", "corrupt"),
        "档案数据库已损坏；请用 xunzhang restore 恢复备份",
        "the archive's database is damaged: restore a backup with `xunzhang restore`",
    ),
    (
        ("connection", "could not connect", "connect"),
        "无法连接数据库服务器；请检查 config.toml 中 [store] url",
        "the database server cannot be reached: check [store] url in config.toml",
    ),
)


REFUSALS = (DBAPIError, sqlite3.Error, OverflowError, UnicodeEncodeError)
"""How a database says no; the last two, before it has seen what it cannot hold."""


def store_error(error: Exception) -> ArchiveError:
    """Translate a database's or the file system's failure into one line with its remedy: StoreError, or
    ArchiveError where only what was asked is at fault."""
    if isinstance(error, DataError | OverflowError | UnicodeEncodeError):
        return ArchiveError(
            "数字太大，或有数据库不能存的字符；请改正后重试 / "
            "a number too large, or a character that the database cannot hold: correct it and try again"
        )
    detail = str(getattr(error, "orig", None) or error).strip().splitlines()
    first = detail[0] if detail else type(error).__name__
    lowered = first.lower()
    for signs, chinese, english in _REMEDIES:
        if any(sign in lowered for sign in signs):
            return StoreError(f"{chinese} / {english} ({first})")
    return StoreError(f"档案数据库出错 / the archive's database failed: {first}")


def sqlite_url(path: Path) -> sa.URL:
    """The address of a SQLite file, whatever characters are in its path."""
    return sa.URL.create("sqlite", database=str(path))


class Database:
    """The engine and its transactions.  Safe to share between threads.

    folder: where `occupancy` keeps the lock of a SQLite file; None for another database.
    """

    def __init__(self, url: str | sa.URL) -> None:
        address = sa.make_url(url)
        self.sqlite = address.get_backend_name() == "sqlite"
        file = address.database if self.sqlite else None
        self._file = Path(file) if file and file != ":memory:" else None
        self.engine = sa.create_engine(address, **({"creator": self._connect} if self._file else {}))
        self.folder = self._file.parent if self._file else None
        self._seen: FileId | None = None
        self._let_go = 0  # how often all connections were
        self._looking = threading.Lock()
        if self.sqlite:
            event.listen(self.engine, "connect", self._connected)
            event.listen(self.engine, "checkin", self._returned)
        event.listen(self.engine, "begin", _on_begin)
        try:
            self._migrate()
        except BaseException:  # whatever stops it, nobody else can close these connections
            self.close()
            raise

    def _connect(self) -> sqlite3.Connection:
        assert self._file is not None
        return connected(self._file, check_same_thread=False)

    def _migrate(self) -> None:
        with self.read() as conn:
            ready = migrate.current(conn) == REVISION
        if not ready:
            with (
                occupancy.alone(self.folder) if self.folder else nullcontext(),
                self._writing(checked=False) as conn,
            ):
                migrate.upgrade(conn)

    @contextmanager
    def read(self) -> Iterator[sa.Connection]:
        """A consistent snapshot; nothing is written.  Raises StoreError where the file is gone."""
        try:
            self._look()
            with self.engine.connect() as conn:
                yield conn
        except REFUSALS as error:
            raise store_error(error) from error

    @contextmanager
    def write(self, *, alone: bool = True, wait: float = WAIT) -> Iterator[sa.Connection]:
        """One transaction, committed at the end, rolled back on any exception.

        alone: no other writer runs beside it, as whatever touches the outbox needs; False lets PostgreSQL
        run it beside a long one (SQLite has one writer at a time anyhow).  wait: seconds for which SQLite
        waits for that one.
        Raises StoreError with the remedy where the database refuses.
        """
        with (
            occupancy.shared(self.folder) if self.folder else nullcontext(),
            self._writing(alone=alone, wait=wait) as conn,
        ):
            yield conn

    @contextmanager
    def _writing(
        self, *, alone: bool = True, wait: float = WAIT, checked: bool = True
    ) -> Iterator[sa.Connection]:
        try:
            self._look()
            with (
                self.engine.connect() as conn,
                self._patient(conn, wait),
                conn.execution_options(**{_WRITE: True}).begin(),
            ):
                if alone and not self.sqlite:
                    conn.execute(sa.text("SELECT pg_advisory_xact_lock(:key)"), {"key": _WRITE_LOCK})
                if checked and (found := conn.exec_driver_sql(_VERSION).scalar()) != REVISION:
                    raise other_version(str(found))
                yield conn
        except REFUSALS as error:
            raise store_error(error) from error

    def _look(self) -> None:
        """Let go of the connections to a file that is not in its place any more."""
        if self._file is None:
            return
        found = file_id(self._file)
        if found == self._seen:
            return
        with self._looking:
            if self._seen is not None and found is None:
                raise gone(self._file)
            if self._seen is not None:
                self.close()
            self._seen = found

    @contextmanager
    def _patient(self, conn: sa.Connection, wait: float) -> Iterator[None]:
        """The connection, which for once waits otherwise for a lock."""
        if wait == WAIT or not self.sqlite:
            yield
            return
        driver: Any = conn.connection.driver_connection
        driver.execute(f"PRAGMA busy_timeout={round(wait * 1000)}")
        try:
            yield
        finally:
            driver.execute(f"PRAGMA busy_timeout={round(WAIT * 1000)}")

    def close(self) -> None:
        """Let go of all connections: of one that a thread still uses, when it is given back."""
        self._let_go += 1
        self.engine.dispose()

    def _connected(self, connection: Any, record: ConnectionPoolEntry) -> None:
        connection.isolation_level = None  # transactions are begun below, not by the driver
        record.info["let go"] = self._let_go
        if isinstance(connection, StillConnection):
            return
        try:
            for pragma in _PRAGMAS:
                connection.execute(pragma)
        except sqlite3.Error:  # locked while another program makes the file: nobody else would close it
            connection.close()
            raise

    def _returned(self, connection: object, record: ConnectionPoolEntry) -> None:
        # Nobody would close it: it goes back to a pool that the engine has given up.  Or a later one may find
        # that the disk has room again.
        if record.info.get("let go") != self._let_go or isinstance(connection, StillConnection):
            record.close()


def _on_begin(conn: sa.Connection) -> None:
    if conn.dialect.name == "sqlite":
        writing = conn.get_execution_options().get(_WRITE)
        if writing and isinstance(conn.connection.dbapi_connection, StillConnection):
            raise sqlite3.OperationalError("database or disk is full")
        conn.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")
