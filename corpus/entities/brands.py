"""Here is a local newsletter's article; give me the firms it calls by brand alone: 山西顺达, 博浩科技.

No suffix says that these are organisations.  What does: they head the title or a paragraph, a verb
follows, they come again, and their core is no word of the language.  Only newsletters that are at home in
a province are read so; in a newspaper the same shapes are mostly something else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from corpus.entities.grammar import Named
from corpus.entities.places import Places
from corpus.language.data import words
from corpus.language.tagging import Tagged, known

_HEAD = re.compile(
    r"(?:^|\n)(?:\d{1,4}年)?(?:\d{1,2}月\d{1,2}日(?:[上下]午)?|近日|日前|近期|今年以来)?[,，]?"
)
_VERBS = frozenset(("v", "vn", "d", "p", "vd"))
_CORE = re.compile(r"[\u4e00-\u9fff]{2,4}")


@lru_cache(maxsize=1)
def _trades() -> frozenset[str]:
    return frozenset(words("trades.txt"))


def brands(text: str, cut: Tagged, taken: Sequence[tuple[int, int]]) -> Iterator[Named]:
    """Firms named by brand at the head of the title or of a paragraph.  taken: spans already read."""
    covered = bytearray(len(text) + 1)
    for start, end in taken:
        covered[start:end] = b"\1" * (end - start)
    seen: set[str] = set()
    for match in _HEAD.finditer(text):
        start = match.end()
        end = 0 if covered[start] else _brand(cut, start)
        if not end or covered[end - 1] or text[start:end] in seen:
            continue
        name = text[start:end]
        if text.count(name) < 2 or not _goes_on(cut, end):
            continue
        seen.add(name)
        for again in re.finditer(re.escape(name), text):
            if not covered[again.start()]:
                yield Named(again.start(), again.end(), "company", 0.55)


def _brand(cut: Tagged, start: int) -> int:
    """Where a brand that begins at `start` ends, or 0: place + coined word, or coined word + trade."""
    index = cut.at(start)
    if cut.starts[index] != start or index + 1 >= len(cut.words):
        return 0
    first, second = cut.words[index], cut.words[index + 1]
    place = Places.load().get(first)
    end = cut.starts[index + 2]
    if place is not None and place.level in ("province", "city"):
        return end if len(second) == 2 and _coined(second, cut.tags[index + 1]) else 0
    return end if second in _trades() and _coined(first, cut.tags[index]) else 0


def _coined(word: str, kind: str) -> bool:
    """Whether a word is nobody's but a firm's: not in the dictionary, or only as a name."""
    if not _CORE.fullmatch(word) or Places.load().get(word) is not None:
        return False
    return not known(word) or kind == "nrt"


def _goes_on(cut: Tagged, end: int) -> bool:
    """Whether a verb, an adverb or a preposition follows: …召开, …积极推进, …为孩子们."""
    index = cut.at(end)
    return index < len(cut.words) and cut.starts[index] == end and cut.tags[index] in _VERBS
