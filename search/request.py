"""Here is a `SearchRequest`; give me its URL parameters, and the way back.

Every search is a URL that can be kept, shared and gone back to, so the round trip is exact:
`from_params(to_params(request)) == request`.  Defaults are left out.  Parameters nobody knows are ignored,
values nobody can use fall back to the default: a mangled link still opens.  What somebody meant and we cannot
read (a date, a facet) is kept in `unread`, so that every answer says so; `refuse_unread` is for programs.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import get_args
from urllib.parse import parse_qsl, quote_plus

from corpus.errors import UnreadParameter
from search.language import dates
from search.language.tree import KEYWORD_FIELDS
from search.model import FACET_FIELDS, WORKED_OUT, SearchRequest, Sort, whole

MAX_SIZE = 200
MAX_PAGE = 1_000_000
_FLAGS = {"aliases": True, "dates": True, "recency": False, "soft": True, "grouped": False, "literal": False}
_DEFAULT = SearchRequest()
_SORTS: tuple[str, ...] = get_args(Sort)

FILTER_FIELDS = (*KEYWORD_FIELDS, *WORKED_OUT)
"""What a request may be narrowed by, in the order it is written."""

PARAMETERS = (
    "q",
    "page",
    "size",
    "sort",
    *FILTER_FIELDS,
    *(f"not_{field}" for field in FILTER_FIELDS),
    "from",
    "to",
    "facet",
    *_FLAGS,
)
"""Every parameter in the order it is written."""


def to_params(request: SearchRequest) -> list[tuple[str, str]]:
    """The parameters as (name, value) pairs; a name with several values comes several times."""
    pairs: list[tuple[str, str]] = []
    if request.q:
        pairs.append(("q", request.q))
    if request.page != _DEFAULT.page:
        pairs.append(("page", str(request.page)))
    if request.size != _DEFAULT.size:
        pairs.append(("size", str(request.size)))
    if request.sort != _DEFAULT.sort:
        pairs.append(("sort", request.sort))
    for prefix, chosen in (("", request.filters), ("not_", request.excluded)):
        for field in FILTER_FIELDS if chosen else ():
            pairs += [(prefix + field, value) for value in chosen.get(field, ())]
    if request.date_from:
        pairs.append(("from", request.date_from.isoformat()))
    if request.date_to:
        pairs.append(("to", request.date_to.isoformat()))
    unread = [(name, value) for name, value in request.unread if name != "facet"] if request.unread else []
    pairs += unread
    if request.facets != _DEFAULT.facets or len(unread) < len(request.unread):
        pairs += [pair for pair in request.unread if pair[0] == "facet"]
        pairs += [("facet", name) for name in request.facets or ("none",)]
    pairs += [
        (name, "1" if getattr(request, name) else "0")
        for name, default in _FLAGS.items()
        if getattr(request, name) != default
    ]
    return pairs


def from_params(
    pairs: Iterable[tuple[str, str]] | Mapping[str, str], today: dt.date | None = None
) -> SearchRequest:
    """The request that the pairs (or a mapping of single values) ask for.  Never raises.

    today: what 去年 counts from (default: the clock).
    """
    values: dict[str, list[str]] = {}
    for name, value in pairs.items() if isinstance(pairs, Mapping) else pairs:
        values.setdefault(name, []).append(whole(value))

    def last(name: str) -> str:
        return values.get(name, [""])[-1]

    sort = last("sort")
    today = today or dt.date.today()
    first, first_unread = _date(last("from"), today)
    until, until_unread = _date(last("to"), today)
    facets, facets_unread = _facets(values.get("facet"))
    return SearchRequest(
        q=last("q"),
        page=_number(last("page"), _DEFAULT.page, MAX_PAGE),
        size=_number(last("size"), _DEFAULT.size, MAX_SIZE),
        sort=sort if sort in _SORTS else _DEFAULT.sort,  # type: ignore[arg-type]
        filters=_chosen(values, ""),
        excluded=_chosen(values, "not_"),
        date_from=first[0],
        date_to=until[1],
        facets=facets,
        unread=(
            *(("from", text) for text in first_unread),
            *(("to", text) for text in until_unread),
            *(("facet", name) for name in facets_unread),
        ),
        **{name: _flag(last(name), default) for name, default in _FLAGS.items()},
    )


def to_query_string(request: SearchRequest) -> str:
    """The parameters as a URL's query part, without the "?"."""
    return "&".join([f"{name}={quoted(value)}" for name, value in to_params(request)])


