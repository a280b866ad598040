"""Why an article is in an answer, and where its place comes from; or why it is not in it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from flask import Blueprint, render_template, request
from flask_babel import gettext as _

from corpus.errors import ArchiveError, ArticleNotFound
from corpus.model import Article
from search.engine.explain import Explanation, TermScore
from search.model import SearchRequest
from web.archive import archive
from web.links import asked

blueprint = Blueprint("why", __name__)

CANDIDATES = 10
CHANNELS = ("words", "runs", "values", "bigrams", "chars")
"""Kinds of terms, those that tell a person most first."""


@dataclass(frozen=True, slots=True)
class Share:
    """What one kind of term adds to the score; terms: those found, the strongest first."""

    label: str
    gain: float
    terms: tuple[TermScore, ...]


@blueprint.get("/why")
def why() -> str:
    """The explanation of `article` for the search of this URL; without one, a form that asks which."""
    wanted = asked()
    given = request.args.get("article", "").strip()
    article = known(given)
    return render_template(
        "why.html",
        asked=wanted,
        given=given,
        article=article,
        found=explanation(wanted, article.id) if article else None,
        candidates=candidates(given) if given and article is None else [],
        shares_of=shares_of,
    )


def known(given: str) -> Article | None:
    """The article of an id or of a link to it."""
    try:
        return archive().article(given.partition("?")[0].rpartition("/articles/")[2] or given)
    except ArticleNotFound:
        return None


def explanation(wanted: SearchRequest, article_id: str) -> Explanation:
    """Raises ArticleNotFound, QuerySyntaxError; ArchiveError where this engine cannot explain."""
    archive().article(article_id)
    found = archive().explain(wanted, article_id)
    if found is None:
        raise ArchiveError(_("当前引擎不能说明排序"))
    return found


def candidates(given: str) -> list[Article]:
    """Articles whose titles may be meant by what was typed."""
    wanted = SearchRequest(q=f"标题:({given})", size=CANDIDATES, facets=())
    try:
        hits = archive().search(wanted).hits
    except ArchiveError:
        hits = ()
    if not hits:
        plain = replace(wanted, q=given.replace('"', " "))
        try:
            hits = archive().search(plain).hits
        except ArchiveError:
            hits = ()
    return [hit.article for hit in hits]


def shares_of(found: Explanation) -> list[Share]:
    """The score by kind of term."""
    labels = {
        "words": _("词"),
        "runs": _("完整短语"),
        "values": _("机构、人物等名称"),
        "bigrams": _("相邻两字"),
        "chars": _("单字"),
    }
    shares = []
    for channel in CHANNELS:
        terms = tuple(term for term in found.terms if term.channel == channel and term.gain)
        if terms:
            shares.append(Share(labels[channel], sum(term.gain for term in terms), terms))
    if found.nearness:
        shares.append(Share(_("检索词相距较近"), found.nearness, ()))
    return shares
