"""A draft before it is published: its source beside what was understood of it, and every change to that.

Every change is a form that leads back to its line; a script sends the same forms and puts in place what
came back different.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from http import HTTPStatus
from typing import Any, cast

from flask import Blueprint, Response, abort, current_app, redirect, render_template, request, url_for
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RoutingException
from werkzeug.wrappers import Response as AnyResponse

from corpus.desk import Conflict, Draft, Issues, Person, Refused, edit_json
from corpus.desk.draft_edits import DraftEdit, SetIssue, edit_from
from corpus.errors import ArchiveError
from corpus.store.writing import IssueState
from web.archive import archive
from web.desk.drafting import (
    FIELDS,
    ISSUE_FIELDS,
    as_stands,
    drafting,
    field_edits,
    issue_as_stands,
    issue_edits,
    line_edit,
    shown,
    stated,
)
from web.desk.identity import acting
from web.desk.views import preview_words as words
from web.desk.views.preview_page import Book, sureness
from web.errors import in_one_language, status_of

blueprint = Blueprint("preview", __name__, url_prefix="/desk/drafts")

WIDTH = 1400
"""Pixels of a page beside its articles."""

RECORDS = 100
"""Records of a table on one leaf."""

Answer = str | tuple[str, int] | AnyResponse


@blueprint.get("/<issue_id>")
def draft(issue_id: str) -> Answer:
    """The draft; `line` (and `last`) are selected, `leaf` is shown, `view` is "page" or "text"."""
    acting("bring_in")
    archive().store.whole.issue(issue_id)
    try:
        found = drafting().drafts.draft(issue_id)
    except Refused as error:
        return records(issue_id, str(error))
    return page(found)


def records(issue_id: str, why: str) -> str:
    """A draft of records: a table, of which each is corrected by itself."""
    store = archive().store
    start = max(request.args.get("start", 0, type=int), 0)
    held = store.whole.issue_articles(issue_id, start, RECORDS + 1)
    state = Issues(store).state(issue_id)
    return render_template(
        "desk/preview_records.html",
        issue=store.whole.issue(issue_id),
        state=state,
        articles=held[:RECORDS],
        start=start,
        step=RECORDS,
        more=len(held) > RECORDS,
        why=in_one_language(why),
        notices=store.notices(issue_id),
        sureness=sureness,
        known_by=words.known_by,
        correct=lambda article_id: offered(f"/articles/{article_id}/correct", "GET"),
        signs=words.SIGNS,
        **shelf(issue_id, state),
    )


def page(found: Draft, error: str = "", typed: dict[str, str] | None = None) -> str:
    """The page of a draft; typed: what a refused form held, which is not lost."""
    asked = request.values
    line = asked.get("line", 0, type=int)
    sizes = drafting().sizes(found.issue_id)
    view = asked.get("view", "page" if sizes else "text")
    book = Book(found, sizes)
    line = book.nearest(line)
    number = book.leaf_of.get(line) or asked.get("leaf", 1, type=int)
    leaf = book.leaf(number)
    return render_template(
        "desk/preview.html",
        draft=found,
        source=drafting().digest(found.issue_id),
        issue=found.parsed.issue,
        book=book,
        leaf=leaf,
        listed=book.listed(),
        leaves=len(book.leaves),
        line=line,
        last=max(asked.get("last", line, type=int), line),
        current=book.key(line),
        chosen=book.article(line),
        view="page" if view == "page" and leaf.size else "text",
        pictured=bool(sizes),
        width=WIDTH,
        error=in_one_language(error) if error else "",
        typed=typed or {},
        words=words,
        sureness=sureness,
        shown=shown,
        as_stands=as_stands,
        issue_as_stands=issue_as_stands,
        fields=FIELDS,
        issue_fields=ISSUE_FIELDS,
        sections=list(dict.fromkeys(one.section for one in found.parsed.articles if one.section)),
        looking={"view": view} if asked.get("view") else {},
        **shelf(found.issue_id, found.state),
        refused=[(found.edits[at].edit, why) for at, why in found.refused],
    )


def shelf(issue_id: str, state: IssueState) -> dict[str, Any]:
    """Where a draft is published, discarded and listed, as far as this site has pages for it; and the issue
    whose place it would take."""
    path, issues = f"/desk/issues/{issue_id}", Issues(archive().store)
    before = issues.predecessor(issue_id) if state == "draft" else None
    return {
        "before": archive().store.whole.issue(before) if before else None,
        "rivals": len(issues.rivals(issue_id)) if state == "draft" else 0,
        "difference": offered(path, "GET"),
        "publish": offered(f"{path}/publish", "POST"),
        "discard": offered(f"{path}/discard", "POST"),
        "later": offered("/desk/issues", "GET"),
    }


def offered(path: str, method: str) -> str | None:
    """The path, where a page of the desk answers there."""
    try:
        endpoint, _values = current_app.url_map.bind("").match(path, method)
    except (HTTPException, RoutingException):
        return None
    return None if endpoint == "articles.article" else path


@blueprint.get("/<issue_id>/pages/<int:number>")
def picture(issue_id: str, number: int) -> Response:
    """One page of a draft's PDF as a picture."""
    acting("bring_in")
    made = drafting().picture(
        issue_id, number, min(max(request.args.get("width", WIDTH, type=int), 100), 2000)
    )
    if made is None:
        abort(404)
    response = Response(made, mimetype="image/png")
    response.cache_control.max_age = 3600
    response.cache_control.private = True
    return response


