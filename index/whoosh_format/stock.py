"""Here is a segment that any Whoosh wrote, give me the `Segment` interface over it.

Goes through Whoosh's own matchers posting by posting: slow, and that is its use, as the oracle for our
codec and for reading an index that another program wrote.  Lengths are what Whoosh stores, one byte each.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
from whoosh.reading import SegmentReader, TermNotFound

from index.segments.interface import (
    PLACE_BITS,
    Bools,
    Floats,
    Ints,
    KeyPlaces,
    KeywordColumn,
    Positions,
    Postings,
    TermPlaces,
)
from index.text.fields import bigrams_field, holds_chars, text_field_of


class StockSegment:
    """A Whoosh segment reader as arrays."""

    def __init__(self, reader: SegmentReader) -> None:
        self._reader = reader

    @property
    def name(self) -> str:
        return str(self._reader.segment().segment_id())

    @property
    def doc_count(self) -> int:
        return int(self._reader.doc_count_all())

    @property
    def bytes_on_disk(self) -> int:
        return 0

    def release(self) -> None:
        """Whoosh reads its files itself."""

    @cached_property
    def live(self) -> Bools:
        return np.array([not self._reader.is_deleted(doc) for doc in range(self.doc_count)], np.bool_)

    @cached_property
    def ids(self) -> list[str]:
        return [self._reader.stored_fields(doc).get("id", "") for doc in range(self.doc_count)]

    def ids_of(self, docs: npt.NDArray[np.signedinteger]) -> list[str]:
        return [self.ids[doc] for doc in docs.tolist()]

    def id_order(self) -> Ints:
        return np.array(sorted(range(self.doc_count), key=self.ids.__getitem__), np.int32)

    def find_ids(self, ids: Sequence[str]) -> list[int]:
        wanted = set(ids)
        return [doc for doc, held in enumerate(self.ids) if held in wanted]

    def postings(self, field: str, term: str) -> Postings:
        found = [(m.id(), m.weight()) for m in self._walk(field, term)]
        return Postings(
            np.array([doc for doc, _ in found], np.int32), np.array([freq for _, freq in found], np.float32)
        )

    def positions(self, field: str, term: str) -> Positions:
        if holds_chars(field):
            return self._char_positions(bigrams_field(text_field_of(field)), term)
        found = [(m.id(), m.value_as("positions")) for m in self._walk(field, term)]
        return _positions({doc: list(where) for doc, where in found})

    def places(self, field: str, term: str) -> TermPlaces:
        found = self.positions(field, term)
        owners = np.repeat(found.docs.astype(np.int64), np.diff(found.offsets))
        return KeyPlaces(owners << PLACE_BITS | found.positions)

    def _char_positions(self, field: str, char: str) -> Positions:
        found: dict[int, list[int]] = {}
        for term in self.terms(field, char):
            if len(term) == 2:
                for matcher in self._walk(field, term):
                    found.setdefault(matcher.id(), []).extend(matcher.value_as("positions"))
        return _positions(found)

    def _walk(self, field: str, term: str) -> Any:
        try:
            matcher = self._reader.postings(field, term)
        except TermNotFound:
            return
        while matcher.is_active():
            yield matcher
            matcher.next()

    def lengths(self, field: str) -> Floats:
        lengths = ((self._reader.doc_field_length(doc, field) or 0) for doc in range(self.doc_count))
        return np.fromiter(lengths, np.float32, self.doc_count)

    def total_length(self, field: str) -> float:
        return float(self._reader.field_length(field))

    def terms(self, field: str, prefix: str = "") -> list[str]:
        return [term.decode() for term in self._reader.expand_prefix(field, prefix)]

    def keyword(self, field: str) -> KeywordColumn:
        values = self.terms(field)
        held: list[list[int]] = [[] for _ in range(self.doc_count)]
        for code, value in enumerate(values):
            for doc in self.postings(field, value).docs.tolist():
                held[doc].append(code)
        offsets = np.concatenate([[0], np.cumsum([len(codes) for codes in held])]).astype(np.int32)
        return KeywordColumn(values, offsets, np.array([c for codes in held for c in codes], np.int32))

    def dates(self) -> Ints:
        dates = [self._reader.stored_fields(doc).get("date") or 0 for doc in range(self.doc_count)]
        return np.array(dates, np.int32)


def _positions(found: dict[int, list[int]]) -> Positions:
    docs = sorted(found)
    offsets = np.concatenate([[0], np.cumsum([len(found[doc]) for doc in docs])]).astype(np.int64)
    flat = [position for doc in docs for position in sorted(found[doc])]
    return Positions(np.array(docs, np.int32), offsets, np.array(flat, np.int32))
