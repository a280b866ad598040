"""Here are bytes, keep them: source files, unaltered, under the name of their SHA-256.

    sources/ab/abcdef…    written beside its place, synced, then renamed: a file is there whole or not at all

Nothing is ever changed or removed here; a file without a row in the database (a crash between the two)
is harmless and named by `xunzhang check`.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from corpus.errors import StoreError
from corpus.store.database import store_error


def digest(data: bytes) -> str:
    """SHA-256, hexadecimal."""
    return hashlib.sha256(data).hexdigest()


class Sources:
    """The folder of source files."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def path(self, key: str) -> Path:
        return self.root / key[:2] / key

    def put(self, data: bytes) -> str:
        """Keep the bytes; return their digest.  Raises StoreError when the disk refuses."""
        key = digest(data)
        target = self.path(key)
        try:
            if target.is_file() and target.stat().st_size == len(data):
                return key
            target.parent.mkdir(parents=True, exist_ok=True)
            write_durably(target, data)
        except OSError as error:
            raise store_error(error) from error
        return key

    def get(self, key: str) -> bytes:
        """The bytes as they came.  Raises StoreError when they are gone."""
        try:
            return self.path(key).read_bytes()
        except OSError as error:
            raise StoreError(
                f"源文件 {key} 不见了；请用 xunzhang restore 恢复备份 / "
                f"the source file {key} is missing: restore a backup with `xunzhang restore`"
            ) from error

    def __iter__(self) -> Iterator[str]:
        """Digests of all files that are there."""
        for folder in sorted(self.root.glob("[0-9a-f][0-9a-f]")):
            yield from (path.name for path in sorted(folder.iterdir()) if len(path.name) == 64)


def write_durably(target: Path, data: bytes) -> None:
    """Write `data` so that `target` is afterwards complete and on the disk, or as it was before."""
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".new-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise
    sync_folder(target.parent)


def sync_folder(folder: Path) -> None:
    """Make a rename in `folder` durable, where the platform lets a folder be opened."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
