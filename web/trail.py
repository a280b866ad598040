"""Here is the search that an article was reached by, give me the way back and the hits beside it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from flask import request

from corpus.model import Article
from search.model import ResultPage, SearchRequest
from search.request import to_query_string
from web.archive import archive
from web.links import DOSSIERS, article_link, dossier_link, link

VIA = "via"
"""Parameter that names the kind of dossier an article was reached from; its name is the filter's value."""


@dataclass(frozen=True, slots=True)
class Step:
    """A hit beside the one that is read."""

    article: Article
    url: str


@dataclass(frozen=True, slots=True)
class Trail:
    """back: URL of the list, at the place of this article; position: of the article in the answer, from 1,
    None where it is not on the page of the answer that the URL names; total: hits of the answer."""

    back: str
    query: str
    position: int | None = None
    total: int = 0
    previous: Step | None = None
    next: Step | None = None


def query_of(wanted: SearchRequest, via: str = "") -> str:
    """What an article's URL carries of the list it stands in."""
    query = to_query_string(replace(wanted, facets=SearchRequest().facets))
    return "&".join(part for part in (query, f"{VIA}={via}" if via else "") if part)


def trail_of(wanted: SearchRequest, article_id: str) -> Trail | None:
    """None where the URL names no search."""
    via = request.args.get(VIA, "")
    via = via if via in DOSSIERS and wanted.filters.get(via) else ""
    query = query_of(wanted, via)
    if not query:
        return None
    wanted = replace(wanted, facets=())
    page = archive().search(wanted)
    ids = [hit.article.id for hit in page.hits]
    back = f"{list_link(wanted, via)}#hit-{article_id}"
    if article_id not in ids:
        return Trail(back, query)
    place = ids.index(article_id)
    return Trail(
        back,
        query,
        (wanted.page - 1) * wanted.size + place + 1,
        page.total + page.soft_total,
        _beside(page, place - 1, via),
        _beside(page, place + 1, via),
    )


def list_link(wanted: SearchRequest, via: str) -> str:
    """The list itself: a page of results, or of a dossier."""
    wanted = replace(wanted, facets=SearchRequest().facets)
    if not via:
        return link("search.results", wanted)
    name, *branches = wanted.filters[via]
    rest = replace(wanted, filters={key: value for key, value in wanted.filters.items() if key != via})
    query = to_query_string(rest) + ("&branches=1" if branches else "")
    return f"{dossier_link(via, name)}?{query.removeprefix('&')}".rstrip("?")


def _beside(page: ResultPage, place: int, via: str) -> Step | None:
    """The hit at a place of the page, or at the near end of the page beside it."""
    wanted = page.request
    if place < 0:
        if wanted.page == 1:
            return None
        page, place = archive().search(replace(wanted, page=wanted.page - 1)), -1
    elif place >= len(page.hits):
        if wanted.page * wanted.size >= page.total + page.soft_total:
            return None
        page, place = archive().search(replace(wanted, page=wanted.page + 1)), 0
    if not page.hits:
        return None
    article = page.hits[place].article
    return Step(article, article_link(article.id, query_of(page.request, via)))
