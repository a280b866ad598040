"""Here is a position in a text; give me the place name that begins or ends there.

Provinces and prefectures come from `places.csv`, counties from `counties.txt`, countries from
`countries.txt`.  A place is found under its short name (山西, 太原, 太谷) and under its full name
(山西省, 太原市, 太谷县).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from corpus.language.data import rows, words

Level = Literal["country", "province", "city", "county"]
RANK: dict[Level, int] = {"country": 0, "province": 1, "city": 2, "county": 3}


@dataclass(frozen=True, slots=True)
class Place:
    """A place.  short: 山西; full: 山西省; province: short name of its province or "" where unknown."""

    short: str
    full: str
    level: Level
    province: str = ""


class Places:
    """All known places by name.  Build it once with `Places.load()`; it is immutable afterwards."""

    def __init__(self, by_name: dict[str, Place], initials: dict[str, Place]) -> None:
        self._by_name = by_name
        self._initials = initials
        self._longest = max(map(len, by_name), default=0)
        self._last: dict[str, tuple[int, ...]] = _lengths(by_name, -1)
        self._first: dict[str, tuple[int, ...]] = _lengths(by_name, 0)

    @classmethod
    @lru_cache(maxsize=1)
    def load(cls) -> Places:
        """The places that ship with the package."""
        by_name: dict[str, Place] = {}
        initials: dict[str, Place] = {}
        for word in words("counties.txt"):
            full = word.rstrip("!")
            place = Place(full if word != full else _stem(full), full, "county")
            by_name.setdefault(full, place)
            if len(place.short) > 1:
                by_name.setdefault(place.short, place)
        for word in words("countries.txt"):
            name, _, country = word.partition("=")
            place = Place(country or name, country or name, "country")
            (by_name if len(name) > 1 else initials)[name] = place
        for row in rows("places.csv"):
            _add_province(by_name, row)
        return cls(by_name, initials)

    def with_more(self, more: Iterable[Place]) -> Places:
        """These places and more; a county of the lists yields its short name to them."""
        added: dict[str, Place] = {}
        for place in more:
            listed = self._by_name.get(place.short)
            added[place.full] = place
            if listed is None or listed.level == "county":
                added[place.short] = place
        return Places({**self._by_name, **added}, self._initials) if added else self

    def get(self, name: str) -> Place | None:
        """The place of this exact name."""
        return self._by_name.get(name)

    def initial(self, char: str) -> Place | None:
        """The country that one character stands for, 俄 in 俄外交部: only where a country is expected."""
        return self._initials.get(char)

    def ending(self, text: str, end: int, begin: int = 0) -> tuple[int, Place] | None:
        """The longest place name `text[start:end]` with `start >= begin`, as (start, place)."""
        if end <= begin:
            return None
        for size in self._last.get(text[end - 1], ()):
            if end - size >= begin:
                place = self._by_name.get(text[end - size : end])
                if place is not None:
                    return end - size, place
        return None

    def starting(self, text: str, start: int) -> tuple[int, Place] | None:
        """The longest place name `text[start:end]`, as (end, place)."""
        for size in self._first.get(text[start : start + 1], ()):
            name = text[start : start + size]
            place = self._by_name.get(name)
            if place is not None:
                return start + len(name), place
        return None


def _lengths(names: dict[str, Place], at: int) -> dict[str, tuple[int, ...]]:
    """Character at one end of a name → the lengths of the names with it, longest first."""
    lengths: dict[str, set[int]] = {}
    for name in names:
        lengths.setdefault(name[at], set()).add(len(name))
    return {char: tuple(sorted(sizes, reverse=True)) for char, sizes in lengths.items()}


def _stem(name: str) -> str:
    for ending in ("自治县", "自治旗"):
        if name.endswith(ending):
            return name
    return name[:-1]


def _add_province(by_name: dict[str, Place], row: dict[str, str]) -> None:
    province = Place(row["name"], row["full"], "province", row["name"])
    by_name[row["name"]] = by_name[row["full"]] = province
    if len(row["short"]) > 1:
        by_name[row["short"]] = province
    for item in row["cities"].split():
        short, _, full = item.partition("=")
        city = Place(short, full or short + "市", "city", row["name"])
        by_name[short] = by_name[city.full] = city
        if city.full.endswith("自治州"):
            by_name.setdefault(short + "州", city)
