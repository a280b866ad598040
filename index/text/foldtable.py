"""Here is the Unicode character database and OpenCC's table, give me one array that folds a character.

`build` is run by hand (`python -m index.text.foldtable`) and its result ships as `index/data/fold.npz`, so
that every Python folds alike whatever Unicode version it carries.  `load` reads it.  The fold of a character
is NFKC, case folding, traditional and other printed forms → simplified (`corpus.traditional`) and one form
for each punctuation mark, repeated until nothing changes.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from corpus.traditional import to_simplified, variants

DATA = Path(__file__).parents[1] / "data"
PLAIN, WHITE, HYPHEN, LATIN, MARK, EXPAND, DROP = range(7)
"""Classes of a source character: kept; layout space; hyphen or dash; letter or digit of a script that
puts spaces between words; combines with the character before; folds to several; never printed."""

BARRIER = 0x110000
"""Not a character: keeps neighbouring texts apart when many are folded in one array."""

PUNCTUATION = {
    '"': "“”„‟「」『』〝〞〟﹁﹂﹃﹄«»",
    "'": "‘’‚‛′ʼ",
    "-": "‐‑‒–—―−⁃─━﹘﹣－",
    "·": "•・‧∙⋅●▪◦‣ᐧ･",
    "~": "〜∼˜～",
    "/": "∕⁄",
    "[": "【〔〖",
    "]": "】〕〗",
    "<": "〈‹",
    ">": "〉›",
    "零": "〇○◯",
    "×": "✕✖╳",
}
"""One form for each mark, chosen so that typed ASCII finds what a typesetter printed."""

ELLIPSIS = "…⋯‥︙"
"""One sign, the first, which NFKC would make full stops."""

_SPACELESS = ("CJK", "HIRAGANA", "KATAKANA", "BOPOMOFO", "IDEOGRAPHIC", "YI ", "VERTICAL KANA")


@dataclass(frozen=True, slots=True)
class FoldTable:
    """targets: uint32[0x110001], the folded character of each that folds to one;
    classes: uint8[0x110001]; expansions: character → its fold of several characters;
    merged: uint32[0x110001], of the characters that are printed for each other the one that stands for all;
    digest: of the shipped file, recorded in the manifest.
    """

    targets: npt.NDArray[np.uint32]
    classes: npt.NDArray[np.uint8]
    expansions: Mapping[int, str]
    merged: npt.NDArray[np.uint32]
    digest: str


class _Folder:
    """Folds one character, or one base with its marks, the slow and exact way."""

    def __init__(self, traditional: Mapping[str, str], forms: Mapping[str, str]) -> None:
        self._direct = {**traditional, **forms}
        for form, others in PUNCTUATION.items():
            self._direct.update(dict.fromkeys(others, form))

    def _once(self, text: str) -> str:
        text = "".join(self._direct.get(char, char) for char in text)
        text = unicodedata.normalize("NFKC", text).casefold()
        text = unicodedata.normalize("NFKC", text)
        return "".join(self._direct.get(char, char) for char in text)

    def character(self, char: str) -> str:
        if char in ELLIPSIS:
            return ELLIPSIS[0]
        text = char
        while (after := _without_marks(self._once(text))) != text:
            if not after.strip():
                return char if unicodedata.category(char)[0] in "SLP" else after
            text = after
        return text


def _without_marks(text: str) -> str:
    return "".join(char for char in text if not unicodedata.combining(char))


def _seconds() -> set[str]:
    """Characters that canonical composition joins to the one before."""
    found = {chr(code) for code in (*range(0x1161, 0x1176), *range(0x11A8, 0x11C3))}
    for code in range(0x110000):
        parts = unicodedata.decomposition(chr(code)).split()
        if len(parts) == 2 and not parts[0].startswith("<"):
            found.add(chr(int(parts[1], 16)))
    return found


def _class_of(char: str, folded: str, seconds: set[str]) -> int:
    category = unicodedata.category(char)
    if category == "Cf" or 0xFE00 <= ord(char) <= 0xFE0F or 0xE0100 <= ord(char) <= 0xE01EF:
        return DROP
    if char in "\u034f\u115f\u1160\u3164\uffa0\u180b\u180c\u180d\u180f\u17b4\u17b5":
        return DROP
    if category in ("Cc", "Zs", "Zl", "Zp") or not folded.strip():
        return MARK if unicodedata.combining(char) else WHITE
    first = unicodedata.normalize("NFKC", char)[0]
    if any(unicodedata.combining(c) or c in seconds for c in (char, first)):
        return MARK
    if len(folded) > 1:
        return EXPAND
    if folded == "-":
        return HYPHEN
    if folded.isalnum() and not unicodedata.name(folded, "").startswith(_SPACELESS):
        return LATIN
    return PLAIN


def build(
    traditional: Mapping[str, str], forms: Mapping[str, str], merged: Mapping[str, str]
) -> dict[str, npt.NDArray[np.generic]]:
    """Compute the arrays of `fold.npz` from this Python's Unicode database.

    codes, targets: the characters that fold to another; class_starts, class_values: run lengths of the
    class over all code points; expanded, expansions: the characters that fold to several; equal: pairs of
    characters that matching takes for one.
    """
    folder, seconds = _Folder(traditional, forms), _seconds()
    codes, targets, expanded, expansions = [], [], [], []
    classes = np.zeros(0x110000, np.uint8)
    for code in range(0x110000):
        if 0xD800 <= code < 0xE000 or not unicodedata.category(chr(code)).strip("Cnos"):
            continue
        folded = folder.character(chr(code))
        classes[code] = kind = _class_of(chr(code), folded, seconds)
        if kind == EXPAND:
            expanded.append(code)
            expansions.append(folded)
        elif kind not in (MARK, WHITE, DROP) and ord(folded) != code:
            codes.append(code)
            targets.append(ord(folded))
    starts = np.flatnonzero(np.diff(classes, prepend=255))
    return {
        "codes": np.array(codes, np.uint32),
        "targets": np.array(targets, np.uint32),
        "class_starts": starts.astype(np.uint32),
        "class_values": classes[starts],
        "expanded": np.array(expanded, np.uint32),
        "expansions": np.frombuffer("\n".join(expansions).encode(), np.uint8),
        "equal": np.array([[ord(a), ord(b)] for a, b in merged.items()], np.uint32),
    }


@lru_cache(maxsize=1)
def load() -> FoldTable:
    """Read the table that ships with the package (5 MB in memory, a few milliseconds)."""
    import hashlib

    path = DATA / "fold.npz"
    with np.load(path) as file:
        targets = np.arange(BARRIER + 1, dtype=np.uint32)
        targets[file["codes"]] = file["targets"]
        lengths = np.diff(file["class_starts"], append=np.uint32(BARRIER))
        classes = np.append(np.repeat(file["class_values"], lengths), np.uint8(PLAIN))
        texts = file["expansions"].tobytes().decode().split("\n")
        expansions = dict(zip(file["expanded"].tolist(), texts, strict=True))
        merged = np.arange(BARRIER + 1, dtype=np.uint32)
        merged[file["equal"][:, 0]] = file["equal"][:, 1]
    digest = hashlib.sha256(path.read_bytes()).hexdigest()[:16]
    return FoldTable(targets, classes, expansions, merged, digest)


if __name__ == "__main__":
    np.savez_compressed(DATA / "fold.npz", **build(to_simplified(), *variants()))  # type: ignore[arg-type]
