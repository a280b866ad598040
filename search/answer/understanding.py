"""Here is a request and what an archive knows; give me the query for an engine, and what was done to it.

Two decisions need the archive.  A date in plain speech is a filter only where articles of those days exist,
and where a long query does not stand printed as it is (a headline may carry a year).  A name is an entity
only where some article carries it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from search.language import FreeDate, Parsed, entities, numerals, parse, render, spelt
from search.language.build import any_of, leaves
from search.language.questions import lists
from search.language.tree import And, Boost, DateRange, Keyword, Not, Or, Phrase, Query
from search.model import Notice, SearchRequest

TITLE_LIKE = 12
"""Characters beside a date from which a query may be a headline that carries it."""

NAMES = ("organization", "subject", "person")
"""Keyword fields whose values are printed in the text under some name."""

Filter = Keyword | DateRange | Not


@dataclass(frozen=True, slots=True)
class Understood:
    """query: what to match and rank; filters: what only restricts; names: entities whose
    printed forms are marked besides."""

    parsed: Parsed
    query: Query
    filters: tuple[Filter, ...]
    notices: tuple[Notice, ...] = ()
    names: tuple[str, ...] = ()

    @property
    def canonical(self) -> str:
        """The query as a line of the query language."""
        return render(self.query)


def understand(
    request: SearchRequest,
    names: Callable[[], entities.Names],
    count: Callable[[Query], int],
    today: dt.date,
) -> Understood:
    """names: asked for only when the query holds some; count: articles that match.

    Raises QuerySyntaxError.
    """
    parsed = parse(request.q, today)
    dated = bool(parsed.dates) and request.dates and _are_filters(parsed, count)
    tree = parsed.query if dated else parsed.literal
    notices: list[Notice] = []
    if request.aliases:
        tree, found = entities.resolve(tree, names(), whole_only=parsed.question)
        undo = replace(request, aliases=False, page=1)
        notices += [Notice(each.kind, each.text, each.value, undo) for each in found]
    if not parsed.question:
        tree = spelt.joined(numerals.widen(tree))
    if _has_keywords(tree):
        tree = entities.with_values(tree, names())
    tree = printed(tree)
    if dated:
        undo = replace(request, dates=False, page=1)
        notices += [Notice("date", date.text, days(date), undo) for date in parsed.dates]
    return Understood(
        parsed,
        tree,
        filters_of(request),
        tuple(notices),
        tuple(dict.fromkeys(_named(tree, request))),
    )


def printed(query: Query) -> Query:
    """The tree with what was quoted looked for in what was printed: title and text, or a whole author's name.

    Sections, tags and credits may hold the same characters; quoted, they would make the count a guess.
    """
    if isinstance(query, Phrase) and query.field is None:
        return Or(
            (replace(query, field="title"), replace(query, field="body"), Keyword("author", (query.text,)))
        )
    if isinstance(query, (And, Or)):
        return replace(query, parts=tuple(printed(part) for part in query.parts))
    if isinstance(query, (Not, Boost)):
        return replace(query, part=printed(query.part))
    return query


def _named(tree: Query, request: SearchRequest) -> Iterator[str]:
    """Organisations and people asked for, in the query or beside it."""
    for leaf in leaves(tree):
        if isinstance(leaf, Keyword) and leaf.field in NAMES:
            yield from leaf.values
    for field in NAMES:
        yield from request.filters.get(field, ())


def _are_filters(parsed: Parsed, count: Callable[[Query], int]) -> bool:
    ranges = any_of(DateRange(date.start, date.end) for date in parsed.dates)
    if not count(ranges) or (
        parsed.question and not lists(parsed.text) and all(map(_whole_years, parsed.dates))
    ):
        return False
    return parsed.rest < TITLE_LIKE or not count(parsed.literal)


def _whole_years(date: FreeDate) -> bool:
    """Whether a date is as coarse as a fact has it (于2013年毕业), not as a search of an archive has it."""
    return bool(date.start and date.end) and f"{date.start:%m%d}{date.end:%m%d}" == "01011231"


def _has_keywords(query: Query) -> bool:
    return any(isinstance(leaf, Keyword) for leaf in leaves(query))


def filters_of(request: SearchRequest) -> tuple[Filter, ...]:
    """What the request restricts beside its query."""
    wanted: list[Filter] = [
        Keyword(field, tuple(values)) for field, values in request.filters.items() if values
    ]
    wanted += [Not(Keyword(field, tuple(values))) for field, values in request.excluded.items() if values]
    if request.date_from or request.date_to:
        wanted.append(DateRange(request.date_from, request.date_to))
    return tuple(wanted)


def days(date: FreeDate) -> str:
    """A range of days as people read it: 2021-09-01—2021-09-30."""
    if date.start == date.end and date.start:
        return date.start.isoformat()
    return f"{date.start or ''}—{date.end or ''}"
