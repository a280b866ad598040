"""Glyphs on a page to lines in reading order.  Pure: knows no PDF library.

Here are the glyphs of a page with their places, give me its lines: column after column, each line with
its edges, size and the edges of its column.

1. Glyphs that follow one another on one base line form *runs*; runs on one base line form *rows*.
2. A *gutter* is an upright strip that no run of many successive rows touches, with prose on both
   sides of it.  A region with a gutter is read as: what is above, left, right, what is below.
3. Within a column, runs on one base line are joined from left to right; white space between them wide
   enough to be seen becomes one space.

A table of names also has strips of white space; it is told from columns by its short, ragged cells.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import NamedTuple


class Glyph(NamedTuple):
    """One character.  x0, x1, y (base line, upwards) and size in points."""

    char: str
    x0: float
    x1: float
    y: float
    size: float
    bold: bool = False


class Run(NamedTuple):
    """Glyphs in a row without wide gaps.  order: position in the content stream."""

    glyphs: tuple[Glyph, ...]
    x0: float
    x1: float
    y: float
    size: float
    order: int


@dataclass(frozen=True, slots=True)
class Placed:
    """A line of a page.  left, right: edges of its column; y: base line; column: number on the page."""

    text: str
    x0: float
    x1: float
    y: float
    size: float
    bold: bool
    left: float
    right: float
    column: int


_SAME_LINE = 0.35
"""Base lines closer than this many ems are one line."""
_RUN_GAP = 0.6
"""A gap of this many ems ends a run."""
_SPACE = 0.3
"""A gap of this many ems, above the line's usual one, is a space …"""
_AUTOSPACE = 0.6
"""… but between Chinese and Latin characters it must be wider: typesetting puts a quarter em there."""
_CELL = 1.5
"""A gap of this many ems parts cells."""
_GUTTER = 0.9
"""Narrowest gutter, in ems."""
_STRIP = 0.3
"""What a closing mark that hangs over the margin must leave free of it, in ems."""


def runs(glyphs: Sequence[Glyph]) -> list[Run]:
    """Runs in the order of the content stream."""
    found: list[Run] = []
    current: list[Glyph] = []
    for glyph in glyphs:
        if current:
            last = current[-1]
            em = max(last.size, glyph.size)
            away = abs(glyph.y - last.y) > _SAME_LINE * em
            if away or glyph.x0 - last.x1 > _RUN_GAP * em or glyph.x0 < last.x0 - 0.5 * em:
                found.extend(_run(current, len(found)))
                current = []
        current.append(glyph)
    found.extend(_run(current, len(found)))
    return found


def _run(glyphs: Sequence[Glyph], order: int) -> list[Run]:
    seen = [g for g in glyphs if not g.char.isspace()]
    if not seen:
        return []
    size = median(g.size for g in seen)
    x0, x1 = min(g.x0 for g in seen), max(g.x1 for g in seen)
    return [Run(tuple(glyphs), x0, x1, median(g.y for g in seen), size, order)]


def rows(items: Iterable[Run]) -> list[list[Run]]:
    """Runs grouped by base line, top row first, each from left to right."""
    found: list[list[Run]] = []
    for run in sorted(items, key=lambda r: -r.y):
        if found and abs(found[-1][0].y - run.y) <= _SAME_LINE * max(run.size, found[-1][0].size):
            found[-1].append(run)
        else:
            found.append([run])
    for row in found:
        row.sort(key=lambda r: r.x0)
    return found


def order(items: Sequence[Run], hints: Sequence[float] = ()) -> list[tuple[list[Run], int]]:
    """Regions of a page in reading order, each with the number of columns it lies among.

    hints: gutters found on other pages, in points; near one of them less evidence is wanted.
    """
    found = _order(list(items), tuple(hints), 0)
    merged: list[tuple[list[Run], int]] = []
    for region, depth in found:
        if merged and merged[-1][1] == 0 and depth == 0:
            merged[-1][0].extend(region)
        elif region:
            merged.append((region, depth))
    return merged


def _order(items: list[Run], hints: tuple[float, ...], depth: int) -> list[tuple[list[Run], int]]:
    if not items:
        return []
    table = rows(items)
    cut = _gutter(table, hints) if depth < 3 else None
    if cut is None:
        return [(items, depth)]
    first, last, x = cut
    middle = [run for row in table[first:last] for run in row]
    left = [run for run in middle if run.x1 <= x]
    right = [run for run in middle if run.x1 > x]
    return [
        *_order([run for row in table[:first] for run in row], hints, depth),
        *_order(left, hints, depth + 1),
        *_order(right, hints, depth + 1),
        *_order([run for row in table[last:] for run in row], hints, depth),
    ]


def gutters(items: Sequence[Run]) -> list[float]:
    """Where a page's clear gutters are, as hints for its fellows."""
    table = rows(items)
    cut = _gutter(table, ())
    if cut is None:
        return []
    first, last, x = cut
    rest = [run for row in (*table[:first], *table[last:]) for run in row]
    return [x, *(gutters(rest) if len(rest) < len(items) else [])]


def _gutter(table: list[list[Run]], hints: Sequence[float]) -> tuple[int, int, float] | None:
    """(first row, end row, x) of the longest stretch of rows that a gutter divides."""
    if len(table) < 2:
        return None
    em = median(run.size for row in table for run in row)
    left = min(row[0].x0 for row in table)
    right = max(run.x1 for row in table for run in row)
    if right - left < 16 * em:
        return None
    best: tuple[int, int, float] | None = None
    for x in _candidates(table, left, right, em):
        for first, last in _stretches(table, x, em):
            if best is not None and last - first <= best[1] - best[0]:
                continue
            hinted = any(abs(x - hint) < 1.5 * em for hint in hints)
            trimmed = _trim(table, first, last, x)
            if trimmed is not None and _is_columns(table[trimmed[0] : trimmed[1]], x, em, hinted):
                best = (*trimmed, x)
    return best


