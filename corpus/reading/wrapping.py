"""Are these lines paragraphs, or physical lines that were cut at a margin?  Pure.

Text that was pasted line by line into a word processor or a web page arrives as one "paragraph" for
each physical line.  Such lines are nearly all as wide as the widest usual one, and break off without
any punctuation; real paragraphs differ in length and end with a full stop.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable

_ENDS = "。！？；：”’」』）)》】…—.!?;:"


def width(text: str) -> int:
    """Width in half-width columns: a Chinese character has two."""
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in text)


def looks_wrapped(texts: Iterable[str]) -> bool:
    """Whether the lines are physical lines of wrapped paragraphs."""
    lines = [text.rstrip() for text in texts if text.strip()]
    if len(lines) < 8:
        return False
    widths = [width(text) for text in lines]
    usual, _ = Counter(w // 4 for w in widths if w >= 20).most_common(1)[0] if max(widths) >= 20 else (0, 0)
    full = [i for i, w in enumerate(widths) if usual and abs(w - 4 * usual - 2) <= 5]
    if len(full) < max(6, len(lines) * 0.3):
        return False
    broken = sum(lines[i][-1] not in _ENDS for i in full)
    longer = sum(w > 4 * usual + 7 for w in widths)
    return broken >= len(full) * 0.4 and longer <= len(lines) * 0.1
