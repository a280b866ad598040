"""Here is an index directory, give me a searcher that answers by array arithmetic.

Matching is set operations on posting arrays, scoring one scatter of precomputed impacts, the best k a
bound and a small sort, facets a `bincount` a field.  One immutable `Snapshot` serves a whole call, so a
commit that lands meanwhile is seen by the next one.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from index.opening import open_segments
from index.segments.interface import Generation
from index.segments.manifest import analyzer_for
from search.engine import facets as counting
from search.engine.matching import match
from search.engine.postings.analysis import Analysis
from search.engine.postings.cache import ArrayCache, default_budget
from search.engine.postings.docset import DocSet, intersect, union
from search.engine.postings.snapshot import Snapshot
from search.engine.ranking import orders, topk
from search.engine.ranking.impacts import Accumulator, index_field
from search.engine.ranking.passages import prior, refine
from search.engine.ranking.scoring import DEFAULTS, Scoring, Term, pairs_of, terms_of
from search.engine.searcher import Filter
from search.engine.soft import is_long, relax, restrictions
from search.language.tree import Keyword, Query
from search.model import FACET_FIELDS, EngineResult, Sort

SETTLED = 0.1
"""Seconds after which a directory's time stamp is taken to tell two commits apart."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """The head of a ranking.  docs: intp, in order; scores: float32 beside them."""

    docs: npt.NDArray[np.intp]
    scores: npt.NDArray[np.float32]

    def followed_by(self, rest: Ranked) -> Ranked:
        return Ranked(np.concatenate([self.docs, rest.docs]), np.concatenate([self.scores, rest.scores]))


class VectorSearcher:
    """The engine.

    source: gives the newest generation; stamp: changes when there may be a newer one; cache: None = one whose
    budget follows the size of the index.
    """

    def __init__(
        self,
        source: Callable[[], Generation],
        analysis: Analysis,
        cache: ArrayCache | None = None,
        stamp: Callable[[], int | None] = lambda: None,
    ) -> None:
        self.analysis = analysis
        self.cache = ArrayCache() if cache is None else cache
        self._grows = cache is None
        self._source = source
        self._stamp = stamp
        self._lock = threading.Lock()
        self._accumulator = Accumulator()
        self._seen: int | None = None
        self._snapshot: Snapshot | None = None

    @classmethod
    def open(cls, directory: Path, budget: int | None = None) -> VectorSearcher:
        """Over an index directory.  Raises IndexMissing, IndexStale."""
        analysis = Analysis(analyzer_for(directory))
        searcher = cls(
            lambda: open_segments(directory),
            analysis,
            ArrayCache(budget) if budget else None,
            lambda: directory.stat().st_mtime_ns,
        )
        searcher.snapshot()
        return searcher

    def snapshot(self) -> Snapshot:
        """The newest generation.  Costs one `stat` where nothing changed."""
        held, stamp = self._snapshot, self._stamp()
        if held is not None and stamp == self._seen:
            return held
        with self._lock:
            if self._snapshot is None or stamp != self._seen:
                self._refresh(stamp)
            assert self._snapshot is not None
            return self._snapshot

    def _refresh(self, stamp: int | None) -> None:
        generation = self._source()
        old = self._snapshot
        if old is None or generation.number != old.number:
            self._snapshot = Snapshot(generation, self.cache)
            if self._grows:
                self.cache.budget = default_budget(self._snapshot.bytes_on_disk)
            if old is not None:
                token = old.token
                self.cache.drop(lambda key: isinstance(key, tuple) and key[0] is token)
        settled = stamp is None or time.time_ns() - stamp > SETTLED * 1e9
        self._seen = stamp if settled else -1

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
    ) -> EngineResult:
        """See `search.engine.searcher.Searcher.search`."""
        view = _View(self.snapshot(), self.analysis, query, tuple(filters))
        found, tail = view.found(), view.nothing
        terms = terms_of(query, self.analysis, scoring)
        if soft and is_long(query, self.analysis, scoring.long_query):
            found = view.touched(terms) | found
        elif soft and found.size < scoring.soft_below:
            tail = view.tail(found)
        ranked = self._rank(view.snapshot, found, terms, scoring, sort, offset + limit)
        if tail.size and offset + limit > found.size:
            rest = self._rank(view.snapshot, tail, terms, scoring, sort, offset + limit - found.size)
            ranked = ranked.followed_by(rest)
        return EngineResult(
            total=found.size,
            ids=tuple(view.snapshot.ids(ranked.docs[offset:])),
            scores=tuple(ranked.scores[offset:].tolist()),
            facets=counting.count(view.snapshot, view.countable(found, tail, facets), facet_limit),
            soft_total=tail.size,
        )

    def matches(self, query: Query, article_id: str) -> bool:
        """See `search.engine.searcher.Searcher.matches`."""
        snapshot = self.snapshot()
        doc = snapshot.find(article_id)
        return doc is not None and doc in match(query, snapshot, self.analysis)

    def close(self) -> None:
        """Forget the snapshot and every array."""
        with self._lock:
            self._snapshot = None
            self.cache.clear()

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
    """One query with its filters over one snapshot."""

    snapshot: Snapshot
    analysis: Analysis
    query: Query
    filters: tuple[Filter, ...]

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
        return intersect([matching, *held], self.snapshot.space)