@lru_cache(maxsize=4096)
def quoted(value: str) -> str:
    """Kept, since a page links to its own query a hundred times."""
    return quote_plus(value)


def from_query_string(text: str) -> SearchRequest:
    """The request of a URL's query part."""
    return from_params(parse_qsl(text, keep_blank_values=True))


def on_page(request: SearchRequest, page: int) -> SearchRequest:
    """The same request, another page of it."""
    return replace(request, page=page)


def with_filter(request: SearchRequest, field: str, value: str) -> SearchRequest:
    """The request narrowed to a value (beside others of its field), from its first page."""
    kept = request.filters.get(field, ())
    filters = {**request.filters, field: kept if value in kept else (*kept, value)}
    return replace(without_filter(request, field, value), filters=_ordered(filters), page=1)


def with_excluded(request: SearchRequest, field: str, value: str) -> SearchRequest:
    """The request without articles that carry the value."""
    request = without_filter(request, field, value)
    kept = request.excluded.get(field, ())
    return replace(request, excluded=_ordered({**request.excluded, field: (*kept, value)}), page=1)


def without_filter(request: SearchRequest, field: str, value: str) -> SearchRequest:
    """The request with the value neither wanted nor excluded."""
    return replace(
        request,
        filters=_dropped(request.filters, field, value),
        excluded=_dropped(request.excluded, field, value),
        page=1,
    )


def _dropped(chosen: Mapping[str, tuple[str, ...]], field: str, value: str) -> Mapping[str, tuple[str, ...]]:
    left = {name: tuple(v for v in values if (name, v) != (field, value)) for name, values in chosen.items()}
    return _ordered(left)


def _ordered(chosen: Mapping[str, tuple[str, ...]]) -> Mapping[str, tuple[str, ...]]:
    return {field: chosen[field] for field in FILTER_FIELDS if chosen.get(field)}


def _chosen(values: Mapping[str, list[str]], prefix: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for field in FILTER_FIELDS:
        wanted = tuple(dict.fromkeys(value for value in values.get(prefix + field, ()) if value))
        if wanted:
            found[field] = wanted
    return found


def _facets(names: list[str] | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(fields to count, names that are no field)."""
    if names is None:
        return _DEFAULT.facets, ()
    listed = dict.fromkeys(name.strip() for value in names for name in value.split(","))
    known = tuple(name for name in listed if name in FACET_FIELDS)
    return known, tuple(name for name in listed if name and name not in (*FACET_FIELDS, "none"))


def _number(text: str, default: int, most: int) -> int:
    text = text.strip()
    if not (text.isdecimal() and len(text) < 12) or int(text) < 1:
        return default
    return min(int(text), most)


def _flag(text: str, default: bool) -> bool:
    return {"1": True, "true": True, "on": True, "0": False, "false": False, "off": False}.get(text, default)


_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_LONGEST_DATE = 40
Days = tuple[dt.date | None, dt.date | None]


def _date(text: str, today: dt.date) -> tuple[Days, tuple[str, ...]]:
    """((first day, last day), what cannot be read): all that the field 日期 takes; nothing is no date."""
    typed = "".join(text.split())
    if not typed:
        return (None, None), ()
    if _DAY.fullmatch(typed):
        try:
            day = dt.date.fromisoformat(typed)
        except ValueError:
            return (None, None), (text,)
        return (day, day), ()
    span = dates.read_whole(typed, today) if len(typed) <= _LONGEST_DATE else None
    return ((span.start, span.end), ()) if span else ((None, None), (text,))


def refuse_unread(request: SearchRequest) -> SearchRequest:
    """The request, where all of it can be read.  Raises UnreadParameter."""
    for name, value in request.unread:
        shown = value if len(value) <= _LONGEST_DATE else value[:_LONGEST_DATE] + "…"
        raise UnreadParameter(
            name,
            value,
            f"没有“{shown}”这个统计字段，可用 / no facet {shown!r}: {', '.join(FACET_FIELDS)}"
            if name == "facet"
            else f"看不懂日期“{shown}”，可写 2021年9月、2021/9、202109、20210903、去年"
            f" / {name}={shown!r} is not a date: write 2021-09-03, 2021-09, 2021 or 去年",
        )
    return request
