"""Here is a cut text; give me the people it names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.entities.tagging import Tagged


@dataclass(frozen=True, slots=True)
class Person:
    """text[start:end] names a person called `name`."""

    start: int
    end: int
    name: str
    confidence: float


def people_in(text: str, cut: Tagged, taken: Sequence[tuple[int, int]]) -> list[Person]:
    """The people named, in order of place.  taken: spans that belong to organisations."""
    found = []
    for index, (word, kind) in enumerate(zip(cut.words, cut.tags, strict=True)):
        if kind == "nr" and len(word) == 3:
            start = cut.starts[index]
            if not any(a <= start < b for a, b in taken):
                found.append(Person(start, start + 3, word, 0.5))
    return found
