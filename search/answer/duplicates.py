"""Here are articles; tell me which are printed more than once, and which of them is the original.

One-permutation MinHash (Li, Owen, Zhang 2012) over runs of five folded characters: a fingerprint is the
least hash in each of 64 bins, so that the share of equal bins estimates the share of common runs (Jaccard).
Bands of four bins find the candidates without comparing all with all.  A thousand articles take some fifty
milliseconds, and fingerprints are kept by article id, so that only new articles are ever read.
"""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt

from corpus.model import Article
from index.arrays.sorting import distinct
from index.text.fold import fold_batch

RUN = 5
"""Characters of a run: long enough that unrelated articles share few, short enough to survive edits."""

BINS = 64
BAND = 4
SAME = 0.7
"""Share of equal bins from which two articles are one.  Over 75,000 broadcast news, pairs above it are one
text with corrections or a new head and tail; between 0.4 and 0.65 lie the formulas of protocol."""

APART = 92
"""Days between two prints of one text.  What recurs word for word every year is no reprint, but a formula."""

LEAST = 12
"""Bins that must be filled; shorter texts are compared whole."""

_EMPTY = np.uint64(0xFFFFFFFFFFFFFFFF)
_MIX = np.uint64(0x9E3779B97F4A7C15)
_REPRINT = re.compile(r"转载|转自|摘自|来源[:：]|据[^，。；]{2,16}(?:报道|消息|网|报|社)")

Fingerprint = npt.NDArray[np.uint64]
Days = npt.NDArray[np.int32]


def fingerprints(texts: Sequence[str]) -> Fingerprint:
    """uint64[len(texts), BINS]; a bin without a run holds the greatest value."""
    batch = fold_batch(texts)
    found = np.full((len(texts), BINS), _EMPTY, np.uint64)
    if not len(texts):
        return found
    hashes = _runs(batch.codes.astype(np.uint64))
    owner = np.repeat(np.arange(len(texts)), np.diff(batch.bounds))
    if len(hashes):
        last = owner[RUN - 1 :]
        whole = owner[: len(hashes)] == last
        hashes, owner = hashes[whole], last[whole]
        places = owner * BINS + (hashes >> np.uint64(64 - 6)).astype(np.int64)
        np.minimum.at(found.reshape(-1), places, hashes)
    return found


