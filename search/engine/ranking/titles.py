"""Here is a snapshot, give me the order of its titles: marks and digits, Latin, then Chinese by pinyin.

Titles are read back from the character positions of the index, so that no engine needs the store to sort.
A character is read as it is most often (重 as zhong), and where two are read otherwise together (重庆), so.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from index.segments.interface import PLACE_BITS
from index.text.fields import bigrams_field, chars_field
from search.engine.postings.snapshot import PLACE_MASK, Snapshot
from search.names.pinyin import pairs, syllables

WIDTH = 32
"""Characters of a title that its place depends on; equal beginnings are in order of date, then id."""


def title_places(snapshot: Snapshot) -> npt.NDArray[np.int32]:
    """Place of every document in the order of titles, equal ones alike, none first: int32[space]; cached."""
    return snapshot.cached(("titles",), lambda: _places(snapshot))


def collation(char: str, reading: str | None = None) -> tuple[bool, str, str]:
    """What characters are sorted by; reading: where it is not the commonest."""
    chinese = char >= "\u2e80"
    return chinese, (reading or syllables([char])[0]) if chinese else char, char


def _places(snapshot: Snapshot) -> npt.NDArray[np.int32]:
    if not snapshot.space:
        return np.empty(0, np.int32)
    chars, grams = chars_field("title"), bigrams_field("title")
    printed = frozenset(snapshot.terms(grams))
    together = {pair: read for pair, read in pairs().items() if pair in printed}
    read_so = {(char, ""): collation(char) for char in snapshot.terms(chars)}
    for pair, read in together.items():
        read_so |= {(char, said): collation(char, said) for char, said in zip(pair, read, strict=True)}
    ranks = {each: rank for rank, each in enumerate(sorted(set(read_so.values())), start=1)}
    codes = np.zeros((snapshot.space, WIDTH), ">u4")

    def write(keys: npt.NDArray[np.int64], rank: int) -> None:
        positions = keys & PLACE_MASK
        near = positions < WIDTH
        codes[keys[near] >> PLACE_BITS, positions[near]] = rank

    for char in snapshot.terms(chars):
        write(snapshot.keys(chars, char, kept=False), ranks[read_so[char, ""]])
    for pair, read in together.items():
        keys = snapshot.keys(grams, pair, kept=False)
        for place in (0, 1):
            write(keys + place, ranks[read_so[pair[place], read[place]]])
    rows = codes.view(f"S{WIDTH * 4}").ravel()
    return np.unique(rows, return_inverse=True)[1].astype(np.int32)
