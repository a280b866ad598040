"""Events: storylines under the names that headlines quote."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.model import Article
from corpus.store.listing import ListedArticle
from search.application.archive import Archive
from search.model import SearchRequest
from search.reports.events import quoted_names
from search.reports.registry import make_report
from search.request import from_query_string


def titled(title: str) -> ListedArticle:
    return ListedArticle(Article(title, "", title), 0, 0)


def test_names_are_what_titles_quote_and_no_speech() -> None:
    titles = ["“清河行动”启动", "《水利规划》印发 “清河行动”收官", "他说：“水清了，鱼回来了。”", "“新”气象"]
    assert quoted_names([titled(one) for one in titles]) == ["清河行动", "水利规划"]


@pytest.fixture(scope="module")
def archive(sample_archive_directory: Path) -> Iterator[Archive]:
    with Archive.open(sample_archive_directory) as opened:
        yield opened


def test_a_storyline_runs_from_its_first_day_to_its_last(archive: Archive) -> None:
    report = make_report(archive, "events")
    rows = {row[0].value: row for row in report.table("events").rows}
    first, last = rows["数智教育联合实验室"][2], rows["数智教育联合实验室"][3]
    assert (first.value, last.value) == ("2021-09-16", "2021-11-08")
    steps = [row for row in report.table("steps").rows if row[0].value == "数智教育联合实验室"]
    assert [row[1].article for row in steps] == [first.article, last.article]
    for row in rows.values():
        assert row[1].request is not None and archive.count(row[1].request) == row[1].value
        assert str(row[2].value) <= str(row[3].value)


def test_a_reprint_is_no_step_of_its_own(archive: Archive) -> None:
    report = make_report(archive, "events", SearchRequest())
    prints = archive.answering.view.reprints()
    stepped = [(row[0].value, part.article) for row in report.table("steps").rows for part in row[3].parts]
    assert len(stepped) == len(set(stepped))
    heads = [(row[0].value, row[1].article) for row in report.table("steps").rows]
    for name, article in heads:
        others = set(prints.get(article, ())) - {article}
        assert not others & {other for named, other in heads if named == name}


def test_a_period_holds_only_its_own(archive: Archive) -> None:
    report = make_report(archive, "events", from_query_string("from=2022&to=2022"))
    assert "数智教育联合实验室" not in {row[0].value for row in report.table("events").rows}
