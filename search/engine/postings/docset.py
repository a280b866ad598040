"""Here are sorted document numbers, give me a set that meets other sets quickly.

A small set is its sorted numbers, a large one a mask over all documents: masks meet at memory speed,
numbers at the speed of the smaller side.  Sets are immutable values, so they can be cached and shared.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from operator import and_, attrgetter
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

DocArray: TypeAlias = npt.NDArray[np.int32]
Mask: TypeAlias = npt.NDArray[np.bool_]

DENSE = 32
"""A set that holds more than one document in DENSE is a mask (measured: where `and` of two meets)."""

NO_DOCS: DocArray = np.empty(0, np.int32)


class DocSet:
    """Document numbers out of range(space).  docs: int32, sorted, unique | mask: bool[space]."""

    __slots__ = ("_docs", "_mask", "size", "space")

    def __init__(self, space: int, docs: DocArray | None, mask: Mask | None, size: int) -> None:
        self.space = space
        self.size = size
        self._docs = docs
        self._mask = mask

    @classmethod
    def of(cls, docs: npt.NDArray[np.signedinteger], space: int) -> DocSet:
        """The set of sorted, unique document numbers."""
        if len(docs) * DENSE > space:
            mask = np.zeros(space, np.bool_)
            mask[docs.astype(np.intp, copy=False)] = True
            return cls(space, None, mask, len(docs))
        return cls(space, docs.astype(np.int32, copy=False), None, len(docs))

    @classmethod
    def of_mask(cls, mask: Mask) -> DocSet:
        """The set of the true places of `mask`, which the set keeps and nobody may change."""
        size = int(np.count_nonzero(mask))
        space = len(mask)
        if size * DENSE > space:
            return cls(space, None, mask, size)
        return cls(space, np.flatnonzero(mask).astype(np.int32), None, size)

    @classmethod
    def empty(cls, space: int) -> DocSet:
        return cls(space, NO_DOCS, None, 0)

    @property
    def dense(self) -> bool:
        """Kept as a mask."""
        return self._mask is not None

    @property
    def nbytes(self) -> int:
        held = self._docs if self._mask is None else self._mask
        return 0 if held is None else held.nbytes

    def docs(self) -> DocArray:
        """The numbers, sorted."""
        if self._docs is not None:
            return self._docs
        assert self._mask is not None
        return np.flatnonzero(self._mask).astype(np.int32)

    def indices(self) -> npt.NDArray[np.intp]:
        """The numbers, sorted, in the type that numpy indexes fastest with."""
        if self._mask is not None:
            return np.flatnonzero(self._mask)
        assert self._docs is not None
        return self._docs.astype(np.intp)

    def mask(self) -> Mask:
        """bool[space]; read only."""
        if self._mask is not None:
            return self._mask
        mask = np.zeros(self.space, np.bool_)
        mask[self.indices()] = True
        return mask

    def among(self, docs: npt.NDArray[np.signedinteger]) -> Mask:
        """For each of `docs` (any order), whether it is in the set: bool[len(docs)]."""
        if self._mask is not None:
            return self._mask.take(docs)
        assert self._docs is not None
        return contains(self._docs, docs)

    def __contains__(self, doc: int) -> bool:
        return bool(self.among(np.array([doc]))[0])

    def __and__(self, other: DocSet) -> DocSet:
        if self._mask is not None and other._mask is not None:
            return DocSet.of_mask(np.logical_and(self._mask, other._mask))
        small, large = (self, other) if self.size <= other.size else (other, self)
        docs = small.docs()
        kept = docs[large.among(docs)]
        return DocSet.of(kept, self.space)

    def __or__(self, other: DocSet) -> DocSet:
        return union((self, other), self.space)

    def __sub__(self, other: DocSet) -> DocSet:
        if not self.size or not other.size:
            return self
        if self._mask is not None:
            return DocSet.of_mask(np.greater(self._mask, other.mask()))
        docs = self.docs()
        return DocSet.of(docs[~other.among(docs)], self.space)


def contains(sorted_docs: npt.NDArray[np.signedinteger], wanted: npt.NDArray[np.signedinteger]) -> Mask:
    """For each of `wanted`, whether the sorted array holds it."""
    if not len(sorted_docs):
        return np.zeros(len(wanted), np.bool_)
    places = sorted_docs.searchsorted(wanted.astype(sorted_docs.dtype, copy=False))
    held: Mask = sorted_docs.take(places, mode="clip") == wanted
    return held


def intersect(sets: Sequence[DocSet], space: int) -> DocSet:
    """What all of `sets` hold, smallest first."""
    if not sets:
        return DocSet.empty(space)
    if len(sets) == 1:
        return sets[0]
    ordered = sorted(sets, key=attrgetter("size"))
    if ordered[0].dense:
        return reduce(and_, ordered)
    docs = ordered[0].docs()
    for each in ordered[1:]:
        if not len(docs):
            break
        docs = docs[each.among(docs)]
    return DocSet(space, docs, None, len(docs))


def union(sets: Sequence[DocSet], space: int) -> DocSet:
    """What any of `sets` holds."""
    held = [each for each in sets if each.size]
    if not held:
        return DocSet.empty(space)
    if len(held) == 1:
        return held[0]
    mask = np.zeros(space, np.bool_)
    sparse = []
    for each in held:
        if each.dense:
            np.logical_or(mask, each.mask(), out=mask)
        else:
            sparse.append(each.docs())
    if sparse:
        mask[np.concatenate(sparse).astype(np.intp)] = True
    return DocSet.of_mask(mask)
