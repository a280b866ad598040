"""The naive oracle: every query node by its definition, over folded strings, one article at a time.

Written for being obviously right, not fast; shares with the engine only folding and how a query text is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise

from corpus.model import Article
from index.text.analyzer import Analyzer, article_keywords, article_texts
from index.text.fold import Folded, fold, fold_text, paragraph_starts
from index.text.signs import SENTENCE_ENDS
from search.engine.postings.analysis import Analysis
from search.language.tree import (
    Among,
    And,
    AtLeast,
    Boost,
    DateRange,
    Everything,
    Fuzzy,
    Keyword,
    Near,
    Not,
    Nothing,
    Or,
    Phrase,
    Query,
    Text,
    Wildcard,
    Word,
)

STAR = 20
"""Characters that `*` may stand for, as docs/query-language.md promises; its own number, not the engine's."""

ALPHABETS = "\u0600"
"""Letters from here on are not spelt into words."""


@dataclass(frozen=True)
class Field:
    """One text field of one article.  sentences, paragraphs: positions at which one begins; solid: positions
    that lie inside a number or a Latin word."""

    text: str
    solid: frozenset[int]
    words: tuple[str, ...]
    sentences: frozenset[int]
    paragraphs: frozenset[int]


@dataclass(frozen=True)
class Entry:
    article: Article
    fields: dict[str, Field]
    keywords: dict[str, tuple[str, ...]]


class NaiveSearcher:
    """Matches by definition."""

    def __init__(self, articles: Iterable[Article], analyzer: Analyzer | None = None) -> None:
        self.analyzer = analyzer or Analyzer()
        self.analysis = Analysis(self.analyzer)
        latest = {article.id: article for article in articles}
        self.entries = [self._entry(article) for article in latest.values()]

    def _entry(self, article: Article) -> Entry:
        fields = {}
        for name, text in article_texts(article).items():
            folded = fold(text)
            paragraphs = frozenset(paragraph_starts(text, folded)) if text else frozenset()
            words = tuple(self.analyzer.word_texts(text))
            ends = sentence_starts(text, folded)
            fields[name] = Field(folded.text, solid(text, folded), words, ends | paragraphs, paragraphs)
        return Entry(article, fields, dict(article_keywords(article)))

    def ids(self, query: Query, filters: Sequence[Query] = ()) -> set[str]:
        """Ids of the articles that match."""
        wanted = And((query, *filters))
        return {entry.article.id for entry in self.entries if self.matches(wanted, entry)}

    def matches(self, query: Query, entry: Entry) -> bool:
        match query:
            case Everything():
                return True
            case Nothing():
                return False
            case And(parts):
                return all(self.matches(part, entry) for part in parts)
            case Or(parts):
                return any(self.matches(part, entry) for part in parts)
            case Not(part):
                return not self.matches(part, entry)
            case Boost(part, _):
                return self.matches(part, entry)
            case Text(text, field, whole):
                words = self.analysis.wanted(text)
                fields = _fields(entry, field)
                return bool(words) and all(
                    any(bordered(word, each, whole) for each in fields) for word in words
                )
            case Word(token, field):
                return any(fold_text(token) in each.words for each in _fields(entry, field))
            case Keyword(field, values):
                return bool(set(values) & set(entry.keywords[field]))
            case Among(ids, _):
                return entry.article.id in ids
            case DateRange(start, end):
                date = entry.article.date
                return date is not None and (not start or start <= date) and (not end or date <= end)
            case AtLeast(count, part):
                return sum(len(spans(part, name, each)) for name, each in entry.fields.items()) >= max(
                    1, count
                )
            case Near():
                return any(near(query, name, each) for name, each in entry.fields.items())
            case Wildcard(pattern) if not any(kind == "run" for kind, _ in parse(pattern)):
                least = max(1, pattern.count("?"))
                return any(len(each.text) >= least for each in _fields(entry, query.field))
            case Phrase() | Wildcard() | Fuzzy():
                return any(spans(query, name, each) for name, each in entry.fields.items())
        raise TypeError(query)


def sentence_starts(text: str, folded: Folded) -> frozenset[int]:
    """Positions after what is printed as the end of a sentence, two points or more among them."""
    found = set()
    for at, (start, end) in enumerate(zip(folded.starts.tolist(), folded.ends.tolist(), strict=True)):
        printed = text[start:end]
        if set(fold_text(printed)) & set(SENTENCE_ENDS):
            found.add(at + 1)
    return frozenset(found)


