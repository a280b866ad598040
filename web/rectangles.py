"""Here is a place on a printed page; give me where it lies over its picture, at whatever size."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rectangle:
    """In hundredths of the width and height of the page."""

    left: float
    top: float
    width: float
    height: float
