"""Here is a pattern with `*` and `?`, give me where it stands.

`?` is exactly one character, whichever; `*` any run of at most STAR_REACH characters inside one
sentence (with `?` beside it, that many more).  At either end `*` adds nothing, `?` wants a character there.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from index.segments.interface import PLACE_BITS
from index.text.fields import chars_field
from search.engine.matching.runs import run_keys, sentence_starts
from search.engine.matching.spans import NO_SPANS, Spans, follow
from search.engine.postings.docset import DocArray, DocSet
from search.engine.postings.snapshot import PLACE_MASK, Snapshot

STAR_REACH = 20
"""Characters that `*` may stand for (see `search.language.tree.Wildcard`)."""

_GAP = re.compile(r"([*?]+)")


@dataclass(frozen=True, slots=True)
class Gap:
    """What stands between two runs.  ones: `?` in it; star: `*` in it."""

    ones: int = 0
    star: bool = False


@dataclass(frozen=True, slots=True)
class Pattern:
    """runs: folded, never empty; gaps: before the first, between, after the last (len(runs) + 1)."""

    runs: tuple[str, ...]
    gaps: tuple[Gap, ...]


def compile_pattern(pattern: str, fold: Callable[[str], str]) -> Pattern:
    """The pattern in parts; each run folded on its own."""
    runs: list[str] = []
    gaps = [Gap()]
    for part in _GAP.split(pattern):
        if not part:
            continue
        if _GAP.fullmatch(part):
            gaps[-1] = Gap(gaps[-1].ones + part.count("?"), gaps[-1].star or "*" in part)
        elif folded := fold(part):
            runs.append(folded)
            gaps.append(Gap())
    return Pattern(tuple(runs), tuple(gaps))


def wildcard_spans(snapshot: Snapshot, field: str, pattern: Pattern, within: DocArray | None = None) -> Spans:
    """Where the pattern stands in a field: one span for every place of its last run."""
    found: Spans | None = None
    for run, gap in zip(pattern.runs, pattern.gaps, strict=False):
        here = Spans.of_run(run_keys(snapshot, field, run, within), len(run))
        if found is None:
            found = here.chosen((here.starts & PLACE_MASK) >= gap.ones)
        else:
            high = gap.ones + STAR_REACH if gap.star else gap.ones
            boundaries = sentence_starts(snapshot, field) if gap.star else None
            found = follow(found, here, gap.ones, high, boundaries)
    if found is None or not len(found):
        return NO_SPANS
    after = pattern.gaps[-1].ones
    if not after:
        return found
    lengths = snapshot.lengths(chars_field(field)).take(found.ends >> PLACE_BITS)
    return found.chosen((found.ends & PLACE_MASK) + after <= lengths)


def only_gaps(snapshot: Snapshot, fields: tuple[str, ...], pattern: Pattern) -> DocSet:
    """Documents for a pattern without any run: a field at least as long as its `?`, and not empty."""
    wanted = max(1, sum(gap.ones for gap in pattern.gaps))
    long_enough = np.zeros(snapshot.space, np.bool_)
    for field in fields:
        np.logical_or(long_enough, snapshot.lengths(chars_field(field)) >= wanted, out=long_enough)
    return DocSet.of_mask(long_enough) & snapshot.everything
