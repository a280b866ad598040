"""The naive oracle: every query node by its definition, over folded strings, one article at a time.

Written for being obviously right, not fast; shares with the engine only folding and segmentation.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from corpus.model import Article
from index.text.analyzer import Analyzer, article_keywords, article_texts, is_word
from index.text.fold import fold, fold_text, paragraph_starts
from search.language.tree import (
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

ENDS = "。！？；…!?;"
STAR = 20


@dataclass(frozen=True)
class Field:
    """One text field of one article.  sentences, paragraphs: positions at which one begins."""

    text: str
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
        latest = {article.id: article for article in articles}
        self.entries = [self._entry(article) for article in latest.values()]

    def _entry(self, article: Article) -> Entry:
        fields = {}
        for name, text in article_texts(article).items():
            folded = fold(text)
            paragraphs = frozenset(paragraph_starts(text, folded)) if text else frozenset()
            after = frozenset(i + 1 for i, char in enumerate(folded.text) if char in ENDS)
            words = tuple(self.analyzer.word_texts(folded.text))
            fields[name] = Field(folded.text, words, after | paragraphs, paragraphs)
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
            case Text(text, field):
                words = wanted(text, self.analyzer)
                fields = _fields(entry, field)
                return bool(words) and all(any(word in each.text for each in fields) for word in words)
            case Word(token, field):
                return any(fold_text(token) in each.words for each in _fields(entry, field))
            case Keyword(field, values):
                return bool(set(values) & set(entry.keywords[field]))
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


def wanted(text: str, analyzer: Analyzer) -> list[str]:
    """Words of a text that lie in no other word of it; the whole text where it has none."""
    folded = fold_text(text)
    tokens = [t for t in analyzer.tokenizer.tokenize(folded) if is_word(t[0])] if folded else []
    kept = [
        word
        for word, start, end in tokens
        if not any(s <= start and end <= e and e - s > end - start for _, s, e in tokens)
    ]
    return kept or ([folded] if folded else [])


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
            return [(i, i + len(run)) for i in occurrences(run, field.text)]
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
    for kind, part in parts:
        if kind == "gap":
            gap = part
            continue
        places = [(i, i + len(part)) for i in occurrences(part, field.text)]
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
