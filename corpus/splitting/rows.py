"""Here are the lines of a document, give me its rows: what an eye reads, without the furniture of the page.

Blank lines become the gap above the next row; furniture is set aside; widths, indents and page breaks are
measured once.  Every character stands in a row or in an aside.
"""

from __future__ import annotations

import statistics
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.model import Aside, Document, Line
from corpus.splitting.furniture import furniture

_WIDE = frozenset("WF")


@dataclass(frozen=True, slots=True)
class Row:
    """One printed line (or, in unwrapped formats, one paragraph) of text.

    text: without outer white space; line: the Line it came from; gap: white space above, in lines;
    indent, width: in half-width columns; breaks_page: first row of a new page; ruled: a rule stands above;
    marks: what was taken from it; leaves, resumes: the number of the text that goes on elsewhere after it, or
    whose rest begins with it.
    """

    text: str
    line: Line
    gap: float
    indent: int
    width: int
    breaks_page: bool
    ruled: bool = False
    marks: tuple[str, ...] = ()
    leaves: int | None = None
    resumes: int | None = None

    @property
    def number(self) -> int:
        """1-based line in the source."""
        return self.line.number

    @property
    def printed(self) -> str:
        """The text with what was taken from it."""
        return self.line.text.strip() if self.marks else self.text


def columns(text: str) -> int:
    """Width of `text` in half-width columns."""
    return sum(2 if unicodedata.east_asian_width(c) in _WIDE or c in "“”‘’—…·" else 1 for c in text)


def rows_of(document: Document) -> tuple[list[Row], list[Aside]]:
    """The rows of a document in reading order, and the furniture that was taken from between them."""
    rows: list[Row] = []
    blanks = 0
    page = None
    lone_space = _lone_space_breaks(document)
    for line in document.lines:
        text = line.text.strip(" \t\r\n\f\v\u3000\xa0\ufeff\u200b")
        if not text:
            blanks += 1
            continue
        lead = line.text[: len(line.text) - len(line.text.lstrip())]
        breaks = "\f" in lead or (line.page is not None and page is not None and line.page != page)
        if lone_space and lead == " ":
            breaks, lead = bool(rows), ""
        page = line.page if line.page is not None else page
        indent = columns(lead.replace("\t", "    ").replace("\f", "")) + _set_in(line)
        rows.append(Row(text, line, blanks + (line.gap or 0.0), indent, columns(text), breaks))
        blanks = 0
    return _without_furniture(_number_pages(rows, document))


def _set_in(line: Line) -> int:
    """Half-width columns between the left edge of its column and the line; 0 where they are unknown."""
    if line.x0 is None or line.left is None or not line.size:
        return 0
    return max(0, round(2 * (line.x0 - line.left) / line.size))


def _lone_space_breaks(document: Document) -> bool:
    """Whether a single leading space marks a page break: there are such lines, but few."""
    filled = [line.text for line in document.lines if line.text.strip()]
    lone = sum(1 for text in filled if text[0] == " " and text[1:2] not in (" ", "\u3000", "\t"))
    return document.wrapped and 0 < lone <= max(2, len(filled) // 8)


def _number_pages(rows: list[Row], document: Document) -> list[Row]:
    """Give rows their page where only the breaks are known."""
    if any(row.line.page is not None for row in rows) or not any(row.breaks_page for row in rows):
        return rows
    page, numbered = 1, []
    for row in rows:
        page += row.breaks_page
        numbered.append(replace(row, line=replace(row.line, page=page)))
    return numbered


def _without_furniture(rows: Sequence[Row]) -> tuple[list[Row], list[Aside]]:
    found = furniture(rows)
    kept: list[Row] = []
    aside: list[Aside] = []
    breaks = ruled = False  # a page break or a rule seen on a dropped row passes to the next one kept
    for at, row in enumerate(rows):
        if (reason := found.get(at)) is not None:
            breaks, ruled = breaks or row.breaks_page or reason == "running head", ruled or reason == "rule"
            aside.append(Aside("furniture", row.text, reason, (row.number, row.number), row.line.page))
            continue
        kept.append(replace(row, breaks_page=row.breaks_page or (breaks and bool(kept)), ruled=ruled))
        breaks = ruled = False
    return kept, aside


def full_width(rows: Sequence[Row]) -> list[float]:
    """For every row the width that a full line has around there, in columns."""
    long = sorted(row.width for row in rows if row.width >= 16)
    if not long:
        return [float("inf")] * len(rows)
    whole = float(long[min(len(long) - 1, int(len(long) * 0.8))])
    result = []
    for at in range(len(rows)):
        around = sorted(row.width for row in rows[max(0, at - 10) : at + 11])
        local = around[int(len(around) * 0.75)]
        result.append(min(max(float(local), 0.75 * whole), whole))
    return result


def usual_gap(rows: Sequence[Row]) -> float:
    """The white space that stands above most rows, in lines."""
    return float(statistics.median([row.gap for row in rows[1:]])) if len(rows) > 1 else 0.0


def is_wrapped(rows: Sequence[Row], stated: bool) -> bool:
    """Whether rows are physical lines: as the format states, unless they are uneven like paragraphs."""
    long = sorted(row.width for row in rows if row.width >= 24)
    if not stated or len(long) < 4:
        return stated and (not long or long[-1] <= 140)
    usual = long[int(len(long) * 0.8)]
    over = sum(width > 1.15 * usual for width in long)
    near = sum(0.8 * usual <= width <= 1.15 * usual for width in long)
    return usual <= 140 and near >= 0.3 * len(long) and over <= 0.12 * len(long)
