"""Here are scores, give me the best k places, with ties broken exactly.

The k-th largest of the maxima of disjoint blocks is a bound that at least k scores reach, so one pass for
the maxima and one comparison leave a handful to sort.  Deep pages fall back to a partition.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

BLOCKS = 256
"""Arrays are cut into so many rows, at most; maxima are taken down the columns."""

FEW = 1024
"""So many are sorted whole: looking for a bound would cost more."""

Floats = npt.NDArray[np.float32]
Places = npt.NDArray[np.intp]


def best(scores: Floats, k: int, newest: Callable[[Places], npt.NDArray[np.int32]]) -> Places:
    """Places of the best `k`, in order: score descending, equal ones as `newest` orders them.

    scores: float32[n], -inf = not to be chosen; newest: asked only where scores tie; distinct.
    """
    if k <= 0 or not len(scores):
        return np.empty(0, np.intp)
    chosen = reaching(scores, k)
    falling = -scores.take(chosen)
    order = np.argsort(falling)
    ordered = falling.take(order)
    if np.equal(ordered[1:], ordered[:-1]).any():
        order = np.lexsort((newest(chosen), falling))
        ordered = falling.take(order)
    return chosen.take(order[: min(k, int(ordered.searchsorted(np.inf)))])


def reaching(values: npt.NDArray[np.floating | np.integer], k: int) -> Places:
    """Places of every value that can be among the `k` largest: at least k of them where there are k > 0."""
    count = len(values)
    if k >= count or count <= FEW:
        return np.arange(count)
    rows = min(BLOCKS, count // (2 * k))
    if rows < 2:
        return np.flatnonzero(values >= np.partition(values, count - k)[count - k])
    columns = count // rows
    maxima = values[: columns * rows].reshape(rows, columns).max(axis=0)
    return np.flatnonzero(values >= np.partition(maxima, columns - k)[columns - k])
