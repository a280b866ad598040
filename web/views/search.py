"""Searching: home, results, all values of a facet, why an article is (or is not) in the answer."""

from __future__ import annotations

from dataclasses import dataclass, replace

from flask import Blueprint, abort, render_template
from flask_babel import gettext as _

from search.model import FACET_FIELDS, SearchRequest
from web.archive import archive, examples
from web.i18n import preference
from web.leafing import leaf_of
from web.links import asked, link
from web.wording import field_labels, quoted

blueprint = Blueprint("search", __name__)

PAGE_FACETS = ("section", "organization", "person", "author", "source", "tag", "year", "month")
MOST_PARTS = 6
"""Parts of a query that are dropped in turn when nothing is found."""


@dataclass(frozen=True, slots=True)
class WayOut:
    """A search to try when nothing was found; count: how much it would find, None = not counted."""

    label: str
    url: str
    count: int | None = None


@blueprint.get("/")
def home() -> str:
    stats = archive().stats()
    front = archive().search(SearchRequest(size=1, facets=("section", "organization")))
    organizations = front.facets.get("organization", ())
    return render_template(
        "home.html",
        stats=stats,
        issues=archive().issues()[:8],
        organizations=organizations,
        sections=front.facets.get("section", ()),
        examples=[line for name in ("name", "title", "sentence") for line in examples().of(name)],
    )


@blueprint.get("/search")
def results() -> str:
    wanted = asked()
    page = archive().search(replace(wanted, facets=PAGE_FACETS))
    return render_template(
        "search.html",
        asked=wanted,
        page=page,
        density=preference("density"),
        last=max(1, -(-(page.total + page.soft_total) // wanted.size)),
        ways_out=ways_out(wanted) if not page.hits else [],
    )


def ways_out(wanted: SearchRequest) -> list[WayOut]:
    """Conditions of an empty answer to drop, with what would then be found: filters first, then each part."""
    ways = []
    wanted = replace(wanted, page=1)
    filtered = bool(wanted.filters or wanted.excluded or wanted.date_from or wanted.date_to)
    if filtered:
        bare = replace(wanted, filters={}, excluded={}, date_from=None, date_to=None, page=1)
        found = count(bare)
        if found:
            ways.append(WayOut(_("去掉全部筛选条件"), link("search.results", bare), found))
            return ways
        wanted = bare
    parts = wanted.q.split()
    if 1 < len(parts) <= MOST_PARTS:
        for position, part in enumerate(parts):
            fewer = replace(wanted, q=" ".join(parts[:position] + parts[position + 1 :]), page=1)
            found = count(fewer)
            if found:
                said = _("去掉筛选和 %(part)s 再查") if filtered else _("去掉 %(part)s 再查")
                label = said % {"part": quoted(part)}
                ways.append(WayOut(label, link("search.results", fewer), found))
    return ways


def count(wanted: SearchRequest) -> int:
    """How many articles the request finds strictly; a part that is no query by itself finds none."""
    return archive().count(replace(wanted, size=1, facets=(), soft=False))


@blueprint.get("/facet/<field>")
def facet(field: str) -> str:
    if field not in FACET_FIELDS:
        abort(404)
    wanted = asked()
    leaf = leaf_of(archive().facet(wanted, field))
    return render_template("facet.html", asked=wanted, field=field, label=field_labels()[field], leaf=leaf)
