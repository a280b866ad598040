"""Here is an index directory, give me its newest generation.

Packed segments are read without Whoosh; whatever else the table of contents lists goes through its adapter.
"""

from __future__ import annotations

import time
from pathlib import Path

from corpus.errors import IndexMissing, IndexStale
from index.segments.interface import Generation, Segment
from index.segments.manifest import recorded
from index.segments.packed import PackedSegment
from index.segments.toc import generations, read_entries
from index.text.fields import EXTENSION

_RETRIES = 20


def open_segments(directory: Path) -> Generation:
    """Open the newest generation; try again when a commit removes files under its hands.

    Raises IndexMissing where there is no index, IndexStale where the manifest is not that of a segment.
    """
    for _ in range(_RETRIES):
        try:
            return _open(directory)
        except (FileNotFoundError, IndexMissing):
            if not generations(directory):
                break
            time.sleep(0.02)
    raise IndexMissing.at(directory)


def _open(directory: Path) -> Generation:
    listed = read_entries(directory)
    opened: list[tuple[str, Segment]]
    if listed is None:
        from index.whoosh_format.storage import stock_segments

        number, opened = stock_segments(directory)
    else:
        number, entries = listed
        opened = [
            (each.fingerprint, PackedSegment(directory / f"{each.name}{EXTENSION}", each.name, each.dead))
            for each in entries
        ]
    wanted = recorded(directory)
    said = dict.fromkeys(found for found, _ in opened if found)
    if len(said) > 1 or not {*said} <= {*wanted}:
        if generations(directory)[-1:] != [number]:  # words changed meanwhile
            raise FileNotFoundError(directory)
        raise IndexStale(f"analyzer {', '.join(said)}", f"analyzer {wanted[0] if wanted else None}")
    return Generation(number, tuple(segment for _, segment in opened), next(iter(said), ""))
