"""Here are texts cut into words; give me what keeps being printed as one and is cut apart.

Two or three words in a row are proposed as one where they *cohere* and their *borders are free*:

    cohesion   pointwise mutual information, log2 of f(xy)·N / (f(x)·f(y)), the least over the places where
               the run can be parted (Church and Hanks, Word Association Norms, Mutual Information, and
               Lexicography, Computational Linguistics 16(1), 1990)
    freedom    the lesser of the entropies, in bits, of what stands before the run and behind it (branching
               entropy: Jin and Tanaka-Ishii, Unsupervised Segmentation of Chinese Text by Use of Branching
               Entropy, COLING/ACL 2006)

All counting is done in arrays: some 250 bytes for each word of the texts, once.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Ids = npt.NDArray[np.int64]
Word = tuple[str, int, int]

WORDS, LONGEST = 3, 8
"""Words and characters of a compound, at most."""

LIKELY = 2000
"""Runs that are looked at more closely."""

COHESION, FREEDOM = 0.4, 1.0
"""Least cohesion, as a part of the most that a run of its frequency can have (Bouma, Normalized (Pointwise)
Mutual Information in Collocation Extraction, GSCL 2009), so that it means the same in a small archive; least
freedom in bits.  Set by looking at what broadcast news propose."""

_LOOSE = frozenset(
    "的了着过和与及或是在有为以对将被把从到向于之其这那各该等也都就又并而但由不上下中内外前后里个名项次"
)
"""Single characters that bind what stands beside them into sentences, not into words."""


@dataclass(frozen=True, slots=True)
class Compound:
    """A run that may be one word.  frequency: how often it is printed; cohesion, freedom: in bits."""

    word: str
    frequency: int
    cohesion: float
    freedom: float

    @property
    def score(self) -> float:
        """By which proposals are ordered: how sure, times how common."""
        return self.cohesion * self.freedom * math.log2(self.frequency)


def whole(found: Iterable[Word]) -> list[Word]:
    """The words of a cut in search mode without the parts of longer ones."""
    kept: list[Word] = []
    for word in found:
        while kept and kept[-1][1] >= word[1]:
            kept.pop()
        kept.append(word)
    return kept


def compounds(texts: Iterable[Iterable[Word]], least: int = 5) -> list[Compound]:
    """What may be words in texts that are cut into (word, start, end), the likeliest first.

    least: how often a run must be printed.  A word that is no letters, digits or characters parts runs.
    """
    table, ids = _numbered(texts)
    if len(ids) < WORDS + 2:
        return []
    number = len(ids) - int(np.count_nonzero(ids == 0))
    lengths = np.array([len(word) for word in table], np.int64)
    grams, counts = [ids - 1], [np.bincount(ids, minlength=len(table))[1:]]
    found: list[Compound] = []
    for size in range(2, WORDS + 1):
        gram, count, first = _longer(grams[-1], least)
        grams.append(gram)
        counts.append(count)
        if not len(count):
            break
        cohesion = _cohesion(grams, counts, first, number)
        freedom = np.minimum(_entropy(gram, ids, -1, len(table)), _entropy(gram, ids, size, len(table)))
        total = sum(lengths[ids[first + at]] for at in range(size))
        most = np.log2(number) - np.log2(count)
        good = (cohesion >= COHESION * most) & (freedom >= FREEDOM) & (total <= LONGEST)
        for one in np.flatnonzero(good).tolist():
            words = [table[ids[first[one] + at]] for at in range(size)]
            if not any(word in _LOOSE for word in words):
                numbers = int(count[one]), round(float(cohesion[one]), 2), round(float(freedom[one]), 2)
                found.append(Compound("".join(words), *numbers))
    likely = sorted(found, key=lambda one: (-one.score, one.word))[:LIKELY]
    return list(_maximal(likely))


def _numbered(texts: Iterable[Iterable[Word]]) -> tuple[list[str], Ids]:
    """(words by number, number of every word in order); 0 = nothing runs across here."""
    known: dict[str, int] = {}
    numbers = [0]
    for text in texts:
        end = -1
        for word, start, stop in text:
            if start != end and end >= 0:
                numbers.append(0)
            end = stop
            joins = word.isalpha() and not word.isascii()
            numbers.append(known.setdefault(word, len(known) + 1) if joins else 0)
        numbers.append(0)
    return ["", *known], np.array(numbers, np.int64)


def _longer(gram: Ids, least: int) -> tuple[Ids, Ids, Ids]:
    """Runs of one word more than `gram` has at each place (-1: none): the same of these, how often each is
    there, where it is first."""
    both = (gram[:-1] >= 0) & (gram[1:] >= 0)
    at = np.flatnonzero(both)
    keys = gram[at] * (int(gram.max(initial=0)) + 1) + gram[at + 1]
    _, first, inverse, count = np.unique(keys, return_index=True, return_inverse=True, return_counts=True)
    often = count >= least
    renumbered = np.where(often, np.cumsum(often) - 1, -1)
    longer = np.full(len(gram), -1, np.int64)
    longer[at] = renumbered[inverse]
    return longer, count[often].astype(np.int64), at[first[often]].astype(np.int64)


def _cohesion(grams: list[Ids], counts: list[Ids], first: Ids, number: int) -> npt.NDArray[np.float64]:
    """The least mutual information over the places at which the longest runs can be parted."""
    size = len(grams)
    together = np.log2(counts[-1]) + np.log2(number)
    parted = [
        np.log2(counts[left - 1][grams[left - 1][first]])
        + np.log2(counts[size - left - 1][grams[size - left - 1][first + left]])
        for left in range(1, size)
    ]
    least: npt.NDArray[np.float64] = together - np.max(parted, axis=0)
    return least


def _entropy(gram: Ids, ids: Ids, beside: int, size: int) -> npt.NDArray[np.float64]:
    """Entropy in bits of the word at `beside` words from the start of each run."""
    at = np.flatnonzero(gram >= 0)
    keys, count = np.unique(gram[at] * size + ids[at + beside], return_counts=True)
    which = keys // size
    total = np.bincount(which, count)
    within = np.bincount(which, count * np.log2(count))
    entropy: npt.NDArray[np.float64] = np.log2(total) - within / total
    return entropy


def _maximal(found: list[Compound]) -> Iterator[Compound]:
    """Without those that are nearly always printed inside a longer one."""
    for one in found:
        longer = (other for other in found if one.word in other.word and other.word != one.word)
        if not any(other.frequency >= 0.8 * one.frequency for other in longer):
            yield one
