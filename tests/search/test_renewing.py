"""After an upgrade: the index of another release is built anew unasked, and people are told."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from corpus.desk import Jobs
from corpus.errors import IndexStale
from index.segments import manifest
from search.application.archive import Archive
from search.application.jobs import REINDEX
from search.application.worker import Workers
from search.commands import group
from search.model import SearchRequest
from tests.search.test_worker import STORY, over, total
from web.main import TABLE
from web.renewing import rebuild
from web.serving.app import create_app

NOTICE = "built by another release"


@pytest.fixture
def directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An archive with one article, indexed by a release whose index has another schema."""
    (tmp_path / "渡口.txt").write_text(STORY, encoding="utf-8")
    with monkeypatch.context() as then:
        then.setattr(manifest, "SCHEMA_VERSION", manifest.SCHEMA_VERSION - 1)
        with Archive.open(tmp_path / "archive", create=True) as archive:
            archive.ingest([tmp_path / "渡口.txt"])
            assert total(archive) == 1 and not archive.parts.keeper.outgrown()
    return tmp_path / "archive"


@pytest.fixture
def archive(directory: Path) -> Iterator[Archive]:
    with Archive.open(directory) as archive:
        assert archive.parts.keeper.outgrown()
        yield archive


def xunzhang(directory: Path, *words: str) -> Result:
    return CliRunner().invoke(group(TABLE), ["--archive", str(directory), *words])


@pytest.mark.parametrize(
    "words",
    [("search", "渡口", "--json"), ("export", "渡口", "-f", "jsonl"), ("search", "渡口")],
)
def test_a_command_that_reads_builds_it_anew_once_and_says_so(
    directory: Path, words: tuple[str, ...]
) -> None:
    first, second = xunzhang(directory, *words), xunzhang(directory, *words)
    assert first.exit_code == second.exit_code == 0, first.output
    assert NOTICE in first.stderr and NOTICE not in second.stderr
    assert NOTICE not in first.stdout
    with Archive.open(directory) as archive:
        assert total(archive) == 1 and archive.check().sound


def test_what_a_crash_left_waiting_is_not_built_in_silence(directory: Path, archive: Archive) -> None:
    article = next(archive.store.iter_articles())
    archive.store.correct(article.id, "section", "航运", "馆员")
    assert archive.store.pending()
    assert NOTICE in xunzhang(directory, "search", "section:航运").stderr
    assert not archive.store.pending()
    assert archive.search(SearchRequest(q="section:航运")).total == 1


def test_a_command_that_writes_leaves_a_whole_index(directory: Path, tmp_path: Path) -> None:
    (tmp_path / "又.txt").write_text(STORY.replace("三天", "五天"), encoding="utf-8")
    assert xunzhang(directory, "ingest", str(tmp_path / "又.txt")).exit_code == 0
    with Archive.open(directory) as archive:
        assert total(archive) == 2 and archive.check().sound


def test_who_waited_for_another_that_built_it_does_not_build_it_again(archive: Archive) -> None:
    assert archive.parts.keeper.renew() == 1
    number = archive.generation()
    assert archive.parts.keeper.renew() == 1
    assert archive.generation() == number


def test_a_program_that_may_not_write_is_told_the_remedy(archive: Archive) -> None:
    with pytest.raises(IndexStale, match="xunzhang reindex"):
        archive.search(SearchRequest(q="渡口"))
    assert archive.parts.keeper.outgrown()


def test_pages_wait_for_the_worker_and_then_answer(archive: Archive) -> None:
    client = create_app(archive, TESTING=True).test_client()
    for address in ("/search?q=渡口", "/api/v1/search?q=渡口", "/search?q=渡口"):
        answer = client.get(address)
        assert answer.status_code == 503 and int(answer.headers["Retry-After"]) > 0
        assert "重建" in (answer.json["detail"] if answer.is_json else answer.text)
        assert "reindex" not in answer.text  # nobody has to do anything
    assert 'http-equiv="refresh"' in answer.text
    (job,) = Jobs(archive.store.database).jobs(kinds=(REINDEX,))
    with Workers(archive.directory):
        assert over(archive, job).state == "done"
    found = client.get("/api/v1/search?q=渡口")
    assert found.status_code == 200 and json.loads(found.text)["total"] == 1
    assert client.get("/search?q=渡口").status_code == 200


def test_the_order_to_build_it_stands_once(archive: Archive) -> None:
    assert rebuild(archive).id == rebuild(archive).id
