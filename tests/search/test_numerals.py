"""第3届 and 第三届 are one; 三农 and 5G are left alone."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import QuerySyntaxError
from search.application.archive import Archive
from search.language import parse, render
from search.language.numerals import forms, widen
from search.language.spoken import writings
from search.language.tree import Or, Phrase, Text
from search.model import SearchRequest


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("第3届生活节", "第三届生活节"),
        ("第十二期", "第12期"),
        ("二〇二一年9月", "2021年9月"),
        ("5月10日", "五月十日"),
    ],
)
def test_ordinals_and_dates_have_two_writings(text: str, other: str) -> None:
    assert other in forms(text)
    assert forms(text)[0] == text


@pytest.mark.parametrize("text", ["三农", "5G", "一带一路", "百年", "山西联通"])
def test_what_is_no_ordinal_stays(text: str) -> None:
    assert forms(text) == (text,)


def test_runs_and_phrases_become_either() -> None:
    assert widen(Text("第3届")) == Or((Text("第3届"), Text("第三届", whole=True)))
    assert widen(Phrase("第三届")) == Or((Phrase("第三届"), Phrase("第3届", whole=True)))


def test_a_widened_query_is_written_as_it_was_typed() -> None:
    for line in ("1,234户", '"二千三百人" 或 演练', "第3届 -15个村"):
        query = parse(line, dt.date(2026, 1, 1)).query
        assert render(widen(query)) == render(query)


COUNTS = {
    "a": "全乡一千八百四十六户通水。",
    "b": "全乡1,846户通水。",
    "c": "全乡１８４６户通水。",
    "d": "全乡十一千八百四十六户通水。",
    "e": "栽树三万二千株。",
    "f": "栽树3.2万株。",
    "g": "栽树32000株。",
    "h": "栽树三万二株。",
    "i": "栽树133.2万株。",
    "j": "修路二十四公里。",
    "k": "修路24公里。",
    "l": "修路一百二十四公里。",
    "m": "评出两个标兵。",
    "n": "评出2个标兵。",
    "o": "评出十二个标兵。",
    "p": "提高零点四个百分点。",
    "q": "提高0.4个百分点。",
    "r": "二O一六年凌汛。",
    "s": "2016年凌汛。",
    "t": "二零一六年凌汛。",
    "u": "完成百分之28。",
    "v": "完成28%。",
    "w": "完成百分之二十八。",
    "x": "完成百分之二十八点五。",
}


@pytest.fixture(scope="module")
def counts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    home = tmp_path_factory.mktemp("counts")
    rows = [json.dumps({"id": key, "title": f"讯{key}", "text": text}) for key, text in COUNTS.items()]
    (home / "a.jsonl").write_text("\n".join(rows), encoding="utf-8")
    with Archive.open(home / "archive", create=True) as archive:
        archive.ingest([home / "a.jsonl"])
        yield archive


@pytest.mark.parametrize(
    ("queries", "wanted"),
    [
        (("1846户", "1,846户", "１，８４６户", '"1846户通水"'), "abc"),
        (("3.2万株", "32000株", "３２，０００株", "3万2千株"), "efgh"),
        (("24公里", '"24公里"'), "jk"),
        (("2个标兵", "标兵 2个"), "mn"),
        (("0.4个百分点", "零点四个百分点"), "pq"),
        (("2016年凌汛", "二〇一六年凌汛", "二o一六年凌汛", '"二零一六年凌汛"'), "rst"),
        (("2016", "二零一六", '"二〇一六"'), "rst"),
        (("28%", "完成28%", "百分之28"), "uvw"),
    ],
)
def test_a_count_is_found_in_every_writing_and_in_no_larger_number(
    counts: Archive, queries: tuple[str, ...], wanted: str
) -> None:
    for query in queries:
        page = counts.search(SearchRequest(q=query, soft=False, size=50))
        assert {hit.article.id for hit in page.hits} == set(wanted), query
        assert page.total == len(wanted) == len(list(counts.all_hits(SearchRequest(q=query)))), query
        assert all(hit.snippets[0].spans for hit in page.hits), query


def test_an_excluded_count_is_excluded_in_every_writing(counts: Archive) -> None:
    page = counts.search(SearchRequest(q="通水 NOT 1846户", soft=False))
    assert [hit.article.id for hit in page.hits] == ["d"]


@given(st.integers(1, 10**9))
def test_every_writing_of_a_number_leads_to_the_same_writings(number: int) -> None:
    known = {str(number), *writings(str(number))}
    for one in known:
        assert {one, *writings(one)} == known


@pytest.mark.parametrize("text", ["ISO2016", "12016", "2016-2017", "2016.5", "一六", "v2016"])
def test_four_digits_inside_a_code_are_no_year(text: str) -> None:
    assert forms(text) == (text,)


@pytest.mark.parametrize("text", ["十三五", "千万", "万一", "二三", "007", "一带", "九一八"])
def test_what_only_looks_like_a_number_has_no_other_writing(text: str) -> None:
    assert writings(text) == ()


def test_both_writings_find_the_same_articles(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(
        '{"id": "a", "title": "甲", "text": "第三届湖畔生活节开幕。"}\n'
        '{"id": "b", "title": "乙", "text": "第3届湖畔生活节闭幕。"}\n'
        '{"id": "c", "title": "丙", "text": "第四届湖畔生活节筹备。"}\n',
        encoding="utf-8",
    )
    with Archive.open(tmp_path / "archive", create=True) as archive:
        archive.ingest([tmp_path / "a.jsonl"])
        for query in ("第3届", "第三届", '"第3届湖畔"', "第三届生活节"):
            page = archive.search(SearchRequest(q=query, soft=False))
            assert {hit.article.id for hit in page.hits} == {"a", "b"}, query
            assert all(hit.snippets[0].spans for hit in page.hits)


def test_widening_never_makes_what_cannot_be_searched() -> None:
    for text in ("第0届", "第00000届", "〇月", "第百届", "9999年99月"):
        try:
            widen(parse(text, dt.date(2026, 1, 1)).query)
        except QuerySyntaxError:
            pytest.fail(text)
