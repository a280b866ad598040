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
from search.answer.highlight import Folding, Marker, read_together
from search.answer.planning import Plan, Planner
from search.answer.snippets import snippets, title_spans
from search.answer.understanding import Understood
from search.answer.view import View
from search.engine.ranking.scoring import Scoring
from search.engine.soft import is_long
from search.language.build import all_of
from search.language.render import render
from search.language.tree import Everything, Query
from search.model import EngineResult, FacetCount, Hit, Notice, ResultPage, SearchRequest

if TYPE_CHECKING:
    from search.engine.explain import Explanation

SNIPPETS = 3
FACET_VALUES = 20
FOLDED = 10_000
"""Articles of a ranking among which reprints are looked for."""
WINDOW = 1_000
"""Articles fetched at a time when all hits are wanted."""


EVERYTHING = 2**31
"""A limit above every number of articles that an index of 32-bit numbers holds."""

Marked = tuple[tuple[tuple[int, int], ...], tuple[tuple[int, int], ...]]
"""(spans in a title, spans in a body), characters."""


class Answering:
    """The way from question to answer over one view of an archive.  Cheap to make: one a request."""

    def __init__(
        self,
        view: View,
        today: Callable[[], dt.date] = dt.date.today,
        scoring: Scoring | None = None,
    ) -> None:
        self._view = view
        self.today = today
        self.scoring = scoring or Scoring()
        self._planner = Planner(view, today, self.scoring)

    @property
    def view(self) -> View:
        """What is answered from."""
        return self._view

    def _without(self, gone: Collection[str]) -> Answering:
        """The same over a view that leaves these ids out too."""
        view = replace(self._view, gone=self._view.gone.union(gone))
        return Answering(view, self.today, self.scoring)

    def plan(self, request: SearchRequest) -> Plan:
        """What is matched for the request, and what is said of it.  Raises QuerySyntaxError."""
        return self._planner.plan(request)

    def understood(self, request: SearchRequest) -> Understood:
        """What `ids` looks for: the request as it was typed, nothing guessed.  Raises QuerySyntaxError."""
        return self._planner.understand(request)

    def page(self, request: SearchRequest) -> ResultPage:
        """The answer, one page of it.  Raises QuerySyntaxError."""
        began = time.perf_counter()
        page = self._answer(request)
        return replace(page, took_ms=(time.perf_counter() - began) * 1000)

    def _answer(self, request: SearchRequest) -> ResultPage:
        plan = self.plan(request)
        offset = (request.page - 1) * request.size
        if request.grouped:
            result, copies = self._grouped(plan, offset)
        else:
            result, copies = self.ranked(plan, offset, request.size), {}
        held = self._view.articles(result.ids)
        if len(held) < len(result.ids):  # the store removed some that this generation of the index still has
            return self._without(set(result.ids) - held.keys())._answer(request)
        hits = self.hits(plan.meant, result, held)
        return ResultPage(
            request=request,
            total=result.total,
            hits=tuple(replace(hit, copies=copies.get(hit.article.id, ())) for hit in hits),
            facets=_facets(request, result.facets),
            took_ms=0.0,
            soft_total=result.soft_total,
            suggestion=plan.suggestion,
            notices=(
                *plan.notices,
                *_softness(request, result),
                *self._borders(request, plan.meant),
                *_past_the_end(request, result),
            ),
            mixed=result.mixed,
            literal=plan.literal,
            dispersed=plan.dispersed,
        )

    def _borders(self, request: SearchRequest, meant: Understood) -> tuple[Notice, ...]:
        """What the borders of numbers and Latin words leave out; value: how many; undo: the open query."""
        if meant.parsed.question or is_long(meant.query, self._view.analysis, self.scoring.long_query):
            return ()

        def count(query: Query) -> int:
            return self._view.searcher.search(
                all_of([query, *meant.filters]), limit=0, without=self._view.gone
            ).total

        found = left_out(meant.parsed.query, self._view.analysis, count)
        if found is None:
            return ()
        line = render(found[0])
        return (Notice("open", line, str(found[1]), replace(request, q=line, page=1)),)

    def _grouped(self, plan: Plan, offset: int) -> tuple[EngineResult, dict[str, tuple[str, ...]]]:
        """The window of the ranking with reprints folded, and the copies folded under each.

        total counts what is shown, so that pages come out even; of more than FOLDED articles, all.
        """
        groups = self._view.reprints()
        size = plan.request.size
        result = self.ranked(plan, 0, max(FOLDED, offset + size))
        shown = fold_copies(result.ids, groups)
        scores = dict(zip(result.ids, result.scores, strict=True))
        partial = dict(zip(result.ids, result.partial, strict=True))
        window: dict[str, tuple[float, bool]] = {}
        copies: dict[str, tuple[str, ...]] = {}
        for head, others in shown[offset : offset + size]:
            first = head
            if others:
                group = [article.id for article in original_first(self._view.present([head, *others]))]
                first, copies[group[0]] = group[0], tuple(group[1:])
            window[first] = scores[head], all(partial.get(each, True) for each in (head, *others))
        folded = replace(
            result,
            ids=tuple(window),
            scores=tuple(score for score, _ in window.values()),
            partial=tuple(part for _, part in window.values()),
        )
        if len(result.ids) < result.total + result.soft_total:  # too many to fold them all
            return folded, copies
        strict = sum(not all(partial.get(each, True) for each in (head, *others)) for head, others in shown)
        return replace(folded, total=strict, soft_total=len(shown) - strict), copies

    def ranked(
        self,
        plan: Plan,
        offset: int,
        limit: int,
        facets: Sequence[str] | None = None,
        facet_limit: int = FACET_VALUES,
        scoring: Scoring | None = None,
    ) -> EngineResult:
        """The engine's answer for one window of the ranking.  scoring: other weights than the plan's."""
        request = plan.request
        return self._view.searcher.search(
            plan.meant.query,
            filters=plan.meant.filters,
            sort=request.sort,
            offset=offset,
            limit=limit,
            facets=request.facets if facets is None else facets,
            facet_limit=facet_limit,
            scoring=scoring or plan.scoring,
            soft=request.soft,
            without=self._view.gone,
            first=plan.first if request.sort == "relevance" else None,
            lead=plan.meant.pasted if request.sort == "relevance" else (),
        )

    def explanation(self, request: SearchRequest, article_id: str) -> Explanation | None:
        """Why the article is found, and stands where it does, or why it is not found; None where the index
        has no such article.  Raises QuerySyntaxError."""
        plan = self.plan(request)
        return self._view.searcher.explain(plan.meant.query, plan.meant.filters, plan.scoring, article_id)

    def hits(
        self,
        meant: Understood,
        result: EngineResult,
        held: Mapping[str, Article],
        count: int = SNIPPETS,
    ) -> tuple[Hit, ...]:
        """The window's articles with passages.  held: the articles by id, what is not among them is left out;
        count: at most so many passages each, 0 = none."""
        listed = [
            (held[each], score, partial)
            for each, score, partial in zip(result.ids, result.scores, result.partial, strict=True)
            if each in held
        ]
        if not count:
            return tuple(Hit(article, score, soft=partial) for article, score, partial in listed)
        marker = self.marker(meant)
        read = read_together([article for article, _, _ in listed]) if marker else []

        def hit(number: int, article: Article, score: float, soft: bool) -> Hit:
            if not read:
                return Hit(article, score, snippets(article.body, marker, count), soft=soft)
            title, body = read[number]
            own = marker.on(title, body)
            return Hit(article, score, snippets(body, own, count), title_spans(title, own), soft=soft)

        return tuple(hit(number, *one) for number, one in enumerate(listed))

    def marker(self, meant: Understood) -> Marker:
        """What marks the question's forms in a text."""
        return Marker.of(meant.query, self._view.analysis, self._forms(meant.names))

    def _forms(self, names: Sequence[str]) -> tuple[str, ...]:
        """Every form under which the named may be printed."""
        found = [(name, self._view.resolve(name)) for name in names]
        return tuple(form for name, known in found for form in (name, *(known.aliases if known else ())))

    def all_hits(self, request: SearchRequest) -> Iterator[Hit]:
        """Every hit that `total` counts, in rank order, without passages; understood once, then streamed."""
        plan = self.plan(request)
        strict = replace(plan, request=replace(request, soft=False, page=1, size=FOLDED))
        if request.grouped:
            result, copies = self._grouped(strict, 0)
            if result.total <= FOLDED:
                for hit in self.hits(plan.meant, result, self._view.articles(result.ids), count=0):
                    yield replace(hit, copies=copies.get(hit.article.id, ()))
                return
        offset = 0
        while True:
            result = self.ranked(strict, offset, WINDOW, facets=())
            yield from self.hits(plan.meant, result, self._view.articles(result.ids), count=0)
            offset += len(result.ids)
            if not result.ids or offset >= result.total:
                return

    def ids(self, request: SearchRequest) -> tuple[str, ...]:
        """The ids of everything that `total` counts, in the request's order; nothing is read of the store."""
        plan = self.plan(replace(request, soft=False))
        return self.ranked(plan, 0, EVERYTHING, facets=()).ids

    def ranking(
        self, text: str, limit: int, base: SearchRequest | None = None
    ) -> tuple[tuple[str, ...], tuple[float, ...]]:
        """(ids, scores) of the best articles for any text, partial matches last.  base: what holds besides
        the text: its dates and filters."""
        request = replace(base or SearchRequest(), q=text, facets=())
        try:
            plan = self.plan(request)
        except QuerySyntaxError:
            request = replace(request, q=plain_query(text), dates=False)
            plan = self.plan(request)
        result = self._deep(plan, limit)
        if not result.ids:  # a mark that was only punctuation (多高?) may have been taken for an operator
            result = self._deep(self.plan(replace(request, q=plain_query(text))), limit)
        dated = any(notice.kind in ("date", "empty_date") for notice in plan.notices)
        if len(result.ids) < limit and dated:  # after the days that were named, any other
            rest = self._deep(self.plan(replace(request, dates=False)), limit)
            result = _followed(result, rest, limit)
        return result.ids, result.scores

    def _deep(self, plan: Plan, limit: int) -> EngineResult:
        """A ranking that goes on with what matches in part until there are so many."""
        return self.ranked(plan, 0, limit, scoring=replace(plan.scoring, soft_below=limit))

    def marks(self, request: SearchRequest, article: Article) -> Marked:
        """(spans in the title, spans in the body) of what the request looks for."""
        return self.marking(request)(article)

    def marking(self, request: SearchRequest, fold: Folding | None = None) -> Callable[[Article], Marked]:
        """The marks of any number of articles; the request is understood once.  Raises QuerySyntaxError.

        fold: of their texts, where several requests mark the same ones.
        """
        meant = self.plan(request).meant
        if isinstance(meant.query, Everything) and not meant.names:
            return lambda _article: ((), ())
        every = self.marker(meant)

        def marks(article: Article) -> Marked:
            if not every:
                return (), ()
            ((title, body),) = read_together([article], fold)
            marker = every.on(title, body)
            return title_spans(title, marker), marker.spans(body)

        return marks

    def facet(self, request: SearchRequest, field: str, limit: int = 0) -> tuple[FacetCount, ...]:
        """The values of a facet field with their counts; limit 0 = all."""
        result = self.ranked(self.plan(request), 0, 0, facets=(field,), facet_limit=limit)
        return _facets(request, result.facets).get(field, ())