def solid(text: str, folded: Folded) -> frozenset[int]:
    """Positions between two digits, two letters, or at a point between digits, nothing printed between."""
    inside = set()
    run = folded.text
    for at in range(1, len(run)):
        between = text[folded.ends[at - 1] : folded.starts[at]].strip(",，")
        alike = any(kind(run[at - 1]) and kind(run[at]) for kind in (_digit, _letter))
        if (alike or (run[at - 1] == "°" and _letter(run[at]))) and not between:
            inside.add(at)
    for at in range(1, len(run) - 1):
        if run[at] == "." and _digit(run[at - 1]) and _digit(run[at + 1]):
            inside |= {at, at + 1}
    return frozenset(inside)


@dataclass(frozen=True)
class Printed:
    """A text as it is printed, for questions about what a quoted run of it must find."""

    original: str

    @cached_property
    def field(self) -> Field:
        folded = fold(self.original)
        return Field(folded.text, solid(self.original, folded), (), frozenset(), frozenset())

    def holds(self, run: str) -> bool:
        """Whether the folded run stands in it and its ends cut neither a number nor a Latin word."""
        return bool(run) and run in self.field.text and bool(bordered(run, self.field))

    def cut(self, at: int) -> bool:
        """Whether a place in the folded text is inside a number or a Latin word."""
        return at in self.field.solid


def _digit(char: str) -> bool:
    return char.isascii() and char.isdecimal()


def _letter(char: str) -> bool:
    return char < ALPHABETS and char.isalpha()


def bordered(run: str, field: Field, whole: bool = False) -> list[int]:
    """Where the run stands so that an end that is a digit or letter cuts no number and no word.

    whole: nor an end that is a Chinese numeral a longer number of these.
    """
    return [
        at
        for at in occurrences(run, field.text)
        if not (_spells(run[0]) and at in field.solid)
        and not (_spells(run[-1]) and at + len(run) in field.solid)
        and not (whole and _said_on(run, field.text[at - 1 : at], field.text[at + len(run) :][:1]))
    ]


ONES, LARGER = "一二三四五六七八九两", "百千万亿"


def _said_on(run: str, before: str, after: str) -> bool:
    """Whether a spoken number at an end of the run goes on with the character beside it."""
    first, last = run[0], run[-1]
    if before and first in ONES and before in "十零点" + LARGER:
        return True
    if before and first == "十" and before in "一二三四五六七八九百千零":
        return True
    if before and re.match("[0-9]+[百千万]", run) and before in "千万亿":
        return True
    if after and last in ONES and after in "十点" + LARGER:
        return True
    if after and last == "十" and after in "一二三四五六七八九点万亿":
        return True
    return bool(after) and last in LARGER and after in "一二三四五六七八九零十点万亿"


def _spells(char: str) -> bool:
    return _digit(char) or _letter(char)


def _fields(entry: Entry, field: str | None) -> list[Field]:
    return [each for name, each in entry.fields.items() if field in (None, name)]


def spans(leaf: Query, name: str, field: Field) -> list[tuple[int, int]]:
    """Where a leaf stands in a field."""
    match leaf:
        case Boost(part, _):
            return spans(part, name, field)
        case Or(parts):
            return [span for part in parts for span in spans(part, name, field)]
        case Text(text, only) | Phrase(text, only) | Word(text, only) if only in (None, name):
            run = fold_text(text)
            whole = getattr(leaf, "whole", False)
            return [(i, i + len(run)) for i in bordered(run, field, whole)]
        case Wildcard(pattern, only) if only in (None, name):
            return wildcard(parse(pattern), field)
        case Fuzzy(text, edits, only) if only in (None, name):
            return fuzzy(fold_text(text), edits, field.text)
    return []


def occurrences(run: str, text: str) -> list[int]:
    return [i for i in range(len(text) - len(run) + 1) if run and text.startswith(run, i)]


@lru_cache(maxsize=1024)
def parse(pattern: str) -> tuple[tuple[str, str], ...]:
    """("run", folded) and ("gap", marks) in turn, gaps that touch joined."""
    parts: list[tuple[str, str]] = []
    run = ""
    for char in [*pattern, ""]:
        if char in ("*", "?", ""):
            if folded := fold_text(run):
                parts.append(("run", folded))
            run = ""
            if char and parts and parts[-1][0] == "gap":
                parts[-1] = ("gap", parts[-1][1] + char)
            elif char:
                parts.append(("gap", char))
        else:
            run += char
    return tuple(parts)


