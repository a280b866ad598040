"""Links: here is a `SearchRequest` and what should change in it, give me its URL."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from flask import current_app, g, has_request_context, request, url_for

from corpus.errors import UnreadParameter
from search.model import FacetCount, SearchRequest
from search.request import (
    from_params,
    quoted,
    refuse_unread,
    to_params,
    to_query_string,
    with_excluded,
    with_filter,
    without_filter,
)
from web.addresses import as_path

OF_ONE_QUERY = ("q", "page", "literal", "aliases", "dates", "soft")
"""Parameters that belong to the query they were chosen for: the next one in the same form drops them."""

PREFIXES = 100
"""Prefixes of a path whose addresses are kept; a proxy has one, whoever makes them up cannot fill memory."""

REQUEST_FIELDS = frozenset(field.name for field in fields(SearchRequest))


@dataclass(frozen=True, slots=True)
class Chip:
    """An applied condition and the URL of the search without it."""

    field: str
    value: str
    url: str
    negative: bool = False


MOST = 200
"""Parameters of one URL: every link on its page repeats them all, so the page grows with their square."""


def asked() -> SearchRequest:
    """The search request of the current URL.  Raises UnreadParameter beyond MOST parameters."""
    given = list(request.args.items(multi=True))
    if len(given) > MOST:
        raise UnreadParameter(
            given[MOST][0],
            given[MOST][1],
            f"条件太多（{len(given)} 个，最多 {MOST} 个），请减少 / "
            f"{len(given)} parameters are too many, {MOST} at most: leave some out",
        )
    return from_params(given)


def asked_by_program() -> SearchRequest:
    """The same for programs and downloads: all of it must be readable.  Raises UnreadParameter."""
    return refuse_unread(asked())


def link(endpoint: str, wanted: SearchRequest, **changes: Any) -> str:
    """URL of `endpoint` for the request; `changes` are request fields, anything else is a parameter."""
    own = {name: value for name, value in changes.items() if name in REQUEST_FIELDS}
    extra = {name: value for name, value in changes.items() if name not in REQUEST_FIELDS}
    base = address(endpoint, **extra) if extra else plain(endpoint)
    query = to_query_string(replace(wanted, **own)) if own else _query(wanted)
    return f"{base}{'&' if '?' in base else '?'}{query}" if query else base


def _query(wanted: SearchRequest) -> str:
    """The request's parameters; a page asks for those of its own request a dozen times."""
    held: dict[int, tuple[SearchRequest, str]] = _page().setdefault("queries", {})
    if id(wanted) not in held:
        held[id(wanted)] = wanted, to_query_string(wanted)  # kept with it, so that the id stays its own
    return held[id(wanted)][1]


def onward(wanted: SearchRequest) -> str:
    """URL of the results of a request that an answer gives, without the facets that its page counts."""
    return link("search.results", wanted, facets=SearchRequest().facets)


def address(endpoint: str, **values: Any) -> str:
    """What `url_for` gives; where nothing of it stands in the path, without asking it."""
    if _takes_arguments(endpoint) or any(name.startswith("_") for name in values):
        return url_for(endpoint, **values)
    query = "&".join([f"{name}={quoted(str(value))}" for name, value in values.items() if value is not None])
    return f"{plain(endpoint)}{'?' if query else ''}{query}"


def _takes_arguments(endpoint: str) -> bool:
    known: dict[str, bool] = current_app.extensions.setdefault("takes_arguments", {})
    if endpoint not in known:
        known[endpoint] = any(rule.arguments for rule in current_app.url_map.iter_rules(endpoint))
    return known[endpoint]


def _page() -> dict[str, Any]:
    """What is kept while one page is made; past the proxy, which costs as much as what is asked of it."""
    return g._get_current_object().__dict__  # type: ignore[no-any-return]


def plain(endpoint: str) -> str:
    """URL of an endpoint without parameters, asked for hundreds of times a page."""
    bases: dict[str, str] | None = _page().get("bases")
    if bases is None:
        bases = _page()["bases"] = _bases()
    if endpoint not in bases:
        bases[endpoint] = url_for(endpoint)
    return bases[endpoint]


