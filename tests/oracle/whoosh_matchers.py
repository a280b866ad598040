"""Here is a query and a segment, give me the tree of Whoosh's own matchers that says the same.

Words, characters, pairs and whole values are Whoosh's postings over whatever codec wrote the segment, a run
of characters is a chain of its span matchers.  Wildcards, fuzzy runs and nearness, for which Whoosh has
nothing alike,
are matched by `search.engine.matching` over a posting-by-posting reader.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from typing import Any

from whoosh.matching import AndNotMatcher, IntersectionMatcher, ListMatcher, NullMatcher, UnionMatcher
from whoosh.query.spans import SpanNear
from whoosh.reading import SegmentReader, TermNotFound

from index.segments.interface import Generation
from index.text.fields import bigrams_field, chars_field
from index.whoosh_format.stock import StockSegment
from search.engine.matching import match
from search.engine.matching.runs import BOTH, WHOLE, Ends, borders, fields_of
from search.engine.postings.analysis import Analysis
from search.engine.postings.cache import ArrayCache
from search.engine.postings.snapshot import Snapshot
from search.engine.ranking.scoring import Term
from search.language.tree import And, Boost, Everything, Keyword, Not, Nothing, Or, Phrase, Query, Text, Word


class Lowering:
    """A query as matchers over one segment."""

    def __init__(self, leaf: SegmentReader, segment: StockSegment, analysis: Analysis) -> None:
        self._leaf = leaf
        self._segment = segment
        self._analysis = analysis

    def lower(self, query: Query) -> Any:
        """The matcher of a node; none is shared, since matchers move."""
        match query:
            case Everything() | And(()):
                return ListMatcher([doc for doc, live in enumerate(self._segment.live) if live])
            case Nothing():
                return NullMatcher()
            case And(parts):
                return reduce(IntersectionMatcher, [self.lower(part) for part in parts])
            case Or(parts):
                return _any([self.lower(part) for part in parts])
            case Not(part):
                return AndNotMatcher(self.lower(Everything()), self.lower(part))
            case Boost(part, _):
                return self.lower(part)
            case Text(text, field, whole):
                return self._text(self._analysis.wanted(text), fields_of(field), WHOLE if whole else BOTH)
            case Phrase(text, field, whole):
                return self._run(self._analysis.fold(text), fields_of(field), WHOLE if whole else BOTH)
            case Word(token, field):
                run = self._analysis.fold(token)
                return _any([live_postings(self._leaf, name, run) for name in fields_of(field)])
            case Keyword(field, values):
                return _any([live_postings(self._leaf, field, value) for value in dict.fromkeys(values)])
            case _:
                return self._by_arrays(query)

    def term(self, term: Term, field: str) -> Any:
        """The matcher of a scoring term in one field."""
        if term.channel in ("words", "values"):
            return live_postings(self._leaf, field, term.text)
        return self._field_run(term.text, field)

    def _text(self, words: Sequence[str], fields: tuple[str, ...], ends: Ends) -> Any:
        if not words:
            return NullMatcher()
        return reduce(IntersectionMatcher, [self._run(word, fields, ends) for word in words])

    def _run(self, run: str, fields: tuple[str, ...], ends: Ends) -> Any:
        return _any([self._bordered(run, field, ends) for field in fields])

    def _bordered(self, run: str, field: str, ends: Ends) -> Any:
        """The run where no number or word is cut at its ends, position by position."""
        checked = borders(run, ends)
        if not checked:
            return self._field_run(run, field)
        starts = self._starts(run, field)
        for pair, offset in checked:
            held = positions(live_postings(self._leaf, bigrams_field(field), pair))
            starts = {
                doc: kept
                for doc, found in starts.items()
                if (kept := {at for at in found if at + offset not in held.get(doc, ())})
            }
        return ListMatcher(sorted(starts))

    def _starts(self, run: str, field: str) -> dict[int, set[int]]:
        """document → where the run begins."""
        if len(run) == 1:
            names = [text.decode() for name, text in self._leaf.all_terms() if name == bigrams_field(field)]
            pairs = [
                positions(live_postings(self._leaf, bigrams_field(field), pair))
                for pair in names
                if pair[0] == run and len(pair) == 2
            ]
            docs = {doc for held in pairs for doc in held}
            return {doc: set().union(*(held.get(doc, set()) for held in pairs)) for doc in docs}
        held = [
            positions(live_postings(self._leaf, bigrams_field(field), run[i : i + 2]))
            for i in range(len(run) - 1)
        ]
        return {
            doc: {at for at in first if all(at + i in each.get(doc, ()) for i, each in enumerate(held))}
            for doc, first in held[0].items()
        }

    def _field_run(self, run: str, field: str) -> Any:
        if len(run) < 2:
            return live_postings(self._leaf, chars_field(field), run) if run else NullMatcher()
        pairs = [live_postings(self._leaf, bigrams_field(field), run[i : i + 2]) for i in range(len(run) - 1)]
        return reduce(_following, pairs)

    def _by_arrays(self, query: Query) -> Any:
        alone = Snapshot(Generation(0, (self._segment,)), ArrayCache(1 << 24))
        return ListMatcher(match(query, alone, self._analysis).docs().tolist())


def live_postings(leaf: SegmentReader, field: str, text: str) -> Any:
    """Live postings of a term; none for a term that is not there."""
    try:
        return leaf.postings(field, text)
    except TermNotFound:
        return NullMatcher()


def positions(matcher: Any) -> dict[int, set[int]]:
    """document → positions, of everything left in a matcher."""
    found = {}
    while matcher.is_active():
        found[matcher.id()] = set(matcher.value_as("positions"))
        matcher.next()
    return found


def _following(before: Any, after: Any) -> Any:
    """`after` at the position next to the end of `before`."""
    if not before.is_active() or not after.is_active():
        return NullMatcher()
    return SpanNear.SpanNearMatcher(before, after, slop=1, ordered=True)


def _any(matchers: list[Any]) -> Any:
    active = [matcher for matcher in matchers if matcher.is_active()]
    return reduce(UnionMatcher, active) if active else NullMatcher()


def all_docs(matcher: Any) -> list[int]:
    """Every document left in a matcher."""
    found = []
    while matcher.is_active():
        found.append(matcher.id())
        matcher.next()
    return found
