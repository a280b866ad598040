"""Here is a snapshot, give me the order of its titles: marks and digits, Latin, then Chinese by pinyin.

Titles are read back from the character positions of the index, so that no engine needs the store to sort.
A character is read one way (重 as zhong), as in a library's card file.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from index.segments.interface import PLACE_BITS
from index.text.fields import chars_field
from search.engine.postings.snapshot import PLACE_MASK, Snapshot
from search.names.pinyin import syllables

WIDTH = 32
"""Characters of a title that its place depends on; equal beginnings are in order of date, then id."""


def title_places(snapshot: Snapshot) -> npt.NDArray[np.int32]:
    """Place of every document in the order of titles, equal ones alike, none first: int32[space]; cached."""
    return snapshot.cached(("titles",), lambda: _places(snapshot))


def collation(char: str) -> tuple[bool, str, str]:
    """What characters are sorted by."""
    chinese = char >= "\u2e80"
    return chinese, syllables([char])[0] if chinese else char, char


def _places(snapshot: Snapshot) -> npt.NDArray[np.int32]:
    field = chars_field("title")
    codes = np.zeros((snapshot.space, WIDTH), ">u4")
    for rank, char in enumerate(sorted(snapshot.terms(field), key=collation), start=1):
        keys = snapshot.keys(field, char, kept=False)
        positions = keys & PLACE_MASK
        near = positions < WIDTH
        codes[keys[near] >> PLACE_BITS, positions[near]] = rank
    if not snapshot.space:
        return np.empty(0, np.int32)
    rows = codes.view(f"S{WIDTH * 4}").ravel()
    return np.unique(rows, return_inverse=True)[1].astype(np.int32)
