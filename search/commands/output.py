"""Here is where a file should go, give me a stream: it appears under its name only when it is whole."""

from __future__ import annotations

import errno
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO


@contextmanager
def output(path: Path | None) -> Iterator[BinaryIO]:
    """The file at `path`; None or "-": the standard output."""
    if path is None or str(path) == "-":
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    if not path.parent.is_dir():  # said of the folder that was named, not of the draft
        raise FileNotFoundError(errno.ENOENT, "no such folder", str(path.parent))
    draft = path.with_name(f".{path.name}.part")
    try:
        with draft.open("wb") as out:
            yield out
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
