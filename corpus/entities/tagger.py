"""Here is a cut text; give me the stretches that look like names by statistics: PER, ORG, LOC.

A linear-chain CRF over characters.  Its model (`corpus/data/tagger.npz`, made by `tools/tagger/make.py`) is a
table: what is seen at a character (itself, its neighbours, its word and tag) → the weight of each label.
Decoding is arithmetic on arrays, so that no library of the making is needed to use it.

What it says is a cue among others: `organizations` and `people` decide.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from corpus.language.data import DATA
from corpus.language.tagging import Tagged

Kind = Literal["PER", "ORG", "LOC"]
LABELS = ("O", "B-PER", "I-PER", "B-ORG", "I-ORG", "B-LOC", "I-LOC")
_KINDS: tuple[Kind, ...] = ("PER", "ORG", "LOC")
_ENDS = np.array([ord(mark) for mark in '，。；：！？、\n\t 《》“”"…'], np.uint64)
"""No name holds these, so that the pieces between them are decoded side by side."""
_LONGEST = 100
_WORD = 1 << 40

Keys = NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Stretch:
    """text[start:end] looks like a name.  margin: by how much each character speaks for it, on average."""

    start: int
    end: int
    kind: Kind
    margin: float


def features(text: str, cut: Tagged) -> Keys:
    """What is seen at each character of a text, as one number each: shape (characters, features).

    The upper bits say which kind of evidence, the lower ones what: up to three characters of 16 bits.
    """
    size = len(text)
    codes = np.frombuffer(text.encode("utf-32-le"), np.uint32).astype(np.uint64) & np.uint64(0xFFFF)
    around = np.zeros(size + 4, np.uint64)
    around[2:-2] = codes
    b2, b1, c0, a1, a2 = (around[at : at + size] for at in range(5))
    word, tag = _words(text, cut)
    padded = np.zeros(size + 2, np.uint64)
    padded[1:-1] = word
    s16, s32 = np.uint64(16), np.uint64(32)
    seen = (
        b2,
        b1,
        c0,
        a1,
        a2,
        b2 << s16 | b1,
        b1 << s16 | c0,
        c0 << s16 | a1,
        a1 << s16 | a2,
        b1 << s16 | a1,
        b2 << s32 | b1 << s16 | c0,
        b1 << s32 | c0 << s16 | a1,
        c0 << s32 | a1 << s16 | a2,
        word,
        padded[:-2] << s16 | word,
        word << s16 | padded[2:],
        tag,
    )
    keys = np.empty((size, len(seen)), np.uint64)
    for family, values in enumerate(seen):
        keys[:, family] = values | np.uint64((family + 1) << 52)
    return keys


@lru_cache(maxsize=256)
def _tag_code(kind: str) -> int:
    """A part of speech as a number: its first two letters in base 27."""
    letters = (kind + "  ").encode("ascii", "replace")
    return (letters[0] & 31) * 27 + (letters[1] & 31)


def _words(text: str, cut: Tagged) -> tuple[Keys, Keys]:
    """For each character its word (part of speech, place in it), and the parts of speech around that word."""
    starts = np.asarray(cut.starts, np.int64)
    sizes = np.diff(starts)
    kinds = np.fromiter((_tag_code(kind) for kind in cut.tags), np.uint64, len(cut.tags))
    place = np.full(len(text), 2, np.uint64)  # within
    place[starts[1:] - 1] = 3  # last
    place[starts[:-1]] = 1  # first
    place[starts[:-1][sizes == 1]] = 0  # alone
    word = np.repeat(kinds, sizes) * np.uint64(4) + place
    around = np.zeros(len(kinds) + 2, np.uint64)
    around[1:-1] = kinds
    tag = around[:-2] << np.uint64(32) | around[1:-1] << np.uint64(16) | around[2:]
    return word, np.repeat(tag, sizes)


class CharacterTagger:
    """The CRF of a model file.  Immutable; `load()` keeps one."""

    name = "character tagger"

    def __init__(self, keys: Keys, weights: NDArray[np.int8], scale: float, steps: NDArray[Any]) -> None:
        self._table = _Table.of(keys)
        self._weights = np.vstack(
            [weights.astype(np.float32) * np.float32(scale), np.zeros((1, len(LABELS)), np.float32)]
        )
        self._steps = steps.astype(np.float32)
        self._begin = np.where([label.startswith("I-") for label in LABELS], np.float32(-1e4), np.float32(0))

    @classmethod
    def read(cls, path: Path) -> CharacterTagger:
        """The tagger of a model file.  OSError where it is missing."""
        with np.load(path) as model:
            return cls(model["keys"], model["weights"], float(model["scale"]), model["steps"])

    @classmethod
    @lru_cache(maxsize=1)
    def load(cls) -> CharacterTagger:
        """The tagger that ships with the package."""
        return cls.read(DATA / "tagger.npz")

    def scores(self, text: str, cut: Tagged) -> NDArray[np.float32]:
        """How much speaks for each label at each character, shape (characters, labels)."""
        keys = features(text, cut)
        at = self._table.find(keys.reshape(-1))
        scores: NDArray[np.float32] = self._weights[at].reshape(*keys.shape, len(LABELS)).sum(axis=1)
        return scores

    def stretches(self, text: str, cut: Tagged) -> list[Stretch]:
        """The stretches that look like names, in order of place."""
        if not text:
            return []
        scores = self.scores(text, cut)
        labels = self._decoded(text, scores)
        return list(_stretches(labels, scores))

    def _decoded(self, text: str, scores: NDArray[np.float32]) -> NDArray[np.int8]:
        """The best labels of each piece between marks, all pieces at once (Viterbi)."""
        size = len(text)
        codes = np.frombuffer(text.encode("utf-32-le"), np.uint32)
        ends = np.flatnonzero(np.isin(codes, _ENDS))
        borders = np.unique(np.concatenate([[0], ends, ends + 1, [size]]))
        long = np.flatnonzero(np.diff(borders) > _LONGEST)
        if len(long):  # hardly ever: no mark in a hundred characters
            more = [np.arange(borders[at], borders[at + 1], _LONGEST) for at in long]
            borders = np.unique(np.concatenate([borders, *more]))
        starts, lengths = borders[:-1], np.diff(borders)
        order = np.argsort(-lengths, kind="stable")
        starts, lengths = starts[order], lengths[order]
        longest = int(lengths[0])
        best = scores[starts] + self._begin
        back = np.zeros((longest, len(starts), len(LABELS)), np.int8)
        last = np.zeros((len(starts), len(LABELS)), np.float32)
        alive = np.searchsorted(-lengths, -np.arange(longest), side="left")
        for at in range(1, longest):
            here = int(alive[at])
            last[here : len(best)] = best[here:]
            paths = best[:here, :, None] + self._steps
            back[at, :here] = paths.argmax(axis=1)
            best = paths.max(axis=1) + scores[starts[:here] + at]
        last[: len(best)] = best
        labels = np.zeros(size, np.int8)
        now = last.argmax(axis=1).astype(np.int8)
        rows = np.arange(len(starts))
        for at in range(longest - 1, -1, -1):
            here = int(alive[at])
            labels[starts[:here] + at] = now[:here]
            if at:
                now[:here] = back[at, rows[:here], now[:here]]
        labels[ends] = 0  # a mark is no part of a name, however much the characters around it speak for one
        return labels


_MIX = (np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F))
_BITS = (20, 17)


@dataclass(frozen=True)
class _Table:
    """Keys → rows.  Two look-ups a key; of keys that share both slots the first wins."""

    keys: tuple[Keys, ...]
    rows: tuple[NDArray[np.int32], ...]
    missing: int

    @classmethod
    def of(cls, keys: Keys) -> _Table:
        left = np.arange(len(keys), dtype=np.int32)
        tables, rows = [], []
        for mix, bits in zip(_MIX, _BITS, strict=True):
            slots = (keys[left] * mix) >> np.uint64(64 - bits)
            taken, first = np.unique(slots, return_index=True)
            table, row = np.zeros(1 << bits, np.uint64), np.zeros(1 << bits, np.int32)
            table[taken], row[taken] = keys[left[first]], left[first]
            tables.append(table)
            rows.append(row)
            left = np.delete(left, first)
        return cls(tuple(tables), tuple(rows), len(keys))

    def find(self, keys: Keys) -> NDArray[np.int32]:
        """The row of each key, or `missing`."""
        found = np.full(len(keys), self.missing, np.int32)
        for mix, bits, table, rows in zip(_MIX, _BITS, self.keys, self.rows, strict=True):
            slots = (keys * mix) >> np.uint64(64 - bits)
            hit = np.flatnonzero(table[slots] == keys)
            found[hit] = rows[slots[hit]]
        return found


def _stretches(labels: NDArray[np.int8], scores: NDArray[np.float32]) -> Iterator[Stretch]:
    """The stretches of labels other than O."""
    named = np.flatnonzero(labels)
    at = 0
    while at < len(named):
        start = int(named[at])
        inside = 2 * ((labels[start] + 1) // 2)
        end = start + 1
        while end < len(labels) and labels[end] == inside:
            end += 1
        kind = _KINDS[(int(labels[start]) - 1) // 2]
        own = scores[np.arange(start, end), labels[start:end]]
        yield Stretch(start, end, kind, float((own - scores[start:end, 0]).mean()))
        at += 1
        while at < len(named) and named[at] < end:
            at += 1
