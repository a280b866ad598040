"""Here are the segments of an index, give me those to merge next.

Log-structured: a segment belongs to the tier of its order of magnitude, and when a tier holds `FAN` segments
they become one of the next.  Every article is rewritten once per tier, that is log₈(articles) times in its
life; a search never meets more than FAN segments a tier.  A segment half of which is dead is rewritten alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Protocol, TypeVar

FAN = 8
SMALLEST = 64
MAX_CHARS = (1 << 31) - 1
"""Characters of one field that one segment can hold: places are 32-bit."""

LARGEST = 1_000_000
"""Documents; larger segments are merged no more."""


class Sized(Protocol):
    @property
    def chars(self) -> int: ...

    def doc_count_all(self) -> int: ...

    def doc_count(self) -> int: ...


S = TypeVar("S", bound=Sized)


def tier(documents: int) -> int:
    """0 up to SMALLEST documents, then one more for each factor FAN."""
    level = 0
    while documents > SMALLEST * FAN**level:
        level += 1
    return level


def to_merge(segments: Sequence[S]) -> list[S]:
    """Segments to make one, in their order; none where all is well."""
    tiers: dict[int, list[S]] = defaultdict(list)
    for segment in segments:
        if segment.doc_count() * 2 < segment.doc_count_all():
            return [segment]
        if segment.doc_count() <= LARGEST:
            tiers[tier(segment.doc_count())].append(segment)
    full = [level for level, held in tiers.items() if len(held) >= FAN]
    if not full:
        return []
    chosen = {id(segment) for level, held in tiers.items() if level <= min(full) for segment in held}
    merged = [segment for segment in segments if id(segment) in chosen]
    return merged if sum(segment.chars for segment in merged) <= MAX_CHARS else []
