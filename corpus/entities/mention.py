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


def as_printed(name: str, read: str, source: str) -> str:
    """A name with the characters of the source: 麴长河 and 黃慶璋, where 曲长河 and 黄庆璋 was read.

    read: the plain text of the mention, from which the name was made; source: the same characters as they
    are printed.  What the name has besides stays as it is.
    """
    ideographs = [
        (a, b) for a, b in zip(read, source, strict=True) if "\u3400" <= b <= "\u9fff" and not a.isspace()
    ]
    was = "".join(a for a, _ in ideographs)
    if not was or all(a == b for a, b in ideographs):
        return name
    return name.replace(was, "".join(b for _, b in ideographs))
