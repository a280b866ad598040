"""The oracle over Whoosh's own matchers keeps the contract."""

from __future__ import annotations

from pathlib import Path

from search.engine.searcher import Searcher, open_searcher
from tests.contract.suite import SearcherContract


class TestWhooshSearcher(SearcherContract):
    examples = 25

    @staticmethod
    def open(directory: Path) -> Searcher:
        return open_searcher(directory, "whoosh")
