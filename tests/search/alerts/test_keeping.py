"""Saved as it was meant, told what came in, once, by the worker's job or whoever runs it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.alerts.arrivals import Arrivals
from corpus.alerts.searches import SavedSearches, Wish
from corpus.desk import Issues, Jobs
from corpus.errors import QuerySyntaxError
from search.alerts import keeping
from search.alerts.keeping import evaluate, save
from search.alerts.rounds import ALERTS
from search.application.archive import Archive
from search.application.worker import work_off
from tests.corpus.desk.people import EDITOR, READER
from tests.search.alerts.conftest import bring
from tests.search.alerts.test_percolating import LATER
from tests.search.conftest import RECORDS, TODAY


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path / "archive", create=True, today=lambda: TODAY) as archive:
        bring(archive, tmp_path, RECORDS)
        yield archive


def finds(archive: Archive, search: str) -> dict[str, tuple[str, ...]]:
    return {one.article: one.lines for one in Arrivals(archive.store.database).finds(search)}


def test_query_and_list_hear_of_what_came_in_and_of_nothing_else(archive: Archive, tmp_path: Path) -> None:
    query = save(archive, "query", "q=防汛&page=3&sort=oldest", READER)
    names = save(archive, "list", "1、清溪通信公司\n2、周望舒\n3、无名氏", READER)
    section = save(archive, "query", "section=副刊", READER, Wish(name="副刊新稿"))
    assert (query.name, names.name, section.name) == ("防汛", "清溪通信公司…（3）", "副刊新稿")
    assert evaluate(archive) == 0
    bring(archive, tmp_path, LATER)
    assert evaluate(archive) == 3
    assert finds(archive, query.id) == {"n2": ()}
    assert finds(archive, names.id) == {"n1": ("清溪通信公司", "周望舒")}
    assert finds(archive, section.id) == {"n3": ()}
    assert evaluate(archive) == 0


def test_a_slip_is_kept_as_what_it_was_taken_for(archive: Archive) -> None:
    answered = archive.search(keeping.from_query_string("q=fangxun"))
    saved = save(archive, "query", "q=fangxun", READER)
    asked = keeping.requests_of(saved)[0]
    assert answered.total > 0 and archive.search(asked).total == answered.total
    assert asked.q == "防汛" and not asked.soft


def test_what_is_no_query_is_not_saved(archive: Archive) -> None:
    with pytest.raises(QuerySyntaxError):
        save(archive, "query", "q=(清溪", READER)
    assert SavedSearches(archive.store.database).searches(READER) == []


def test_a_draft_is_told_when_it_is_published(archive: Archive, tmp_path: Path) -> None:
    saved = save(archive, "query", "q=水库", READER)
    bring(archive, tmp_path, LATER, draft=True)
    assert evaluate(archive) == 0
    (draft,) = Issues(archive.store).issues("draft")
    Issues(archive.store).publish(draft.issue.id, EDITOR)
    assert evaluate(archive) == 1
    assert list(finds(archive, saved.id)) == ["n2"]


def test_many_at_once_are_asked_of_the_whole_archive_and_say_the_same(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = save(archive, "list", "防汛\n顾长河", READER)
    bring(archive, tmp_path, LATER)
    monkeypatch.setattr(keeping, "MANY", 1)
    evaluate(archive)
    assert finds(archive, one.id) == {"n2": ("防汛", "顾长河"), "n3": ("顾长河",)}


def test_removed_and_brought_back_nothing_is_missed_or_told_twice(archive: Archive, tmp_path: Path) -> None:
    searches = SavedSearches(archive.store.database)
    saved = save(archive, "query", "q=清溪", READER)
    bring(archive, tmp_path, LATER[:1])
    evaluate(archive)
    searches.set_standing(saved.id, "removed", READER)
    bring(archive, tmp_path, LATER[1:])
    evaluate(archive)
    assert list(finds(archive, saved.id)) == ["n1"]
    searches.set_standing(saved.id, "current", READER)
    assert evaluate(archive) == 1
    assert sorted(finds(archive, saved.id)) == ["n1", "n2"]


def test_a_search_saved_before_the_first_article(tmp_path: Path) -> None:
    with Archive.open(tmp_path / "empty", create=True) as archive:
        saved = save(archive, "query", "q=雨", READER)
        assert evaluate(archive) == 0
        bring(archive, tmp_path, LATER)
        assert evaluate(archive) == 1
        assert list(finds(archive, saved.id)) == ["n3"]


def test_the_worker_tells_after_each_publish_once(archive: Archive, tmp_path: Path) -> None:
    saved = save(archive, "query", "q=清溪", READER)
    bring(archive, tmp_path, LATER, draft=True)
    (draft,) = Issues(archive.store).issues("draft")
    Issues(archive.store).publish(draft.issue.id, EDITOR)
    jobs = Jobs(archive.store.database)
    jobs.enqueue("index", {}, EDITOR)
    jobs.enqueue("index", {}, EDITOR)
    work_off(archive)
    done = jobs.jobs(kinds=(ALERTS,))
    assert [(one.state, one.result) for one in done] == [("done", {"finds": 2})]
    assert sorted(finds(archive, saved.id)) == ["n1", "n2"]
