"""Here is a request; tell what an article must have for the request to find it, whatever the archive holds.

A saved search is understood anew whenever something came in, since names and dates mean what the archive
makes of them.  That takes a millisecond, which ten thousand searches cannot each have.  A need is worked out
once and does not depend on what the archive holds: it never excludes an article that the search would find,
and excludes nearly all others.

    ["*"]                     nothing is known
    ["&", need…], ["|", need…]
    ["g", run…]               every two neighbouring characters of these folded runs
    ["c", characters]         each of these folded characters
    ["n", form]               a name that holds the form, or with which the form begins or ends
    ["v", field, value…]      one of these values of a keyword field
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from corpus.entities import Recognizer
from corpus.errors import QuerySyntaxError
from index.segments.manifest import fingerprint
from index.text.fold import fold_text
from search.engine.postings.analysis import Analysis
from search.language import numerals, parse, parse_plain
from search.language.reading import Parsed
from search.language.tree import (
    And,
    AtLeast,
    Boost,
    Keyword,
    Near,
    Or,
    Phrase,
    Query,
    Text,
    Wildcard,
    Word,
    is_plain,
)
from search.model import WORKED_OUT, SearchRequest
from search.names.vocabulary import INSIDE

Need = list[Any]
"""A need as JSON, see above."""

ANY: Need = ["*"]
_EDITION = "2"
"""Grows when needs are worked out otherwise."""
_NAMED = ("organization", "subject")
_NUMBERS = frozenset("〇零○一二三四五六七八九十百千万亿两分之点")
"""Signs of numbers, which may be printed in digits."""
_JOINED = 3
"""Runs that may be one name together."""


@dataclass(frozen=True, slots=True)
class NeedReading:
    """What needs depend on: how texts are cut, who is known under which name, what 去年 counts from."""

    analysis: Analysis
    recognizer: Recognizer
    today: dt.date

    def version(self) -> str:
        """Changes whenever a need may come out otherwise; the day does not matter."""
        return _version(self.recognizer, fingerprint(self.analysis.analyzer))


@lru_cache(maxsize=2)
def _version(recognizer: Recognizer, cutting: str) -> str:
    names = recognizer.gazetteer
    said = [_EDITION, cutting, *sorted(names.removed), *sorted(map(repr, names.names().items()))]
    return hashlib.sha256("\n".join(said).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def needs_of(requests: Iterable[SearchRequest], reading: NeedReading) -> list[Need]:
    """The need of each request."""
    return [need_of(request, reading) for request in requests]


def written(needs: Sequence[Need], version: str) -> str:
    """Needs as they are kept."""
    return json.dumps([version, *needs], ensure_ascii=False, separators=(",", ":"))


def kept(text: str, version: str) -> list[Need] | None:
    """Needs as they were kept; None where there are none of this version."""
    if not text.startswith(f'["{version}"'):
        return None
    needs: list[Need] = json.loads(text)[1:]
    return needs


def need_of(request: SearchRequest, reading: NeedReading) -> Need:
    """What an article must have for the request to find it."""
    stored = ((field, values) for field, values in request.filters.items() if field not in WORKED_OUT)
    beside = [["v", field, *values] for field, values in stored if values]
    if not request.q.strip():
        return _all(beside)
    if request.literal:
        return _all([_phrase(request.q, reading), *beside])
    try:
        parsed = parse(request.q, reading.today)
    except QuerySyntaxError:
        plain = parse_plain(request.q)
        parsed = Parsed(request.q, plain, plain)
    trees = [parsed.literal] if parsed.query == parsed.literal else [parsed.query, parsed.literal]
    either = [_need(tree, reading) for tree in trees]
    either.append(_phrase(request.q, reading))  # a headline pasted whole, whatever its signs mean
    return _all([_any(either), *beside])


def _need(query: Query, reading: NeedReading) -> Need:
    match query:
        case And(parts):
            together = _all([_need(part, reading) for part in parts])
            runs = [part.text for part in parts if is_plain(part)]
            if len(runs) == len(parts) <= _JOINED:
                return _any([together, *_names("".join(runs), reading), _characters("".join(runs), reading)])
            return together
        case Or(parts):
            return _any([_need(part, reading) for part in parts])
        case Near(parts):
            return _all([_need(part, reading) for part in parts])
        case AtLeast(_, part) | Boost(part, _):
            return _need(part, reading)
        case Text(text) | Word(text):
            return _any([_run(form, reading) for form in numerals.forms(text)])
        case Phrase(text):
            return _any([_phrase(form, reading) for form in numerals.forms(text)])
        case Keyword():
            return _keyword(query, reading)
        case Wildcard(pattern):
            return _characters(pattern, reading)
    return ANY


def _run(text: str, reading: NeedReading) -> Need:
    """A run by its words, or by a name that it is, or by one that it begins or ends with and the rest."""
    needs: list[Need] = [["g", *reading.analysis.wanted(text)], *_names(text, reading)]
    if len(text) in INSIDE:  # of a value as short as four signs nobody may know yet
        ends = [_phrase(text[: INSIDE[0]], reading), _phrase(text[-INSIDE[0] :], reading)]
        needs.append(_all([_characters(text, reading), _any(ends)]))
        for span in reading.recognizer.find(text):
            rest = _characters(text[: span.start] + text[span.end :], reading)
            needs.append(_all([_phrase(text[span.start : span.end], reading), rest]))
    return _any(needs)


def _phrase(text: str, reading: NeedReading) -> Need:
    return ["g", reading.analysis.fold(text)]


def _characters(text: str, reading: NeedReading) -> Need:
    folded = dict.fromkeys(reading.analysis.fold(text))
    return [
        "c",
        "".join(char for char in folded if char.isalpha() and char >= "\u3400" and char not in _NUMBERS),
    ]


def _names(text: str, reading: NeedReading) -> list[Need]:
    """By which names an article may be found for a run that it does not print."""
    known = reading.recognizer
    found = [known.resolve(text)] if len(text) >= 2 else []
    names = [one.name for one in found if one is not None]
    if len(text) in INSIDE:
        names += [span.name for span in known.find(text)]
    needs: list[Need] = [["n", fold_text(text)]]
    for name in dict.fromkeys(names):
        needs += [["v", "organization", name], ["v", "subject", name], ["g", reading.analysis.fold(name)]]
    return needs


def _keyword(query: Keyword, reading: NeedReading) -> Need:
    if query.field in ("year", "month") or any(set("*?？") & set(value) for value in query.values):
        return ANY
    needs: list[Need] = []
    for value in query.values:
        needs += [["n", fold_text(value)], _characters(value, reading)]
        found = reading.recognizer.resolve(value) if query.field in _NAMED else None
        needs += [["v", query.field, found.name]] if found is not None else []
    return _any(needs)


def _all(needs: Sequence[Need]) -> Need:
    said = [need for need in needs if need != ANY]
    return said[0] if len(said) == 1 else ["&", *said] if said else ANY


def _any(needs: Sequence[Need]) -> Need:
    if ANY in needs:
        return ANY
    said = [need for number, need in enumerate(needs) if need not in needs[:number]]
    return said[0] if len(said) == 1 else ["|", *said]
