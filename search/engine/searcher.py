"""Here is a `Query`, give me ids, scores and facet counts: what every engine answers, and which there are.

An engine returns ids only; titles, texts and snippets come from the store, so they are the same under
every engine.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from corpus.errors import EngineUnavailable
from search.engine.ranking.scoring import DEFAULTS, Scoring
from search.language.tree import DateRange, Keyword, Not, Query
from search.model import EngineResult, Sort

Filter = Keyword | DateRange | Not


class Searcher(Protocol):
    """One engine over one index directory.  Safe under threads; sees a commit at the next call."""

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
    ) -> EngineResult:
        """The window [offset, offset + limit) of the ranking.

        filters: all must hold; they restrict and never score, and the facet of a field is counted
        without the `Keyword` filters on that field (so that other values stay choosable).
        facet_limit: values a facet, 0 = all; year and month are always whole.
        soft: where the strict query finds little, what matches a part of it follows (never mixed).
        """
        ...

    def matches(self, query: Query, article_id: str) -> bool:
        """Whether the article of this id is in the index and matches."""
        ...

    def close(self) -> None:
        """Let go of files and arrays."""
        ...


ENGINES = ("vector", "whoosh")


def open_searcher(directory: Path, engine: str = "vector", budget: int | None = None) -> Searcher:
    """The engine of that name over an index.  budget: bytes for cached arrays, None = by the index's size.

    Raises EngineUnavailable for an unknown name, IndexMissing or IndexStale as the index says.
    """
    if engine == "vector":
        from search.engine.vector_searcher import VectorSearcher

        return VectorSearcher.open(directory, budget)
    if engine == "whoosh":
        from tests.oracle.whoosh_searcher import WhooshSearcher

        return WhooshSearcher.open(directory)
    names = ", ".join(ENGINES)
    raise EngineUnavailable(
        f"没有名为 {engine} 的引擎，可用：{names} / no engine {engine}: use one of {names}"
    )
