"""Here are rankings and judgements; give me the usual figures, query by query, and how sure they are.

nDCG: gain 2^grade - 1, discount log2 (Burges et al. 2005).  Differences carry a paired bootstrap interval
over queries (Sakai 2006): both systems are resampled together, so that hard queries weigh on both.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from benchmarks.relevance.collection import Collection

METRICS = ("nDCG@10", "MRR@10", "S@1", "R@100")
Run = Mapping[str, Sequence[str]]


def measure(collection: Collection, run: Run) -> npt.NDArray[np.float64]:
    """float64[queries, 4]: the METRICS of every query, in the collection's order; no answer scores 0."""
    rows = []
    for query in collection.queries:
        judged = collection.judged[query]
        relevant = {document for document, grade in judged.items() if grade > 0}
        ranked = list(run.get(query, ()))
        ideal = _gain(sorted(judged.values(), reverse=True)[:10])
        rows.append(
            (
                _gain([judged.get(document, 0) for document in ranked[:10]]) / ideal,
                next((1 / place for place, one in enumerate(ranked[:10], start=1) if one in relevant), 0.0),
                float(bool(ranked) and ranked[0] in relevant),
                len(relevant.intersection(ranked[:100])) / len(relevant),
            )
        )
    return np.array(rows)


def interval(
    ours: npt.NDArray[np.float64], theirs: npt.NDArray[np.float64], samples: int = 10_000
) -> tuple[float, float, float]:
    """(mean difference, lower, upper) with the 95 % percentile interval of the paired bootstrap."""
    differences = ours - theirs
    chance = np.random.default_rng(20_000)
    means = np.empty(samples)
    for start in range(0, samples, 100):
        chosen = chance.integers(0, len(differences), (100, len(differences)))
        means[start : start + 100] = differences[chosen].mean(axis=1)
    low, high = np.percentile(means, [2.5, 97.5])
    return float(differences.mean()), float(low), float(high)


def _gain(grades: Sequence[int]) -> float:
    return sum((2 ** max(0, grade) - 1) / math.log2(place + 1) for place, grade in enumerate(grades, start=1))
