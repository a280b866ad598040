"""Here is pinyin and what stands side by side in an archive; give me the runs that are printed and read so.

The lexicon knows names, titles and their phrases; a village that only a text mentions is in none of them.
The pairs of characters that the index holds anyway lead to it: every character of the first syllable, the
pairs that begin with it and end in the second, and on from there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import islice, product

from search.names import pinyin

LONGEST, SHORTEST = 8, 2
"""Syllables of a run that is looked for."""

READINGS = 8
"""Ways to part letters into syllables that are followed: xian is 先 and 西安."""

_GRUNTS = ("m", "n", "ng", "hm", "hng")
"""Readings of interjections, into which other syllables would fall apart."""

MOST = 300
"""Runs that are followed from syllable to syllable."""


def runs(typed: str, following: Callable[[str], Sequence[str]]) -> list[str]:
    """Printed runs of characters that are read as typed; those that are read so as words before those of
    which a character has that reading only elsewhere.

    following: character → the characters printed after it.
    """
    key = pinyin.normal(typed)
    held = lru_cache(maxsize=None)(following)
    found: list[str] = []
    for parted in filter(_is_run, _parted(key, typed)):
        begun: Sequence[str] = sorted(_by_syllable().get(parted[0], ""))
        for syllable in parted[1:]:
            wanted = _by_syllable().get(syllable, "")
            begun = [run + char for run in begun for char in held(run[-1]) if char in wanted][:MOST]
        found += begun
    return sorted(dict.fromkeys(found), key=lambda run: pinyin.full([run]) != key)


def _parted(key: str, typed: str) -> list[list[str]]:
    """The ways to part a key into syllables, the fewest first; spaces, apostrophes and tones part it, too."""
    given = [pinyin.normal(part) for part in re.findall(r"[^\W\d_:]+(?::[a-z]*)?", typed)]
    if "".join(given) != key or len(given) > LONGEST:
        given = [key]
    found = ([s for way in ways for s in way] for ways in product(*(_ways(part, LONGEST) for part in given)))
    return sorted((way for way in islice(found, MOST) if len(way) <= LONGEST), key=len)[:READINGS]


def _is_run(parted: Sequence[str]) -> bool:
    return len(parted) >= SHORTEST


def _ways(key: str, left: int) -> Iterator[list[str]]:
    if not key:
        return
    for end in range(min(6, len(key)), 0, -1):
        head, rest = key[:end], key[end:]
        if head not in _by_syllable():
            continue
        if not rest:
            yield [head]
        elif left > 1:
            yield from ([head, *way] for way in _ways(rest, left - 1))


@lru_cache(maxsize=1)
def _by_syllable() -> Mapping[str, frozenset[str]]:
    """Syllable without tone → the characters that have it among their readings."""
    from pypinyin.phrases_dict import phrases_dict
    from pypinyin.pinyin_dict import pinyin_dict

    found: dict[str, set[str]] = {}
    for code, readings in pinyin_dict.items():
        if 0x4E00 <= code < 0xA000:
            for reading in readings.split(","):
                found.setdefault(pinyin.normal(reading), set()).add(chr(code))
    for phrase, readings_of in phrases_dict.items():  # 乐 is lao in 乐亭 alone
        for char, (reading, *_) in zip(phrase, readings_of, strict=False):
            if reading not in pinyin_dict.get(ord(char), ""):
                found.setdefault(pinyin.normal(reading), set()).add(char)
    for grunt in _GRUNTS:
        found.pop(grunt, None)
    return {syllable: frozenset(chars) for syllable, chars in found.items()}
