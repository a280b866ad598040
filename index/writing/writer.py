"""Here are articles to add, replace and delete, give me the next generation of the index.

One `apply` inverts its articles in runs that fit the memory it was given, merges the runs into one new
segment, marks what they replace as dead, and puts the new table of contents in place.  Only then, when what
was added is searchable already, are segments merged (`index.writing.policy`), as a generation of its own.
"""

from __future__ import annotations

import shutil
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from whoosh.index import TOC, clean_files
from whoosh.reading import SegmentReader

from corpus.errors import IndexMissing, IndexStale
from corpus.model import Article
from index.segments import manifest
from index.text.analyzer import Analyzer
from index.text.fields import EXTENSION, INDEX_NAME
from index.whoosh_format.codec import PackedTocSegment
from index.whoosh_format.schema import make_schema
from index.whoosh_format.storage import (
    Patience,
    impatient,
    newest,
    read_toc,
    storage_of,
    sync_toc,
    write_lock,
)
from index.writing.bulk import PREFIX, Progress, Runs
from index.writing.merging import MergeSource, SegmentSource, chars_of, grouped, merge
from index.writing.policy import to_merge

__all__ = ["IndexWriter", "Progress"]


class IndexWriter:
    """Writes one index directory; one `apply` is one commit.

    A new directory is begun with `analyzer` (default: the best installed tokenizer, no user words); an
    existing one goes on with its own.  Raises IndexStale where that is not to be had any more, unless
    `fresh`: then the first commit replaces everything the index held.

    memory_mb: bound for what inversion holds, in each process; processes: how many invert large jobs
    (None = one for each core); archive: the id of the archive that the articles come from.
    """

    def __init__(
        self,
        directory: Path,
        analyzer: Analyzer | None = None,
        *,
        fresh: bool = False,
        memory_mb: int = 384,
        processes: int | None = None,
        patience: Patience = impatient,
        archive: str = "",
    ) -> None:
        self.directory = directory
        self._archive = archive
        self._patience = patience
        self._held = False
        self._memory_mb, self._processes = memory_mb, processes
        self._fresh = fresh
        try:
            self.analyzer = (analyzer or Analyzer()) if fresh else manifest.analyzer_for(directory)
        except IndexMissing:
            self.analyzer = analyzer or Analyzer()
            self._fresh = True

    def apply(
        self,
        upserts: Iterable[Article],
        deletes: Iterable[str] = (),
        progress: Progress | None = None,
        total: int | None = None,
        analyzer: Analyzer | None = None,
    ) -> None:
        """Add or replace `upserts`, delete the ids in `deletes`, commit.

        analyzer: with which the index goes on from this commit; whatever it cuts otherwise than the present
        one has to be among `upserts`.  The last of several articles with one id wins.

        Raises IndexBusy when another writer is at work for longer than `patience` allows; whatever interrupts
        it leaves the former generation.
        """
        with self.locked():
            toc = self._begin()
            if analyzer is not None:
                self.analyzer, toc.schema = analyzer, make_schema(analyzer)
            runs = Runs(self.directory, self.analyzer.tokenizer, self._memory_mb, self._processes)
            with runs:
                runs.take(upserts, progress, total)
                self._kill(toc.segments, {*runs.ids, *deletes})
                self._add(toc, runs.sources())
                manifest.write(self.directory, self.analyzer, self._archive)
                self._commit(toc)
            self._fresh = False
            self._merge(toc)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Nobody else writes: what is read inside is what `apply` inside indexes.  Raises IndexBusy."""
        if self._held:
            yield
            return
        self.directory.mkdir(parents=True, exist_ok=True)
        with write_lock(self.directory, self._patience):
            self._held = True
            try:
                yield
            finally:
                self._held = False

    def _begin(self) -> TOC:
        """The table of contents to go on from, with what a killed writer left swept up."""
        schema = make_schema(self.analyzer)
        for left in self.directory.glob(f"{PREFIX}*"):
            shutil.rmtree(left)
        for left in self.directory.glob(f"_{INDEX_NAME}_*.toc.*"):
            left.unlink()
        try:
            toc = read_toc(self.directory)
        except IndexStale:
            if not self._fresh:
                raise
            return TOC(schema, [], newest(self.directory))
        except IndexMissing:
            manifest.write(self.directory, self.analyzer, self._archive)
            return TOC(schema, [], 0)
        if self._fresh:
            return TOC(schema, [], toc.generation)
        return toc

    def _kill(self, segments: Iterable[object], ids: Collection[str]) -> None:
        if not ids:
            return
        for segment in segments:
            if isinstance(segment, PackedTocSegment):
                segment.kill(segment.open(self.directory).find_ids(list(ids)))
            else:
                self._kill_stock(segment, ids)

    def _kill_stock(self, segment: object, ids: Collection[str]) -> None:
        reader = SegmentReader(storage_of(self.directory), make_schema(self.analyzer), segment)
        dead = [doc for doc, stored in reader.iter_docs() if stored.get("id") in ids]
        reader.close()
        for doc in dead:
            segment.delete_document(doc)  # type: ignore[attr-defined]

    def _add(self, toc: TOC, sources: list[MergeSource]) -> None:
        fingerprint = manifest.fingerprint(self.analyzer)
        for group in grouped(sources):
            segment = PackedTocSegment(INDEX_NAME, fingerprint=fingerprint)
            segment.docs = merge(group, self.directory / segment.make_filename(EXTENSION), fingerprint)
            segment.chars = sum(map(chars_of, group))
            toc.segments.append(segment)

    def _commit(self, toc: TOC) -> None:
        storage = storage_of(self.directory)
        toc.segments[:] = [segment for segment in toc.segments if segment.doc_count()]
        for segment in toc.segments:
            if isinstance(segment, PackedTocSegment):
                segment.fingerprint = manifest.fingerprint(self.analyzer)
        toc.generation += 1
        toc.write(storage, INDEX_NAME)
        sync_toc(self.directory, toc.generation)
        clean_files(storage, INDEX_NAME, toc.generation, toc.segments)

    def _merge(self, toc: TOC) -> None:
        while chosen := to_merge([s for s in toc.segments if isinstance(s, PackedTocSegment)]):
            at = toc.segments.index(chosen[0])
            kept = [segment for segment in toc.segments if segment not in chosen]
            opened = [segment.open(self.directory) for segment in chosen]
            toc.segments[:] = kept
            self._add(toc, [SegmentSource(segment) for segment in opened])
            toc.segments.insert(min(at, len(kept)), toc.segments.pop())
            self._commit(toc)
