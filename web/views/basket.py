"""The selection: what a person ticked, on whatever page, to look at, cite, print and take away."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as WerkzeugResponse

from corpus.errors import ArticleNotFound
from corpus.model import Article
from search.exports.citations import cite
from search.exports.work import work_of
from web import basket
from web.archive import archive
from web.i18n import preference, publication

blueprint = Blueprint("basket", __name__)


@blueprint.get("/basket")
def chosen() -> str:
    """The selected articles, each with its reference."""
    ids = basket.selected()
    articles = held(ids)
    return render_template(
        "basket.html", articles=articles, gone=len(ids) - len(articles), reference=reference
    )


@blueprint.post("/basket")
def change() -> WerkzeugResponse:
    """Keep the ticks of a page, clear the selection or bring it back; then back to the page."""
    form, kept = request.form, basket.selection()
    wish = form.get("do", "keep")
    response = redirect(back(), code=303)
    if wish == "clear":
        kept.clear(response)
    elif wish == "undo":
        kept.bring_back(response)
    else:
        ticked = form.getlist("id")
        if left_out := kept.change(response, ticked, set(form.getlist("shown")) - set(ticked)):
            response.set_cookie(basket.FULL, str(left_out), max_age=60, samesite="Lax")
    return response


def back() -> str:
    """The page of this site that the form came from."""
    place = request.form.get("next", "")
    inside = place.startswith("/") and not place.startswith(("//", "/\\"))
    return place if inside else url_for("basket.chosen")


def held(ids: tuple[str, ...]) -> list[Article]:
    """Those that the archive still holds."""
    found = []
    for one in ids:
        try:
            found.append(archive().article(one))
        except ArticleNotFound:
            continue
    return found


def reference(article: Article) -> str:
    issue = archive().issue(article.issue_id) if article.issue_id else None
    return cite(preference("style"), work_of(article, issue, publication=publication())).text
