"""Here are the store's outbox and the index writer, give me an index that holds what the store committed.

The store notes every change in its outbox inside the transaction that makes it.  Draining indexes what is
noted and only then acknowledges it, so that a crash between the two is repaired by draining again: indexing
an article twice changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from corpus.model import Article
from index.writing.writer import IndexWriter, Progress

STEP = 500
"""Articles asked of the store at once."""


class Pending(Protocol):
    """One noted change: `article_id` was written, or `deleted`; `seq` grows."""

    @property
    def seq(self) -> int: ...

    @property
    def article_id(self) -> str: ...

    @property
    def deleted(self) -> bool: ...


class Outbox(Protocol):
    """What this module needs of the store."""

    def pending(self) -> Sequence[Pending]: ...

    def acknowledge(self, seq: int) -> None: ...

    def held(self, ids: Sequence[str]) -> dict[str, Article]: ...


def drain(store: Outbox, writer: IndexWriter, progress: Progress | None = None) -> frozenset[str]:
    """Index everything noted, in one commit; the ids of the articles that were written or deleted.

    The outbox is read inside the writer's lock: two programs that drain one after the other never bring back
    what the other has taken over since.  Raises IndexBusy.
    """
    with writer.locked():
        rows = list(store.pending())
        if not rows:
            return frozenset()
        deleted = {row.article_id: row.deleted for row in rows}
        upserts = [article_id for article_id, gone in deleted.items() if not gone]
        deletes = [article_id for article_id, gone in deleted.items() if gone]
        writer.apply(stream(store, upserts), deletes, progress, total=len(upserts))
        store.acknowledge(max(row.seq for row in rows))
    return frozenset(deleted)


def stream(store: Outbox, ids: Sequence[str]) -> Iterator[Article]:
    """The articles, a few at a time, so that a large ingest does not fill the memory.

    One that was withdrawn after its row was read is left out: a later row says that it is gone.
    """
    for first in range(0, len(ids), STEP):
        yield from store.held(ids[first : first + STEP]).values()
