"""Here is an index directory, give me a searcher that answers through Whoosh's own matchers: the oracle.

Matching is `tests.oracle.whoosh_matchers`; scores are added up posting by posting from the formula in
`search.engine.ranking.impacts`, and facets are counted one article at a time.  Slow, and meant to be: it
shares no arithmetic with the fast path.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from whoosh.reading import SegmentReader

from index.segments.interface import Generation
from index.segments.manifest import analyzer_for
from index.text.fields import bigrams_field, chars_field
from index.whoosh_format.stock import StockSegment
from index.whoosh_format.storage import newest, open_index
from search.engine.explain import Explanation
from search.engine.matching import terms_of
from search.engine.postings.analysis import Analysis
from search.engine.postings.cache import ArrayCache
from search.engine.postings.snapshot import Snapshot
from search.engine.ranking.passages import refine
from search.engine.ranking.scoring import DEFAULTS, Saturation, Scoring, Term
from search.engine.ranking.titles import title_places
from search.engine.searcher import Filter
from search.engine.soft import is_long, relax, restrictions
from search.language.tree import And, Everything, Keyword, Phrase, Query, Word
from search.model import FACET_FIELDS, EngineResult, FieldValues, Sort
from tests.oracle.whoosh_matchers import Lowering, all_docs, live_postings

Docs = dict[int, float]
LOOSE = ("words", "bigrams")
"""Channels any term of which is enough for a long query."""


class WhooshEngine:
    """The slow engine.  Opens the newest generation at every call."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._analysis = Analysis(analyzer_for(directory))

    def newest(self) -> WhooshSearcher:
        """See `search.engine.searcher.Engine.newest`."""
        return WhooshSearcher(open_index(self._directory).reader(), newest(self._directory), self._analysis)

    def close(self) -> None:
        """Nothing is held."""


class WhooshSearcher:
    """One generation, read through Whoosh.  reader: Whoosh's own; number: of the generation."""

    def __init__(self, reader: Any, number: int, analysis: Analysis) -> None:
        self._reader = reader
        self.number = number
        self.analysis = analysis

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
        without: Collection[str] = (),
        first: Query | None = None,
        lead: Collection[str] = (),
    ) -> EngineResult:
        """See `search.engine.searcher.Searcher.search`."""
        whole = _Whole(self._reader, self.analysis, without)
        terms = terms_of(query, self.analysis, scoring)
        found = whole.docs(query, filters)
        asked, tail = query, set[int]()
        mixed = soft and is_long(query, self.analysis, scoring.long_query)
        if mixed:
            tail = (whole.touched(terms) & whole.docs(And(restrictions(query)), filters)) - found
            asked = query if found else relax(query, self.analysis)
        elif soft and len(found) < scoring.soft_below:
            tail = whole.docs(relax(query, self.analysis), filters) - found
            asked = query if found else relax(query, self.analysis)
        scores = whole.scores(terms, scoring.saturation)
        top = {doc for doc in found | tail if whole.ids[doc] in lead}
        listed = (found | tail if mixed else found) - top
        leading = listed & whole.docs(first, ()) if first is not None else listed
        parts = (top, leading, listed - leading, set[int]() if mixed else tail - top)
        ranked = [each for docs in parts for each in whole.ranked(docs, scores, terms, scoring, sort)]
        window = ranked[offset : offset + limit]
        return EngineResult(
            total=len(found),
            ids=tuple(whole.ids[doc] for doc, _ in window),
            scores=tuple(score for _, score in window),
            facets={
                field: whole.counts(asked, filters, field, facet_limit)
                for field in dict.fromkeys(facets)
                if field in FACET_FIELDS
            },
            soft_total=len(tail),
            partial=tuple(doc in tail for doc, _ in window),
            mixed=mixed,
        )

    def matches(self, query: Query, article_id: str) -> bool:
        """See `search.engine.searcher.Searcher.matches`."""
        whole = _Whole(self._reader, self.analysis)
        return article_id in {whole.ids[doc] for doc in whole.docs(query, ())}

    def explain(
        self, query: Query, filters: Sequence[Filter], scoring: Scoring, article_id: str
    ) -> Explanation | None:
        """The oracle says what is found, not why."""
        raise NotImplementedError

    def frequency(self, word: str) -> int:
        """See `search.engine.searcher.Searcher.frequency`."""
        return self.search(Word(word, "body"), limit=0).total

    def titled(self, line: str) -> Sequence[str]:
        """See `search.engine.searcher.Searcher.titled`."""
        whole, run = _Whole(self._reader, self.analysis), self.analysis.fold(line)
        docs = whole.docs(Phrase(line, "title"), ())
        field = chars_field("title")
        return [whole.ids[doc] for doc in docs if self._reader.doc_field_length(doc, field) == len(run)]

    def following(self, char: str) -> Sequence[str]:
        """See `search.engine.searcher.Searcher.following`."""
        pairs = (text.decode() for name, text in self._reader.all_terms() if name == bigrams_field("body"))
        return [pair[1:] for pair in pairs if pair[0] == char]

    def values(self, field: str) -> Iterable[str]:
        """See `search.engine.searcher.Searcher.values`."""
        return self.totals(field).values

    def totals(self, field: str) -> FieldValues:
        """See `search.engine.searcher.Searcher.totals`."""
        whole = _Whole(self._reader, self.analysis)
        counted = sorted(whole.counts(Everything(), (), field, 0))
        return FieldValues(tuple(value for value, _ in counted), tuple(total for _, total in counted))


