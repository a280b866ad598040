"""Here are terms, give me scores: BM25F as sums of arrays that were computed once.

What a term adds to a document depends on the generation only, so it is kept: a sparse pair of arrays for
most terms, one float for every document where the term is common (adding a whole array is then faster
than scattering).  A query costs one scatter over all its sparse terms and one addition a common term.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from index.segments.interface import PLACE_BITS
from index.text.fields import bigrams_field, chars_field
from search.engine.postings.docset import NO_DOCS, DocArray
from search.engine.postings.places import IndexPlaces, documents
from search.engine.postings.snapshot import Posting, Snapshot
from search.engine.ranking.scoring import Saturation, Term

Floats = npt.NDArray[np.float32]

Weighed: TypeAlias = tuple[DocArray, Floats]
"""Documents of one field, sorted, and what each adds before saturation."""

COMMON = 4
"""A term in more than one document of COMMON is kept dense (measured: where the costs meet)."""

LOOK_UP, FEW = 40, 200
"""A term in LOOK_UP times as many documents as match is looked up for those, not scattered; so is every term
where no more than FEW match."""


@dataclass(frozen=True, slots=True)
class Impact:
    """What a term adds: gains float32 beside docs int32 (sorted), or, docs None, for every document."""

    docs: DocArray | None
    gains: Floats

    @property
    def nbytes(self) -> int:
        return self.gains.nbytes + (0 if self.docs is None else self.docs.nbytes)


NO_IMPACT = Impact(NO_DOCS, np.empty(0, np.float32))


def inverse_frequency(count: int, df: int) -> float:
    """ln(1 + (N - df + 0.5) / (df + 0.5)), Robertson and Zaragoza 2009, never negative (as in Lucene)."""
    return math.log(1.0 + (count - df + 0.5) / (df + 0.5))


def index_field(term: Term, field: str) -> str:
    """The index field in which a term of this channel stands for a text field."""
    if term.channel in ("words", "values"):
        return field
    if term.channel == "chars" or len(term.text) == 1:
        return chars_field(field)
    return bigrams_field(field)


def impact(snapshot: Snapshot, term: Term, saturation: Saturation, shape: int | None = None) -> Impact:
    """idf^p · tf / (k1 + tf), tf = Σ weight · frequency / (1 - b + b · length / average) over the fields.

    shape: hash(saturation), where the caller has it: a query asks for dozens of terms under one shape.
    """
    marked = hash(saturation) if shape is None else shape
    return snapshot.cached(("impact", term, marked), lambda: _impact(snapshot, term, saturation))


def _impact(snapshot: Snapshot, term: Term, saturation: Saturation) -> Impact:
    parts = []
    for field in term.fields:
        read = _posting(snapshot, term, field)
        if len(read.docs) and term.channel == "values":
            parts.append((read.docs, read.freqs.astype(np.float32)))
        elif len(read.docs):
            rates = _rates(snapshot, term, field, saturation)
            parts.append((read.docs, read.freqs * rates.take(read.docs)))
    if not parts:
        return NO_IMPACT
    if max(len(docs) for docs, _ in parts) * COMMON > snapshot.space:
        total, df = _laid_out(parts, snapshot.space)
        return Impact(None, _saturated(total, snapshot.count, df, saturation))
    docs, total = reduce(_merged, parts)
    gains = _saturated(total, snapshot.count, len(docs), saturation)
    if len(docs) * COMMON <= snapshot.space:
        return Impact(docs, gains)
    dense = np.zeros(snapshot.space, np.float32)
    dense[docs.astype(np.intp)] = gains
    return Impact(None, dense)


def _saturated(total: Floats, count: int, df: int, saturation: Saturation) -> Floats:
    """idf^p · total / (k1 + total), in place of `total`."""
    idf = inverse_frequency(count, df) ** saturation.idf_power
    bound = total + np.float32(saturation.k1)
    np.divide(total, bound, out=total)
    np.multiply(total, np.float32(idf), out=total)
    return total


def _posting(snapshot: Snapshot, term: Term, field: str) -> Posting:
    if term.channel == "runs" and len(term.text) > 2:
        keys = IndexPlaces(snapshot, field).run(term.text)
        docs = documents(keys)
        ends = keys.searchsorted((docs.astype(np.int64) + 1) << PLACE_BITS)
        return Posting(docs, np.diff(ends, prepend=0).astype(np.float32))
    kept = term.channel != "chars"  # long lists, which nothing but their impact is made of
    return snapshot.posting(index_field(term, field), term.text, kept=kept)


def _rates(snapshot: Snapshot, term: Term, field: str, saturation: Saturation) -> Floats:
    """weight / (1 - b + b · length / average) of every document; cached.  Pairs are as many as characters."""
    name = field if term.channel == "words" else chars_field(field)
    shape = saturation.field(field)

    def make() -> Floats:
        share = np.float32(shape.b / snapshot.average_length(name))
        norms = snapshot.lengths(name) * share + np.float32(1.0 - shape.b)
        return np.float32(shape.weight) / norms

    return snapshot.cached(("rates", name, shape), make)


def _laid_out(parts: Sequence[Weighed], space: int) -> tuple[Floats, int]:
    """The sums of all fields for every document: float32[space], and how many documents have any."""
    wide = ((docs.astype(np.intp), rates) for docs, rates in parts)  # what numpy places by at full speed
    longest, *others = sorted(wide, key=lambda part: -len(part[0]))
    total = np.zeros(space, np.float32)
    total[longest[0]] = longest[1]
    df = len(longest[0])
    for docs, rates in others:
        before = total.take(docs)
        df += len(docs) - int(np.count_nonzero(before))
        total[docs] = before + rates
    return total, df


def _merged(one: Weighed, other: Weighed) -> Weighed:
    """The documents of either, sorted, with their sums."""
    (docs, rates), (fewer, gains) = (one, other) if len(one[0]) >= len(other[0]) else (other, one)
    places = docs.searchsorted(fewer)
    held = docs.take(places, mode="clip") == fewer
    rates = rates.copy()
    rates[places[held]] += gains[held]
    if held.all():
        return docs, rates
    new = ~held
    return np.insert(docs, places[new], fewer[new]), np.insert(rates, places[new], gains[new])


class Accumulator:
    """Adds impacts into arrays that are reused, one set a thread."""

    def __init__(self) -> None:
        self._local = threading.local()

    def everywhere(self, snapshot: Snapshot, terms: Mapping[Term, float], saturation: Saturation) -> Floats:
        """The score of every document: float32[space], valid until this thread's next call."""
        scores = self._zeros(snapshot.space)
        docs, gains = [], []
        shape = hash(saturation)
        for term, weight in terms.items():
            found = impact(snapshot, term, saturation, shape)
            if found.docs is None:
                np.add(scores, found.gains if weight == 1.0 else found.gains * np.float32(weight), out=scores)
            elif len(found.docs):
                docs.append(found.docs)
                gains.append(found.gains if weight == 1.0 else found.gains * np.float32(weight))
        if docs:
            np.add.at(scores, np.concatenate(docs), np.concatenate(gains))
        return scores

    def at(
        self,
        snapshot: Snapshot,
        terms: Mapping[Term, float],
        saturation: Saturation,
        wanted: npt.NDArray[np.intp],
    ) -> Floats:
        """The scores of the sorted documents `wanted`, beside them."""
        scores = np.zeros(len(wanted), np.float32)
        narrow = wanted.astype(np.int32)
        scattered: dict[Term, float] = {}
        shape = hash(saturation)
        for term, weight in terms.items():
            found = impact(snapshot, term, saturation, shape)
            if found.docs is None:
                scores += found.gains.take(wanted) * np.float32(weight)
            elif len(wanted) <= FEW or len(found.docs) > LOOK_UP * len(wanted):
                _look_up(scores, found, weight, narrow)
            elif len(found.docs):
                scattered[term] = weight
        if scattered:
            scores += self.everywhere(snapshot, scattered, saturation).take(wanted)
        return scores

    def _zeros(self, space: int) -> Floats:
        held: Floats | None = getattr(self._local, "scores", None)
        if held is None or len(held) != space:
            held = np.zeros(space, np.float32)
            self._local.scores = held
        else:
            held.fill(0.0)
        return held


def _look_up(scores: Floats, found: Impact, weight: float, wanted: DocArray) -> None:
    """Add what `found` gives to the sorted documents `wanted`."""
    assert found.docs is not None
    if not len(found.docs):
        return
    places = found.docs.searchsorted(wanted)
    gains = found.gains.take(places, mode="clip")
    gains *= found.docs.take(places, mode="clip") == wanted
    scores += gains if weight == 1.0 else gains * np.float32(weight)
