"""JSON: the one shape of the API and of `--format json`; every count with the parameters that find it."""

from __future__ import annotations

import json
from typing import BinaryIO

from search.reports.files.types import Setting
from search.reports.types import Cell, Report, Table
from search.request import to_query_string


def write(report: Report, out: BinaryIO, setting: Setting) -> None:
    """One object."""
    out.write(
        json.dumps(report_dict(report, setting), ensure_ascii=False, indent=1).encode("utf-8", "replace")
    )
    out.write(b"\n")


def report_dict(report: Report, setting: Setting) -> dict[str, object]:
    """The report as plain data.  query: parameters of a search that finds exactly what is meant."""
    tables = [report.table(setting.table)] if setting.table else report.tables
    return {
        "name": report.name,
        "title": setting.of(report.words),
        "query": to_query_string(report.request),
        "text": [setting.of(words) for words in report.text],
        "notes": [setting.of(words) for words in report.notes],
        "tables": [_table(table, setting) for table in tables],
    }


def _table(table: Table, setting: Setting) -> dict[str, object]:
    return {
        "key": table.key,
        "title": setting.of(table.words),
        "note": setting.of(table.note),
        "columns": [
            {"key": head.key, "title": setting.of(head.words), "shape": head.shape} for head in table.columns
        ],
        "rows": [[_cell(cell) for cell in row] for row in table.rows],
    }


def _cell(cell: Cell) -> dict[str, object]:
    found: dict[str, object] = {"value": cell.value}
    if cell.request is not None:
        found["query"] = to_query_string(cell.request)
    if cell.article:
        found["article"] = cell.article
    if cell.said:
        found["said"] = cell.said
    if cell.parts:
        found["parts"] = [_cell(part) for part in cell.parts]
    return found
