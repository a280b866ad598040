"""A program that takes more than its bounds, and is ended by its own watch."""

from __future__ import annotations

import time

from corpus.bounds import Watch, resident
from corpus.children import serve


def main() -> None:
    """Take what it is told to take."""
    serve(lambda _: _take)


def _take(what: object) -> object:
    held = []
    if what == "memory":
        Watch(resident() + 40 * 2**20)
        for _ in range(400):
            held.append(bytearray(2**20))
            time.sleep(0.02)
    else:
        Watch(2**40).allow(0.2)
        while time.process_time() < 30:
            pass
    return len(held)
