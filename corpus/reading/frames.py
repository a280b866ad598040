"""Frames: here is a page and an angle, give me it turned so that text at that angle is upright.  Pure."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

_QUARTERS: dict[float, tuple[float, float]] = {
    0.0: (1.0, 0.0),
    90.0: (0.0, 1.0),
    180.0: (-1.0, 0.0),
    270.0: (0.0, -1.0),
}


class StandingGlyph(NamedTuple):
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
        c, s = cosine_and_sine(-self.angle)
        return dx * c - dy * s + width / 2, dx * s + dy * c + height / 2

    def box(self, x0: float, x1: float, y: float, size: float) -> tuple[float, float, float, float]:
        """The box of a line of the frame on the page as it is shown: left, top, right, bottom."""
        corners = [self._shown(x, level) for x in (x0, x1) for level in (y - 0.2 * size, y + 0.9 * size)]
        across, down = [x for x, _ in corners], [y for _, y in corners]
        return round(min(across), 1), round(min(down), 1), round(max(across), 1), round(max(down), 1)

    def _shown(self, x: float, y: float) -> tuple[float, float]:
        paper, (width, height) = self.paper, self.size
        c, s = cosine_and_sine(self.angle)
        dx, dy = x - width / 2, y - height / 2
        across = dx * c - dy * s + paper.width / 2
        down = paper.height / 2 - (dx * s + dy * c)
        return {
            90: (paper.height - down, across),
            180: (paper.width - across, paper.height - down),
            270: (down, paper.width - across),
        }.get(paper.rotation % 360, (across, down))


def cosine_and_sine(angle: float) -> tuple[float, float]:
    """Cosine and sine, exact for quarters of a turn."""
    return _QUARTERS.get(angle % 360) or (math.cos(math.radians(angle)), math.sin(math.radians(angle)))


def between(one: float, other: float) -> float:
    """Degrees between two angles, 0–180."""
    return abs((one - other + 180) % 360 - 180)