@blueprint.post("/<issue_id>")
def change(issue_id: str) -> Answer:
    """One change, as the pressed button says: `do` is "split", "join", "mark:ROLE", "fields", "issue"."""
    me, form = acting("bring_in"), request.form
    version, line = _number("version"), form.get("line", 0, type=int)
    edits: Sequence[DraftEdit] = ()
    try:
        _same_source(issue_id)
        edits = _edits(issue_id, form.get("do", ""), line)
        for edit in edits:
            found = drafting().drafts.change(issue_id, edit, version, me)
            version = found.version
    except Conflict as error:
        return clash(error, edits)
    except ArchiveError as error:
        return page(drafting().drafts.draft(issue_id), str(error), form.to_dict()), status_of(error)
    return back(issue_id, line)


def _edits(issue_id: str, do: str, line: int) -> Sequence[DraftEdit]:
    form = request.form
    if do == "again":
        return [edit_from(stated(text)) for text in form.getlist("edit")]
    if do not in ("fields", "issue"):
        return [line_edit(do, line, form.get("last", line, type=int))]
    if do == "issue":
        return issue_edits(form)
    return field_edits(form, line, drafting().drafts.draft(issue_id).parsed.issue)


@blueprint.post("/<issue_id>/undo")
def undo(issue_id: str) -> Answer:
    return _step(issue_id, drafting().drafts.undo)


@blueprint.post("/<issue_id>/redo")
def redo(issue_id: str) -> Answer:
    return _step(issue_id, drafting().drafts.redo)


def _step(issue_id: str, step: Callable[[str, int, Person], Draft]) -> Answer:
    """Undo or redo, and back to the line that it changed."""
    me = acting("bring_in")
    before = drafting().drafts.draft(issue_id)
    try:
        _same_source(issue_id)
        found = step(issue_id, _number("version"), me)
    except Conflict as error:
        return clash(error, ())
    except Refused as error:
        return page(before, str(error)), status_of(error)
    edit = found.edits[min(before.place, found.place)].edit
    return back(issue_id, request.form.get("line", 0, type=int) if isinstance(edit, SetIssue) else edit.line)


def clash(error: Conflict[Any, Any], mine: Sequence[DraftEdit]) -> tuple[str, int]:
    """Somebody else was faster: what they did, what was to be done, and which of the two is to stand."""
    theirs = cast(Draft, error.theirs)
    since = theirs.edits[: theirs.place][-5:]
    line = request.form.get("line", 0, type=int)
    article = Book(theirs).article(line)
    shown_page = render_template(
        "desk/preview_conflict.html",
        draft=theirs,
        source=drafting().digest(theirs.issue_id),
        issue=theirs.parsed.issue,
        who=theirs.edits[-1].who if theirs.edits else "",
        mine=[(words.edit_words(edit), edit_json(edit)) for edit in mine],
        since=[(words.edit_words(one.edit), one.who, one.at) for one in reversed(since)],
        article=article,
        fields={name: words.fields()[name] for name in FIELDS},
        shown=shown,
        line=line,
        looking={"view": request.form["view"]} if request.form.get("view") else {},
    )
    return shown_page, status_of(error)


def back(issue_id: str, line: int) -> AnyResponse:
    """To the line that was changed."""
    kept: dict[str, Any] = {name: request.form[name] for name in ("view", "leaf") if request.form.get(name)}
    if line:
        kept |= {"line": line, "_anchor": f"L{line}"}
        kept.pop("leaf", None)
    return redirect(url_for("preview.draft", issue_id=issue_id, **kept), HTTPStatus.SEE_OTHER)


def _same_source(issue_id: str) -> None:
    """Raises Refused where the form speaks of the lines of another source than the draft has now."""
    if request.form.get("of", "") not in ("", drafting().digest(issue_id)):
        raise Refused(
            "这份草稿刚换成了另一次印刷的文件，行号已不同，请看过再改 / "
            "another printing has just taken the place of this draft: look at it first"
        )


def _number(name: str) -> int:
    """A number of the form.  Raises Refused where it has none."""
    found = request.form.get(name, type=int)
    if found is None:
        raise Refused("表单缺少版本号，请刷新页面 / the form has no version: reload the page")
    return found
