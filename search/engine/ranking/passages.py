"""Here are the best documents of a first pass; tell me how much of the query stands close together in each.

The gain of a document is the most that any window of its body holds, in inverse document frequency of the
query's distinct character pairs; pairs of the title count in every window, since a passage is read under its
headline.  So 骨干直联点 in a row beats its words scattered over a page, without phrases having to be guessed.

Source: passage evidence as in Bendersky and Kurland 2008, windows as in Tao and Zhai 2007; the title in every
window, and pairs instead of words, are what helped here (docs/architecture/ranking.md has the figures).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from index.segments.interface import PLACE_BITS
from index.text.fields import bigrams_field
from search.engine.postings.docset import contains
from search.engine.postings.snapshot import Snapshot
from search.engine.ranking.impacts import inverse_frequency
from search.engine.ranking.scoring import Scoring, Term, pairs_of

Floats = npt.NDArray[np.float32]

FADED = 0.5
"""Share of its weight below which closeness is not looked at: queries of more than fourteen pairs, where it
would cost milliseconds and gain nothing that can be measured."""

FAR = np.iinfo(np.int64).max


def closeness(
    snapshot: Snapshot,
    pairs: Sequence[str],
    weights: Sequence[float],
    docs: npt.NDArray[np.intp],
    window: int,
) -> Floats:
    """The weight of the distinct `pairs` in the best window of each document: float32[len(docs)].

    pairs: folded, distinct; weights: beside them; docs: sorted; window: characters.
    """
    wanted = docs.astype(np.int32)
    in_title = np.array([contains(_docs(snapshot, "title", pair), wanted) for pair in pairs])
    worth = np.asarray(weights, np.float32)
    best: Floats = worth @ in_title
    places = [snapshot.keys(bigrams_field("body"), pair, wanted) for pair in pairs]
    starts = np.concatenate(places)
    if not len(starts):
        return best
    which = np.repeat(np.arange(len(pairs)), [len(each) for each in places])
    order = np.argsort(starts, kind="stable")
    starts, which = starts[order], which[order]
    owners = wanted.searchsorted((starts >> PLACE_BITS).astype(np.int32))
    following = np.full((len(pairs), len(starts)), FAR)
    following[which, np.arange(len(starts))] = starts
    following = np.minimum.accumulate(following[:, ::-1], axis=1)[:, ::-1]
    held = (following <= starts + window) | in_title[:, owners]
    np.maximum.at(best, owners, worth @ held)
    return best


def _docs(snapshot: Snapshot, field: str, pair: str) -> npt.NDArray[np.int32]:
    return snapshot.posting(bigrams_field(field), pair).docs


def refine(
    snapshot: Snapshot,
    terms: Mapping[Term, float],
    scoring: Scoring,
    docs: npt.NDArray[np.intp],
    scores: Floats,
) -> tuple[npt.NDArray[np.intp], Floats]:
    """The first pass with its best `scoring.depth` documents put in their final order.

    docs, scores: best first.  Nearness only adds, so the rest stays where it is, below.
    """
    if not len(docs) or not _share(len(pairs_of(terms)), scoring):
        return docs, scores
    head = min(len(docs), scoring.depth)
    order = np.argsort(docs[:head])
    gains = np.empty(head, np.float32)
    gains[order] = nearness(snapshot, terms, scoring, docs[:head][order])
    better = scores[:head] + gains
    moved = np.argsort(-better, kind="stable")
    return np.concatenate([docs[:head][moved], docs[head:]]), np.concatenate([better[moved], scores[head:]])


def nearness(
    snapshot: Snapshot, terms: Mapping[Term, float], scoring: Scoring, docs: npt.NDArray[np.intp]
) -> Floats:
    """What closeness adds to the scores of the sorted documents: float32[len(docs)]."""
    pairs = pairs_of(terms)
    share = _share(len(pairs), scoring)
    if not share:
        return np.zeros(len(docs), np.float32)
    weights = [idf(snapshot, pair) for pair in pairs]
    return np.float32(share) * closeness(snapshot, pairs, weights, docs, scoring.window)


def _share(pairs: int, scoring: Scoring) -> float:
    """The weight of closeness for a query of so many pairs; 0 where it is not worth looking."""
    faded = min(1.0, (scoring.near_pairs / max(1, pairs)) ** 2)
    return scoring.closeness * faded if pairs > 1 and faded > FADED else 0.0


def idf(snapshot: Snapshot, pair: str) -> float:
    """Inverse document frequency of a pair, over title and body."""
    frequency = max(len(_docs(snapshot, field, pair)) for field in ("title", "body"))
    return inverse_frequency(snapshot.count, frequency)


def prior(snapshot: Snapshot, scoring: Scoring, scores: Floats, docs: npt.NDArray[np.intp] | None) -> None:
    """Let newer articles gain a little, in place.  docs: beside the scores, None = every document.

    The newest article of the archive gains the share `scoring.recency`, halved with every `half_life` days.
    """
    if not scoring.recency:
        return
    dates = snapshot.dates() if docs is None else snapshot.dates().take(docs)
    newest = int(snapshot.dates().max(initial=0))
    gains = scoring.recency * np.exp2((dates - newest) / scoring.half_life)
    np.multiply(scores, np.where(dates > 0, 1.0 + gains, 1.0), out=scores, casting="same_kind")
