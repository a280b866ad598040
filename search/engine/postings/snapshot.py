"""Here is one generation of the index, give me its documents as one flat space.

Segments follow one another: a document's number is its number in the segment plus the segment's base.
Deleted documents are never seen here.  Everything above (matching, scoring, facets) reads arrays from
a `Snapshot` and needs to know neither segments, deletions nor caching.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from index.segments.interface import PLACE_BITS, Generation, KeywordColumn, Segment, TermPlaces
from index.segments.terms import TermList
from search.engine.postings.cache import ArrayCache
from search.engine.postings.docset import NO_DOCS, DocArray, DocSet

T = TypeVar("T")

RELEASE = 8 << 20
"""Bytes decoded after which the segments let go of what they mapped."""

KeyArray = npt.NDArray[np.int64]
"""Places in text: document number shifted left by PLACE_BITS, plus the character position; sorted."""

PLACE_MASK = (1 << PLACE_BITS) - 1
NO_KEYS: KeyArray = np.empty(0, np.int64)


@dataclass(frozen=True, slots=True)
class Posting:
    """docs: int32, sorted, live only; freqs: beside them, uint8 where all are below 256, else float32."""

    docs: DocArray
    freqs: npt.NDArray[np.uint8] | npt.NDArray[np.float32]

    @property
    def nbytes(self) -> int:
        return self.docs.nbytes + self.freqs.nbytes


NO_POSTING = Posting(NO_DOCS, np.empty(0, np.uint8))


@dataclass(frozen=True, slots=True)
class Column:
    """A keyword field of all documents.

    values: sorted; codes: int32[nnz] places in `values`; rows: int32[nnz] the document of each code,
    sorted; starts: int64[n + 1], the codes of document d are codes[starts[d]:starts[d + 1]];
    single: intp[n] the one code of every document (len(values) = none), or None where any has several;
    totals: int64[len(values)] live documents by value.
    """

    values: Sequence[str]
    codes: npt.NDArray[np.int32]
    rows: npt.NDArray[np.int32]
    starts: npt.NDArray[np.int64]
    single: npt.NDArray[np.intp] | None
    totals: npt.NDArray[np.int64]

    def named(self, codes: npt.NDArray[np.signedinteger]) -> list[str]:
        """The values of these codes, in their order."""
        if isinstance(self.values, TermList):
            return self.values.some(codes)
        return [self.values[code] for code in codes.tolist()]

    @property
    def nbytes(self) -> int:
        single = 0 if self.single is None else self.single.nbytes
        return self.codes.nbytes + self.rows.nbytes + self.starts.nbytes + single + self.totals.nbytes


class Snapshot:
    """The immutable view of one generation.  Cheap to make; safe to share between threads."""

    def __init__(self, generation: Generation, cache: ArrayCache) -> None:
        self.number = generation.number
        self.token = object()
        self.segments: tuple[Segment, ...] = tuple(s for s in generation.segments if s.doc_count)
        self._cache = cache
        self._decoded = 0
        counts = [segment.doc_count for segment in self.segments]
        self.bases: tuple[int, ...] = tuple(int(base) for base in np.cumsum([0, *counts])[:-1])
        self.space = int(sum(counts))
        lives = [np.asarray(segment.live, np.bool_) for segment in self.segments]
        self._clean = [bool(live.all()) for live in lives]
        self.everything = DocSet.of_mask(np.concatenate([np.zeros(0, np.bool_), *lives]))
        self.count = self.everything.size

    def shows(self, generation: Generation) -> bool:
        """Whether this is the view of that generation.  Numbers begin anew when an index is put in the place
        of another; the names of segments are never given twice."""
        names = [segment.name for segment in generation.segments if segment.doc_count]
        return self.number == generation.number and names == [segment.name for segment in self.segments]

    @property
    def bytes_on_disk(self) -> int:
        return sum(segment.bytes_on_disk for segment in self.segments)

    # -- caching ---------------------------------------------------------------------------------

    def cached(self, key: Hashable, make: Callable[[], T]) -> T:
        """What `make` gives (it must have `nbytes`), kept under `key` while this snapshot lives."""
        return self._cache.get((self.token, key), make)

    # -- postings --------------------------------------------------------------------------------

    def posting(self, field: str, term: str, *, kept: bool = True) -> Posting:
        """Live documents and frequencies of a term.  kept: in the cache; False where its impact is enough."""
        if not kept:
            return self._read_posting(field, term)
        return self.cached(("posting", field, term), lambda: self._read_posting(field, term))

    def _read_posting(self, field: str, term: str) -> Posting:
        parts = []
        for base, segment, clean in zip(self.bases, self.segments, self._clean, strict=True):
            read = segment.postings(field, term)
            docs, freqs = read.docs, read.freqs
            if not len(docs):
                continue
            self._read(docs.nbytes)
            if not clean:
                kept = segment.live.take(docs)
                docs, freqs = docs[kept], freqs[kept]
            parts.append((docs + np.int32(base) if base else docs, freqs))
        if not parts:
            return NO_POSTING
        docs, freqs = parts[0] if len(parts) == 1 else map(np.concatenate, zip(*parts, strict=True))
        return Posting(docs, freqs.astype(np.uint8) if freqs.max(initial=0) < 256 else freqs)

    def keys(self, field: str, term: str, within: DocArray | None = None, *, kept: bool = True) -> KeyArray:
        """Every place of a term, or only those in the sorted documents `within`.

        kept: in the cache; False for a walk over many terms.
        """
        parts = []
        for number, (base, segment) in enumerate(zip(self.bases, self.segments, strict=True)):
            inside = within
            if within is not None and len(self.segments) > 1:
                low, high = within.searchsorted([base, base + segment.doc_count])
                inside = within[low:high] - np.int32(base)
            keys = self._places(number, field, term, kept).keys(inside)
            if not self._clean[number]:
                keys = keys[segment.live.take(keys >> PLACE_BITS)]
            parts.append(keys + (base << PLACE_BITS) if base else keys)
        return parts[0] if len(parts) == 1 else np.concatenate([NO_KEYS, *parts])

    def _places(self, number: int, field: str, term: str, kept: bool) -> TermPlaces:
        segment = self.segments[number]

        def read() -> TermPlaces:
            found = segment.places(field, term)
            self._read(found.nbytes)
            return found

        return self.cached(("places", number, field, term), read) if kept else read()

    def _read(self, size: int) -> None:
        """Count what was decoded.  A count lost between threads lets go a little later."""
        self._decoded += size
        if self._decoded > RELEASE:
            self._decoded = 0
            for segment in self.segments:
                segment.release()

    # -- lengths ---------------------------------------------------------------------------------

    def lengths(self, field: str) -> npt.NDArray[np.float32]:
        """Tokens of the field in every document (0 = has none): float32[space]; do not change."""
        return self.cached(
            ("lengths", field),
            lambda: self._joined([segment.lengths(field) for segment in self.segments], np.float32),
        )

    def average_length(self, field: str) -> float:
        """Mean tokens of the field over all live documents; 1.0 where there are none."""
        total = float(self.cached(("total", field), lambda: self._live_total(field))[0])
        return total / self.count if total else 1.0

    def _live_total(self, field: str) -> npt.NDArray[np.float64]:
        lengths = self.lengths(field)
        return np.array([lengths[self.everything.mask()].sum(dtype=np.float64)])

    # -- columns ---------------------------------------------------------------------------------

    def terms(self, field: str, prefix: str = "") -> Sequence[str]:
        """Every term of the field that begins with `prefix`, sorted, each once."""
        lists = [segment.terms(field, prefix) for segment in self.segments]
        if len(lists) == 1:
            return lists[0]
        return list(dict.fromkeys(heapq.merge(*lists)))

    def column(self, field: str) -> Column:
        """The keyword field as one column; cached for the generation."""
        return self.cached(("column", field), lambda: self._read_column(field))

    def _read_column(self, field: str) -> Column:
        columns = [segment.keyword(field) for segment in self.segments]
        values, codes = _one_list(columns)
        width = self._joined([np.diff(column.offsets) for column in columns], np.int64)
        all_codes = self._joined(codes, np.int32)
        rows = np.repeat(np.arange(self.space, dtype=np.int32), width)
        single = None
        if self.space and int(width.max(initial=0)) <= 1:
            single = np.full(self.space, len(values), np.intp)
            single[rows] = all_codes
        live_codes = all_codes[self.everything.mask()[rows]]
        return Column(
            values=values,
            codes=all_codes,
            rows=rows,
            starts=np.concatenate([[0], np.cumsum(width)]).astype(np.int64),
            single=single,
            totals=np.bincount(live_codes, minlength=len(values)),
        )

    def dates(self) -> npt.NDArray[np.int32]:
        """Proleptic Gregorian ordinal of every document's date, 0 = none: int32[space]."""
        return self.cached(
            ("dates",), lambda: self._joined([segment.dates() for segment in self.segments], np.int32)
        )

    # -- ids -------------------------------------------------------------------------------------

    def ids(self, docs: npt.NDArray[np.signedinteger]) -> list[str]:
        """Article ids of document numbers, in their order."""
        if len(self.segments) == 1:
            return self.segments[0].ids_of(docs)
        owners = np.array(self.bases).searchsorted(docs, side="right") - 1
        found = np.empty(len(docs), object)
        for owner in set(owners.tolist()):
            held = owners == owner
            found[held] = self.segments[owner].ids_of(docs[held] - self.bases[owner])
        return list(found)

    def id_places(self) -> npt.NDArray[np.int32]:
        """Where each document stands in the order of ids: int32[space]; cached."""
        return self.cached(("ids",), self._read_id_places)

    def _read_id_places(self) -> npt.NDArray[np.int32]:
        orders = [segment.id_order() for segment in self.segments]
        order = self._joined([o + base for o, base in zip(orders, self.bases, strict=True)], np.int32)
        if len(orders) > 1:  # runs in order one after the other, which Python's sort merges
            held = self.ids(order)
            order = order[sorted(range(len(held)), key=held.__getitem__)]
        places = np.empty(len(order), np.int32)
        places[order] = np.arange(len(order), dtype=np.int32)
        return places

    def find(self, article_id: str) -> int | None:
        """The live document of an article id; None where there is none."""
        for base, segment in zip(self.bases, self.segments, strict=True):
            for doc in segment.find_ids([article_id]):
                if segment.live[doc]:
                    return base + doc
        return None

    def find_all(self, article_ids: Iterable[str]) -> DocArray:
        """The live documents of these ids, sorted; what is not there is left out."""
        wanted = list(article_ids)
        found = [
            base + doc
            for base, segment in zip(self.bases, self.segments, strict=True)
            for doc in segment.find_ids(wanted)
            if segment.live[doc]
        ]
        return np.array(sorted(found), np.int32)

    def _joined(self, arrays: Sequence[npt.NDArray], dtype: npt.DTypeLike) -> npt.NDArray:  # type: ignore[type-arg]
        if len(arrays) == 1:
            return np.asarray(arrays[0], dtype)
        return np.concatenate([np.empty(0, dtype), *arrays]).astype(dtype, copy=False)


def _one_list(columns: Sequence[KeywordColumn]) -> tuple[Sequence[str], list[npt.NDArray[np.int32]]]:
    """All values, sorted, and every column's codes as places in them.  One column's stay undecoded."""
    if len(columns) == 1:
        return columns[0].values, [columns[0].codes]
    values = sorted(set().union(*(column.values for column in columns)))
    place = {value: number for number, value in enumerate(values)}
    to_all = [np.array([place[value] for value in column.values], np.int32) for column in columns]
    return values, [each.take(column.codes) for each, column in zip(to_all, columns, strict=True)]
