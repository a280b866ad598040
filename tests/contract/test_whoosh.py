"""The oracle over Whoosh's own matchers keeps the contract."""

from __future__ import annotations

from pathlib import Path

from search.engine.searcher import Engine
from tests.contract.suite import SearcherContract
from tests.oracle.whoosh_searcher import WhooshEngine


class TestWhooshSearcher(SearcherContract):
    examples = 25

    @staticmethod
    def open(directory: Path) -> Engine:
        return WhooshEngine(directory)
