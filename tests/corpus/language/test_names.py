"""One knowledge of personal names serves tokens that stand alone and names within running text."""

from __future__ import annotations

from itertools import combinations

import pytest

from corpus.language.data import DATA, rows
from corpus.language.names import NameModel, cut_names, name_likeness


def test_surnames_stand_in_one_file_and_in_one_class() -> None:
    assert [path.name for path in DATA.glob("surname*")] == ["surnames.csv"]
    classes = {row["class"]: row["surnames"].split() for row in rows("surnames.csv")}
    for (one, first), (other, second) in combinations(classes.items(), 2):
        assert not set(first) & set(second), (one, other)
    assert all(len(surname) == 2 for surname in classes["compound"])
    assert all(len(surname) == 1 for kind in ("safe", "risky", "rare") for surname in classes[kind])


@pytest.mark.parametrize("surname", ["濮", "佴", "谌", "邝", "司空", "鲜于", "仵", "雒"])
def test_bylines_and_texts_know_the_same_surnames(surname: str) -> None:
    name = surname + "明轩"
    assert name_likeness(name) >= 0.9
    assert NameModel.load().shape(name) >= 2


def test_a_surname_that_mostly_begins_words_counts_less() -> None:
    assert name_likeness("和志勇") < name_likeness("何志勇")
    assert NameModel.load().shape("和志勇") < NameModel.load().shape("何志勇")


def test_a_word_is_no_name_and_two_names_run_together_are_two() -> None:
    assert all(name_likeness(word) < 0.9 for word in ("谈话", "会议强调", "高度", "2021", "安全生产"))
    assert cut_names("陆知行王婧") == ("陆知行", "王婧")
    assert cut_names("会议强调指出") == ()
