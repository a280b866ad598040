"""Here is an archive's folder, tell what programs that were cut short left in it, and sweep it away.

Files are written beside their place and renamed, so what has a working name is nobody's once its writer is
gone.  Whoever writes shares the archive's lock (`occupancy`): while it can be had alone nobody does; and what
changed a moment ago is left alone all the same.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from corpus.errors import StoreError
from corpus.store import occupancy

YOUNG = 3600.0
"""Seconds for which what was just written is left alone, whoever wrote it."""
_DAY = 86400.0
WORKING = ".backup-"
"""How the names begin of what a backup writes until it is complete."""
_PLACES = ("", "sources", "readings")
_NAMES = (".new-*", ".restore-*", f"{WORKING}*")


def left_over(directory: Path) -> Sequence[Path]:
    """What has a working name in an archive's folder, in the order of names."""
    return sorted(path for place in _PLACES for name in _NAMES for path in (directory / place).glob(name))


def sweep(directory: Path, now: float | None = None) -> Sequence[Path]:
    """Remove what nobody holds; what was removed.  Where somebody is writing, nothing is."""
    moment = time.time() if now is None else now
    old = [path for path in left_over(directory) if moment - _changed(path) > YOUNG]
    if not old:
        return ()
    with suppress(StoreError, OSError), occupancy.alone(directory, lambda _: False):
        return [path for path in old if _removed(path)]
    return ()


def swept(folder: Path) -> None:
    """Remove what backups that were cut short left in the folder they wrote to, more than a day ago."""
    for path in folder.glob(f"{WORKING}*"):
        if time.time() - _changed(path) > _DAY:
            _removed(path)


def _changed(path: Path) -> float:
    """When it, or the newest thing in it, was written; seconds since the epoch."""
    newest = 0.0
    for each in (path, *(path.rglob("*") if path.is_dir() else ())):
        with suppress(OSError):  # its writer has just put it in its place
            newest = max(newest, each.stat().st_mtime)
    return newest


def _removed(path: Path) -> bool:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        with suppress(OSError):
            path.unlink(missing_ok=True)
    return not path.exists()
