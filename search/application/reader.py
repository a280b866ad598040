"""Here is the archive's index directory; give me its engine and its vocabulary as of the newest commit."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import IndexMissing
from corpus.model import Organization
from search.names.vocabulary import Vocabulary

if TYPE_CHECKING:
    from corpus.entities import Recognizer
    from search.engine.postings.analysis import Analysis
    from search.engine.searcher import Searcher

_SETTLED = 0.1
"""Seconds after which a directory's time stamp is taken to tell two commits apart."""


class Reader:
    """Opens what is asked for when it is asked for.  Holds no writer; safe under threads."""

    def __init__(
        self,
        directory: Path,
        recognizer: Callable[[], Recognizer],
        engine: str = "vector",
        cache_mb: Callable[[], int] = lambda: 0,
    ) -> None:
        self.directory = directory
        self._recognizer = recognizer
        self._engine = engine
        self._cache_mb = cache_mb
        self._lock = threading.Lock()
        self._searcher: Searcher | None = None
        self._analysis: Analysis | None = None
        self._seen: int | None = None
        self._held: tuple[int, Vocabulary] | None = None

    @property
    def searcher(self) -> Searcher:
        """The engine.  Raises IndexMissing, IndexStale, EngineUnavailable."""
        if self._searcher is None:
            from search.engine.searcher import open_searcher

            with self._lock:
                if self._searcher is None:
                    budget = self._cache_mb() * 2**20 or None
                    self._searcher = open_searcher(self.directory, self._engine, budget)
        return self._searcher

    @property
    def analysis(self) -> Analysis:
        """How texts of queries are read."""
        if self._analysis is None:
            from index.segments.manifest import analyzer_for
            from search.engine.postings.analysis import Analysis

            own = getattr(self.searcher, "analysis", None)
            self._analysis = own if isinstance(own, Analysis) else Analysis(analyzer_for(self.directory))
        return self._analysis

    @property
    def vocabulary(self) -> Vocabulary:
        """The names and values of the newest generation."""
        return self._current()[1]

    @property
    def generation(self) -> int:
        """Its number; grows with every commit.  Raises IndexMissing."""
        return self._current()[0]

    def _current(self) -> tuple[int, Vocabulary]:
        from index.opening import open_segments

        stamp = self.directory.stat().st_mtime_ns if self.directory.is_dir() else -1
        held = self._held
        if held is not None and stamp == self._seen:
            return held
        with self._lock:
            generation = open_segments(self.directory)
            if self._held is None or self._held[0] != generation.number:
                self._held = generation.number, Vocabulary(generation, self._recognizer)
            self._seen = stamp if time.time_ns() - stamp > _SETTLED * 1e9 else None
            return self._held

    def resolve(self, name: str) -> Organization | None:
        """The organisation of this name in any form, by the gazetteer as of the newest generation."""
        try:
            return self.vocabulary.recognizer.resolve(name)
        except IndexMissing:
            return self._recognizer().resolve(name)

    def close(self) -> None:
        """Let go of the index.  The reader opens it anew when asked again."""
        with self._lock:
            if self._searcher is not None:
                self._searcher.close()
            self._searcher = self._analysis = self._held = None
