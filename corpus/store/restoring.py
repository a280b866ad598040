"""Here is a backup and a place, give me the archive again.

Everything is unpacked beside its place and verified there, byte by byte, before anything that exists is
touched.  What is damaged is named and refused, or left out where that was asked for.  All articles are noted
in the outbox: the index, which is removed, is built again from them.
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
from collections.abc import Callable, Sequence
from contextlib import closing, nullcontext
from dataclasses import replace
from pathlib import Path

import sqlalchemy as sa

from corpus.settings import FILE as CONFIG
from corpus.settings import load
from corpus.store import instance, occupancy, schema
from corpus.store.backups import FORMAT, MANIFEST, BackupError, Manifest, copy_tables, is_sound, newest_in
from corpus.store.database import Database, sqlite_url, store_error
from corpus.store.naming_database import agree, holds_issues, without_password
from corpus.store.revision import DATABASE
from corpus.store.sources import Sources
from corpus.store.store import SOURCES

DERIVED = ("index", "lexicon", "reprints.json", "reprints.npz", "readings")
"""What an archive makes of its store, beside it."""

_STAGED = ".restore-"

_SOURCE = re.compile(rf"{SOURCES}/([0-9a-f]{{2}})/(\1[0-9a-f]{{62}})")


def restore(
    file: Path,
    directory: Path,
    *,
    force: bool = False,
    partial: bool = False,
    url: str = "",
    progress: Callable[[int, int], None] | None = None,
    patience: occupancy.Patience = occupancy.forever,
) -> Manifest:
    """Make `directory` the archive that was backed up to `file`, of a folder the newest backup.

    force: replace what is there; partial: leave out damaged sources, which the answer names as `damaged`.
    url: put the database there instead of into the directory; no other database is written to, whatever
    a `config.toml` says.  progress: called with (sources verified, sources in all); patience: with those who
    are writing to what is replaced.
    Raises BackupError: the file is no whole backup, the directory or the database is not empty and `force`
    not given, or the directory's `config.toml` names a database that `url` does not.
    """
    file = newest_in(file) if file.is_dir() else file
    try:
        _told(directory, url, force)
        directory.mkdir(parents=True, exist_ok=True)
        if not force and _holds_anything(directory):
            raise BackupError(
                f"{directory} 不是空的；换一个目录，或加 --force 覆盖 / "
                f"{directory} is not empty: give another directory, or --force to replace it"
            )
        with tempfile.TemporaryDirectory(prefix=_STAGED, dir=directory) as folder:
            staged = Path(folder)
            # So that nobody takes it for a left-over; in an empty folder there is nobody.
            with occupancy.shared(directory, patience) if force else nullcontext():
                manifest = _unpack(file, staged, progress)
                if manifest.damaged and not partial:
                    raise _damaged(
                        file, "、".join(manifest.damaged), partial=DATABASE not in manifest.damaged
                    )
                _verify(staged / DATABASE, staged / SOURCES, file, manifest.damaged)
            with occupancy.alone(directory, patience):  # what others have begun to write is written first
                _install(staged, directory, url)
    except OSError as error:
        raise store_error(error) from error
    return manifest


def _holds_anything(directory: Path) -> bool:
    """Whether there is more than a restore that was cut short leaves behind."""
    return any(one.name != occupancy.NAME and not one.name.startswith(_STAGED) for one in directory.iterdir())


def _told(directory: Path, url: str, force: bool) -> None:
    """Refuse to write to a database that was not named, or that holds an archive already."""
    named = load(directory).store.url
    if named and named != url:
        shown = without_password(named)
        raise BackupError(
            f"{directory / CONFIG} 用的是数据库 {shown}；要覆盖它请写明 --database，否则换一个目录 / "
            f"{directory / CONFIG} names the database {shown}: say so with --database to replace what is "
            "in it, or give another directory"
        )
    if url and not force and holds_issues(url):
        shown = without_password(url)
        raise BackupError(
            f"数据库 {shown} 中已有档案；换一个，或加 --force 覆盖 / "
            f"the database {shown} holds an archive: give another, or --force to replace it"
        )


def _unpack(file: Path, staged: Path, progress: Callable[[int, int], None] | None) -> Manifest:
    """Unpack what is whole; the manifest returned names in `damaged` all that is not."""
    try:
        with zipfile.ZipFile(file) as package:
            manifest = _manifest(package, file)
            damaged = list(manifest.damaged)
            done = 0
            for entry in package.infolist():
                name = entry.filename
                source = _SOURCE.fullmatch(name)
                if source is None and name not in (DATABASE, CONFIG):
                    continue
                wanted = source[2] if source else manifest.database if name == DATABASE else ""
                if not _whole(package, entry, staged / name, wanted):
                    damaged.append(source[2] if source else name)
                    continue
                if source:
                    done += 1
                    if progress is not None:
                        progress(done, manifest.sources)
            for digest in manifest.beside:
                if _fetched(file.parent / SOURCES, staged / SOURCES, digest):
                    done += 1
                    if progress is not None:
                        progress(done, manifest.sources)
                else:
                    damaged.append(digest)
            lacking = len(damaged) - len(manifest.damaged) + done < manifest.sources
    except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, ValueError, TypeError) as error:
        raise _damaged(file, str(error)) from None
    if not (staged / DATABASE).is_file():
        raise _damaged(file, DATABASE)
    if lacking:
        raise _damaged(file, f"{done}/{manifest.sources}")
    return replace(manifest, damaged=tuple(dict.fromkeys(damaged)))


def _fetched(origin: Path, target: Path, digest: str) -> bool:
    """Copy a source that lies beside the backup, if it is still what was taken in."""
    beside = Sources(origin)
    if not beside.whole(digest):
        return False
    with beside.path(digest).open("rb") as source:
        return Sources(target).put(source).digest == digest


def _whole(package: zipfile.ZipFile, entry: zipfile.ZipInfo, target: Path, wanted: str) -> bool:
    """Unpack one entry; leave nothing where it is not what it should be.  wanted: SHA-256, "" = any."""
    try:
        found = _extract(package, entry, target)
        if not wanted or found == wanted:
            return True
    except (zipfile.BadZipFile, zlib.error, EOFError):
        pass
    target.unlink(missing_ok=True)
    return False


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


def _verify(database: Path, sources: Path, file: Path, damaged: Sequence[str]) -> None:
    """The database is sound and has all its sources but those known to be damaged; afterwards every article
    waits for the index."""
    if not is_sound(database):
        raise _damaged(file, DATABASE)
    opened = Database(sqlite_url(database))
    try:
        with opened.write() as conn:
            for digest in conn.execute(sa.select(schema.source.c.digest)).scalars():
                if digest not in damaged and not (sources / digest[:2] / digest).is_file():
                    raise _damaged(file, digest)
            instance.renew(conn)
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
    for derived in DERIVED:  # made from the store; they would not fit it any more
        if (directory / derived).exists():
            shutil.move(directory / derived, staged / f"old {derived}")
    if (staged / CONFIG).is_file() and not (directory / CONFIG).exists():
        (staged / CONFIG).replace(directory / CONFIG)
    agree(directory, url)
    if url:
        origin, target_database = Database(sqlite_url(staged / DATABASE)), Database(url)
        try:
            copy_tables(origin, target_database)
        finally:
            origin.close()
            target_database.close()
        return
    _replace(staged / DATABASE, directory / DATABASE)


def _replace(origin: Path, target: Path) -> None:
    """Put one SQLite database in place of another: inside its file, in one transaction, so that whoever has
    it open goes on with what is there now; a file that is damaged gives way to the other."""
    if target.is_file() and is_sound(target):
        with closing(sqlite3.connect(origin)) as read, closing(sqlite3.connect(target, timeout=60)) as write:
            read.backup(write)
        return
    for suffix in ("-wal", "-shm"):
        target.with_name(target.name + suffix).unlink(missing_ok=True)
    origin.replace(target)


def _damaged(file: Path, what: str, *, partial: bool = False) -> BackupError:
    chinese, english = (
        ("，或加 --partial 恢复其余", ", or restore the rest with --partial") if partial else ("", "")
    )
    return BackupError(
        f"{file}: 不是完整的备份（{what}），请换一个{chinese} / "
        f"not a whole backup ({what}): use another{english}"
    )
