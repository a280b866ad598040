"""What borders leave out is counted and linked, and an end that `*` opens is open."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.errors import QuerySyntaxError
from search.answer.borders import opened
from search.application.archive import Archive
from search.engine.postings.analysis import Analysis
from search.language import parse, render
from search.language.numerals import forms
from search.language.tree import Phrase, Wildcard
from search.model import SearchRequest

TODAY = dt.date(2026, 1, 1)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    lines = [
        f'{{"id": "{key}", "title": "短讯{key}", "date": "2024-05-06", "text": "{text}"}}'
        for key, text in (
            ("a", "捐款7万元。"),
            ("b", "捐款27万元，VRay软件。"),
            ("c", "VR眼镜一副，同比增长3%。"),
            ("d", "同比增长百分之三。"),
            ("e", "同比增长百分之三十。"),
        )
    ]
    source = tmp_path / "docs.jsonl"
    source.write_text("\n".join(lines), encoding="utf-8")
    with Archive.open(tmp_path / "archive", create=True) as archive:
        archive.ingest([source])
        yield archive


def ids(archive: Archive, q: str) -> list[str]:
    page = archive.search(SearchRequest(q=q, soft=False))
    return sorted(hit.article.id for hit in page.hits)


def test_what_a_border_leaves_out_is_counted_and_linked(archive: Archive) -> None:
    for q, answer, more in (("7万元", ["a"], ["a", "b"]), ('"VR"', ["c"], ["b", "c"])):
        page = archive.search(SearchRequest(q=q))
        assert [hit.article.id for hit in page.hits if not hit.soft] == answer
        (notice,) = [each for each in page.notices if each.kind == "open"]
        assert notice.value == "1" and notice.undo is not None
        assert sorted(hit.article.id for hit in archive.search(notice.undo).hits) == more
    assert not archive.search(SearchRequest(q="捐款")).notices


def test_a_share_in_words_is_the_share_and_no_larger_one(archive: Archive) -> None:
    assert ids(archive, "增长3%") == ["c", "d"]
    assert ids(archive, "增长百分之三") == ["c", "d", "e"]
    assert forms("百分之四点零五")[:2] == ("百分之四点零五", "4.05%")
    assert forms("占0.8‰")[:2] == ("占0.8‰", "占千分之零点八")


@pytest.mark.parametrize(
    ("typed", "line"),
    [("7万元", "*7万元"), ("AI", "*AI*"), ("AI 平台 -VR", "*AI* 平台 -VR"), ("平台", "平台")],
)
def test_the_open_query_is_a_line_of_the_language(typed: str, line: str) -> None:
    tree = opened(parse(typed, TODAY).query, Analysis())
    assert render(tree) == line and parse(line, TODAY).query == tree


@pytest.mark.parametrize(
    ("q", "said", "excluding"),
    [("捐款 -7万元", "-7万元", "捐款 NOT 7万元"), ("捐款 −3% 软件", "−3%", "捐款 NOT 3% 软件")],
)
def test_a_dash_that_was_taken_for_a_sign_is_said(
    archive: Archive, q: str, said: str, excluding: str
) -> None:
    (notice,) = [each for each in archive.search(SearchRequest(q=q)).notices if each.kind == "sign"]
    assert notice.text == said and notice.undo is not None and notice.undo.q == excluding
    without = archive.search(replace(notice.undo, soft=False))
    assert [hit.article.id for hit in without.hits] == ["b"]


@pytest.mark.parametrize("q", ["-7万元", '捐款 "-7万元"', "捐款 -软件", "捐款 NOT 7万元"])
def test_nothing_is_said_of_a_dash_that_means_one_thing(archive: Archive, q: str) -> None:
    assert not [each for each in archive.search(SearchRequest(q=q)).notices if each.kind == "sign"]


def test_a_star_stays_where_it_opens_something() -> None:
    assert parse("AI*", TODAY).query == Wildcard("AI*")
    assert parse("*5亿元*", TODAY).query == Wildcard("*5亿元")
    assert parse("*平台*", TODAY).query == Phrase("平台")


@pytest.mark.parametrize("line", ["一?" * 60 + "二", "会" * 300 + "~2"])
def test_patterns_without_bound_are_refused_with_a_remedy(line: str) -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        parse(line, TODAY)
    assert caught.value.repaired and parse(caught.value.repaired, TODAY)


def test_words_typed_apart_are_found_printed_together(tmp_path: Path) -> None:
    texts = {"a": "部署LTEM模组。", "b": "部署LTE-M模组。", "c": "电话0352-8765432。", "d": "LTE与M2M。"}
    source = tmp_path / "docs.jsonl"
    rows = [f'{{"id": "{key}", "title": "甲{key}", "text": "{text}"}}' for key, text in texts.items()]
    source.write_text("\n".join(rows), encoding="utf-8")
    with Archive.open(tmp_path / "archive", create=True) as archive:
        archive.ingest([source])
        assert ids(archive, "LTE M") == ["a", "b", "d"]
        assert ids(archive, '"LTE M"') == ids(archive, "lte-m") == ids(archive, "LTEM") == ["a", "b"]
        assert ids(archive, "0352 8765432") == ids(archive, "03528765432") == ["c"]
