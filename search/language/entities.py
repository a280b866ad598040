"""Here is a query's tree and who the archive knows; give me the tree that means them.

A run that is the name of an organisation, under any alias, becomes that organisation or the run itself;
a run that is a person's name becomes the person.  Values of keyword fields become the values the archive
has.  Every change is reported, so that the person sees it and can do without.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Protocol

from search.language.build import all_of, any_of, negated, rebuilt
from search.language.tree import (
    TEXT_FIELDS,
    And,
    AtLeast,
    Boost,
    Keyword,
    Near,
    Not,
    Or,
    Phrase,
    Query,
    Text,
    is_plain,
)


class KnownNames(Protocol):
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

    def exact(self, field: str, typed: str) -> tuple[str, ...]:
        """The values of a keyword field that are `typed`, in any equal form."""
        ...

    def values(self, field: str, typed: str) -> tuple[str, ...]:
        """The values of a keyword field that somebody can mean by `typed`."""
        ...


@dataclass(frozen=True, slots=True)
class Interpretation:
    """kind: "organization" | "person" | "words" (what looked like a field) | "novalue" (a field without such
    a value); text: as typed; value: what it was taken for."""

    kind: str
    text: str
    value: str


def resolve(
    query: Query, names: KnownNames, *, whole_only: bool = False
) -> tuple[Query, tuple[Interpretation, ...]]:
    """(the tree with its names understood, what was understood).

    whole_only: only runs that are a name and nothing else (a question is ranked by its words).
    """
    found: list[Interpretation] = []
    joined = _joined(query)
    if joined is not None and isinstance(query, And):
        canonical = names.organization(joined)
        if canonical is not None:
            found.append(Interpretation("organization", joined, canonical))
            return any_of([_value(names, "organization", joined, canonical), query]), tuple(found)
        if names.person(joined):
            return any_of([_person(joined, names, found), query]), tuple(found)
    return _resolve(query, names, found, whole_only), tuple(dict.fromkeys(found))


def with_values(
    query: Query,
    names: KnownNames,
    typed: Mapping[Query, str] | None = None,
    printed: Callable[[Query], int] = lambda _: 0,
) -> tuple[Query, tuple[Interpretation, ...]]:
    """(the tree with the values of its keyword fields as the archive writes them, what is to be said).

    A field is one only with a value that it can have: what else was written so (人物：守塔人的一天) is text,
    where that is printed.  typed: keyword fields as they were written; printed: articles that match.
    """
    found: list[Interpretation] = []
    values = _FieldValues(names, typed or {}, printed, found)
    return values.of(query), tuple(dict.fromkeys(found))


@dataclass(frozen=True, slots=True)
class _FieldValues:
    """See `with_values`; found: filled on the way."""

    names: KnownNames
    typed: Mapping[Query, str]
    printed: Callable[[Query], int]
    found: list[Interpretation]

    def of(self, query: Query, positive: bool = True) -> Query:
        match query:
            case Keyword():
                return self._keyword(query, positive)
            case And(parts):
                return all_of(self.of(part, positive) for part in self._with_spaced(parts))
            case Or(parts):
                return any_of(self.of(part, positive) for part in parts)
            case Not(part):
                return negated(self.of(part, not positive))
        return query

    def _keyword(self, keyword: Keyword, positive: bool) -> Query:
        known = [(typed, self._known(keyword.field, typed)) for typed in keyword.values]
        if not any(held for _, held in known) and keyword in self.typed:
            line = self.typed[keyword]
            text = Text(line)
            if positive and self.printed(text):
                self.found.append(Interpretation("words", line, keyword.field))
                return text
            self.found.append(Interpretation("novalue", line, keyword.field))
        values = [value for typed, held in known for value in held or (typed,)]
        return replace(keyword, values=tuple(dict.fromkeys(values)))

    def _known(self, field: str, typed: str) -> tuple[str, ...]:
        canonical = self.names.organization(typed) if field in ("organization", "subject") else None
        if canonical is None:
            return self.names.values(field, typed)
        return _value(self.names, field, typed, canonical).values

    def _with_spaced(self, parts: tuple[Query, ...]) -> list[Query]:
        """The parts with values that were typed with spaces in them as one (作者:高 超)."""
        joined: list[Query] = []
        left = list(parts)
        while left:
            part = left.pop(0)
            if isinstance(part, Keyword) and len(part.values) == 1:
                for count in (2, 1):
                    rest = [each.text for each in left[:count] if isinstance(each, Text) and not each.field]
                    value = "".join([*part.values, *rest])
                    if len(rest) == count and self._is_whole(part.field, part.values[0], value):
                        part, left = replace(part, values=(value,)), left[count:]
                        break
            joined.append(part)
        return joined

    def _is_whole(self, field: str, first: str, whole: str) -> bool:
        return not self.names.exact(field, first) and bool(self.names.exact(field, whole))


def _joined(query: Query) -> str | None:
    """All of a query that is only a few runs (联通 云岭), as one name."""
    if not isinstance(query, And) or len(query.parts) > 3:
        return None
    runs = [part.text for part in query.parts if is_plain(part)]
    return "".join(runs) if len(runs) == len(query.parts) else None


def _resolve(query: Query, names: KnownNames, found: list[Interpretation], whole_only: bool) -> Query:
    if is_plain(query):
        return _run(query, names, found, whole_only)
    if isinstance(query, (Near, AtLeast, Boost)):  # meant as typed
        return query
    return rebuilt(query, lambda part: _resolve(part, names, found, whole_only))


def _run(run: Text, names: KnownNames, found: list[Interpretation], whole_only: bool) -> Query:
    canonical = names.organization(run.text)
    if canonical is not None:
        return _organization(run.text, canonical, names, found)
    span = None if whole_only else names.inside(run.text)
    if span is not None:
        start, end, canonical = span
        named = _organization(run.text[start:end], canonical, names, found)
        rest = [part for part in (run.text[:start], run.text[end:]) if any(map(str.isalnum, part))]
        return all_of([named, *(Text(part) for part in rest)])
    if names.person(run.text):
        return _person(run.text, names, found)
    return run


def everywhere(text: str) -> list[Query]:
    """The exact run in all that belongs to an article: sub-title, credit, section and tags, too."""
    return [Phrase(text, field) for field in TEXT_FIELDS]


def _person(name: str, names: KnownNames, found: list[Interpretation]) -> Query:
    found.append(Interpretation("person", name, name))
    return any_of([*(_value(names, field, name) for field in ("person", "author")), *everywhere(name)])


def _value(names: KnownNames, field: str, *called: str) -> Keyword:
    """The values of a field that are so called, in any equal form."""
    equal = (value for name in called for value in names.exact(field, name))
    return Keyword(field, tuple(dict.fromkeys((called[-1], *equal))))


def _organization(printed: str, canonical: str, names: KnownNames, found: list[Interpretation]) -> Query:
    found.append(Interpretation("organization", printed, canonical))
    forms = dict.fromkeys((printed, canonical))
    return any_of(
        [
            _value(names, "organization", printed, canonical),
            *(part for form in forms for part in everywhere(form)),
        ]
    )
