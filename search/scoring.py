"""Here is a query, give me the terms that score and their weights: all weights of the ranking in one place.

Three channels are summed: words, pairs of characters, characters, each BM25F over the text fields (fields
combined inside the saturation).  A plain sum was never worse than the best of the three on six Chinese
collections.  Words rank; characters find what segmentation cut otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from index.analyzer import is_word
from search.analysis import Analysis
from search.matching.wildcard import compile_pattern
from search.query import (
    TEXT_FIELDS,
    And,
    AtLeast,
    Boost,
    Fuzzy,
    Near,
    Or,
    Phrase,
    Query,
    Text,
    Wildcard,
    Word,
)

Channel = Literal["words", "bigrams", "chars"]


@dataclass(frozen=True, slots=True)
class Saturation:
    """BM25F: k1, b, and the weight of a field's frequency inside the saturation."""

    k1: float = 0.9
    b: float = 0.4
    title: float = 1.0
    body: float = 1.0
    about: float = 1.0

    def weight(self, field: str) -> float:
        """The weight of a text field."""
        return {"title": self.title, "body": self.body, "about": self.about}[field]


@dataclass(frozen=True, slots=True)
class Scoring:
    """Every weight.

    words, bigrams, chars: weight of each channel, 0 = off; soft_below: strict hits under which the
    softer tail is added.
    """

    saturation: Saturation = Saturation()
    words: float = 1.0
    bigrams: float = 1.0
    chars: float = 1.0
    soft_below: int = 10

    def weight(self, channel: Channel) -> float:
        """The weight of a channel."""
        return {"words": self.words, "bigrams": self.bigrams, "chars": self.chars}[channel]


DEFAULTS = Scoring()


@dataclass(frozen=True, slots=True)
class Term:
    """What is looked up in the postings of one channel, in some of the text fields together."""

    channel: Channel
    text: str
    fields: tuple[str, ...] = TEXT_FIELDS


def terms_of(query: Query, analysis: Analysis, scoring: Scoring) -> Mapping[Term, float]:
    """The terms that score for a query with their weights; a term met twice weighs twice."""
    found: dict[Term, float] = {}
    _collect(query, analysis, scoring, 1.0, found)
    return found


def _collect(
    query: Query, analysis: Analysis, scoring: Scoring, factor: float, found: dict[Term, float]
) -> None:
    match query:
        case And(parts) | Or(parts) | Near(parts):
            for part in parts:
                _collect(part, analysis, scoring, factor, found)
        case AtLeast(_, part):
            _collect(part, analysis, scoring, factor, found)
        case Boost(part, by):
            _collect(part, analysis, scoring, factor * by, found)
        case Word(token, field):
            _add(found, "words", [analysis.fold(token)], field, factor * scoring.words)
        case Text(text, field) | Phrase(text, field) | Fuzzy(text, _, field):
            _run(text, field, analysis, scoring, factor, found)
        case Wildcard(pattern, field):
            for run in compile_pattern(pattern, analysis.fold).runs:
                _run(run, field, analysis, scoring, factor, found)
        case _:
            pass


def _run(
    text: str,
    field: str | None,
    analysis: Analysis,
    scoring: Scoring,
    factor: float,
    found: dict[Term, float],
) -> None:
    cut = analysis.cut(text)
    grams = [pair for pair in map("".join, pairwise(cut.folded)) if is_word(pair[0]) and is_word(pair[1])]
    _add(found, "words", cut.words, field, factor * scoring.words)
    _add(found, "bigrams", grams, field, factor * scoring.bigrams)
    _add(found, "chars", [c for c in cut.folded if is_word(c)], field, factor * scoring.chars)


def _add(
    found: dict[Term, float],
    channel: Channel,
    texts: list[str] | tuple[str, ...],
    field: str | None,
    by: float,
) -> None:
    if by == 0.0:
        return
    fields = TEXT_FIELDS if field is None else (field,)
    for text in texts:
        term = Term(channel, text, fields)
        found[term] = found.get(term, 0.0) + by
