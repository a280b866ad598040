"""年度总目次与索引: every article once under each of its names, where it is printed."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn

from corpus.entities.places import Places
from corpus.model import Article, Issue
from corpus.store.listing import ListedArticle
from search.application.archive import Archive
from search.reports.annual_index import places_in
from search.reports.files.formats import write_report
from search.reports.filing import filed
from search.reports.locating import Locators
from search.reports.registry import make_report
from search.request import from_query_string

YEAR = from_query_string("from=2021&to=2021")
FIELDS = {"authors": "authors", "people": "people", "organizations": "organizations", "subjects": "subjects"}


@pytest.fixture(scope="module")
def archive(sample_archive_directory: Path) -> Iterator[Archive]:
    with Archive.open(sample_archive_directory) as opened:
        yield opened


@pytest.mark.parametrize("order", ["pinyin", "strokes"])
def test_every_article_once_under_each_of_its_names(archive: Archive, order: str) -> None:
    report = make_report(archive, "annual-index", YEAR, {"order": order})
    articles = [hit.article for hit in archive.all_hits(YEAR)]
    for key, field in FIELDS.items():
        wanted = Counter((name, one.id) for one in articles for name in dict.fromkeys(getattr(one, field)))
        table = report.table(key)
        told = Counter((row[1].value, part.article) for row in table.rows for part in row[2].parts)
        assert told == wanted, key
        entries = [filed(str(row[1].value), order, key in ("authors", "people")) for row in table.rows]  # type: ignore[arg-type]
        assert entries == sorted(entries, key=lambda one: one.place)
        assert [row[0].value for row in table.rows] == [one.letter for one in entries]
    for key in ("titles", "contents", "issues"):
        assert Counter(row[1].article for row in report.table(key).rows) == Counter(
            one.id for one in articles
        )


def test_aliases_lead_to_the_name_in_use_and_parts_to_their_whole(archive: Archive) -> None:
    rows = {
        row[1].value: row for row in make_report(archive, "annual-index", YEAR).table("organizations").rows
    }
    assert rows["瀚通岚川"][3].value == "岚川瀚通" and not rows["瀚通岚川"][2].parts
    assert rows["岚川瀚通雁浦分公司"][4].value == "岚川瀚通"
    assert "岚川瀚通雁浦分公司" in str(rows["岚川瀚通"][4].value)


def place(number: int, issue: str, page: int | None) -> ListedArticle:
    return ListedArticle(Article("", "", f"n{number}", issue_id=issue, page_no=page), 0, number)


def test_locators_tell_issues_apart() -> None:
    one, two = (
        Issue("第7期", "a", "甲报", "第7期（总第87期）", 2021, 7),
        Issue("七月", "b", "", None, 2021, 8),
    )
    held = [place(1, "a", 3), place(2, "b", None)]
    assert [Locators([one, two], held).of(each) for each in held] == ["7:3", "8"]
    later = Issue("第7期", "b", "甲报", "第7期", 2022, 7)
    assert [Locators([one, later], held).of(each) for each in held] == ["2021-7:3", "2022-7"]
    other = Issue("第7期", "b", "乙报", "第7期", 2021, 7)
    assert [Locators([one, other], held).of(each) for each in held] == ["甲报2021-7:3", "乙报2021-7"]


def test_places_of_a_title() -> None:
    places = Places.load()
    assert places_in("山西移动赴太原市、河南新乡考察", places) == ["山西", "太原", "河南", "新乡"]
    assert places_in("平安通信进校园", places) == []


def test_the_index_in_word_has_two_columns_and_its_name_at_the_head(archive: Archive) -> None:
    out = io.BytesIO()
    write_report("docx", make_report(archive, "annual-index", YEAR), out)
    document = docx.Document(io.BytesIO(out.getvalue()))
    columns = [section._sectPr.find(qn("w:cols")).get(qn("w:num")) for section in document.sections]
    assert "2" in columns
    heads = {section.header.paragraphs[0].text for section in document.sections}
    assert {"作者索引", "机构索引"} <= heads
    lines = [paragraph.text for paragraph in document.paragraphs]
    assert any(line.startswith("何静　") and "7:2" in line for line in lines)
