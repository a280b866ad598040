"""What is written in several ways is one: values of fields, telephones, dashes, pinyin of a text's words."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest

from search.application.archive import Archive
from search.model import SearchRequest
from search.names.printed import runs

ARTICLES: dict[str, dict[str, Any]] = {
    "value1": {"text": "甲地。", "tags": ["Ｌｏ-Ｒａ"], "organizations": ["龍泉熱力"]},
    "value2": {"text": "乙地。", "tags": ["LoRa"], "organizations": ["龙泉热力"]},
    "phone1": {"text": "咨询（0359）2233445。"},
    "phone2": {"text": "咨询0359-2233445。"},
    "phone3": {"text": "咨询03592233445。"},
    "mobile1": {"text": "手机18812345678。"},
    "mobile2": {"text": "手机188-1234-5678。"},
    "mobile3": {"text": "手机188-12345678。"},
    "dash1": {"text": "植树活动，浇水。"},
    "dash2": {"text": "植树活动，培土。"},
    "village": {"text": "驼峰岭村修通公路。"},
    "green": {"text": "绿源村修通公路。"},
    "walnut1": {"title": "《河套平原水利考》出版", "text": "新书。"},
    "walnut2": {"text": "核桃丰收。"},
    "walnut3": {"text": "核桃油压榨。"},
    "county": {"text": "莘县大棚连片。"},
    "sound": {"text": "乐亭渔船归港。"},
    "grade1": {"text": "获评A+级景区。"},
    "grade2": {"text": "获评A级景区。"},
}


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    home = tmp_path_factory.mktemp("writings")
    rows = [
        {"id": key, "title": f"简讯{number}", **rest} for number, (key, rest) in enumerate(ARTICLES.items())
    ]
    (home / "a.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    with Archive.open(home / "archive", create=True) as archive:
        archive.ingest([home / "a.jsonl"])
        yield archive


@pytest.mark.parametrize(
    ("queries", "wanted"),
    [
        (("标签:lora", "标签:LoRa", "tag:Lo-Ra"), {"value1", "value2"}),
        (("单位:龙泉热力", "单位:龍泉熱力", "龙泉热力", "龍泉熱力"), {"value1", "value2"}),
        (
            ("0359-2233445", "03592233445", '"(0359)2233445"', "(0359)2233445", "咨询 （0359）2233445"),
            {"phone1", "phone2", "phone3"},
        ),
        (("18812345678", "188-12345678", "188-1234-5678"), {"mobile1", "mobile2", "mobile3"}),
        (("植树 ‐浇水", "植树 ‑浇水", "植树 ―浇水", "植树 ﹣浇水"), {"dash2"}),
        (("lǜyuan", "lvyuan", "lyuyuan", "lu:4 yuan2", "lü4yuan2"), {"green"}),
        (("hetao",), {"walnut2", "walnut3"}),
        (("tuofengling", "tuo2 feng1 ling3", "TUO2FENG1LING3", "tuófēnglǐng"), {"village"}),
        (("shenxian", "shen xian"), {"county"}),
        (("laoting",), {"sound"}),
        (("A+级",), {"grade1"}),
    ],
)
def test_every_writing_finds_the_same(archive: Archive, queries: tuple[str, ...], wanted: set[str]) -> None:
    for query in queries:
        page = archive.search(SearchRequest(q=query))
        assert {hit.article.id for hit in page.hits if not hit.soft} == wanted, query
        assert page.total == len(wanted), query


def test_pinyin_of_a_text_is_said_and_undone(archive: Archive) -> None:
    (notice,) = archive.search(SearchRequest(q="tuofengling")).notices
    assert (notice.kind, notice.value) == ("pinyin", "驼峰岭") and notice.undo is not None
    assert archive.search(notice.undo).total == 0
    assert archive.search(SearchRequest(q="tuofenglang")).total == 0


def test_runs_follow_what_stands_side_by_side() -> None:
    printed = ["西安城墙", "先生", "县城"]
    pairs = {pair for text in printed for pair in pairwise(text)}
    assert runs("xian", lambda char: [b for a, b in pairs if a == char]) == ["西安"]
    assert runs("xiancheng", lambda char: [b for a, b in pairs if a == char]) == ["县城", "西安城"]
    assert runs("xi'ancheng", lambda char: [b for a, b in pairs if a == char]) == ["西安城"]
