"""What a source was read as, kept beside the archive, so that a page of it need not wait to be read again.

A scan takes seconds a page to read.  Everything here can be made again from the sources at any time: what is
missing, damaged or of another release is simply not there.
"""

from __future__ import annotations

import contextlib
import gzip
import json
from dataclasses import asdict, replace
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from corpus.model import Aside, Document, Line
from corpus.store.sources import replacing

MOST = 200
"""Documents kept; the oldest make room."""


class Readings:
    """The folder of documents that were read, by the SHA-256 of their source."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def put(self, digest: str, document: Document) -> None:
        """Keep it.  A disk that refuses costs time later, nothing else."""
        with contextlib.suppress(OSError):
            self.root.mkdir(parents=True, exist_ok=True)
            with replacing(self.root) as (file, move):
                values = asdict(replace(document, meta={})) | {"meta": dict(document.meta)}
                told = json.dumps(values, ensure_ascii=False)
                file.write(gzip.compress(told.encode("utf-8", "surrogatepass"), 3))
                move(self._path(digest))
            self._make_room()

    def get(self, digest: str, name: str) -> Document | None:
        """The document as this release read it from a file of this name, if it is there."""
        try:
            told = gzip.decompress(self._path(digest).read_bytes()).decode("utf-8", "surrogatepass")
            found = _document(json.loads(told))
        except (OSError, EOFError, ValueError, TypeError, KeyError):
            return None
        return found if found.name == name else None

    def drop(self, digest: str) -> None:
        """Nothing of a source that was removed stays behind."""
        with contextlib.suppress(OSError):
            for path in self.root.glob(f"{digest}-*.json.gz"):
                path.unlink(missing_ok=True)

    def _path(self, digest: str) -> Path:
        return self.root / f"{digest}-{_release()}.json.gz"

    def _make_room(self) -> None:
        files = sorted(self.root.glob("*.json.gz"), key=lambda path: path.stat().st_mtime)
        for path in files[:-MOST]:
            path.unlink(missing_ok=True)


def _release() -> str:
    try:
        return version("xunzhang")
    except PackageNotFoundError:
        return "source"


def _document(told: dict[str, Any]) -> Document:
    lines = tuple(Line(**{**one, "box": _pair(one["box"])}) for one in told.pop("lines"))
    aside = tuple(Aside(**{**one, "lines": _pair(one["lines"])}) for one in told.pop("aside"))
    return Document(**{**told, "notices": tuple(told["notices"])}, lines=lines, aside=aside)


def _pair(values: list[Any] | None) -> Any:
    return None if values is None else tuple(values)
