"""Attention: shares, what is new and what fell silent, queries over time."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.model import Article
from corpus.store.listing import ListedArticle
from search.application.archive import Archive
from search.reports.attention import spans_of
from search.reports.files.formats import write_report
from search.reports.files.types import Setting
from search.reports.registry import make_report
from search.request import from_query_string


def on(day: str) -> ListedArticle:
    return ListedArticle(Article("", "", day, date=dt.date.fromisoformat(day)), 0, 0)


def test_spans_have_no_gaps() -> None:
    days = [on("2021-12-31"), on("2022-08-01")]
    assert [span.words[1] for span in spans_of(days, "year")] == ["2021", "2022"]
    assert [span.words[1] for span in spans_of(days, "quarter")] == ["2021Q4", "2022Q1", "2022Q2", "2022Q3"]
    months = spans_of(days, "month")
    assert len(months) == 9 and months[2].end == dt.date(2022, 2, 28)
    assert spans_of([], "year") == []


@pytest.fixture(scope="module")
def archive(sample_archive_directory: Path) -> Iterator[Archive]:
    with Archive.open(sample_archive_directory) as opened:
        yield opened


def test_names_are_taken_under_any_of_their_forms(archive: Archive) -> None:
    report = make_report(archive, "attention", options={"names": "远讯岚川\n梁敏之\n万兆矿山\n白云通信"})
    rows = {row[0].value: row for row in report.table("shares").rows}
    assert rows.keys() == {"岚川远讯", "梁敏之", "万兆矿山", "白云通信"}
    assert rows["白云通信"][1].value == 0 and rows["白云通信"][1].request is None
    total = archive.count(from_query_string(""))
    assert rows["岚川远讯"][2].value == pytest.approx(int(str(rows["岚川远讯"][1].value)) / total)
    assert sum(int(str(cell.value)) for cell in rows["岚川远讯"][3:]) == rows["岚川远讯"][1].value


def test_queries_side_by_side_are_drawn(archive: Archive) -> None:
    report = make_report(archive, "attention", options={"queries": "5G\n光缆", "by": "quarter"})
    table = report.table("queries")
    assert [head.words[0] for head in table.columns[1:3]] == ["5G", "光缆"]
    out = io.BytesIO()
    write_report("html", report, out)
    page = out.getvalue().decode()
    assert page.count("<polyline") == 2 and "<rect" in page


def test_who_is_named_together_is_a_network_of_links(archive: Archive) -> None:
    report = make_report(archive, "attention", options={"names": "岚川远讯\n白羊岭煤矿\n岚川瀚通"})
    table = report.table("together")
    out = io.BytesIO()
    write_report("html", report, out, Setting(address="https://archive.example", table="together"))
    page = out.getvalue().decode()
    names = {str(cell.value) for row in table.rows for cell in row[:2]}
    assert names == {"岚川远讯", "白羊岭煤矿", "岚川瀚通"}
    drawing = page[page.index("<svg") : page.index("</svg>")]
    assert drawing.count("<path") == len(table.rows) and drawing.count("<a href") == len(names)


def test_who_fell_silent_was_there_before(archive: Archive) -> None:
    report = make_report(archive, "attention", from_query_string("from=2021&to=2022"), {"by": "quarter"})
    assert report.table("silent").rows
    for row in report.table("silent").rows:
        assert row[1].request is not None
        subject = row[1].request.filters["subject"][0]
        assert archive.count(row[1].request) >= 2
        assert archive.count(from_query_string(f"from=2022-04&to=2022-06&subject={subject}")) == 0
