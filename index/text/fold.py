"""Here is a text, give me the form in which it is matched, with offsets back to the original.

Equal forms become one: width, case, traditional and simplified, variants of punctuation.  White space is
layout and disappears, except between two letters or digits, where white space, hyphens and dashes are one
"-" (`NB IoT`, `NB-IoT`, `nb－iot`).  A unit that PDF extraction doubled (9月月) is mended.

Folding is one pass of table look-ups over the code points (`index.text.foldtable`), so that a batch of
articles costs as much per character as one.  Invariants, held by the tests: folding a folded text changes
nothing; `starts` and `ends` never decrease; and the original, cut anywhere at the borders of folded
characters, folds to a part of the folded text.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from index.text.foldtable import BARRIER, DROP, EXPAND, HYPHEN, LATIN, MARK, WHITE, FoldTable, load

Codes = npt.NDArray[np.uint32]
Offsets = npt.NDArray[np.int32]

_NOTHING = np.zeros(0, np.uint32)
_DASH = ord("-")
_NEWLINE = ord("\n")
_MONTH = ord("月")
_AFTER_MONTH = np.array([ord(char) for char in "底初末中均度报刊薪"], np.uint32)
"""月月 before one of these is two words (9月月底), not an artefact."""


@dataclass(frozen=True, slots=True, eq=False)
class Folded:
    """text: what is matched; starts, ends: int32[len(text)], the slice of the original that each folded
    character stands for."""

    text: str
    starts: Offsets
    ends: Offsets

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
    lines: the folded texts joined by "\\n", which no folded text holds.
    """

    codes: Codes
    bounds: npt.NDArray[np.int64]
    paragraphs: npt.NDArray[np.int64]
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
    codes, starts, ends = _fold(encode(text))
    return Folded(decode(codes), starts, ends)


def fold_text(text: str) -> str:
    """Fold one text when its offsets are of no interest."""
    return decode(_fold(encode(text))[0])


def paragraph_starts(text: str, folded: Folded) -> list[int]:
    """Folded positions at which the paragraphs ("\\n" ends one) of the original begin."""
    breaks = np.array([-1, *(i for i, char in enumerate(text) if char == "\n")])
    where = np.unique(np.searchsorted(folded.starts, breaks, side="right"))
    return [int(position) for position in where if position < len(folded.text)]


def fold_batch(texts: Sequence[str]) -> FoldedBatch:
    """Fold many texts at once; texts never touch each other."""
    joined = encode("\x00".join(text.replace("\x00", " ") if "\x00" in text else text for text in texts))
    source = np.where(joined == 0, np.uint32(BARRIER), joined)
    codes, starts, _ = _fold(source)
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
    kept = codes[codes != BARRIER] if len(barriers) else codes
    codes[barriers] = _NEWLINE
    return FoldedBatch(kept, bounds.astype(np.int64), paragraphs.astype(np.int64), decode(codes))


def _fold(source: Codes) -> tuple[Codes, Offsets, Offsets]:
    table = load()
    classes = table.classes[source]
    if (classes == MARK).any() or (classes == EXPAND).any():
        codes, starts, ends = _expand(source, classes, table)
        classes = table.classes[codes]
    else:
        codes = table.targets[source]
        starts = np.arange(len(source), dtype=np.int32)
        ends = starts + np.int32(1)
    if (classes == DROP).any():
        kept = classes != DROP
        codes, starts, ends, classes = codes[kept], starts[kept], ends[kept], classes[kept]
    codes, starts, ends = _separate(codes, starts, ends, classes)
    return _mend(codes, starts, ends)


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


def _separate(
    codes: Codes, starts: Offsets, ends: Offsets, classes: npt.NDArray[np.uint8]
) -> tuple[Codes, Offsets, Offsets]:
    """Drop white space, or make it (and any run with a dash in it) one "-"."""
    separators = np.flatnonzero((classes == WHITE) | (classes == HYPHEN))
    if not len(separators):
        return codes, starts, ends
    breaks = np.flatnonzero(np.diff(separators) > 1) + 1
    first = separators[np.concatenate([[0], breaks])]
    last = separators[np.concatenate([breaks - 1, [len(separators) - 1]])]
    dashed = np.logical_or.reduceat(classes[separators] == HYPHEN, np.concatenate([[0], breaks]))
    before = classes[np.maximum(first - 1, 0)] == LATIN
    after = classes[np.minimum(last + 1, len(codes) - 1)] == LATIN
    shown = dashed | (before & after)
    kept = np.ones(len(codes), np.bool_)
    kept[separators] = False
    kept[first[shown]] = True
    codes, ends = codes.copy(), ends.copy()
    codes[first[shown]] = _DASH
    ends[first[shown]] = ends[last[shown]]
    return codes[kept], starts[kept], ends[kept]


def _mend(codes: Codes, starts: Offsets, ends: Offsets) -> tuple[Codes, Offsets, Offsets]:
    """9月月15日 → 9月15日: the last of the doubled units stays."""
    months = codes == _MONTH
    doubled = np.flatnonzero(months[:-1] & months[1:])
    if not len(doubled):
        return codes, starts, ends
    kept = np.ones(len(codes), np.bool_)
    for at in doubled.tolist():
        if at > 0 and 48 <= codes[at - 1] <= 57:
            last = at
            while last + 1 < len(codes) and months[last + 1]:
                last += 1
            two_words = last + 1 < len(codes) and codes[last + 1] in _AFTER_MONTH
            kept[at : last - 1 if two_words else last] = False
    return codes[kept], starts[kept], ends[kept]
