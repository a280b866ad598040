"""Here is a run and a number of edits, give me the places that are at most so far from it.

Pigeonhole: cut into edits + 1 pieces, one of them stands unchanged in every match.  From each such place the
rest of the run is followed to both sides, with Sellers' dynamic programme ("The theory and computation of
evolutionary distances", 1980) over all places at once, in the band that the edits leave.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from index.arrays.sorting import distinct
from index.segments.interface import PLACE_BITS
from index.text.fields import chars_field
from search.engine.matching.runs import run_docs, run_keys
from search.engine.matching.spans import NO_SPANS, Spans, documents
from search.engine.postings.docset import DocArray, DocSet, contains, union
from search.engine.postings.snapshot import NO_KEYS, PLACE_MASK, KeyArray, Snapshot


def allowed(run: str, edits: int) -> int:
    """Edits that leave at least one character of the run standing."""
    return max(0, min(edits, len(run) - 1))


def fuzzy_pieces(run: str, edits: int) -> list[tuple[int, str]]:
    """(offset, piece) of edits + 1 pieces of nearly equal length; none empty."""
    bounds = [len(run) * i // (edits + 1) for i in range(edits + 2)]
    return [(low, run[low:high]) for low, high in pairwise(bounds)]


def fuzzy_spans(
    snapshot: Snapshot, field: str, run: str, edits: int, within: DocArray | None = None
) -> Spans:
    """Where the run stands within `edits` edits: one span for each stretch of neighbouring ends.

    run: folded.  A span ends at the last of its ends and is as long as the run (cut at the text's start).
    """
    edits = allowed(run, edits)
    if not run:
        return NO_SPANS
    if not edits:
        return Spans.of_run(run_keys(snapshot, field, run, within), len(run))
    found = [
        _ends(snapshot, field, run, offset, offset + len(piece), edits, within)
        for offset, piece in fuzzy_pieces(run, edits)
    ]
    ends = distinct(np.concatenate(found))
    lengths = snapshot.lengths(chars_field(field)).take(ends >> PLACE_BITS)
    ends = ends[(ends & PLACE_MASK) <= lengths]
    if not len(ends):
        return NO_SPANS
    last = np.append(np.diff(ends) > 1, True)
    ends = ends[last]
    starts = np.maximum(ends & ~PLACE_MASK, ends - len(run))
    return Spans(starts, ends)


def candidates(snapshot: Snapshot, field: str, run: str, edits: int) -> DocSet:
    """Documents that hold one of the pieces; every match is among them."""
    held = [run_docs(snapshot, (field,), piece) for _, piece in fuzzy_pieces(run, allowed(run, edits))]
    return union(held, snapshot.space)


def _ends(
    snapshot: Snapshot, field: str, run: str, low: int, high: int, edits: int, within: DocArray | None
) -> KeyArray:
    """Exclusive ends of what is within `edits` of the run around every place of run[low:high]."""
    places = run_keys(snapshot, field, run[low:high], within)
    if not len(places):
        return NO_KEYS
    docs = documents(places)
    keys = {char: run_keys(snapshot, field, char, docs) for char in {*run[:low], *run[high:]}}

    def before(char: str, count: int) -> npt.NDArray[np.bool_]:
        return contains(keys[char], places - count)

    def after(char: str, count: int) -> npt.NDArray[np.bool_]:
        return contains(keys[char], places + (high - low - 1 + count))

    far = np.int8(edits + 1)
    left = np.full(len(places), far, np.int8)
    room = places & PLACE_MASK
    for length, cost in _costs(run[:low][::-1], before, len(places), edits):
        np.minimum(left, np.where(room >= length, cost, far), out=left)
    right = _costs(run[high:], after, len(places), edits)
    return np.concatenate([places[left + cost <= edits] + (high - low + length) for length, cost in right])


def _costs(
    run: str, is_at: Callable[[str, int], npt.NDArray[np.bool_]], places: int, edits: int
) -> list[tuple[int, npt.NDArray[np.int8]]]:
    """(length, edits from the run to the next `length` characters at every place), in the band that is left.

    is_at(char, count): for every place, whether the count-th character (from 1) is this one.
    """
    far = np.full(places, edits + 1, np.int8)
    row = {length: np.full(places, length, np.int8) for length in range(edits + 1)}
    for count, char in enumerate(run, start=1):
        previous, row = row, {}
        for length in range(max(0, count - edits), count + edits + 1):
            cost = np.minimum(previous.get(length, far), row.get(length - 1, far)) + np.int8(1)
            if length and length - 1 in previous:
                cost = np.minimum(cost, previous[length - 1] + ~is_at(char, length))
            row[length] = cost
    return list(row.items())
