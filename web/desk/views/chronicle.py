"""The chronicle at the desk: line by line accepted, edited, dropped, merged into the line before, moved."""

from __future__ import annotations

from http import HTTPStatus

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from corpus.desk import Chronicle, NotFound, Refused
from search.model import SearchRequest
from search.reports.chronicle import chronicle_of
from search.reports.chronicle_lines import Told
from search.reports.registry import REPORTS, period_of
from search.request import from_query_string, to_query_string
from web.archive import archive
from web.desk.identity import acting
from web.links import asked_by_program

blueprint = Blueprint("chronicle", __name__, url_prefix="/desk/chronicle")

LINES = 300
"""Lines on one page; a longer period is asked for in parts."""
CHANGES = 20
"""Changes that are listed under the lines."""


@blueprint.get("")
def chronicle() -> str:
    acting("correct")
    wanted = period_of(archive(), REPORTS["chronicle"], asked_by_program())
    lines, left, where = chronicle_of(archive(), wanted)
    return render_template(
        "desk/chronicle.html",
        lines=lines[:LINES],
        more=max(0, len(lines) - LINES),
        left=left,
        where=where,
        wanted=wanted,
        back=to_query_string(wanted),
        changes=Chronicle(archive().store).changes()[: -CHANGES - 1 : -1],
    )


@blueprint.post("/change")
def change() -> Response:
    """One change of a line, then back to it.  "up" and "down" are said as before which line it stands."""
    me = acting("correct")
    article, do = request.form.get("article", ""), request.form.get("do", "")
    wanted = from_query_string(request.form.get("back", ""))
    kept = Chronicle(archive().store)
    _keep_typed(kept, wanted, article)
    if do in ("up", "down", "merge"):
        action, value = _beside(wanted, article, do)
        kept.change(action, article, me, value)
    elif do != "edit":
        kept.change(do, article, me)
    return _back(wanted, article)


def _keep_typed(kept: Chronicle, wanted: SearchRequest, article: str) -> None:
    """What was typed into a line, whichever of its buttons is pressed; nothing where it is as it was."""
    text, when = (" ".join(request.form.get(name, "").split()) for name in ("text", "when"))
    if "text" not in request.form:
        return
    line = next((one for one in chronicle_of(archive(), wanted)[0] if _tells(one, article)), None)
    if line is None or (line.event.text, line.event.when) != (text, when):
        kept.change("edit", article, acting("correct"), text, when)


@blueprint.post("/undo")
def undo() -> Response:
    me = acting("correct")
    Chronicle(archive().store).undo(request.form.getlist("id", type=int), me)
    return _back(from_query_string(request.form.get("back", "")), "")


def _beside(wanted: SearchRequest, article: str, do: str) -> tuple[str, str]:
    """(action, article of the line it is about) for a line and those beside it."""
    lines = [line for line in chronicle_of(archive(), wanted)[0] if line.state != "dropped"]
    at = next((at for at, line in enumerate(lines) if _tells(line, article)), None)
    if at is None:
        raise NotFound("这一条不在这段时间里 / this line is not in this period")
    if do == "down":
        if at + 1 >= len(lines):
            raise Refused("已经是最后一条 / it is the last line")
        return "before", lines[at + 2].key if at + 2 < len(lines) else ""
    if at == 0:
        raise Refused("已经是第一条 / it is the first line")
    return ("before" if do == "up" else "merge"), lines[at - 1].key


def _tells(line: Told, article: str) -> bool:
    return any(one.id == article for one in line.articles)


def _back(wanted: SearchRequest, article: str) -> Response:
    query = to_query_string(wanted)
    page = url_for("chronicle.chronicle") + (f"?{query}" if query else "")
    return redirect(f"{page}#line-{article}" if article else page, HTTPStatus.SEE_OTHER)
