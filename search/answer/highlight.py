"""Here is a query; give me a `Marker`, and it shows in any text, in the original characters, what was found.

A marker compares folded texts, so every equal form is found (traditional, full-width, spaced), and walks back
through the offsets of the fold.  A word of the query is carried on to its neighbours as far as text and query
agree: 直联点 is one mark although jieba cuts it in two, while a lone 点 elsewhere stays plain.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from index.text.fold import Folded, fold
from search.language.tree import (
    And,
    AtLeast,
    Boost,
    Fuzzy,
    Near,
    Or,
    Phrase,
    Query,
    Text,
    Wildcard,
    Word,
)


class Reading(Protocol):
    """How a text of the query is read: `search.engine.postings.analysis.Analysis` is one."""

    def fold(self, text: str) -> str:
        """The folded form."""

    def wanted(self, text: str) -> tuple[str, ...]:
        """The folded words that are looked for."""


@dataclass(frozen=True, slots=True)
class Form:
    """One thing to mark.

    pattern: regular expression over folded text; weight: what finding it says of a passage;
    run: the folded run of the query it stands in at `offset` ("" = marked just as it matches);
    field: the only field in which it is marked, None = any.
    """

    name: str
    pattern: str
    weight: float
    run: str = ""
    offset: int = 0
    field: str | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """A marked stretch of a text: start, end in original characters; forms: numbers of what it holds."""

    start: int
    end: int
    forms: tuple[int, ...]


WILD = "[^。！？!?；;]{0,20}?"
"""What `*` stands for: few characters inside one sentence, as in matching."""


class Marker:
    """Finds the forms of one query.  Immutable, safe under threads."""

    def __init__(self, forms: Iterable[Form]) -> None:
        self.forms = tuple(forms)
        self._patterns: dict[str | None, re.Pattern[str] | None] = {}
        for name in {form.field for form in self.forms} | {None}:
            held = [(i, f) for i, f in enumerate(self.forms) if f.field is None or f.field == name]
            held.sort(key=lambda each: -len(each[1].name))
            joined = "|".join(f"(?P<f{i}>{form.pattern})" for i, form in held)
            self._patterns[name] = re.compile(joined) if joined else None

    @classmethod
    def of(cls, query: Query, reading: Reading, also: Sequence[str] = ()) -> Marker:
        """The marker of what the query wants, and of the printed names `also` (an entity's aliases)."""
        forms = list(_forms(query, reading, None))
        forms += [_exact(reading.fold(name), 2.0) for name in also if reading.fold(name)]
        unique = {(form.pattern, form.field, form.run): form for form in forms}
        return cls(unique.values())

    def __bool__(self) -> bool:
        return bool(self.forms)

    def marks(self, text: str, field: str | None = "body", folded: Folded | None = None) -> list[Mark]:
        """Every marked stretch, in order; stretches that touch are one."""
        pattern = self._patterns.get(field, self._patterns[None])
        if pattern is None or not text:
            return []
        where = folded or fold(text)
        found: list[tuple[int, int, int]] = []
        for match in pattern.finditer(where.text):
            number = int((match.lastgroup or "f0")[1:])
            start, end = self._grown(where.text, match.start(), match.end(), self.forms[number])
            if end > start:
                found.append((start, end, number))
        return list(_merged(found, where))

    def spans(self, text: str, field: str | None = "body") -> tuple[tuple[int, int], ...]:
        """(start, end) of every marked stretch in original characters: what an article page shows."""
        return tuple((mark.start, mark.end) for mark in self.marks(text, field))

    @staticmethod
    def _grown(text: str, start: int, end: int, form: Form) -> tuple[int, int]:
        """The match carried on as far as the text agrees with the query around it."""
        if not form.run:
            return start, end
        left, right = form.offset, form.offset + end - start
        while left > 0 and start > 0 and text[start - 1] == form.run[left - 1]:
            start, left = start - 1, left - 1
        while right < len(form.run) and end < len(text) and text[end] == form.run[right]:
            end, right = end + 1, right + 1
        while left < form.offset and not text[start].isalnum():
            start, left = start + 1, left + 1
        while right > form.offset + 1 and end > start and not text[end - 1].isalnum():
            end, right = end - 1, right - 1
        return start, end


def mark(
    text: str, query: Query, reading: Reading, field: str | None = "body"
) -> tuple[tuple[int, int], ...]:
    """(start, end) of everything in `text` that the query looks for."""
    return Marker.of(query, reading).spans(text, field)


def _merged(found: list[tuple[int, int, int]], folded: Folded) -> Iterator[Mark]:
    """Matches in folded characters as marks in original ones, joined where they touch."""
    found.sort()
    held: list[int] = []
    begin = stop = -1
    for start, end, number in found:
        if start > stop:
            if held:
                yield Mark(*folded.original(begin, stop), tuple(held))
            begin, stop, held = start, end, [number]
        else:
            stop = max(stop, end)
            held.append(number)
    if held:
        yield Mark(*folded.original(begin, stop), tuple(held))


def _forms(query: Query, reading: Reading, field: str | None) -> Iterator[Form]:
    match query:
        case And(parts) | Or(parts) | Near(parts):
            for part in parts:
                yield from _forms(part, reading, field)
        case AtLeast(_, part) | Boost(part, _):
            yield from _forms(part, reading, field)
        case Text(text, name):
            yield from _text_forms(reading.fold(text), reading.wanted(text), name)
        case Phrase(text, name) | Word(text, name):
            run = reading.fold(text)
            if run:
                yield _exact(run, 2.0, name)
        case Wildcard(text, name):
            pattern = "".join(_wild(part, reading) for part in re.split(r"([*?＊？])", text))
            if re.search(r"\w", pattern.replace(WILD, "")):
                yield Form(text, pattern, 2.0, field=name)
        case Fuzzy(text, edits, name):
            run = reading.fold(text)
            if run:
                pattern = "|".join([re.escape(run), *_near_misses(run)] if edits else [re.escape(run)])
                yield Form(run, pattern, 2.0, field=name)
        case _:
            return


def _exact(run: str, weight: float, field: str | None = None) -> Form:
    return Form(run, re.escape(run), weight, field=field)


def _text_forms(run: str, words: Sequence[str], field: str | None) -> Iterator[Form]:
    """The words of an unquoted run; one character alone counts only where the run has nothing longer."""
    longer = [word for word in words if len(word) > 1]
    for word in longer or words:
        weight = 1.0 + 0.5 * (len(word) > 2)
        yield Form(word, re.escape(word), weight, run, max(0, run.find(word)), field)


def _wild(part: str, reading: Reading) -> str:
    if part in ("*", "＊"):
        return WILD
    return "." if part in ("?", "？") else re.escape(reading.fold(part))


def _near_misses(run: str) -> Iterator[str]:
    """Patterns of the run with one character changed, left out or put in; never of one character."""
    for i in range(len(run) if len(run) > 2 else 0):
        yield re.escape(run[:i]) + r"\w" + re.escape(run[i + 1 :])
        yield re.escape(run[:i]) + r"\w" + re.escape(run[i:]) if i else re.escape(run[1:])
        if 0 < i < len(run) - 1:
            yield re.escape(run[:i] + run[i + 1 :])
