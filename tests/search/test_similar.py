"""Names that are easily taken for one another, and those that only share a few characters."""

from __future__ import annotations

import pytest

from search.answer.similar import similar
from search.model import FacetCount


@pytest.mark.parametrize(
    ("name", "other", "near"),
    [
        ("云州邮电工程公司", "云州省邮电建设工程公司", True),
        ("云州邮电建设工程公司", "云州邮电工程公司", True),
        ("岚川塔桥通信有限公司", "岚川塔桥通讯有限公司", True),
        ("岚川大学", "青泽市第一人民医院", False),
        ("云州联通", "北岭移动", False),
        ("张三", "张三丰", False),  # people's names are too short to tell
    ],
)
def test_near_names(name: str, other: str, near: bool) -> None:
    found = similar(name, [FacetCount(other, 3), FacetCount(name, 9)])
    assert [item.value for item in found] == ([other] if near else [])


def test_the_nearest_come_first_and_what_is_known_is_left_out() -> None:
    names = [
        FacetCount(one, 1) for one in ("云州通信建设公司", "云州通信建设集团公司", "云州通信建设公司工会")
    ]
    found = [item.value for item in similar("云州通信建设公司", names, known=["云州通信建设公司工会"])]
    assert found == ["云州通信建设集团公司"]
