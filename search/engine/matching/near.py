"""Here are parts that should stand close together, give me the documents where they do.

Nearness is measured in characters, so it does not change with the dictionary.  Only one field at a
time is looked at; documents are narrowed to those that have every part before positions are read.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce

import numpy as np

from search.engine.matching.joined import Joined
from search.engine.matching.meaning import Form, QueryReading, forms_of, means, rough_docs, spans_of
from search.engine.matching.spans import follow, same_group, together
from search.engine.postings.analysis import Analysis
from search.engine.postings.docset import DocArray, DocSet, intersect, union
from search.engine.postings.places import FieldPlaces, IndexPlaces, documents
from search.engine.postings.snapshot import KeyArray, Snapshot
from search.language.tree import TEXT_FIELDS, And, Near, Phrase, Query, Text


@means(Near)
class NearMeaning(Joined[Near]):
    def docs(self, node: Near, snapshot: Snapshot, analysis: Analysis) -> DocSet:
        return snapshot.cached(("leaf", node), lambda: _docs(node, snapshot, analysis))

    def forms(self, node: Near, reading: QueryReading) -> Iterator[Form]:
        for part in _flat(node.parts):
            whole = Phrase(part.text, part.field, part.whole) if isinstance(part, Text) else part
            yield from forms_of(whole, reading)


def _docs(node: Near, snapshot: Snapshot, reading: QueryReading) -> DocSet:
    """The documents in which the parts stand as asked, in one of the text fields."""
    parts = _flat(node.parts) if node.ordered else tuple(dict.fromkeys(_flat(node.parts)))
    found = [_field_docs(snapshot, field, parts, node, reading) for field in TEXT_FIELDS]
    return union([DocSet.of(docs, snapshot.space) for docs in found], snapshot.space)


def _flat(parts: tuple[Query, ...]) -> tuple[Query, ...]:
    """The leaves, with the parts of a conjunction or of a nearness inside taken one by one."""
    leaves: list[Query] = []
    for part in parts:
        leaves += _flat(part.parts) if isinstance(part, (And, Near)) else (part,)
    return tuple(leaves)


def _field_docs(
    snapshot: Snapshot, field: str, parts: tuple[Query, ...], near: Near, reading: QueryReading
) -> DocArray:
    rough = [rough_docs(part, field, snapshot, reading) for part in parts]
    within = intersect(rough, snapshot.space).docs()
    if not len(within):
        return within
    places = IndexPlaces(snapshot, field)
    spans = [spans_of(part, field, places, reading, within) for part in parts]
    if not all(len(each) for each in spans):
        return within[:0]
    boundaries = _boundaries(places, near)
    if near.ordered:
        high = near.distance if near.within == "chars" else None
        found = reduce(lambda before, after: follow(before, after, 0, high, boundaries), spans)
        return documents(np.sort(found.starts))
    if boundaries is None:
        return together(spans, near.distance)
    return same_group(spans, boundaries)


def _boundaries(places: FieldPlaces, near: Near) -> KeyArray | None:
    if near.within == "sentence":
        return places.sentences()
    return places.paragraphs() if near.within == "paragraph" else None
