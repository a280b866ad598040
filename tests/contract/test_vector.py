"""The vector searcher keeps the contract."""

from __future__ import annotations

from pathlib import Path

from search.engine.searcher import Searcher, open_searcher
from tests.contract.suite import SearcherContract


class TestVectorSearcher(SearcherContract):
    @staticmethod
    def open(directory: Path) -> Searcher:
        return open_searcher(directory, "vector", budget=1 << 24)
