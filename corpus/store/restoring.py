"""Here is a backup and a place, give me the archive again.

Everything is unpacked beside its place and verified there, byte by byte, before anything that exists is
touched.  All articles are noted in the outbox: the index, which is removed, is built again from them.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import sqlite3
import tempfile
import zipfile
import zlib
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import sqlalchemy as sa

from corpus.settings import FILE as CONFIG
from corpus.store import schema
from corpus.store.backups import FORMAT, MANIFEST, BackupError, Manifest, copy_tables
from corpus.store.database import Database, sqlite_url, store_error
from corpus.store.revision import DATABASE
from corpus.store.store import SOURCES

_SOURCE = re.compile(rf"{SOURCES}/([0-9a-f]{{2}})/(\1[0-9a-f]{{62}})")


def restore(
    file: Path,
    directory: Path,
    *,
    force: bool = False,
    url: str = "",
    progress: Callable[[int, int], None] | None = None,
) -> Manifest:
    """Make `directory` the archive that was backed up to `file`.

    force: replace what is there; url: put the database there instead of into the directory.
    progress: called with (sources verified, sources in all).
    Raises BackupError: the file is no whole backup, or the directory is not empty and `force` not given.
    """
    try:
        directory.mkdir(parents=True, exist_ok=True)
        if not force and any(directory.iterdir()):
            raise BackupError(
                f"{directory} 不是空的；换一个目录，或加 --force 覆盖 / "
                f"{directory} is not empty: give another directory, or --force to replace it"
            )
        with tempfile.TemporaryDirectory(prefix=".restore-", dir=directory) as folder:
            staged = Path(folder)
            manifest = _unpack(file, staged, progress)
            _verify(staged / DATABASE, staged / SOURCES, file)
            _install(staged, directory, url)
    except OSError as error:
        raise store_error(error) from error
    return manifest


def _unpack(file: Path, staged: Path, progress: Callable[[int, int], None] | None) -> Manifest:
    try:
        with zipfile.ZipFile(file) as package:
            manifest = _manifest(package, file)
            done = 0
            for entry in package.infolist():
                name = entry.filename
                source = _SOURCE.fullmatch(name)
                if source is None and name not in (DATABASE, CONFIG):
                    continue
                digest = _extract(package, entry, staged / name)
                wanted = source[2] if source else manifest.database if name == DATABASE else digest
                if digest != wanted:
                    raise _damaged(file, name)
                if source:
                    done += 1
                    if progress is not None:
                        progress(done, manifest.sources)
    except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, ValueError, TypeError) as error:
        raise _damaged(file, str(error)) from None
    if done != manifest.sources or not (staged / DATABASE).is_file():
        raise _damaged(file, f"{done}/{manifest.sources}")
    return manifest


def _manifest(package: zipfile.ZipFile, file: Path) -> Manifest:
    manifest = Manifest(**json.loads(package.read(MANIFEST)))
    if manifest.format > FORMAT:
        raise BackupError(
            f"{file}: 备份由更新的版本写成，请升级 xunzhang / written by a newer version: upgrade xunzhang"
        )
    return manifest


def _extract(package: zipfile.ZipFile, entry: zipfile.ZipInfo, target: Path) -> str:
    target.parent.mkdir(parents=True, exist_ok=True)
    total = hashlib.sha256()
    with package.open(entry) as stream, target.open("wb") as copy:
        while block := stream.read(2**20):
            total.update(block)
            copy.write(block)
    return total.hexdigest()


def _verify(database: Path, sources: Path, file: Path) -> None:
    """The database is sound and has all its sources; afterwards every article waits for the index."""
    with closing(sqlite3.connect(database)) as conn:
        if conn.execute("PRAGMA integrity_check").fetchone() != ("ok",):
            raise _damaged(file, DATABASE)
    opened = Database(sqlite_url(database))
    try:
        with opened.write() as conn:
            for digest in conn.execute(sa.select(schema.source.c.digest)).scalars():
                if not (sources / digest[:2] / digest).is_file():
                    raise _damaged(file, digest)
            conn.execute(schema.outbox.delete())
            article, issue = schema.article, schema.issue
            shown = sa.select(article.c.id, sa.false()).join_from(
                article, issue, article.c.issue_id == issue.c.id
            )
            waiting = shown.where(issue.c.state == "published").order_by(article.c.seq)
            conn.execute(schema.outbox.insert().from_select(["article_id", "deleted"], waiting))
    finally:
        opened.close()
    _settle(database)


def _settle(database: Path) -> None:
    """Fold the write-ahead log into the file, so that it can be moved alone."""
    with closing(sqlite3.connect(database)) as conn:
        conn.execute("PRAGMA journal_mode=DELETE")


def _install(staged: Path, directory: Path, url: str) -> None:
    for path in (staged / SOURCES).rglob("*"):
        if path.is_file():
            target = directory / path.relative_to(staged)
            target.parent.mkdir(parents=True, exist_ok=True)
            path.replace(target)
    for derived in ("index", "lexicon"):  # made from the store; they would not fit it any more
        if (directory / derived).is_dir():
            shutil.move(directory / derived, staged / f"old {derived}")
    if (staged / CONFIG).is_file() and not (directory / CONFIG).exists():
        (staged / CONFIG).replace(directory / CONFIG)
    if url:
        origin, target_database = Database(sqlite_url(staged / DATABASE)), Database(url)
        try:
            copy_tables(origin, target_database)
        finally:
            origin.close()
            target_database.close()
        return
    for suffix in ("-wal", "-shm"):
        (directory / f"{DATABASE}{suffix}").unlink(missing_ok=True)
    (staged / DATABASE).replace(directory / DATABASE)


def _damaged(file: Path, what: str) -> BackupError:
    return BackupError(
        f"{file}: 不是完整的备份（{what}），请换一个 / not a whole backup ({what}): use another"
    )
