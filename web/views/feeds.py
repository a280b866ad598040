"""Searches other programs follow: an Atom feed (RFC 4287) of any search, an OpenSearch description."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from flask import Blueprint, Response, render_template, url_for

from corpus.characters import for_xml
from web.archive import archive
from web.links import asked_by_program as asked
from web.links import link

blueprint = Blueprint("feeds", __name__)

ENTRIES = 50


@blueprint.get("/search.atom")
def atom() -> Response:
    """The newest articles of a search; entry ids are permanent links."""
    wanted = replace(asked(), sort="newest", page=1, size=ENTRIES, facets=())
    page = archive().search(wanted)
    page = replace(page, hits=tuple(hit for hit in page.hits if not hit.soft))
    dates = [hit.article.date for hit in page.hits if hit.article.date]
    xml = render_template(
        "feed.xml",
        page=page,
        asked=wanted,
        self_url=link("feeds.atom", wanted, _external=True),
        updated=instant(max(dates, default=None)),
        instant=instant,
    )
    return Response(for_xml(xml), mimetype="application/atom+xml")


def instant(date: dt.date | None) -> str:
    """An RFC 3339 instant; what is undated counts as the epoch, so that it never looks new."""
    return f"{(date or dt.date(1970, 1, 1)).isoformat()}T00:00:00Z"


@blueprint.get("/opensearch.xml")
def opensearch() -> Response:
    template = url_for("search.results", _external=True) + "?q={searchTerms}"
    suggest = url_for("api.suggest", _external=True) + "?q={searchTerms}&form=opensearch"
    xml = render_template("opensearch.xml", template=template, suggest=suggest)
    return Response(xml, mimetype="application/opensearchdescription+xml")
