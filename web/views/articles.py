"""Reading: one article as printed, one issue's contents, the grid of issues."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from urllib.parse import quote_plus

from flask import Blueprint, Response, abort, render_template, request, send_file, url_for

from corpus.intake.account import account_of_issue
from corpus.model import Article, Issue
from search.exports.newsarticle import news_article
from search.exports.work import Work, work_of
from search.language.render import render
from search.language.tree import Keyword
from search.model import SearchRequest
from web.archive import archive
from web.i18n import publication
from web.links import DOSSIERS, asked
from web.sheets import has_pages, page_as_picture
from web.shelves import shelves_of
from web.trail import VIA, trail_of

blueprint = Blueprint("articles", __name__)

LEAF = 400
"""Articles of an issue, or sources without a month, on one leaf: more than any newsletter prints."""

Spans = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One printed paragraph with the marked forms in it."""

    text: str
    spans: Spans


@dataclass(frozen=True, slots=True)
class Marks:
    """Where a query is found in an article; total counts the title and the text."""

    title: Spans
    paragraphs: tuple[Paragraph, ...]

    @property
    def total(self) -> int:
        return len(self.title) + sum(len(paragraph.spans) for paragraph in self.paragraphs)


def paragraphs_of(body: str, spans: Sequence[tuple[int, int]]) -> tuple[Paragraph, ...]:
    """Cut the body at its line ends and give each paragraph its share of the spans."""
    paragraphs, at = [], 0
    for text in body.split("\n"):
        end = at + len(text)
        inside = tuple((max(a, at) - at, min(b, end) - at) for a, b in spans if a < end and b > at)
        if text.strip():
            paragraphs.append(Paragraph(text, inside))
        at = end + 1
    return tuple(paragraphs)


@blueprint.get("/articles/<path:article_id>")
def article(article_id: str) -> str:
    wanted = asked()
    found = archive().article(article_id)
    marking = marked_by(wanted)
    title, body = archive().marks(marking, found) if marking.q else ((), ())
    issue = archive().issue(found.issue_id) if found.issue_id else None
    previous, following = archive().neighbours(found)
    work = work_of(found, issue, publication=publication())
    return render_template(
        "article.html",
        asked=wanted,
        article=found,
        issue=issue,
        printed=bool(issue and found.page_no and has_pages(issue.source_file)),
        trail=trail_of(wanted, found.id),
        query=f"q={quote_plus(wanted.q)}" if wanted.q else "",
        work=work,
        structured=structured(found, work_of(found, issue), issue),
        marks=Marks(tuple(title), paragraphs_of(found.body, body)),
        previous=previous,
        next=following,
        prints=archive().prints(found),
        related=archive().related(found),
        corrected=was_corrected(found),
    )


def structured(found: Article, work: Work, issue: Issue | None) -> dict[str, object]:
    """The article as JSON-LD with absolute addresses; `work` is nobody's preference, so that all readers
    and programs are told the same."""
    here = url_for("articles.article", article_id=found.id, _external=True)
    inside = url_for("articles.issue", issue_id=issue.id, _external=True) if issue else ""
    return news_article(found, work, issue, here, inside)


def was_corrected(article: Article) -> bool:
    """Whether a person has changed what this article says; a guess that was only confirmed is no change."""
    if not any(known.how == "correction" for known in article.provenance.values()):
        return False
    found = archive().store.corrections(article.id)
    return any(one.old != one.new for one in found if not one.undone_at)


def marked_by(wanted: SearchRequest) -> SearchRequest:
    """The search whose words are marked: its own, else the name of the dossier that the reader comes from."""
    via = request.args.get(VIA, "")
    if wanted.q or via not in DOSSIERS or not wanted.filters.get(via):
        return wanted
    return SearchRequest(q=render(Keyword(via, wanted.filters[via])))


@blueprint.get("/text/<path:article_id>")
def text(article_id: str) -> Response:
    found = archive().article(article_id)
    signed = "、".join(found.authors) or found.credit or ""
    parts = [found.title, found.subtitle, signed, str(found.date or ""), "", found.body, ""]
    return Response("\n".join(part for part in parts), mimetype="text/plain")


def leaf_number(last: int) -> int:
    """The leaf that the URL asks for, or the nearest there is."""
    return min(max(request.args.get("leaf", 1, type=int), 1), last)


@blueprint.get("/issues")
def issues() -> str:
    shelves, undated = shelves_of(archive().issues())
    last = max(1, -(-len(undated) // LEAF))
    number = leaf_number(last)
    shown = undated[(number - 1) * LEAF : number * LEAF]
    return render_template("issues.html", shelves=shelves, undated=shown, number=number, last=last)


@blueprint.get("/issues/<issue_id>/pages/<int:number>")
def page(issue_id: str, number: int) -> Response:
    """One page of a PDF as a picture; `width` in pixels."""
    width = min(max(request.args.get("width", 1000, type=int), 100), 2000)
    picture = page_as_picture(archive(), issue_id, number, width)
    if picture is None:
        abort(404)
    response = Response(picture, mimetype="image/png")
    response.cache_control.max_age = 3600
    response.add_etag()
    response.make_conditional(request)
    return response


@blueprint.get("/issues/<issue_id>/source")
def source(issue_id: str) -> Response:
    """The file an issue was taken from, unaltered."""
    found = archive().issue(issue_id)
    return send_file(
        archive().store.source_path(issue_id),
        as_attachment=True,
        download_name=PurePosixPath(found.source_file).name or issue_id,
    )


HITS = 200
"""Hits within one issue that are pointed out in its contents."""


@blueprint.get("/issues/<issue_id>")
def issue(issue_id: str) -> str:
    found = archive().issue(issue_id)
    wanted = asked()
    inside = SearchRequest(filters={"issue": (issue_id,)})
    total = archive().count(replace(inside, size=1, facets=()))
    last = max(1, -(-total // LEAF))
    number = leaf_number(last)
    printed = archive().issue_articles(issue_id, (number - 1) * LEAF, LEAF)
    hits = replace(inside, q=wanted.q, size=HITS, facets=(), soft=False)
    asides = archive().store.asides(issue_id)
    whole = printed if total <= LEAF or not asides else archive().issue_articles(issue_id)
    return render_template(
        "issue.html",
        issue=found,
        asked=inside,
        wanted=wanted,
        hits={hit.article.id for hit in archive().search(hits).hits} if wanted.q else set(),
        articles=printed,
        asides=[one for one in asides if one.kind != "furniture"],
        furniture=[one for one in asides if one.kind == "furniture"],
        much_apart=account_of_issue(found, whole, asides).much_apart,
        notices=archive().store.notices(issue_id),
        total=total,
        number=number,
        last=last,
    )
