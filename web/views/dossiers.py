"""Dossiers: everything about one organisation, person, author or section; and the lists of them."""

from __future__ import annotations

from flask import Blueprint, abort, render_template, request

from search.answer.dossier import Kind
from search.model import SearchRequest
from web.archive import archive
from web.leafing import leaf_of
from web.present import field_labels, listings

blueprint = Blueprint("dossiers", __name__)


def page_of(kind: Kind, name: str) -> str:
    """One dossier; a name the archive does not know is a 404, not an empty page."""
    number = request.args.get("page", 1, type=int)
    dossier = archive().dossier(kind, name, page=max(1, number))
    if not dossier.page.total and dossier.organization is None:
        abort(404)
    return render_template("dossier.html", dossier=dossier, asked=dossier.request, label=field_labels()[kind])


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
