"""What joins other nodes: all of them, any of them, none, all articles, with a boost, counted."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from search.engine.matching.meaning import (
    Form,
    Meaning,
    Node,
    QueryReading,
    Terms,
    cuts_of,
    forms_of,
    match,
    means,
    rough_docs,
    spans_of,
    terms_of,
)
from search.engine.matching.spans import Counts, Spans
from search.engine.postings.analysis import Analysis
from search.engine.postings.docset import DocArray, DocSet, intersect, union
from search.engine.postings.places import FieldPlaces, IndexPlaces
from search.engine.postings.snapshot import Snapshot
from search.engine.ranking.scoring import Scoring, either, summed
from search.language.tree import (
    TEXT_FIELDS,
    And,
    AtLeast,
    Boost,
    Everything,
    Not,
    Nothing,
    Or,
    Query,
    parts,
)


class Joined(Meaning[Node]):
    """A node whose meaning is made of what is inside it: everything of each part, one after the other."""

    def terms(self, node: Node, analysis: Analysis, scoring: Scoring) -> Terms:
        return summed(terms_of(part, analysis, scoring) for part in parts(node))

    def forms(self, node: Node, reading: QueryReading) -> Iterator[Form]:
        for part in parts(node):
            yield from forms_of(part, reading)

    def cuts(self, node: Node, analysis: Analysis) -> Iterator[tuple[str, tuple[str, ...]]]:
        for part in parts(node):
            yield from cuts_of(part, analysis)


@means(And)
class AndMeaning(Joined[And]):
    def docs(self, node: And, snapshot: Snapshot, analysis: Analysis) -> DocSet:
        wanted = [match(part, snapshot, analysis) for part in node.parts if not isinstance(part, Not)]
        found = intersect(wanted, snapshot.space) if wanted else snapshot.everything
        for part in node.parts:
            if isinstance(part, Not):
                found = found - match(part.part, snapshot, analysis)
        return found


@means(Or)
class OrMeaning(Joined[Or]):
    def docs(self, node: Or, snapshot: Snapshot, analysis: Analysis) -> DocSet:
        return union([match(part, snapshot, analysis) for part in node.parts], snapshot.space)

    def terms(self, node: Or, analysis: Analysis, scoring: Scoring) -> Terms:
        return either(terms_of(part, analysis, scoring) for part in node.parts)

    def spans(
        self, node: Or, field: str, places: FieldPlaces, reading: QueryReading, within: DocArray | None = None
    ) -> Spans:
        return Spans.merged([spans_of(part, field, places, reading, within) for part in node.parts])

    def rough(self, node: Or, field: str, snapshot: Snapshot, reading: QueryReading) -> DocSet:
        return union([rough_docs(part, field, snapshot, reading) for part in node.parts], snapshot.space)


class Silent(Joined[Node]):
    """A node that neither scores nor is marked."""

    def terms(self, node: Node, analysis: Analysis, scoring: Scoring) -> Terms:
        return {}

    def forms(self, node: Node, reading: QueryReading) -> Iterator[Form]:
        return iter(())


@means(Not)
class NotMeaning(Silent[Not]):
    def docs(self, node: Not, snapshot: Snapshot, analysis: Analysis) -> DocSet:
        return snapshot.everything - match(node.part, snapshot, analysis)


@means(Everything)
class EverythingMeaning(Silent[Everything]):
    def docs(self, node: Everything, snapshot: Snapshot, analysis: Analysis) -> DocSet:
        return snapshot.everything


@means(Nothing)
class NothingMeaning(Silent[Nothing]):
    def docs(self, node: Nothing, snapshot: Snapshot, analysis: Analysis) -> DocSet:
        return DocSet.empty(snapshot.space)


@means(Boost)
class BoostMeaning(Joined[Boost]):
    def docs(self, node: Boost, snapshot: Snapshot, analysis: Analysis) -> DocSet:
        return match(node.part, snapshot, analysis)

    def terms(self, node: Boost, analysis: Analysis, scoring: Scoring) -> Terms:
        inside = terms_of(node.part, analysis, scoring)
        return {term: weight * node.factor for term, weight in inside.items()}

    def spans(
        self,
        node: Boost,
        field: str,
        places: FieldPlaces,
        reading: QueryReading,
        within: DocArray | None = None,
    ) -> Spans:
        return spans_of(node.part, field, places, reading, within)

    def rough(self, node: Boost, field: str, snapshot: Snapshot, reading: QueryReading) -> DocSet:
        return rough_docs(node.part, field, snapshot, reading)


@means(AtLeast)
class AtLeastMeaning(Joined[AtLeast]):
    def docs(self, node: AtLeast, snapshot: Snapshot, analysis: Analysis) -> DocSet:
        def read() -> DocSet:
            docs, counts = _counts(snapshot, node.part, analysis)
            return DocSet.of(docs[counts >= max(1, node.count)], snapshot.space)

        return snapshot.cached(("leaf", node), read)


def _counts(snapshot: Snapshot, leaf: Query, reading: QueryReading) -> tuple[DocArray, Counts]:
    """(documents, occurrences in each, over the text fields together) of a leaf."""
    found = [spans_of(leaf, field, IndexPlaces(snapshot, field), reading).docs() for field in TEXT_FIELDS]
    docs, counts = np.unique(np.concatenate(found), return_counts=True)
    return docs.astype(np.int32), counts
