"""Checking a whole list at once: here are names, give me a table of what was printed about each."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import replace

from flask import Blueprint, Response, abort, request, stream_template
from flask_babel import gettext as _

from search.answer.batch import BatchRow, table_csv, table_xlsx
from search.answer.lists import lines_of, pasted
from search.model import SearchRequest
from search.request import from_params
from web.archive import archive
from web.running import heard

blueprint = Blueprint("batch", __name__)

MOST = 2000
LONGEST = 2000
"""Names in one list; characters of one of them."""

AT_ONCE = 100
"""Names whose table is made before it is sent; a failure is then a page of its own."""

SHAREABLE = 1500
"""Characters of a list up to which it fits into a URL that every program takes."""


def too_many() -> str:
    return str(_("一次最多 %(n)s 个；更多请用命令行 xunzhang batch", n=MOST))


def names_asked() -> str:
    """The list as text: the uploaded file where there is one, else what was pasted."""
    upload = request.files.get("file")
    if upload and upload.filename:
        return "\n".join(lines_of(upload.read(), upload.filename))
    return request.form.get("names", "")


def queries_in(names: str) -> list[str]:
    """The list, one query a line; 413 for one that is too long."""
    queries = [question.text[:LONGEST] for question in pasted(names)]
    if len(queries) > MOST:
        abort(413, too_many())
    return queries


@blueprint.route("/batch", methods=["GET", "POST"])
def batch() -> Iterator[str]:
    """The table; of a long list the rows come as they are found, so that nobody waits before a blank page."""
    names = names_asked() if request.method == "POST" else request.args.get("names", "")
    queries = queries_in(names)
    base, unread = dates_asked()
    rows: Iterable[BatchRow] = archive().batch(queries, base=base)
    if len(queries) <= AT_ONCE:
        rows = list(heard(rows))
    shareable = names if len(names) <= SHAREABLE else ""
    return stream_template(
        "batch.html", names=names, rows=rows, total=len(queries), shareable=shareable, base=base,
        unread=unread, date_from=request.values.get("from", ""), date_to=request.values.get("to", ""),
    )  # fmt: skip


def dates_asked() -> tuple[SearchRequest, tuple[str, ...]]:
    """(what holds for every name: the range of dates, what cannot be read of it)."""
    asked = [(name, request.values.get(name, "").strip()) for name in ("from", "to")]
    wanted = from_params([(name, text) for name, text in asked if text])
    return replace(wanted, unread=()), tuple(text for _name, text in wanted.unread)


@blueprint.post("/batch/table")
def table() -> Response:
    rows = heard(archive().batch(queries_in(request.form.get("names", "")), base=dates_asked()[0]))
    out = io.BytesIO()
    if request.form.get("format") == "xlsx":
        table_xlsx(rows, out)
        kind, suffix = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"
    else:
        table_csv(rows, out)
        kind, suffix = "text/csv", "csv"
    response = Response(out.getvalue(), mimetype=kind)
    response.headers.set("Content-Disposition", "attachment", filename=f"xunzhang-batch.{suffix}")
    return response
