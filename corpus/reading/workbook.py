"""XLSX: here is a workbook, give me its rows as records: every sheet that has headings, row by row.

The row that names the columns is found by likeness, so titles may stand above it.  Dates are dates, whether
Excel says so or shows its count of days.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Protocol

from corpus.model import Aside
from corpus.reading.archives import BROKEN
from corpus.reading.headings import (
    GUESSED,
    LOOKED_AT,
    above_headings,
    column_names,
    guessed_columns,
    heading_row,
)
from corpus.reading.packages import plain_office
from corpus.reading.types import DEFAULT_LIMITS, Failure, Limits, Origin, Records, TableRow, problem

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

_BROKEN = (KeyError, AttributeError, TypeError, IndexError, SyntaxError, *BROKEN)
"""What openpyxl lets through from a damaged package; ElementTree's ParseError is a SyntaxError."""


class _Sheet(Protocol):
    """What is used of a worksheet."""

    title: str


def read_workbook(name: str, origin: Origin, limits: Limits = DEFAULT_LIMITS) -> Records:
    """Records of a workbook.  Raises `CorpusError` for one that is damaged, too large or without records."""
    if origin.size() > limits.document:
        raise problem(name, "文件太大，请分成几个文件", "too large: split the file")
    book = _opened(name, origin, limits)
    try:
        if all(_headed(sheet) is None and _guessed(sheet) is None for sheet in book.worksheets):
            raise problem(
                name,
                "表格里没有“标题”“正文”这样的表头；请在第一行写上 标题、日期、作者、正文",
                "no row names the columns: give them headings such as title, date, author, text",
            )
    except _BROKEN as error:
        raise _damaged(name) from error
    finally:
        book.close()
    return Records(name, "xlsx", lambda: _rows(name, origin, limits))


def _opened(name: str, origin: Origin, limits: Limits) -> Workbook:
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    data = plain_office(name, origin.read(), limits)
    try:
        return load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    except (InvalidFileException, *_BROKEN) as error:
        raise _damaged(name) from error


def _damaged(name: str) -> Exception:
    return problem(
        name,
        "XLSX 文件不完整或已损坏，请重新保存",
        "truncated or damaged XLSX: save it again",
    )


def _texts(cells: Sequence[object]) -> list[str]:
    return ["" if cell is None else str(cell) for cell in cells]


def _headed(sheet: object) -> int | None:
    """The index of a sheet's row of headings, blank rows counted; None where it has none."""
    top = [_texts(cells) for cells in islice(_values(sheet), 2 * LOOKED_AT)]
    full = [i for i, cells in enumerate(top) if any(map(str.strip, cells))]
    found = heading_row([top[i] for i in full])
    return full[found] if found is not None else None


def _values(sheet: object) -> Iterator[tuple[object, ...]]:
    rows: Iterator[tuple[object, ...]] = sheet.iter_rows(values_only=True)  # type: ignore[attr-defined]
    return rows


def _rows(name: str, origin: Origin, limits: Limits) -> Iterator[TableRow | Failure]:
    book = _opened(name, origin, limits)
    try:
        plain = [sheet for sheet in book.worksheets if _headed(sheet) is None and _guessed(sheet) is None]
        notices, beside = _without_records(plain)
        for sheet in book.worksheets:
            if sheet in plain:
                continue
            for row in _sheet(sheet):
                said = "；".join(filter(None, [*notices, row.notice]))
                yield replace(row, notice=said, beside=(*beside, *row.beside))
                notices, beside = [], []
    except _BROKEN:
        yield Failure(
            name, problem(name, "后面的行已损坏，未读取；请重新保存", "the rest is damaged: save it again")
        )
    finally:
        book.close()


def _without_records(sheets: Sequence[_Sheet]) -> tuple[list[str], list[Aside]]:
    """(what is said of sheets that hold no records, their texts)."""
    notices, beside = list[str](), list[Aside]()
    for sheet in sheets:
        rows = (" ".join(filter(None, map(str.strip, _texts(cells)))) for cells in _values(sheet))
        if text := "\n".join(filter(None, rows)):
            beside.append(Aside("furniture", f"{sheet.title}\n{text}", "a sheet without headings"))
            notices.append(
                f"工作表“{sheet.title}”没有表头，未作记录；要作记录请写上 标题、日期、作者、正文 / "
                f"sheet {sheet.title!r} has no headings and holds no records: give it some if it does"
            )
    return notices, beside


def _guessed(sheet: object) -> list[str] | None:
    """Names for the columns of a sheet without headings, by what stands in them."""
    top = [_texts(cells) for cells in islice(_values(sheet), 2 * LOOKED_AT)]
    full = [[str(cell) for cell in cells] for cells in top if any(map(str.strip, cells))]
    return guessed_columns(full)


def _sheet(sheet: _Sheet) -> Iterator[TableRow]:
    rows = _values(sheet)
    at = _headed(sheet)
    beside: tuple[Aside, ...] = ()
    if at is None:
        header = _guessed(sheet) or []
        named = "、".join(header)
        notice, first = GUESSED.format(named, named), 1
    else:
        top = list(islice(rows, at + 1))
        header, first = column_names(_texts(top[-1])), at + 2
        texts = [" ".join(filter(None, map(str.strip, _texts(cells)))) for cells in top[:-1]]
        notice, beside = above_headings(texts, sheet.title)
    for number, cells in enumerate(rows, start=first):
        values = {key: _value(cell) for key, cell in zip(header, cells, strict=False) if _filled(cell)}
        if values:
            yield TableRow(number, values, notice, beside)
            notice, beside = "", ()


def _filled(cell: object) -> bool:
    return cell is not None and bool(str(cell).strip())


def _value(cell: object) -> object:
    """A cell as a record keeps it: text, a day as YYYY-MM-DD, whole numbers without a point."""
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat() if cell.time() == dt.time() else cell.isoformat(sep=" ")
    if isinstance(cell, dt.date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return cell if isinstance(cell, str) else str(cell)
