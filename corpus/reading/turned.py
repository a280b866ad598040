"""Blocks: here is text of another direction than the main one of its page, give me its lines.  Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median

from corpus.reading import layout
from corpus.reading.columns import order
from corpus.reading.frames import Frame, StandingGlyph
from corpus.reading.layout import Glyph, Placed, Run
from corpus.reading.vertical import Upright

_APART = 2.5
"""Ems of white space that part blocks."""


@dataclass(frozen=True, slots=True)
class TurnedBlock:
    """Text of another direction than the main one.  top, bottom: its extent in the main frame."""

    lines: tuple[Placed, ...]
    top: float
    bottom: float

    @property
    def size(self) -> int:
        """Characters."""
        return sum(len(line.text) for line in self.lines)


def vertical(uprights: Sequence[Upright], side: Frame, frame: Frame) -> list[Run]:
    """Blocks of vertical text, each as a run of the main frame that holds its lines."""
    height = frame.size[1]
    glyphs = [
        (
            Glyph(u.char, height - u.top, height - u.top + u.height, u.x - 0.38 * u.size, u.size, u.bold),
            u.order,
        )
        for u in uprights
    ]
    runs = [
        run._replace(order=min(number for _, number in chain))
        for chain in _chains(glyphs)
        for run in layout.runs([glyph for glyph, _ in chain])
    ]
    found: list[Run] = []
    for number, group in enumerate(_groups(runs)):
        lines = _placed(group, side, 270, 100 * (number + 1))
        top = height - min(run.x0 for run in group)
        size = median(run.size for run in group)
        x0, x1 = min(run.y for run in group) - 0.12 * size, max(run.y for run in group) + 0.88 * size
        first = min(run.order for run in group)
        found.append(Run((), x0, x1, top - 0.88 * size, size, first, tuple(lines)))
    return found


def _chains(glyphs: Sequence[tuple[Glyph, int]]) -> list[list[tuple[Glyph, int]]]:
    """Glyphs of one base line each, in its order."""
    found: list[list[tuple[Glyph, int]]] = []
    for glyph, number in sorted(glyphs, key=lambda pair: (-pair[0].y, pair[0].x0)):
        if found and abs(found[-1][0][0].y - glyph.y) <= 0.35 * max(glyph.size, found[-1][0][0].size):
            found[-1].append((glyph, number))
        else:
            found.append([(glyph, number)])
    for chain in found:
        chain.sort(key=lambda pair: pair[0].x0)
    return found


def _placed(group: Sequence[Run], side: Frame, turn: int, column: int) -> list[Placed]:
    """The lines of a block in its own reading order, with their boxes on the page."""
    return [
        replace(line, turn=turn, box=side.box(line.x0, line.x1, line.y, line.size))
        for number, (region, _) in enumerate(order(group))
        for line in layout.lines(region, column + number)
    ]


def turned_blocks(runs: Sequence[Run], angle: float, frame: Frame) -> list[TurnedBlock]:
    """Blocks of one direction, with their extent in the main frame."""
    side = Frame(frame.paper, angle)
    found: list[TurnedBlock] = []
    turn = round(angle - frame.angle) % 360
    for number, group in enumerate(_groups(runs)):
        lines = _placed(group, side, turn, 10_000 + 1000 * (turn + 1) + 100 * number)
        extent = _extent(lines, frame)
        found.append(TurnedBlock(tuple(lines), *extent))
    return found


def _extent(lines: Sequence[Placed], frame: Frame) -> tuple[float, float]:
    """Top and bottom of lines in the main frame, from their boxes."""
    paper = frame.paper
    turned = Frame(replace(paper, rotation=0), 0.0)
    shown = frame.paper.rotation % 360
    tops: list[float] = []
    for line in lines:
        if line.box is None:
            continue
        left, top, right, bottom = line.box
        for x, y in ((left, top), (right, bottom)):
            across, down = {
                90: (y, paper.height - x),
                180: (paper.width - x, paper.height - y),
                270: (paper.width - y, x),
            }.get(shown, (x, y))
            tops.append(frame.lay(across + paper.left, turned.size[1] - down + paper.bottom)[1])
    return (max(tops), min(tops)) if tops else (0.0, 0.0)


def _groups(runs: Sequence[Run]) -> list[list[Run]]:
    """Runs that stand together, the highest first."""
    groups: list[tuple[list[Run], float, float, float, float]] = []
    for run in sorted(runs, key=lambda r: -r.y):
        room = _APART * run.size
        box = (run.x0, run.x1, run.y - 0.2 * run.size, run.y + run.size)
        near = [
            group
            for group in groups
            if box[0] - room < group[2] and group[1] < box[1] + room
            if box[2] - room < group[4] and group[3] < box[3] + room
        ]
        groups = [group for group in groups if group not in near]
        joined = [one for group in near for one in group[0]] + [run]
        spans = [group[1:] for group in near] + [box]
        groups.append(
            (
                joined,
                min(span[0] for span in spans),
                max(span[1] for span in spans),
                min(span[2] for span in spans),
                max(span[3] for span in spans),
            )
        )
    return [sorted(group[0], key=lambda run: run.order) for group in sorted(groups, key=lambda g: -g[4])]


def arc(marks: Sequence[StandingGlyph], frame: Frame) -> TurnedBlock:
    """An arc as one line."""
    places = [frame.lay(mark.x, mark.y) for mark in marks]
    x0, x1 = min(x for x, _ in places), max(x for x, _ in places) + marks[0].size
    top, bottom = max(y for _, y in places), min(y for _, y in places)
    size = median(mark.size for mark in marks)
    text = "".join(mark.char for mark in marks).strip()
    box = frame.box(x0, x1, bottom, max(size, top - bottom + size))
    line = Placed(text, x0, x1, top, size, marks[0].bold, x0, x1, 9_000 + round(x0), 1, box)
    return TurnedBlock((line,), top + size, bottom)
