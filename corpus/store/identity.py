"""Here are the articles of two printings, tell me which is which; here is content, give me an id.

Ids are opaque, stable and made from content, so that the same sources give the same ids in any archive.
"""

from __future__ import annotations

import base64
import hashlib
import heapq
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

SIMILAR = 0.5
"""Dice coefficient of character bigrams from which two articles are taken for the same."""

SIMILAR_UNDER_TITLE = 0.2
"""The same, where the titles are equal."""

_ALL_PAIRS = 200
"""Up to so many left on either side, every pair is compared; beyond, only near neighbours."""

_NEIGHBOURS = 20


def opaque(*parts: str) -> str:
    """An id of 12 characters (a-z, 2-7): 60 bits of BLAKE2b over the parts."""
    hashed = hashlib.blake2b("\x1f".join(parts).encode("utf-8", "replace"), digest_size=10).digest()
    return base64.b32encode(hashed).decode().lower()[:12]


@dataclass(frozen=True, slots=True)
class ComparedText:
    """What two printings of an article are compared by."""

    title: str
    body: str


def similarity(one: ComparedText, other: ComparedText) -> float:
    """Dice coefficient over the sets of character bigrams of title and body, 0.0-1.0."""
    return _dice(_bigrams(one), _bigrams(other))


def pair(old: Sequence[ComparedText], new: Sequence[ComparedText]) -> dict[int, int]:
    """Match the articles of two printings: index in `new` → index in `old`, each used once.

    Equal texts first, in order; then the most similar pairs.  What has no counterpart is left out.
    """
    matched: dict[int, int] = {}
    waiting: dict[tuple[str, str], list[int]] = defaultdict(list)
    for index in reversed(range(len(old))):
        waiting[_key(old[index])].append(index)
    for index, text in enumerate(new):
        if waiting.get(_key(text)):
            matched[index] = waiting[_key(text)].pop()
    taken = set(matched.values())
    left_old = [index for index in range(len(old)) if index not in taken]
    left_new = [index for index in range(len(new)) if index not in matched]
    heap = [(-score, n, o) for score, n, o in _scored(old, new, left_old, left_new)]
    heapq.heapify(heap)
    while heap:
        _, n, o = heapq.heappop(heap)
        if n not in matched and o not in taken:
            matched[n] = o
            taken.add(o)
    return matched


def _scored(
    old: Sequence[ComparedText], new: Sequence[ComparedText], left_old: list[int], left_new: list[int]
) -> Iterator[tuple[float, int, int]]:
    near = max(len(left_old), len(left_new)) > _ALL_PAIRS
    grams_old = {index: _bigrams(old[index]) for index in left_old}
    titled: dict[str, list[int]] = defaultdict(list)
    for index in left_old:
        if title := _squeeze(old[index].title):
            titled[title].append(index)
    for n in left_new:
        grams, same = _bigrams(new[n]), titled.get(_squeeze(new[n].title), [])
        candidates = left_old
        if near:
            first, last = bisect_left(left_old, n - _NEIGHBOURS), bisect_right(left_old, n + _NEIGHBOURS)
            candidates = list({*left_old[first:last], *same[:_ALL_PAIRS]})
        for o in candidates:
            score = _dice(grams, grams_old[o])
            if score >= (SIMILAR_UNDER_TITLE if o in same else SIMILAR):
                yield score + (o in same), n, o


def _key(text: ComparedText) -> tuple[str, str]:
    return _squeeze(text.title), _squeeze(text.body)


def _squeeze(text: str) -> str:
    return "".join(text.split())


def _bigrams(text: ComparedText) -> set[str]:
    run = _squeeze(text.title) + "\n" + _squeeze(text.body)
    return {run[start : start + 2] for start in range(len(run) - 1)}


def _dice(one: set[str], other: set[str]) -> float:
    total = len(one) + len(other)
    return 2 * len(one & other) / total if total else 1.0
