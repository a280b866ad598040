"""Fictional people for the tests of the desk."""

from __future__ import annotations

from corpus.desk import Person

READER = Person("r1", "闻溪", "reader")
EDITOR = Person("e1", "陆行舟", "editor")
OTHER = Person("e2", "江月", "editor")
ADMIN = Person("a1", "管事人", "administrator")


class Clock:
    """Seconds that pass when told to."""

    def __init__(self) -> None:
        self.time = 1_000_000.0

    def __call__(self) -> float:
        return self.time
