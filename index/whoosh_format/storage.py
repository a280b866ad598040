"""Here is a directory, give me the Whoosh index in it: its newest table of contents, its write lock.

The table of contents (TOC) is Whoosh's own: one file per generation, put in place by an atomic rename, so
that a crash at any moment leaves the last generation.
"""

from __future__ import annotations

import logging
import os
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC, EmptyIndexError, FileIndex
from whoosh.reading import SegmentReader

from corpus.errors import IndexBusy, IndexMissing, IndexStale
from index.segments.interface import Segment
from index.text.fields import INDEX_NAME
from index.whoosh_format.codec import PackedTocSegment
from index.whoosh_format.stock import StockSegment

logger = logging.getLogger(f"xunzhang.{__name__}")

Patience = Callable[[float], bool]
"""Seconds waited for another writer so far → whether to go on waiting; may tell somebody, or raise."""


def impatient(_: float) -> bool:
    """Never wait."""
    return False


def storage_of(directory: Path) -> FileStorage:
    """Whoosh's view of the directory."""
    return FileStorage(str(directory))


class _Remembering(FileStorage):  # type: ignore[misc]  # Whoosh has no types
    """A view that closes what Whoosh leaves open when it cannot read it."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self._opened: list[Any] = []

    def open_file(self, *args: Any, **options: Any) -> Any:
        file = super().open_file(*args, **options)
        self._opened.append(file)
        return file

    def let_go(self) -> None:
        for file in self._opened:
            if not file.is_closed:
                file.close()


def open_index(directory: Path) -> FileIndex:
    """The Whoosh index itself, for stock searching.  Raises IndexMissing where there is none."""
    try:
        return FileIndex(storage_of(directory), indexname=INDEX_NAME)
    except (EmptyIndexError, OSError):
        raise IndexMissing.at(directory) from None


def read_toc(directory: Path) -> TOC:
    """The newest table of contents.  Raises IndexMissing where there is none, IndexStale for a bad one."""
    storage = _Remembering(str(directory))
    try:
        return TOC.read(storage, INDEX_NAME)
    except (EmptyIndexError, OSError):
        raise IndexMissing.at(directory) from None
    except Exception:
        logger.warning("unreadable table of contents in %s", directory, exc_info=True)
        raise IndexStale("unreadable table of contents", "a readable one") from None
    finally:
        storage.let_go()


def newest(directory: Path) -> int:
    """The number of the newest table of contents, readable or not; 0 where there is none."""
    named = re.compile(rf"_{INDEX_NAME}_(\d+)\.toc")
    return max(
        (int(m[1]) for path in directory.glob("*.toc") if (m := named.fullmatch(path.name))), default=0
    )


def sync_toc(directory: Path, generation: int) -> None:
    """Wait until a new table of contents is on the disk: only then may the files of the former one go."""
    if os.name == "nt":  # no handle to wait on there
        return
    for path in (directory / f"_{INDEX_NAME}_{generation}.toc", directory):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def stock_segments(directory: Path) -> tuple[int, list[tuple[str, Segment]]]:
    """The newest generation as Whoosh reads it: its number, and each segment with its fingerprint.

    A segment in Whoosh's own format has the fingerprint "".
    """
    toc = read_toc(directory)
    opened: list[tuple[str, Segment]] = []
    for listed in toc.segments:
        if isinstance(listed, PackedTocSegment):
            opened.append((listed.fingerprint, listed.open(directory)))
        else:
            reader = SegmentReader(storage_of(directory), toc.schema, listed, generation=toc.generation)
            opened.append(("", StockSegment(reader)))
    return toc.generation, opened


@contextmanager
def write_lock(directory: Path, patience: Patience = impatient) -> Iterator[None]:
    """Hold Whoosh's write lock.  Raises IndexBusy when `patience` says that it was waited for long enough."""
    lock = storage_of(directory).lock(f"{INDEX_NAME}_WRITELOCK")
    began = time.monotonic()
    while not lock.acquire():
        if not patience(time.monotonic() - began):
            raise IndexBusy.at(directory)
        time.sleep(0.05)
    try:
        yield
    finally:
        lock.release()
