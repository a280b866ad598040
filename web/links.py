"""Links: here is a `SearchRequest` and what should change in it, give me its URL."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any

from flask import g, request, url_for

from search.model import SearchRequest
from search.request import from_params, to_params, to_query_string, with_excluded, with_filter, without_filter

REQUEST_FIELDS = frozenset(field.name for field in fields(SearchRequest))


@dataclass(frozen=True, slots=True)
class Chip:
    """An applied condition and the URL of the search without it."""

    field: str
    value: str
    url: str
    negative: bool = False


def asked() -> SearchRequest:
    """The search request of the current URL."""
    return from_params(request.args.items(multi=True))


def link(endpoint: str, wanted: SearchRequest, **changes: Any) -> str:
    """URL of `endpoint` for the request; `changes` are request fields, anything else is a parameter."""
    own = {name: value for name, value in changes.items() if name in REQUEST_FIELDS}
    extra = {name: value for name, value in changes.items() if name not in REQUEST_FIELDS}
    base = url_for(endpoint, **extra) if extra else plain(endpoint)
    query = to_query_string(replace(wanted, **own) if own else wanted)
    return f"{base}{'&' if '?' in base else '?'}{query}" if query else base


def plain(endpoint: str) -> str:
    """URL of an endpoint without parameters, asked for hundreds of times a page."""
    bases: dict[str, str] = g.setdefault("bases", {})
    if endpoint not in bases:
        bases[endpoint] = url_for(endpoint)
    return bases[endpoint]


def here(**changes: str) -> str:
    """The current URL with some parameters set."""
    parameters = request.args.to_dict(flat=False)
    parameters.update({name: [value] for name, value in changes.items()})
    values: dict[str, Any] = {**(request.view_args or {}), **parameters}
    return url_for(request.endpoint or "search.home", **values)


def toggled(wanted: SearchRequest, field: str, value: str, exclude: bool = False) -> str:
    """URL with one facet value switched on or off; switching on one side takes it off the other."""
    chosen = (wanted.excluded if exclude else wanted.filters).get(field, ())
    switch = without_filter if value in chosen else with_excluded if exclude else with_filter
    return link("search.results", switch(wanted, field, value))


def kept_parameters(wanted: SearchRequest, without: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    """Parameters a new query in the same form keeps: filters, sort, size; never the query or the page."""
    return [(name, value) for name, value in to_params(wanted) if name not in ("q", "page", *without)]


def chips_of(wanted: SearchRequest, labels: dict[str, str]) -> list[Chip]:
    """Every filter in force, each with the URL that removes it."""
    chips = []
    for mapping, negative in ((wanted.filters, False), (wanted.excluded, True)):
        for field, values in mapping.items():
            for value in values:
                url = toggled(wanted, field, value, exclude=negative)
                chips.append(Chip(labels.get(field, field), value, url, negative))
    if wanted.date_from or wanted.date_to:
        span = f"{wanted.date_from or '…'} – {wanted.date_to or '…'}"
        url = link("search.results", wanted, page=1, date_from=None, date_to=None)
        chips.append(Chip(labels["date"], span, url))
    return chips
