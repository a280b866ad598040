"""Here is a run and a number of edits, give me the places that are at most so far from it.

Pigeonhole: cut into edits + 1 pieces, one of them stands unchanged in every match.  From each such place the
rest of the run is followed to both sides, with Sellers' dynamic programme ("The theory and computation of
evolutionary distances", 1980) over all places at once, in the band that the edits leave.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from index.arrays.sorting import distinct
from search.engine.matching.meaning import Form, Meaning, QueryReading, Terms, means
from search.engine.matching.runs import NEITHER, fields_of, run_docs
from search.engine.matching.spans import NO_SPANS, Spans
from search.engine.matching.text import SURE
from search.engine.postings.analysis import Analysis
from search.engine.postings.docset import DocArray, DocSet, Mask, union
from search.engine.postings.places import FieldPlaces, IndexPlaces, TextPlaces, documents
from search.engine.postings.snapshot import NO_KEYS, PLACE_MASK, KeyArray, Snapshot
from search.engine.ranking.scoring import Scoring, text_terms
from search.language.tree import Fuzzy


def allowed(run: str, edits: int) -> int:
    """Edits that leave at least one character of the run standing."""
    return max(0, min(edits, len(run) - 1))


def fuzzy_pieces(run: str, edits: int) -> list[tuple[int, str]]:
    """(offset, piece) of edits + 1 pieces of nearly equal length; none empty."""
    bounds = [len(run) * i // (edits + 1) for i in range(edits + 2)]
    return [(low, run[low:high]) for low, high in pairwise(bounds)]


def fuzzy_ends(places: FieldPlaces, run: str, edits: int, within: DocArray | None = None) -> KeyArray:
    """Exclusive ends of everything that is within `edits` edits of the run.  run: folded."""
    found = [
        _ends(places, run, offset, offset + len(piece), edits, within)
        for offset, piece in fuzzy_pieces(run, edits)
    ]
    ends = distinct(np.concatenate(found))
    return ends[(ends & PLACE_MASK) <= places.ends_of(ends)]


def fuzzy_spans(places: FieldPlaces, run: str, edits: int, within: DocArray | None = None) -> Spans:
    """Where the run stands within `edits` edits: one span for each stretch of neighbouring ends.

    run: folded.  A span ends at the last of its ends and is as long as the run (cut at the text's start).
    """
    edits = allowed(run, edits)
    if not run:
        return NO_SPANS
    if not edits:
        return Spans.of_run(places.run(run, within), len(run))
    ends = fuzzy_ends(places, run, edits, within)
    if not len(ends):
        return NO_SPANS
    ends = ends[np.append(np.diff(ends) > 1, True)]
    starts = np.maximum(ends & ~PLACE_MASK, ends - len(run))
    return Spans(starts, ends)


def candidates(snapshot: Snapshot, field: str, run: str, edits: int) -> DocSet:
    """Documents that hold one of the pieces; every match is among them."""
    pieces = fuzzy_pieces(run, allowed(run, edits))
    return union([run_docs(snapshot, (field,), piece, NEITHER) for _, piece in pieces], snapshot.space)


def _ends(field: FieldPlaces, run: str, low: int, high: int, edits: int, within: DocArray | None) -> KeyArray:
    """Exclusive ends of what is within `edits` of the run around every place of run[low:high]."""
    places = field.run(run[low:high], within)
    if not len(places):
        return NO_KEYS
    stands = field.comparer({*run[:low], *run[high:]}, documents(places))

    def before(char: str, count: int) -> Mask:
        return stands(char, places - count)

    def after(char: str, count: int) -> Mask:
        return stands(char, places + (high - low - 1 + count))

    far = np.int8(edits + 1)
    left = np.full(len(places), far, np.int8)
    room = places & PLACE_MASK
    for length, cost in _costs(run[:low][::-1], before, len(places), edits):
        np.minimum(left, np.where(room >= length, cost, far), out=left)
    right = _costs(run[high:], after, len(places), edits)
    found = [places[left + cost <= edits] + (high - low + length) for length, cost in right]
    return np.concatenate([NO_KEYS, *found])


def _costs(
    run: str, is_at: Callable[[str, int], Mask], places: int, edits: int
) -> list[tuple[int, npt.NDArray[np.int8]]]:
    """(length, edits from the run to the next `length` characters at every place), in the band that is left.

    is_at(char, count): for every place, whether the count-th character (from 1) is this one.
    """
    far = np.full(places, edits + 1, np.int8)
    row = {length: np.full(places, length, np.int8) for length in range(edits + 1)}
    for count, char in enumerate(run, start=1):
        if min(int(cost.min()) for cost in row.values()) > edits:
            return []
        previous, row = row, {}
        for length in range(max(0, count - edits), count + edits + 1):
            cost = np.minimum(previous.get(length, far), row.get(length - 1, far)) + np.int8(1)
            if length and length - 1 in previous:
                cost = np.minimum(cost, previous[length - 1] + ~is_at(char, length))
            row[length] = cost
    return list(row.items())


@dataclass(frozen=True, slots=True)
class Misspelt(Form):
    """What is within `edits` edits of the run: of every stretch of ends the nearest, from its nearest
    start."""

    edits: int

    def find(self, text: TextPlaces) -> list[tuple[int, int]]:
        if not self.edits:
            return [(at, at + len(self.name)) for at in text.run(self.name).tolist()]
        ends = fuzzy_ends(text, self.name, self.edits)
        stretches = np.split(ends, np.flatnonzero(np.diff(ends) > 1) + 1) if len(ends) else []
        found = []
        for stretch in stretches:
            first, last = int(stretch[0]), int(stretch[-1])
            if len(stretch) > 2 * self.edits + 1:  # matches that overlap: all that they cover
                found.append((_start(text.text, self.name, first, self.edits)[2], last))
                continue
            (_, _, start), end = min(
                (_start(text.text, self.name, end, self.edits), end) for end in stretch.tolist()
            )
            found.append((start, end))
        return found


def _start(text: str, run: str, end: int, edits: int) -> tuple[int, int, int]:
    """(edits, ends of it that are not the run's, start) of the nearest match that ends at `end`."""
    low = max(0, end - len(run) - edits)
    read = text[low:end][::-1]
    row = {length: length for length in range(min(edits, len(read)) + 1)}
    for count, char in enumerate(reversed(run), start=1):
        previous, row = row, {}
        for length in range(max(0, count - edits), min(len(read), count + edits) + 1):
            cost = min(previous.get(length, edits + 1), row.get(length - 1, edits + 1)) + 1
            if length and length - 1 in previous:
                cost = min(cost, previous[length - 1] + (read[length - 1] != char))
            row[length] = cost
    cost, begins_otherwise, _, length = min(
        (cost, int(read[length - 1 : length] != run[0]), abs(length - len(run)), length)
        for length, cost in row.items()
    )
    return cost, begins_otherwise + (read[:1] != run[-1]), end - length


@means(Fuzzy)
class FuzzyMeaning(Meaning[Fuzzy]):
    def docs(self, node: Fuzzy, snapshot: Snapshot, analysis: Analysis) -> DocSet:
        return snapshot.cached(("leaf", node), lambda: self._docs(node, snapshot, analysis))

    def _docs(self, node: Fuzzy, snapshot: Snapshot, analysis: Analysis) -> DocSet:
        run = analysis.fold(node.text)
        if not run:
            return DocSet.empty(snapshot.space)
        found = []
        for field in fields_of(node.field):
            rough = candidates(snapshot, field, run, node.edits)
            exact = run_docs(snapshot, (field,), run, NEITHER)
            spans = fuzzy_spans(IndexPlaces(snapshot, field), run, node.edits, (rough - exact).docs())
            found += [exact, DocSet.of(documents(np.sort(spans.starts)), snapshot.space)]
        return union(found, snapshot.space)

    def terms(self, node: Fuzzy, analysis: Analysis, scoring: Scoring) -> Terms:
        return text_terms(node.text, node.field, analysis, scoring)

    def forms(self, node: Fuzzy, reading: QueryReading) -> Iterator[Form]:
        run = reading.fold(node.text)
        if run:
            yield Misspelt(run, SURE, node.field, allowed(run, node.edits))

    def cuts(self, node: Fuzzy, analysis: Analysis) -> Iterator[tuple[str, tuple[str, ...]]]:
        yield node.text, (analysis.fold(node.text),)

    def spans(
        self,
        node: Fuzzy,
        field: str,
        places: FieldPlaces,
        reading: QueryReading,
        within: DocArray | None = None,
    ) -> Spans:
        if field not in fields_of(node.field):
            return NO_SPANS
        return fuzzy_spans(places, reading.fold(node.text), node.edits, within)

    def rough(self, node: Fuzzy, field: str, snapshot: Snapshot, reading: QueryReading) -> DocSet:
        if field not in fields_of(node.field):
            return DocSet.empty(snapshot.space)
        return candidates(snapshot, field, reading.fold(node.text), node.edits)
