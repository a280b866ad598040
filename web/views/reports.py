"""What an office counts: the list of reports, each as a page whose numbers are links, as a file, by API."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from itertools import groupby
from tempfile import TemporaryFile

from flask import Blueprint, Response, abort, jsonify, render_template, request
from markupsafe import Markup

from search.model import SearchRequest
from search.reports.files.data import report_dict
from search.reports.files.drawing import drawn
from search.reports.files.formats import REPORT_FORMATS, write_report
from search.reports.files.types import Setting, entry, written
from search.reports.registry import REPORTS, make_report, report_kind
from search.reports.types import Cell, Report, ReportKind, Table
from web import schemas
from web.archive import archive
from web.files import filename
from web.i18n import in_language, language
from web.links import article_link, asked_by_program, link
from web.openapi import Parameter, array, record
from web.operations import operation
from web.parameters import CONDITIONS
from web.schemas import STRING
from web.views.exports import sent

blueprint = Blueprint("reports", __name__)

ROWS = 100
"""Rows of a table on a page with others; one alone shows all."""


@dataclass(frozen=True, slots=True)
class ShownTable:
    """A table on the page.  rows: those that are shown; alone: URL where all are."""

    table: Table
    rows: tuple[tuple[Cell, ...], ...]
    alone: str

    def lettered(self) -> list[tuple[str, list[tuple[Cell, ...]]]]:
        """The entries of an index under their letters."""
        return [(str(letter), list(rows)) for letter, rows in groupby(self.rows, lambda row: row[0].value)]


@blueprint.get("/reports")
def reports() -> str:
    return render_template("reports.html", reports=list(REPORTS.values()), told=in_language)


@blueprint.get("/reports/<name>")
def report(name: str) -> str:
    kind, made = _made(name)
    key = request.args.get("table", "")
    tables = [made.table(key)] if key else made.tables
    shown = [
        ShownTable(one, one.rows if key else one.rows[:ROWS], _link("reports.report", made, kind, one.key))
        for one in tables
    ]
    given = {option.name: request.args.get(option.name, "") for option in kind.options}
    return render_template(
        "report.html",
        kind=kind,
        report=made,
        tables=shown,
        told=in_language,
        written=written,
        entry=lambda row, table: entry(row, table, _setting()),
        url=_url,
        drawn=lambda table: Markup(drawn(table, _setting())),
        given=given,
        key=key,
        formats=list(REPORT_FORMATS.values()),
        sections=_values(made.request, "section"),
        sources=_values(made.request, "source"),
        whole=_link("reports.report", made, kind, ""),
        file=_link("reports.file", made, kind, key),
    )


@blueprint.get("/reports/<name>/file")
def file(name: str) -> Response:
    """The report as a file, whole before its first byte goes out."""
    kind, made = _made(name)
    form = REPORT_FORMATS.get(request.args.get("format", "docx"))
    if form is None:
        abort(404)
    out = TemporaryFile()  # noqa: SIM115 - closed by the response that sends it
    try:
        write_report(form.name, made, out, _setting())
    except BaseException:  # whatever it was goes on; the file does not stay open
        out.close()
        raise
    today = dt.date.today().isoformat()
    return sent(out, form.media, f"{filename(in_language(kind.words))}-{today}{form.suffix}")


@operation(
    "/reports",
    "The reports there are",
    (),
    array(record(name=STRING, title=STRING, about=STRING, options=schemas.STRINGS)),
    errors=(),
)
def report_list() -> Response:
    return jsonify(
        [
            {
                "name": one.name,
                "title": in_language(one.words),
                "about": in_language(one.about),
                "options": [option.name for option in one.options],
            }
            for one in REPORTS.values()
        ]
    )


@operation(
    "/reports/<name>",
    "One report; every count with the parameters of the search that finds exactly its articles",
    (
        Parameter("name", "name of the report", {"enum": list(REPORTS)}, "path"),
        Parameter("table", "only the table of this key", STRING),
        *CONDITIONS,
    ),
    schemas.REPORT,
    errors=(400, 503),
)
def report_data(name: str) -> Response:
    return jsonify(report_dict(_made(name)[1], _setting()))


def _made(name: str) -> tuple[ReportKind, Report]:
    if name not in REPORTS:
        abort(404)
    kind = report_kind(name)
    options = {one.name: request.args.get(one.name, "") for one in kind.options}
    return kind, make_report(archive(), name, asked_by_program(), options)


def _setting() -> Setting:
    words = "en" if language() == "en" else "zh"
    return Setting(words, request.url_root.rstrip("/"), request.args.get("table", ""))  # type: ignore[arg-type]


def _url(cell: Cell) -> str:
    """Where the articles of a cell are listed, "" for none."""
    if cell.article:
        return article_link(cell.article)
    return link("search.results", cell.request) if cell.request else ""


def _options(kind: ReportKind) -> dict[str, str]:
    return {one.name: value for one in kind.options if (value := request.args.get(one.name, ""))}


def _link(endpoint: str, made: Report, kind: ReportKind, key: str) -> str:
    """URL of the same report; key: only this table."""
    more = {"table": key} if key else {}
    return link(endpoint, replace(made.request, soft=True), name=kind.name, **more, **_options(kind))


def _values(wanted: SearchRequest, field: str) -> list[str]:
    """The values of a field that the form offers, most articles first; what is chosen is among them."""
    found = [one.value for one in archive().facet(SearchRequest(), field)][:200]
    return [*found, *(one for one in wanted.filters.get(field, ()) if one not in found)]
