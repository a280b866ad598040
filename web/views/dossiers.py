"""Dossiers: everything about one organisation, person, author or section; and the lists of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from flask import Blueprint, abort, render_template, request
from flask_babel import gettext as _

from search.answer.dossier import Kind
from search.answer.similar import similar
from search.model import SearchRequest
from search.request import to_query_string
from web.archive import archive
from web.leafing import leaf_of
from web.links import DOSSIERS, asked, dossier_link
from web.trail import query_of
from web.wording import field_labels, listings

blueprint = Blueprint("dossiers", __name__)


def page_of(kind: Kind, name: str) -> str:
    """One dossier; a name the archive does not know is a 404, not an empty page."""
    all_branches = request.args.get("branches") == "1"
    within = replace(asked(), q="", filters=own_filters(asked().filters), excluded={}, size=10)
    dossier = archive().dossier(kind, name, within, all_branches)
    if not dossier.page.total and dossier.organization is None and not within.filters:
        abort(404, no_such(name))
    known = (*dossier.branches, *(use.name for use in dossier.names))
    return render_template(
        "dossier.html",
        dossier=dossier,
        asked=dossier.request,
        label=field_labels()[kind],
        trail=query_of(dossier.request, kind),
        similar=similar(dossier.name, archive().facet(EVERYTHING, kind), known),
        namesakes=namesakes(kind, dossier.name),
        all_branches=all_branches,
        unread=[notice for notice in dossier.page.notices if notice.kind == "unread"],
        own_address=address_of(kind, dossier.name, all_branches),
    )


EVERYTHING = SearchRequest(size=1, facets=())
ITS_OWN = ("year", "month")
"""Filters that a dossier takes: spans of time."""


def own_filters(filters: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    return {field: filters[field] for field in ITS_OWN if field in filters}


def no_such(name: str) -> str:
    return str(
        _("没有找到“%(name)s”：可能还没有收入写到它的文章，或名称写法不同。可回到首页检索。", name=name)
    )


def namesakes(kind: Kind, name: str) -> list[tuple[str, str, int]]:
    """What else bears this name: (kind, what it is called, articles)."""
    found = []
    for other in DOSSIERS:
        count = archive().count(replace(EVERYTHING, filters={other: (name,)})) if other != kind else 0
        if count:
            found.append((other, field_labels()[other], count))
    return found


def address_of(kind: str, name: str, all_branches: bool) -> Callable[[SearchRequest], str]:
    """What writes the URL of this very dossier for other conditions."""

    def address(wanted: SearchRequest) -> str:
        filters = own_filters(wanted.filters)
        rest = replace(wanted, q="", filters=filters, facets=SearchRequest().facets)
        rest = replace(rest, sort="relevance" if rest.sort == "newest" else rest.sort)
        query = "&".join(
            part for part in (to_query_string(rest), "branches=1" if all_branches else "") if part
        )
        return f"{dossier_link(kind, name)}{'?' if query else ''}{query}"

    return address


@blueprint.get("/organizations/<path:name>")
def organization(name: str) -> str:
    return page_of("organization", name)


@blueprint.get("/people/<path:name>")
def person(name: str) -> str:
    return page_of("person", name)


@blueprint.get("/authors/<path:name>")
def author(name: str) -> str:
    return page_of("author", name)


@blueprint.get("/sections/<path:name>")
def section(name: str) -> str:
    return page_of("section", name)


def names_of(kind: Kind, endpoint: str) -> str:
    wanted = SearchRequest(size=1, facets=())
    leaf = leaf_of(archive().facet(wanted, kind))
    label = dict(listings())[str(request.endpoint)]
    return render_template("names.html", leaf=leaf, label=label, endpoint=endpoint)


@blueprint.get("/organizations")
def organizations() -> str:
    return names_of("organization", "dossiers.organization")


@blueprint.get("/people")
def people() -> str:
    return names_of("person", "dossiers.person")


@blueprint.get("/authors")
def authors() -> str:
    return names_of("author", "dossiers.author")


@blueprint.get("/sections")
def sections() -> str:
    return names_of("section", "dossiers.section")
