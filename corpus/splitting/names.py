"""Here is a run of characters, tell me whether it has the shape of a Chinese personal name."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from corpus.entities.tagging import known, tag

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
# Kinds of words that people are also called by: nouns, places, words the dictionary only guesses.
_MAY_NAME = frozenset({"n", "ns", "nz", "x", "ng"})
# Characters that no given name holds: function words and the stuff of headings.
_NEVER = frozenset("的了是在我你他她它们这那着过吗呢吧啊个们与及或等把被让从对将就也很最再不没无")


def is_han(text: str) -> bool:
    """Only Chinese characters."""
    return _HAN.fullmatch(text) is not None


def surname_length(text: str) -> int:
    """Length of the surname with which `text` begins: 2, 1 or 0."""
    if text[:2] in COMPOUND and len(text) > 2:
        return 2
    return 1 if text[:1] in SINGLE else 0


def name_likeness(text: str) -> float:
    """How much `text` looks like one personal name by its shape, and by being no word, 0.0–1.0."""
    if _MINORITY.fullmatch(text):
        return 0.2 if any(kind[0] in "vmtpcdu" for kind in tag(text).tags) else 0.85
    if not 2 <= len(text) <= 4 or not is_han(text):
        return 0.0
    surname = surname_length(text)
    if _NEVER.intersection(text[surname:]):
        return 0.0
    if surname == 0:
        return 0.25 * _no_word(text) if len(text) <= 3 else 0.0
    given = len(text) - surname
    if given > 2:  # two surnames and a given name
        return 0.5 if text[1] in SINGLE else 0.0
    return (0.6 if text[0] in RARE and surname == 1 else 0.95) * _no_word(text)


@lru_cache(maxsize=4096)
def _no_word(text: str) -> float:
    """1.0 for what the dictionary has as a name or not at all, less for words of other kinds."""
    if not known(text):
        return 1.0
    tags = tag(text).tags
    if len(tags) != 1 or tags[0].startswith("nr") or len(text) > 3:
        return 1.0
    return 0.7 if tags[0] in _MAY_NAME else 0.3


def cut_names(text: str) -> tuple[str, ...]:
    """Names written without anything between them (张俊清姜彦玲), cut; () where no cut fits."""
    if not 4 <= len(text) <= 12:
        return ()
    best: tuple[float, tuple[str, ...]] = (0.0, ())
    stack: list[tuple[int, tuple[str, ...]]] = [(0, ())]
    while stack:
        at, names = stack.pop()
        if at == len(text):
            worth = min(map(name_likeness, names)) - 0.01 * len(names)
            best = max(best, (worth, names))
            continue
        for length in (2, 3):
            part = text[at : at + length]
            if len(part) == length and name_likeness(part) >= 0.9:
                stack.append((at + length, (*names, part)))
    return best[1]
