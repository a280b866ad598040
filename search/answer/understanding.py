"""Here is a request and what an archive knows; give me the query for an engine, and what was done to it.

Two decisions need the archive.  A date in plain speech is a filter only where articles of those days exist,
and where a long query does not stand printed as it is (a headline may carry a year).  A name is an entity
only where some article carries it.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from corpus.errors import QuerySyntaxError
from search.answer.parts import quoted
from search.answer.pasted import SHORT
from search.language import FreeDate, Parsed, entities, numerals, parse, parse_plain, render, spelt
from search.language.build import any_of, leaves
from search.language.questions import lists
from search.language.tree import (
    Among,
    AtLeast,
    DateRange,
    Everything,
    Keyword,
    Near,
    Not,
    Or,
    Phrase,
    Query,
    conjuncts,
    is_plain,
    map_parts,
)
from search.model import Notice, SearchRequest

TITLE_LIKE = 12
"""Characters beside a date from which a query may be a headline that carries it."""

NAMES = ("organization", "subject", "person")
"""Keyword fields whose values are printed in the text under some name."""

Filter = Keyword | Among | DateRange | Not


@dataclass(frozen=True, slots=True)
class Understood:
    """query: what to match and rank; tree: the same as it can be written, before quotes were given their
    fields; filters: what only restricts; names: entities whose printed forms are marked besides; pasted: ids
    of the articles whose headline the line is."""

    parsed: Parsed
    query: Query
    filters: tuple[Filter, ...]
    notices: tuple[Notice, ...] = ()
    names: tuple[str, ...] = ()
    pasted: tuple[str, ...] = ()
    tree: Query = dataclasses.field(default_factory=Everything)

    @property
    def canonical(self) -> str:
        """The query as a line of the query language."""
        return render(self.query)


def understand(
    request: SearchRequest,
    names: Callable[[], entities.KnownNames],
    count: Callable[[Query], int],
    today: dt.date,
    titled: Callable[[str], tuple[str, ...]] = lambda _: (),
) -> Understood:
    """names: who the archive knows; count: articles that match; titled: the articles whose
    headline a line, as it was typed, is.

    Raises QuerySyntaxError.
    """
    if request.literal:
        return _literally(request, names())
    parsed, pasted = _read(request, today, titled)
    dated = not pasted and bool(parsed.dates) and request.dates and _are_filters(parsed, count)
    tree = parsed.query if dated else parsed.literal
    notices: list[Notice] = []
    turned = bool(pasted) and not _only_words(parsed)
    if turned:
        notices.append(Notice("headline", request.q, ""))
    if parsed.signed and not pasted:
        undo = replace(request, q=parsed.excluding, page=1)
        notices += [Notice("sign", said, "负数 / below zero", undo) for said in parsed.signed]
    if request.aliases:
        tree, found = entities.resolve(tree, names(), whole_only=parsed.question)
        undo = replace(request, aliases=False, page=1)
        notices += [Notice(each.kind, each.text, each.value, undo) for each in found]
    if not parsed.question:
        tree = spelt.joined(numerals.widen(tree))
    if _has_keywords(tree):
        tree, said = entities.with_values(tree, names(), parsed.typed, count)
        notices += [Notice(each.kind, each.text, each.value) for each in said]
    if turned:
        tree = any_of([Phrase(request.q, "title"), tree])
    if dated:
        notices += _dates(request, parsed, count)
    query = printed(tree, names) if _has(tree, Phrase) else tree
    found_names = tuple(dict.fromkeys(_named(query, request)))
    return Understood(parsed, query, filters_of(request), tuple(notices), found_names, pasted, tree)


def _read(
    request: SearchRequest, today: dt.date, titled: Callable[[str], tuple[str, ...]]
) -> tuple[Parsed, tuple[str, ...]]:
    """(what the line says, the articles whose headline it is)."""
    try:
        parsed = parse(request.q, today)
    except QuerySyntaxError:
        own = titled(request.q)
        if not own:
            raise
        plain = parse_plain(request.q)
        return Parsed(request.q, plain, plain), own
    return parsed, titled(request.q) if len(request.q) > SHORT else ()


def _only_words(parsed: Parsed) -> bool:
    """Whether nothing in a line was taken for more than words, or all of it is quoted."""
    tree = parsed.literal
    if parsed.question or parsed.dates or isinstance(tree, (Phrase, Everything)):
        return isinstance(tree, (Phrase, Everything))
    return all(map(is_plain, conjuncts(tree)))


def _literally(request: SearchRequest, names: entities.KnownNames) -> Understood:
    """The whole line as it is printed, whatever signs are in it."""
    tree: Query = Phrase(request.q) if request.q.strip() else Everything()
    query = printed(tree, lambda: names)
    parsed = Parsed(request.q, tree, tree)
    return Understood(parsed, query, filters_of(request), names=tuple(_named(tree, request)), tree=tree)


def _dates(request: SearchRequest, parsed: Parsed, count: Callable[[Query], int]) -> list[Notice]:
    """What the dates were taken for; days that no article is of are named as such."""
    undo = replace(request, dates=False, page=1)
    return [
        Notice("date", date.text, days(date), undo)
        if count(DateRange(date.start, date.end))
        else Notice("empty_date", date.text, days(date), undo)
        for date in parsed.dates
    ]


def printed(query: Query, names: Callable[[], entities.KnownNames]) -> Query:
    """The tree with what was quoted looked for in what was printed: title and text, or a whole author's name.

    Sections, tags and credits may hold the same characters; quoted, they would make the count a guess.
    """
    if isinstance(query, Phrase) and query.field is None:
        authors = names().exact("author", query.text) or (query.text,)
        return Or((replace(query, field="title"), replace(query, field="body"), Keyword("author", authors)))
    if isinstance(
        query, (Near, AtLeast)
    ):  # leaves stand in these: what is close together is in one text anyway
        return query
    return map_parts(query, lambda part: printed(part, names))


def _named(tree: Query, request: SearchRequest) -> Iterator[str]:
    """Organisations and people asked for, in the query or beside it."""
    for leaf in leaves(tree):
        if isinstance(leaf, Keyword) and leaf.field in NAMES:
            yield from leaf.values
    for field in NAMES:
        yield from request.filters.get(field, ())


def _are_filters(parsed: Parsed, count: Callable[[Query], int]) -> bool:
    """A date filters where articles of those days exist; one that counts from today, in any case.

    One of the calendar that is all of the query filters only where no article prints it.
    """
    if parsed.alone:
        return all(date.relative for date in parsed.dates) or not count(
            numerals.widen(quoted(parsed.literal))
        )
    ranges = any_of(DateRange(date.start, date.end) for date in parsed.dates)
    if not count(ranges) and not all(date.relative for date in parsed.dates):
        return False
    if parsed.question and not lists(parsed.text) and all(map(_whole_years, parsed.dates)):
        return False
    return parsed.rest < TITLE_LIKE or not count(parsed.literal)


def _whole_years(date: FreeDate) -> bool:
    """Whether a date is as coarse as a fact has it (于2013年毕业), not as a search of an archive has it."""
    return bool(date.start and date.end) and f"{date.start:%m%d}{date.end:%m%d}" == "01011231"


def _has_keywords(query: Query) -> bool:
    return _has(query, Keyword)


def _has(query: Query, kind: type) -> bool:
    return any(isinstance(leaf, kind) for leaf in leaves(query))


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
