"""Correct this: the fields of an article or issue, their history, undo, and what a correction teaches."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from http import HTTPStatus
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from corpus.desk import Conflict, Correctable, CorrectableIssue, Correcting, Refused, Teaching
from corpus.errors import IssueNotFound
from corpus.model import Article, Issue
from corpus.store import Correction, CorrectionRefused
from web.archive import archive
from web.desk import correcting as forms
from web.desk.differences import pieces
from web.desk.drafting import FIELDS, ISSUE_FIELDS, LISTS, shown
from web.desk.histories import entries, offers
from web.desk.identity import acting, allowed, local_path
from web.desk.ordering import index_soon
from web.desk.views.preview_words import fields, issue_fields, known_by
from web.errors import in_one_language
from web.sheets import has_pages

blueprint = Blueprint("correct", __name__)

WIDTH = 1000
"""Pixels of a page beside the form."""


def desk() -> Correcting:
    return Correcting(archive().store)


def issue_of(article: Article) -> Issue:
    """The issue of an article, whatever its state; an empty one where it has none."""
    if not article.issue_id:
        return Issue(title="")
    return archive().store.whole.issue(article.issue_id)


@blueprint.route("/articles/<path:article_id>/correct", methods=["GET", "POST"])
def article(article_id: str) -> str | tuple[str, int] | Response:
    me = acting("correct")
    now = desk().article(article_id)
    if request.method == "GET":
        return _form(now, {})
    form = request.form
    typed: dict[str, Any] = {field: form[field] for field in FIELDS if field in form}
    if "body" in form:
        typed["body"] = forms.typed_body(form)
    return _save(
        partial(_form, now),
        typed,
        lambda: forms.changed(form, issue_of(now.article)),
        lambda changes: forms.correct(desk().correct, article_id, form, changes, me),
        lambda theirs: (partial(_form, theirs), forms.stands_now(theirs)),
        url_for("articles.article", article_id=article_id),
        partial(url_for, "correct.history", article_id=article_id),
    )


def _save(
    page: Callable[..., str],
    typed: Mapping[str, Any],
    changed: Callable[[], Mapping[str, object]],
    correct: Callable[[Mapping[str, object]], Sequence[Correction]],
    meanwhile: Callable[[Any], tuple[Callable[..., str], Mapping[str, Any]]],
    untouched: str,
    history: Callable[..., str],
) -> tuple[str, int] | Response:
    """Save what a form changes, or show it again with what was typed and why it was not saved.

    page: the form, filled; meanwhile: the form and its values for what somebody else has saved since;
    untouched: where a form leads that changes nothing; history: where one does that was saved.
    """
    changes: Mapping[str, object] = {}
    try:
        changes = changed()
        if not changes:
            return redirect(untouched, HTTPStatus.SEE_OTHER)
        done = correct(changes)
    except Conflict as conflict:
        newer, theirs = meanwhile(conflict.theirs)
        mine = {field: value for field, value in typed.items() if field in changes}
        return newer(mine, clash=forms.clashing(request.form, theirs, changes)), HTTPStatus.CONFLICT
    except (CorrectionRefused, Refused) as error:
        return page(typed, error=error), HTTPStatus.UNPROCESSABLE_ENTITY
    index_soon(acting("correct"))
    return redirect(history(done=[one.seq for one in done]), HTTPStatus.SEE_OTHER)


def _form(
    now: Correctable, typed: Mapping[str, Any], clash: Sequence[str] = (), error: Exception | None = None
) -> str:
    """The form, filled with what was typed where something was, else with what stands there."""
    held = now.article
    issue = issue_of(held)
    filled = {field: _written(shown(held, field)) for field in FIELDS} | {"body": held.body} | dict(typed)
    stale = error is not None
    return render_template(
        "desk/correct.html",
        article=held,
        version=request.form.get("version", now.version) if stale else now.version,
        was=request.form.get("was", "") if stale else forms.as_json(forms.standing(held)),
        filled=filled,
        paragraphs=str(filled["body"]).split("\n"),
        labels=fields(),
        names=LISTS,
        order=FIELDS,
        known=lambda field: known_by(held, field),
        clash={field: pieces(_value(held, field), filled[field]) for field in clash},
        theirs={field: _written(_value(held, field)) for field in clash},
        error=in_one_language(str(error)) if error else "",
        wrong=getattr(error, "field", ""),
        pages=_pages(held, issue),
        issue=issue,
        width=WIDTH,
        reason=request.form.get("reason", ""),
    )


def _value(held: Article, field: str) -> Any:
    return held.body if field == "body" else _written(shown(held, field))


def _written(value: Any) -> str:
    """A value as it is typed."""
    return "、".join(value) if isinstance(value, list) else str(value)


def _pages(held: Article, issue: Issue) -> list[int]:
    """The pages of the print that readers may see; [] where there is no picture."""
    try:
        archive().issue(issue.id)
    except IssueNotFound:
        return []
    return [held.page_no] if held.page_no and has_pages(issue.source_file) else []


@blueprint.route("/issues/<issue_id>/correct", methods=["GET", "POST"])
def issue(issue_id: str) -> str | tuple[str, int] | Response:
    me = acting("correct")
    now = desk().issue(issue_id)
    if request.method == "GET":
        return _issue_form(now, {})
    form = request.form
    history = partial(url_for, "correct.issue_history", issue_id=issue_id)
    return _save(
        partial(_issue_form, now),
        {field: form[field] for field in ISSUE_FIELDS if field in form},
        lambda: forms.changed_issue(form),
        lambda changes: forms.correct(desk().correct_issue, issue_id, form, changes, me),
        lambda theirs: (partial(_issue_form, theirs), forms.stands_now(theirs)),
        history(),
        history,
    )


def _issue_form(
    now: CorrectableIssue,
    typed: Mapping[str, Any],
    clash: Sequence[str] = (),
    error: Exception | None = None,
) -> str:
    stands = forms.standing_issue(now.issue)
    filled = stands | dict(typed)
    stale = error is not None
    return render_template(
        "desk/correct_issue.html",
        issue=now.issue,
        version=request.form.get("version", now.version) if stale else now.version,
        was=request.form.get("was", "") if stale else forms.as_json(stands),
        filled=filled,
        labels=issue_fields(),
        order=ISSUE_FIELDS,
        clash={field: pieces(stands[field], filled[field]) for field in clash},
        theirs=stands,
        error=in_one_language(str(error)) if error else "",
        wrong=getattr(error, "field", ""),
        reason=request.form.get("reason", ""),
    )


# -- history ---------------------------------------------------------------------------------------


@blueprint.get("/articles/<path:article_id>/history")
def history(article_id: str) -> str:
    """Open to whoever may read the article; who it was is for those who correct."""
    reading = archive().store.whole if allowed("correct") else archive()
    held = reading.article(article_id)
    found = desk().history(article_id)
    return _history(held.title, url_for("articles.article", article_id=article_id), found, fields(),
                    url_for("correct.article", article_id=article_id))  # fmt: skip


@blueprint.get("/issues/<issue_id>/history")
def issue_history(issue_id: str) -> str:
    held = archive().store.whole.issue(issue_id) if allowed("correct") else archive().issue(issue_id)
    found = desk().history(issue_id)
    return _history(held.title, url_for("articles.issue", issue_id=issue_id), found, issue_fields(),
                    url_for("correct.issue", issue_id=issue_id))  # fmt: skip


def _history(title: str, there: str, found: list[Correction], labels: dict[str, str], correct: str) -> str:
    saved = set(request.args.getlist("done", type=int))
    done = [one for one in found if one.seq in saved and not one.undone_at]
    return render_template(
        "desk/history.html",
        title=title,
        there=there,
        correct=correct,
        entries=entries(found, labels),
        done=done,
        offers=offers(done) if allowed("correct") else [],
        labels=labels,
        back=request.full_path.rstrip("?"),
    )


@blueprint.post("/desk/corrections/undo")
def undo() -> Response:
    me = acting("correct")
    desk().undo_all(request.form.getlist("seq", type=int), me)
    index_soon(me)
    return redirect(local_path(request.form.get("back", "")), HTTPStatus.SEE_OTHER)


@blueprint.post("/desk/corrections/redo")
def redo() -> Response:
    me = acting("correct")
    for seq in request.form.getlist("seq", type=int):
        desk().redo(seq, me)
    index_soon(me)
    return redirect(local_path(request.form.get("back", "")), HTTPStatus.SEE_OTHER)


@blueprint.route("/desk/corrections/<int:seq>/alike", methods=["GET", "POST"])
def alike(seq: int) -> str:
    """The other articles that read the same; correct the chosen ones alike."""
    me = acting("correct")
    teaching = Teaching(archive().store)
    applied: tuple[Correction, ...] = ()
    if request.method == "POST":
        applied = teaching.apply(seq, me, request.form.getlist("article"))
        index_soon(me)
    found = teaching.alike(seq)
    held = archive().store.whole.held([*found.articles, *(one.target for one in applied)])
    return render_template(
        "desk/alike.html",
        found=found,
        difference=pieces(found.old, found.new),
        label=fields().get(found.field, found.field),
        articles=[held[one] for one in found.articles if one in held],
        applied=[(one, held[one.target]) for one in applied if one.target in held],
        back=request.path,
    )
