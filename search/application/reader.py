"""Here is the archive's index directory; give me its newest generation and the names in it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import IndexStale
from search.names.vocabulary import Vocabulary

if TYPE_CHECKING:
    from corpus.entities import Recognizer
    from search.engine.searcher import Engine, Searcher

OpenEngine = Callable[[Path, "int | None"], "Engine"]
"""An index directory and a budget in bytes → the engine over it."""


def embedded(directory: Path, budget: int | None) -> Engine:
    """The engine that comes with the program; imported when it is needed."""
    from search.engine.opening import open_engine

    return open_engine(directory, budget)


class Reader:
    """Opens what is asked for when it is asked for.  Holds no writer; safe under threads.

    named_by: says by what changes of the gazetteer names are known; others mean other names.
    archive: says which archive the index has to be made from.
    renew: called once, before an index that another release has built is opened a second time; None = nobody
    here may write, and IndexStale goes to whoever asks.
    """

    def __init__(
        self,
        directory: Path,
        recognizer: Callable[[], Recognizer],
        cache_mb: Callable[[], int] = lambda: 0,
        open_engine: OpenEngine = embedded,
        named_by: Callable[[], object] = lambda: None,
        archive: Callable[[], str] = lambda: "",
    ) -> None:
        self.directory = directory
        self._recognizer = recognizer
        self._cache_mb = cache_mb
        self._open_engine = open_engine
        self.renew: Callable[[], object] | None = None
        self._lock = threading.Lock()
        self._engine: Engine | None = None
        self._named_by = named_by
        self._archive = archive
        self._held: tuple[object, Searcher, Vocabulary] | None = None
        self._origin: tuple[Searcher | None, str, str] = (None, "", "")

    def newest(self) -> tuple[Searcher, Vocabulary]:
        """The newest generation and its names.  Raises IndexMissing, IndexStale, EngineUnavailable."""
        try:
            searcher = self._searcher()
        except IndexStale:
            if self.renew is None:
                raise
            renew, self.renew = self.renew, None  # which itself reads what it has built
            renew()
            searcher = self._searcher()
        named_by = self._named_by()
        held = self._held
        if held is None or held[1] is not searcher or held[0] != named_by:
            before = None if held is None else held[2]
            self._held = held = named_by, searcher, Vocabulary(searcher, self._recognizer, before)
        return held[1], held[2]

    def edition(self, searcher: Searcher) -> str:
        """What no other generation of any index is called: numbers begin anew with another index."""
        return f"{self._origin[2]}-{searcher.number}"

    def _searcher(self) -> Searcher:
        from index.segments.manifest import origin

        searcher = self._opened().newest()
        if self._origin[0] is not searcher:
            self._origin = searcher, *origin(self.directory)
        archive = self._origin[1]
        if archive and (wanted := self._archive()) and archive != wanted:
            self._origin = None, "", ""
            raise IndexStale(f"archive {archive}", f"archive {wanted}")
        return searcher

    def _opened(self) -> Engine:
        if self._engine is None:
            with self._lock:
                if self._engine is None:
                    self._engine = self._open_engine(self.directory, self._cache_mb() * 2**20 or None)
        return self._engine

    def cache(self) -> Mapping[str, int]:
        """What is kept of decoded postings: bytes, bytes at most, hits and misses; nothing where unknown."""
        held = getattr(self._engine, "cache", None)
        if held is None:
            return {}
        return {"bytes": held.used, "bytes_most": held.budget, "hits": held.hits, "misses": held.misses}

    def close(self) -> None:
        """Let go of the index.  The reader opens it anew when asked again."""
        with self._lock:
            if self._engine is not None:
                self._engine.close()
            self._engine = self._held = None
