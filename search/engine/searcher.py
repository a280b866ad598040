"""What every engine is: an `Engine` gives its newest generation as a `Searcher`, which answers for that one.

A searcher returns ids only; titles, texts and snippets come from the store, so they are the same under every
engine.  `search.engine.opening` makes the engines.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Protocol

from search.engine.explain import Explanation
from search.engine.postings.analysis import Analysis
from search.engine.ranking.scoring import DEFAULTS, Scoring
from search.language.tree import Among, DateRange, Keyword, Not, Query
from search.model import EngineResult, FieldValues, Sort

Filter = Keyword | Among | DateRange | Not


class Searcher(Protocol):
    """One generation of the index: what is committed later never shows in it.  Safe under threads."""

    @property
    def number(self) -> int:
        """Of the generation; grows with every commit."""
        ...

    @property
    def analysis(self) -> Analysis:
        """How texts of queries are read: as the index was."""
        ...

    def search(
        self,
        query: Query,
        *,
        filters: Sequence[Filter] = (),
        sort: Sort = "relevance",
        offset: int = 0,
        limit: int = 10,
        facets: Sequence[str] = (),
        facet_limit: int = 50,
        scoring: Scoring = DEFAULTS,
        soft: bool = False,
        without: Collection[str] = (),
        first: Query | None = None,
        lead: Collection[str] = (),
    ) -> EngineResult:
        """The window [offset, offset + limit) of the ranking.

        filters: all must hold; they restrict and never score, and the facet of a field is counted
        without the `Keyword` filters on that field (so that other values stay choosable).
        facet_limit: values a facet, 0 = all; year and month are always whole.
        soft: where the strict query finds little, what matches a part of it follows; for a long query both
        are ranked together, and `EngineResult.partial` tells them apart.
        without: ids of articles that are neither found nor counted.
        lead: ids of articles that, where they are found, come before all others, whatever the order.
        first: of what is found, what also matches this comes before the rest, whatever the order.
        """
        ...

    def matches(self, query: Query, article_id: str) -> bool:
        """Whether the article of this id is in the index and matches."""
        ...

    def explain(
        self, query: Query, filters: Sequence[Filter], scoring: Scoring, article_id: str
    ) -> Explanation | None:
        """Why the article matches and what scores, or what excludes it; None where it is not in the index."""
        ...

    def frequency(self, word: str) -> int:
        """How many articles have a word of the analyzer in their body."""
        ...

    def titled(self, line: str) -> Sequence[str]:
        """Ids of the articles whose headline is the line, in equal forms."""
        ...

    def following(self, char: str) -> Sequence[str]:
        """The characters, and index marks, that stand after a character in bodies, each once."""
        ...

    def values(self, field: str) -> Iterable[str]:
        """The distinct values of a keyword field; some may be of articles that are deleted."""
        ...

    def totals(self, field: str) -> FieldValues:
        """The values of a keyword field with the number of articles of each; without deleted ones."""
        ...


class Engine(Protocol):
    """An index that grows.  Safe under threads."""

    def newest(self) -> Searcher:
        """The newest generation.  Raises IndexMissing, IndexStale."""
        ...

    def close(self) -> None:
        """Let go of files and arrays."""
        ...
