"""Whatever a report counts, a search counts the same; every linked article is one of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from search.application.archive import Archive
from search.model import SearchRequest
from search.reports.registry import REPORTS, make_report
from search.reports.types import Report, ReportProblem
from search.request import from_params, from_query_string, to_query_string

PERIODS = (
    "",
    "from=2021&to=2021",
    "from=2022-01&to=2022-05&section=会员消息",
    "q=5G&from=2021-09&to=2022-03",
)
LINKED = {"chronicle", "events"}
"""Reports that may count nothing: of lines that lead to their articles, of events that a short time lacks."""


@pytest.fixture(scope="module")
def archive(sample_archive_directory: Path) -> Iterator[Archive]:
    with Archive.open(sample_archive_directory) as opened:
        yield opened


def counts(report: Report) -> Iterator[tuple[str, int, SearchRequest]]:
    for table in report.tables:
        for row in table.rows:
            if table.layout == "index" and row[1].request is not None and row[2].parts:
                yield f"{table.key} {row[1].value}", len(row[2].parts), row[1].request
            for cell, head in zip(row, table.columns, strict=True):
                if head.shape == "count" and cell.request is not None:
                    assert isinstance(cell.value, int)
                    yield f"{table.key}.{head.key}", cell.value, cell.request


@pytest.mark.parametrize("name", list(REPORTS))
@pytest.mark.parametrize("period", PERIODS)
def test_every_number_is_what_its_search_counts(archive: Archive, name: str, period: str) -> None:
    report = make_report(archive, name, from_query_string(period))
    told = list(counts(report))
    assert told or name in LINKED or not archive.count(report.request)
    for where, value, request in told:
        again = from_query_string(to_query_string(request))
        assert archive.search(again).total == value, (where, to_query_string(request))


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("contributions", {"members": "岚川远讯\n白云通信"}),
        (
            "attention",
            {"by": "quarter", "names": "远讯岚川\n梁敏之\n万兆矿山", "queries": "5G\n标题:光缆 OR 抗洪"},
        ),
        ("attention", {"by": "month", "queries": "演练"}),
        ("annual-index", {"order": "strokes"}),
    ],
)
@pytest.mark.parametrize("period", PERIODS)
def test_numbers_of_options_too(archive: Archive, name: str, options: dict[str, str], period: str) -> None:
    for where, value, request in counts(make_report(archive, name, from_query_string(period), options)):
        again = from_query_string(to_query_string(request))
        assert archive.search(again).total == value, (where, to_query_string(request))


@pytest.mark.parametrize("name", list(REPORTS))
def test_every_link_leads_to_an_article_of_the_report(archive: Archive, name: str) -> None:
    report = make_report(archive, name, from_query_string("from=2021&to=2022"))
    for table in report.tables:
        for row in table.rows:
            assert len(row) == len(table.columns)
            for cell in row:
                if cell.article:
                    assert archive.article(cell.article)
                if cell.request is not None:
                    assert archive.count(cell.request) > 0


@pytest.mark.parametrize("name", list(REPORTS))
def test_an_empty_answer_makes_an_empty_report(archive: Archive, name: str) -> None:
    report = make_report(
        archive, name, from_params([("q", "没有任何一篇会写到的词语"), ("from", "2021"), ("to", "2021")])
    )
    assert not list(counts(report))


def test_what_there_is_not_says_what_there_is(archive: Archive) -> None:
    with pytest.raises(ReportProblem, match="contributions"):
        make_report(archive, "nothing")
    with pytest.raises(ReportProblem, match="members"):
        make_report(archive, "contributions", options={"colour": "red"})


def test_a_unit_is_a_condition_of_words_that_stand_apart_too(archive: Archive) -> None:
    told = [request for _, _, request in counts(make_report(archive, "contributions", SearchRequest()))]
    asked = [replace(one, q="5G 建设") for one in told if "unit" in one.filters]
    assert asked
    for request in asked:
        found = archive.search(request).total
        assert found == len(archive.answering.ids(request)) <= archive.search(replace(request, q="")).total
