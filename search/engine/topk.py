"""Here are scores, give me the best k places, with ties broken exactly: score, then date, then id.

The k-th largest of the maxima of disjoint blocks is a bound that at least k scores reach, so one pass for
the maxima and one comparison leave a handful to sort.  Deep pages fall back to a partition.  Ids are
strings and far away: only those of places that tie in everything else are asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

BLOCKS = 256
"""Score arrays are cut into so many rows; maxima are taken down the columns."""

Floats = npt.NDArray[np.float32]
Places = npt.NDArray[np.intp]
IdsOf = Callable[[Places], Sequence[str]]


def best(scores: Floats, dates: npt.NDArray[np.int32], k: int, ids_of: IdsOf) -> Places:
    """Places of the best `k`, in order: score descending, date descending, id ascending.

    scores: float32[n], -inf = not to be chosen; dates: int32[n].
    """
    chosen = _reaching(scores, k)
    keys = (-dates.take(chosen), -scores.take(chosen))
    return _ordered(chosen, keys, k, ids_of)


def newest(dates: npt.NDArray[np.int32], k: int, ids_of: IdsOf) -> Places:
    """Places of the `k` latest dates, in order; undated (0) last; equal dates by id."""
    return _by_date(-dates.astype(np.int64), k, ids_of)


def oldest(dates: npt.NDArray[np.int32], k: int, ids_of: IdsOf) -> Places:
    """Places of the `k` earliest dates, in order; undated (0) last; equal dates by id."""
    far = np.where(dates == 0, np.int64(np.iinfo(np.int32).max), dates)
    return _by_date(far, k, ids_of)


def ascending(places: npt.NDArray[np.int32], dates: npt.NDArray[np.int32], k: int, ids_of: IdsOf) -> Places:
    """Places of the `k` smallest of `places`, in order; equal ones by date descending, then id."""
    bound = np.partition(places, k - 1)[k - 1] if k < len(places) else np.inf
    chosen = np.flatnonzero(places <= bound)
    return _ordered(chosen, (-dates.take(chosen), places.take(chosen)), k, ids_of)


def _by_date(keys: npt.NDArray[np.int64], k: int, ids_of: IdsOf) -> Places:
    bound = np.partition(keys, k - 1)[k - 1] if k < len(keys) else np.inf
    chosen = np.flatnonzero(keys <= bound)
    return _ordered(chosen, (keys.take(chosen),), k, ids_of)


def _ordered(chosen: Places, keys: tuple[npt.NDArray[np.generic], ...], k: int, ids_of: IdsOf) -> Places:
    """The first `k` of `chosen` by `keys` (the last one first, ascending), ties by id."""
    order = np.lexsort(keys)
    chosen = chosen[order]
    same = np.ones(max(0, len(chosen) - 1), np.bool_)
    for key in keys:
        ordered = key[order]
        same &= ordered[1:] == ordered[:-1]
    starts = np.flatnonzero(np.concatenate([[True], ~same]))
    for start, end in zip(starts, [*starts[1:], len(chosen)], strict=True):
        if start >= k:
            break
        if end - start > 1:
            tied = chosen[start:end]
            ids = ids_of(tied)
            chosen[start:end] = tied[sorted(range(len(tied)), key=ids.__getitem__)]
    return chosen[:k]


def _reaching(scores: Floats, k: int) -> Places:
    """Places of every score that can be among the best k: at least k of them where there are k."""
    count = len(scores)
    if k <= 0 or not count:
        return np.empty(0, np.intp)
    bound = _block_bound(scores, k)
    if bound == -np.inf and k < count:
        bound = float(np.partition(scores, count - k)[count - k])
    if bound == -np.inf:
        return np.flatnonzero(scores > -np.inf)
    return np.flatnonzero(scores >= bound)


def _block_bound(scores: Floats, k: int) -> float:
    """A bound that at least k scores reach; -inf where blocks are too few or too empty to tell."""
    columns = len(scores) // BLOCKS
    if columns < 2 * k:
        return -np.inf
    maxima = scores[: columns * BLOCKS].reshape(BLOCKS, columns).max(axis=0)
    return float(np.partition(maxima, columns - k)[columns - k])
