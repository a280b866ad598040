"""Here are texts and values of a query; give me the terms that score: all weights of the ranking in one
place.

Words, pairs of characters and single characters are three channels, each BM25F over the text fields
(Robertson and Zaragoza 2009: fields combined inside the saturation), summed.  Words rank; pairs find what
segmentation cut otherwise; single characters forgive.  A phrase counts by its whole occurrences, a name by
being the subject.  On top, `search.engine.ranking.passages` looks at how close together things stand in the
best of this first pass.

The experiments behind every weight are in docs/architecture/ranking.md; `benchmarks/relevance` repeats them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, NamedTuple

from index.text.analyzer import is_word
from search.engine.postings.analysis import Analysis
from search.language.tree import TEXT_FIELDS

Channel = Literal["words", "bigrams", "chars", "runs", "values"]
"""Words; pairs; characters; exact runs of any length; whole values of keyword fields."""


@dataclass(frozen=True, slots=True)
class FieldWeight:
    """weight: what one occurrence counts for inside the saturation; b: how much the field's length tells."""

    weight: float = 1.0
    b: float = 0.6


@dataclass(frozen=True, slots=True)
class Saturation:
    """The shape of BM25F.

    k1: where frequency saturates.  1.0: 0.6 to 1.2 differ by less than 0.002 of nDCG@10 on five collections.
    body.b: 0.6 is between what short paragraphs (0.4) and news of every length (0.75) like best.
    title: an occurrence in the title is worth two in the body.  1 → 2 gains 0.02 where titles tell and loses
    nothing where they are generic; a boost outside the saturation loses up to 0.07 there.
    idf_power: idf to this power; 1.2 gains 0.001–0.013 on four of five collections, loses 0.002 on one.
    """

    k1: float = 1.0
    title: FieldWeight = FieldWeight(2.0, 0.4)
    body: FieldWeight = FieldWeight(1.0, 0.6)
    about: FieldWeight = FieldWeight(1.5, 0.4)
    idf_power: float = 1.2

    def field(self, name: str) -> FieldWeight:
        """The weight of a text field."""
        return {"title": self.title, "body": self.body, "about": self.about}[name]


@dataclass(frozen=True, slots=True)
class Scoring:
    """Every weight.

    words, bigrams, chars: the channels, 0 = off.  A plain sum: halving or doubling any of them loses 0.001
    to 0.01 somewhere and gains nowhere; against words alone the sum gains 0.01–0.02 on every collection.
    phrases: whole occurrences of an exact run, beside the three channels of its text.
    subject: an article about the organisation, against one that mentions it (`values` of `subject`);
    mention: the values of other keyword fields.
    closeness: idf of the query's pairs in the best window of `window` characters, for queries of up to
    `near_pairs` pairs; longer ones fade out with the square of their length (in questions nearness is noise:
    +0.003 on headlines and tags, −0.01 on whole sentences without the fading).
    depth: documents of the first pass that are looked at again.
    recency: share that the newest article gains, halved every `half_life` days of age; 0 = off.
    soft_below: strict hits under which the softer tail is added.
    long_query: words beyond which a query is soft altogether: ranked by what it shares with an article, not
    by holding every word (+0.003 on questions, which are soft at any length: 0).
    """

    saturation: Saturation = Saturation()
    words: float = 1.0
    bigrams: float = 1.0
    chars: float = 1.0
    phrases: float = 1.0
    subject: float = 4.0
    mention: float = 1.0
    closeness: float = 0.25
    window: int = 25
    near_pairs: int = 10
    depth: int = 60
    recency: float = 0.0
    half_life: float = 365.0
    soft_below: int = 10
    long_query: int = 6


DEFAULTS = Scoring()
RECENT = 0.15
"""`Scoring.recency` of the gentle prior that a person can switch on: enough to order equals, no more."""


class Term(NamedTuple):
    """What is looked up in the postings of one channel, in some of the text fields together."""

    channel: Channel
    text: str
    fields: tuple[str, ...] = TEXT_FIELDS


def pairs_of(terms: Mapping[Term, float]) -> list[str]:
    """The pairs whose closeness in the body counts, in order."""
    return [term.text for term in terms if term.channel == "bigrams" and "body" in term.fields]


def word_terms(word: str, field: str | None, scoring: Scoring) -> Mapping[Term, float]:
    """One folded word."""
    return _weighed("words", [word], field, scoring.words)


def text_terms(text: str, field: str | None, analysis: Analysis, scoring: Scoring) -> Mapping[Term, float]:
    """The words, pairs and characters of a run."""
    cut = analysis.cut(text)
    pairs = [a + b for a, b in pairwise(cut.folded) if is_word(a) and is_word(b)]
    return summed(
        (
            _weighed("words", cut.words, field, scoring.words),
            _weighed("bigrams", pairs, field, scoring.bigrams),
            _weighed("chars", [char for char in cut.folded if is_word(char)], field, scoring.chars),
        )
    )


def phrase_terms(text: str, field: str | None, analysis: Analysis, scoring: Scoring) -> Mapping[Term, float]:
    """A run as a whole, and what it is made of."""
    folded = analysis.fold(text)
    whole = _weighed("runs", [folded], field, scoring.phrases) if folded else {}
    return summed((whole, text_terms(text, field, analysis, scoring)))


def value_terms(field: str, values: Iterable[str], scoring: Scoring) -> Mapping[Term, float]:
    """Being about an organisation counts most; the plain field says only that the article has the value."""
    found = {Term("values", value, (field,)): scoring.mention for value in values}
    if field == "organization" and scoring.subject:
        found |= {Term("values", value, ("subject",)): scoring.subject for value in values}
    return {term: weight for term, weight in found.items() if weight}


def _weighed(
    channel: Channel, texts: Iterable[str], field: str | None, weight: float
) -> Mapping[Term, float]:
    found: dict[Term, float] = {}
    fields = TEXT_FIELDS if field is None else (field,)
    for text in texts if weight else ():
        term = Term(channel, text, fields)
        found[term] = found.get(term, 0.0) + weight
    return found


def summed(parts: Iterable[Mapping[Term, float]]) -> Mapping[Term, float]:
    """The terms of what is wanted together; one that several have weighs as often."""
    found: dict[Term, float] = {}
    for part in parts:
        for term, weight in part.items():
            found[term] = found.get(term, 0.0) + weight
    return found


def either(parts: Iterable[Mapping[Term, float]]) -> Mapping[Term, float]:
    """The terms of alternatives; one that several have weighs once, the most."""
    found: dict[Term, float] = {}
    for part in parts:
        for term, weight in part.items():
            found[term] = max(found.get(term, 0.0), weight)
    return found
