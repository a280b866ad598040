"""Directions: here are characters as they stand on a page, at any angle, give me its text laid upright.  Pure.

Angles within a few degrees of one another are one direction: a scan is skewed, and its lines are not skewed
alike.  The direction of most characters is the *main* one.  Text of another direction forms *blocks*, each
laid upright in a frame of its own; text that runs downwards (竖排) is a block among the rows of the main
text.  No character is dropped.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from corpus.reading import layout
from corpus.reading.columns import order
from corpus.reading.layout import Glyph, Placed, Run
from corpus.reading.vertical import Upright, downward, turned

_ONE_DIRECTION = 2.5
"""Angles that lie closer, in degrees, are one direction."""
_STRAIGHT = 12.0
"""A direction that spans more degrees is an arc."""
_APART = 2.5
"""Ems of white space that part blocks."""


class Mark(NamedTuple):
    """A character as it stands.  x, y: where its base line begins, in points upwards from the page's foot;
    width: advance; angle: of its base line, in degrees, anticlockwise."""

    char: str
    x: float
    y: float
    width: float
    size: float
    bold: bool
    angle: float


@dataclass(frozen=True, slots=True)
class Paper:
    """A page.  left, bottom, width, height: in points, as it is before it is turned; rotation: degrees
    clockwise by which it is shown."""

    left: float
    bottom: float
    width: float
    height: float
    rotation: int = 0


@dataclass(frozen=True, slots=True)
class Frame:
    """The page turned so that text at `angle` runs from left to right, its foot at 0."""

    paper: Paper
    angle: float

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the turned page."""
        paper = self.paper
        flat = round(self.angle / 90) % 2 == 0
        return (paper.width, paper.height) if flat else (paper.height, paper.width)

    def lay(self, x: float, y: float) -> tuple[float, float]:
        """A point of the page in the frame."""
        paper, (width, height) = self.paper, self.size
        dx, dy = x - paper.left - paper.width / 2, y - paper.bottom - paper.height / 2
        c, s = _turn(-self.angle)
        return dx * c - dy * s + width / 2, dx * s + dy * c + height / 2

    def box(self, x0: float, x1: float, y: float, size: float) -> tuple[float, float, float, float]:
        """The box of a line of the frame on the page as it is shown: left, top, right, bottom."""
        corners = [self._shown(x, level) for x in (x0, x1) for level in (y - 0.2 * size, y + 0.9 * size)]
        across, down = [x for x, _ in corners], [y for _, y in corners]
        return round(min(across), 1), round(min(down), 1), round(max(across), 1), round(max(down), 1)

    def _shown(self, x: float, y: float) -> tuple[float, float]:
        paper, (width, height) = self.paper, self.size
        c, s = _turn(self.angle)
        dx, dy = x - width / 2, y - height / 2
        across = dx * c - dy * s + paper.width / 2
        down = paper.height / 2 - (dx * s + dy * c)
        return {
            90: (paper.height - down, across),
            180: (paper.width - across, paper.height - down),
            270: (down, paper.width - across),
        }.get(paper.rotation % 360, (across, down))


