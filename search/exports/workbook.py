"""XLSX: written row by row, every text as text, dates as dates; long bodies go on in further cells."""

from __future__ import annotations

import datetime as dt
import shutil
import tempfile
from collections.abc import Iterator
from itertools import chain, islice
from pathlib import Path
from typing import Any, BinaryIO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from corpus.characters import for_xml
from corpus.model import Article
from search.exports.columns import DATE, cells, headings
from search.exports.types import Context

ROWS = 1_048_576
"""Rows of one sheet; what is more goes to the next."""

CHARACTERS = 32_000
"""Characters of one cell (Excel holds 32,767 UTF-16 units)."""

_WIDTHS = {"标题": 40, "副标题": 24, "日期": 12, "单位": 30, "来源": 16, "期": 24, "备注": 40, "正文": 80}


def write(articles: Iterator[Article], out: BinaryIO, context: Context) -> None:
    """One row for each article under a row of headings that stays in sight."""
    book = Workbook(write_only=True)
    try:
        _fill(book, articles, context)
        pack(book, out)
    except BaseException:  # an abandoned export leaves no sheet behind in the folder for temporary files
        for sheet in book.worksheets:
            _discard(sheet)
        raise


def pack(book: Workbook, out: BinaryIO) -> None:
    """Write the book; packed apart, so that a reader that goes away leaves no half-written package."""
    with tempfile.TemporaryFile() as packed:
        book.save(packed)
        packed.seek(0)
        shutil.copyfileobj(packed, out)


def _discard(sheet: Any) -> None:
    """Remove the file in which openpyxl keeps an unsaved sheet; it would do so only when the program ends."""
    written = sheet._writer
    if written is None:
        return
    if sheet._rows is not None:
        sheet._rows.close()
    written.close()
    if Path(written.out).exists():
        written.cleanup()


def _fill(book: Workbook, articles: Iterator[Article], context: Context) -> None:
    number = 0
    for first in articles:
        number += 1
        sheet = book.create_sheet(f"文章 {number}" if number > 1 else "文章")
        _begin(sheet, context)
        for article in chain((first,), islice(articles, ROWS - 2)):
            sheet.append(_row(sheet, article, context))
    if not number:
        _begin(book.create_sheet("文章"), context)


def _begin(sheet: Any, context: Context) -> None:
    sheet.freeze_panes = "A2"
    for column, heading in enumerate(headings(context), 1):
        sheet.column_dimensions[get_column_letter(column)].width = _WIDTHS.get(heading, 14)
    row = [WriteOnlyCell(sheet, heading) for heading in (*headings(context), "正文（续）")]
    for cell in row:
        cell.font = Font(bold=True)
    sheet.append(row)


def _row(sheet: Any, article: Article, context: Context) -> list[Any]:
    *short, body = cells(article, context)
    row: list[Any] = [_text(sheet, cell[:CHARACTERS]) if isinstance(cell, str) else cell for cell in short]
    date = short[DATE]
    if isinstance(date, dt.date):
        row[DATE] = WriteOnlyCell(sheet, dt.datetime(date.year, date.month, date.day))
        row[DATE].number_format = "yyyy-mm-dd"
    return row + [_text(sheet, part) for part in _parts(str(body))]


def _text(sheet: Any, text: str) -> Any:
    cell = WriteOnlyCell(sheet, for_xml(text))
    if cell.data_type == "f":  # what begins with "=" is no formula here
        cell.data_type = "s"
    return cell


def _parts(text: str) -> Iterator[str]:
    """Pieces of at most CHARACTERS UTF-16 units; never cutting a character in two."""
    start, units = 0, 0
    for position, character in enumerate(text):
        units += 2 if character > "\uffff" else 1
        if units > CHARACTERS:
            yield text[start:position]
            start, units = position, 2 if character > "\uffff" else 1
    yield text[start:]
