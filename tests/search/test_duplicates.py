"""Reprints are one group, original first; formulas that recur are not."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from corpus.model import Article
from search.answer.duplicates import (
    Fingerprints,
    fingerprints,
    fold_copies,
    groups,
    original_first,
    resemblance,
)

STORY = (
    "云岭市骨干直联点昨天正式开通，全市宽带用户访问省外网站的时延下降三成。"
    "项目由云岭联通承建，历时两年，先后改造旧机房六处，铺设光缆一千二百公里。"
    "工程师许媛介绍，最难的是老城区的管道，许多地段只能在夜里施工，天亮前恢复路面。"
)
OTHER = (
    "清溪县图书馆本周起延长开放时间，晚上九点闭馆。馆长说，读者最需要的是自习座位，"
    "馆里把二楼的仓库改成了阅览室，新增座位八十个，还请志愿者整理了地方文献。"
)
DAY = dt.date(2031, 5, 4)


def article(number: str, body: str, date: dt.date | None = DAY) -> Article:
    return Article(title=f"标题{number}", body=body, id=number, date=date)


def held(*articles: Article) -> Fingerprints:
    found = Fingerprints()
    found.update(articles)
    return found


def test_a_reprint_with_another_head_and_tail_is_found() -> None:
    reprint = "据云岭晚报报道，" + STORY.replace("昨天", "近日") + "（完）"
    found = held(article("a", STORY), article("b", OTHER), article("c", reprint, DAY + dt.timedelta(3)))
    assert found.groups() == {"a": ("a", "c"), "c": ("a", "c")}


def test_equal_forms_are_equal() -> None:
    a, b = fingerprints([STORY, STORY.replace("云岭", "雲嶺").replace("，", ", ")])
    assert resemblance(a, b) == 1.0


def test_the_same_words_a_year_later_are_a_formula() -> None:
    assert not held(article("a", STORY), article("b", STORY, DAY + dt.timedelta(365))).groups()
    assert held(article("a", STORY), article("b", STORY, None)).groups()


def test_short_texts_need_more_than_a_common_phrase() -> None:
    assert not held(article("a", "五月一日放假。"), article("b", "五月一日放假了。")).groups()


def test_the_original_comes_first() -> None:
    first = article("b", STORY, DAY + dt.timedelta(1))
    early_reprint = replace(article("a", "据云岭晚报报道，" + STORY), date=DAY)
    assert [each.id for each in original_first([early_reprint, first])] == ["b", "a"]
    assert [each.id for each in original_first([first, replace(first, id="c", date=DAY)])] == ["c", "b"]


def test_copies_fold_under_the_best_ranked() -> None:
    group = ("a", "c", "d")
    folded = fold_copies(["b", "c", "a", "e"], dict.fromkeys(group, group))
    assert folded == [("b", ()), ("c", ("a",)), ("e", ())]


def test_kept_on_disk_and_updated(tmp_path: Path) -> None:
    found = held(article("a", STORY), article("b", OTHER))
    found.save(tmp_path / "marks.npz")
    again = Fingerprints.open(tmp_path / "marks.npz")
    assert again.ids == ["a", "b"] and np.array_equal(again.marks, found.marks)
    again.update([article("b", STORY)])
    assert again.groups()["a"] == ("a", "b")
    again.keep(["b"])
    assert again.ids == ["b"] and not again.groups()
    assert Fingerprints.open(tmp_path / "missing.npz").ids == []


@given(st.lists(st.text(alphabet="云岭联通五月", max_size=40), max_size=8))
def test_groups_are_numbered_by_their_first_member(texts: list[str]) -> None:
    numbers = groups(fingerprints(texts))
    assert all(number <= i and numbers[number] == number for i, number in enumerate(numbers.tolist()))


def test_a_new_headline_leaves_the_fingerprints_as_they_are() -> None:
    one, two = article("1", STORY), article("2", OTHER)
    marks = held(one, two)
    assert marks.agree(["2", "1"], [replace(one, title="改过的标题", authors=("许媛",))])
    assert marks.agree(["1", "2"], [])
    assert not marks.agree(["1", "2"], [replace(one, body=OTHER)])
    assert not marks.agree(["1", "2"], [replace(one, date=None)])
    for other in (["1"], ["1", "2", "3"], ["1", "3"]):
        assert not marks.agree(other, [])
