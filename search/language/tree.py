"""The syntax tree of a query: what was asked, before any engine sees it.

`Query` is a closed union of frozen nodes.  The parser makes it; every engine lowers it: what a node
matches, scores, marks and explains stands in one class of `search.engine.matching`, how it is written in
`search.language.render`.  `parts` and `map_parts` are the one walk over it.  Texts in the
nodes are as typed; engines fold and segment them with `index` analysis, so analyzers cannot drift.
`field` is None (title, body and about) or one of TEXT_FIELDS; `Keyword.field` is one of KEYWORD_FIELDS.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias, TypeGuard, get_args

from index.text.fields import KEYWORD_FIELDS as KEYWORD_FIELDS
from index.text.fields import TEXT_FIELDS as TEXT_FIELDS

STAR_REACH = 20
"""Characters that `*` may stand for."""


@dataclass(frozen=True, slots=True)
class Everything:
    """Matches every article."""


@dataclass(frozen=True, slots=True)
class Nothing:
    """Matches no article."""


@dataclass(frozen=True, slots=True)
class Text:
    """An unquoted run: all of its words are wanted, each found wherever it is printed.

    whole: another writing of the number in a run that was typed (`numerals.widen`): found only where its
    ends cut no spoken number either, and written as what was typed.
    """

    text: str
    field: str | None = None
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Word:
    """One analyzed word, matched on word postings only (no substring recall)."""

    token: str
    field: str | None = None


@dataclass(frozen=True, slots=True)
class Phrase:
    """An exact run of characters in the folded text, whose ends cut neither a number nor a Latin word.

    whole: as in `Text`.
    """

    text: str
    field: str | None = None
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Wildcard:
    """`*` any run of characters (at most STAR_REACH, inside one sentence), `?` exactly one.

    An end without either cuts neither a number nor a Latin word; `*5亿元`, `AI*` may.
    """

    pattern: str
    field: str | None = None


@dataclass(frozen=True, slots=True)
class Fuzzy:
    """The run with at most `edits` character insertions, deletions or substitutions."""

    text: str
    edits: int = 1
    field: str | None = None


@dataclass(frozen=True, slots=True)
class Near:
    """All parts (leaf nodes) close together in one field.

    within: "chars" = at most `distance` characters between neighbouring parts; else the same sentence
    or paragraph.
    """

    parts: tuple[Query, ...]
    distance: int = 10
    ordered: bool = False
    within: Literal["chars", "sentence", "paragraph"] = "chars"


@dataclass(frozen=True, slots=True)
class AtLeast:
    """The leaf occurs at least `count` times in one article (over its fields together)."""

    count: int
    part: Query


@dataclass(frozen=True, slots=True)
class Keyword:
    """A whole value of a keyword field, any of `values`."""

    field: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Among:
    """The articles of these ids, whatever they hold; said: the condition that was worked out to be these."""

    ids: frozenset[str]
    said: Keyword


@dataclass(frozen=True, slots=True)
class DateRange:
    """Articles dated from `start` to `end`, both inclusive; None = open."""

    start: dt.date | None
    end: dt.date | None


@dataclass(frozen=True, slots=True)
class And:
    parts: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Or:
    parts: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Not:
    part: Query


@dataclass(frozen=True, slots=True)
class Boost:
    """Matches as `part`, with its score multiplied."""

    part: Query
    factor: float


Query: TypeAlias = (
    Everything
    | Nothing
    | Text
    | Word
    | Phrase
    | Wildcard
    | Fuzzy
    | Near
    | AtLeast
    | Keyword
    | Among
    | DateRange
    | And
    | Or
    | Not
    | Boost
)

NODES: tuple[type[Query], ...] = get_args(Query)
"""Every kind of node; whatever depends on the kind has an entry for each, by test."""


def parts(query: Query) -> tuple[Query, ...]:
    """The nodes inside a node, in order; none of a leaf."""
    if isinstance(query, (And, Or, Near)):
        return query.parts
    return (query.part,) if isinstance(query, (Not, AtLeast, Boost)) else ()


def conjuncts(query: Query) -> tuple[Query, ...]:
    """What must all match for the query to match: the parts of an And, else the query itself."""
    return query.parts if isinstance(query, And) else (query,)


def alternatives(query: Query) -> tuple[Query, ...]:
    """What is enough for the query to match: the parts of an Or, else the query itself."""
    return query.parts if isinstance(query, Or) else (query,)


def is_plain(query: Query) -> TypeGuard[Text]:
    """Whether it is an unquoted run that was asked of no field."""
    return isinstance(query, Text) and query.field is None


def map_parts(query: Query, change: Callable[[Query], Query]) -> Query:
    """The node with each node inside it changed; a leaf as it is."""
    if isinstance(query, (And, Or, Near)):
        return replace(query, parts=tuple(map(change, query.parts)))
    if isinstance(query, (Not, AtLeast, Boost)):
        return replace(query, part=change(query.part))
    return query


def leaves(query: Query) -> Iterator[Query]:
    """Every node that holds no other, left to right, negated ones too."""
    inside = parts(query)
    if not inside and not isinstance(query, (And, Or, Near)):
        yield query
    for part in inside:
        yield from leaves(part)
