"""Vertical text (竖排): here are the runs of a page, give me those that are read downwards.  Pure.

Characters that follow one another straight down, closer than lines stand apart, form a column; so do those
that stand further apart when nothing is printed beside them.  Two or three digits side by side in such a
column (纵中横) belong to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from corpus.reading.layout import Run

_FORMS = dict(
    zip(
        "︐︑︒︓︔︕︖︗︘︙︰︱︲︳︵︶︷︸︹︺︻︼︽︾︿﹀﹁﹂﹃﹄﹇﹈",
        "，、。：；！？〖〗…：—–＿（）｛｝〔〕【】《》〈〉「」『』［］",
        strict=True,
    )
)
"""Vertical forms of punctuation, and the characters that they are forms of."""
_CLOSE = 1.3
"""Characters of a column follow one another within this many ems …"""
_LOOSE = 2.3
"""… or within this many where nothing stands beside them."""
_FEWEST = 3
"""Characters that make a column."""


class Upright(NamedTuple):
    """A character of a column.  x: its middle; top: its upper edge, in points upwards; height: advance;
    order: of its run in the content stream."""

    char: str
    x: float
    top: float
    height: float
    size: float
    bold: bool
    order: int


def downward(runs: Sequence[Run]) -> tuple[list[Run], list[Upright]]:
    """(runs that are read across, characters that are read downwards)."""
    small = [run for run in runs if _is_cell(run)]
    if len(small) < _FEWEST:
        return list(runs), []
    wide = [run for run in runs if not _is_cell(run)]
    taken: set[int] = set()
    chains = [chain for column in _columns(small) for chain in _chains(column) if _is_column(chain, wide)]
    for chain in chains:
        taken.update(run.order for run in chain)
    if not chains:
        return list(runs), []
    grown = True
    while grown:
        grown = False
        inside = [run for run in small if run.order in taken]
        for run in small:
            if run.order not in taken and _belongs(run, inside):
                taken.add(run.order)
                grown = True
    found = [upright for run in small if run.order in taken for upright in _uprights(run)]
    return [run for run in runs if run.order not in taken], found


def turned(runs: Sequence[Run], height: float) -> list[Upright]:
    """Text that is turned clockwise (Latin words among vertical text), as characters read downwards.

    runs: in a frame turned by a quarter, in which x counts from the top of a page that is `height` high.
    """
    return [
        Upright(g.char, g.y + 0.38 * g.size, height - g.x0, g.x1 - g.x0, g.size, g.bold, run.order)
        for run in runs
        for g in run.glyphs
    ]


def _is_cell(run: Run) -> bool:
    """A run that takes the room of one character: a single one, or a few digits or letters."""
    if not run.glyphs or run.x1 - run.x0 > 1.6 * run.size:
        return False
    seen = [glyph.char for glyph in run.glyphs if not glyph.char.isspace()]
    return len(seen) == 1 or (len(seen) <= 4 and all(char.isascii() for char in seen))


def _middle(run: Run) -> float:
    """The middle of the room of a cell: a lone Chinese mark has a whole em, however small its ink."""
    seen = [glyph for glyph in run.glyphs if not glyph.char.isspace()]
    if len(seen) == 1 and not seen[0].char.isascii():
        return seen[0].x0 + run.size / 2
    return (run.x0 + run.x1) / 2


def _columns(cells: Sequence[Run]) -> list[list[Run]]:
    """Cells straight under one another, each column from top to bottom."""
    found: list[list[Run]] = []
    for cell in sorted(cells, key=_middle):
        if found and _middle(cell) - _middle(found[-1][0]) <= 0.4 * max(cell.size, found[-1][0].size):
            found[-1].append(cell)
        else:
            found.append([cell])
    return [sorted(column, key=lambda cell: -cell.y) for column in found]


def _chains(column: Sequence[Run]) -> list[list[Run]]:
    """Stretches of a column without wide gaps, of one size."""
    found: list[list[Run]] = []
    for cell in column:
        before = found[-1][-1] if found else None
        if before is not None:
            em = max(before.size, cell.size)
            if 0.5 * em <= before.y - cell.y <= _LOOSE * em and min(before.size, cell.size) > 0.7 * em:
                found[-1].append(cell)
                continue
        found.append([cell])
    return found


def _is_column(chain: Sequence[Run], wide: Sequence[Run]) -> bool:
    """Whether cells under one another are read downwards: they follow one another in the stream, closely
    or with nothing beside them, and most are no digits or letters (which number rows)."""
    if len(chain) < _FEWEST:
        return False
    follow = sum(abs(b.order - a.order) == 1 for a, b in pairwise(chain))
    if follow < 0.6 * (len(chain) - 1) or sum(_is_han(cell) for cell in chain) * 2 < len(chain):
        return False
    em = median(cell.size for cell in chain)
    steps = [a.y - b.y for a, b in pairwise(chain)]
    if median(steps) <= _CLOSE * em:
        return True
    beside = sum(any(_is_beside(cell, run) for run in wide) for cell in chain)
    return len(chain) > _FEWEST and beside * 2 < len(chain) and max(steps) < 1.4 * min(steps)


def _is_han(cell: Run) -> bool:
    return any(not glyph.char.isascii() for glyph in cell.glyphs)


def _is_beside(cell: Run, run: Run) -> bool:
    """Whether a run stands on the cell's base line, within a few ems of it."""
    near = run.x0 - cell.x1 < 6 * cell.size and cell.x0 - run.x1 < 6 * cell.size
    return abs(cell.y - run.y) < 0.5 * cell.size and near


def _belongs(run: Run, columns: Sequence[Run]) -> bool:
    """Whether a cell that is no column by itself (the end of a paragraph) stands where one goes on."""
    top, bottom = max(other.y for other in columns), min(other.y for other in columns)
    for other in columns:
        em = max(run.size, other.size)
        below = abs(_middle(run) - _middle(other)) < 0.4 * em and abs(other.y - run.y) < _LOOSE * em
        beside = abs(_middle(run) - _middle(other)) < 3 * em and abs(other.order - run.order) <= 60
        level = abs(other.y - run.y) < 1.2 * em
        next_column = abs(other.order - run.order) == 1 and bottom - em <= run.y <= top + 3 * em
        if below or (beside and (level or next_column)):
            return True
    return False


def _uprights(run: Run) -> list[Upright]:
    seen = [glyph for glyph in run.glyphs if not glyph.char.isspace()]
    top = run.y + 0.88 * run.size
    share = run.size / len(seen)
    return [
        Upright(
            _FORMS.get(glyph.char, glyph.char),
            _middle(run),
            top - at * share,
            share,
            run.size,
            glyph.bold,
            run.order,
        )
        for at, glyph in enumerate(seen)
    ]
