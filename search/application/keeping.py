"""Here are files, or only what the store has noted; give me an index that holds all of it.

The one place of the read side that writes.  A writer lives as long as one call.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import IndexBusy, IndexMissing, IndexStale, StoreError

if TYPE_CHECKING:
    from corpus.intake.ingest import Parser
    from corpus.intake.report import IngestReport
    from corpus.intake.report import Progress as IngestProgress
    from corpus.reading.confined import Confined
    from corpus.store import Store
    from index.text.analyzer import Analyzer
    from index.writing.writer import IndexWriter
    from index.writing.writer import Progress as IndexProgress


Patience = Callable[[float], bool]
"""Seconds waited for another writer so far → whether to go on waiting."""


def wait_for_others(_: float) -> bool:
    """Writers queue: what was begun is finished, however long another one takes."""
    return True


class Keeper:
    """Takes in, indexes, repairs.

    derive: called with the ids that changed once the index holds them; cutter: what is to cut texts by the
    words in force; holding: words → ids of the articles of the newest generation in which they stand;
    settle: lays over what was read what people said of single articles; sources: what reads them, whose child
    programs stay from one ingest to the next.
    """

    def __init__(
        self,
        index: Path,
        store: Callable[[], Store],
        memory_mb: Callable[[], int],
        derive: Callable[[Iterable[str]], None],
        cutter: Callable[[], Analyzer],
        holding: Callable[[Collection[str]], Sequence[str]],
        settle: Callable[[], object],
        sources: Callable[[], Confined],
    ) -> None:
        self._index = index
        self._store = store
        self._memory_mb = memory_mb
        self._derive = derive
        self._cutter = cutter
        self._holding = holding
        self._settle = settle
        self._sources = sources
        self._lock = threading.Lock()

    def ingest(
        self,
        paths: Iterable[Path],
        parser: Parser,
        progress: Callable[[IngestProgress], None] | None,
        indexing: IndexProgress | None,
        patience: Patience = wait_for_others,
        *,
        draft: bool = False,
        say: Callable[[str], None] | None = None,
    ) -> IngestReport:
        """Take in files, folders and archives of them, then index what is new, even after an interruption."""
        from corpus.intake.ingest import ingest
        from corpus.intake.report import IngestStopped, silent, unheard

        with self._store().occupied():
            report = ingest(
                paths,
                self._store(),
                parser,
                progress or silent,
                draft=draft,
                say=say or unheard,
                child=self._sources(),
            )
            try:
                self._settle()
                self.repair(indexing, patience)
            except (StoreError, IndexBusy) as error:
                raise IngestStopped(error, report) from error
        return report

    def repair(self, progress: IndexProgress | None = None, patience: Patience = wait_for_others) -> int:
        """Index what the store has noted and the index has not taken over; how many changes that were.

        patience: how long to wait for another writer.  Raises IndexBusy.
        """
        if not self._store().pending(limit=1):
            return 0
        from index.writing.outbox import drain

        if self._lost() or self._foreign():
            return self.reindex(progress, patience)
        try:
            writer = self._writer(patience)
        except IndexStale:  # of another release or dictionary, see `outgrown`
            return self.reindex(progress, patience)
        with self._lock, self._store().occupied():
            changed = drain(self._store(), writer, progress)
            self._derive(changed)
        return len(changed)

    def learn(self, progress: IndexProgress | None = None, patience: Patience = wait_for_others) -> int:
        """Cut texts by the words in force from now on, and those anew in which changed words stand; how many.

        What the store has noted is taken over first.  Where there is no index, the next one knows the words.
        Raises IndexBusy.
        """
        from index.writing.outbox import drain, stream

        if self._lost() or self.outgrown():
            return self.reindex(progress, patience)
        if not newest(self._index):
            return 0
        store, writer = self._store(), self._writer(patience)
        with self._lock, store.occupied(), writer.locked():
            drained = drain(store, writer, None)
            wanted = self._cutter()
            words = changed(writer.analyzer, wanted)
            ids = list(self._holding(words)) if words else []
            if words or writer.analyzer.tokenizer.state != wanted.tokenizer.state:
                writer.apply(stream(store, ids), (), progress, total=len(ids), analyzer=wanted)
                self._derive({*drained, *ids})
            elif drained:
                self._derive(drained)
        return len(ids)

    def state(self) -> int:
        """The number of the list of words by which the index is cut; 0 where there is none."""
        from index.segments.manifest import analyzer_for

        try:
            return analyzer_for(self._index).tokenizer.state
        except (IndexMissing, IndexStale):
            return 0

    def outgrown(self) -> bool:
        """Whether the index was built by another release, with another dictionary or from another archive:
        see `renew`."""
        from index.segments.manifest import analyzer_for

        try:
            analyzer_for(self._index)
        except IndexStale:
            return True
        except IndexMissing:
            return False
        return self._foreign()

    def _foreign(self) -> bool:
        """The index was made from another archive; one that does not say from which is taken to be ours."""
        from index.segments.manifest import origin

        archive, _ = origin(self._index)
        return bool(archive) and archive != self._store().identity()

    def _lost(self) -> bool:
        """The index was removed, and the store holds more than is noted: draining would make half of it."""
        store = self._store()
        if newest(self._index):
            return False
        noted = {row.article_id for row in store.pending() if not row.deleted}
        return store.count() > len(noted)

    def renew(self, progress: IndexProgress | None = None, patience: Patience = wait_for_others) -> int:
        """Build an outgrown index anew; how many articles it holds then.  Raises IndexBusy.

        Whoever waited for another program that has done so meanwhile has nothing left to do.
        """
        return self.reindex(progress, patience, self.outgrown)

    def reindex(
        self,
        progress: IndexProgress | None = None,
        patience: Patience = wait_for_others,
        needed: Callable[[], bool] = lambda: True,
    ) -> int:
        """Build the index anew from the store; how many articles it holds then.  Raises IndexBusy.

        needed: asked when no other writer is at work any more; False leaves the index as it is.
        """
        store = self._store()
        writer = self._writer(patience, fresh=True)
        with self._lock, store.occupied(), writer.locked():
            if not needed():
                return store.count()
            pending = store.pending()
            total = store.count()
            writer.apply(store.iter_articles(), (), progress, total=total)
            if pending:
                store.acknowledge(pending[-1].seq)
        with self._lock:
            self._derive(())
        return total

    def _writer(self, patience: Patience, *, fresh: bool = False) -> IndexWriter:
        from index.writing.writer import IndexWriter

        cutter = self._cutter() if fresh or not newest(self._index) else None  # else it goes on with its own
        return IndexWriter(
            self._index,
            cutter,
            fresh=fresh,
            memory_mb=self._memory_mb(),
            patience=patience,
            archive=self._store().identity(),
        )


def newest(index: Path) -> int:
    """The number of the newest generation; 0 where there is none."""
    from index.segments.toc import generations

    return max(generations(index), default=0)


def changed(one: Analyzer, other: Analyzer) -> frozenset[str]:
    """The words that one of the two knows, or leaves out, and the other does not."""
    a, b = one.tokenizer, other.tokenizer
    return frozenset({*a.words} ^ {*b.words} | {*a.removed} ^ {*b.removed})
