"""Here is an index directory, give me its newest generation as a searcher, again after every commit."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path

from index.opening import open_segments
from index.segments.interface import Generation
from index.segments.manifest import analyzer_for, fingerprint
from index.text.analyzer import Analyzer
from search.engine.postings.analysis import Analysis
from search.engine.postings.cache import ArrayCache, default_budget
from search.engine.postings.snapshot import Snapshot
from search.engine.ranking.impacts import Accumulator
from search.engine.vector_searcher import VectorSearcher

SETTLED = 0.1
"""Seconds after which a directory's time stamp is taken to tell two commits apart."""


class VectorEngine:
    """The engine that answers by array arithmetic.

    source: gives the newest generation; stamp: changes when there may be a newer one; cache: None = one whose
    budget follows the size of the index; cutting: how the texts of a generation were cut, None = always as
    `analysis` has it.
    """

    def __init__(
        self,
        source: Callable[[], Generation],
        analysis: Analysis,
        cache: ArrayCache | None = None,
        stamp: Callable[[], int | None] = lambda: None,
        cutting: Callable[[Generation], Analyzer] | None = None,
    ) -> None:
        self.analysis = analysis
        self._cutting = cutting
        self.cache = ArrayCache() if cache is None else cache
        self._grows = cache is None
        self._source = source
        self._stamp = stamp
        self._lock = threading.Lock()
        self._accumulator = Accumulator()
        self._seen: int | None = None
        self._newest: VectorSearcher | None = None

    @classmethod
    def open(cls, directory: Path, budget: int | None = None) -> VectorEngine:
        """Over an index directory.  Raises IndexMissing, IndexStale."""
        engine = cls(
            lambda: open_segments(directory),
            Analysis(analyzer_for(directory)),
            ArrayCache(budget) if budget else None,
            lambda: directory.stat().st_mtime_ns if directory.is_dir() else -1,
            lambda generation: analyzer_for(directory, generation.analyzer),
        )
        engine.newest()
        return engine

    def newest(self) -> VectorSearcher:
        """The newest generation; one `stat` where nothing changed.  Raises IndexMissing, IndexStale."""
        held, stamp = self._newest, self._stamp()
        if held is not None and stamp == self._seen:
            return held
        with self._lock:
            if self._newest is None or stamp != self._seen:
                self._newest = self._opened(self._newest)
                settled = stamp is None or time.time_ns() - stamp > SETTLED * 1e9
                self._seen = stamp if settled else -2
            return self._newest

    def _opened(self, old: VectorSearcher | None) -> VectorSearcher:
        generation = self._source()
        if old is not None and old.snapshot.shows(generation):
            return old
        if self._cutting is not None and generation.analyzer != fingerprint(self.analysis.analyzer):
            self.analysis = Analysis(self._cutting(generation))
        snapshot = Snapshot(generation, self.cache)
        if self._grows:
            self.cache.budget = default_budget(snapshot.bytes_on_disk)
        if old is not None:
            token = old.snapshot.token
            self.cache.drop(lambda key: isinstance(key, tuple) and key[0] is token)
        return VectorSearcher(snapshot, self.analysis, self._accumulator)

    def close(self) -> None:
        """Forget the newest generation and every array."""
        with self._lock:
            self._newest = None
            self.cache.clear()
