"""Exports under way: here is the ticket a browser chose, give me how much of its file is written.

Held in memory and only while the file is being written, so there is nothing to clean up and nothing to
lose: after a restart, or behind several processes, a bar without figures still ends in its download.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

from flask import request

T = TypeVar("T")

TICKET = re.compile(r"[0-9A-Za-z-]{8,64}")


class Abandoned(Exception):
    """Whoever asked is gone: the file need not be finished."""


def gone() -> bool:
    """Whether whoever asked has hung up; a server that cannot tell says no."""
    return bool(request.environ.get("waitress.client_disconnected", bool)())


def heard(work: Iterable[T]) -> Iterator[T]:
    """The same, as long as somebody waits for it.  Raises Abandoned."""
    for each in work:
        if gone():
            raise Abandoned
        yield each


@dataclass(frozen=True, slots=True)
class ExportProgress:
    """Articles written, of how many."""

    done: int
    total: int


class RunningExports:
    """Every export that a browser watches.  Safe under threads: one dictionary, changed one key at a time."""

    def __init__(self) -> None:
        self._progress: dict[str, ExportProgress] = {}

    def of(self, ticket: str) -> ExportProgress | None:
        """None for an export that has not begun, has ended or was never asked for."""
        return self._progress.get(ticket)

    @contextmanager
    def watched(self, ticket: str, total: int, gone: Callable[[], bool]) -> Iterator[Callable[[int], None]]:
        """What to call with the number of articles written; it raises Abandoned once nobody waits.

        What is no ticket is written all the same, unwatched.
        """
        named = bool(TICKET.fullmatch(ticket))

        def report(done: int) -> None:
            if gone():
                raise Abandoned
            if named:
                self._progress[ticket] = ExportProgress(done, max(done, total))

        try:
            report(0)
            yield report
        finally:
            self._progress.pop(ticket, None)
