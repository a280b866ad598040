"""Here are arrays with names, give me one file of them, memory-mapped.

The arrays lie one after the other, each on an 8-byte border; a JSON directory and its place end the file.
Appending goes through one spooled temporary per array, so that arrays longer than memory can be written in
pieces, in any order, and a crash leaves nothing but an unfinished file that nothing refers to.
"""

from __future__ import annotations

import json
import mmap
import os
import shutil
import struct
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any

import numpy as np
import numpy.typing as npt

from corpus.errors import IndexStale

MAGIC = b"XZARRAY1"
_FOOTER = struct.Struct("<QQ8s")
_SPOOL = 1 << 20

Array = npt.NDArray[Any]


class ArrayFileWriter:
    """Collects arrays; `finish` writes the file.  Array dtypes are little-endian on disk."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._parts: dict[str, IO[bytes]] = {}
        self._kinds: dict[str, str] = {}
        self.meta: dict[str, object] = {}

    def append(self, name: str, array: Array) -> None:
        """Continue the array `name`.  Its first piece decides the dtype."""
        if name not in self._parts:
            self._kinds[name] = array.dtype.newbyteorder("<").str
            part = tempfile.SpooledTemporaryFile(_SPOOL, dir=str(self._path.parent))  # noqa: SIM115
            self._parts[name] = part
        self._parts[name].write(np.ascontiguousarray(array, self._kinds[name]).data)

    def finish(self) -> None:
        """Write everything, wait for the disk, drop the temporaries."""
        directory: dict[str, list[object]] = {}
        with self._path.open("wb") as file:
            for name, part in self._parts.items():
                size = part.tell()
                directory[name] = [self._kinds[name], file.tell(), size]
                part.seek(0)
                shutil.copyfileobj(part, file, _SPOOL)
                file.write(bytes(-size % 8))
            listing = json.dumps({"arrays": directory, "meta": self.meta}, ensure_ascii=False).encode()
            at = file.tell()
            file.write(listing)
            file.write(_FOOTER.pack(at, len(listing), MAGIC))
            file.flush()
            os.fsync(file.fileno())
        self.close()

    def close(self) -> None:
        """Drop the temporaries."""
        for part in self._parts.values():
            part.close()
        self._parts.clear()


def open_arrays(path: Path) -> tuple[Mapping[str, Array], Mapping[str, Any], mmap.mmap]:
    """The arrays of a file as read-only views of one memory map, its `meta`, and the map.

    The map lives as long as any view, also after the file is deleted.  Raises FileNotFoundError, and
    IndexStale for a file that this program did not write.
    """
    with path.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        if size < _FOOTER.size:
            raise IndexStale(f"{path.name}, truncated", "a whole file")
        whole = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    at, length, magic = _FOOTER.unpack_from(whole, size - _FOOTER.size)
    if magic != MAGIC:
        raise IndexStale(f"{path.name}, {magic!r}", repr(MAGIC))
    listing = json.loads(whole[at : at + length])
    arrays = {
        name: np.frombuffer(whole, kind, nbytes // np.dtype(kind).itemsize, offset)
        for name, (kind, offset, nbytes) in listing["arrays"].items()
    }
    return arrays, listing["meta"], whole
