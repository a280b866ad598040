"""Here are files that somebody uploaded, keep them until a worker has read them.

    archive/inbox/
        2f9c….part/    an upload on its way; never read, dropped after a day
        2f9c…/         a whole upload, whose job reads it and then removes it

A folder gets its name by one rename, so a job never sees half an upload; a whole one whose job was not
ordered before a crash is ordered by a worker a few minutes later (`adopt`).
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, BinaryIO

from corpus.errors import ArchiveError

if TYPE_CHECKING:
    from corpus.desk import Job, Person
    from search.application.archive import Archive

INDEX, INGEST, REINDEX = "index", "ingest", "reindex"
"""Kinds of jobs."""

INBOX = "inbox"
"""Folder in the archive for files that were uploaded and wait to be read."""

_PART = ".part"
_DAY = 86400.0
GRACE = 600.0
"""Seconds after which a whole upload without a job is taken to have lost its request."""

_NAME = 200
"""UTF-8 bytes of a part of a file's name, under the limit of every file system."""


def inbox(directory: Path, name: str) -> Path:
    """The inbox folder of this name.  Raises ArchiveError for a name that leads elsewhere."""
    if not name or name != Path(name).name or name.startswith("."):
        raise ArchiveError(f"没有名为 {name!r} 的收件夹 / no inbox folder {name!r}")
    return directory / INBOX / name


def bring_in(archive: Archive, files: Iterable[tuple[str, BinaryIO]], by: Person) -> Job:
    """Keep uploaded files (names may have folders in them) and order the job that makes drafts of them.

    Raises NotAllowed, Refused where there is no file.
    """
    from corpus.desk import Jobs, Refused, require

    require(by, "bring_in")
    name = secrets.token_hex(12)
    folder = inbox(archive.directory, name)
    part = folder.with_name(name + _PART)
    part.mkdir(parents=True)
    try:
        taken = [_keep(part, given, stream) for given, stream in files]
        if not taken:
            raise Refused("请先选择文件 / choose files first")
        os.utime(part)  # it is young from now on, however long it took: its job is ordered next
        part.rename(folder)
    except BaseException:  # half an upload is nobody's: who sent it is told, and sends it again
        shutil.rmtree(part, ignore_errors=True)
        raise
    payload = {"folder": name, "files": len(taken), "draft": True}
    return Jobs(archive.store.database).enqueue(INGEST, payload, by)


def adopt(archive: Archive) -> int:
    """Order jobs for whole uploads that a crash left without one, and drop halves; how many jobs."""
    from corpus.desk import PROGRAM, Jobs

    jobs = Jobs(archive.store.database)
    ordered = {str(job.payload.get("folder")) for job in jobs.jobs(kinds=[INGEST], limit=10_000)}
    found = 0
    place = archive.directory / INBOX
    for folder in sorted(place.iterdir()) if place.is_dir() else []:
        with suppress(OSError):  # another worker was faster
            age = time.time() - folder.stat().st_mtime
            if folder.name.endswith(_PART):
                if age > _DAY:
                    shutil.rmtree(folder)
            elif age > GRACE and folder.name not in ordered:
                jobs.enqueue(INGEST, {"folder": folder.name, "draft": True}, PROGRAM, f"adopt {folder.name}")
                found += 1
    return found


def _keep(folder: Path, given: str, stream: BinaryIO) -> Path:
    """Write one file under its name, its folders made; a name that is taken gets a number."""
    path = folder.joinpath(*safe_parts(given))
    path.parent.mkdir(parents=True, exist_ok=True)
    number, first = 2, path
    while path.exists():
        path = first.with_name(f"{first.stem} ({number}){first.suffix}")
        number += 1
    with path.open("xb") as out:
        shutil.copyfileobj(stream, out, 2**20)
    return path


def safe_parts(given: str) -> tuple[str, ...]:
    """A name as a browser gives it, as parts of a path that leads nowhere else."""
    parts = [_safe(part) for part in given.replace("\\", "/").split("/")]
    return tuple(part for part in parts if part) or ("file",)


def _safe(part: str) -> str:
    part = re.sub(r'[\x00-\x1f\x7f:*?"<>|]', "_", part).strip().rstrip(".")
    if part in ("", ".", ".."):
        return ""
    if len(part.encode("utf-8", "replace")) <= _NAME:
        return part.encode("utf-8", "replace").decode()
    suffix = PurePosixPath(part).suffix[:20]
    stem = part.encode("utf-8", "replace")[: _NAME - len(suffix.encode())].decode("utf-8", "ignore")
    return stem + suffix
