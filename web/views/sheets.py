"""The printed page: beside its text with the hits framed, and the article cut out of it."""

from __future__ import annotations

from flask import Blueprint, Response, abort, render_template, request

from corpus.model import Article, Issue
from corpus.reading.cutting import Box, Sheet
from search.exports.citations import cite
from search.exports.work import work_of
from web.archive import archive
from web.files import filename, named
from web.i18n import preference, publication
from web.links import asked
from web.rectangles import Rectangle
from web.sheets import has_pages, sheets
from web.views.articles import marked_by, paragraphs_of

blueprint = Blueprint("sheets", __name__)

WIDTH = 1400
"""Pixels of a page beside its text."""


def printed(article: Article) -> Issue:
    """The issue whose PDF or scan the article stands in; 404 where there is none."""
    issue = archive().issue(article.issue_id) if article.issue_id else None
    if issue is None or not article.page_no or not has_pages(issue.source_file):
        abort(404)
    return issue


def framed(box: Box, sheet: Sheet) -> Rectangle:
    left, top, right, bottom = box
    across, down = 100 / sheet.width, 100 / sheet.height
    return Rectangle(*(round(one, 2) for one in (
        left * across, top * down, (right - left) * across, (bottom - top) * down
    )))  # fmt: skip


@blueprint.get("/scan/<path:article_id>")
def scan(article_id: str) -> str:
    """The page as printed beside the text; hits are framed where the reader knows places."""
    article = archive().article(article_id)
    issue = printed(article)
    wanted = asked()
    marking = marked_by(wanted)
    title, body = archive().marks(marking, article) if marking.q else ((), ())
    forms = {*(article.title[a:b] for a, b in title), *(article.body[a:b] for a, b in body)}
    parts = sheets().of(archive(), article)
    return render_template(
        "scan.html",
        asked=wanted,
        article=article,
        issue=issue,
        title_marks=title,
        paragraphs=paragraphs_of(article.body, body),
        sheets=parts,
        frames={sheet.page: [framed(box, sheet) for box in sheet.frames(forms)] for sheet in parts},
        own={sheet.page: [framed(box, sheet) for box in sheet.blocks()] for sheet in parts},
        pages=[sheet.page for sheet in parts] or [article.page_no],
        width=WIDTH,
    )


@blueprint.get("/cutting/<path:article_id>")
def cutting(article_id: str) -> str | Response:
    """The article cut out of its page, to print with its reference; as `format` png (one `page`) or pdf."""
    article = archive().article(article_id)
    issue = printed(article)
    reference = cite(preference("style"), work_of(article, issue, publication=publication())).text
    parts = sheets().of(archive(), article)
    form = request.args.get("format", "")
    if not form:
        return render_template(
            "cutting.html", article=article, issue=issue, sheets=parts, reference=reference
        )
    if form not in ("png", "pdf") or not parts:
        abort(404)
    if form == "pdf":
        data = sheets().pdf(archive(), article, reference)
    else:
        wanted = request.args.get("page", parts[0].page, type=int)
        data = sheets().png(archive(), article, wanted, reference)
    if data is None:
        abort(404)
    media = "application/pdf" if form == "pdf" else "image/png"
    response = Response(data, mimetype=media)
    named(
        response,
        f"{filename(article.title)}.{form}",
        "inline" if request.args.get("inline") else "attachment",
    )
    return response
