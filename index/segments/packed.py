"""Here is a packed segment file, give me the `Segment` interface over it.

Nothing is read when a segment is opened but the directory of its arrays; a term costs two binary searches
and the decoding of its own postings.
"""

from __future__ import annotations

import mmap
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from index.arrays.files import Array, open_arrays
from index.arrays.packing import Frequencies, Lists, Words
from index.segments.interface import (
    Bools,
    Floats,
    Ints,
    KeyPlaces,
    KeywordColumn,
    Positions,
    Postings,
    TermPlaces,
)
from index.segments.placed import PackedPlaces, PlacedField
from index.segments.terms import CharTerms, PairTerms, TermList, Terms, WordTerms
from index.text.fields import (
    KEYWORD_FIELDS,
    bigrams_field,
    chars_field,
    holds_bigrams,
    holds_chars,
    text_field_of,
)


class CountedField:
    """Words or characters: documents and frequencies."""

    def __init__(
        self, arrays: Mapping[str, Array], name: str, terms: WordTerms | CharTerms, docs: int
    ) -> None:
        self.terms = terms
        self.lists = Lists(arrays, name, docs)
        self._frequencies = Frequencies(arrays, name)

    @property
    def counts(self) -> Words:
        """Documents of each term."""
        return self.lists.counts

    def read(self, first: int, last: int) -> tuple[Words, Words]:
        """Documents and frequencies of the terms first:last."""
        if first >= last:
            return np.zeros(0, np.uint32), np.zeros(0, np.uint32)
        docs, at = self.lists.read(first, last), self.lists.place(first)[4]
        return docs, self._frequencies.read(at, at + len(docs))

    def posting(self, i: int) -> tuple[Words, Words]:
        """Documents and frequencies of one term."""
        docs, at = self.lists.placed(i)
        return docs, self._frequencies.read(at, at + len(docs))


class PackedSegment:
    """A segment in our own format.  dead: bytes, one bit a document (empty = all live)."""

    def __init__(self, path: Path, name: str, dead: bytes = b"") -> None:
        self.arrays, self.meta, self._map = open_arrays(path)
        self._name = name
        self._dead = dead
        self._fields: dict[str, Any] = {}

    @property
    def name(self) -> str:
        return self._name

    @property
    def doc_count(self) -> int:
        return len(self.arrays["dates"])

    @property
    def bytes_on_disk(self) -> int:
        return len(self._map)

    def release(self) -> None:
        """The kernel counts every page once read as this program's, and keeps it cached without that too."""
        if hasattr(mmap, "MADV_DONTNEED"):
            self._map.madvise(mmap.MADV_DONTNEED)

    @cached_property
    def live(self) -> Bools:
        if not self._dead:
            return np.ones(self.doc_count, np.bool_)
        bits = np.unpackbits(np.frombuffer(self._dead, np.uint8), count=self.doc_count, bitorder="little")
        live: Bools = bits == 0
        return live

    @cached_property
    def ids(self) -> Sequence[str]:
        terms = WordTerms(self.arrays, "ids")
        return TermList(terms, 0, len(terms))

    def ids_of(self, docs: npt.NDArray[np.signedinteger]) -> list[str]:
        return WordTerms(self.arrays, "ids").some(docs)

    def id_order(self) -> Ints:
        return self.arrays["ids/order"].astype(np.int32)

    def all_ids(self) -> list[str]:
        """All ids, decoded in one go."""
        return WordTerms(self.arrays, "ids").all()

    def find_ids(self, ids: Sequence[str]) -> list[int]:
        """Documents, live or dead, that have one of `ids`."""
        if len(ids) * 20 > self.doc_count:
            wanted = set(ids)
            return [doc for doc, held in enumerate(self.all_ids()) if held in wanted]
        order, terms = self.arrays["ids/order"], WordTerms(self.arrays, "ids")
        return [doc for wanted in ids for doc in terms.find_ordered(wanted, order)]

    def field(self, name: str) -> Any:
        """The CountedField or PlacedField of a text field; None for a field the segment does not have."""
        if name not in self._fields:
            self._fields[name] = self._open(name) if f"{name}/low8" in self.arrays else None
        return self._fields[name]

    def _open(self, name: str) -> CountedField | PlacedField:
        arrays = self.arrays
        if holds_bigrams(name):
            lengths = arrays[f"{chars_field(text_field_of(name))}/lengths"]
            return PlacedField(arrays, name, PairTerms(arrays, name), lengths)
        terms = CharTerms(arrays, name) if holds_chars(name) else WordTerms(arrays, name)
        return CountedField(arrays, name, terms, self.doc_count)

    def postings(self, field: str, term: str) -> Postings:
        if field in KEYWORD_FIELDS:
            return self._keyword_postings(field, term)
        opened = self.field(field)
        at = opened.terms.find(term) if opened else -1
        if at < 0:
            return Postings(np.zeros(0, np.int32), np.zeros(0, np.float32))
        docs, freqs = opened.posting(at)
        return Postings(docs.astype(np.int32, copy=False), freqs.astype(np.float32))

    def _keyword_postings(self, field: str, value: str) -> Postings:
        code = WordTerms(self.arrays, field).find(value)
        where = np.flatnonzero(self.arrays[f"{field}/codes"] == code)
        docs = np.searchsorted(self.arrays[f"{field}/offsets"], where, side="right") - 1
        return Postings(docs.astype(np.int32), np.ones(len(docs), np.float32))

    def positions(self, field: str, term: str) -> Positions:
        found = self._placed(field, term)
        if found is None:
            return Positions(np.zeros(0, np.int32), np.zeros(1, np.int64), np.zeros(0, np.int32))
        opened, places = found
        return opened.split(places)

    def places(self, field: str, term: str) -> TermPlaces:
        found = self._placed(field, term)
        return KeyPlaces(np.zeros(0, np.int64)) if found is None else PackedPlaces(*found)

    def _placed(self, field: str, term: str) -> tuple[PlacedField, Words] | None:
        """The pairs of the field, and the ascending places of a pair or of all pairs of a first character."""
        chars = holds_chars(field)
        opened = self.field(bigrams_field(text_field_of(field)) if chars else field)
        if not isinstance(opened, PlacedField) or (chars and len(term) != 1):
            return None
        if chars:
            first, last = opened.terms.span(term)
        else:
            first = opened.terms.find(term)
            first, last = (first, first + 1) if first >= 0 else (0, 0)
        return opened, opened.merged(first, last)

    def lengths(self, field: str) -> Floats:
        return self.arrays[f"{field}/lengths"].astype(np.float32)

    def total_length(self, field: str) -> float:
        return float(self.meta["totals"][field])

    def terms(self, field: str, prefix: str = "") -> Sequence[str]:
        if field in KEYWORD_FIELDS:
            terms: Terms = WordTerms(self.arrays, field)
        else:
            opened = self.field(field)
            if opened is None:
                return []
            terms = opened.terms
        return TermList(terms, *terms.span(prefix))

    def keyword(self, field: str) -> KeywordColumn:
        terms = WordTerms(self.arrays, field)
        values = TermList(terms, 0, len(terms))
        return KeywordColumn(values, self.arrays[f"{field}/offsets"], self.arrays[f"{field}/codes"])

    def dates(self) -> Ints:
        dates: Ints = self.arrays["dates"]
        return dates
