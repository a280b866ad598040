"""Here are the store's outbox and the index writer, give me an index that holds what the store committed.

The store notes every change in its outbox inside the transaction that makes it.  Draining indexes what is
noted and only then acknowledges it, so that a crash between the two is repaired by draining again: indexing
an article twice changes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from corpus.model import Article
from index.writer import IndexWriter, Progress


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

    def articles(self, ids: Sequence[str]) -> list[Article]: ...


def drain(store: Outbox, writer: IndexWriter, progress: Progress | None = None) -> int:
    """Index everything noted, in one commit; return how many articles were written or deleted."""
    rows = list(store.pending())
    if not rows:
        return 0
    deleted = {row.article_id: row.deleted for row in rows}
    upserts = [article_id for article_id, gone in deleted.items() if not gone]
    deletes = [article_id for article_id, gone in deleted.items() if gone]
    writer.apply(store.articles(upserts), deletes, progress, total=len(upserts))
    store.acknowledge(max(row.seq for row in rows))
    return len(deleted)
