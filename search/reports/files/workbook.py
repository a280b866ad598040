"""XLSX: a sheet a table, every number linked to its articles, with a chart where the table has one."""

from __future__ import annotations

import re
from typing import Any, BinaryIO

from openpyxl import Workbook
from openpyxl.chart import BarChart, LineChart, Reference
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from corpus.characters import for_xml
from search.exports.workbook import CHARACTERS, ROWS, pack
from search.reports.files.types import Setting
from search.reports.types import Cell, Chart, Heading, Report, Table

_FORMATS = {"share": "0.0%", "change": "+0;-0;0", "points": "0.##", "count": "0"}
_LINK = Font(color="1F4E8C")


def write(report: Report, out: BinaryIO, setting: Setting) -> None:
    """The tables, then a sheet that says how they were made."""
    book = Workbook()
    book.remove(book.worksheets[0])
    tables = [report.table(setting.table)] if setting.table else report.tables
    for number, table in enumerate(tables, start=1):
        _fill(book.create_sheet(_title(setting.of(table.words), number)), table, setting)
    notes = book.create_sheet("说明" if setting.language == "zh" else "Notes")
    notes.column_dimensions["A"].width = 100
    for words in (report.words, *report.text, *report.notes):
        notes.append([for_xml(setting.of(words))])
        notes.cell(notes.max_row, 1).alignment = Alignment(wrap_text=True, vertical="top")
    pack(book, out)


def _title(name: str, number: int) -> str:
    """A name that Excel takes for a sheet."""
    return re.sub(r"[\[\]:*?/\\']", " ", name)[:28].strip() or str(number)


def _fill(sheet: Any, table: Table, setting: Setting) -> None:
    sheet.append([for_xml(setting.of(head.words)) for head in table.columns])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    sheet.freeze_panes = "A2"
    for at, head in enumerate(table.columns, start=1):
        longest = max(
            [_width(setting.of(head.words)), *(_width(str(row[at - 1].value or "")) for row in table.rows)]
        )
        sheet.column_dimensions[get_column_letter(at)].width = min(max(8, longest + 2), 60)
    for number, row in enumerate(table.rows[: ROWS - 1], start=2):
        for at, (cell, head) in enumerate(zip(row, table.columns, strict=True), start=1):
            _put(sheet.cell(number, at), cell, head, setting)
    if table.rows:
        sheet.auto_filter.ref = sheet.dimensions
    if table.chart and table.chart.kind != "network" and table.rows:
        sheet.add_chart(
            _chart(sheet, table, table.chart, setting), f"{get_column_letter(len(table.columns) + 2)}2"
        )


def _put(into: Any, cell: Cell, head: Heading, setting: Setting) -> None:
    if isinstance(cell.value, str):
        into.value = for_xml(cell.value[:CHARACTERS])
        if into.data_type == "f":  # what begins with "=" is no formula here
            into.data_type = "s"
    else:
        into.value = cell.value
    if head.shape in _FORMATS:
        into.number_format = _FORMATS[head.shape]
    if url := setting.url(cell):
        into.hyperlink = url
        into.font = _LINK


def _width(text: str) -> int:
    """Columns of a text: a Chinese character takes two."""
    return sum(2 if char > "\u2e80" else 1 for char in text)


def _chart(sheet: Any, table: Table, chart: Chart, setting: Setting) -> Any:
    keys = [head.key for head in table.columns]
    last = 1 + min(len(table.rows), chart.first)
    made = BarChart() if chart.kind == "bar" else LineChart()
    made.title = setting.of(table.words)
    made.width, made.height = 24, 12
    for key in chart.of:
        at = keys.index(key) + 1
        made.add_data(Reference(sheet, min_col=at, min_row=1, max_row=last), titles_from_data=True)
    across = keys.index(chart.across) + 1
    made.set_categories(Reference(sheet, min_col=across, min_row=2, max_row=last))
    return made
