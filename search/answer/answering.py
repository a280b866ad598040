"""Here is a `SearchRequest`; give me the `ResultPage`: understood, matched, ranked, with its passages.

The engine gives ids, scores and counts; titles, texts and snippets are made here from the store, so that
they are the same under every engine.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from corpus.errors import QuerySyntaxError
from corpus.model import Article
from search.answer.batch import plain_query
from search.answer.borders import left_out
from search.answer.duplicates import fold_copies, original_first
from search.answer.highlight import Marker
from search.answer.otherwise import FEW, Otherwise
from search.answer.snippets import snippets, title_spans
from search.answer.understanding import Understood, understand
from search.answer.view import View
from search.engine.ranking.scoring import RECENT, Scoring
from search.engine.soft import is_long
from search.language import entities
from search.language.build import all_of
from search.language.render import render
from search.language.tree import Everything, Query
from search.model import EngineResult, FacetCount, Hit, Notice, ResultPage, SearchRequest
from search.names.vocabulary import Plain

if TYPE_CHECKING:
    from search.engine.explain import Explanation

SNIPPETS = 3
FACET_VALUES = 20
FOLDED = 10_000
"""Articles of a ranking among which reprints are looked for."""
WINDOW = 1_000
"""Articles fetched at a time when all hits are wanted."""


class Answering:
    """The way from question to answer over one view of an archive.  Cheap to make: one a request."""

    def __init__(
        self,
        view: View,
        today: Callable[[], dt.date] = dt.date.today,
        scoring: Scoring | None = None,
    ) -> None:
        self._view = view
        self._today = today
        self.scoring = scoring or Scoring()

    def _without(self, gone: Collection[str]) -> Answering:
        """The same over a view that leaves these ids out too."""
        view = replace(self._view, gone=self._view.gone.union(gone))
        return Answering(view, self._today, self.scoring)

    def understand(self, request: SearchRequest) -> Understood:
        """What the request means here.  Raises QuerySyntaxError."""
        return understand(request, self._names(request), self.count_matching, self._today())

    def page(self, request: SearchRequest) -> ResultPage:
        """The answer, one page of it.  Raises QuerySyntaxError."""
        began = time.perf_counter()
        page = self._answer(request)
        if page.total <= FEW and request.soft and request.q.strip():
            page = self._otherwise(request, page)
        return replace(page, took_ms=(time.perf_counter() - began) * 1000)

    def _answer(self, request: SearchRequest) -> ResultPage:
        meant = self.understand(request)
        offset = (request.page - 1) * request.size
        if request.grouped:
            result, copies = self._grouped(request, meant, offset)
        else:
            result, copies = self.ranked(request, meant, offset, request.size), {}
        held = self._view.articles(result.ids)
        if len(held) < len(result.ids):  # the store removed some that this generation of the index still has
            return self._without(set(result.ids) - held.keys())._answer(request)
        hits = self.hits(meant, result, offset, held)
        return ResultPage(
            request=request,
            total=result.total,
            hits=tuple(replace(hit, copies=copies.get(hit.article.id, ())) for hit in hits),
            facets=_facets(request, result.facets),
            took_ms=0.0,
            soft_total=result.soft_total,
            notices=(*meant.notices, *self._softness(request, meant, result), *self._borders(request, meant)),
        )

    def _borders(self, request: SearchRequest, meant: Understood) -> tuple[Notice, ...]:
        """What the borders of numbers and Latin words leave out; value: how many; undo: the open query."""
        if meant.parsed.question or is_long(meant.query, self._view.analysis, self.scoring.long_query):
            return ()

        def count(query: Query) -> int:
            return self.count_matching(all_of([query, *meant.filters]))

        found = left_out(meant.parsed.query, self._view.analysis, count)
        if found is None:
            return ()
        line = render(found[0])
        return (Notice("open", line, str(found[1]), replace(request, q=line, page=1)),)

    def _softness(
        self, request: SearchRequest, meant: Understood, result: EngineResult
    ) -> tuple[Notice, ...]:
        """What must be said where articles that lack a part are listed; value: who lack none, or the tail."""
        if not request.soft:
            return ()
        strict = replace(request, soft=False, page=1)
        long_query = self._scoring(request, meant, self.scoring).long_query
        if is_long(meant.query, self._view.analysis, long_query):
            whole = self.ranked(strict, meant, 0, 0, facets=()).total
            return (Notice("long", request.q, str(whole), strict),) if whole < result.total else ()
        if not result.total and result.soft_total:
            return (Notice("soft", request.q, str(result.soft_total), strict),)
        return ()

    def _otherwise(self, request: SearchRequest, page: ResultPage) -> ResultPage:
        """What to say when nothing matches: what the letters spell, what may have been a slip."""
        meant = self._proposals().meant(request.q, page.total)
        if meant is None:
            return page
        answer = self._answer(replace(request, q=meant.q)) if meant.sure else page
        if not answer.total:
            return replace(page, suggestion=meant.q)
        notice = Notice(meant.kind, request.q, meant.value, replace(request, soft=False))
        suggestion = meant.q if meant.kind == "spelling" else None
        return replace(answer, request=request, suggestion=suggestion, notices=(notice, *answer.notices))

    def _proposals(self) -> Otherwise:
        def texts(query: Query, limit: int) -> list[str]:
            found = self._view.searcher.search(query, limit=limit).ids
            return [f"{article.title}\n{article.body}" for article in self._view.present(found)]

        return Otherwise(self._view.suggester(), self.count_matching, texts, self._view.analysis)

    def _grouped(
        self, request: SearchRequest, meant: Understood, offset: int
    ) -> tuple[EngineResult, dict[str, tuple[str, ...]]]:
        """The window of the ranking with reprints folded, and the copies folded under each.

        total counts what is shown, so that pages come out even; of more than FOLDED articles, all.
        """
        groups = self._view.reprints()
        most = max(FOLDED, offset + request.size)
        result = self.ranked(request, meant, 0, most)
        shown = fold_copies(result.ids, groups)
        scores = dict(zip(result.ids, result.scores, strict=True))
        window: dict[str, float] = {}
        copies: dict[str, tuple[str, ...]] = {}
        for head, others in shown[offset : offset + request.size]:
            first = head
            if others:
                group = [article.id for article in original_first(self._view.present([head, *others]))]
                first, copies[group[0]] = group[0], tuple(group[1:])
            window[first] = scores[head]
        no_tail = len(result.ids) <= result.total
        strict = len(shown if no_tail else fold_copies(result.ids[: result.total], groups))
        whole = len(result.ids) == result.total + result.soft_total
        folded = replace(
            result,
            ids=tuple(window),
            scores=tuple(window.values()),
            total=strict if whole else result.total,
            soft_total=len(shown) - strict if whole else result.soft_total,
        )
        return folded, copies

    def ranked(
        self,
        request: SearchRequest,
        meant: Understood,
        offset: int,
        limit: int,
        facets: Sequence[str] | None = None,
        facet_limit: int = FACET_VALUES,
        scoring: Scoring | None = None,
    ) -> EngineResult:
        """The engine's answer for one window of the ranking."""
        return self._view.searcher.search(
            meant.query,
            filters=meant.filters,
            sort=request.sort,
            offset=offset,
            limit=limit,
            facets=request.facets if facets is None else facets,
            facet_limit=facet_limit,
            scoring=self._scoring(request, meant, scoring or self.scoring),
            soft=request.soft,
            without=self._view.gone,
        )

    @staticmethod
    def _scoring(request: SearchRequest, meant: Understood, scoring: Scoring) -> Scoring:
        """The weights for this question: a question is soft at any length, newer articles gain if wanted."""
        return replace(
            scoring,
            long_query=0 if meant.parsed.question else scoring.long_query,
            recency=RECENT if request.recency else scoring.recency,
        )

    def explanation(self, request: SearchRequest, article_id: str) -> Explanation | None:
        """Why the article is found, and stands where it does, or why it is not found; None where the index
        has no such article.  Raises QuerySyntaxError."""
        meant = self.understand(request)
        scoring = self._scoring(request, meant, self.scoring)
        return self._view.searcher.explain(meant.query, meant.filters, scoring, article_id)

    def hits(
        self,
        meant: Understood,
        result: EngineResult,
        offset: int,
        held: Mapping[str, Article],
        count: int = SNIPPETS,
    ) -> tuple[Hit, ...]:
        """The window's articles with passages.  held: the articles by id, what is not among them is left out;
        count: at most so many passages each, 0 = none."""
        marker = self.marker(meant) if count else None

        def hit(article: Article, score: float, soft: bool) -> Hit:
            if marker is None:
                return Hit(article, score, soft=soft)
            own = marker.on(article.title, article.body)
            shown = snippets(article.body, own, count)
            return Hit(article, score, shown, title_spans(article.title, own), soft=soft)

        return tuple(
            hit(held[each], score, soft=offset + place >= result.total)
            for place, (each, score) in enumerate(zip(result.ids, result.scores, strict=True))
            if each in held
        )

    def marker(self, meant: Understood) -> Marker:
        """What marks the question's forms in a text."""
        return Marker.of(meant.query, self._view.analysis, self._forms(meant.names))

    def _forms(self, names: Sequence[str]) -> tuple[str, ...]:
        """Every form under which the named may be printed."""
        found = [(name, self._view.resolve(name)) for name in names]
        return tuple(form for name, known in found for form in (name, *(known.aliases if known else ())))

    def all_hits(self, request: SearchRequest) -> Iterator[Hit]:
        """Every hit that `total` counts, in rank order, without passages; understood once, then streamed."""
        meant = self.understand(request)
        no_tail = replace(self.scoring, soft_below=0)
        offset = 0
        while True:
            result = self.ranked(request, meant, offset, WINDOW, facets=(), scoring=no_tail)
            yield from self.hits(meant, result, offset, self._view.articles(result.ids), count=0)
            offset += len(result.ids)
            if not result.ids or offset >= result.total:
                return

    def ranking(self, text: str, limit: int) -> tuple[tuple[str, ...], tuple[float, ...]]:
        """(ids, scores) of the best articles for any text, partial matches last."""
        request = SearchRequest(q=text, facets=())
        try:
            meant = self.understand(request)
        except QuerySyntaxError:
            request = replace(request, q=plain_query(text), dates=False)
            meant = self.understand(request)
        scoring = replace(self.scoring, soft_below=limit)
        result = self.ranked(request, meant, 0, limit, scoring=scoring)
        if result.total <= FEW:
            other = self._proposals().meant(text, result.total)
            if other is not None and other.sure:
                meant = self.understand(replace(request, q=other.q))
                result = self.ranked(request, meant, 0, limit, scoring=scoring)
        if not result.ids:  # a mark that was only punctuation (多高?) may have been taken for an operator
            meant = self.understand(replace(request, q=plain_query(text)))
            result = self.ranked(request, meant, 0, limit, scoring=scoring)
        if len(result.ids) < limit and any(notice.kind == "date" for notice in meant.notices):
            literal = replace(request, dates=False)  # after the days that were named, any other
            rest = self.ranked(literal, self.understand(literal), 0, limit, scoring=scoring)
            result = _followed(result, rest, limit)
        return result.ids, result.scores

    def count_matching(self, query: Query) -> int:
        """How many articles match, strictly."""
        return self._view.searcher.search(query, limit=0, without=self._view.gone).total

    def marks(
        self, request: SearchRequest, article: Article
    ) -> tuple[tuple[tuple[int, int], ...], tuple[tuple[int, int], ...]]:
        """(spans in the title, spans in the body) of what the request looks for."""
        meant = self.understand(request)
        if isinstance(meant.query, Everything) and not meant.names:
            return (), ()
        marker = self.marker(meant).on(article.title, article.body)
        return title_spans(article.title, marker), marker.spans(article.body)

    def facet(self, request: SearchRequest, field: str, limit: int = 0) -> tuple[FacetCount, ...]:
        """The values of a facet field with their counts; limit 0 = all."""
        meant = self.understand(request)
        result = self.ranked(request, meant, 0, 0, facets=(field,), facet_limit=limit)
        return _facets(request, result.facets).get(field, ())

    def _names(self, request: SearchRequest) -> Callable[[], entities.Names]:
        if request.aliases:
            return lambda: self._view.vocabulary
        return lambda: Plain(self._view.vocabulary)


def _followed(first: EngineResult, rest: EngineResult, limit: int) -> EngineResult:
    """The first ranking, then what only the other has, with scores that go on falling."""
    held = set(first.ids)
    more = [each for each in rest.ids if each not in held][: limit - len(first.ids)]
    lowest = min((*first.scores, 1.0))
    scores = tuple(lowest - 1e-3 * place for place in range(1, len(more) + 1))
    return replace(first, ids=(*first.ids, *more), scores=(*first.scores, *scores))


def _facets(
    request: SearchRequest, counted: Mapping[str, Sequence[tuple[str, int]]]
) -> dict[str, tuple[FacetCount, ...]]:
    """Counts with what is chosen marked; chosen values are always there, found or not."""
    facets = {}
    for field, values in counted.items():
        chosen = request.filters.get(field, ())
        listed = [FacetCount(value, count, value in chosen) for value, count in values]
        there = {value for value, _ in values}
        listed += [FacetCount(value, 0, True) for value in chosen if value not in there]
        facets[field] = tuple(listed)
    return facets
