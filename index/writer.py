"""Here are articles to add, replace and delete, give me the next generation of the index."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from itertools import count
from pathlib import Path

from whoosh.index import FileIndex
from whoosh.writing import LockError, SegmentWriter

from corpus.errors import ArchiveError, IndexMissing
from corpus.model import Article
from index import manifest
from index.analyzer import Analyzer
from index.schema import document, make_schema
from index.storage import INDEX_NAME, storage_of

Progress = Callable[[int, int | None, float], None]
"""Called with articles done, articles in all (None = not known) and articles a second."""


class IndexWriter:
    """Writes one index directory; one `apply` is one commit.

    A new directory is begun with `analyzer` (default: the best installed tokenizer, no user words); an
    existing one goes on with its own.  Raises IndexStale where that is not to be had any more, unless
    `fresh`: then the first commit replaces everything the index held.
    """

    def __init__(self, directory: Path, analyzer: Analyzer | None = None, *, fresh: bool = False) -> None:
        self.directory = directory
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
    ) -> None:
        """Add or replace `upserts`, delete the ids in `deletes`, commit.

        The last of several articles with one id wins.  Raises ArchiveError when another writer is at work;
        whatever interrupts it leaves the former generation.
        """
        self.directory.mkdir(parents=True, exist_ok=True)
        began, done = time.monotonic(), count(1)
        if self._fresh:
            FileIndex.create(storage_of(self.directory), make_schema(self.analyzer), INDEX_NAME)
            manifest.write(self.directory, self.analyzer)
            self._fresh = False
        index = FileIndex(storage_of(self.directory), indexname=INDEX_NAME)
        try:
            writer = SegmentWriter(index)
        except LockError:
            raise ArchiveError(
                f"另一个进程正在写索引 {self.directory}，请稍后再试 / "
                f"another process is writing the index {self.directory}: try again later"
            ) from None
        committed = False
        try:
            articles = {article.id: article for article in upserts}
            for article_id in {*articles, *deletes}:
                writer.delete_by_term("id", article_id)
            for article in articles.values():
                writer.add_document(**document(article))
                if progress:
                    n = next(done)
                    progress(n, total, n / max(time.monotonic() - began, 1e-9))
            writer.commit()
            committed = True
        finally:
            if not committed:
                writer.cancel()
