"""Dates as people write them into a form."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.splitting.dates import Month
from corpus.splitting.written import day_written

DAY = dt.date(2031, 7, 5)


@pytest.mark.parametrize(
    "text",
    [
        "2031年7月5日", "2031 年 07 月 05 日", "二〇三一年七月五日", "2031-7-5", "2031.07.05",
        "２０３１／７／５",
        "20310705", "2031年7月5号", "5 July 2031", "July 5th, 2031", "民国120年7月5日",
    ],
)  # fmt: skip
def test_a_whole_day(text: str) -> None:
    assert day_written(text) == DAY


@pytest.mark.parametrize("text", ["7月5日", "七月五日", "7-5", "7/5", "5日"])
def test_what_the_issue_knows_is_left_out(text: str) -> None:
    assert day_written(text, Month(2031, 7)) == DAY
    assert day_written(text) is None


@pytest.mark.parametrize(
    "text", ["", "2031年7月", "2031", "7月", "2031-13-01", "2031-02-30", "昨天下午", "x5日"]
)
def test_no_day_is_none(text: str) -> None:
    assert day_written(text, Month(2031, 7)) is None


@given(st.dates(min_value=dt.date(1900, 1, 1), max_value=dt.date(2099, 12, 31)))
def test_every_day_in_every_form(day: dt.date) -> None:
    for form in (
        day.isoformat(),
        f"{day.year}年{day.month}月{day.day}日",
        f"{day:%Y%m%d}",
        f"{day:%Y.%m.%d}",
    ):
        assert day_written(form) == day
