"""Text for a terminal: tables in columns, a Chinese character two wide."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from itertools import groupby
from typing import BinaryIO

from search.reports.files.types import Setting, entry, written
from search.reports.types import WORDY, Report, Table


def write(report: Report, out: BinaryIO, setting: Setting) -> None:
    """The report from its name to its notes."""

    def put(text: str) -> None:
        out.write((text + "\n").encode("utf-8", "replace"))

    put(setting.of(report.words) + "\n")
    for words in report.text:
        put(setting.of(words) + "\n")
    for table in [report.table(setting.table)] if setting.table else report.tables:
        put(f"【{setting.of(table.words)}】" if setting.language == "zh" else f"[{setting.of(table.words)}]")
        for line in _lines(table, setting):
            put(line)
        put(setting.of(table.note) + "\n" if setting.of(table.note) else "")
    for words in report.notes:
        put(setting.of(words))


def _lines(table: Table, setting: Setting) -> list[str]:
    if table.layout == "index":
        return list(_entries(table, setting))
    shapes = [head.shape for head in table.columns]
    rows = [[setting.of(head.words) for head in table.columns]]
    rows += [
        [" ".join(written(cell, shape).split()) for cell, shape in zip(row, shapes, strict=True)]
        for row in table.rows
    ]
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(
            text + " " * (width - _width(text)) if shape in WORDY else " " * (width - _width(text)) + text
            for text, width, shape in zip(row, widths, shapes, strict=True)
        ).rstrip()
        for row in rows
    ]


def _entries(table: Table, setting: Setting) -> Iterator[str]:
    for letter, rows in groupby(table.rows, lambda row: row[0].value):
        yield f"{letter}"
        for row in rows:
            parts = entry(row, table, setting)
            yield "  " + "  ".join(before + " ".join(written(cell, "text").split()) for before, cell in parts)


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
