"""XLSX: here is a workbook, give me its rows as records: every sheet that has headings, row by row.

The row that names the columns is found by likeness, so titles may stand above it.  Dates are dates, whether
Excel says so or shows its count of days.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator, Sequence
from itertools import chain, islice
from typing import TYPE_CHECKING

from corpus.reading.archives import BROKEN
from corpus.reading.headings import LOOKED_AT, column_names, heading_row
from corpus.reading.packages import plain_office
from corpus.reading.separated import told_above
from corpus.reading.types import DEFAULT_LIMITS, Failure, Limits, Origin, Records, TableRow, problem

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

_BROKEN = (KeyError, AttributeError, TypeError, IndexError, SyntaxError, *BROKEN)
"""What openpyxl lets through from a damaged package; ElementTree's ParseError is a SyntaxError."""


def read_workbook(name: str, origin: Origin, limits: Limits = DEFAULT_LIMITS) -> Records:
    """Records of a workbook.  Raises `CorpusError` for one that is damaged, too large or without headings."""
    if origin.size() > limits.document:
        raise problem(name, "文件太大，请分成几个文件", "too large: split the file")
    book = _opened(name, origin, limits)
    try:
        if all(_headed(sheet) is None for sheet in book.worksheets):
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
        for sheet in book.worksheets:
            yield from _sheet(name, sheet.title, sheet)
    except _BROKEN:
        yield Failure(
            name, problem(name, "后面的行已损坏，未读取；请重新保存", "the rest is damaged: save it again")
        )
    finally:
        book.close()


def _sheet(name: str, title: str, sheet: object) -> Iterator[TableRow | Failure]:
    rows = _values(sheet)
    at = _headed(sheet)
    if at is None:
        if any(any(map(str.strip, _texts(cells))) for cells in islice(rows, 100)):
            yield Failure(
                name,
                problem(
                    name,
                    f"工作表“{title}”没有表头，未读取；请写上 标题、日期、作者、正文",
                    f"sheet {title!r} has no headings and was not read: give it some",
                ),
            )
        return
    top = list(islice(rows, at + 1))
    header = column_names(_texts(top[-1]))
    notice = told_above([" ".join(filter(None, map(str.strip, _texts(cells)))) for cells in top[:-1]])
    for number, cells in enumerate(chain(rows), start=at + 2):
        values = {key: _value(cell) for key, cell in zip(header, cells, strict=False) if _filled(cell)}
        if values:
            yield TableRow(number, values, notice)
            notice = ""


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
