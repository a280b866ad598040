"""Here is a text, give me the form in which it is matched, with offsets back to the original.

Equal forms become one: width, case, traditional and simplified, forms of other places and times, variants of
punctuation.  Layout disappears: white space, the dot in a name, and hyphens inside what letters and digits
spell (`NB IoT`, `NB-IoT`, `nbiot`; `index.text.signs`).  A unit doubled by PDF extraction (9月月) is mended.

What reads on is known beside the text: two digits, two letters, a point between digits are `glued`, so that
a query may end there only inside a number or a Latin word; where layout between two letters disappeared, it
is a joint, and a word may end.

Folding is one pass of table look-ups over the code points (`index.text.foldtable`), so that a batch of
articles costs as much per character as one.  Invariants, held by the tests: folding a folded text changes
nothing; `starts` and `ends` never decrease; and the original, cut where neither a number nor a Latin word is
cut, folds to a part of the folded text.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from index.text import signs
from index.text.foldtable import BARRIER, DROP, EXPAND, MARK, WHITE, FoldTable, load
from index.text.signs import Codes, Offsets, Printed

_NOTHING = np.zeros(0, np.uint32)
_SPACE = ord(" ")
_NEWLINE = ord("\n")


@dataclass(frozen=True, eq=False)
class Folded:
    """text: what is matched; starts, ends: int32[len(text)], the slice of the original that each folded
    character stands for; printed: what it is made of."""

    text: str
    starts: Offsets
    ends: Offsets
    printed: Printed

    @cached_property
    def _inside(self) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.int64]]:
        return signs.inside(self.printed, load())

    @property
    def glued(self) -> npt.NDArray[np.bool_]:
        """bool[len(text)]: whether a character goes on with the number or Latin word of the one before."""
        return self._inside[0]

    @property
    def joints(self) -> npt.NDArray[np.int64]:
        """Ascending positions at which a Latin word begins right after another."""
        return self._inside[1]

    @cached_property
    def words(self) -> str:
        """What a tokenizer cuts: the text as printed, with a space at each of the joints."""
        codes = self.printed.codes
        return decode(np.insert(codes, self.joints, _SPACE) if len(self.joints) else codes)

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The slice of the original that the folded slice start:end stands for."""
        if start >= end:
            where = int(self.starts[start]) if start < len(self.starts) else self._last_end()
            return where, where
        return int(self.starts[start]), int(self.ends[end - 1])

    def _last_end(self) -> int:
        return int(self.ends[-1]) if len(self.ends) else 0


@dataclass(frozen=True, slots=True, eq=False)
class FoldedBatch:
    """Several texts folded in one array.

    codes: uint32[total], the folded characters of all texts, one after the other;
    bounds: int64[n + 1], text i is codes[bounds[i]:bounds[i + 1]];
    paragraphs: int64, ascending indices into codes at which a paragraph begins (never an empty one);
    glued: bool[total], whether a character goes on with the number or Latin word of the one before;
    lines: what a tokenizer cuts of the texts, joined by "\\n", which no folded text holds.
    """

    codes: Codes
    bounds: npt.NDArray[np.int64]
    paragraphs: npt.NDArray[np.int64]
    glued: npt.NDArray[np.bool_]
    lines: str = ""

    def __len__(self) -> int:
        return len(self.bounds) - 1

    def text(self, i: int) -> str:
        """The folded text i."""
        return decode(self.codes[self.bounds[i] : self.bounds[i + 1]])


