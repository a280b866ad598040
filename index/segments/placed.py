"""Here are the places of pairs of characters in all texts laid end to end, give me documents and positions.

A place is one number, so that a list of pairs is one ascending list; the document of a place and its position
there follow from where each text begins.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

import numpy as np

from index.arrays.files import Array
from index.arrays.packing import Lists, Longs, Words, ranges, starts_of
from index.segments.interface import PLACE_BITS, Ints, Positions
from index.segments.terms import PairTerms

BLOCK_BITS = 6
BLOCK = 1 << BLOCK_BITS
"""Places in one block of a pair field: shorter than nearly every text, so that few blocks hold an end."""


class PlacedField:
    """Pairs of characters: places in the texts of all documents, one after the other."""

    def __init__(self, arrays: Mapping[str, Array], name: str, terms: PairTerms, lengths: Array) -> None:
        self.terms = terms
        self.bases: Longs = starts_of(lengths)
        self.lists = Lists(arrays, name, int(self.bases[-1]))

    @property
    def counts(self) -> Words:
        """Occurrences of each pair."""
        return self.lists.counts

    def read(self, first: int, last: int) -> tuple[Words, None]:
        """Places of the pairs first:last, list after list."""
        return self.lists.read(first, last), None

    def merged(self, first: int, last: int) -> Words:
        """Places of the pairs first:last, ascending."""
        if last - first == 1:
            return self.lists[first]
        places = self.lists.read(first, last)
        places.sort()
        return places

    @cached_property
    def _blocks(self) -> tuple[Ints, Words]:
        """(the document in which each block of BLOCK places begins, ends of the documents)."""
        begins = np.arange(0, int(self.bases[-1]) + BLOCK, BLOCK)
        first = np.searchsorted(self.bases, begins, side="right") - 1
        return first.astype(np.int32), self.bases[1:].astype(np.uint32)

    def owners(self, places: Words) -> Ints:
        """The document of each place: that of its block, or, for the few beyond its end, one of the next."""
        blocks, ends = self._blocks
        owners = blocks.take(places >> np.uint32(BLOCK_BITS))
        late = (places >= ends.take(owners)).nonzero()[0]
        for _ in range(4):
            if not len(late):
                return owners
            owners[late] += 1
            late = late[places[late] >= ends.take(owners[late])]
        owners[late] = (np.searchsorted(self.bases, places[late], side="right") - 1).astype(np.int32)
        return owners

    def posting(self, i: int) -> tuple[Ints, Longs]:
        """Documents and frequencies of one pair."""
        docs, offsets = self._grouped(self.lists[i])
        return docs, np.diff(offsets)

    @cached_property
    def _shifts(self) -> Longs:
        """What makes a key of a place in each document."""
        docs = np.arange(len(self.bases) - 1, dtype=np.int64)
        return (docs << PLACE_BITS) - self.bases[:-1]

    def keys(self, places: Words) -> Longs:
        """Ascending places as keys."""
        keys = self._shifts.take(self.owners(places))
        keys += places
        return keys

    def inside(self, places: Words, docs: Ints) -> Longs:
        """Keys of those of the ascending places that are in the sorted documents."""
        if len(docs) * 4 > len(places):
            wanted = np.zeros(len(self.bases) - 1, np.bool_)
            wanted[docs] = True
            return self.keys(places[wanted.take(self.owners(places))])
        firsts = places.searchsorted(self.bases.take(docs).astype(np.uint32))
        widths = places.searchsorted(self.bases.take(docs + 1).astype(np.uint32)) - firsts
        chosen = places.take(ranges(firsts, widths))
        return np.repeat(self._shifts.take(docs), widths) + chosen

    def split(self, places: Words) -> Positions:
        """Places, ascending, as positions in documents."""
        docs, offsets = self._grouped(places)
        positions = places - np.repeat(self.bases[docs].astype(np.uint32), np.diff(offsets))
        return Positions(docs, offsets, positions.astype(np.int32))

    def _grouped(self, places: Words) -> tuple[Ints, Longs]:
        """The documents of ascending places, and where those of each begin: one more than documents."""
        count = len(self.bases) - 1
        if len(places) < count * 2:
            each = self.owners(places)
            change = np.empty(len(each), np.bool_)
            change[:1] = True
            np.not_equal(each[1:], each[:-1], out=change[1:])
            firsts = change.nonzero()[0]
            return each[firsts], np.append(firsts, len(places))
        edges = np.searchsorted(places, self.bases.astype(np.uint32))
        docs = np.flatnonzero(np.diff(edges))
        return docs.astype(np.int32), np.append(edges[docs], len(places))


class PackedPlaces:
    """The places of one term, four bytes each, as `index.segments.interface.TermPlaces`."""

    __slots__ = ("_field", "_places")

    def __init__(self, field: PlacedField, places: Words) -> None:
        self._field, self._places = field, places

    @property
    def nbytes(self) -> int:
        return self._places.nbytes

    def keys(self, within: Ints | None = None) -> Longs:
        return self._field.keys(self._places) if within is None else self._field.inside(self._places, within)
