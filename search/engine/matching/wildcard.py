"""Here is a pattern with `*` and `?`, give me where it stands.

`?` is exactly one character, whichever; `*` any run of at most STAR_REACH characters inside one
sentence (with `?` beside it, that many more).  At either end `*` adds nothing, `?` wants a character there,
and without either the end cuts neither a number nor a Latin word.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from index.text.fields import chars_field
from search.engine.matching.meaning import Form, Meaning, QueryReading, Terms, means
from search.engine.matching.runs import Ends, fields_of, run_docs, run_places
from search.engine.matching.spans import NO_SPANS, Spans, follow
from search.engine.matching.text import SURE
from search.engine.postings.analysis import Analysis
from search.engine.postings.docset import DocArray, DocSet, intersect, union
from search.engine.postings.places import FieldPlaces, IndexPlaces, TextPlaces, documents
from search.engine.postings.snapshot import PLACE_MASK, Snapshot
from search.engine.ranking.scoring import Scoring, phrase_terms, summed
from search.language.tree import STAR_REACH, Wildcard

_GAP = re.compile(r"([*?＊？]+)")


@dataclass(frozen=True, slots=True)
class Gap:
    """What stands between two runs.  ones: `?` in it; star: `*` in it."""

    ones: int = 0
    star: bool = False

    def __bool__(self) -> bool:
        return self.star or self.ones > 0


@dataclass(frozen=True, slots=True)
class Pattern:
    """runs: folded, never empty; gaps: before the first, between, after the last (len(runs) + 1)."""

    runs: tuple[str, ...]
    gaps: tuple[Gap, ...]

    def ends(self, number: int) -> Ends:
        """Which ends of a run must not cut a number or a word: those with no gap beside them."""
        return Ends(not self.gaps[number], not self.gaps[number + 1])


def compile_pattern(pattern: str, fold: Callable[[str], str]) -> Pattern:
    """The pattern in parts; each run folded on its own."""
    runs: list[str] = []
    gaps = [Gap()]
    for part in _GAP.split(pattern):
        if not part:
            continue
        if _GAP.fullmatch(part):
            ones = part.count("?") + part.count("？")
            gaps[-1] = Gap(gaps[-1].ones + ones, gaps[-1].star or "*" in part or "＊" in part)
        elif folded := fold(part):
            runs.append(folded)
            gaps.append(Gap())
    return Pattern(tuple(runs), tuple(gaps))


def pattern_spans(places: FieldPlaces, pattern: Pattern, within: DocArray | None = None) -> Spans:
    """Where the pattern stands: one span for every place of its last run, from the nearest first run on."""
    found: Spans | None = None
    for number, (run, gap) in enumerate(zip(pattern.runs, pattern.gaps, strict=False)):
        starts = run_places(places, run, within, pattern.ends(number))
        here = Spans.of_run(starts, len(run))
        if found is None:
            found = here.chosen((here.starts & PLACE_MASK) >= gap.ones)
        else:
            high = gap.ones + STAR_REACH if gap.star else gap.ones
            boundaries = places.sentences() if gap.star else None
            found = follow(found, here, gap.ones, high, boundaries)
        if not len(found):
            return NO_SPANS
    if found is None:
        return NO_SPANS
    after = pattern.gaps[-1].ones
    if not after:
        return found
    return found.chosen((found.ends & PLACE_MASK) + after <= places.ends_of(found.ends))


@dataclass(frozen=True, slots=True)
class Patterned(Form):
    """The pattern, with the characters that `?` at its ends stands for."""

    pattern: Pattern

    def find(self, text: TextPlaces) -> list[tuple[int, int]]:
        spans = pattern_spans(text, self.pattern)
        first, last = self.pattern.gaps[0], self.pattern.gaps[-1]
        before = 0 if first.star else first.ones
        after = 0 if last.star else last.ones
        return [
            (start - before, end + after)
            for start, end in zip(spans.starts.tolist(), spans.ends.tolist(), strict=True)
        ]


@means(Wildcard)
class WildcardMeaning(Meaning[Wildcard]):
    def docs(self, node: Wildcard, snapshot: Snapshot, analysis: Analysis) -> DocSet:
        return snapshot.cached(("leaf", node), lambda: self._docs(node, snapshot, analysis))

    def _docs(self, node: Wildcard, snapshot: Snapshot, analysis: Analysis) -> DocSet:
        pattern = compile_pattern(node.pattern, analysis.fold)
        if not pattern.runs:
            return _only_gaps(snapshot, fields_of(node.field), pattern)
        found = []
        for field in fields_of(node.field):
            rough = self.rough(node, field, snapshot, analysis)
            spans = pattern_spans(IndexPlaces(snapshot, field), pattern, rough.docs())
            found.append(DocSet.of(documents(np.sort(spans.starts)), snapshot.space))
        return union(found, snapshot.space)

    def terms(self, node: Wildcard, analysis: Analysis, scoring: Scoring) -> Terms:
        runs = compile_pattern(node.pattern, analysis.fold).runs
        return summed(phrase_terms(run, node.field, analysis, scoring) for run in runs)

    def forms(self, node: Wildcard, reading: QueryReading) -> Iterator[Form]:
        pattern = compile_pattern(node.pattern, reading.fold)
        if pattern.runs:
            yield Patterned(node.pattern, SURE, node.field, pattern)

    def cuts(self, node: Wildcard, analysis: Analysis) -> Iterator[tuple[str, tuple[str, ...]]]:
        yield node.pattern, (node.pattern,)

    def spans(
        self,
        node: Wildcard,
        field: str,
        places: FieldPlaces,
        reading: QueryReading,
        within: DocArray | None = None,
    ) -> Spans:
        if field not in fields_of(node.field):
            return NO_SPANS
        return pattern_spans(places, compile_pattern(node.pattern, reading.fold), within)

    def rough(self, node: Wildcard, field: str, snapshot: Snapshot, reading: QueryReading) -> DocSet:
        if field not in fields_of(node.field):
            return DocSet.empty(snapshot.space)
        pattern = compile_pattern(node.pattern, reading.fold)
        held = [
            run_docs(snapshot, (field,), run, pattern.ends(number)) for number, run in enumerate(pattern.runs)
        ]
        return intersect(held, snapshot.space)


def _only_gaps(snapshot: Snapshot, fields: tuple[str, ...], pattern: Pattern) -> DocSet:
    """Documents for a pattern without any run: a field at least as long as its `?`, and not empty."""
    wanted = max(1, sum(gap.ones for gap in pattern.gaps))
    long_enough = np.zeros(snapshot.space, np.bool_)
    for field in fields:
        np.logical_or(long_enough, snapshot.lengths(chars_field(field)) >= wanted, out=long_enough)
    return DocSet.of_mask(long_enough) & snapshot.everything
