"""Here is a `SearchRequest`; give me the plan of its answer: what is matched, what comes first, what is said.

One plan serves the page, its count, the export, the facets, the explanation and the marks, so that they all
answer the same question: what was understood, and what a slip or pinyin was taken for.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from corpus.errors import QuerySyntaxError
from search.answer.otherwise import FEW, Meant, Otherwise
from search.answer.parts import apart, dispersed, literal
from search.answer.pasted import only_whole, same_line
from search.answer.understanding import Filter, Understood, filters_of, printed, understand
from search.answer.view import View
from search.engine.ranking.scoring import RECENT, Scoring
from search.engine.soft import is_long
from search.language import entities
from search.language.build import leaves
from search.language.operators import MAX_CHARS, MAX_LEAVES
from search.language.render import render
from search.language.tree import Among, Keyword, Not, Phrase, Query
from search.model import WORKED_OUT, Notice, Part, SearchRequest
from search.names.vocabulary import Plain

TITLES = 20
"""Headlines that are compared with a line that may be one of them."""


@dataclass(frozen=True, slots=True)
class Plan:
    """request: as it was asked; meant: the question that is answered; scoring: its weights; notices: what
    must be said of it; suggestion: another line to offer; literal, dispersed: parts of the answer; first:
    what the default order puts before the rest."""

    request: SearchRequest
    meant: Understood
    scoring: Scoring
    notices: tuple[Notice, ...] = ()
    suggestion: str | None = None
    literal: Part | None = None
    dispersed: Part | None = None
    first: Query | None = None


class Planner:
    """Plans over one view of an archive.  today: what 去年 counts from; scoring: weights to begin with."""

    def __init__(self, view: View, today: Callable[[], dt.date], scoring: Scoring) -> None:
        self._view = view
        self._today = today
        self._scoring = scoring

    def plan(self, request: SearchRequest) -> Plan:
        """The plan of a request.  Raises QuerySyntaxError."""
        plan = self._as_asked(request)
        if not request.soft or request.literal or not request.q.strip() or self._is_long(plan):
            return self._with_parts(plan)
        found = self.count(plan.meant.query)
        other = self.proposals().meant(request.q, found) if found <= FEW else None
        return self._with_parts(plan if other is None else self._otherwise(plan, other))

    def understand(self, request: SearchRequest) -> Understood:
        """What the request means here, as it was typed.  Raises QuerySyntaxError."""
        meant = understand(request, self._names(request), self.count, self._today(), self._titled)
        return replace(meant, filters=tuple(map(self._worked_out, meant.filters)))

    def _worked_out(self, condition: Filter) -> Filter:
        """The condition as the engine can match it: what no field holds is the ids of its articles."""
        if isinstance(condition, Not):
            return Not(self._worked_out(condition.part)) if isinstance(condition.part, Keyword) else condition
        if not isinstance(condition, Keyword) or condition.field not in WORKED_OUT:
            return condition
        held = (self._view.submissions().articles(condition.field, value) for value in condition.values)
        return Among(frozenset().union(*held), condition)

    def count(self, query: Query, filters: Sequence[Filter] = ()) -> int:
        """How many articles match, strictly."""
        return self._view.searcher.search(query, filters=filters, limit=0, without=self._view.gone).total

    def proposals(self) -> Otherwise:
        """What else may have been meant, by what this archive holds."""

        def texts(query: Query, limit: int) -> list[str]:
            found = self._view.searcher.search(query, limit=limit).ids
            return [f"{article.title}\n{article.body}" for article in self._view.present(found)]

        return Otherwise(self._view.suggester(), self.count, texts, self._view.searcher)

    def _as_asked(self, request: SearchRequest) -> Plan:
        meant = self.understand(request)
        undo = replace(request, unread=())
        unread = (Notice("unread", value, name, undo) for name, value in request.unread)
        return Plan(request, meant, self._weights(request, meant), (*unread, *meant.notices))

    def _otherwise(self, plan: Plan, other: Meant) -> Plan:
        """The plan of the other question where that was surely meant, else the same with an offer."""
        try:
            meant = self.understand(replace(plan.request, q=other.q))
        except QuerySyntaxError:
            return plan
        if not self.count(meant.query):
            return plan
        if not other.sure:
            return replace(plan, suggestion=other.q)
        notice = Notice(other.kind, plan.request.q, other.value, replace(plan.request, soft=False))
        return replace(
            plan,
            meant=meant,
            scoring=self._weights(plan.request, meant),
            notices=(notice, *(each for each in plan.notices if each.kind == "unread"), *meant.notices),
            suggestion=other.q if other.kind == "spelling" else None,
        )

    def _with_parts(self, plan: Plan) -> Plan:
        """The plan with its answer counted in parts, where words may stand apart in it."""
        if self._is_long(plan):
            return plan
        tree = plan.meant.tree
        as_typed = literal(tree, self._view.analysis)
        named = any(notice.kind in ("organization", "person") for notice in plan.meant.notices)
        if named:
            plain = self.understand(replace(plan.request, q=plan.meant.parsed.text, aliases=False))
            beside = self._part(plan.request, apart(plain.tree, tree))
            if beside is not None and beside[0].total:
                said = Notice("apart", plan.meant.parsed.text, str(beside[0].total), beside[0].request)
                plan = replace(plan, notices=(*plan.notices, said))
        if as_typed is None:
            return plan
        whole = self._part(plan.request, as_typed)
        rest = self._part(plan.request, dispersed(tree, as_typed))
        if whole is None or rest is None:
            return plan
        return replace(plan, literal=whole[0], dispersed=rest[0], first=whole[1])

    def _part(self, request: SearchRequest, tree: Query) -> tuple[Part, Query] | None:
        """The articles of a tree, with the request that finds exactly these; None where it is too long.

        The tree is what reading the line again would give, names, values and numbers understood.
        """
        line = render(tree)
        if len(line) > MAX_CHARS or sum(1 for _ in leaves(tree)) > MAX_LEAVES:
            return None
        asked = replace(
            request, q=line, page=1, aliases=False, dates=False, soft=False, literal=False, grouped=False
        )
        query = printed(tree, self._names(asked))
        filters = tuple(map(self._worked_out, filters_of(request)))
        return Part(self.count(query, filters), asked), query

    def _is_long(self, plan: Plan) -> bool:
        return plan.request.soft and is_long(plan.meant.query, self._view.analysis, plan.scoring.long_query)

    def _weights(self, request: SearchRequest, meant: Understood) -> Scoring:
        """The weights for this question: a question is soft at any length, newer articles gain if wanted."""
        return replace(
            self._scoring,
            long_query=0 if meant.parsed.question else self._scoring.long_query,
            recency=RECENT if request.recency else self._scoring.recency,
        )

    def _titled(self, line: str) -> tuple[str, ...]:
        """The articles whose headline the line is, sign for sign; else those whose headline holds it."""
        searcher = self._view.searcher
        found = searcher.titled(line) if only_whole(line) else None
        if found is None or len(found) > TITLES:
            found = searcher.search(Phrase(line, "title"), limit=TITLES, without=self._view.gone).ids
        held = [one for one in self._view.present(found) if same_line(line, one.title)]
        whole = [one for one in held if same_line(one.title, line)]
        return tuple(one.id for one in whole or held)

    def _names(self, request: SearchRequest) -> Callable[[], entities.KnownNames]:
        if request.aliases:
            return lambda: self._view.vocabulary
        return lambda: Plain(self._view.vocabulary)
