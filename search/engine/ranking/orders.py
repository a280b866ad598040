"""Here is a sort that no score decides, give me the first documents in it.

The order of all documents is made once a generation; every list, however deep, is then a selection from it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from search.engine.postings.docset import DocArray, DocSet
from search.engine.postings.snapshot import Snapshot
from search.engine.ranking.titles import title_places
from search.model import Sort


@dataclass(frozen=True, slots=True)
class Order:
    """docs: int32[space], the first document first; places: int32[space], where each document stands."""

    docs: DocArray
    places: npt.NDArray[np.int32]

    @property
    def nbytes(self) -> int:
        return self.docs.nbytes + self.places.nbytes


def order_of(snapshot: Snapshot, sort: Sort) -> Order:
    """By date (undated last) or title, then newest first, then by id; cached.  A score has no say here:
    `relevance` is newest first."""
    name = sort if sort in ("oldest", "title") else "newest"
    return snapshot.cached(("order", name), lambda: _make(snapshot, name))


def newest(snapshot: Snapshot, docs: npt.NDArray[np.intp]) -> npt.NDArray[np.int32]:
    """Where each of `docs` stands in the newest-first order: what breaks ties of score."""
    return order_of(snapshot, "newest").places.take(docs)


def first(snapshot: Snapshot, found: DocSet, sort: Sort, k: int) -> npt.NDArray[np.intp]:
    """The first `k` of `found`."""
    order = order_of(snapshot, sort)
    if found.size == snapshot.space:
        return order.docs[:k].astype(np.intp)
    if found.dense:
        return order.docs[found.mask().take(order.docs)][:k].astype(np.intp)
    docs = found.indices()
    return docs[np.argsort(order.places.take(docs))][:k]


def _make(snapshot: Snapshot, name: str) -> Order:
    dates = snapshot.dates().astype(np.int64)
    keys: list[npt.NDArray[np.integer]] = [snapshot.id_places(), -dates]
    if name == "oldest":
        keys[1] = np.where(dates == 0, np.iinfo(np.int64).max, dates)
    if name == "title":
        keys.append(title_places(snapshot))
    docs = np.lexsort(keys).astype(np.int32)
    places = np.empty(len(docs), np.int32)
    places[docs] = np.arange(len(docs), dtype=np.int32)
    return Order(docs, places)
