"""Chinese numerals there and back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.numerals import digits_han, from_han, to_han


@given(st.integers(1, 9999))
def test_spoken_and_digit_by_digit_read_back(number: int) -> None:
    assert from_han(to_han(number)) == number
    assert from_han(digits_han(str(number))) == number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("十", 10),
        ("二十一", 21),
        ("一百零三", 103),
        ("两千零六", 2006),
        ("二○二一", 2021),
        ("2021", 2021),
        ("〇九", 9),
    ],
)
def test_what_is_printed(text: str, number: int) -> None:
    assert from_han(text) == number


@pytest.mark.parametrize("text", ["", "三农", "甲", "5G", "一百甲"])
def test_what_is_no_number(text: str) -> None:
    assert from_han(text) is None


def test_ten_is_not_one_ten() -> None:
    assert [to_han(n) for n in (10, 12, 20, 110, 1001)] == ["十", "十二", "二十", "一百一十", "一千零一"]