def _bases() -> dict[str, str]:
    """Endpoint → URL, kept from page to page for each prefix under which the program is reached."""
    prefixes: dict[str, dict[str, str]] = current_app.extensions.setdefault("bases", {})
    if not has_request_context():
        return {}
    if len(prefixes) > PREFIXES:
        prefixes.clear()
    return prefixes.setdefault(request.root_path, {})


DOSSIERS = {"organization": "organizations", "person": "people", "author": "authors", "section": "sections"}
"""Kind of dossier → its folder in URLs."""


@lru_cache(maxsize=8192)
def _path(text: str) -> str:
    return as_path(text)


def article_link(article_id: str, query: str = "") -> str:
    """URL of an article; query: the search it is read from, as `to_query_string` writes it.

    Put together here and not by `url_for`: a page of results asks for fifty such URLs.
    """
    return f"{plain('search.home')}articles/{_path(article_id)}{'?' if query else ''}{query}"


def dossier_link(kind: str, name: str) -> str:
    """URL of a dossier, as cheap."""
    return f"{plain('search.home')}{DOSSIERS[kind]}/{_path(name)}"


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a facet with the URLs that switch it on or off, and that exclude it."""

    value: str
    count: int
    selected: bool
    url: str
    without: str

    @property
    def shown(self) -> str:
        """The count as it is read."""
        return f"{self.count:,}"


def choices_of(wanted: SearchRequest, field: str, counts: Sequence[FacetCount]) -> list[Choice]:
    """The values of a facet as links; what all their URLs share is written once."""
    results = plain("search.results")
    query = to_query_string(replace(wanted, page=1))
    start = f"{results}?{query}&" if query else f"{results}?"
    touched = {*wanted.filters.get(field, ()), *wanted.excluded.get(field, ())}
    choices = []
    for item in counts:
        if item.value in touched:
            url, without = (toggled(wanted, field, item.value, exclude) for exclude in (False, True))
        else:
            value = quoted(item.value)
            url, without = f"{start}{field}={value}", f"{start}not_{field}={value}"
        choices.append(Choice(item.value, item.count, item.selected, url, without))
    return choices


def here(**changes: str) -> str:
    """The current URL with some parameters set."""
    parameters = request.args.to_dict(flat=False)
    parameters.update({name: [value] for name, value in changes.items()})
    if request.endpoint and not request.view_args:
        return f"{plain(request.endpoint)}?{urlencode(parameters, doseq=True)}"
    values: dict[str, Any] = request.view_args or {}
    return f"{url_for(request.endpoint or 'search.home', **values)}?{urlencode(parameters, doseq=True)}"


def toggled(wanted: SearchRequest, field: str, value: str, exclude: bool = False) -> str:
    """URL with one facet value switched on or off; switching on one side takes it off the other."""
    chosen = (wanted.excluded if exclude else wanted.filters).get(field, ())
    switch = without_filter if value in chosen else with_excluded if exclude else with_filter
    return link("search.results", switch(wanted, field, value))


def kept_parameters(wanted: SearchRequest, without: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    """Parameters a new query in the same form keeps: filters, sort, size; never the query or the page, nor
    how the last one was read."""
    dropped = (*OF_ONE_QUERY, *without)
    return [(name, value) for name, value in to_params(wanted) if name not in dropped]


def chips_of(wanted: SearchRequest, labels: dict[str, str]) -> list[Chip]:
    """Every filter in force, each with the URL that removes it; so also how the query is read."""
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
    usual = _reading(wanted)
    if wanted.q and usual:
        url = link("search.results", wanted, page=1, **usual)
        chips.append(Chip("", labels["literal" if wanted.literal else "_".join(usual)], url))
    return chips


def _reading(wanted: SearchRequest) -> dict[str, bool]:
    """The fields that say how the query is read and are not as usual, with their usual values."""
    if wanted.literal:  # read sign by sign, the others have no say
        return {"literal": False, "aliases": True, "dates": True, "soft": True}
    off = [name for name in ("aliases", "dates", "soft") if not getattr(wanted, name)]
    return dict.fromkeys(off, True)
