"""Ranking over the bundled samples: what must come first, and why.

Each case names the beginnings of the titles expected at the top, in order, and the reason.  A change of the
ranking that breaks one needs a better reason.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from search.application.archive import Archive
from search.model import SearchRequest

SAMPLES = Path(__file__).parents[2] / "corpus" / "samples"

CASES: tuple[tuple[str, tuple[str, ...], str], ...] = (
    (
        "汛期应急通信保障",
        ("岚川省通信管理局部署主汛期", "省通管局部署2022年汛期"),
        "in the title and all through the text, against a mention in a list of ten",
    ),
    ("湖底光缆", ("我省首条湖底光缆贯通",), "news of the event before the poem about it"),
    ("数字鱼塘", ("岚川瀚通：一根网线牵出",), "the run as it stands, against 数字 alone"),
    (
        "绿色基站团体标准",
        ("绿色基站团体标准发布", "岚邮设计院编制的绿色基站"),
        "both words in a row in the title; one of the two only comes later",
    ),
    (
        "协会理事会会议",
        ("协会第四届理事会第四次会议", "省信息通信行业协会召开"),
        "all three words; 会议 alone is everywhere and weighs little",
    ),
    ("安全生产标准化", ("岚邮建工获评全省安全生产",), "subject before mention"),
    ("无人驾驶矿卡 百万吨", ("无人驾驶矿卡通过百万吨",), "all parts before some"),
    (
        "团体标准 绿色基站 营养师",
        ("绿色基站团体标准发布", "岚邮设计院编制的绿色基站"),
        "no article has all three: two parts come before one, below the line",
    ),
    ("老机房", ("老 机 房",), "a spaced title is one run"),
    ("夏日的塔", ("夏 日 的 塔",), "a spaced title is one run"),
    ("５Ｇ　无人焦炉", ("青泽焦化建成5G无人焦炉",), "full width is the same"),
    (
        "湖心島上的雲課堂",
        ("湖心岛上的“云课堂”",),
        "traditional is the same; a mark inside does not part a title",
    ),
    (
        "嵐川遠訊",
        ("远讯岚川公司员工勇救落水儿童",),
        "traditional name; an article about the company, under another of its names, before mere mentions",
    ),
    (
        "白羊领煤矿",
        ("岚川远讯：白羊岭煤矿",),
        "a slip that is printed nowhere is answered as what it sounds like",
    ),
    ("携号转往", ("携号转网服务满意率",), "a slip of the input method"),
    ("谁出席了全省数字经济发展推进会？", ("全省数字经济发展推进会提出",), "the asking words do not count"),
    ("哪家企业为高考报名系统护航", ("启岳软件为全省高考报名系统护航",), "a question without a mark"),
    ("“暖冬行动”", ("岚川瀚通启动“暖冬行动”",), "an exact phrase"),
)


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    folder = tmp_path_factory.mktemp("samples") / "archive"
    with Archive.open(folder, create=True, today=lambda: dt.date(2022, 6, 1)) as archive:
        archive.ingest([SAMPLES])
        yield archive


@pytest.mark.parametrize(("query", "titles", "why"), CASES, ids=[case[0] for case in CASES])
def test_ranking(samples: Archive, query: str, titles: tuple[str, ...], why: str) -> None:
    hits = samples.search(SearchRequest(q=query)).hits
    found = [hit.article.title for hit in hits[: len(titles)]]
    for expected, title in zip(titles, [*found, *[""] * len(titles)], strict=False):
        assert title.startswith(expected), f"{why}: {found}"


def test_an_article_printed_in_two_papers_is_one_hit(samples: Archive) -> None:
    page = samples.search(SearchRequest(q="白羊岭煤矿万兆专网全线开通", grouped=True))
    (copy,) = page.hits[0].copies
    assert page.hits[0].article.source_file.startswith("lanchuan-2021-09"), "the original, a month earlier"
    assert samples.article(copy).source_file.startswith("tongpi-2021-10")


def test_every_hit_above_the_line_scores_by_what_it_has(samples: Archive) -> None:
    for query, _, _ in CASES:
        hits = samples.search(SearchRequest(q=query)).hits
        strict = [hit.score for hit in hits if not hit.soft]
        soft = [hit.score for hit in hits if hit.soft]
        assert strict == sorted(strict, reverse=True) and soft == sorted(soft, reverse=True)