def encode(text: str) -> Codes:
    """Code points of a text."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4")


def decode(codes: Codes) -> str:
    """Text of code points."""
    return codes.astype("<u4", copy=False).tobytes().decode("utf-32-le", "surrogatepass")


def fold(text: str) -> Folded:
    """Fold one text, with offsets."""
    read = _fold(encode(text))
    return Folded(decode(load().merged.take(read.codes)), read.starts, read.ends, read)


def fold_each(texts: Sequence[str]) -> list[Folded]:
    """`fold` of each, in one array: the texts of a page of results cost little more than one of them."""
    if not texts:
        return []
    source = _source(texts)
    read, table = _fold(source), load()
    glued, joints = signs.inside(read, table)
    ends = np.append(np.flatnonzero(read.codes == BARRIER), len(read.codes)).tolist()
    shown = table.merged.take(read.codes)
    shown[ends[:-1]] = _NEWLINE
    whole = decode(shown)
    found: list[Folded] = []
    low = offset = 0
    for text, high in zip(texts, ends, strict=True):
        starts, stops = read.starts[low:high] - offset, read.ends[low:high] - offset
        own = Printed(read.codes[low:high], starts, stops, read.joints[low:high])
        within = joints[np.searchsorted(joints, low) : np.searchsorted(joints, high)] - low
        found.append(Folded(whole[low:high], starts, stops, own))
        found[-1].__dict__["_inside"] = glued[low:high], within
        low, offset = high + 1, offset + len(text) + 1
    return found


def fold_text(text: str) -> str:
    """Fold one text when its offsets are of no interest."""
    return decode(load().merged.take(_fold(encode(text)).codes))


def merged(word: str) -> str:
    """A word of `Folded.words` as it is matched."""
    return word if word.isascii() else decode(load().merged.take(encode(word)))


def paragraph_starts(text: str, folded: Folded) -> list[int]:
    """Folded positions at which the paragraphs ("\\n" ends one) of the original begin."""
    breaks = np.array([-1, *(i for i, char in enumerate(text) if char == "\n")])
    where = np.unique(np.searchsorted(folded.starts, breaks, side="right"))
    return [int(position) for position in where if position < len(folded.text)]


def fold_batch(texts: Sequence[str]) -> FoldedBatch:
    """Fold many texts at once; texts never touch each other."""
    source = _source(texts)
    read, table = _fold(source), load()
    codes, starts = read.codes, read.starts
    barriers = np.flatnonzero(codes == BARRIER)
    newlines = np.flatnonzero((source == _NEWLINE) | (source == BARRIER))
    begins = np.searchsorted(starts, newlines, side="right")
    begins = np.concatenate([[0], begins])
    begins = begins[np.append(begins[1:] != begins[:-1], True) & (begins < len(codes))]
    begins = begins[codes[begins] != BARRIER]
    bounds = np.concatenate([[0], barriers - np.arange(len(barriers)), [len(codes) - len(barriers)]])
    paragraphs = begins - np.searchsorted(barriers, begins)
    if not texts:
        bounds = np.zeros(1, np.int64)
    inside = codes != BARRIER
    glued, joints = signs.inside(read, table)
    kept = table.merged.take(codes[inside]) if len(barriers) else table.merged.take(codes)
    codes[barriers] = _NEWLINE
    lines = decode(np.insert(codes, joints, _SPACE))
    return FoldedBatch(kept, bounds.astype(np.int64), paragraphs.astype(np.int64), glued[inside], lines)


def _source(texts: Sequence[str]) -> Codes:
    """The code points of all texts, a barrier between every two."""
    joined = encode("\x00".join(text.replace("\x00", " ") if "\x00" in text else text for text in texts))
    return np.where(joined == 0, np.uint32(BARRIER), joined)


def _fold(source: Codes) -> Printed:
    table = load()
    classes = table.classes.take(source)
    if (classes == MARK).any() or (classes == EXPAND).any():
        codes, starts, ends = _expand(source, classes, table)
        classes = table.classes.take(codes)
    else:
        codes = table.targets.take(source)
        starts = np.arange(len(source), dtype=np.int32)
        ends = starts + np.int32(1)
    read = Printed(codes, starts, ends, np.zeros(len(codes), np.bool_))
    if (classes == DROP).any():
        read = read.without(classes == DROP)
    return signs.read(read, table)


def _expand(
    source: Codes, classes: npt.NDArray[np.uint8], table: FoldTable
) -> tuple[Codes, Offsets, Offsets]:
    """Replace characters that fold to several, and bases together with the marks that follow them.

    A mark that has no composed form, or no base, is dropped: accents that no input method types must not
    hide a name.
    """
    out: list[Codes] = []
    starts: list[Offsets] = []
    ends: list[Offsets] = []
    done, size = 0, len(source)
    for at in np.flatnonzero((classes == EXPAND) | (classes == MARK)).tolist():
        if at < done:
            continue
        last = at + 1
        while last < size and classes[last] == MARK:
            last += 1
        first, folded = at, _NOTHING
        if classes[at] == EXPAND:
            folded = _cluster(source[at:last], table)
        elif at > 0 and classes[at - 1] not in (WHITE, DROP) and source[at - 1] != BARRIER:
            first = at - 1
            folded = _cluster(source[first:last], table)
        plain = np.arange(done, first, dtype=np.int32)
        out += [table.targets[source[done:first]], folded]
        starts += [plain, np.full(len(folded), first, np.int32)]
        ends += [plain + np.int32(1), np.full(len(folded), last, np.int32)]
        done = last
    plain = np.arange(done, size, dtype=np.int32)
    out.append(table.targets[source[done:]])
    return np.concatenate(out), np.concatenate([*starts, plain]), np.concatenate([*ends, plain + np.int32(1)])


def _cluster(source: Codes, table: FoldTable) -> Codes:
    base, marks = int(source[0]), decode(source[1:])
    text = table.expansions.get(base) or chr(table.targets[base])
    text += unicodedata.normalize("NFKC", marks)
    while True:
        composed = unicodedata.normalize("NFC", text)
        after = "".join(
            table.expansions.get(ord(char)) or chr(table.targets[ord(char)])
            for char in composed
            if not unicodedata.combining(char)
        )
        if after == text:
            return encode(after)
        text = after
