"""Here is an index directory, give me a searcher that answers through Whoosh's own matchers: the oracle.

The same `Query` becomes a tree of Whoosh matchers over whatever codec wrote the segment; scores are added up
posting by posting from the formula in `search.impacts`, and facets are counted one article at a time.
Slow, and meant to be: it shares the arithmetic of no fast path.  Wildcards, fuzzy runs and nearness, for
which Whoosh has nothing alike, are matched by `search.matching` over a posting-by-posting reader.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from pathlib import Path
from typing import Any

from whoosh.matching import AndNotMatcher, IntersectionMatcher, ListMatcher, NullMatcher, UnionMatcher
from whoosh.query.spans import SpanNear
from whoosh.reading import SegmentReader, TermNotFound

from index.manifest import analyzer_for
from index.segments import Generation
from index.stock import StockSegment
from index.storage import open_index
from search.analysis import Analysis
from search.cache import ArrayCache
from search.matching import match
from search.matching.near import fields_of
from search.model import FACET_FIELDS, EngineResult, Sort
from search.query import And, Boost, Everything, Keyword, Not, Nothing, Or, Phrase, Query, Text, Word
from search.scoring import DEFAULTS, Saturation, Scoring, Term, terms_of
from search.searcher import Filter
from search.snapshot import Snapshot, bigrams_field, chars_field
from search.soft import relax

Docs = dict[int, float]


class WhooshSearcher:
    """The slow engine.  Opens the newest generation at every call."""

    def __init__(self, directory: Path, analysis: Analysis) -> None:
        self._directory = directory
        self.analysis = analysis

    @classmethod
    def open(cls, directory: Path) -> WhooshSearcher:
        """Over an index directory.  Raises IndexMissing, IndexStale."""
        return cls(directory, Analysis(analyzer_for(directory)))

    def search(
        self,
        query: Query,
        *,
        filters: Sequence[Filter] = (),
        sort: Sort = "relevance",
        offset: int = 0,
        limit: int = 10,
        facets: Sequence[str] = (),
        facet_limit: int = 50,
        scoring: Scoring = DEFAULTS,
        soft: bool = False,
    ) -> EngineResult:
        """See `search.searcher.Searcher.search`."""
        whole = _Whole(open_index(self._directory).reader(), self.analysis)
        found = whole.docs(query, filters)
        asked, tail = query, set[int]()
        if soft and len(found) < scoring.soft_below:
            tail = whole.docs(relax(query, self.analysis), filters) - found
            asked = query if found else relax(query, self.analysis)
        scores = whole.scores(terms_of(query, self.analysis, scoring), scoring.saturation)
        ranked = [*whole.ranked(found, scores, sort), *whole.ranked(tail, scores, sort)]
        window = ranked[offset : offset + limit]
        return EngineResult(
            total=len(found),
            ids=tuple(whole.ids[doc] for doc in window),
            scores=tuple(scores[doc] for doc in window),
            facets={
                field: whole.counts(asked, filters, field, facet_limit)
                for field in dict.fromkeys(facets)
                if field in FACET_FIELDS
            },
            soft_total=len(tail),
        )

    def matches(self, query: Query, article_id: str) -> bool:
        """See `search.searcher.Searcher.matches`."""
        whole = _Whole(open_index(self._directory).reader(), self.analysis)
        return article_id in {whole.ids[doc] for doc in whole.docs(query, ())}

    def close(self) -> None:
        """Nothing is held."""


class _Whole:
    """All leaves of one reader, their documents numbered through."""

    def __init__(self, reader: Any, analysis: Analysis) -> None:
        self._analysis = analysis
        self._leaves = [(leaf, offset, StockSegment(leaf)) for leaf, offset in reader.leaf_readers()]
        self._leaves = [each for each in self._leaves if isinstance(each[0], SegmentReader)]
        self._count = reader.doc_count()
        self.ids = {offset + doc: each for _, offset, s in self._leaves for doc, each in enumerate(s.ids)}
        self.dates = {
            offset + doc: int(date) for _, offset, s in self._leaves for doc, date in enumerate(s.dates())
        }

    # -- matching --------------------------------------------------------------------------------

    def docs(self, query: Query, filters: Iterable[Query]) -> set[int]:
        """The documents that match everything."""
        wanted = And((query, *filters))
        return {
            offset + doc
            for leaf, offset, segment in self._leaves
            for doc in _all(_Lowering(leaf, segment, self._analysis).lower(wanted))
        }

    def counts(
        self, query: Query, filters: Sequence[Filter], field: str, limit: int
    ) -> tuple[tuple[str, int], ...]:
        """The facet of a field, without the filters on it."""
        others = [each for each in filters if not (isinstance(each, Keyword) and each.field == field)]
        docs = self.docs(query, others)
        counted: Counter[str] = Counter()
        for leaf, offset, segment in self._leaves:
            for value in segment.terms(field):
                counted[value] += sum(offset + doc in docs for doc in _all(_term(leaf, field, value)))
        ordered = sorted((+counted).items(), key=lambda each: (-each[1], each[0]))
        return tuple(ordered[:limit] if limit and field not in ("year", "month") else ordered)

    # -- ranking ---------------------------------------------------------------------------------

    def ranked(self, docs: set[int], scores: Mapping[int, float], sort: Sort) -> list[int]:
        """Documents in the order of `sort`; ties by date, then id."""
        newest = {doc: (-self.dates[doc], self.ids[doc]) for doc in docs}
        if sort == "oldest":
            return sorted(docs, key=lambda doc: (self.dates[doc] or math.inf, self.ids[doc]))
        if sort == "relevance":
            return sorted(docs, key=lambda doc: (-scores[doc], newest[doc]))
        return sorted(docs, key=newest.__getitem__)

    def scores(self, terms: Mapping[Term, float], saturation: Saturation) -> Mapping[int, float]:
        """The score of every document that has any of the terms."""
        scores: dict[int, float] = defaultdict(float)
        for term, weight in terms.items():
            found = self._frequencies(term, saturation)
            idf = math.log(1 + (self._count - len(found) + 0.5) / (len(found) + 0.5))
            for doc, frequency in found.items():
                scores[doc] += weight * idf * frequency / (frequency + saturation.k1)
        return scores

    def _frequencies(self, term: Term, saturation: Saturation) -> Docs:
        """Length-normalised, weighted frequencies over the fields of the term."""
        summed: Docs = defaultdict(float)
        for field in term.fields:
            words = term.channel == "words"
            place = {"words": field, "chars": chars_field(field), "bigrams": bigrams_field(field)}[
                term.channel
            ]
            length = field if words else chars_field(field)
            average = self._average(length)
            for leaf, offset, _ in self._leaves:
                matcher = _term(leaf, place, term.text)
                while matcher.is_active():
                    share = (leaf.doc_field_length(matcher.id(), length) or 0) / average
                    norm = 1 - saturation.b + saturation.b * share
                    summed[offset + matcher.id()] += saturation.weight(field) * matcher.weight() / norm
                    matcher.next()
        return summed

    def _average(self, field: str) -> float:
        lengths = [
            leaf.doc_field_length(doc, field) or 0
            for leaf, _, _ in self._leaves
            for doc in range(leaf.doc_count_all())
            if not leaf.is_deleted(doc)
        ]
        return sum(lengths) / self._count if sum(lengths) else 1.0


class _Lowering:
    """A query as matchers over one segment."""

    def __init__(self, leaf: SegmentReader, segment: StockSegment, analysis: Analysis) -> None:
        self._leaf = leaf
        self._segment = segment
        self._analysis = analysis

    def lower(self, query: Query) -> Any:
        """The matcher of a node; none is shared, since matchers move."""
        match query:
            case Everything() | And(()):
                return ListMatcher([doc for doc, live in enumerate(self._segment.live) if live])
            case Nothing():
                return NullMatcher()
            case And(parts):
                return reduce(IntersectionMatcher, [self.lower(part) for part in parts])
            case Or(parts):
                return _any([self.lower(part) for part in parts])
            case Not(part):
                return AndNotMatcher(self.lower(Everything()), self.lower(part))
            case Boost(part, _):
                return self.lower(part)
            case Text(text, field):
                return self._text(self._analysis.wanted(text), fields_of(field))
            case Phrase(text, field):
                return self._run(self._analysis.fold(text), fields_of(field))
            case Word(token, field):
                run = self._analysis.fold(token)
                return _any([_term(self._leaf, name, run) for name in fields_of(field)])
            case Keyword(field, values):
                return _any([_term(self._leaf, field, value) for value in dict.fromkeys(values)])
            case _:
                return self._by_arrays(query)

    def _text(self, words: Sequence[str], fields: tuple[str, ...]) -> Any:
        if not words:
            return NullMatcher()
        return reduce(IntersectionMatcher, [self._run(word, fields) for word in words])

    def _run(self, run: str, fields: tuple[str, ...]) -> Any:
        return _any([self._field_run(run, field) for field in fields])

    def _field_run(self, run: str, field: str) -> Any:
        if len(run) < 2:
            return _term(self._leaf, chars_field(field), run) if run else NullMatcher()
        pairs = [_term(self._leaf, bigrams_field(field), run[i : i + 2]) for i in range(len(run) - 1)]
        return reduce(_following, pairs)

    def _by_arrays(self, query: Query) -> Any:
        alone = Snapshot(Generation(0, (self._segment,)), ArrayCache(1 << 24))
        return ListMatcher(match(query, alone, self._analysis).docs().tolist())


def _term(leaf: SegmentReader, field: str, text: str) -> Any:
    """Live postings of a term; none for a term that is not there."""
    try:
        return leaf.postings(field, text)
    except TermNotFound:
        return NullMatcher()


def _following(before: Any, after: Any) -> Any:
    """`after` at the position next to the end of `before`."""
    if not before.is_active() or not after.is_active():
        return NullMatcher()
    return SpanNear.SpanNearMatcher(before, after, slop=1, ordered=True)


def _any(matchers: list[Any]) -> Any:
    active = [matcher for matcher in matchers if matcher.is_active()]
    return reduce(UnionMatcher, active) if active else NullMatcher()


def _all(matcher: Any) -> list[int]:
    """Every document left in a matcher."""
    found = []
    while matcher.is_active():
        found.append(matcher.id())
        matcher.next()
    return found
