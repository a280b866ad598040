"""What the store noted is indexed, and noted away only then."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from corpus.model import Article
from index.opening import open_segments
from index.writing.outbox import drain
from index.writing.writer import IndexWriter
from tests.index.articles import SAMPLES


@dataclass(frozen=True)
class Row:
    seq: int
    article_id: str
    deleted: bool = False


@dataclass
class Notes:
    """An outbox in memory."""

    rows: list[Row] = field(default_factory=list)
    fails: bool = False

    def pending(self) -> Sequence[Row]:
        return tuple(self.rows)

    def acknowledge(self, seq: int) -> None:
        if self.fails:
            raise OSError("the machine stopped here")
        self.rows = [row for row in self.rows if row.seq > seq]

    def held(self, ids: Sequence[str]) -> dict[str, Article]:
        return {wanted: article for wanted in ids for article in SAMPLES if article.id == wanted}


def test_draining_indexes_and_acknowledges(tmp_path: Path) -> None:
    notes = Notes([Row(1, "a1"), Row(2, "a2"), Row(3, "a1", deleted=True), Row(4, "a4")])
    assert drain(notes, IndexWriter(tmp_path)) == {"a1", "a2", "a4"}
    assert notes.rows == []
    assert [list(segment.ids) for segment in open_segments(tmp_path).segments] == [["a2", "a4"]]
    assert drain(notes, IndexWriter(tmp_path)) == frozenset()


def test_a_crash_before_the_acknowledgement_is_repaired(tmp_path: Path) -> None:
    notes = Notes([Row(1, "a1"), Row(2, "a2")], fails=True)
    with pytest.raises(OSError, match="stopped"):
        drain(notes, IndexWriter(tmp_path))
    notes.fails = False
    notes.rows.append(Row(3, "a2", deleted=True))
    assert drain(notes, IndexWriter(tmp_path)) == {"a1", "a2"}
    generation = open_segments(tmp_path)
    assert generation.doc_count == 1


def test_who_had_to_wait_reads_the_outbox_afresh(tmp_path: Path) -> None:
    """a1 was deleted and is there again; whoever saw only the deletion must not take it out of the index."""
    notes = Notes([Row(1, "a1", deleted=True)])
    late = IndexWriter(tmp_path, patience=lambda _: True)
    IndexWriter(tmp_path).apply([])
    with IndexWriter(tmp_path).locked():
        waiting = threading.Thread(target=drain, args=(notes, late))
        waiting.start()
        time.sleep(0.2)
        notes.rows.append(Row(2, "a1"))
    waiting.join()
    assert [list(segment.ids) for segment in open_segments(tmp_path).segments] == [["a1"]]
