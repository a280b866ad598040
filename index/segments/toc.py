"""Here is an index directory, give me its newest packed segments without importing Whoosh.

Importing Whoosh takes longer than everything else between a question on the command line and its answer
(it imports urllib and email).  Its table of contents is a short header, a pickled schema, which is skipped,
and the pickled segments.  Whatever looks different from that, a stock segment among ours included, is left
to Whoosh itself (`index.whoosh_format.storage`).
"""

from __future__ import annotations

import io
import pickle
import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from index.text.fields import INDEX_NAME

_HEAD = struct.Struct("!3Bii")
_MAGIC, _VERSION = -12345, -111
_TOC = re.compile(rf"_{INDEX_NAME}_(\d+)\.toc")


@dataclass(frozen=True, slots=True)
class PackedEntry:
    """A packed segment as the table of contents lists it.  dead: one bit a document, or empty."""

    name: str
    dead: bytes
    fingerprint: str


class _Listed:
    """Stands in for index.whoosh_format.codec.PackedTocSegment, whose base is Whoosh's."""

    indexname: str
    segid: str
    dead: bytes
    fingerprint: str


_PATHS = ("index.whoosh_format.codec", "index.codec")
"""Where the class lies, and where it lay in release 0.1."""


class _Unpickler(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> object:
        if module in _PATHS and name == "PackedTocSegment":
            return _Listed
        raise pickle.UnpicklingError(f"{module}.{name}")


def generations(directory: Path) -> list[int]:
    """Numbers of the generations in a directory; none where it holds no index."""
    if not directory.is_dir():
        return []
    found = (_TOC.fullmatch(path.name) for path in directory.iterdir())
    return sorted(int(match[1]) for match in found if match)


def read_entries(directory: Path) -> tuple[int, list[PackedEntry]] | None:
    """The newest generation and its segments; None where Whoosh has to look.

    Raises FileNotFoundError when a commit removes the file meanwhile.
    """
    numbers = generations(directory)
    if not numbers:
        return None
    data = (directory / f"_{INDEX_NAME}_{numbers[-1]}.toc").read_bytes()
    try:
        return _parse(data)
    except (struct.error, pickle.UnpicklingError, AttributeError, EOFError, IndexError):
        return None


def _parse(data: bytes) -> tuple[int, list[PackedEntry]] | None:
    *_, magic, version = _HEAD.unpack_from(data)
    if (magic, version) != (_MAGIC, _VERSION):
        return None
    numbers = _Varints(data, _HEAD.size)
    for _ in range(3):  # release of Whoosh
        next(numbers)
    size = next(numbers)  # of the pickled schema
    at = numbers.at + size
    generation, _ = struct.unpack_from("!ii", data, at)
    listed = _Unpickler(io.BytesIO(data[at + 8 :])).load()
    entries = [PackedEntry(f"{s.indexname}_{s.segid}", s.dead, s.fingerprint) for s in listed]
    return int(generation), entries


class _Varints(Iterator[int]):
    """Whoosh's variable-length integers: seven bits a byte, low bits first."""

    def __init__(self, data: bytes, at: int) -> None:
        self._data, self.at = data, at

    def __next__(self) -> int:
        value = shift = 0
        while True:
            byte = self._data[self.at]
            self.at += 1
            value |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                return value
