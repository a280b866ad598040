"""Here is an archive, give me one file that holds all of it.

A backup is a ZIP of

    xunzhang-backup.json        format, when, counts, SHA-256 of the database
    archive.sqlite3             the whole database, always as SQLite: archives can move between databases
    config.toml                 where there is one
    sources/ab/ab12…            every source file the database knows, as it came
    damaged/ab12…               a source file that is no longer what was taken in, as it is now

Everything is read and compared before it is packed.  What is damaged does not stop the rest from being
saved; it is named in the manifest, and whoever asked for the backup is told.
The database is copied in one snapshot while others go on working; sources are never changed and are on
the disk before the database names them, so the two agree.  The index is not in it: it is built again.
"""

from __future__ import annotations

import json
import sqlite3
import tempfile
import zipfile
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, cast

import sqlalchemy as sa

from corpus.errors import StoreError
from corpus.settings import FILE as CONFIG
from corpus.store import schema
from corpus.store.database import Database, sqlite_url, store_error
from corpus.store.leftovers import WORKING, swept
from corpus.store.revision import DATABASE, REVISION
from corpus.store.sources import Sources, file_digest, replacing
from corpus.store.store import SOURCES, Store
from corpus.store.writing import now

MANIFEST = "xunzhang-backup.json"
DAMAGED = "damaged"
FORMAT = 2
"""1: all in one file; 2: sources beside it."""
_ROWS = 1000


class BackupError(StoreError):
    """A backup that is none, is damaged, or would overwrite something."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself.

    sources: those that are in it whole; database: SHA-256 of the database; created: UTC, ISO 8601;
    damaged: digests of sources that were missing or changed, and "archive.sqlite3" where the database was.
    """

    format: int
    revision: str
    created: str
    issues: int
    articles: int
    sources: int
    database: str
    damaged: Sequence[str] = ()
    beside: Sequence[str] = ()
    """Digests of the sources that lie beside it, in the folder that is added to (`in_folder`)."""


def in_folder(folder: Path) -> Path:
    """The file of a backup that adds to a folder: of what is there already only its hash is compared.

    folder/2031-07-05T083000Z.zip    the database as it was then; one for every backup
    folder/sources/ab/ab12…          every source once, for all of them
    """
    return folder / f"{now().replace(':', '').replace('+0000', 'Z')}.zip"


def newest_in(folder: Path) -> Path:
    """The newest backup in a folder.  Raises BackupError where there is none."""
    found = sorted(folder.glob("*.zip"))
    if not found:
        raise BackupError(f"{folder} 中没有备份，请核对路径 / there is no backup in {folder}: check the path")
    return found[-1]


def backup(
    store: Store,
    file: Path,
    progress: Callable[[int, int], None] | None = None,
    *,
    beside: Sources | None = None,
) -> Manifest:
    """Write the archive to `file`, which appears only when it is complete.

    progress: called with (sources written, sources in all); beside: where sources are kept that are not there
    yet, None = in the file itself.  Raises StoreError with the remedy.
    """
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        swept(file.parent)
        with tempfile.TemporaryDirectory(prefix=WORKING, dir=file.parent) as folder:
            snapshot = Path(folder) / DATABASE
            _snapshot(store.database, snapshot)
            with replacing(file.parent, WORKING) as (stream, move):
                manifest = _pack(store, snapshot, stream, progress, beside)
                move(file)
    except OSError as error:
        raise store_error(error) from error
    return manifest


def _pack(
    store: Store,
    snapshot: Path,
    stream: Any,
    progress: Callable[[int, int], None] | None,
    beside: Sources | None,
) -> Manifest:
    issues, articles, digests, damaged = _contents(store, snapshot)
    whole = [digest for digest in digests if store.sources.whole(digest)]
    lost = sorted(set(digests) - set(whole))
    hashed = file_digest(snapshot)
    manifest = Manifest(
        1 if beside is None else FORMAT, REVISION, now(), issues, articles, len(whole), hashed,
        (*damaged, *lost), () if beside is None else whole,
    )  # fmt: skip
    # What is empty is left out: a backup stays readable by releases that do not know the word.
    said = {
        name: value for name, value in asdict(manifest).items() if value or name not in ("damaged", "beside")
    }
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as package:
        package.writestr(MANIFEST, json.dumps(said, indent=1) + "\n")
        package.write(snapshot, DATABASE)
        if (store.directory / CONFIG).is_file():
            package.write(store.directory / CONFIG, CONFIG)
        for digest in lost:
            remains = _remains(store.sources.path(digest))
            if remains is not None:
                package.writestr(f"{DAMAGED}/{digest}", remains)
        for number, digest in enumerate(whole, 1):
            if beside is None:
                package.write(store.sources.path(digest), f"{SOURCES}/{digest[:2]}/{digest}")
            elif not beside.whole(digest):
                with store.sources.path(digest).open("rb") as source:
                    beside.put(source)
            if progress is not None:
                progress(number, len(whole))
    return manifest


def _contents(store: Store, snapshot: Path) -> tuple[int, int, Sequence[str], tuple[str, ...]]:
    """Issues, articles, digests of sources, and what of the database is damaged."""
    damaged = () if is_sound(snapshot) else (DATABASE,)
    try:
        database = Database(sqlite_url(snapshot))
        try:
            with database.read() as conn:
                digests = conn.execute(sa.select(schema.source.c.digest)).scalars().all()
                issues, articles = (
                    conn.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
                    for table in (schema.issue, schema.article)
                )
        finally:
            database.close()
    except StoreError:
        if not damaged:
            raise
        return 0, 0, sorted(store.sources), damaged  # it cannot say what it has: save what is on the disk
    if damaged:  # its list of sources may lack some
        digests = sorted({*digests, *store.sources})
    return issues, articles, digests, damaged


def is_sound(database: Path) -> bool:
    """Whether SQLite finds nothing wrong with a database file."""
    try:
        with closing(sqlite3.connect(database)) as conn:
            return bool(conn.execute("PRAGMA integrity_check").fetchone() == ("ok",))
    except sqlite3.DatabaseError:
        return False


def _remains(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:  # missing, or the disk cannot read it
        return None


def _snapshot(database: Database, target: Path) -> None:
    """Copy a database, whichever it is, into a new SQLite file."""
    if database.sqlite:
        with database.read() as conn:
            copy = sqlite3.connect(target)
            try:
                cast(sqlite3.Connection, conn.connection.dbapi_connection).backup(copy)
            finally:
                copy.close()
        return
    other = Database(sqlite_url(target))
    try:
        copy_tables(database, other)
    finally:
        other.close()


def copy_tables(origin: Database, target: Database) -> None:
    """Put every row of one database in place of those of another, in one transaction."""
    with origin.read() as read, target.write() as write:
        if not origin.sqlite:
            read.execute(sa.text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))
        for table in reversed(schema.metadata.sorted_tables):
            write.execute(table.delete())
        for table in schema.metadata.sorted_tables:
            found = read.execute(sa.select(table), execution_options={"yield_per": _ROWS})
            for part in found.mappings().partitions():
                _insert(write, table, part)
            if not target.sqlite and "seq" in table.c:
                write.execute(
                    sa.text(
                        f"SELECT setval(pg_get_serial_sequence('{table.name}', 'seq'), "
                        f"coalesce((SELECT max(seq) FROM {table.name}), 0) + 1, false)"
                    )
                )


def _insert(conn: sa.Connection, table: sa.Table, rows: Sequence[sa.RowMapping]) -> None:
    conn.execute(table.insert(), [dict(row) for row in rows])
