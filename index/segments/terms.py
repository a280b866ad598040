"""Here are the terms of a field, give me one's number, or the numbers of those with a prefix.

Three dictionaries, all sorted by code point: words as one UTF-8 blob; characters as code points; pairs of
characters as runs by first character, so that all pairs of a character are neighbours.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol, overload

import numpy as np
import numpy.typing as npt

from index.arrays.files import Array, ArrayFileWriter
from index.arrays.sorting import distinct
from index.text.analyzer import END, PARAGRAPH
from index.text.fold import decode

Keys = npt.NDArray[np.uint64]
_LOW = np.uint64(0xFFFFFFFF)


class Terms(Protocol):
    """A sorted dictionary."""

    def __len__(self) -> int: ...

    def term(self, i: int) -> str: ...

    def strings(self, first: int, last: int) -> list[str]:
        """The terms first:last, made in one go."""

    def some(self, numbers: npt.NDArray[np.signedinteger]) -> list[str]:
        """The terms of these numbers, in their order."""

    def find(self, term: str) -> int:
        """Number of a term, -1 where there is none."""

    def span(self, prefix: str) -> tuple[int, int]:
        """First and one past last number of the terms with a prefix."""


class TermList(Sequence[str]):
    """Terms first:last of a dictionary, made into strings only when looked at."""

    def __init__(self, terms: Terms, first: int, last: int) -> None:
        self._terms, self._first, self._last = terms, first, max(first, last)

    def __len__(self) -> int:
        return self._last - self._first

    @overload
    def __getitem__(self, i: int) -> str: ...
    @overload
    def __getitem__(self, i: slice) -> list[str]: ...
    def __getitem__(self, i: int | slice) -> str | list[str]:
        if isinstance(i, slice):
            start, stop, step = i.indices(len(self))
            if step != 1:
                return [self[j] for j in range(start, stop, step)]
            return self._terms.strings(self._first + start, self._first + max(start, stop))
        if not -len(self) <= i < len(self):
            raise IndexError(i)
        return self._terms.term(self._first + i % len(self))

    def __iter__(self) -> Iterator[str]:
        return iter(self._terms.strings(self._first, self._last))

    def some(self, places: npt.NDArray[np.signedinteger]) -> list[str]:
        """The terms at these places, in their order."""
        return self._terms.some(places + self._first)


class WordTerms:
    """Strings of any length: `name/text` (UTF-8), `name/ends` (uint32)."""

    def __init__(self, arrays: Mapping[str, Array], name: str) -> None:
        self._text: npt.NDArray[np.uint8] = arrays[f"{name}/text"]
        self._ends: npt.NDArray[np.uint32] = arrays[f"{name}/ends"]
        self._view = self._text.data

    def __len__(self) -> int:
        return len(self._ends)

    def term(self, i: int) -> str:
        return self._bytes(i).decode("utf-8", "surrogatepass")

    def _bytes(self, i: int) -> bytes:
        start = self._ends[i - 1] if i else 0
        return bytes(self._view[start : self._ends[i]])

    def find(self, term: str) -> int:
        wanted = term.encode("utf-8", "surrogatepass")
        at = bisect_left(range(len(self)), wanted, key=self._bytes)
        return at if at < len(self) and self._bytes(at) == wanted else -1

    def find_ordered(self, term: str, order: Array) -> list[int]:
        """Numbers of all terms equal to `term` where `order` sorts the terms."""
        wanted = term.encode("utf-8", "surrogatepass")
        at = bisect_left(order, wanted, key=lambda i: self._bytes(int(i)))
        found = []
        while at < len(order) and self._bytes(int(order[at])) == wanted:
            found.append(int(order[at]))
            at += 1
        return found

    def span(self, prefix: str) -> tuple[int, int]:
        wanted = prefix.encode("utf-8", "surrogatepass")
        low = bisect_left(range(len(self)), wanted, key=self._bytes)
        return low, bisect_left(range(len(self)), wanted + b"\xff" * 8, lo=low, key=self._bytes)

    def strings(self, first: int, last: int) -> list[str]:
        if first >= last:
            return []
        start = int(self._ends[first - 1]) if first else 0
        whole = self._text[start : int(self._ends[last - 1])].tobytes()
        ends = (self._ends[first:last] - np.uint32(start)).tolist()
        return [whole[a:b].decode("utf-8", "surrogatepass") for a, b in zip([0, *ends], ends, strict=False)]

    def some(self, numbers: npt.NDArray[np.signedinteger]) -> list[str]:
        starts = np.where(numbers > 0, self._ends.take(numbers - 1, mode="clip"), np.uint32(0))
        bounds = zip(starts.tolist(), self._ends.take(numbers).tolist(), strict=True)
        return [str(self._view[a:b], "utf-8", "surrogatepass") for a, b in bounds]

    def all(self) -> list[str]:
        """Every term."""
        return self.strings(0, len(self))


def encode_words(words: Sequence[str]) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.uint32]]:
    """The `text` and `ends` that WordTerms reads.  Only `find` and `span` want the words sorted."""
    encoded = [word.encode("utf-8", "surrogatepass") for word in words]
    ends = np.cumsum(np.fromiter(map(len, encoded), np.int64, len(encoded)))
    return np.frombuffer(b"".join(encoded), np.uint8), ends.astype(np.uint32)


class CharTerms:
    """Single characters: `name/chars` (uint32 code points)."""

    def __init__(self, arrays: Mapping[str, Array], name: str) -> None:
        self.chars: npt.NDArray[np.uint32] = arrays[f"{name}/chars"]

    def __len__(self) -> int:
        return len(self.chars)

    @property
    def keys(self) -> Keys:
        """The code points as keys."""
        return self.chars.astype(np.uint64)

    def term(self, i: int) -> str:
        return decode(self.chars[i : i + 1])

    def strings(self, first: int, last: int) -> list[str]:
        return list(decode(self.chars[first:last]))

    def some(self, numbers: npt.NDArray[np.signedinteger]) -> list[str]:
        return list(decode(self.chars[numbers]))

    def find(self, term: str) -> int:
        if len(term) != 1:
            return -1
        at = int(np.searchsorted(self.chars, ord(term)))
        return at if at < len(self) and self.chars[at] == ord(term) else -1

    def span(self, prefix: str) -> tuple[int, int]:
        if not prefix:
            return 0, len(self)
        at = self.find(prefix)
        return (at, at + 1) if at >= 0 else (0, 0)


class PairTerms:
    """Pairs of characters: `name/chars` (uint32 code points that occur), `name/firsts` (uint32, one more than
    chars: where the pairs of each first character begin), `name/seconds` (numbers in chars).

    The pair (END, END) stands for the paragraph marker; it is the first where it occurs.
    """

    def __init__(self, arrays: Mapping[str, Array], name: str) -> None:
        self._chars: npt.NDArray[np.uint32] = arrays[f"{name}/chars"]
        self._firsts: npt.NDArray[np.uint32] = arrays[f"{name}/firsts"]
        self._seconds: Array = arrays[f"{name}/seconds"]

    def __len__(self) -> int:
        return len(self._seconds)

    @property
    def keys(self) -> Keys:
        """uint64: first code point << 32 | second."""
        firsts = np.repeat(self._chars.astype(np.uint64), self._firsts[1:] - self._firsts[:-1])
        return firsts << np.uint64(32) | self._chars[self._seconds]

    def term(self, i: int) -> str:
        first = int(np.searchsorted(self._firsts, i, side="right")) - 1
        pair = decode(self._chars[[first, int(self._seconds[i])]])
        return PARAGRAPH if pair == END + END else pair

    def strings(self, first: int, last: int) -> list[str]:
        if first >= last:
            return []
        low = int(np.searchsorted(self._firsts, first, side="right")) - 1
        high = int(np.searchsorted(self._firsts, last, side="left"))
        edges = np.clip(self._firsts[low : high + 1], first, last)
        firsts = np.repeat(self._chars[low:high], edges[1:] - edges[:-1])
        whole = decode(np.stack([firsts, self._chars[self._seconds[first:last]]], axis=1).ravel())
        pairs = [whole[i : i + 2] for i in range(0, len(whole), 2)]
        if pairs[0] == END + END:
            pairs[0] = PARAGRAPH
        return pairs

    def some(self, numbers: npt.NDArray[np.signedinteger]) -> list[str]:
        return [self.term(int(number)) for number in numbers]

    def find(self, term: str) -> int:
        if term == PARAGRAPH:
            term = END + END
        if len(term) != 2:
            return -1
        first, second = (self._number(char) for char in term)
        if first < 0 or second < 0:
            return -1
        low, high = int(self._firsts[first]), int(self._firsts[first + 1])
        at = low + int(np.searchsorted(self._seconds[low:high], self._seconds.dtype.type(second)))
        return at if at < high and self._seconds[at] == second else -1

    def span(self, prefix: str) -> tuple[int, int]:
        if not prefix:
            return 0, len(self)
        if len(prefix) == 1 and prefix != END:
            first = self._number(prefix)
            return (int(self._firsts[first]), int(self._firsts[first + 1])) if first >= 0 else (0, 0)
        at = self.find(prefix)
        return (at, at + 1) if at >= 0 else (0, 0)

    def _number(self, char: str) -> int:
        at = int(np.searchsorted(self._chars, ord(char)))
        return at if at < len(self._chars) and self._chars[at] == ord(char) else -1


def write_pairs(file: ArrayFileWriter, name: str, keys: Keys) -> None:
    """Write what PairTerms reads, from sorted keys."""
    first, second = (keys >> np.uint64(32)).astype(np.uint32), (keys & _LOW).astype(np.uint32)
    chars = distinct(np.append(first, second))
    kind = np.uint16 if len(chars) < 1 << 16 else np.uint32
    file.append(f"{name}/chars", chars)
    file.append(f"{name}/firsts", np.append(np.searchsorted(first, chars), len(keys)).astype(np.uint32))
    file.append(f"{name}/seconds", np.searchsorted(chars, second).astype(kind))
