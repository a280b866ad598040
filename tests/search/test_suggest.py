"""Suggestions: beginnings as text, pinyin and initials; names before headlines."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest

from index.text.tokenizer import Tokenizer
from search.names import pinyin
from search.names.lexicon import PARTIAL, Entry, Lexicon, build, open_lexicon
from search.names.suggest import Suggester, entries

CUT = Tokenizer().tokenize
TITLES = ("云岭联通开通骨干直联点", "云岭移动上线５Ｇ专网", "重庆来客参观展厅")


@dataclass
class Column:
    values: tuple[str, ...]
    totals: tuple[int, ...]


COLUMNS = {
    "organization": Column(("云岭联通", "云岭移动", "废弃公司"), (5, 9, 0)),
    "person": Column(("许媛",), (2,)),
    "section": Column(("高层信息",), (3,)),
}


@pytest.fixture(scope="module")
def suggester(tmp_path_factory: pytest.TempPathFactory) -> Suggester:
    def column(field: str) -> Column:
        return COLUMNS.get(field, Column((), ()))

    return Suggester.open(tmp_path_factory.mktemp("index"), 1, column, lambda: TITLES, CUT)


def texts(found: list[Entry]) -> list[str]:
    return [entry.text for entry in found]


def test_beginnings(suggester: Suggester) -> None:
    assert texts(suggester.complete("云岭"))[:2] == ["云岭移动", "云岭联通"], (
        "names first, the frequent one first"
    )
    assert "云岭联通开通骨干直联点" in texts(suggester.complete("直联点")), "any word of a title can be typed"
    assert texts(suggester.complete("雲嶺聯"))[0] == "云岭联通"
    assert "废弃公司" not in texts(suggester.complete("废弃")), "no article carries it any more"
    assert suggester.complete("") == suggester.complete("没有这个") == []


@pytest.mark.parametrize("typed", ["yunling liantong", "yunlingliantong", "Yúnlǐng Liántōng", "yllt", "YLLT"])
def test_pinyin_stands_for_a_name(suggester: Suggester, typed: str) -> None:
    assert suggester.meant(typed) == Entry("云岭联通", "organization", 5)


def test_pinyin_while_typing(suggester: Suggester) -> None:
    assert "云岭联通" in texts(suggester.complete("yunlingl"))
    assert texts(suggester.complete("liant"))[0] == "云岭联通", "from a later word too"
    assert texts(suggester.complete("xuyuan")) == ["许媛"]
    assert texts(suggester.complete("chongqing")) == ["重庆来客参观展厅"], (
        "read as the word, not by characters"
    )


def test_what_is_no_pinyin(suggester: Suggester) -> None:
    assert suggester.meant("云岭") is None
    assert suggester.meant("5g") is None
    assert suggester.meant("zzzz") is None


def test_a_lexicon_is_built_once(tmp_path: Path) -> None:
    calls = []

    def make() -> list[Entry]:
        calls.append(1)
        return [Entry("云岭", "phrase", 3), Entry("云岭", "phrase", 2)]

    first = open_lexicon(tmp_path, 1, make, CUT)
    assert first.entry(0) == Entry("云岭", "phrase", 5)
    open_lexicon(tmp_path, 1, make, CUT)
    assert len(calls) == 1
    open_lexicon(tmp_path, 2, make, CUT)
    assert len(calls) == 2 and not (tmp_path / "lexicon-1").exists()


def test_an_empty_archive(tmp_path: Path) -> None:
    build(tmp_path / "lexicon-1", [], CUT)
    assert Suggester(Lexicon(tmp_path / "lexicon-1")).complete("云") == []


def test_phrases_come_from_titles() -> None:
    found = list(entries(lambda field: Column((), ()), lambda: ["智能矿山建成"] * 3, CUT))
    assert Entry("智能矿山", "phrase", 3) in found


def test_pinyin_forms() -> None:
    assert pinyin.full(["重庆", "女", "ab12"]) == "chongqingnvab12"
    assert pinyin.initials(["山西", "联通"]) == "sxlt"
    assert pinyin.normal("Lǜ sè") == "lvse"
    assert pinyin.is_spelled("xian") and not pinyin.is_spelled("sxlt")
    assert pinyin.alike("皓", "浩") and not pinyin.alike("皓", "云")


def test_many_may_build_the_same_lexicon_at_once(tmp_path: Path) -> None:
    left = tmp_path / f"{PARTIAL}killed"
    left.mkdir()
    os.utime(left, (0, 0))
    names = [Entry(f"云岭第{number}公司", "organization", number) for number in range(300)]

    def work(_: int) -> list[str]:
        return texts(open_lexicon(tmp_path, 7, lambda: names, CUT).beginning("云岭", 3))

    with ThreadPoolExecutor(6) as pool:
        found = list(pool.map(work, range(6)))
    assert found == [["云岭第299公司", "云岭第298公司", "云岭第297公司"]] * 6
    assert [path.name for path in tmp_path.iterdir()] == ["lexicon-7"], "nothing half done is left"
