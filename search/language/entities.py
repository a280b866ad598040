"""Here is a query's tree and who the archive knows; give me the tree that means them.

A run that is the name of an organisation, under any alias, becomes that organisation or the run itself;
a run that is a person's name becomes the person.  Values of keyword fields become the values the archive
has.  Every change is reported, so that the person sees it and can do without.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Protocol

from search.language.build import all_of, any_of, negated
from search.language.tree import And, Keyword, Not, Or, Phrase, Query, Text


class Names(Protocol):
    """What an archive knows of names."""

    def organization(self, name: str) -> str | None:
        """The canonical name of the organisation that is called so, if any article carries it."""
        ...

    def inside(self, run: str) -> tuple[int, int, str] | None:
        """(start, end, canonical name) of the organisation a longer run begins or ends with."""
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


def resolve(query: Query, names: Names, *, whole_only: bool = False) -> tuple[Query, tuple[Understood, ...]]:
    """(the tree with its names understood, what was understood).

    whole_only: only runs that are a name and nothing else (a question is ranked by its words).
    """
    found: list[Understood] = []
    joined = _joined(query)
    if joined is not None:
        canonical = names.organization(joined)
        if canonical is not None and isinstance(query, And):
            found.append(Understood("organization", joined, canonical))
            return any_of([Keyword("organization", (canonical,)), query]), tuple(found)
    return _resolve(query, names, found, whole_only), tuple(dict.fromkeys(found))


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


def _resolve(query: Query, names: Names, found: list[Understood], whole_only: bool) -> Query:
    if isinstance(query, Text) and query.field is None:
        return _run(query, names, found, whole_only)
    if isinstance(query, And):
        return all_of(_resolve(part, names, found, whole_only) for part in query.parts)
    if isinstance(query, Or):
        return any_of(_resolve(part, names, found, whole_only) for part in query.parts)
    if isinstance(query, Not):
        return negated(_resolve(query.part, names, found, whole_only))
    return query


def _run(run: Text, names: Names, found: list[Understood], whole_only: bool) -> Query:
    canonical = names.organization(run.text)
    if canonical is not None:
        return _organization(run.text, canonical, found)
    span = None if whole_only else names.inside(run.text)
    if span is not None:
        start, end, canonical = span
        named = _organization(run.text[start:end], canonical, found)
        rest = [part for part in (run.text[:start], run.text[end:]) if any(map(str.isalnum, part))]
        return all_of([named, *(Text(part) for part in rest)])
    if names.person(run.text):
        found.append(Understood("person", run.text, run.text))
        fields = (Keyword(field, (run.text,)) for field in ("person", "author"))
        return any_of([*fields, Phrase(run.text)])
    return run


def _organization(printed: str, canonical: str, found: list[Understood]) -> Query:
    found.append(Understood("organization", printed, canonical))
    forms = dict.fromkeys((printed, canonical))
    return any_of([Keyword("organization", (canonical,)), *(Phrase(form) for form in forms)])


def _values(keyword: Keyword, names: Names) -> Query:
    values: list[str] = []
    for typed in keyword.values:
        canonical = names.organization(typed) if keyword.field in ("organization", "subject") else None
        values += [canonical] if canonical is not None else names.values(keyword.field, typed) or (typed,)
    return replace(keyword, values=tuple(dict.fromkeys(values)))
