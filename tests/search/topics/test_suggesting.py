"""Suggestions: close articles that no search finds, and searches that would bring them."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.desk import LOCAL_ADMIN
from corpus.topics.changes import TopicChange
from search.application.archive import Archive
from search.topics.living import finds
from search.topics.making import begin, offer_search
from search.topics.suggesting import Suggestions, suggested
from tests.search.topics.test_living import change, fresh, records

BRIDGE = ("桥墩", "合龙", "主塔", "钢梁", "斜拉索", "通航")
GARDEN = ("月季", "花圃", "修剪", "园艺师", "花展", "盆景")
FILLER = ("会议", "职工", "今年", "工作", "部门", "情况", "街道", "报名", "开展", "完成")


def text_of(words: tuple[str, ...], chance: random.Random, much: int) -> str:
    told = [*chance.sample(words, min(much, len(words))), *chance.sample(FILLER, 6)]
    chance.shuffle(told)
    return "，".join(told) + "。"


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """Bridges that name 长虹大桥 (b), bridges that do not (k), gardens (g), and nothing in particular (n)."""
    chance = random.Random(5)
    rows = [(f"b{n}", "长虹大桥" + text_of(BRIDGE, chance, 4), "2024-01-05") for n in range(8)]
    rows += [(f"k{n}", text_of(BRIDGE, chance, 5), "2024-02-05") for n in range(4)]
    rows += [(f"g{n}", text_of(GARDEN, chance, 4), "2024-03-05") for n in range(12)]
    rows += [(f"n{n}", text_of((), chance, 0), "2024-04-05") for n in range(20)]
    with Archive.open(tmp_path / "archive", create=True) as opened:
        assert not opened.ingest([records(tmp_path / "a.jsonl", *rows)]).failed
        yield opened


def test_what_is_close_is_suggested_with_the_words_it_shares(archive: Archive) -> None:
    kept = begin(archive, "大桥", "q=长虹大桥", LOCAL_ADMIN)
    found = suggested(archive, fresh(archive, kept))
    assert {one.article.id for one in found.articles} == {"k0", "k1", "k2", "k3"}
    for one in found.articles:
        assert len(one.words) >= 3 and all(any(word in each for each in BRIDGE) for word in one.words)
        assert all(word in one.article.body for word in one.words)


def test_what_was_taken_in_or_rejected_is_suggested_no_more(archive: Archive) -> None:
    kept = begin(archive, "大桥", "q=长虹大桥", LOCAL_ADMIN)
    change(archive, kept, TopicChange("exclude", ("k0",)))
    taken = change(archive, kept, TopicChange("pin", ("k1",)))
    assert {one.article.id for one in suggested(archive, taken).articles} == {"k2", "k3"}
    assert "k1" in taken.entries


def test_a_suggested_search_brings_what_it_says_and_takes_nothing_in(archive: Archive) -> None:
    kept = begin(archive, "大桥", "q=长虹大桥", LOCAL_ADMIN)
    before = fresh(archive, kept)
    found = suggested(archive, before)
    assert found.searches
    close = {one.article.id for one in found.articles}
    for one in found.searches:
        brought = finds(archive, {"": one.parameters}).keys() - before.found.keys()
        assert len(brought) == one.brings and len(brought & close) == one.close > 0
    offer_search(archive, before.kept, found.searches[0].parameters, LOCAL_ADMIN)
    after = fresh(archive, kept)
    assert after.entries == before.entries and len(after.new) == found.searches[0].brings
    again = suggested(archive, after)
    assert found.searches[0].q not in {one.q for one in again.searches}
    assert not {one.article.id for one in again.articles} & {*after.new}


def test_searches_of_one_list_are_not_the_same_again_and_again(archive: Archive) -> None:
    kept = begin(archive, "大桥", "q=长虹大桥", LOCAL_ADMIN)
    known = fresh(archive, kept).found.keys()
    covered: set[str] = set()
    for one in suggested(archive, fresh(archive, kept)).searches:
        brought = finds(archive, {"": one.parameters}).keys() - known
        assert brought - covered, "it brings nothing that the ones before it do not"
        covered |= brought


def test_a_reprint_of_what_is_in_the_topic_is_not_suggested(archive: Archive, tmp_path: Path) -> None:
    long = "桥墩、合龙、主塔、钢梁、斜拉索、通航，" * 12 + "验收组逐项核对了施工记录，结论为合格。"
    rows = (("r1", "长虹大桥" + long, "2024-05-01"), ("r2", "某大桥" + long, "2024-05-02"))
    archive.ingest([records(tmp_path / "r.jsonl", *rows, ("r3", "某大桥" + long, "2024-05-03"))])
    kept = begin(archive, "大桥", "q=长虹大桥", LOCAL_ADMIN)
    assert "r1" in fresh(archive, kept).entries
    assert not {"r2", "r3"} & {one.article.id for one in suggested(archive, fresh(archive, kept)).articles}


def test_nothing_is_suggested_to_an_empty_topic(archive: Archive, tmp_path: Path) -> None:
    kept = begin(archive, "空", "", LOCAL_ADMIN)
    assert suggested(archive, fresh(archive, kept)) == Suggestions()
    asking = change(archive, kept, TopicChange("ask", key="1", text="q=长虹大桥"))
    assert not asking.settled and suggested(archive, asking) == Suggestions()
    with Archive.open(tmp_path / "none", create=True) as none:
        assert suggested(none, fresh(none, begin(none, "空", "", LOCAL_ADMIN))) == Suggestions()


def test_one_article_is_enough(archive: Archive) -> None:
    kept = begin(archive, "一篇", "", LOCAL_ADMIN)
    topic = change(archive, kept, TopicChange("pin", ("b3",)))
    found = [one.article.id for one in suggested(archive, topic, articles=6).articles]
    assert found and all(one[0] in "bk" for one in found)
