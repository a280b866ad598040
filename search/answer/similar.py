"""Here are all names of a kind and one of them, give me those that are easily taken for it.

Two names are near when one is the other with characters left out (山西邮电工程公司 in
山西省邮电建设工程公司), or when most pairs of neighbouring characters are shared (Dice coefficient).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from search.model import FacetCount

NEAR = 0.6
"""Share of common pairs from which on two names are near."""

SHORTEST = 4
"""Characters below which names are too short to be near by chance alone (persons' names among them)."""

LEFT_OUT = 0.6
"""Least share of its characters that a name keeps when others are left out."""


def similar(
    name: str, names: Sequence[FacetCount], known: Iterable[str] = (), most: int = 6
) -> list[FacetCount]:
    """The nearest first, at most `most`; never `name` itself nor one of the `known`."""
    skipped = {name, *known}
    if len(name) < SHORTEST:
        return []
    own, wanted = set(name), _pairs(name)
    found = []
    for item in names:
        other = item.value
        if len(other) < SHORTEST or own.isdisjoint(other) or other in skipped:
            continue
        if len(own.intersection(other)) * 2 < len(own):
            continue
        score = _nearness(name, wanted, other)
        if score:
            found.append((-score, -item.count, other, item))
    return [item for *_, item in sorted(found, key=lambda each: each[:3])[:most]]


def _nearness(name: str, pairs: set[str], other: str) -> float:
    theirs = _pairs(other)
    dice = 2 * len(pairs & theirs) / (len(pairs) + len(theirs))
    short, long = sorted((name, other), key=len)
    if len(short) >= LEFT_OUT * len(long) and _within(short, long):
        return max(dice, NEAR)
    return dice if dice >= NEAR else 0.0


def _pairs(name: str) -> set[str]:
    return {name[at : at + 2] for at in range(len(name) - 1)}


def _within(short: str, long: str) -> bool:
    """Whether `short` is `long` with characters left out."""
    rest = iter(long)
    return all(character in rest for character in short)
