"""The issues whatever their state: drafts to publish, published ones to withdraw, withdrawn to put back."""

from __future__ import annotations

from http import HTTPStatus
from typing import get_args

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from corpus.desk import Comparing, Difference, Issues, Person, Refused, may
from corpus.errors import ArchiveError
from corpus.model import Issue
from corpus.store.writing import IssueState
from web.archive import archive
from web.desk.identity import acting
from web.desk.ordering import index_soon
from web.errors import in_one_language, status_of
from web.wording import field_labels

blueprint = Blueprint("shelf", __name__, url_prefix="/desk/issues")

PAGE = 100
"""Issues on one page."""

DONE = ("publish", "discard", "withdraw", "restore")

Answer = str | tuple[str, int] | Response


def shelf() -> Issues:
    return Issues(archive().store)


def states() -> dict[IssueState, str]:
    return {"draft": _("草稿"), "published": _("已发布"), "withdrawn": _("已撤回")}


@blueprint.get("")
def issues() -> str:
    acting("bring_in")
    return page()


def page(error: str = "", chosen: frozenset[str] = frozenset()) -> str:
    asked = request.values.get("state", "draft")
    state: IssueState = next((one for one in get_args(IssueState) if one == asked), "draft")
    start = max(request.values.get("start", 0, type=int), 0)
    listed = shelf().issues(state, PAGE + 1, start)
    tick = request.args.get("tick", "")
    ticked = {one.issue.id for one in listed[:PAGE] if tick == "all" or (tick == "sure" and not one.doubtful)}
    return render_template(
        "desk/issues.html",
        state=state,
        states=states(),
        counts=shelf().counts(),
        issues=listed[:PAGE],
        start=start,
        step=PAGE,
        more=len(listed) > PAGE,
        chosen=chosen | ticked,
        tick=tick,
        ticks=_ticks(state),
        error=error,
        said=_said(),
    )


def _ticks(state: IssueState) -> dict[str, str]:
    """What may be ticked at once on a page of issues, beside nothing."""
    sure = {"sure": _("没有待核对的")} if state == "draft" else {}
    return {"all": _("本页全部"), **sure, "none": _("都不勾")}


def _said() -> str:
    """What was done, by the words of the address that the form led back to."""
    many = request.args.get("count", 0, type=int)
    said: dict[str, str] = {
        "publish": ngettext("已发布 %(num)s 期。", "已发布 %(num)s 期。", many),
        "discard": ngettext("已放弃 %(num)s 份草稿。", "已放弃 %(num)s 份草稿。", many),
        "withdraw": ngettext("已撤回 %(num)s 期。", "已撤回 %(num)s 期。", many),
        "restore": ngettext("已恢复 %(num)s 期。", "已恢复 %(num)s 期。", many),
        "remove": _("已彻底删除。"),
    }
    return said.get(request.args.get("done", ""), "")


@blueprint.post("")
def many() -> Answer:
    """Publish, discard, withdraw or put back all that were ticked."""
    me, ids, do = acting("bring_in"), request.form.getlist("issue"), request.form.get("do", "")
    done, refused = 0, list[str]()
    if do not in DONE:
        abort(400)
    replacing = list[str]()
    for one in ids:
        if do == "publish" and _replaces(one):  # asked one by one: of two drafts of an issue one is first
            replacing.append(one)
            continue
        try:
            _do(do, one, me)
            done += 1
        except ArchiveError as error:
            refused.append(in_one_language(str(error)))
    if done:
        index_soon(me)
    if replacing:
        refused.append(_("打勾的草稿会替换已有的期，请逐一核对差异后发布。"))
    if not ids:
        refused.append(_("请先勾选。"))
    if refused:
        said = _said_done(do, done)
        return page(" ".join([said, *dict.fromkeys(refused)]).strip(), frozenset(replacing)), 422
    return back(do, done, request.form.get("state", "draft"))


