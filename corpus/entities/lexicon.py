"""Here are many names; give me a text and I say where they stand, in one pass.

Names are kept by their first two characters, longest first, so that a scan costs one dictionary look-up
per character of the text however many names there are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator


class NameSet:
    """A set of names of two characters or more; shorter ones are ignored."""

    def __init__(self, names: Iterable[str]) -> None:
        by_pair: dict[str, list[str]] = {}
        for name in names:
            if len(name) > 1:
                by_pair.setdefault(name[:2], []).append(name)
        self._by_pair = {
            pair: tuple(sorted(set(found), key=len, reverse=True)) for pair, found in by_pair.items()
        }

    def scan(self, text: str) -> Iterator[tuple[int, str]]:
        """(start, name) of the longest name at every place where one begins; they may overlap."""
        by_pair = self._by_pair
        for start, pair in enumerate(map(str.__add__, text, text[1:])):
            if pair in by_pair:
                for name in by_pair[pair]:
                    if text.startswith(name, start):
                        yield start, name
                        break