@dataclass(frozen=True, slots=True)
class Block:
    """Text of another direction than the main one.  top, bottom: its extent in the main frame."""

    lines: tuple[Placed, ...]
    top: float
    bottom: float

    @property
    def size(self) -> int:
        """Characters."""
        return sum(len(line.text) for line in self.lines)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page laid upright: the runs of its main text (vertical blocks among them), their frame, and the
    blocks of other directions."""

    runs: tuple[Run, ...]
    frame: Frame
    blocks: tuple[Block, ...] = ()


def upright(marks: Sequence[Mark], paper: Paper) -> Sheet:
    """The page laid upright."""
    arcs, straight = _arcs(marks)
    directions = _directions(straight)
    if not directions:
        main, others, frame = [], [], Frame(paper, 0.0)
    else:
        main, *others = directions
        frame = Frame(paper, _angle(main))
    runs = layout.runs(_laid(main, frame))
    if (skew := _drift(runs)) != 0.0:
        frame = Frame(paper, frame.angle + skew)
        main = [mark._replace(angle=mark.angle + skew) for mark in main]
        runs = layout.runs(_laid(main, frame))
    across, down = downward(runs)
    blocks: list[Block] = []
    if down:
        side = Frame(paper, (frame.angle - 90) % 360)
        latin = next((other for other in others if _between(_angle(other), side.angle) < 10), [])
        if len(latin) <= len(down):
            others = [other for other in others if other is not latin]
            down += turned(layout.runs(_laid(latin, side)), frame.size[1])
        across = sorted([*across, *_vertical(down, side, frame)], key=lambda run: run.order)
    for other in others:
        blocks += _blocks(layout.runs(_laid(other, Frame(paper, _angle(other)))), _angle(other), frame)
    blocks += [_arc(arc, frame) for arc in arcs]
    return Sheet(tuple(across), frame, tuple(blocks))


def _turn(angle: float) -> tuple[float, float]:
    """Cosine and sine, exact for quarters of a turn."""
    quarter = {0: (1.0, 0.0), 90: (0.0, 1.0), 180: (-1.0, 0.0), 270: (0.0, -1.0)}.get(angle % 360)
    return quarter or (math.cos(math.radians(angle)), math.sin(math.radians(angle)))


def _between(one: float, other: float) -> float:
    """Degrees between two angles, 0–180."""
    return abs((one - other + 180) % 360 - 180)


def _directions(marks: Sequence[Mark]) -> list[list[Mark]]:
    """The marks by direction, that of most characters first; white space goes where it stands."""
    counts = Counter(round(mark.angle, 1) % 360 for mark in marks)
    angles = sorted(counts)
    if not angles:
        return []
    groups: list[list[float]] = [[angles[0]]]
    for before, angle in pairwise(angles):
        if angle - before > _ONE_DIRECTION:
            groups.append([])
        groups[-1].append(angle)
    if len(groups) > 1 and angles[0] + 360 - angles[-1] <= _ONE_DIRECTION:
        groups[0] = groups.pop() + groups[0]
    place = {angle: number for number, group in enumerate(groups) for angle in group}
    found: list[list[Mark]] = [[] for _ in groups]
    for mark in marks:
        found[place[round(mark.angle, 1) % 360]].append(mark)
    found = [group for group in found if any(not mark.char.isspace() for mark in group)]
    return sorted(found, key=lambda group: -sum(not mark.char.isspace() for mark in group))


def _angle(marks: Sequence[Mark]) -> float:
    """The usual angle of a direction, 0 ≤ angle < 360; a quarter of a turn where it nearly is one."""
    first = marks[0].angle
    middle = first + median((mark.angle - first + 180) % 360 - 180 for mark in marks)
    quarter = round(middle / 90) * 90
    return (float(quarter) if abs(middle - quarter) < 0.02 else middle) % 360


def _laid(marks: Iterable[Mark], frame: Frame) -> list[Glyph]:
    """Marks of one direction as glyphs of the frame; a line that is skewed by itself is laid level.

    It is turned about its own beginning, so that lines skewed differently keep their edges.
    """
    found: list[Glyph] = []
    pivot: Mark | None = None
    before: Mark | None = None
    for mark in marks:
        if _between(mark.angle, frame.angle) < 0.02:
            x, y = frame.lay(mark.x, mark.y)
        else:
            near = before is not None and math.hypot(mark.x - before.x, mark.y - before.y) < 4 * mark.size
            if pivot is None or not near or before is None or _between(mark.angle, before.angle) > 0.02:
                pivot = mark
            c, s = _turn(-mark.angle)
            dx, dy = mark.x - pivot.x, mark.y - pivot.y
            x, y = frame.lay(pivot.x, pivot.y)
            x, y = x + dx * c - dy * s, y + dx * s + dy * c
        found.append(Glyph(mark.char, x, x + mark.width, y, mark.size, mark.bold))
        before = mark
    return found


def _drift(runs: Sequence[Run]) -> float:
    """Degrees by which the rows of a page rise although its characters stand level; 0 for less than .2."""
    long = [run.glyphs for run in runs if run.x1 - run.x0 > 12 * run.size]
    slopes = [(run[-1].y - run[0].y) / (run[-1].x0 - run[0].x0) for run in long if run[-1].x0 > run[0].x0]
    if len(slopes) < 3:
        return 0.0
    skew = math.degrees(math.atan(median(slopes)))
    return skew if 0.2 < abs(skew) < 8 else 0.0


def _vertical(uprights: Sequence[Upright], side: Frame, frame: Frame) -> list[Run]:
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


def _blocks(runs: Sequence[Run], angle: float, frame: Frame) -> list[Block]:
    """Blocks of one direction, with their extent in the main frame."""
    side = Frame(frame.paper, angle)
    found: list[Block] = []
    turn = round(angle - frame.angle) % 360
    for number, group in enumerate(_groups(runs)):
        lines = _placed(group, side, turn, 10_000 + 1000 * (turn + 1) + 100 * number)
        extent = _extent(lines, frame)
        found.append(Block(tuple(lines), *extent))
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


def _arcs(marks: Sequence[Mark]) -> tuple[list[list[Mark]], list[Mark]]:
    """Characters set along an arc, each arc in its order, and all the others."""
    arcs: list[list[Mark]] = []
    rest: list[Mark] = []
    chain: list[Mark] = []
    sign = 0.0

    def close() -> None:
        bent = len(chain) >= 4 and _between(chain[0].angle, chain[-1].angle) > 8
        (arcs.append(chain[:]) if bent else rest.extend(chain))
        chain.clear()

    for mark in marks:
        if chain:
            step = (mark.angle - chain[-1].angle + 180) % 360 - 180
            near = math.hypot(mark.x - chain[-1].x, mark.y - chain[-1].y) < 3 * mark.size
            if not (0.8 < abs(step) < 60 and near and step * sign >= 0):
                close()
                step = 0.0
            sign = step
        chain.append(mark)
    close()
    return arcs, rest


def _arc(marks: Sequence[Mark], frame: Frame) -> Block:
    """An arc as one line."""
    places = [frame.lay(mark.x, mark.y) for mark in marks]
    x0, x1 = min(x for x, _ in places), max(x for x, _ in places) + marks[0].size
    top, bottom = max(y for _, y in places), min(y for _, y in places)
    size = median(mark.size for mark in marks)
    text = "".join(mark.char for mark in marks).strip()
    box = frame.box(x0, x1, bottom, max(size, top - bottom + size))
    line = Placed(text, x0, x1, top, size, marks[0].bold, x0, x1, 9_000 + round(x0), 1, box)
    return Block((line,), top + size, bottom)
