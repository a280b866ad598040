"""Entries of an index are filed as a librarian files them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.reports.filing import FIGURES, LATIN, OTHER, filed, strokes


def in_order(names: list[str], order: str = "pinyin", person: bool = False) -> list[str]:
    return sorted(names, key=lambda name: filed(name, order, person).place)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "letter"),
    [
        ("曾凡", "Z"),
        ("仇和平", "Q"),
        ("单立", "S"),
        ("解晓", "X"),
        ("尉迟林", "Y"),
        ("盖平", "G"),
        ("区志", "O"),
    ],
)
def test_surnames_are_read_as_surnames(name: str, letter: str) -> None:
    assert filed(name, person=True).letter == letter


@pytest.mark.parametrize(
    ("name", "letter"),
    [
        ("重庆通信", "C"),
        ("长治矿业", "C"),
        ("长安街", "C"),
        ("厦门港", "X"),
        ("银行协会", "Y"),
        ("《山西日报》", "S"),
        ("“十四五”规划", "S"),
        ("5G联盟", FIGURES),
        ("１２３台", FIGURES),
        ("AI 学会", "A"),
        ("Ａpple", "A"),
        ("École", "E"),
        ("——", OTHER),
    ],
)
def test_letters(name: str, letter: str) -> None:
    assert filed(name).letter == letter


def test_people_by_reading_then_tone_then_strokes() -> None:
    names = [
        "曾凡",
        "仇和平",
        "单立",
        "解晓",
        "尉迟林",
        "5号",
        "Smith",
        "黎明",
        "李明",
        "李大",
        "张三",
        "章一",
    ]
    assert in_order(names, person=True) == [
        "5号", "黎明", "李大", "李明", "仇和平", "Smith", "单立", "解晓", "尉迟林", "曾凡", "张三", "章一",
    ]  # fmt: skip


def test_things_by_pinyin() -> None:
    names = [
        "重庆大学",
        "长治联通",
        "中国移动",
        "5G联盟",
        "AI研究院",
        "爱立信",
        "山西移动",
        "陕西移动",
        "长春",
    ]
    assert in_order(names) == [
        "5G联盟", "AI研究院", "爱立信", "长春", "长治联通", "重庆大学", "山西移动", "陕西移动", "中国移动",
    ]  # fmt: skip


def test_by_strokes_as_they_are_written_in_china() -> None:
    count = {
        "陈": 7,
        "邓": 4,
        "黄": 11,
        "苏": 7,
        "蒋": 12,
        "长": 4,
        "魏": 17,
        "范": 8,
        "万": 3,
        "龙": 5,
        "张": 7,
    }
    assert {char: strokes()[char][0] for char in count} == count
    assert in_order(["黄河", "丁一", "5G", "王一", "陈二", "AI", "邓三", "龙四"], "strokes") == [
        "5G", "AI", "丁一", "王一", "邓三", "龙四", "陈二", "黄河",
    ]  # fmt: skip
    assert filed("陈二", "strokes").letter == "7画" and filed("AI", "strokes").letter == LATIN


@given(
    st.lists(st.text(alphabet="重长单曾a5B《·陈龘ǚ", max_size=5), max_size=8),
    st.sampled_from(["pinyin", "strokes"]),
)
def test_any_entries_have_one_order_and_letters_stand_together(names: list[str], order: str) -> None:
    placed = in_order(names, order)
    assert placed == in_order(placed[::-1], order)
    letters = [filed(name, order).letter for name in placed]  # type: ignore[arg-type]
    runs = [letter for at, letter in enumerate(letters) if at == 0 or letters[at - 1] != letter]
    assert len(runs) == len(set(runs))
