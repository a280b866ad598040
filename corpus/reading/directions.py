"""Directions: here are characters as they stand on a page, at any angle, give me them laid upright.  Pure.

Angles within a few degrees of one another are one direction: a scan is skewed, and its lines are not skewed
alike.  The direction of most characters is the *main* one.  Text of another direction forms *blocks*, each
laid upright in a frame of its own; text that runs downwards (竖排) is a block among the rows of the main
text.  No character is dropped.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from corpus.reading import layout
from corpus.reading.frames import Frame, Paper, StandingGlyph, between, cosine_and_sine
from corpus.reading.layout import Glyph, Run
from corpus.reading.turned import TurnedBlock, arc, turned_blocks, vertical
from corpus.reading.vertical import downward, turned

_ONE_DIRECTION = 2.5
"""Angles that lie closer, in degrees, are one direction."""
_STRAIGHT = 12.0
"""A direction that spans more degrees is an arc."""


@dataclass(frozen=True, slots=True)
class UprightPage:
    """A page laid upright: the runs of its main text (vertical blocks among them), their frame, and the
    blocks of other directions."""

    runs: tuple[Run, ...]
    frame: Frame
    blocks: tuple[TurnedBlock, ...] = ()


def upright(marks: Sequence[StandingGlyph], paper: Paper) -> UprightPage:
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
    blocks: list[TurnedBlock] = []
    if down:
        side = Frame(paper, (frame.angle - 90) % 360)
        latin = next((other for other in others if between(_angle(other), side.angle) < 10), [])
        if len(latin) <= len(down):
            others = [other for other in others if other is not latin]
            down += turned(layout.runs(_laid(latin, side)), frame.size[1])
        across = sorted([*across, *vertical(down, side, frame)], key=lambda run: run.order)
    for other in others:
        blocks += turned_blocks(layout.runs(_laid(other, Frame(paper, _angle(other)))), _angle(other), frame)
    blocks += [arc(bent, frame) for bent in arcs]
    return UprightPage(tuple(across), frame, tuple(blocks))


def _directions(marks: Sequence[StandingGlyph]) -> list[list[StandingGlyph]]:
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
    found: list[list[StandingGlyph]] = [[] for _ in groups]
    for mark in marks:
        found[place[round(mark.angle, 1) % 360]].append(mark)
    found = [group for group in found if any(not mark.char.isspace() for mark in group)]
    return sorted(found, key=lambda group: -sum(not mark.char.isspace() for mark in group))


def _angle(marks: Sequence[StandingGlyph]) -> float:
    """The usual angle of a direction, 0 ≤ angle < 360; a quarter of a turn where it nearly is one."""
    first = marks[0].angle
    middle = first + median((mark.angle - first + 180) % 360 - 180 for mark in marks)
    quarter = round(middle / 90) * 90
    return (float(quarter) if abs(middle - quarter) < 0.02 else middle) % 360


def _laid(marks: Iterable[StandingGlyph], frame: Frame) -> list[Glyph]:
    """Marks of one direction as glyphs of the frame; a line that is skewed by itself is laid level.

    It is turned about its own beginning, so that lines skewed differently keep their edges.
    """
    found: list[Glyph] = []
    pivot: StandingGlyph | None = None
    before: StandingGlyph | None = None
    for mark in marks:
        if between(mark.angle, frame.angle) < 0.02:
            x, y = frame.lay(mark.x, mark.y)
        else:
            near = before is not None and math.hypot(mark.x - before.x, mark.y - before.y) < 4 * mark.size
            if pivot is None or not near or before is None or between(mark.angle, before.angle) > 0.02:
                pivot = mark
            c, s = cosine_and_sine(-mark.angle)
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


def _arcs(marks: Sequence[StandingGlyph]) -> tuple[list[list[StandingGlyph]], list[StandingGlyph]]:
    """Characters set along an arc, each arc in its order, and all the others."""
    arcs: list[list[StandingGlyph]] = []
    rest: list[StandingGlyph] = []
    chain: list[StandingGlyph] = []
    sign = 0.0

    def close() -> None:
        bent = len(chain) >= 4 and between(chain[0].angle, chain[-1].angle) > 8
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