def _candidates(table: list[list[Run]], left: float, right: float, em: float) -> list[float]:
    """Middles of the white strips between neighbouring runs, well inside the region."""
    ends = sorted({math.ceil(run.x1) for row in table for run in row})
    starts = sorted({math.floor(run.x0) for row in table for run in row})
    middles: set[float] = set()
    for start in starts:
        if left + 6 * em < start < right - 6 * em and ends[0] <= start - _GUTTER * em:
            middles.add(start - _STRIP * em / 2)
    return sorted(middles)


def _stretches(table: list[list[Run]], x: float, em: float) -> list[tuple[int, int]]:
    """Maximal stretches of rows of which no run touches the strip around x."""
    half = _STRIP * em / 2
    found: list[tuple[int, int]] = []
    start: int | None = None
    for number, row in enumerate(table):
        clear = all(run.x1 <= x - half + 0.01 or run.x0 >= x + half - 0.01 for run in row)
        if clear and start is None:
            start = number
        elif not clear and start is not None:
            found.append((start, number))
            start = None
    if start is not None:
        found.append((start, len(table)))
    return found


def _trim(table: list[list[Run]], first: int, last: int, x: float) -> tuple[int, int] | None:
    """The stretch without one-sided rows at its top that belong to what is above.

    The last line of a paragraph set across the page may be short and lie on the left only; it does not
    belong to the columns, which begin where both sides have text.
    """
    sides = [(any(r.x1 <= x for r in row), any(r.x0 >= x for r in row)) for row in table[first:last]]
    while sides and not _both(sides):
        first, sides = first + 1, sides[1:]
    return (first, last) if sides else None


def _both(sides: Sequence[tuple[bool, bool]]) -> bool:
    """Both sides begin within the first two rows."""
    return any(s[0] for s in sides[:2]) and any(s[1] for s in sides[:2])


def _is_columns(table: list[list[Run]], x: float, em: float, hinted: bool) -> bool:
    """Whether both sides of x are prose, with white between them on nearly every row."""
    left = [[r for r in row if r.x1 <= x] for row in table]
    right = [[r for r in row if r.x0 >= x] for row in table]
    ends, starts = [row[-1] for row in left if row], [row[0] for row in right if row]
    fewest = min(len(ends), len(starts))
    if not fewest or sum(end.x1 <= x - (_GUTTER - _STRIP) * em for end in ends) < 0.7 * len(ends):
        return False
    last = max(r.order for row in left for r in row)
    apart = last < min(r.order for row in right for r in row)
    if fewest < (1 if hinted and apart else 2 if hinted else 3 if apart else 4):
        return False
    if hinted and fewest >= 4:
        return True
    share = 0.3 if apart or hinted else 0.45
    return _is_prose(ends, em, share) and (hinted or _is_prose(starts, em, share))


def _is_prose(side: list[Run], em: float, share: float) -> bool:
    """Enough wide lines that are filled to the usual right edge (a closing mark may hang over it)."""
    left = min(run.x0 for run in side)
    edges = sorted(run.x1 for run in side)
    right = edges[int(len(edges) * 0.8)]
    filled = sum(edge > right - 2.2 * em for edge in edges)
    return right - left >= 8 * em and filled >= share * len(side)


def lines(region: Sequence[Run], column: int) -> list[Placed]:
    """The lines of one region, from top to bottom."""
    found = []
    table = rows(region)
    left = min(run.x0 for run in region)
    right = max(run.x1 for run in region)
    for row in table:
        glyphs = _unique(sorted((g for run in row for g in run.glyphs), key=lambda g: g.x0))
        text, seen = _join(glyphs), [g for g in glyphs if not g.char.isspace()]
        bold = sum(g.bold for g in seen) * 2 > len(seen)
        size = median(g.size for g in seen)
        found.append(Placed(text, seen[0].x0, seen[-1].x1, row[0].y, size, bold, left, right, column))
    return found


def row_text(row: Sequence[Run]) -> str:
    """The text of a row across the page."""
    return _join(_unique(sorted((g for run in row for g in run.glyphs), key=lambda g: g.x0)))


def _unique(glyphs: list[Glyph]) -> list[Glyph]:
    """Without the second print of a character that was struck twice to look bold."""
    kept: list[Glyph] = []
    for glyph in glyphs:
        if kept and not glyph.char.isspace():
            last = next((g for g in reversed(kept[-2:]) if g.char == glyph.char), None)
            if last is not None and abs(glyph.x0 - last.x0) < 0.2 * glyph.size:
                continue
        kept.append(glyph)
    return kept


def _join(glyphs: Sequence[Glyph]) -> str:
    """Characters in order.

    A gap that can be seen is one space, one as wide as between the cells of a table two; white space at
    the ends is dropped.
    """
    gaps = [b.x0 - a.x1 for a, b in pairwise(glyphs)]
    usual = max(0.0, median(gaps)) if len(gaps) > 8 else 0.0
    text = glyphs[0].char
    for gap, (before, glyph) in zip(gaps, pairwise(glyphs), strict=True):
        if not before.char.isspace() and not glyph.char.isspace():
            em = max(before.size, glyph.size)
            mixed = before.char.isascii() != glyph.char.isascii()
            if gap > usual + (_AUTOSPACE if mixed else _SPACE) * em:
                text += "  " if gap > _CELL * em else " "
        text += glyph.char
    return text.strip()
