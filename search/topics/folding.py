"""Here is a list of articles; tell which of them print one text, the original first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from corpus.errors import IndexMissing
from corpus.model import Article
from search.answer.duplicates import fold_copies, original_first
from search.application.archive import Archive

Prints = tuple[str, ...]
"""Ids of the articles of a list that print one text."""


def folded(archive: Archive, ids: Sequence[str]) -> list[Prints]:
    """The list with reprints as one, where the first of them stands."""
    groups = _groups(archive)
    return [(first, *others) for first, others in fold_copies(ids, groups)]


def original(prints: Prints, held: Mapping[str, Article]) -> tuple[Article, tuple[Article, ...]] | None:
    """(the original, its reprints) of those that are held; None where none is."""
    there = [held[one] for one in prints if one in held]
    if len(there) > 1:
        there = original_first(there)
    return (there[0], tuple(there[1:])) if there else None


def printed(
    archive: Archive, ids: Sequence[str], held: Mapping[str, Article]
) -> list[tuple[Article, tuple[Article, ...]]]:
    """The list with reprints as one: each (the original, its reprints), of those that are held."""
    return [one for prints in folded(archive, ids) if (one := original(prints, held))]


def with_reprints(archive: Archive, chosen: Iterable[str], lists: Iterable[Sequence[str]]) -> Prints:
    """What was chosen in lists that show reprints as one, with the reprints that stand under it."""
    groups = _groups(archive)
    wanted = dict.fromkeys(chosen)
    for ids in lists:
        meant = {groups[one] for one in ids if one in wanted and one in groups}
        wanted |= dict.fromkeys(one for one in ids if groups.get(one) in meant)
    return tuple(wanted)


def _groups(archive: Archive) -> Mapping[str, Prints]:
    try:
        return archive.view().reprints()
    except IndexMissing:
        return {}
