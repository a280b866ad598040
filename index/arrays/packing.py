"""Here are many ascending lists of integers, give me two bytes for each, and any list back in one stroke.

Elias–Fano coding (Elias 1974; Vigna, "Quasi-succinct indices", WSDM 2013) with the border between low and
high part on a byte: the low 8 or 16 bits of every number lie in an array as they are, the high parts as one
bit each in a bit array, number i of a list setting bit (high + i).  A list too short for that keeps its
32-bit numbers.  Nothing is decoded one by one: low parts are read, high parts are `unpackbits` and
`flatnonzero`.  The width follows from the length of the list and the universe, so that only lengths are
stored, and places only for every 16th list.

Frequencies are one bit a posting ("more than once") and one byte for each that is.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from index.arrays.files import Array, ArrayFileWriter

Words = npt.NDArray[np.uint32]
Longs = npt.NDArray[np.int64]

EVERY = 16
"""Places are kept for every so many lists: a list then costs a walk over eight lengths on average."""
_RANK = 4096
_MANY = 255


def widths(counts: npt.NDArray[np.integer], universe: int) -> npt.NDArray[np.uint8]:
    """Low bits (8, 16 or 32) that make lists of these lengths, below `universe`, smallest."""
    n = counts.astype(np.int64)
    cost8, cost16, cost32 = 9 * n + (universe >> 8), 17 * n + (universe >> 16), 32 * n
    width = np.where(cost8 <= cost16, np.uint8(8), np.uint8(16))
    return np.where(np.minimum(cost8, cost16) < cost32, width, np.uint8(32))


_LOWS = {8: 0, 16: 1, 32: 2}


def _width(count: int, universe: int) -> int:
    """`widths` for one list, without the cost of arrays."""
    cost8, cost16 = 9 * count + (universe >> 8), 17 * count + (universe >> 16)
    return 32 if 32 * count <= min(cost8, cost16) else 8 if cost8 <= cost16 else 16


def _high_bytes(count: int, bits: int, universe: int) -> int:
    return 0 if bits == 32 else (count + (universe >> bits) + 8) >> 3


def high_bytes(counts: npt.NDArray[np.integer], width: npt.NDArray[np.uint8], universe: int) -> Longs:
    """Bytes of high bits that each list takes."""
    bits = counts.astype(np.int64) + (universe >> width.astype(np.int64)) + 1
    return np.where(width == 32, 0, (bits + 7) >> 3)


def starts_of(counts: npt.NDArray[np.integer]) -> Longs:
    """int64[n + 1]: where each list begins when they lie one after the other."""
    starts = np.zeros(len(counts) + 1, np.int64)
    np.cumsum(counts, out=starts[1:])
    return starts


def ranges(firsts: Longs, widths: Longs) -> Longs:
    """firsts[0], firsts[0] + 1, … (widths[0] of them), firsts[1], …"""
    ends = np.cumsum(widths)
    steps = np.repeat(firsts - (ends - widths), widths)
    steps += np.arange(len(steps))
    return steps


class ListWriter:
    """Packs lists into arrays `name/…` of a file, in pieces of whole lists."""

    def __init__(self, file: ArrayFileWriter, name: str, universe: int) -> None:
        self._file, self._name, self._universe = file, name, universe
        self._places = np.zeros(5, np.int64)
        self._lists = 0
        for part, kind in (("counts", "u4"), ("low8", "u1"), ("low16", "u2"), ("low32", "u4")):
            file.append(f"{name}/{part}", np.zeros(0, kind))
        file.append(f"{name}/high", np.zeros(0, np.uint8))
        file.append(f"{name}/places", np.zeros(0, np.int64))

    def add(self, values: Words, counts: npt.NDArray[np.integer]) -> None:
        """Append lists: their numbers one after the other, and how many each has."""
        width = widths(counts, self._universe)
        high = high_bytes(counts, width, self._universe)
        self._mark(counts, width, high)
        each = np.repeat(width, counts)
        self._put("counts", counts.astype(np.uint32))
        for bits, kind in ((8, np.uint8), (16, np.uint16), (32, np.uint32)):
            part = values[each == bits] if (width != bits).any() else values
            self._put(f"low{bits}", part.astype(kind))
        packed = width != 32
        if packed.any():
            self._put("high", self._high(values[each != 32], counts[packed], width[packed], high[packed]))

    def _high(
        self, values: Words, counts: npt.NDArray[np.integer], width: npt.NDArray[np.uint8], high: Longs
    ) -> npt.NDArray[np.uint8]:
        firsts = starts_of(high)
        bits = np.zeros(int(firsts[-1]) * 8, np.uint8)
        where = np.repeat(firsts[:-1] * 8 - starts_of(counts)[:-1], counts)
        where += np.arange(len(values))
        where += values >> np.repeat(width.astype(np.uint32), counts)
        bits[where] = 1
        return np.packbits(bits, bitorder="little")

    def _mark(self, counts: Array, width: Array, high: Longs) -> None:
        sizes = np.stack([counts * (width == bits) for bits in (8, 16, 32)] + [high, counts], axis=1)
        places = np.zeros((len(counts) + 1, 5), np.int64)
        np.cumsum(sizes, axis=0, out=places[1:])
        places += self._places
        first = -self._lists % EVERY
        self._put("places", places[first:-1:EVERY].ravel())
        self._places = places[-1]
        self._lists += len(counts)

    def _put(self, part: str, array: Array) -> None:
        self._file.append(f"{self._name}/{part}", array)


class Lists:
    """The lists that a ListWriter packed."""

    def __init__(self, arrays: Mapping[str, Array], name: str, universe: int) -> None:
        self.counts: Words = arrays[f"{name}/counts"]
        self._universe = universe
        self._low = [arrays[f"{name}/low{bits}"] for bits in (8, 16, 32)]
        self._high = arrays[f"{name}/high"]
        self._places = arrays[f"{name}/places"].reshape(-1, 5)

    def __len__(self) -> int:
        return len(self.counts)

    def place(self, i: int) -> list[int]:
        """Elements before list i in low8, low16, low32, bytes in high, numbers in all."""
        block = i // EVERY
        place: list[int] = self._places[block].tolist()
        for count in self.counts[block * EVERY : i].tolist():
            bits = _width(count, self._universe)
            place[_LOWS[bits]] += count
            place[3] += _high_bytes(count, bits, self._universe)
            place[4] += count
        return place

    def __getitem__(self, i: int) -> Words:
        """uint32[counts[i]], ascending."""
        return self.placed(i)[0]

    def placed(self, i: int) -> tuple[Words, int]:
        """List i, and how many numbers all lists before it hold."""
        count, place = int(self.counts[i]), self.place(i)
        bits = _width(count, self._universe)
        at = place[_LOWS[bits]]
        low = self._low[_LOWS[bits]][at : at + count]
        if bits == 32:
            return low.astype(np.uint32), place[4]
        size = _high_bytes(count, bits, self._universe)
        found = self._ones(place[3], size)
        found -= np.arange(count)
        found <<= bits
        found |= low
        return found.astype(np.uint32), place[4]

    def read(self, first: int, last: int) -> Words:
        """Lists first:last, one after the other."""
        counts = self.counts[first:last].astype(np.int64)
        if not len(counts):
            return np.zeros(0, np.uint32)
        place = self.place(first)
        width = widths(counts, self._universe)
        each = np.repeat(width, counts)
        out = np.empty(len(each), np.uint32)
        for low, bits, at in zip(self._low, (8, 16, 32), place, strict=False):
            chosen = each == bits
            out[chosen] = low[at : at + int(np.count_nonzero(chosen))]
        packed = width != 32
        if packed.any():
            high = self._read_high(counts[packed], width[packed], place[3])
            out[each != 32] |= high << each[each != 32].astype(np.uint32)
        return out

    def _read_high(self, counts: Longs, width: npt.NDArray[np.uint8], at: int) -> Words:
        sizes = high_bytes(counts, width, self._universe)
        ones = self._ones(at, int(sizes.sum()))
        ones -= np.repeat(starts_of(sizes)[:-1] * 8 - starts_of(counts)[:-1], counts)
        ones -= np.arange(len(ones))
        return ones.astype(np.uint32)

    def _ones(self, at: int, size: int) -> Longs:
        """Places of the set bits in so many bytes of high parts."""
        bits = np.unpackbits(self._high[at : at + size], bitorder="little").view(np.bool_)
        return bits.nonzero()[0]


class FrequencyWriter:
    """Packs frequencies (≥ 1), in the order of the postings they belong to."""

    def __init__(self, file: ArrayFileWriter, name: str) -> None:
        self._file, self._name = file, name
        self._rest = np.zeros(0, np.bool_)
        self._extras: int = 0
        self._postings: int = 0
        kinds = (("more", "u1"), ("ranks", "i8"), ("extra", "u1"), ("large_at", "i8"), ("large", "u4"))
        for part, kind in kinds:
            file.append(f"{name}/{part}", np.zeros(0, kind))

    def add(self, freqs: Words) -> None:
        more = freqs > 1
        extra = freqs[more] - 2
        large = np.flatnonzero(extra >= _MANY)
        self._put("large_at", large + self._extras)
        self._put("large", extra[large])
        self._put("extra", np.minimum(extra, _MANY).astype(np.uint8))
        before: Longs = np.cumsum(more, dtype=np.int64) - more + self._extras
        self._put("ranks", before[-self._postings % _RANK :: _RANK])
        self._extras += len(extra)
        self._postings += len(freqs)
        bits = np.concatenate([self._rest, more])
        whole = len(bits) // 8 * 8
        self._put("more", np.packbits(bits[:whole], bitorder="little"))
        self._rest = bits[whole:]

    def finish(self) -> None:
        self._put("more", np.packbits(self._rest, bitorder="little"))
        self._rest = np.zeros(0, np.bool_)

    def _put(self, part: str, array: Array) -> None:
        self._file.append(f"{self._name}/{part}", array)


class Frequencies:
    """The frequencies that a FrequencyWriter packed."""

    def __init__(self, arrays: Mapping[str, Array], name: str) -> None:
        self._more = arrays[f"{name}/more"]
        self._extra = arrays[f"{name}/extra"]
        self._large_at = arrays[f"{name}/large_at"]
        self._large = arrays[f"{name}/large"]
        self._ranks = arrays[f"{name}/ranks"]

    def read(self, first: int, last: int) -> Words:
        """uint32[last - first]: frequencies of the postings first:last."""
        freqs = np.ones(last - first, np.uint32)
        more = np.flatnonzero(self._bits(first, last))
        if len(more):
            at = self._rank(first)
            extra = self._extra[at : at + len(more)].astype(np.uint32)
            many = np.flatnonzero(extra == _MANY)
            if len(many):
                extra[many] = self._large[np.searchsorted(self._large_at, at + many)]
            freqs[more] += extra + np.uint32(1)
        return freqs

    def _bits(self, first: int, last: int) -> npt.NDArray[np.bool_]:
        bits = np.unpackbits(self._more[first // 8 : (last + 7) // 8], bitorder="little").view(np.bool_)
        return bits[first % 8 : first % 8 + last - first]

    def _rank(self, at: int) -> int:
        block = at // _RANK
        return int(self._ranks[block]) + int(np.count_nonzero(self._bits(block * _RANK, at)))
