"""Here is a cut text; give me the foreign people in it, by the characters that write foreign names.

劳尔·卡斯特罗 wherever it stands; 普京 and 泽连斯基 after a title.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from corpus.entities.cues import OFFICE, Cues
from corpus.entities.places import Places
from corpus.language.data import words
from corpus.language.names import ordinary
from corpus.language.tagging import Tagged, known

_PARTICLES = frozenset("曾于将向在用的时")
_SHORTEST, _LONGEST = 2, 8


@dataclass(frozen=True)
class Transliteration:
    """The characters of foreign names, and the two shapes that they come in."""

    dotted: re.Pattern[str]
    run: re.Pattern[str]

    @classmethod
    @lru_cache(maxsize=1)
    def load(cls) -> Transliteration:
        """From `transliteration.txt`."""
        characters = "".join(words("transliteration.txt"))
        return cls(
            re.compile(f"[{characters}卜都英不]{{1,8}}(?:·[{characters}卜都英不]{{1,9}})+"),
            re.compile(f"[{characters}]{{{_SHORTEST},{_LONGEST}}}"),
        )


def foreign(text: str, cut: Tagged, chinese: Callable[[int], int]) -> Iterator[tuple[int, int]]:
    """(start, end) of foreign names.  chinese(at): the length of a Chinese surname at a place, or 0."""
    shapes, cues = Transliteration.load(), Cues.load()
    if "·" in text:
        for match in shapes.dotted.finditer(text):
            start = match.start()
            dot = text.index("·", start)
            for border in cut.starts[cut.at(start) : cut.at(dot)]:
                if cues.title(text, border):
                    start = border
            end = match.end() - _overrun(text, match.end())
            if text.endswith("女士", dot, end):
                end -= 2
            if dot - start > 1 and text[end - 1] != "·":
                yield start, end
    for start in cut.starts[:-1]:
        if cues.title(text, start) < OFFICE:
            continue
        found = shapes.run.match(text, start)
        if found is None:
            continue
        limit = found.end() - _overrun(text, found.end())
        end = _border(cut, start, limit)
        if end - start < _SHORTEST and limit - start > _SHORTEST:
            end = limit
        name = text[start:end]
        if len(name) < _SHORTEST or text[end : end + 1] == "·" or (len(name) <= 3 and chinese(start)):
            continue
        if Places.load().get(name) is None and not cues.person_word(name) and not ordinary(name):
            yield start, end


def is_foreign(name: str) -> bool:
    """Whether a stretch that looks like a name is written as foreign ones are, and is no word: 阮冈纳赞."""
    shapes = Transliteration.load()
    whole = shapes.dotted.fullmatch(name) or (len(name) >= 4 and shapes.run.fullmatch(name))
    return bool(whole) and not known(name) and Places.load().get(name) is None and not ordinary(name[-2:])


def _overrun(text: str, end: int) -> int:
    """1 where the last character of a run belongs to the word after it: 苏桑｜当天; else 0."""
    if text[end - 1] in _PARTICLES:
        return 1
    # 买买提｜出席: what follows is a word of its own
    torn = len(text) > end and known(text[end - 1 : end + 1]) and not known(text[end : end + 2])
    return 1 if torn else 0


def _border(cut: Tagged, start: int, limit: int) -> int:
    """The last word border within a run, or `start`."""
    index = cut.at(limit)
    while cut.starts[index] > limit:
        index -= 1
    return max(cut.starts[index], start)
