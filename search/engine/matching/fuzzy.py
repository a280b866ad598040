"""Here is a run and a number of edits, give me the places that are at most so far from it.

Pigeonhole: cut into edits + 1 pieces, one of them stands unchanged in every match.  Around each such
place the characters of the pattern are laid out from the positions, and Sellers' dynamic programme
("The theory and computation of evolutionary distances", 1980) runs over all places at once.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import numpy.typing as npt

from index.segments import PLACE_BITS
from index.sorting import distinct
from search.engine.docset import DocArray, DocSet, contains, union
from search.engine.matching.runs import run_docs, run_keys
from search.engine.matching.spans import NO_SPANS, Spans, documents
from search.engine.snapshot import NO_KEYS, PLACE_MASK, KeyArray, Snapshot, chars_field


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
    windows = _windows(snapshot, field, run, edits, within)
    ends = _ends(snapshot, field, run, edits, windows)
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


def _windows(snapshot: Snapshot, field: str, run: str, edits: int, within: DocArray | None) -> KeyArray:
    """Where to begin looking: `edits` before the place that a piece gives to the run, each once."""
    found = [NO_KEYS]
    for offset, piece in fuzzy_pieces(run, edits):
        keys = run_keys(snapshot, field, piece, within)
        found.append(np.maximum(keys & ~PLACE_MASK, keys - offset - edits))
    return distinct(np.concatenate(found))


def _ends(snapshot: Snapshot, field: str, run: str, edits: int, windows: KeyArray) -> KeyArray:
    """Exclusive ends of every substring within `edits` of the run, sorted, each once."""
    if not len(windows):
        return NO_KEYS
    width = len(run) + 2 * edits
    cells = (windows[:, None] + np.arange(width)).ravel()
    docs = documents(windows)
    same = {
        char: contains(run_keys(snapshot, field, char, docs), cells).reshape(-1, width) for char in set(run)
    }
    hits = _sellers(run, same, len(windows), width) <= edits
    ends = distinct((windows[:, None] + np.arange(1, width + 1))[hits])
    lengths = snapshot.lengths(chars_field(field)).take(ends >> PLACE_BITS)
    return ends[(ends & PLACE_MASK) <= lengths]


def _sellers(
    run: str, same: dict[str, npt.NDArray[np.bool_]], count: int, width: int
) -> npt.NDArray[np.int8]:
    """Least distance from the run to a substring that ends after each cell: int8[count, width]."""
    best = np.empty((count, width), np.int8)
    previous = [np.full(count, row, np.int8) for row in range(len(run) + 1)]
    for column in range(width):
        current = [np.zeros(count, np.int8)]
        for row, char in enumerate(run, start=1):
            swap = previous[row - 1] + ~same[char][:, column]
            skip = np.minimum(previous[row], current[row - 1]) + np.int8(1)
            current.append(np.minimum(swap, skip))
        best[:, column] = current[-1]
        previous = current
    return best
