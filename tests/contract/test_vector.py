"""The vector searcher keeps the contract."""

from __future__ import annotations

from pathlib import Path

from search.engine.opening import open_engine
from search.engine.searcher import Engine
from tests.contract.suite import SearcherContract


class TestVectorSearcher(SearcherContract):
    @staticmethod
    def open(directory: Path) -> Engine:
        return open_engine(directory, budget=1 << 24)
