"""Here is a run of characters, tell me whether it has the shape of a Chinese personal name."""

from __future__ import annotations

import re
from pathlib import Path

_DATA = Path(__file__).resolve().parents[1] / "data" / "surnames.txt"
_LINES = [line for line in _DATA.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
COMPOUND = frozenset(_LINES[0].split())
SINGLE = frozenset("".join(_LINES[1:]))
# Characters of SINGLE that begin ordinary words far more often than names.
RARE = frozenset(
    "时水平和成明家国东都通有关相后公那空同来由生多加达全能从年向别农容应解连海福文原者初次广法经延信文安师"
)
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0002a6df〇]+")
_MINORITY = re.compile(
    r"[\u4e00-\u9fff]{1,8}[·•‧・．][\u4e00-\u9fff]{1,10}(?:[·•‧・．][\u4e00-\u9fff]{1,8})?"
)
# Characters that no given name holds: function words and the stuff of headings.
_NEVER = frozenset("的了是在我你他她它们这那着过吗呢吧啊个们与及或等把被让从对将就都也很最再不没无")


def is_han(text: str) -> bool:
    """Only Chinese characters."""
    return _HAN.fullmatch(text) is not None


def surname_length(text: str) -> int:
    """Length of the surname with which `text` begins: 2, 1 or 0."""
    if text[:2] in COMPOUND and len(text) > 2:
        return 2
    return 1 if text[:1] in SINGLE else 0


def name_likeness(text: str) -> float:
    """How much `text` looks like one personal name by its shape alone, 0.0–1.0."""
    if _MINORITY.fullmatch(text):
        return 0.85
    if not is_han(text) or not 2 <= len(text) <= 4 or _NEVER.intersection(text):
        return 0.0
    surname = surname_length(text)
    if surname == 0:
        return 0.25 if len(text) <= 3 else 0.0
    given = len(text) - surname
    if given > 2:  # Zhang Wang Jianguo: a married or doubled surname
        return 0.5 if text[1] in SINGLE and len(text) == 4 else 0.0
    return 0.6 if text[0] in RARE and surname == 1 else 0.95


def cut_names(text: str) -> tuple[str, ...]:
    """Names written without anything between them (张俊清姜彦玲), cut; () where no cut fits."""
    if name_likeness(text) >= 0.9:
        return (text,)
    best: tuple[float, tuple[str, ...]] = (0.0, ())
    stack: list[tuple[int, tuple[str, ...], float]] = [(0, (), 1.0)]
    while stack:
        at, names, worth = stack.pop()
        if at == len(text):
            best = max(best, (worth, names))
            continue
        for length in (3, 2, 4):
            part = text[at : at + length]
            likeness = name_likeness(part)
            if len(part) == length and likeness >= 0.5:
                stack.append((at + length, (*names, part), worth * likeness))
    return best[1] if len(text) <= 24 else ()
