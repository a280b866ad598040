"""Glyphs on a page to lines.  Pure: knows no PDF library.

Here are the glyphs of a page with their places, give me runs, rows and lines: glyphs that follow one another
on one base line form *runs*; runs on one base line form *rows*.  Within a column (`columns` finds them)
the runs of a row are joined from left to right; white space between them wide enough to be seen becomes
one space.
"""

from __future__ import annotations

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


@dataclass(frozen=True, slots=True)
class Placed:
    """A line of a page.

    x0, x1, y: its ends and its base line in the frame in which it runs from left to right; left, right:
    edges of its column there; column: number on the page; turn: degrees by which the line is turned
    against the main text of its page; box: as in `corpus.model.Line`.
    """

    text: str
    x0: float
    x1: float
    y: float
    size: float
    bold: bool
    left: float
    right: float
    column: int
    turn: int = 0
    box: tuple[float, float, float, float] | None = None


class Run(NamedTuple):
    """Glyphs in a row without wide gaps, or a block of lines that stands among them.

    order: position in the content stream; block: the lines of a block that is read as a whole where its
    top row stands (vertical text in a horizontal page); then there are no glyphs.
    """

    glyphs: tuple[Glyph, ...]
    x0: float
    x1: float
    y: float
    size: float
    order: int
    block: tuple[Placed, ...] = ()


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


def lines(region: Sequence[Run], column: int) -> list[Placed]:
    """The lines of one region, from top to bottom; a block before what stands beside it."""
    found: list[Placed] = []
    typed = [run for run in region if run.glyphs]
    left = min((run.x0 for run in typed), default=0.0)
    right = max((run.x1 for run in typed), default=0.0)
    for row in rows(region):
        for run in reversed(row):
            found.extend(run.block)
        glyphs = _in_row(row)
        if not glyphs:
            continue
        text, seen = _join(glyphs), [g for g in glyphs if not g.char.isspace()]
        bold = sum(g.bold for g in seen) * 2 > len(seen)
        size = median(g.size for g in seen)
        y = next(run.y for run in row if run.glyphs)
        found.append(Placed(text, seen[0].x0, seen[-1].x1, y, size, bold, left, right, column))
    return found


def row_text(row: Sequence[Run]) -> str:
    """The text of a row across the page; of a block in it, all."""
    glyphs = _in_row(row)
    return "".join(line.text for run in row for line in run.block) + (_join(glyphs) if glyphs else "")


def _in_row(row: Sequence[Run]) -> list[Glyph]:
    return _unique(sorted((g for run in row for g in run.glyphs), key=lambda g: g.x0))


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
