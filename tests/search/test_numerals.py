"""第3届 and 第三届 are one; 三农 and 5G are left alone."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from corpus.errors import QuerySyntaxError
from search.application.archive import Archive
from search.language import parse
from search.language.numerals import forms, widen
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
    assert widen(Text("第3届")) == Or((Text("第3届"), Text("第三届")))
    assert widen(Phrase("第三届")) == Or((Phrase("第三届"), Phrase("第3届")))


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
