"""Here is an index directory, give me the engine over it."""

from __future__ import annotations

from pathlib import Path

from search.engine.searcher import Engine
from search.engine.vector_engine import VectorEngine


def open_engine(directory: Path, budget: int | None = None) -> Engine:
    """The engine over an index.  budget: bytes for cached arrays, None = by the index's size.

    Raises IndexMissing or IndexStale as the index says.
    """
    return VectorEngine.open(directory, budget)
