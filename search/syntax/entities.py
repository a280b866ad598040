"""Here is a query's tree and who the archive knows; give me the tree that means them.

A run that is the name of an organisation, under any alias, becomes that organisation or the run itself;
a run that is a person's name becomes the person.  Values of keyword fields become the values the archive
has.  Every change is reported, so that the person sees it and can do without.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Protocol

from search.query import And, Keyword, Not, Or, Phrase, Query, Text
from search.syntax.build import all_of, any_of, negated


class Names(Protocol):
    """What an archive knows of names."""

    def organization(self, name: str) -> str | None:
        """The canonical name of the organisation that is called so, if any article carries it."""
        ...

    def person(self, name: str) -> bool:
        """Whether articles mention or are written by somebody of this name."""
        ...

    def values(self, field: str, typed: str) -> tuple[str, ...]:
        """The values of a keyword field that somebody can mean by `typed`."""
        ...


@dataclass(frozen=True, slots=True)
class Understood:
    """kind: "organization" | "person"; text: as typed; value: what it was taken for."""

    kind: str
    text: str
    value: str


def resolve(query: Query, names: Names) -> tuple[Query, tuple[Understood, ...]]:
    """(the tree with its names understood, what was understood)."""
    found: list[Understood] = []
    whole = _joined(query)
    if whole is not None:
        canonical = names.organization(whole)
        if canonical is not None and isinstance(query, And):
            found.append(Understood("organization", whole, canonical))
            return any_of([Keyword("organization", (canonical,)), query]), tuple(found)
    return _resolve(query, names, found), tuple(dict.fromkeys(found))


def with_values(query: Query, names: Names) -> Query:
    """The tree with the values of its keyword fields as the archive writes them, nothing else changed."""
    if isinstance(query, Keyword):
        return _values(query, names)
    if isinstance(query, And):
        return all_of(with_values(part, names) for part in query.parts)
    if isinstance(query, Or):
        return any_of(with_values(part, names) for part in query.parts)
    return negated(with_values(query.part, names)) if isinstance(query, Not) else query


def _joined(query: Query) -> str | None:
    """All of a query that is only a few runs (联通 云岭), as one name."""
    if not isinstance(query, And) or len(query.parts) > 3:
        return None
    runs = [part.text for part in query.parts if isinstance(part, Text) and part.field is None]
    return "".join(runs) if len(runs) == len(query.parts) else None


def _resolve(query: Query, names: Names, found: list[Understood]) -> Query:
    if isinstance(query, (Text, Phrase)) and query.field is None:
        return _run(query, names, found) if isinstance(query, Text) else query
    if isinstance(query, And):
        return all_of(_resolve(part, names, found) for part in query.parts)
    if isinstance(query, Or):
        return any_of(_resolve(part, names, found) for part in query.parts)
    if isinstance(query, Not):
        return negated(_resolve(query.part, names, found))
    return query


def _run(run: Text, names: Names, found: list[Understood]) -> Query:
    canonical = names.organization(run.text)
    if canonical is not None:
        found.append(Understood("organization", run.text, canonical))
        forms = dict.fromkeys((run.text, canonical))
        return any_of([Keyword("organization", (canonical,)), *(Phrase(form) for form in forms)])
    if names.person(run.text):
        found.append(Understood("person", run.text, run.text))
        fields = (Keyword(field, (run.text,)) for field in ("person", "author"))
        return any_of([*fields, Phrase(run.text)])
    return run


def _values(keyword: Keyword, names: Names) -> Query:
    values: list[str] = []
    for typed in keyword.values:
        canonical = names.organization(typed) if keyword.field in ("organization", "subject") else None
        values += [canonical] if canonical is not None else names.values(keyword.field, typed) or (typed,)
    return replace(keyword, values=tuple(dict.fromkeys(values)))
