"""Here is a directory, give me the Whoosh index in it: its newest table of contents, its write lock.

The table of contents (TOC) is Whoosh's own: one file per generation, put in place by an atomic rename, so
that a crash at any moment leaves the last generation.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC, EmptyIndexError, FileIndex
from whoosh.reading import SegmentReader

from corpus.errors import ArchiveError, IndexMissing, IndexStale
from index.codec import PackedTocSegment
from index.manifest import recorded
from index.segments import Generation, Segment
from index.stock import StockSegment

INDEX_NAME = "MAIN"
_RETRIES = 20


def storage_of(directory: Path) -> FileStorage:
    """Whoosh's view of the directory."""
    return FileStorage(str(directory))


def open_index(directory: Path) -> FileIndex:
    """The Whoosh index itself, for stock searching.  Raises IndexMissing where there is none."""
    try:
        return FileIndex(storage_of(directory), indexname=INDEX_NAME)
    except (EmptyIndexError, OSError):
        raise missing(directory) from None


def missing(directory: Path) -> IndexMissing:
    """The error for a directory that holds no index."""
    return IndexMissing(
        f"{directory} 中没有索引，请运行 xunzhang reindex / no index in {directory}: run `xunzhang reindex`"
    )


def has_toc(directory: Path) -> bool:
    """Whether the directory holds an index at all."""
    return any(directory.glob(f"_{INDEX_NAME}_*.toc"))


def read_toc(directory: Path) -> TOC:
    """The newest table of contents.  Raises IndexMissing where there is none."""
    try:
        return TOC.read(storage_of(directory), INDEX_NAME)
    except (EmptyIndexError, OSError):
        raise missing(directory) from None


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


def open_generation(directory: Path) -> Generation:
    """A snapshot of the newest generation; tries again when a commit removes files under its hands."""
    for attempt in range(_RETRIES):
        try:
            toc = read_toc(directory)
            _check(directory, toc)
            return Generation(toc.generation, tuple(_open(directory, toc, s) for s in toc.segments))
        except (FileNotFoundError, IndexMissing):
            if attempt == _RETRIES - 1 or not has_toc(directory):
                raise missing(directory) from None
            time.sleep(0.02)
    raise missing(directory)


def _check(directory: Path, toc: TOC) -> None:
    wanted = recorded(directory)
    for segment in toc.segments:
        if isinstance(segment, PackedTocSegment) and segment.fingerprint != wanted:
            raise IndexStale(f"analyzer {segment.fingerprint}", f"analyzer {wanted}")


def _open(directory: Path, toc: TOC, segment: object) -> Segment:
    if isinstance(segment, PackedTocSegment):
        return segment.open(directory)
    return StockSegment(SegmentReader(storage_of(directory), toc.schema, segment, generation=toc.generation))


@contextmanager
def write_lock(directory: Path, timeout: float = 0.0) -> Iterator[None]:
    """Hold Whoosh's write lock.  Raises ArchiveError when another writer holds it for `timeout` seconds."""
    lock = storage_of(directory).lock(f"{INDEX_NAME}_WRITELOCK")
    deadline = time.monotonic() + timeout
    while not lock.acquire():
        if time.monotonic() >= deadline:
            raise ArchiveError(
                f"另一个进程正在写索引 {directory}，请稍后再试 / "
                f"another process is writing the index {directory}: try again later"
            )
        time.sleep(0.05)
    try:
        yield
    finally:
        lock.release()