def wildcard(parts: Sequence[tuple[str, str]], field: Field) -> list[tuple[int, int]]:
    """Every place of the last run that a chain of places of the others reaches."""
    reached: list[tuple[int, int]] | None = None
    gap = ""
    for number, (kind, part) in enumerate(parts):
        if kind == "gap":
            gap = part
            continue
        ends = (number == 0, number == len(parts) - 1)
        places = [(i, i + len(part)) for i in occurrences(part, field.text) if _uncut(part, i, ends, field)]
        ones = gap.count("?")
        if reached is None:
            reached = [(s, e) for s, e in places if s >= ones]
        else:
            following = []
            for start, end in places:
                before = [b for b in reached if _gap(b[1], start, gap, ones, field)]
                if before:
                    following.append((max(before, key=lambda b: b[1])[0], end))
            reached = following
        gap = ""
    return [(s, e) for s, e in reached or [] if e + gap.count("?") <= len(field.text)]


def _uncut(run: str, at: int, ends: tuple[bool, bool], field: Field) -> bool:
    first, last = ends
    cut = first and _spells(run[0]) and at in field.solid
    return not cut and not (last and _spells(run[-1]) and at + len(run) in field.solid)


def _gap(end: int, start: int, gap: str, ones: int, field: Field) -> bool:
    if "*" not in gap:
        return start - end == ones
    crossed = any(end < at <= start for at in field.sentences)
    return ones <= start - end <= ones + STAR and not crossed


def fuzzy(run: str, edits: int, text: str) -> list[tuple[int, int]]:
    """One span for each stretch of neighbouring ends of substrings within `edits` of the run."""
    edits = max(0, min(edits, len(run) - 1))
    if not edits:
        return [(i, i + len(run)) for i in occurrences(run, text)]
    best = list(range(len(run) + 1))
    ends = []
    for at, char in enumerate(text, start=1):
        row = [0]
        for i, wanted_char in enumerate(run, start=1):
            row.append(min(best[i - 1] + (char != wanted_char), best[i] + 1, row[i - 1] + 1))
        best = row
        if best[-1] <= edits:
            ends.append(at)
    last = [a for a, b in pairwise([*ends, len(text) + 9]) if b - a > 1]
    return [(max(0, end - len(run)), end) for end in last]


def near(query: Near, name: str, field: Field) -> bool:
    parts = list(query.parts) if query.ordered else list(dict.fromkeys(query.parts))
    places = [spans(part, name, field) for part in parts]
    if not all(places):
        return False
    borders = {"chars": frozenset(), "sentence": field.sentences, "paragraph": field.paragraphs}[query.within]
    if query.ordered:
        return _in_order(query, places, borders)
    if query.within != "chars":
        groups = [{_group(start, borders) for start, _ in part} for part in places]
        return bool(set.intersection(*groups))
    return _cluster(places, query.distance)


def _group(at: int, borders: Iterable[int]) -> int:
    return max((b for b in borders if b <= at), default=0)


def _in_order(query: Near, places: list[list[tuple[int, int]]], borders: frozenset[int]) -> bool:
    reached = places[0]
    for part in places[1:]:
        reached = [
            (start, end)
            for start, end in part
            if any(
                e <= start
                and (start - e <= query.distance if query.within == "chars" else e >= _group(start, borders))
                for _, e in reached
            )
        ]
    return bool(reached)


def _cluster(places: list[list[tuple[int, int]]], distance: int) -> bool:
    """Whether one stretch of occurrences, each at most `distance` after what came before, has every part."""
    everything = sorted((start, end, part) for part, each in enumerate(places) for start, end in each)
    seen: set[int] = set()
    reach = 0
    for start, end, part in everything:
        if seen and start > reach + distance:
            seen, reach = set(), 0
        seen.add(part)
        reach = max(reach, end)
        if len(seen) == len(places):
            return True
    return False


def within(run: str, edits: int, text: str) -> bool:
    """Whether the whole text is at most so many edits from the run."""
    row = list(range(len(run) + 1))
    for char in text:
        row, before = [row[0] + 1], row
        for i, wanted in enumerate(run, start=1):
            row.append(min(before[i - 1] + (char != wanted), before[i] + 1, row[i - 1] + 1))
    return row[-1] <= max(0, min(edits, len(run) - 1))
