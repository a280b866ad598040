"""Here are the tokens of one field, batch after batch, give me their postings.

Every field is one sort of integers that hold (term, document) or (first, second, place); lists begin where
neighbours differ.  Integers are made batch by batch, while a batch is in the processor's cache, straight
into the array that is sorted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from index.arrays.files import Array
from index.arrays.packing import Longs
from index.text.signs import Codes

T = TypeVar("T", bound=np.generic)

_GLUE, _ONWARD = np.uint64(1), np.uint64(2)
"""Ranks of GLUE and ONWARD among the characters of pairs."""


@dataclass(frozen=True, slots=True, eq=False)
class Batch:
    """One text field of some articles.

    first: number of the first document; codes: folded characters of all texts; lengths: characters of each
    text; paragraphs: where they begin in codes; glued: where a number or Latin word of the character before
    reads on; numbers, docs: int32, word tokens and their documents.
    """

    first: int
    codes: Codes
    lengths: Longs
    paragraphs: Longs
    glued: Longs
    numbers: npt.NDArray[np.int32]
    docs: npt.NDArray[np.int32]


def words(batches: Sequence[Batch], ranks: Longs, documents: int) -> tuple[Longs, dict[str, Array]]:
    """The ranks that occur, ascending, and their postings; `ranks` by word number."""
    size = sum(len(batch.numbers) for batch in batches)
    low = max(documents, 1).bit_length()
    keys = np.empty(size, _kind(len(ranks), low))
    table, at = ranks.astype(keys.dtype) << keys.dtype.type(low), 0
    for batch in batches:
        into = keys[at : at + len(batch.numbers)]
        np.take(table, batch.numbers, out=into, mode="clip")
        into |= batch.docs.astype(keys.dtype)
        at += len(into)
    return _counted(keys, low)


def characters(batches: Sequence[Batch], chars: Codes, documents: int) -> tuple[Longs, dict[str, Array]]:
    """The characters that occur, as indices into the sorted `chars`, and their postings."""
    size = sum(len(batch.codes) for batch in batches)
    low = max(documents, 1).bit_length()
    keys = np.empty(size, _kind(len(chars), low))
    table, at = _ranks(chars, keys.dtype) << keys.dtype.type(low), 0
    for batch in batches:
        into = keys[at : at + len(batch.codes)]
        np.take(table, batch.codes, out=into, mode="clip")
        docs = np.arange(batch.first, batch.first + len(batch.lengths), dtype=keys.dtype)
        into |= np.repeat(docs, batch.lengths)
        at += len(into)
    return _counted(keys, low)


def bigrams(batches: Sequence[Batch], chars: Codes) -> dict[str, Array]:
    """Every two neighbouring characters with places; `chars` sorted, first END, GLUE, ONWARD (0, 1, 2).

    The last character of a text pairs with END, GLUE and ONWARD stand before those inside numbers and Latin
    words, and the pair (END, END) holds the paragraphs.
    """
    size = sum(len(batch.codes) for batch in batches)
    glue = 2 * sum(len(batch.glued) for batch in batches)
    high, low = np.uint64(len(chars).bit_length()), np.uint64(max(size, 1).bit_length())
    keys, table = np.empty(size + glue, np.uint64), _ranks(chars, np.dtype(np.uint64))
    paragraphs, at, inside = [], 0, size
    for batch in batches:
        into = keys[at : at + len(batch.codes)]
        ranks = table[batch.codes]
        np.left_shift(ranks, high, out=into)
        ranks[np.cumsum(batch.lengths)[batch.lengths > 0] - len(ranks)] = 0
        into[:-1] |= ranks[1:]
        into <<= low
        into |= np.arange(at, at + len(into), dtype=np.uint64)
        for ranks, places in _glued(batch, table, high):
            into_glue = keys[inside : inside + len(ranks)]
            np.left_shift(ranks, low, out=into_glue)
            into_glue |= (places + at).astype(np.uint64)
            inside += len(ranks)
        paragraphs.append(batch.paragraphs + at)
        at += len(into)
    keys.sort()
    return _placed(keys, chars, high, low, np.concatenate([np.zeros(0, np.int64), *paragraphs]))


def _glued(
    batch: Batch, table: npt.NDArray[np.uint64], high: np.uint64
) -> Iterator[tuple[npt.NDArray[np.uint64], Longs]]:
    """(pairs, places) of the characters that go on, and of those that are gone on with."""
    yield table[batch.codes[batch.glued]] | (_GLUE << high), batch.glued
    yield table[batch.codes[batch.glued - 1]] | (_ONWARD << high), batch.glued - 1


def _placed(
    keys: npt.NDArray[np.uint64], chars: Codes, high: np.uint64, low: np.uint64, paragraphs: Longs
) -> dict[str, Array]:
    values = np.empty(len(keys), np.uint32)
    np.bitwise_and(keys, (np.uint64(1) << low) - np.uint64(1), out=values, casting="unsafe")
    keys >>= low
    firsts = np.flatnonzero(changes(keys))
    found = keys[firsts]
    first, second = chars[found >> high], chars[found & ((np.uint64(1) << high) - np.uint64(1))]
    terms = first.astype(np.uint64) << np.uint64(32) | second
    counts = gaps(firsts, len(keys))
    if len(paragraphs):
        values = np.concatenate([paragraphs.astype(np.uint32), values])
        terms, counts = np.append(np.uint64(0), terms), np.append(len(paragraphs), counts)
    return {"keys": terms, "counts": counts.astype(np.uint32), "values": values}


def _counted(keys: npt.NDArray[Any], low: int) -> tuple[Longs, dict[str, Array]]:
    """Equal keys are one posting, equal terms one list."""
    keys.sort()
    postings = np.flatnonzero(changes(keys))
    freqs = gaps(postings, len(keys))
    freqs = freqs.astype(np.min_scalar_type(int(freqs.max(initial=0))))
    keys = keys[postings]
    docs = np.empty(len(keys), np.uint16 if low <= 16 else np.uint32)
    np.bitwise_and(keys, keys.dtype.type((1 << low) - 1), out=docs, casting="unsafe")
    keys >>= keys.dtype.type(low)
    firsts = np.flatnonzero(changes(keys))
    counts = gaps(firsts, len(keys))
    return keys[firsts].astype(np.int64), {"counts": counts.astype(np.uint32), "docs": docs, "freqs": freqs}


def _kind(terms: int, low: int) -> type[np.unsignedinteger[Any]]:
    return np.uint32 if terms.bit_length() + low <= 32 else np.uint64


def _ranks(chars: Codes, kind: np.dtype[Any]) -> npt.NDArray[Any]:
    """Code point → its index in `chars`."""
    ranks = np.zeros(int(chars[-1]) + 1 if len(chars) else 1, kind)
    ranks[chars] = np.arange(len(chars))
    return ranks


def changes(keys: Array) -> npt.NDArray[np.bool_]:
    """bool[n]: where a number differs from the one before."""
    changed = np.ones(len(keys), np.bool_)
    np.not_equal(keys[1:], keys[:-1], out=changed[1:])
    return changed


def distinct(numbers: npt.NDArray[T]) -> npt.NDArray[T]:
    """The distinct numbers, sorted; sorting is faster here than numpy's hashing."""
    ordered = np.sort(numbers)
    return ordered[changes(ordered)]


def gaps(firsts: Longs, end: int) -> Longs:
    """Lengths of runs that begin at `firsts`, the last one ending at `end`."""
    lengths = np.empty(len(firsts), np.int64)
    np.subtract(firsts[1:], firsts[:-1], out=lengths[:-1])
    lengths[-1:] = end - firsts[-1:]
    return lengths
