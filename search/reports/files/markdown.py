"""Markdown: a heading and a table for each of the report's tables; an index as lists under letters."""

from __future__ import annotations

from typing import BinaryIO

from search.exports.markdown import escaped
from search.reports.files.types import Setting, written
from search.reports.types import Cell, Heading, Report, Table


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

    marks = ["---" if head.shape == "text" else "--:" for head in table.columns]
    return [
        line([escaped(setting.of(head.words)) for head in table.columns]),
        line(marks),
        *(
            line([_linked(cell, head, setting) for cell, head in zip(row, table.columns, strict=True)])
            for row in table.rows
        ),
    ]


def _index(table: Table, setting: Setting) -> list[str]:
    lines, letter = [], None
    for row in table.rows:
        if row[0].value != letter:
            letter = row[0].value
            lines += ["", f"### {escaped(str(letter))}", ""]
        lines.append(
            "- "
            + "　".join(
                _linked(cell, head, setting) for cell, head in zip(row[1:], table.columns[1:], strict=True)
            )
        )
    return lines


def _linked(cell: Cell, head: Heading, setting: Setting) -> str:
    text, url = escaped(written(cell, head.shape)), setting.url(cell)
    return f"[{text}](<{url}>)" if url and text else text
