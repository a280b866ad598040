"""Here is a kind of node, give me all that depends on it: what it matches, where, what scores, what is
marked.

One class a kind, registered by `means`, is the one home of its meaning in the engine.  A new operator is a
node in `search.language.tree`, its spelling, and a class here; a test holds that every node has one.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from search.engine.matching.spans import NO_SPANS, Spans
from search.engine.postings.analysis import Analysis
from search.engine.postings.docset import DocArray, DocSet
from search.engine.postings.places import FieldPlaces, TextPlaces
from search.engine.postings.snapshot import Snapshot
from search.engine.ranking.scoring import Scoring, Term
from search.language.tree import Query

Node = TypeVar("Node", bound=Query)
Terms = Mapping[Term, float]


class QueryReading(Protocol):
    """How a text of the query is read: `search.engine.postings.analysis.Analysis` is one."""

    def fold(self, text: str) -> str:
        """The folded form."""

    def wanted(self, text: str) -> tuple[str, ...]:
        """The folded words that are looked for."""


@dataclass(frozen=True, slots=True)
class Form(ABC):
    """One thing to mark.

    name: what it is called in the folded query; weight: what finding it says of a passage; field: the only
    field in which it is marked, None = any.
    """

    name: str
    weight: float
    field: str | None

    @abstractmethod
    def find(self, text: TextPlaces) -> list[tuple[int, int]]:
        """(start, end) in the folded text of every occurrence."""


class Meaning(ABC, Generic[Node]):
    """All that the engine needs to know of one kind of node."""

    @abstractmethod
    def docs(self, node: Node, snapshot: Snapshot, analysis: Analysis) -> DocSet:
        """The live documents that match."""

    @abstractmethod
    def terms(self, node: Node, analysis: Analysis, scoring: Scoring) -> Terms:
        """The terms that score, with their weights."""

    @abstractmethod
    def forms(self, node: Node, reading: QueryReading) -> Iterator[Form]:
        """What is marked of it in a text."""

    @abstractmethod
    def cuts(self, node: Node, analysis: Analysis) -> Iterator[tuple[str, tuple[str, ...]]]:
        """(text as typed, what it was read as) for an explanation."""

    def spans(
        self,
        node: Node,
        field: str,
        places: FieldPlaces,
        reading: QueryReading,
        within: DocArray | None = None,
    ) -> Spans:
        """Where it stands in one field; what has no place in text stands nowhere."""
        return NO_SPANS

    def rough(self, node: Node, field: str, snapshot: Snapshot, reading: QueryReading) -> DocSet:
        """A superset of the documents in which it stands in the field, from cached sets only."""
        return DocSet.empty(snapshot.space)


MEANINGS: dict[type, Meaning] = {}  # type: ignore[type-arg]  # of its own kind each


def means(*kinds: type) -> Callable[[type[Meaning[Node]]], type[Meaning[Node]]]:
    """Register a class as the meaning of some kinds of nodes."""

    def register(meaning: type[Meaning[Node]]) -> type[Meaning[Node]]:
        MEANINGS.update(dict.fromkeys(kinds, meaning()))
        return meaning

    return register


def match(query: Query, snapshot: Snapshot, analysis: Analysis) -> DocSet:
    """The live documents that match.

    A leaf without anything to look for (no word, an empty phrase) matches nothing; an empty `And`
    matches everything, an empty `Or` nothing.
    """
    return MEANINGS[type(query)].docs(query, snapshot, analysis)


def terms_of(query: Query, analysis: Analysis, scoring: Scoring) -> Terms:
    """The terms that score for a query with their weights.

    A term that two wanted parts have weighs twice; one that two alternatives have, once.
    """
    return MEANINGS[type(query)].terms(query, analysis, scoring)


def forms_of(query: Query, reading: QueryReading) -> Iterator[Form]:
    """Everything that is marked of a query."""
    return MEANINGS[type(query)].forms(query, reading)


def cuts_of(query: Query, analysis: Analysis) -> Iterator[tuple[str, tuple[str, ...]]]:
    """How every text of a query was read."""
    return MEANINGS[type(query)].cuts(query, analysis)


def spans_of(
    query: Query, field: str, places: FieldPlaces, reading: QueryReading, within: DocArray | None = None
) -> Spans:
    """Where a leaf, or any of its alternatives, stands in one field."""
    return MEANINGS[type(query)].spans(query, field, places, reading, within)


def rough_docs(query: Query, field: str, snapshot: Snapshot, reading: QueryReading) -> DocSet:
    """A superset of the documents in which it stands in the field."""
    return MEANINGS[type(query)].rough(query, field, snapshot, reading)
