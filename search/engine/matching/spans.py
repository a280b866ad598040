"""Here are the places of parts in the text, give me the places where they stand as asked.

A place is a key (see `search.engine.postings.snapshot`): document and character position in one sorted
integer, so that every question of nearness is one `searchsorted`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from index.arrays.sorting import distinct
from index.segments.interface import PLACE_BITS
from search.engine.postings.docset import DocArray
from search.engine.postings.places import documents
from search.engine.postings.snapshot import NO_KEYS, PLACE_MASK, KeyArray

Counts = npt.NDArray[np.int64]
"""Occurrences, beside the documents they are in."""


@dataclass(frozen=True, slots=True)
class Spans:
    """Occurrences of one part.  starts, ends: keys, end exclusive, sorted by start."""

    starts: KeyArray
    ends: KeyArray

    @classmethod
    def of_run(cls, starts: KeyArray, length: int) -> Spans:
        return cls(starts, starts + length)

    @classmethod
    def merged(cls, parts: Sequence[Spans]) -> Spans:
        """The occurrences of alternatives, in one order."""
        if not parts:
            return NO_SPANS
        if len(parts) == 1:
            return parts[0]
        starts = np.concatenate([part.starts for part in parts])
        ends = np.concatenate([part.ends for part in parts])
        order = np.lexsort((ends, starts))
        return cls(starts[order], ends[order])

    def docs(self) -> npt.NDArray[np.int64]:
        """The document of every occurrence, sorted."""
        return self.starts >> PLACE_BITS

    def chosen(self, kept: npt.NDArray[np.bool_]) -> Spans:
        return Spans(self.starts[kept], self.ends[kept])

    def __len__(self) -> int:
        return len(self.starts)


NO_SPANS = Spans(NO_KEYS, NO_KEYS)


def floors(keys: KeyArray, boundaries: KeyArray | None) -> KeyArray:
    """For every key, where its sentence (or, without boundaries, its document) begins."""
    begins = keys & ~PLACE_MASK
    if boundaries is None or not len(boundaries):
        return begins
    before = boundaries.searchsorted(keys, side="right") - 1
    latest = boundaries.take(np.maximum(before, 0))
    latest[before < 0] = -1
    latest_start: KeyArray = np.maximum(begins, latest)
    return latest_start


def follow(
    before: Spans, after: Spans, low: int, high: int | None, boundaries: KeyArray | None = None
) -> Spans:
    """What spans `before` and `after` together: `after` begins low..high characters after `before` ends.

    high: None = as far as the sentence goes; boundaries: keys at which sentences begin, None = the gap
    may cross them.  For every `after` the nearest `before` gives the beginning.
    """
    if not len(before) or not len(after):
        return NO_SPANS
    order = np.argsort(before.ends, kind="stable")
    ends = before.ends[order]
    earliest = floors(after.starts, boundaries)
    if high is not None:
        earliest = np.maximum(earliest, after.starts - high)
    left = ends.searchsorted(earliest, side="left")
    right = ends.searchsorted(after.starts - low, side="right")
    kept = right > left
    starts = before.starts[order[right[kept] - 1]]
    ends = after.ends[kept]
    by_start = np.argsort(starts, kind="stable")
    return Spans(starts[by_start], ends[by_start])


def together(parts: Sequence[Spans], distance: int) -> DocArray:
    """Documents in which occurrences of all parts, in any order, stand in one cluster.

    Neighbours of a cluster have at most `distance` characters between them; overlapping is close.
    """
    starts = np.concatenate([part.starts for part in parts])
    ends = np.concatenate([part.ends for part in parts])
    owner = np.repeat(np.arange(len(parts)), [len(part) for part in parts])
    order = np.argsort(starts, kind="stable")
    starts, owner = starts[order], owner[order]
    reach = np.maximum.accumulate(ends[order])
    cluster = np.zeros(len(starts), np.int64)
    cluster[1:] = np.cumsum(starts[1:] > reach[:-1] + distance)
    pairs = distinct(cluster * len(parts) + owner)
    whole = np.bincount(pairs // len(parts)) == len(parts)
    return documents(starts[whole[cluster]])


def same_group(parts: Sequence[Spans], boundaries: KeyArray) -> DocArray:
    """Documents in which an occurrence of every part begins in one and the same sentence."""
    common: KeyArray | None = None
    for part in parts:
        begins = distinct(floors(part.starts, boundaries))
        common = begins if common is None else np.intersect1d(common, begins, assume_unique=True)
    return documents(NO_KEYS if common is None else common)
