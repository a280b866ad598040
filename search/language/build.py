"""Here are query nodes; give me them joined in normal form.

Normal form: no And in And, no Or in Or, no lone or empty And/Or, no Not of Not, no Everything beside
another part of an And.  Equal questions then give equal trees, which is what makes the round trip exact.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from search.language.tree import (
    And,
    Everything,
    Fuzzy,
    Not,
    Nothing,
    Or,
    Phrase,
    Query,
    Text,
    Wildcard,
    Word,
    leaves,
    map_parts,
)

__all__ = ["all_of", "any_of", "in_field", "leaves", "negated", "rebuilt"]


def all_of(parts: Iterable[Query]) -> Query:
    """The conjunction of the parts; of none, `Everything`."""
    flat: list[Query] = []
    for part in parts:
        if isinstance(part, And):
            flat.extend(part.parts)
        elif isinstance(part, Nothing):
            return Nothing()
        elif not isinstance(part, Everything):
            flat.append(part)
    if not flat:
        return Everything()
    return flat[0] if len(flat) == 1 else And(tuple(flat))


def any_of(parts: Iterable[Query]) -> Query:
    """The disjunction of the parts; of none, `Nothing`."""
    flat: list[Query] = []
    for part in parts:
        if isinstance(part, Or):
            flat.extend(part.parts)
        elif isinstance(part, Everything):
            return Everything()
        elif not isinstance(part, Nothing):
            flat.append(part)
    if not flat:
        return Nothing()
    return flat[0] if len(flat) == 1 else Or(tuple(flat))


def negated(part: Query) -> Query:
    """The complement."""
    if isinstance(part, Not):
        return part.part
    if isinstance(part, Everything):
        return Nothing()
    return Everything() if isinstance(part, Nothing) else Not(part)


def rebuilt(query: Query, change: Callable[[Query], Query]) -> Query:
    """The query with each node inside it changed, joined in normal form again; a leaf as it is."""
    if isinstance(query, And):
        return all_of(map(change, query.parts))
    if isinstance(query, Or):
        return any_of(map(change, query.parts))
    if isinstance(query, Not):
        return negated(change(query.part))
    return map_parts(query, change)


def in_field(query: Query, name: str) -> Query:
    """The query with every text leaf that names no field restricted to `name`."""
    if isinstance(query, (Text, Word, Phrase, Wildcard, Fuzzy)):
        return query if query.field else replace(query, field=name)
    return map_parts(query, lambda part: in_field(part, name))
