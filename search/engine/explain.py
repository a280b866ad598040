"""Here are a query and one article; tell me why it is found, and where it stands, or why it is not.

The figures are the ranking's own: the gains come from the very arrays that score, so that the explanation
of a hit adds up to its score.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from search.engine.matching import cuts_of, match, terms_of
from search.engine.postings.analysis import Analysis
from search.engine.postings.snapshot import Snapshot
from search.engine.ranking.impacts import impact, index_field
from search.engine.ranking.passages import nearness
from search.engine.ranking.scoring import Scoring, Term
from search.language.render import render
from search.language.tree import Query, conjuncts


@dataclass(frozen=True, slots=True)
class TermScore:
    """What one term adds.

    channel: "words" | "bigrams" | "chars" | "runs" | "values"; fields: (field, occurrences) in the article;
    articles: how many have the term; gain: what it adds to the score, its weight included.
    """

    channel: str
    text: str
    fields: tuple[tuple[str, int], ...]
    articles: int
    gain: float


@dataclass(frozen=True, slots=True)
class ExplainedPart:
    """A part of the query or a filter, as a line of the query language, and whether the article has it."""

    query: str
    matched: bool


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why an article is found, or not.

    matched: all parts and filters hold; parts, filters: one by one; cuts: how each text was cut, as (text,
    words); terms: what scores, the most first, also what is missing (gain 0); nearness: what standing close
    together adds; score: the sum.
    """

    article_id: str
    matched: bool
    parts: tuple[ExplainedPart, ...]
    filters: tuple[ExplainedPart, ...]
    cuts: tuple[tuple[str, tuple[str, ...]], ...]
    terms: tuple[TermScore, ...]
    nearness: float
    score: float


def explain(
    snapshot: Snapshot,
    analysis: Analysis,
    query: Query,
    filters: Sequence[Query],
    scoring: Scoring,
    article_id: str,
) -> Explanation | None:
    """The explanation of one article; None where the index has none of this id."""
    doc = snapshot.find(article_id)
    if doc is None:
        return None
    terms = terms_of(query, analysis, scoring)
    scores = [_term_score(snapshot, scoring, term, weight, doc) for term, weight in terms.items()]
    scores.sort(key=lambda each: (-each.gain, each.channel, each.text))
    close = float(nearness(snapshot, terms, scoring, np.array([doc]))[0])
    parts = [ExplainedPart(render(part), doc in match(part, snapshot, analysis)) for part in conjuncts(query)]
    restricted = [ExplainedPart(render(each), doc in match(each, snapshot, analysis)) for each in filters]
    return Explanation(
        article_id=article_id,
        matched=all(each.matched for each in (*parts, *restricted)),
        parts=tuple(parts),
        filters=tuple(restricted),
        cuts=tuple(dict.fromkeys(cuts_of(query, analysis))),
        terms=tuple(scores),
        nearness=close,
        score=sum(each.gain for each in scores) + close,
    )


def _term_score(snapshot: Snapshot, scoring: Scoring, term: Term, weight: float, doc: int) -> TermScore:
    found = impact(snapshot, term, scoring.saturation)
    if found.docs is None:
        gain = float(found.gains[doc])
        articles = int(np.count_nonzero(found.gains))
    else:
        place = int(found.docs.searchsorted(doc))
        here = place < len(found.docs) and int(found.docs[place]) == doc
        gain = float(found.gains[place]) if here else 0.0
        articles = len(found.docs)
    fields = tuple(
        (field, count) for field in term.fields if gain and (count := _count(snapshot, term, field, doc))
    )
    return TermScore(term.channel, term.text, fields, articles, gain * weight)


def _count(snapshot: Snapshot, term: Term, field: str, doc: int) -> int:
    """Occurrences in one field; of a longer run, 1 where its first pair is there."""
    text = term.text[:2] if term.channel == "runs" else term.text
    posting = snapshot.posting(index_field(term, field), text)
    place = int(posting.docs.searchsorted(doc))
    if place == len(posting.docs) or int(posting.docs[place]) != doc:
        return 0
    return int(posting.freqs[place]) if text == term.text else 1
