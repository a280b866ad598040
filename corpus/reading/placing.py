"""Lines: here are pages laid upright, give me their lines in reading order, with numbers and gaps.  Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from corpus.model import Line
from corpus.reading import columns, layout
from corpus.reading.directions import UprightPage
from corpus.reading.layout import Placed, Run
from corpus.reading.turned import TurnedBlock

_ARTICLE = 20
"""Characters from which a block of another direction may be an article; a shorter one is a label."""
_HEADLINE = 1.15
"""How much larger than the text of its page a headline is."""
_BREAK = 1.5
"""Distance of base lines, in pitches, at which a new text may begin."""


def gutters(sheet: UprightPage) -> list[float]:
    """Where a page's clear gutters are, as hints for its fellows."""
    return columns.gutters(sheet.runs)


def placed(sheet: UprightPage, runs: Sequence[Run], hints: Sequence[float]) -> list[Placed]:
    """The lines of one page: `runs` of its main text in reading order, then each block of another direction.

    A block that is as long as a text and stands beside two texts is read between them.
    """
    whole = min((run.x0 for run in runs), default=0.0), max((run.x1 for run in runs), default=0.0)
    found: list[Placed] = []
    for number, (region, depth) in enumerate(columns.order(runs, hints)):
        for line in layout.lines(region, number):
            if line.box is None:
                left, right = (line.left, line.right) if depth else whole
                box = sheet.frame.box(line.x0, line.x1, line.y, line.size)
                line = replace(line, left=left, right=right, box=box)
            found.append(line)
    for block in sorted(sheet.blocks, key=lambda block: -block.top):
        at = _between_texts(found, block) if block.size >= _ARTICLE else None
        found[len(found) if at is None else at : len(found) if at is None else at] = block.lines
    return found


def _between_texts(lines: Sequence[Placed], block: TurnedBlock) -> int | None:
    """The line before which a block is read: the headline beside it that is nearest to its middle."""
    main = [(at, line) for at, line in enumerate(lines) if line.turn == 0]
    if len(main) < 2:
        return None
    usual = median(line.size for _, line in main)
    pitch = _pitch([[line for _, line in main]])
    middle = (block.top + block.bottom) / 2
    breaks = [
        (abs(line.y - middle), at)
        for (_, before), (at, line) in pairwise(main)
        if block.bottom < line.y < block.top and line.size > _HEADLINE * usual
        if line.size > 1.05 * before.size and before.y - line.y > _BREAK * pitch
    ]
    return min(breaks)[1] if breaks else None


def numbered(pages: Sequence[Sequence[Placed]]) -> Iterator[Line]:
    """Lines with numbers, pages and gaps; columns of one left edge share their right edge."""
    pitch = _pitch(pages)
    rights: dict[tuple[int, int], float] = {}
    for line in (line for page in pages for line in page):
        key = (line.turn, round(line.left / 8))
        rights[key] = max(rights.get(key, 0.0), line.right)
    number = 0
    for page_no, page in enumerate(pages, start=1):
        narrow = len({line.column for line in page}) > 1
        before: Placed | None = None
        for line in page:
            number += 1
            gap = None
            if before is not None and before.column == line.column and pitch:
                gap = round(max(0.0, (before.y - line.y) / pitch - 1), 2)
            right = line.right if narrow else rights[line.turn, round(line.left / 8)]
            yield Line(
                line.text,
                number,
                page=page_no,
                size=round(line.size, 2),
                bold=line.bold,
                x0=round(line.x0, 2),
                x1=round(line.x1, 2),
                left=round(line.left, 2),
                right=round(right, 2),
                gap=gap,
                box=line.box,
            )
            before = line


def _pitch(pages: Sequence[Sequence[Placed]]) -> float:
    """The usual distance of base lines, in points; 0 where there is none."""
    steps = [a.y - b.y for page in pages for a, b in pairwise(page) if a.column == b.column and a.y > b.y]
    return median(steps) if steps else 0.0
