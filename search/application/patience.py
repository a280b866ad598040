"""Here is a job that wants to write the index; wait for other writers, for a while."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from corpus.desk import Running

_WAIT = 300.0
"""Seconds that indexing waits for another program before the job says so and is tried again."""


class Patient:
    """Waits for another writer of the index and lets the job be called off meanwhile."""

    def __init__(self, running: Running) -> None:
        self._running = running

    def __call__(self, seconds: float) -> bool:
        self._running.check()
        return seconds < _WAIT