def _softness(request: SearchRequest, result: EngineResult) -> tuple[Notice, ...]:
    """What must be said where articles that lack a part are listed; value: who lack none, or the tail."""
    if not result.soft_total:
        return ()
    strict = replace(request, soft=False, page=1)
    if result.mixed:
        return (Notice("long", request.q, str(result.total), strict),)
    return () if result.total else (Notice("soft", request.q, str(result.soft_total), strict),)


def _past_the_end(request: SearchRequest, result: EngineResult) -> tuple[Notice, ...]:
    """How many pages there are, where one after the last was asked for; undo: the last."""
    pages = max(1, -(-(result.total + result.soft_total) // request.size))
    if request.page <= pages:
        return ()
    return (Notice("past_the_end", str(request.page), str(pages), replace(request, page=pages)),)


def _followed(first: EngineResult, rest: EngineResult, limit: int) -> EngineResult:
    """The first ranking, then what only the other has, with scores that go on falling."""
    held = set(first.ids)
    more = [each for each in rest.ids if each not in held][: limit - len(first.ids)]
    lowest = min((*first.scores, 1.0))
    scores = tuple(lowest - 1e-3 * place for place in range(1, len(more) + 1))
    partial = (*first.partial, *(True for _ in more))
    return replace(first, ids=(*first.ids, *more), scores=(*first.scores, *scores), partial=partial)


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
