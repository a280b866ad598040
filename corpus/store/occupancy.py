"""Here is an archive's folder; let many write at once, or one replace the archive while nobody writes.

The lock is one file that is never removed.  Whoever writes shares it for as long as what it writes belongs
together: one transaction, one ingest; whoever puts another archive in its place, or brings its tables up to
date, has it alone.  The system lets go of it when its holder dies.  Reading never asks for it.
"""

from __future__ import annotations

import errno
import os
import random
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from corpus.errors import StoreError

NAME = "archive.lock"
Patience = Callable[[float], bool]
"""Seconds waited for others so far → whether to go on waiting; may tell somebody, or raise."""

_PLACES = 64
"""Writers at a time where locks are not shared (Windows): each locks one byte, who is alone all of them."""
_POLL = 0.02
_WITHOUT = (errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOSYS, errno.EROFS)
"""A file system without locks: then one is as good as none."""


def forever(_: float) -> bool:
    """Wait as long as it takes."""
    return True


@contextmanager
def shared(folder: Path, patience: Patience = forever) -> Iterator[None]:
    """Write beside other writers; nobody replaces the archive meanwhile.  Raises StoreError."""
    with _held(folder, False, patience):
        yield


@contextmanager
def alone(folder: Path, patience: Patience = forever) -> Iterator[None]:
    """Nobody else writes.  Raises StoreError when `patience` ends."""
    with _held(folder, True, patience):
        yield


@contextmanager
def _held(folder: Path, whole: bool, patience: Patience) -> Iterator[None]:
    try:
        handle = os.open(folder / NAME, os.O_RDWR | os.O_CREAT, 0o666)
    except OSError as error:
        if error.errno not in _WITHOUT:
            raise
        yield
        return
    try:
        began = time.monotonic()
        while not _try(handle, whole):
            if not patience(time.monotonic() - began):
                raise StoreError(
                    "档案正被另一个程序写入；请稍候重试 / "
                    "another program is writing to this archive: try again in a moment"
                )
            time.sleep(_POLL)
        yield
    finally:
        os.close(handle)  # which lets go of the lock


if sys.platform == "win32":
    import msvcrt

    def _try(handle: int, whole: bool) -> bool:
        at = 0 if whole else random.randrange(_PLACES)
        os.lseek(handle, at, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, _PLACES if whole else 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _try(handle: int, whole: bool) -> bool:
        try:
            fcntl.flock(handle, (fcntl.LOCK_EX if whole else fcntl.LOCK_SH) | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError as error:
            return error.errno in _WITHOUT
        return True
