"""What a reader of the index gets: a `Generation` of segments, each of which answers in arrays.

A `Generation` is one consistent snapshot: what a later commit writes or deletes does not touch it.  A
`Segment` answers in numpy arrays and keeps nothing but memory maps; whoever asks, caches.
Document numbers count from 0 inside a segment and include dead documents: `live` says which are not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Postings:
    """Where a term occurs.  docs: int32[df], ascending; freqs: float32[df], occurrences in each."""

    docs: Ints
    freqs: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Positions:
    """Where in its documents a term occurs.

    docs: int32[df], ascending; offsets: int64[df + 1]; positions: int32[cf]: those in docs[i] are
    positions[offsets[i]:offsets[i + 1]], ascending, counted in folded characters from the field's start.
    """

    docs: Ints
    offsets: Longs
    positions: Ints


PLACE_BITS = 32


class TermPlaces(Protocol):
    """Every place of a term in one segment, for whoever caches it."""

    @property
    def nbytes(self) -> int:
        """Bytes that it holds."""

    def keys(self, within: Ints | None = None) -> Longs:
        """int64, ascending: document << PLACE_BITS | position; all, or those in the sorted documents."""


class KeyPlaces:
    """Places that are kept as keys, eight bytes each."""

    __slots__ = ("_keys",)

    def __init__(self, keys: Longs) -> None:
        self._keys = keys

    @property
    def nbytes(self) -> int:
        return self._keys.nbytes

    def keys(self, within: Ints | None = None) -> Longs:
        return self._keys if within is None else self._keys[np.isin(self._keys >> PLACE_BITS, within)]


@dataclass(frozen=True, slots=True, eq=False)
class KeywordColumn:
    """The values of a keyword field.

    values: the distinct values, sorted; codes: int32[total], indices into values; those of document i are
    codes[offsets[i]:offsets[i + 1]]; offsets: int32[n + 1].
    """

    values: Sequence[str]
    offsets: Ints
    codes: Ints


class Segment(Protocol):
    """One immutable part of the index.  An unknown term has empty postings; nothing raises for it."""

    @property
    def name(self) -> str:
        """Unique and never used again: the key for caches."""

    @property
    def doc_count(self) -> int:
        """Documents, dead ones included."""

    @property
    def bytes_on_disk(self) -> int:
        """Size of its file; 0 where it cannot tell."""

    def release(self) -> None:
        """Let go of memory that only mirrors the file; what is read again is mapped again."""

    @property
    def live(self) -> Bools:
        """bool[doc_count]: false where the document was deleted or replaced."""

    @property
    def ids(self) -> Sequence[str]:
        """Article ids by document number."""

    def ids_of(self, docs: npt.NDArray[np.signedinteger]) -> list[str]:
        """The ids of `docs`, in their order."""

    def id_order(self) -> Ints:
        """int32[doc_count]: the documents, live or dead, in the order of their ids."""

    def find_ids(self, ids: Sequence[str]) -> list[int]:
        """Documents, live or dead, that have one of `ids`."""

    def postings(self, field: str, term: str) -> Postings:
        """Documents and frequencies of a term, of a word, character, pair or keyword field."""

    def positions(self, field: str, term: str) -> Positions:
        """Positions of a term of a pair field (`F_bigrams`), or of one character of `F_chars`."""

    def places(self, field: str, term: str) -> TermPlaces:
        """The same as `positions`, to keep and to ask for some documents only."""

    def lengths(self, field: str) -> Floats:
        """float32[doc_count]: tokens of a text field (words, characters or pairs) in each document."""

    def total_length(self, field: str) -> float:
        """Sum of `lengths`."""

    def terms(self, field: str, prefix: str = "") -> Sequence[str]:
        """Terms that begin with `prefix`, in code point order."""

    def keyword(self, field: str) -> KeywordColumn:
        """The column of a keyword field."""

    def dates(self) -> Ints:
        """int32[doc_count]: date.toordinal() of each article, 0 where it has none."""


@dataclass(frozen=True, slots=True, eq=False)
class Generation:
    """A consistent snapshot.  number: grows with every commit; statistics count live documents only,
    but for total_length, which includes what dead documents wait to be merged away."""

    number: int
    segments: tuple[Segment, ...]
    analyzer: str = ""
    """Fingerprint of what cut its texts (see `index.segments.manifest`); "" where no segment says."""

    @property
    def doc_count(self) -> int:
        """Live documents."""
        return sum(int(np.count_nonzero(segment.live)) for segment in self.segments)

    def df(self, field: str, term: str) -> int:
        """Live documents that hold a term."""
        each = ((s.live, s.postings(field, term).docs) for s in self.segments)
        return sum(int(np.count_nonzero(live[docs])) for live, docs in each)

    def total_length(self, field: str) -> float:
        """Tokens of a field, over all documents."""
        return sum(segment.total_length(field) for segment in self.segments)