def _said_done(do: str, done: int) -> str:
    return _("已完成 %(num)s 期。", num=done) if done else ""


def _replaces(issue_id: str) -> bool:
    try:
        return shelf().predecessor(issue_id) is not None
    except ArchiveError:
        return False


def _do(do: str, issue_id: str, me: Person) -> None:
    reason = request.form.get("reason", "").strip()
    match do:
        case "publish":
            shelf().publish(issue_id, me)
        case "discard":
            shelf().discard(issue_id, me)
        case "withdraw":
            shelf().withdraw(issue_id, me, reason)
        case _:
            shelf().restore(issue_id, me, reason)


def back(do: str, count: int, state: str) -> Response:
    return redirect(url_for("shelf.issues", state=state, done=do, count=count), HTTPStatus.SEE_OTHER)


@blueprint.get("/<issue_id>")
def issue(issue_id: str) -> str:
    """One issue, and what may be done with it."""
    return one_page(issue_id)


def one_page(issue_id: str, error: str = "") -> str:
    me = acting("bring_in")
    found = archive().store.whole.issue(issue_id)
    state = shelf().state(issue_id)
    difference = Comparing(archive().store).difference(issue_id) if state == "draft" else None
    return render_template(
        "desk/issue.html",
        issue=found,
        state=state,
        states=states(),
        articles=archive().store.whole.issue_articles(issue_id, 0, PAGE),
        difference=difference,
        before=shelf().predecessor(issue_id) if difference else None,
        rivals=_rivals(issue_id) if state == "draft" else [],
        fields=field_labels() | {"body": _("正文"), "title": _("标题")},
        removable=may(me, "remove"),
        error=error,
    )


def _rivals(issue_id: str) -> list[tuple[Issue, Difference | None]]:
    """The other drafts of the same issue, and what this one has otherwise."""
    store = archive().store
    found = shelf().rivals(issue_id)
    return [(store.whole.issue(one), Comparing(store).difference(issue_id, one)) for one in found]


@blueprint.post("/<issue_id>/publish")
def publish(issue_id: str) -> Answer:
    """Publish a draft; where it replaces an issue, only once the difference was seen (`before`)."""
    me = acting("bring_in")
    before = shelf().predecessor(issue_id)
    if before is not None and not request.form.get("beside") and request.form.get("before") != before:
        return redirect(url_for("shelf.issue", issue_id=issue_id, _anchor="difference"), HTTPStatus.SEE_OTHER)
    shelf().publish(issue_id, me, beside=bool(request.form.get("beside")))
    index_soon(me)
    return back("publish", 1, "published")


@blueprint.post("/<issue_id>/discard")
def discard(issue_id: str) -> Answer:
    shelf().discard(issue_id, acting("bring_in"))
    return back("discard", 1, "draft")


@blueprint.post("/<issue_id>/withdraw")
def withdraw(issue_id: str) -> Answer:
    me = acting("bring_in")
    _do("withdraw", issue_id, me)
    index_soon(me)
    return back("withdraw", 1, "withdrawn")


@blueprint.post("/<issue_id>/restore")
def restore(issue_id: str) -> Answer:
    me = acting("bring_in")
    _do("restore", issue_id, me)
    index_soon(me)
    return back("restore", 1, "published")


@blueprint.post("/<issue_id>/remove")
def remove(issue_id: str) -> Answer:
    """For good, by an administrator who has typed the issue's title."""
    me = acting("remove")
    title, state = archive().store.whole.issue(issue_id).title, shelf().state(issue_id)
    try:
        if request.form.get("title", "").strip() != title.strip():
            raise Refused(
                f"输入的标题不一致，未删除；请照抄“{title}” / "
                f"what was typed is not the title, nothing was removed: type {title}"
            )
        shelf().remove(issue_id, me, request.form.get("reason", "").strip())
    except Refused as error:
        return one_page(issue_id, in_one_language(str(error))), status_of(error)
    index_soon(me)
    return back("remove", 1, state)
