"""A mention of an organisation, and what is said of two stretches of one text."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mention:
    """text[start:end] names the organisation `name`; how and confidence as in `Provenance`."""

    start: int
    end: int
    name: str
    how: str
    confidence: float

    def overlaps(self, start: int, end: int) -> bool:
        """Whether it shares a character with text[start:end]."""
        return start < self.end and self.start < end

    def within(self, other: Mention) -> bool:
        """Whether it lies in a longer mention."""
        longer = other.end - other.start > self.end - self.start
        return longer and other.start <= self.start and self.end <= other.end


def printed(name: str) -> str:
    """A name read from plain text, as Chinese is set: full-width brackets, no white space."""
    return re.sub(r"\s+", "", name).replace("(", "（").replace(")", "）")
