"""Here are the entries of an index; give me their order and the letter that each stands under.

Letter by letter, as GB/T 22466 has it: marks are passed over; figures come first under 0–9; Latin words stand
under their letter before the Chinese.  By pinyin a character counts by reading, then tone, then strokes, so
that equal characters stand together; the surname of a person is read as surnames are.  By strokes it counts
by their number, then by their kinds.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Literal, TypeAlias

from search.names.pinyin import as_surname, syllables

Order: TypeAlias = Literal["pinyin", "strokes"]

FIGURES = "0–9"
LATIN = "A–Z"
OTHER = "#"
DEEP = 8
"""Characters that the place of an entry depends on; equal beginnings are in the order of their characters."""

_CHINESE = "\u2e80"


@dataclass(frozen=True, slots=True)
class Filed:
    """Where an entry stands.  letter: what it is under; place: what it is sorted by, letters and all."""

    letter: str
    place: tuple[object, ...]


@lru_cache(maxsize=1 << 15)
def filed(text: str, order: Order = "pinyin", person: bool = False) -> Filed:
    """Where an entry stands.  person: it is a person's name, whose surname may be read in its own way."""
    plain = [char for char in unicodedata.normalize("NFKC", text) if char.isalnum()][:DEEP]
    read = _read("".join(plain), person) if order == "pinyin" else plain
    place = tuple(_place(char, said, order) for char, said in zip(plain, read, strict=True))
    letter, rank = _letter(plain[0], read[0], order) if plain else (OTHER, (9, 0, ""))
    return Filed(letter, (rank, place, text))


def _read(text: str, person: bool) -> list[str]:
    read = syllables([text])
    own = as_surname(text, read) if person else None
    return own or read


def _letter(char: str, said: str, order: Order) -> tuple[str, tuple[int, int, str]]:
    """(what an entry that begins so stands under, the rank of that)."""
    if char.isdigit():
        return FIGURES, (0, 0, "")
    if char < _CHINESE:
        base = unicodedata.normalize("NFD", char)[0].upper()
        latin = "A" <= base <= "Z"
        if order == "strokes":
            return LATIN, (1, 0, "")
        return (base, (1, 0, base)) if latin else (OTHER, (9, 0, ""))
    if order == "strokes":
        number = strokes().get(char, (0, 0))[0]
        return (f"{number}画", (2, number, "")) if number else (OTHER, (9, 0, ""))
    letter = said[:1].upper()
    return (letter, (1, 0, letter)) if "A" <= letter <= "Z" else (OTHER, (9, 0, ""))


def _place(char: str, said: str, order: Order) -> tuple[str | int, ...]:
    if char < _CHINESE:
        return 0, char.casefold()
    if order == "strokes":
        return 1, *strokes().get(char, (99, ord(char)))
    return 1, said, _tone(char, said), *strokes().get(char, (99, ord(char)))


@lru_cache(maxsize=1 << 14)
def _tone(char: str, said: str) -> int:
    """The tone of a character in this reading; 5 where it is not known."""
    from pypinyin import Style, pinyin

    read = pinyin(char, style=Style.TONE3, heteronym=True, v_to_u=False, neutral_tone_with_five=True)[0]
    return next((int(one[-1]) for one in read if one[:-1] == said and one[-1:].isdigit()), 5)


@lru_cache(maxsize=1)
def strokes() -> Mapping[str, tuple[int, int]]:
    """Character → (number of its strokes, its place among those of as many)."""
    table = resources.files("search").joinpath("data", "strokes.txt").read_text(encoding="utf-8")
    rows = [line.split(" ", 1) for line in table.splitlines() if line and not line.startswith("#")]
    return {char: (int(number), place) for number, chars in rows for place, char in enumerate(chars)}