class _Whole:
    """All leaves of one reader, their documents numbered through."""

    def __init__(self, reader: Any, analysis: Analysis, without: Collection[str] = ()) -> None:
        self._analysis = analysis
        self._without = frozenset(without)
        self._leaves = [(leaf, offset, StockSegment(leaf)) for leaf, offset in reader.leaf_readers()]
        self._leaves = [each for each in self._leaves if isinstance(each[0], SegmentReader)]
        self._snapshot = Snapshot(Generation(0, tuple(s for _, _, s in self._leaves)), ArrayCache(1 << 26))
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
            for doc in all_docs(Lowering(leaf, segment, self._analysis).lower(wanted))
            if self.ids[offset + doc] not in self._without
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
                counted[value] += sum(
                    offset + doc in docs for doc in all_docs(live_postings(leaf, field, value))
                )
        ordered = sorted((+counted).items(), key=lambda each: (-each[1], each[0]))
        return tuple(ordered[:limit] if limit and field not in ("year", "month") else ordered)

    # -- ranking ---------------------------------------------------------------------------------

    def ranked(
        self,
        docs: set[int],
        scores: Mapping[int, float],
        terms: Mapping[Term, float],
        scoring: Scoring,
        sort: Sort,
    ) -> list[tuple[int, float]]:
        """Documents with scores in the order of `sort`; ties by date, then id."""
        newest = {doc: (-self.dates[doc], self.ids[doc]) for doc in docs}
        if sort == "oldest":
            order = sorted(docs, key=lambda doc: (self.dates[doc] or math.inf, self.ids[doc]))
        elif sort == "title":
            places = title_places(self._snapshot)
            order = sorted(docs, key=lambda doc: (int(places[doc]), newest[doc]))
        elif sort == "relevance" and terms:
            order = sorted(docs, key=lambda doc: (-scores[doc], newest[doc]))
            first = np.array([scores[doc] for doc in order], np.float32)
            last, final = refine(self._snapshot, terms, scoring, np.array(order, np.intp), first)
            return list(zip(last.tolist(), final.tolist(), strict=True))
        else:
            order = sorted(docs, key=newest.__getitem__)
        return [(doc, scores[doc]) for doc in order]

    def touched(self, terms: Mapping[Term, float]) -> set[int]:
        """The documents that have any word or pair."""
        found = [
            self._postings(term, field) for term in terms for field in term.fields if term.channel in LOOSE
        ]
        return {doc for postings in found for doc, _, _ in postings}

    def scores(self, terms: Mapping[Term, float], saturation: Saturation) -> Mapping[int, float]:
        """The score of every document that has any of the terms."""
        scores: dict[int, float] = defaultdict(float)
        for term, weight in terms.items():
            found = self._frequencies(term, saturation)
            rarity = math.log(1 + (self._count - len(found) + 0.5) / (len(found) + 0.5))
            idf = rarity**saturation.idf_power
            for doc, frequency in found.items():
                scores[doc] += weight * idf * frequency / (frequency + saturation.k1)
        return scores

    def _frequencies(self, term: Term, saturation: Saturation) -> Docs:
        """Length-normalised, weighted frequencies over the fields of the term."""
        summed: Docs = defaultdict(float)
        for field in term.fields:
            if term.channel == "values":
                for doc, frequency, _ in self._postings(term, field):
                    summed[doc] += frequency
                continue
            measured = field if term.channel == "words" else chars_field(field)
            average, shape = self._average(measured), saturation.field(field)
            for doc, frequency, length in self._postings(term, field, measured):
                summed[doc] += shape.weight * frequency / (1 - shape.b + shape.b * length / average)
        return summed

    def _postings(self, term: Term, field: str, measured: str = "") -> list[tuple[int, float, float]]:
        """(document, frequency, length of its field `measured`) of a term in one field."""
        found = []
        spans = term.channel == "runs" and len(term.text) > 2
        for leaf, offset, segment in self._leaves:
            matcher = Lowering(leaf, segment, self._analysis).term(term, field)
            while matcher.is_active():
                doc = matcher.id()
                frequency = len(matcher.spans()) if spans else matcher.weight()
                length = (leaf.doc_field_length(doc, measured) or 0) if measured else 0
                found.append((offset + doc, float(frequency), float(length)))
                matcher.next()
        return found

    def _average(self, field: str) -> float:
        lengths = [
            leaf.doc_field_length(doc, field) or 0
            for leaf, _, _ in self._leaves
            for doc in range(leaf.doc_count_all())
            if not leaf.is_deleted(doc)
        ]
        return sum(lengths) / self._count if sum(lengths) else 1.0
