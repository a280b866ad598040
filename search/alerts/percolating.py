"""Here are articles that just came in, and many searches; tell which search finds which of them.

The articles make an index of their own in a folder that is gone afterwards; a search whose need none of them
meets is left out, the others are understood as the archive understands them now and matched on that small
index.  What a search finds here is what it finds in the archive among these articles: matching a document
looks at nothing but that document.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from corpus.errors import QuerySyntaxError
from corpus.model import Article
from index.text.analyzer import Analyzer
from index.text.fields import KEYWORD_FIELDS, TEXT_FIELDS, bigrams_field, chars_field
from index.text.fold import fold_text
from index.writing.writer import IndexWriter
from search.alerts.needs import Need
from search.answer.answering import Answering
from search.answer.batch import plain_query
from search.engine.matching import match
from search.engine.vector_engine import VectorEngine
from search.engine.vector_searcher import VectorSearcher
from search.language.build import all_of
from search.model import SearchRequest
from search.names.vocabulary import equal_form
from search.request import to_query_string


class NewArticles:
    """A few articles, indexed by themselves.  A set of them is a number, one bit each."""

    def __init__(self, searcher: VectorSearcher) -> None:
        self.searcher = searcher
        snapshot = searcher.snapshot
        self.every = (1 << snapshot.space) - 1
        self._holding = lru_cache(maxsize=None)(self._read)
        self._values = {field: frozenset(snapshot.column(field).values) for field in KEYWORD_FIELDS}
        forms = {equal_form(fold_text(value)) for values in self._values.values() for value in values}
        self._forms = frozenset(forms)
        self._all_forms = "\n".join(sorted(forms))

    def meeting(self, need: Need) -> int:
        """Those that meet a need."""
        kind, *rest = need
        if kind == "&":
            return self._all(map(self.meeting, rest))
        if kind == "|":
            met = 0
            for part in rest:
                met |= self.meeting(part)
            return met
        if kind == "g":
            return self._all(self._holding(pair) for run in rest for pair in pairs(run))
        if kind == "c":
            return self._all(map(self._holding, rest[0]))
        if kind == "n":
            return self.every if self._named(equal_form(rest[0])) else 0
        if kind == "v":
            return self.every if self._values[rest[0]].intersection(rest[1:]) else 0
        return self.every

    def matching(self, request: SearchRequest, answering: Answering) -> list[str]:
        """The ids of those that a request finds; what is no query is searched as its plain words."""
        try:
            meant = answering.understood(request)
        except QuerySyntaxError:
            meant = answering.understood(replace(request, q=plain_query(request.q)))
        snapshot = self.searcher.snapshot
        found = match(all_of([meant.query, *meant.filters]), snapshot, self.searcher.analysis)
        return snapshot.ids(found.indices())

    def _all(self, sets: Iterable[int]) -> int:
        met = self.every
        for one in sets:
            met &= one
            if not met:
                return 0
        return met

    def _named(self, form: str) -> bool:
        inside = len(form) > 1 and form in self._all_forms
        ends = range(2, len(form))
        return inside or any(form[:n] in self._forms or form[-n:] in self._forms for n in ends)

    def _read(self, run: str) -> int:
        """Those that have one or two characters in any text field."""
        met = 0
        for field in TEXT_FIELDS:
            name = chars_field(field) if len(run) == 1 else bigrams_field(field)
            for doc in self.searcher.snapshot.posting(name, run).docs.tolist():
                met |= 1 << doc
        return met


def pairs(run: str) -> Sequence[str]:
    """Every two neighbouring characters; of one character, itself."""
    return [run[at : at + 2] for at in range(len(run) - 1)] or [run] * bool(run)


@contextmanager
def indexed(articles: Sequence[Article], analyzer: Analyzer) -> Iterator[NewArticles]:
    """The articles as an index of their own, while the context lasts."""
    with tempfile.TemporaryDirectory(prefix="xunzhang-new-") as folder:
        IndexWriter(Path(folder), analyzer, processes=1).apply(articles)
        engine = VectorEngine.open(Path(folder))
        try:
            yield NewArticles(engine.newest())
        finally:
            engine.close()


def percolate(
    articles: Sequence[Article],
    asked: Mapping[str, Sequence[tuple[SearchRequest, Need]]],
    answering: Answering,
    analyzer: Analyzer,
) -> dict[str, dict[str, list[int]]]:
    """Name of a search → article it finds → places of those of its requests that find it.

    answering: over the archive that already holds the articles.
    """
    found: dict[str, dict[str, list[int]]] = {}
    if not articles:
        return found
    once: dict[str, list[str]] = {}
    with indexed(articles, analyzer) as new:
        for name, requests in asked.items():
            for place, (request, need) in enumerate(requests):
                if not new.meeting(need):
                    continue
                line = to_query_string(request)
                if line not in once:
                    once[line] = new.matching(request, answering)
                for one in once[line]:
                    found.setdefault(name, {}).setdefault(one, []).append(place)
    return found
