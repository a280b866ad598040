"""Profiles: data files that extend one another, chosen by fit, added to by a user."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.errors import CorpusError
from corpus.model import Document, Line
from corpus.splitting import load_profiles, split
from corpus.splitting.profile import choose

OWN = """
name = "riverside"
title = "河畔通讯"
extends = "common"

[[fit]]
pattern = '^〓.+〓$'
weight = 3.0
cap = 4

[sections]
patterns = ['^〓(?P<name>.+)〓$']

[weights]
comma = 0.0
"""

ISSUE = """〓村里的事〓
老桥修好了，赶集不绕路
老桥上个月修好了。从今往后，赶集再也不用绕五里路，村民们高兴得放起了鞭炮。
打谷场变成小广场
打谷场如今铺上了彩砖，晚上有人跳舞，有人下棋，热闹得很，孩子们也有了去处。
〓外面的事〓
城里来了放映队
城里的放映队来了三天，天天放到半夜，老人孩子都不肯回家，连狗都坐得端端正正。
"""


def lines(text: str) -> tuple[Line, ...]:
    return tuple(Line(line, at) for at, line in enumerate(text.split("\n"), start=1))


def test_the_shipped_profiles() -> None:
    assert [profile.name for profile in load_profiles()] == [
        "association-newsletter",
        "daily-bulletin",
        "markdown-digest",
        "press-article",
    ]


def test_a_profile_of_ones_own_is_chosen_by_fit(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text(OWN, encoding="utf-8")
    profiles = load_profiles(tmp_path)
    assert choose(profiles, lines(ISSUE)).name == "riverside"
    parsed = split(Document("r.txt", "txt", lines(ISSUE), wrapped=False), profiles)
    assert [(a.section, a.title) for a in parsed.articles] == [
        ("村里的事", "老桥修好了，赶集不绕路"),
        ("村里的事", "打谷场变成小广场"),
        ("外面的事", "城里来了放映队"),
    ]


def test_lists_are_added_to_and_values_replaced(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text(OWN, encoding="utf-8")
    own = next(p for p in load_profiles(tmp_path) if p.name == "riverside")
    base = next(p for p in load_profiles() if p.name == "association-newsletter")
    assert len(own.section_patterns) == len(base.section_patterns) + 1
    assert own.weights["comma"] == 0.0 and own.weights["article"] == base.weights["article"]


def test_a_users_file_replaces_the_shipped_one_of_its_name(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(
        'name = "press-article"\nextends = "common"\ntitle = "我的"\n', encoding="utf-8"
    )
    (mine,) = [p for p in load_profiles(tmp_path) if p.name == "press-article"]
    assert mine.title == "我的" and mine.mode == "issue"


@pytest.mark.parametrize(
    "text",
    [
        "name = ",
        'title = "no name"',
        'name = "a"\nextends = "nowhere"',
        'name = "a"\nextends = "a"',
        'name = "a"\nextends = "common"\nmode = "sideways"',
        'name = "a"\nextends = "common"\n[sections]\npatterns = ["("]',
        'name = "a"',
    ],
)
def test_a_broken_profile_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "bad.toml").write_text(text, encoding="utf-8")
    with pytest.raises(CorpusError, match=r"bad\.toml.*docs/profiles\.md"):
        load_profiles(tmp_path)


def test_nothing_to_read() -> None:
    assert split(Document("empty.txt", "txt", ())).articles == ()
    assert split(Document("blank.txt", "txt", (Line("  ", 1),))).articles == ()
