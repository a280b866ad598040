"""Long lists of names: here are all of them, give me the leaf that was asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import request

from index.text.fold import fold_text
from search.model import FacetCount

LEAF = 200
"""Names on one leaf: few enough to be drawn at once, enough to browse."""


@dataclass(frozen=True, slots=True)
class NameLeaf:
    """items: of leaf `number` (from 1) of `last`; total: all names, found: those that contain `part`."""

    items: tuple[FacetCount, ...]
    number: int
    last: int
    total: int
    found: int
    part: str


def containing(values: Sequence[FacetCount], part: str) -> list[FacetCount]:
    """Those whose name contains the part, in whatever script or width it is written."""
    wanted = fold_text(part)
    return [item for item in values if wanted in fold_text(item.value)] if wanted else list(values)


def leaf_of(values: Sequence[FacetCount]) -> NameLeaf:
    """The leaf that the URL asks for (`leaf`), of the names that contain `contains`."""
    part = request.args.get("contains", "").strip()
    found = containing(values, part)
    last = max(1, -(-len(found) // LEAF))
    number = min(max(request.args.get("leaf", 1, type=int), 1), last)
    items = tuple(found[(number - 1) * LEAF : number * LEAF])
    return NameLeaf(items, number, last, len(values), len(found), part)