def _runs(codes: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """A well-mixed hash of every RUN neighbouring characters."""
    count = len(codes) - RUN + 1
    if count <= 0:
        return np.empty(0, np.uint64)
    total = np.zeros(count, np.uint64)
    for i in range(RUN):
        total = total * np.uint64(0x100000001B3) + codes[i : i + count]
    total ^= total >> np.uint64(29)
    total *= np.uint64(0xBF58476D1CE4E5B9)
    total ^= total >> np.uint64(32)
    return total * np.uint64(0x94D049BB133111EB)


def resemblance(a: Fingerprint, b: Fingerprint) -> npt.NDArray[np.float64]:
    """Estimated Jaccard similarity of the rows of `a` and `b`; bins empty in both count for nothing."""
    used = (a != _EMPTY) | (b != _EMPTY)
    equal = (a == b) & used
    filled: npt.NDArray[np.float64] = equal.sum(-1) / np.maximum(used.sum(-1), LEAST)
    return filled


def groups(marks: Fingerprint, dates: Days | None = None) -> npt.NDArray[np.int64]:
    """The group of every row, numbered by its first member: int64[n].  dates: ordinals, 0 = unknown."""
    count = len(marks)
    parent = np.arange(count)

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = int(parent[i])
        return i

    days = np.zeros(count, np.int32) if dates is None else dates
    for a, b in _candidates(marks):
        if days[a] and days[b] and abs(int(days[a]) - int(days[b])) > APART:
            continue
        if resemblance(marks[a], marks[b]) >= SAME:
            first, second = sorted((root(a), root(b)))
            parent[second] = first
    return np.array([root(i) for i in range(count)], np.int64)


def _candidates(marks: Fingerprint) -> Iterable[tuple[int, int]]:
    """Pairs that agree in a whole band, each with the one before it in the band's order."""
    pairs = [np.empty(0, np.int64)]
    for start in range(0, BINS, BAND):
        band = marks[:, start : start + BAND]
        rows = np.flatnonzero((band != _EMPTY).all(1))
        keys = band[rows, 0].copy()
        for column in range(1, BAND):
            keys = keys * _MIX + band[rows, column]
        order = np.argsort(keys, kind="stable")
        same = np.flatnonzero(keys[order[1:]] == keys[order[:-1]])
        pairs.append(rows[order[same]] << 32 | rows[order[same + 1]])
    each = distinct(np.concatenate(pairs))
    return zip((each >> 32).tolist(), (each & 0xFFFFFFFF).tolist(), strict=True)


@dataclass
class Fingerprints:
    """The fingerprints of an archive by article id, with the days they were printed.  Save after `update`."""

    ids: list[str] = field(default_factory=list)
    marks: Fingerprint = field(default_factory=lambda: np.empty((0, BINS), np.uint64))
    dates: Days = field(default_factory=lambda: np.empty(0, np.int32))

    @classmethod
    def open(cls, path: Path) -> Fingerprints:
        """What is kept at `path`; empty where nothing is, or nothing that can be read."""
        try:
            with np.load(path) as held:
                return cls(held["ids"].tolist(), held["marks"], held["dates"])
        except (OSError, ValueError, KeyError):
            return cls()

    def save(self, path: Path) -> None:
        """Put the file in place at once."""
        partial = path.with_name(path.name + ".partial.npz")
        np.savez(partial, ids=np.array(self.ids, np.str_), marks=self.marks, dates=self.dates)
        partial.replace(path)

    def update(self, articles: Iterable[Article], batch: int = 1000) -> None:
        """Add articles; an id that is known gets its new fingerprint."""
        left = iter(articles)
        while some := list(itertools.islice(left, batch)):
            fresh = {article.id: article for article in some}
            self.keep(set(self.ids) - fresh.keys())
            self.ids += fresh
            self.marks = np.concatenate([self.marks, fingerprints([a.body for a in fresh.values()])])
            days = [a.date.toordinal() if a.date else 0 for a in fresh.values()]
            self.dates = np.concatenate([self.dates, np.array(days, np.int32)])

    def keep(self, ids: Iterable[str]) -> None:
        """Forget all but these."""
        wanted = set(ids)
        rows = [number for number, each in enumerate(self.ids) if each in wanted]
        if len(rows) < len(self.ids):
            self.ids = [self.ids[number] for number in rows]
            self.marks, self.dates = self.marks[rows], self.dates[rows]

    def agree(self, ids: Sequence[str], articles: Sequence[Article]) -> bool:
        """Whether these are the fingerprints of exactly these ids, and still those of these articles."""
        if len(ids) != len(self.ids) or set(ids) != set(self.ids):
            return False
        asked = {article.id for article in articles}
        rows = {each: number for number, each in enumerate(self.ids) if each in asked}
        held = [rows[article.id] for article in articles]
        days = [article.date.toordinal() if article.date else 0 for article in articles]
        return bool(
            np.array_equal(self.dates[held], np.array(days, np.int32))
            and np.array_equal(self.marks[held], fingerprints([article.body for article in articles]))
        )

    def groups(self) -> Mapping[str, tuple[str, ...]]:
        """Article id → every id of its group, for articles printed more than once."""
        numbers = groups(self.marks, self.dates)
        members: dict[int, list[str]] = {}
        for article_id, number in zip(self.ids, numbers.tolist(), strict=True):
            members.setdefault(number, []).append(article_id)
        return {each: tuple(held) for held in members.values() if len(held) > 1 for each in held}


def fold_copies(
    ranked: Sequence[str], groups_of: Mapping[str, tuple[str, ...]]
) -> list[tuple[str, tuple[str, ...]]]:
    """(id, ids of the copies folded under it) in rank order: of each group the first one ranked stays."""
    shown: list[tuple[str, tuple[str, ...]]] = []
    place: dict[tuple[str, ...], int] = {}
    for article_id in ranked:
        group = groups_of.get(article_id)
        if group is not None:
            at = place.setdefault(group, len(shown))
            if at < len(shown):
                shown[at] = shown[at][0], (*shown[at][1], article_id)
                continue
        shown.append((article_id, ()))
    return shown


def original_first(articles: Sequence[Article]) -> list[Article]:
    """Articles of one group, the original first: not marked as a reprint, earliest, longest."""

    def key(article: Article) -> tuple[bool, dt.date, int, str]:
        edges = article.body[:80] + article.body[-80:] + (article.credit or "")
        reprint = _REPRINT.search(edges) is not None
        return reprint, article.date or dt.date.max, -len(article.body), article.id

    return sorted(articles, key=key)
