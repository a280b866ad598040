"""Here are matching documents, give me how many carry each value of each facet field.

One `bincount` over a column of codes; where most documents match, the ones that do not are counted
instead and taken from the totals.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from index.arrays.packing import ranges
from search.engine.postings.docset import DocSet
from search.engine.postings.snapshot import Column, Snapshot
from search.engine.ranking.topk import reaching

Codes = npt.NDArray[np.signedinteger]
Counts = tuple[tuple[str, int], ...]

SPARSE = 16
"""How many times more values than are carried make it cheaper to sort these than to count into a table."""

WHOLE = ("year", "month")
"""Fields whose values are never cut to the limit: a histogram with gaps would lie."""


def count(snapshot: Snapshot, found: Mapping[str, DocSet], limit: int) -> dict[str, Counts]:
    """field → ((value, count), …) by count descending, then value; values nobody carries are left out.

    found: facet field → the documents to count in it; limit: values a field, 0 = all.
    """
    cut: dict[int, _Chosen] = {}
    counts = {}
    for field, docs in found.items():
        if id(docs) not in cut:
            cut[id(docs)] = _chosen(snapshot, docs)
        column = snapshot.column(field)
        counts[field] = _top(column, *_tally(column, cut[id(docs)]), 0 if field in WHOLE else limit)
    return counts


@dataclass(frozen=True, slots=True)
class _Chosen:
    """The documents to count, or (without=True) those to take from the totals."""

    docs: npt.NDArray[np.intp]
    without: bool


def _chosen(snapshot: Snapshot, docs: DocSet) -> _Chosen:
    if docs.size * 2 > snapshot.count:
        return _Chosen((snapshot.everything - docs).indices(), True)
    return _Chosen(docs.indices(), False)


def _tally(column: Column, chosen: _Chosen) -> tuple[Codes, Codes]:
    """(codes in order, documents of each); codes that nobody carries may be among them."""
    size = len(column.values)
    if column.single is not None:
        few = np.bincount(column.single.take(chosen.docs), minlength=size + 1)[:size]
    else:
        starts = column.starts.take(chosen.docs)
        codes = column.codes.take(ranges(starts, column.starts.take(chosen.docs + 1) - starts))
        if not chosen.without and len(codes) * SPARSE < size:
            return np.unique(codes, return_counts=True)
        few = np.bincount(codes, minlength=size)
    return np.arange(size), column.totals - few if chosen.without else few


def _top(column: Column, codes: Codes, tally: Codes, limit: int) -> Counts:
    """Values with their counts, most frequent first, then by value (`Column.values` is sorted)."""
    held = reaching(tally, limit) if limit else np.flatnonzero(tally)
    counts = tally.take(held)
    held = held[counts > 0]
    order = held[np.argsort(-tally.take(held), kind="stable")]
    if limit:
        order = order[:limit]
    return tuple(zip(column.named(codes.take(order)), tally.take(order).tolist(), strict=True))
