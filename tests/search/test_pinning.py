"""One request, one generation: what is removed or re-issued while somebody reads never breaks a page."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from corpus.store import schema
from search.application.archive import Archive
from search.model import SearchRequest
from web.serving.app import create_app

TOLD = SearchRequest(q="渡口", facets=("section",), size=10)


def write(folder: Path, count: int, edition: int) -> Path:
    file = folder / "ferry.jsonl"
    rows = (
        {
            "id": f"f{number:02d}",
            "title": f"渡口{number}号船改期",
            "section": f"第{edition}版" if edition else "要闻",
            "text": f"因水位上涨，渡口{number}号船改在第{edition}日开。",
        }
        for number in range(count)
    )
    file.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return file


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path / "archive", create=True) as archive:
        archive.ingest([write(tmp_path, 30, 0)])
        yield archive


def remove(archive: Archive, *ids: str, noted: bool = True) -> None:
    """Take articles out of the store, as a re-issue does; noted: the outbox says so."""
    with archive.store.database.write() as conn:
        conn.execute(schema.article.delete().where(schema.article.c.id.in_(ids)))
        if noted:
            conn.execute(sa.insert(schema.outbox), [{"article_id": one, "deleted": True} for one in ids])


@pytest.mark.parametrize("noted", [True, False])
def test_what_the_store_removed_is_neither_found_nor_counted(archive: Archive, noted: bool) -> None:
    before = archive.search(TOLD)
    assert before.total == 30
    lost = tuple(hit.article.id for hit in before.hits[:3])
    remove(archive, *lost, noted=noted)
    after = archive.search(TOLD)
    assert not {hit.article.id for hit in after.hits} & set(lost)
    assert len(after.hits) == 10
    assert after.total == 27 == after.facets["section"][0].count
    assert archive.count(TOLD) == 27
    assert len(list(archive.all_hits(TOLD))) == 27
    page = create_app(archive, TESTING=True).test_client().get("/search?q=渡口")
    assert page.status_code == 200 and "27" in page.text


def test_all_questions_of_a_request_read_one_generation(archive: Archive, tmp_path: Path) -> None:
    pinned = archive.pinned()
    assert pinned.search(TOLD).total == 30
    archive.ingest([write(tmp_path, 20, 1)])
    assert archive.search(TOLD).total == 20
    again = pinned.search(TOLD)
    assert {each.value for each in again.facets["section"]} == {"要闻"}
    assert pinned.generation() < archive.generation()


def test_a_reader_meets_whole_editions_while_a_writer_reissues(archive: Archive, tmp_path: Path) -> None:
    done = threading.Event()
    wrong: list[object] = []
    client = create_app(archive, TESTING=True).test_client

    def read() -> None:
        while not done.is_set():
            response = client().get("/search?q=渡口&size=50")
            if response.status_code != 200:
                wrong.append(response.status)
            with archive.pinned().steady() as steady:
                told, written = steady.count(TOLD), [hit.article.id for hit in steady.all_hits(TOLD)]
            if len(set(written)) != len(written) or len(written) != told:
                wrong.append((told, len(written), len(set(written))))

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    for edition in range(1, 9):
        archive.ingest([write(tmp_path, 30 - 5 * (edition % 3), edition)])
    done.set()
    for reader in readers:
        reader.join()
    assert not wrong
