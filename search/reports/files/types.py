"""What every file of a report is given, and how values are written in all of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO, Literal, TypeAlias
from urllib.parse import quote

from search.reports.types import Cell, Report, Shape, Table, Words
from search.request import to_query_string


@dataclass(frozen=True, slots=True)
class Setting:
    """language: of all words; address: URL of the archive's pages without a stroke at its end ("" = no
    links); table: key of the one table that is wanted, "" = all."""

    language: Literal["zh", "en"] = "zh"
    address: str = ""
    table: str = ""

    def of(self, words: Words) -> str:
        """The words in the file's language."""
        return words[0 if self.language == "zh" else 1]

    def url(self, cell: Cell) -> str:
        """Where the articles of a cell are read; "" where it has none, or the address is not known."""
        if not self.address:
            return ""
        if cell.article:
            return f"{self.address}/articles/{quote(cell.article)}"
        return f"{self.address}/search?{to_query_string(cell.request)}" if cell.request else ""


ReportWriter: TypeAlias = Callable[[Report, BinaryIO, Setting], None]
"""Writes a report to the stream, which it leaves open."""


def entry(row: tuple[Cell, ...], table: Table, setting: Setting) -> list[tuple[str, Cell]]:
    """An entry of an index as it is printed, without its letter: (words before, value) of each part."""
    pairs = zip(row[1:], table.columns[1:], strict=True)
    return [
        (setting.of(head.words) + " " if head.shape == "reference" else "", cell)
        for cell, head in pairs
        if cell.value not in (None, "")
    ]


def written(cell: Cell, shape: Shape) -> str:
    """A value as people read it: 12, 34.5%, +3, 1.5; nothing for none."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if shape == "share":
        return f"{value:.1%}"
    if shape == "change":
        return f"{value:+d}" if isinstance(value, int) else f"{value:+.1%}"
    return f"{value:g}" if isinstance(value, float) else str(value)
