"""Here is a snapshot of the index, give me a searcher that answers by array arithmetic.

Matching is set operations on posting arrays, scoring one scatter of precomputed impacts, the best k a
bound and a small sort, facets a `bincount` a field.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from index.text.fields import bigrams_field, chars_field
from search.engine import facets as counting
from search.engine.explain import Explanation, explain
from search.engine.matching import match, terms_of
from search.engine.matching.runs import run_docs
from search.engine.postings.analysis import Analysis
from search.engine.postings.docset import DocSet, intersect, union
from search.engine.postings.snapshot import Snapshot
from search.engine.ranking import orders, topk
from search.engine.ranking.impacts import Accumulator, index_field
from search.engine.ranking.passages import prior, refine
from search.engine.ranking.scoring import DEFAULTS, Scoring, Term, pairs_of
from search.engine.searcher import Filter
from search.engine.soft import is_long, relax, restrictions
from search.language.tree import Keyword, Query
from search.model import FACET_FIELDS, EngineResult, FieldValues, Sort


@dataclass(frozen=True, slots=True)
class Ranked:
    """The head of a ranking.  docs: intp, in order; scores: float32 beside them."""

    docs: npt.NDArray[np.intp]
    scores: npt.NDArray[np.float32]

    def followed_by(self, rest: Ranked) -> Ranked:
        return Ranked(np.concatenate([self.docs, rest.docs]), np.concatenate([self.scores, rest.scores]))


class VectorSearcher:
    """One generation, answered by array arithmetic.  Made by `search.engine.vector_engine`."""

    def __init__(
        self, snapshot: Snapshot, analysis: Analysis, accumulator: Accumulator | None = None
    ) -> None:
        self.snapshot = snapshot
        self.analysis = analysis
        self._accumulator = accumulator or Accumulator()

    @property
    def number(self) -> int:
        """See `search.engine.searcher.Searcher.number`."""
        return self.snapshot.number

    # -- the protocol ----------------------------------------------------------------------------

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
        view = _View(self.snapshot, self.analysis, query, tuple(filters), self._docs_of(without))
        found, tail = view.found(), view.nothing
        if not (soft or facets or offset + limit):
            return EngineResult(found.size, (), (), {})
        terms = terms_of(query, self.analysis, scoring)
        mixed = soft and is_long(query, self.analysis, scoring.long_query)
        if mixed:
            tail = view.touched(terms) - found
        elif soft and found.size < scoring.soft_below:
            tail = view.tail(found)
        listed, rest = (found | tail, view.nothing) if mixed else (found, tail)
        leading = self._docs_of(lead) & (listed | rest) if lead else view.nothing
        whole = [leading, *self._parts(view, listed - leading, first), rest - leading]
        ranked = self._rank_in_turn(whole, terms, scoring, sort, offset + limit)
        docs = ranked.docs[offset:]
        return EngineResult(
            total=found.size,
            ids=tuple(view.snapshot.ids(docs)),
            scores=tuple(ranked.scores[offset:].tolist()),
            facets=counting.count(view.snapshot, view.countable(found, tail, facets), facet_limit),
            soft_total=tail.size,
            partial=tuple(tail.mask()[docs].tolist()) if tail.size else (False,) * len(docs),
            mixed=mixed,
        )

    @staticmethod
    def _parts(view: _View, found: DocSet, first: Query | None) -> list[DocSet]:
        """What is found, what also matches `first` apart and before the rest."""
        if first is None:
            return [found]
        leading = found & match(first, view.snapshot, view.analysis)
        return [leading, found - leading]

    def _rank_in_turn(
        self, parts: Sequence[DocSet], terms: Mapping[Term, float], scoring: Scoring, sort: Sort, k: int
    ) -> Ranked:
        """The first `k` of the parts, each ranked by itself, one after the other."""
        ranked = Ranked(np.empty(0, np.intp), np.empty(0, np.float32))
        for part in parts:
            if part.size and len(ranked.docs) < k:
                wanted = k - len(ranked.docs)
                ranked = ranked.followed_by(self._rank(self.snapshot, part, terms, scoring, sort, wanted))
        return ranked

    def matches(self, query: Query, article_id: str) -> bool:
        """See `search.engine.searcher.Searcher.matches`."""
        doc = self.snapshot.find(article_id)
        return doc is not None and doc in match(query, self.snapshot, self.analysis)

    def explain(
        self, query: Query, filters: Sequence[Filter], scoring: Scoring, article_id: str
    ) -> Explanation | None:
        """See `search.engine.searcher.Searcher.explain`."""
        return explain(self.snapshot, self.analysis, query, filters, scoring, article_id)

    def frequency(self, word: str) -> int:
        """See `search.engine.searcher.Searcher.frequency`."""
        return len(self.snapshot.posting("body", word).docs)

    def titled(self, line: str) -> Sequence[str]:
        """See `search.engine.searcher.Searcher.titled`."""
        run = self.analysis.fold(line)
        docs = run_docs(self.snapshot, ("title",), run).docs()
        lengths = self.snapshot.lengths(chars_field("title")).take(docs)
        return self.snapshot.ids(docs[lengths == len(run)])

    def following(self, char: str) -> Sequence[str]:
        """See `search.engine.searcher.Searcher.following`."""
        return [pair[1:] for pair in self.snapshot.terms(bigrams_field("body"), char)]

    def values(self, field: str) -> Iterable[str]:
        """See `search.engine.searcher.Searcher.values`."""
        return (value for segment in self.snapshot.segments for value in segment.keyword(field).values)

    def totals(self, field: str) -> FieldValues:
        """See `search.engine.searcher.Searcher.totals`."""
        summed: Counter[str] = Counter()
        for segment in self.snapshot.segments:
            column = segment.keyword(field)
            owners = np.repeat(np.arange(segment.doc_count), np.diff(column.offsets))
            counts = np.bincount(column.codes[segment.live[owners]], minlength=len(column.values))
            summed.update(dict(zip(column.values, counts.tolist(), strict=True)))
        there = sorted(value for value, total in summed.items() if total)
        return FieldValues(tuple(there), tuple(summed[value] for value in there))

    def _docs_of(self, ids: Collection[str]) -> DocSet:
        docs = sorted(doc for each in ids if (doc := self.snapshot.find(each)) is not None)
        return DocSet.of(np.array(docs, np.int32), self.snapshot.space)

    # -- ranking ---------------------------------------------------------------------------------

    def _rank(
        self,
        snapshot: Snapshot,
        found: DocSet,
        terms: Mapping[Term, float],
        scoring: Scoring,
        sort: Sort,
        k: int,
    ) -> Ranked:
        """The first `k` of `found`."""
        if not found.size or k <= 0:
            return Ranked(np.empty(0, np.intp), np.empty(0, np.float32))
        if sort == "relevance" and terms:
            return self._by_score(snapshot, found, terms, scoring, k)
        docs = orders.first(snapshot, found, sort, k)
        by_doc = np.argsort(docs)
        scores = np.empty(len(docs), np.float32)
        scores[by_doc] = self._accumulator.at(snapshot, terms, scoring.saturation, docs[by_doc])
        return Ranked(docs, scores)

    def _by_score(
        self, snapshot: Snapshot, found: DocSet, terms: Mapping[Term, float], scoring: Scoring, k: int
    ) -> Ranked:
        wide = max(k, scoring.depth) if pairs_of(terms) else k
        if found.dense:
            scores = self._accumulator.everywhere(snapshot, terms, scoring.saturation)
            scores = np.where(found.mask(), scores, np.float32(-np.inf))
            prior(snapshot, scoring, scores, None)
            docs = topk.best(scores, wide, lambda tied: orders.newest(snapshot, tied))
            scores = scores.take(docs)
        else:
            among = found.indices()
            scores = self._accumulator.at(snapshot, terms, scoring.saturation, among)
            prior(snapshot, scoring, scores, among)
            places = topk.best(scores, wide, lambda tied: orders.newest(snapshot, among[tied]))
            docs, scores = among.take(places), scores.take(places)
        docs, scores = refine(snapshot, terms, scoring, docs, scores)
        return Ranked(docs[:k], scores[:k])


@dataclass(frozen=True, slots=True)
class _View:
    """One query with its filters over one snapshot.  without: documents that are not to be found."""

    snapshot: Snapshot
    analysis: Analysis
    query: Query
    filters: tuple[Filter, ...]
    without: DocSet

    @property
    def nothing(self) -> DocSet:
        return DocSet.empty(self.snapshot.space)

    def found(self) -> DocSet:
        """What matches, filters included."""
        return self._among(self._match(self.query))

    def tail(self, found: DocSet) -> DocSet:
        """What matches a part of the query only."""
        return self._among(self._match(relax(self.query, self.analysis))) - found

    def touched(self, terms: Mapping[Term, float]) -> DocSet:
        """What has any word or pair of a long query, restricted as the query is."""
        kept = restrictions(self.query)
        any_of = [
            self.snapshot.posting(index_field(term, field), term.text).docs
            for term in terms
            if term.channel in ("words", "bigrams")
            for field in term.fields
        ]
        held = [DocSet.of(docs, self.snapshot.space) for docs in any_of]
        return self._among(
            intersect([union(held, self.snapshot.space), *map(self._match, kept)], self.snapshot.space)
        )

    def countable(self, found: DocSet, tail: DocSet, fields: Sequence[str]) -> dict[str, DocSet]:
        """Facet field → the documents to count: without the filters on that very field.

        The tail is counted where there is nothing above it.
        """
        own = {each.field for each in self.filters if isinstance(each, Keyword)}
        query = self.query
        if tail.size and not found.size:
            query, found = relax(query, self.analysis), tail
        return {
            field: self._among(self._match(query), without=field) if field in own else found
            for field in dict.fromkeys(fields)
            if field in FACET_FIELDS
        }

    def _match(self, query: Query) -> DocSet:
        return match(query, self.snapshot, self.analysis)

    def _among(self, matching: DocSet, without: str | None = None) -> DocSet:
        held = [
            self._match(each)
            for each in self.filters
            if not (isinstance(each, Keyword) and each.field == without)
        ]
        among = intersect([matching, *held], self.snapshot.space)
        return among - self.without if self.without.size else among
