"""Here is a text as folded characters, give me the same with its layout gone: spaces, hyphens, dots, commas.

What a sign is depends on what stands beside it.  Each step looks at direct neighbours only, in arrays, and
at an end of the text takes the one neighbour for both, so that a piece of a text reads as it does inside the
whole:

- white space disappears; between two digits it is a hyphen (2021 2022 is not one number); - hyphens
disappear inside what letters and digits spell (Wi-Fi 7, COVID-19, NB－IoT) and in telephone numbers,
  stay between digits (3-5) and elsewhere (——);
- dots of names (·, and a point between two Chinese characters) disappear, except beside digits (3·15);
- two and more points are an ellipsis, and any number of those is one;
- commas between thousands (1,234) disappear.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from index.text.foldtable import BARRIER, HYPHEN, LATIN, WHITE, FoldTable

Codes = npt.NDArray[np.uint32]
Offsets = npt.NDArray[np.int32]
Mask = npt.NDArray[np.bool_]

_DASH, _POINT, _DOT, _COMMA, _ELLIPSIS, _DEGREE, _MONTH = map(ord, "-.·,…°月")
_AFTER_MONTH = np.array([ord(char) for char in "底初末中均度报刊薪"], np.uint32)
"""月月 before one of these is two words (9月月底), not an artefact."""

SENTENCE_ENDS = "。！？；…!?;"
"""Characters after which a sentence begins, before and after folding."""

_ALPHABETS = 0x600
"""Latin, Greek and Cyrillic letters are below it; scripts above are read by syllables or signs."""

_TELEPHONE = re.compile(
    r"(?<!\d)(?:0\d{2,3}-\d{7,8}|1[3-9]\d-\d{4}-\d{4}|[48]00-(?:\d{3}-\d{4}|\d{4}-\d{3}|\d{7}))(?!\d)"
)


@dataclass(frozen=True, slots=True, eq=False)
class Printed:
    """codes: uint32[n]; starts, ends: int32[n], slices of the original; joints: bool[n], whether layout
    between a character and the one before it is gone."""

    codes: Codes
    starts: Offsets
    ends: Offsets
    joints: Mask

    def without(self, gone: Mask, joined: npt.NDArray[np.intp] | None = None) -> Printed:
        """Without some characters; joined: indices of those at whose place a joint is left."""
        kept = ~gone
        joints = self.joints
        if joined is not None and len(joined):
            joints = joints.copy()
            kept_at = np.flatnonzero(kept)
            following = np.searchsorted(kept_at, joined)
            joints[kept_at[following[following < len(kept_at)]]] = True
        return Printed(self.codes[kept], self.starts[kept], self.ends[kept], joints[kept])


def read(text: Printed, table: FoldTable) -> Printed:
    """All steps, one after the other."""
    text = _separators(text, table)
    text = _dots(text, table)
    text = _points(text)
    text = _commas(text)
    return _months(_telephones(text))


def inside(text: Printed, table: FoldTable) -> tuple[Mask, npt.NDArray[np.int64]]:
    """(bool[n], whether a character and the one before it are inside one number or one Latin word;
    ascending positions at which a Latin word begins right after another)."""
    codes = text.codes
    digits, letters = _digits(codes), _letters(codes, table)
    both = np.zeros(len(codes), np.bool_)
    spelt = letters[1:] & letters[:-1]
    both[1:] = ((digits[1:] & digits[:-1]) | spelt) & ~text.joints[1:]
    points = np.flatnonzero(codes[1:-1] == _POINT) + 1
    points = points[digits[points - 1] & digits[points + 1]]
    both[points] = both[points + 1] = True
    degrees = np.flatnonzero(codes[:-1] == _DEGREE) + 1  # ℃ folds to two characters and is no C
    both[degrees] = letters[degrees]
    return both, np.flatnonzero(spelt & text.joints[1:]) + 1


def _digits(codes: Codes) -> Mask:
    return (codes >= 48) & (codes <= 57)


def _letters(codes: Codes, table: FoldTable) -> Mask:
    letters: Mask = (codes < _ALPHABETS) & (table.classes.take(codes) == LATIN) & ~_digits(codes)
    return letters


def _han(codes: Codes) -> Mask:
    return ((codes >= 0x3400) & (codes < 0xA000)) | ((codes >= 0x20000) & (codes < BARRIER))


def _runs(places: npt.NDArray[np.intp]) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """First and last of every stretch of neighbouring places."""
    breaks = np.flatnonzero(np.diff(places) > 1) + 1
    return places[np.append(0, breaks)], places[np.append(breaks - 1, len(places) - 1)]


def _beside(codes: Codes, first: npt.NDArray[np.intp], last: npt.NDArray[np.intp]) -> tuple[Codes, Codes]:
    """The characters before and after each stretch; BARRIER where the text ends."""
    edged = np.empty(len(codes) + 2, np.uint32)
    edged[0] = edged[-1] = BARRIER
    edged[1:-1] = codes
    return edged.take(first), edged.take(last + 2)


def _separators(text: Printed, table: FoldTable) -> Printed:
    classes = table.classes.take(text.codes)
    separators = np.flatnonzero((classes == WHITE) | (classes == HYPHEN))
    if not len(separators):
        return text
    first, last = _runs(separators)
    dashed = np.logical_or.reduceat(classes[separators] == HYPHEN, np.searchsorted(separators, first))
    before, after = _beside(text.codes, first, last)
    latin_before, latin_after = table.classes.take(before) == LATIN, table.classes.take(after) == LATIN
    between = latin_before & latin_after
    numbers = _digits(before) & _digits(after)
    trailing = (after == BARRIER) & latin_before
    leading = (before == BARRIER) & latin_after & ~_digits(after)
    shown = (numbers & between) | (dashed & ~between & ~trailing & ~leading)
    gone = np.zeros(len(classes), np.bool_)
    gone[separators] = True
    gone[first[shown]] = False
    codes, ends = text.codes.copy(), text.ends.copy()
    codes[first[shown]] = _DASH
    ends[first[shown]] = ends[last[shown]]
    return Printed(codes, text.starts, ends, text.joints).without(gone, first[between & ~shown])


def _dots(text: Printed, table: FoldTable) -> Printed:
    """The dot of a name, and a point between two Chinese characters."""
    codes = text.codes
    gone = np.zeros(len(codes), np.bool_)
    dots = np.flatnonzero(codes == _DOT)
    joined = np.zeros(0, np.intp)
    if len(dots):
        first, last = _runs(dots)
        before, after = _beside(codes, first, last)
        alone = (before == BARRIER) & (after == BARRIER)
        drop = ~(_digits(before) | _digits(after) | alone)
        for low, high in zip(first[drop].tolist(), last[drop].tolist(), strict=True):
            gone[low : high + 1] = True
        joined = first[drop]
    points = np.flatnonzero(codes == _POINT)
    if len(points):
        before, after = _beside(codes, points, points)
        names = (_han(before) | (before == BARRIER)) & (_han(after) | (after == BARRIER))
        gone[points[names & (_han(before) | _han(after))]] = True
    return text.without(gone, joined) if gone.any() else text


def _points(text: Printed) -> Printed:
    """Two and more points, and any number of ellipses: one ellipsis."""
    places = np.flatnonzero((text.codes == _POINT) | (text.codes == _ELLIPSIS))
    if not len(places):
        return text
    first, last = _runs(places)
    first, last = first[last > first], last[last > first]
    if not len(first):
        return text
    gone = np.zeros(len(text.codes), np.bool_)
    codes, ends = text.codes.copy(), text.ends.copy()
    for low, high in zip(first.tolist(), last.tolist(), strict=True):
        gone[low + 1 : high + 1] = True
    codes[first] = _ELLIPSIS
    ends[first] = ends[last]
    return Printed(codes, text.starts, ends, text.joints).without(gone)


def _commas(text: Printed) -> Printed:
    """A comma after one to three digits and before exactly three."""
    codes = text.codes
    commas = np.flatnonzero(codes[1:-3] == _COMMA) + 1
    if not len(commas):
        return text
    commas = commas[_digits(codes.take(commas - 1)) & _digits(codes.take(commas + 1))]
    thousands = [comma for comma in commas.tolist() if _is_thousands(codes, comma)]
    if not thousands:
        return text
    gone = np.zeros(len(codes), np.bool_)
    gone[thousands] = True
    return text.without(gone)


def _is_thousands(codes: Codes, comma: int) -> bool:
    before: list[bool] = _digits(codes[max(0, comma - 4) : comma]).tolist()
    after: list[bool] = _digits(codes[comma + 1 : comma + 5]).tolist()
    return before[-4:] != [True] * 4 and after[:3] == [True] * 3 and after[3:] != [True]


def _telephones(text: Printed) -> Printed:
    """The hyphens of telephone numbers, each of which leaves a joint."""
    dashes = np.flatnonzero(text.codes == _DASH)
    if len(dashes):
        before, after = _beside(text.codes, dashes, dashes)
        dashes = dashes[_digits(before) & _digits(after)]
    if not len(dashes):
        return text
    gone = np.zeros(len(text.codes), np.bool_)
    done = -1
    for dash in dashes.tolist():
        low = max(0, dash - 6)
        near = "".join(map(_ascii, text.codes[low : dash + 12].tolist()))
        for found in _TELEPHONE.finditer(near):
            if found.start() < dash - low < found.end() and dash > done:
                for offset in range(found.start(), found.end()):
                    gone[low + offset] = near[offset] == "-"
                done = low + found.end()
    return text.without(gone, np.flatnonzero(gone)) if gone.any() else text


def _ascii(code: int) -> str:
    return chr(code) if code < 128 else " "


def _months(text: Printed) -> Printed:
    """9月月15日 → 9月15日: the last of the doubled units stays."""
    codes = text.codes
    months = codes == _MONTH
    doubled = np.flatnonzero(months[:-1] & months[1:])
    if not len(doubled):
        return text
    gone = np.zeros(len(codes), np.bool_)
    for at in doubled.tolist():
        if at > 0 and 48 <= codes[at - 1] <= 57:
            last = at
            while last + 1 < len(codes) and months[last + 1]:
                last += 1
            two_words = last + 1 < len(codes) and codes[last + 1] in _AFTER_MONTH
            gone[at : last - 1 if two_words else last] = True
    return text.without(gone)
