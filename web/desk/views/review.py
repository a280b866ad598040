"""The review queue: guesses in their context, the doubtful first; accept, fix, skip, accept all like this."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from corpus.desk import Conflict, Correcting, NotFound, Queue, Refused
from corpus.model import Article, Line
from corpus.store import ARTICLE_FIELDS, CorrectionRefused, Doubt
from web.archive import archive
from web.desk.drafting import FIELDS, LISTS, said
from web.desk.identity import acting
from web.desk.ordering import index_soon
from web.desk.views.correct import issue_of
from web.desk.views.preview_words import fields
from web.errors import in_one_language, status_of
from web.sheets import sheets

blueprint = Blueprint("review", __name__, url_prefix="/desk/review")

LISTED, AROUND, MOST = 20, 1, 6
"""Guesses listed below the first; lines around one that shows the value; lines shown at most."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One line of the source, or a paragraph where there are no lines.  marks: where the value stands."""

    text: str
    place: int | None
    marks: tuple[tuple[int, int], ...]


def queue() -> Queue:
    return Queue(archive().store)


def narrowed() -> dict[str, str]:
    """The field and the issue that the list is narrowed to, as the URL has them."""
    return {name: value for name in ("field", "issue") if (value := request.values.get(f"only_{name}", ""))}


def back(**more: object) -> Response:
    kept = {f"only_{name}": value for name, value in narrowed().items()}
    return redirect(url_for("review.review", **kept, **more), HTTPStatus.SEE_OTHER)  # type: ignore[arg-type]


@blueprint.get("")
def review() -> str:
    return _page()


def _page(error: str = "", typed: str | None = None) -> str:
    me, narrow = acting("correct"), narrowed()
    waiting = queue().doubts(me, limit=LISTED + 1, field=narrow.get("field"), issue=narrow.get("issue"))
    wanted = request.values.get("article", ""), request.values.get("field", "")
    first = next((one for one in waiting if (one.article.id, one.field) == wanted), None)
    first = first or (waiting[0] if waiting else None)
    done = request.args.getlist("done", type=int)
    tally = queue().tally(me)
    named = {one: archive().store.issue(one) for one in list(tally.issues)[:12]}
    return render_template(
        "desk/review.html",
        first=first,
        waiting=[one for one in waiting if one is not first],
        context=context(first) if first else (),
        like=len(queue().like(first.article.id, first.field)) if first else 0,
        tally=tally,
        issues=named,
        labels=fields(),
        written=written,
        settable=ARTICLE_FIELDS,
        narrow=narrow,
        skipped=queue().skipped(me),
        done=done,
        error=error,
        typed=typed,
        back=request.full_path.rstrip("?"),
    )


def written(one: Doubt) -> str:
    """The value as it is typed."""
    if isinstance(one.value, tuple):
        return "、".join(one.value)
    return "" if one.value is None else str(one.value)


def context(one: Doubt) -> list[Shown]:
    """The lines of the source that show the guess, with their neighbours; else the first lines."""
    lines = tuple(line for line in sheets().lines(archive(), one.article) if line.text.strip())
    if not lines:
        lines = tuple(Line(text, 0) for text in [one.article.title, *one.article.body.split("\n")][:200])
    forms = forms_of(one)
    at = [number for number, line in enumerate(lines) if any(form in line.text for form in forms)]
    near = {n for hit in at[:MOST] for n in range(hit - AROUND, hit + AROUND + 1)} or set(range(MOST))
    chosen = [lines[n] for n in sorted(near) if 0 <= n < len(lines)][:MOST]
    return [Shown(line.text, line.number or None, _marks(line.text, forms)) for line in chosen]


def forms_of(one: Doubt) -> list[str]:
    """What may stand in print for the value."""
    article: Article = one.article
    if one.field in ("authors", "credit") and article.byline:
        return [*(article.authors), article.byline, *article.byline.split("\n")]
    if one.field == "date" and article.date is not None:
        day = article.date
        return [f"{day.month}月{day.day}日", day.isoformat(), f"{day.year}年{day.month}月", f"{day.day}日"]
    if one.field == "bounds":
        return [article.title]
    values = one.value if isinstance(one.value, tuple) else (str(one.value or ""),)
    return [value for value in values if value]


def _marks(text: str, forms: list[str]) -> tuple[tuple[int, int], ...]:
    found = sorted((at, at + len(form)) for form in forms if form and (at := text.find(form)) >= 0)
    return tuple(found)


@blueprint.post("")
def decide() -> Response | tuple[str, int]:
    """What the pressed button says of one guess."""
    me, form = acting("correct"), request.form
    article_id, field = form.get("article", ""), form.get("field", "")
    try:
        if form.get("do") == "accept":
            done = [queue().accept(article_id, field, me).seq]
        elif form.get("do") == "like":
            done = [one.seq for one in queue().accept_like(article_id, field, me)]
        elif form.get("do") == "skip":
            queue().skip(article_id, field, me)
            return back()
        elif form.get("do") == "again":
            queue().unskip(me)
            return back()
        elif form.get("do") == "fix" and field in FIELDS:
            desk = Correcting(archive().store)
            now = desk.article(article_id)
            value = said(field, form.get("value", ""), issue_of(now.article))
            version = form.get("version") or now.version
            done = [one.seq for one in desk.correct(article_id, {field: value}, version, me)]
        else:
            raise Refused("没有这种操作 / there is no such deed")
    except (CorrectionRefused, Refused, NotFound, Conflict) as error:
        return _page(in_one_language(str(error)), form.get("value")), status_of(error)
    index_soon(me)
    return back(done=done)


@blueprint.get("/like")
def like() -> str:
    """All guesses that "accept all like this" would accept, before it does."""
    acting("correct")
    article_id, field = request.args.get("article", ""), request.args.get("field", "")
    found = queue().like(article_id, field)
    return render_template(
        "desk/review_like.html",
        found=found,
        first=found[0],
        label=fields().get(field, field),
        written=written,
        narrow=narrowed(),
        lists=LISTS,
    )
