"""Markdown: a heading and a table for each of the report's tables; an index as lists under letters."""

from __future__ import annotations

from itertools import groupby
from typing import BinaryIO

from search.exports.markdown import escaped
from search.reports.files.types import Setting, entry, written
from search.reports.types import WORDY, Cell, Report, Shape, Table


def write(report: Report, out: BinaryIO, setting: Setting) -> None:
    """The report from its name to its notes."""

    def put(text: str) -> None:
        out.write((text + "\n").encode("utf-8", "replace"))

    put(f"# {escaped(setting.of(report.words))}\n")
    for words in report.text:
        put(escaped(setting.of(words)) + "\n")
    for table in [report.table(setting.table)] if setting.table else report.tables:
        put(f"## {escaped(setting.of(table.words))}\n")
        lines = _index(table, setting) if table.layout == "index" else _rows(table, setting)
        put("\n".join(lines) + "\n")
        if note := setting.of(table.note):
            put(escaped(note) + "\n")
    for words in report.notes:
        put(escaped(setting.of(words)) + "\n")


def _rows(table: Table, setting: Setting) -> list[str]:
    def line(cells: list[str]) -> str:
        return f"| {' | '.join(cells)} |"

    marks = ["---" if head.shape in WORDY else "--:" for head in table.columns]
    return [
        line([escaped(setting.of(head.words)) for head in table.columns]),
        line(marks),
        *(
            line([_linked(cell, head.shape, setting) for cell, head in zip(row, table.columns, strict=True)])
            for row in table.rows
        ),
    ]


def _index(table: Table, setting: Setting) -> list[str]:
    lines = []
    for letter, rows in groupby(table.rows, lambda row: row[0].value):
        lines += ["", f"### {escaped(str(letter))}", ""]
        for row in rows:
            told = (before + _listed(cell, setting) for before, cell in entry(row, table, setting))
            lines.append("- " + "　".join(told))
    return lines


def _listed(cell: Cell, setting: Setting) -> str:
    """A cell, or each of its parts, with its link."""
    return "，".join(_linked(part, "text", setting) for part in cell.parts or (cell,))


def _linked(cell: Cell, shape: Shape, setting: Setting) -> str:
    text, url = escaped(written(cell, shape)), setting.url(cell)
    return f"[{text}](<{url}>)" if url and text else text
