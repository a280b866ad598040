"""The grid of issues: here are all issues, give me shelves that show what is missing.  Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from corpus.model import Issue

Cell = tuple[Issue, ...] | None
"""The issues of one month; () where none is kept, None before the first and after the last."""


@dataclass(frozen=True, slots=True)
class PublicationShelf:
    """One publication.  years: newest first, each with its twelve months; gaps: months without an issue
    between the first and the last."""

    publication: str
    years: tuple[tuple[int, tuple[Cell, ...]], ...]
    issues: int
    gaps: int


def shelves_of(every: Iterable[Issue]) -> tuple[list[PublicationShelf], list[Issue]]:
    """The shelves by name, what bears no name last; and the issues without a month."""
    named: dict[str, dict[tuple[int, int], list[Issue]]] = {}
    undated = []
    for one in every:
        if one.year and one.month:
            named.setdefault(one.publication, {}).setdefault((one.year, one.month), []).append(one)
        else:
            undated.append(one)
    ordered = sorted(named.items(), key=lambda item: (not item[0], item[0]))
    return [_shelf(publication, months) for publication, months in ordered], undated


def _shelf(publication: str, months: dict[tuple[int, int], list[Issue]]) -> PublicationShelf:
    first, last = min(months), max(months)

    def cell(when: tuple[int, int]) -> Cell:
        return tuple(months.get(when, ())) if first <= when <= last else None

    span = range(last[0], first[0] - 1, -1)
    years = tuple((year, tuple(cell((year, month)) for month in range(1, 13))) for year in span)
    gaps = sum(cell == () for _, cells in years for cell in cells)
    return PublicationShelf(publication, years, sum(map(len, months.values())), gaps)
