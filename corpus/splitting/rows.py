"""Here are the lines of a document, give me its rows: what an eye reads, without the furniture of the page.

Blank lines become the gap above the next row; page numbers, running heads and stray marks are dropped;
widths, indents and page breaks are measured once.  No character of an article is lost.
"""

from __future__ import annotations

import itertools
import re
import statistics
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.model import Document, Line

_PAGE_NUMBER = re.compile(
    r"[-—–―─－_·•.…\s~～]+\d{1,4}[-—–―─－_·•.…\s~～]+|第\s*\d{1,4}\s*页(?:\s*[,，/]?\s*共\s*\d{1,4}\s*页)?|\d{1,4}\s*/\s*\d{1,4}"
    r"|[-—–―─－]{1,3}\s*\d{1,4}|[pP](?:age)?\s*[.．]?\s*\d{1,4}|[-—–―─－]{1,3}\s*\d{1,4}\s*[-—–―─－]{1,3}|第\s*[一二三四五六七八九十]{1,3}\s*[页版]"
)
_BARE_NUMBER = re.compile(r"\d{1,3}|[ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ]")
_ISSUE_NUMBER = re.compile(r"第\s*\d{1,4}\s*期(?:\s*[（(]?总第?\s*\d+\s*期?[)）]?)?[^，。；：]{0,12}$")
_DIGITS = re.compile(r"\d+")
_WIDE = frozenset("WF")
_CLOSING = frozenset("。，、；：？！”’）》】」』)〉…,.;:?!%％")


@dataclass(frozen=True, slots=True)
class Row:
    """One printed line (or, in unwrapped formats, one paragraph) of text.

    text: without outer white space; line: the Line it came from; gap: white space above, in lines;
    indent, width: in half-width columns; breaks_page: first row of a new page.
    """

    text: str
    line: Line
    gap: float
    indent: int
    width: int
    breaks_page: bool

    @property
    def number(self) -> int:
        """1-based line in the source."""
        return self.line.number


def columns(text: str) -> int:
    """Width of `text` in half-width columns."""
    return sum(2 if unicodedata.east_asian_width(c) in _WIDE or c in "“”‘’—…·" else 1 for c in text)


def rows_of(document: Document) -> list[Row]:
    """The rows of a document in reading order."""
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
        indent = columns(lead.replace("\t", "    ").replace("\f", ""))
        rows.append(Row(text, line, blanks + (line.gap or 0.0), indent, columns(text), breaks))
        blanks = 0
    return _number_pages(_without_furniture(rows), document)


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


def _without_furniture(rows: Sequence[Row]) -> list[Row]:
    heads = _running_heads(rows)
    numbers = _bare_page_numbers(rows)
    kept: list[Row] = []
    carried = False  # a page break seen on a dropped row passes to the next one kept
    for at, row in enumerate(rows):
        edge = row.breaks_page or at + 1 == len(rows) or rows[at + 1].breaks_page
        if at > 3 and edge and len(row.text) <= 36 and _ISSUE_NUMBER.search(row.text):
            carried = carried or row.breaks_page
            continue
        if at in numbers or _PAGE_NUMBER.fullmatch(row.text) or at in heads or _is_stray(row.text, edge):
            carried = carried or row.breaks_page
            continue
        kept.append(replace(row, breaks_page=True) if carried and kept else row)
        carried = False
    return kept


def _is_stray(text: str, edge: bool) -> bool:
    """A lone mark that is no closing punctuation; a lone digit or letter only at a page's edge."""
    if len(text) > 2 or all(c in _CLOSING for c in text):
        return False
    kinds = {unicodedata.category(c)[0] for c in text}
    return kinds <= {"S", "P", "C", "Z"} or (edge and text.isascii())


def _bare_page_numbers(rows: Sequence[Row]) -> set[int]:
    """Rows that are bare numbers and count the pages: at a page's edge, or rising one by one."""
    bare = [(at, row) for at, row in enumerate(rows) if _BARE_NUMBER.fullmatch(row.text)]
    found = {at for at, row in bare if row.breaks_page or at + 1 == len(rows) or rows[at + 1].breaks_page}
    values = [(at, int(row.text)) for at, row in bare if row.text.isdigit()]
    for (at, value), (then, following) in itertools.pairwise(values):
        if following == value + 1 and then - at >= 8:
            found |= {at, then}
    return found


def _running_heads(rows: Sequence[Row]) -> set[int]:
    """Rows at the top or bottom of pages whose text, digits aside, comes back on page after page."""
    starts = [0, *(at for at, row in enumerate(rows) if row.breaks_page), len(rows)]
    pages = [(a, b) for a, b in itertools.pairwise(starts) if b - a >= 4]
    if len(pages) < 3:
        return set()
    seen: Counter[str] = Counter()
    edges: list[tuple[str, int]] = []
    for first, last in pages:
        for at in {first, first + 1, last - 2, last - 1}:
            key = _DIGITS.sub("#", rows[at].text.replace(" ", ""))
            if len(key) <= 30 and key[-1] not in "）)。；，":
                edges.append((key, at))
    seen.update(key for key, _ in edges)
    return {at for key, at in edges if seen[key] >= max(3, len(pages) * 0.3) and not key.startswith("【")}


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
