"""Here are bytes, keep them: source files, unaltered, under the name of their SHA-256.

    sources/ab/abcdef…    written beside its place, synced, then renamed: a file is there whole or not at all

Nothing is ever changed here, and removed only with the issue it belongs to (`corpus.desk.Issues.remove`); a
file without a row in the database (a crash between the two) is harmless and named by `xunzhang check`.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from corpus.errors import StoreError
from corpus.store.database import store_error


@dataclass(frozen=True, slots=True)
class Kept:
    """A source in its place.  digest: SHA-256, hexadecimal; size: bytes."""

    digest: str
    size: int


class Sources:
    """The folder of source files."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def path(self, key: str) -> Path:
        return self.root / key[:2] / key

    def put(self, data: bytes | BinaryIO) -> Kept:
        """Keep the bytes, or what the stream gives.  Raises StoreError when the disk refuses."""
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            return self._put(io.BytesIO(data) if isinstance(data, bytes) else data)
        except OSError as error:
            raise store_error(error) from error

    def _put(self, stream: BinaryIO) -> Kept:
        total, size = hashlib.sha256(), 0
        with replacing(self.root) as (file, move):
            while block := stream.read(2**20):
                total.update(block)
                size += len(block)
                file.write(block)
            target = self.path(total.hexdigest())
            if not self.whole(target.name, size):
                target.parent.mkdir(exist_ok=True)
                move(target)
        return Kept(target.name, size)

    def whole(self, key: str, size: int | None = None) -> bool:
        """Whether the file is there and is what was taken in.  size: bytes it must have, None = unknown."""
        path = self.path(key)
        try:
            return (size is None or path.stat().st_size == size) and file_digest(path) == key
        except OSError:  # missing, or the disk cannot read it
            return False

    def get(self, key: str) -> bytes:
        """The bytes as they came.  Raises StoreError when they are gone."""
        try:
            return self.path(key).read_bytes()
        except OSError as error:
            raise StoreError(
                f"源文件 {key} 不见了；请用 xunzhang restore 恢复备份 / "
                f"the source file {key} is missing: restore a backup with `xunzhang restore`"
            ) from error

    def drop(self, key: str) -> None:
        """Remove a file that no row names any more; one that is not there is gone already."""
        try:
            self.path(key).unlink(missing_ok=True)
        except OSError as error:
            raise store_error(error) from error

    def __iter__(self) -> Iterator[str]:
        """Digests of all files that are there."""
        for folder in sorted(self.root.glob("[0-9a-f][0-9a-f]")):
            yield from (path.name for path in sorted(folder.iterdir()) if len(path.name) == 64)


@contextlib.contextmanager
def replacing(folder: Path, prefix: str = ".new-") -> Iterator[tuple[BinaryIO, Callable[[Path], None]]]:
    """A new file in `folder` and a function that puts it, complete and on the disk, in its place.

    Without a call to that function nothing is left behind.  prefix: of its name until then.
    """
    handle, name = tempfile.mkstemp(dir=folder, prefix=prefix)
    with contextlib.ExitStack() as undo:
        undo.callback(Path(name).unlink, missing_ok=True)
        file = undo.enter_context(os.fdopen(handle, "wb"))

        def move(target: Path) -> None:
            file.flush()
            os.fsync(file.fileno())
            file.close()
            Path(name).replace(target)
            sync_folder(target.parent)

        yield file, move


def file_digest(path: Path) -> str:
    """SHA-256 of a file, hexadecimal."""
    total = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(2**20):
            total.update(block)
    return total.hexdigest()


def sync_folder(folder: Path) -> None:
    """Make a rename in `folder` durable, where the platform lets a folder be opened."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
