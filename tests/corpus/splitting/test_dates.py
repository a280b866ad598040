"""Days that texts name, resolved against the issue; and the month of an issue."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.numerals import from_han
from corpus.splitting import load_profiles
from corpus.splitting.dates import Month, event_date
from corpus.splitting.issuedate import front, infer_month

ISSUE = Month(2021, 9)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("9月22日，公司召开会议。", dt.date(2021, 9, 22)),
        ("9月10号，维护部召开例会。", dt.date(2021, 9, 10)),
        ("９月２２日，公司召开会议。", dt.date(2021, 9, 22)),
        ("9 月 16 日，公司召开会议。", dt.date(2021, 9, 16)),
        ("人社部 9月月 15日发布通知。", dt.date(2021, 9, 15)),
        ("9月9日至11日，代表团参加竞赛。", dt.date(2021, 9, 9)),
        ("7月15-16日，协会组织考察。", dt.date(2021, 7, 15)),
        ("9月15日——20日在学校展出。", dt.date(2021, 9, 15)),
        ("2021年8月30日，公司召开会议。", dt.date(2021, 8, 30)),
        ("继8月13日调研后，9月16日，又到企业调研。", dt.date(2021, 9, 16)),
        ("截至8月31日，全部完工。9月3日举行仪式。", dt.date(2021, 9, 3)),
        ("7月20日以来持续降雨，于7月24日赶赴现场。", dt.date(2021, 7, 24)),
        ("本月5日，公司召开会议。", dt.date(2021, 9, 5)),
        ("去年12月8日，项目开工。", dt.date(2020, 12, 8)),
        ("元月10日，协会召开年会。", dt.date(2021, 1, 10)),
        ("9月5日起，公司开通专席。", dt.date(2021, 9, 5)),
        ("公司规定，9月5日起停用旧卡。", None),
        ("9月1日起施行的条例有七章。", None),
        ("近日，公司召开会议。", None),
        ("6月底至7月初，公司开展活动。", None),
        ("要求于9月30日前完成。", None),
        ("学习贯彻《9月1日施行的条例》。", None),
        ("公司成立于2003年5月1日。", None),
        ("2月30日不存在。", None),
    ],
)
def test_event_date(text: str, day: dt.date | None) -> None:
    found = event_date(text, ISSUE)
    assert found.date == day
    assert found.basis == ("issue" if day is None else "stated" if "2021年" in text else "inferred")


@pytest.mark.parametrize(
    ("text", "issue", "day"),
    [
        ("12月28日，公司召开会议。", Month(2022, 1), dt.date(2021, 12, 28)),
        ("1月5日，公司将召开会议。", Month(2021, 12), dt.date(2022, 1, 5)),
        ("10月20日，公司召开会议。", Month(2022, 2), dt.date(2021, 10, 20)),
        ("3月2日，公司召开会议。", Month(2022, 2), dt.date(2022, 3, 2)),
    ],
)
def test_years_end(text: str, issue: Month, day: dt.date) -> None:
    assert event_date(text, issue).date == day


def test_without_a_year_nothing_is_guessed() -> None:
    assert event_date("5月7日，公司召开会议。", Month(None, None)).date is None
    assert event_date("2019年5月7日，公司召开会议。", Month(None, None)).date == dt.date(2019, 5, 7)


@given(st.dates(dt.date(2010, 1, 1), dt.date(2029, 12, 31)), st.integers(0, 2))
def test_a_recent_day_comes_back(day: dt.date, later: int) -> None:
    month = day.month + later
    issue = Month(day.year + (month > 12), (month - 1) % 12 + 1)
    assert event_date(f"{day.month}月{day.day}日，公司召开会议。", issue).date == day


@given(st.text(max_size=200))
def test_no_text_breaks_it(text: str) -> None:
    event_date(text, ISSUE)


@pytest.mark.parametrize(
    ("masthead", "name", "month", "basis"),
    [
        (["第8期（总第96期）", "2021年8月15日"], "x.txt", (2021, 8), "masthead"),
        (["二〇二一年八月十五日"], "x.txt", (2021, 8), "masthead"),
        (["2021.08"], "x.txt", (2021, 8), "masthead"),
        ([], "通讯2021年第8期-202108.pdf", (2021, 8), "file name"),
        ([], "2021-08.txt", (2021, 8), "file name"),
        ([], "通讯 2021年8月.docx", (2021, 8), "file name"),
        ([], "000_b1fcac23967e0092.txt", (None, None), "unknown"),
    ],
)
def test_month_of_issue(
    masthead: list[str], name: str, month: tuple[int | None, int | None], basis: str
) -> None:
    found = front(masthead, [], name, [], load_profiles()[0])
    assert ((found.year, found.month), found.basis) == (month, basis)


def test_month_from_the_texts() -> None:
    bodies = [
        "4月25日，市民送来锦旗。",
        "5月18日，协会启动2022年测评。",
        "5月22日，会议召开。",
        "到2035年，建成体系。",
    ]
    assert infer_month(bodies) == Month(2022, 5)


@pytest.mark.parametrize(
    ("bodies", "month"),
    [
        (["6月28日，庆祝中国共产党成立100周年晚会举行。", "6月3日，推进会召开。"], Month(2021, 6)),
        (["9月29日，庆祝新中国成立七十周年图片展开幕。", "9月3日，会议召开。"], Month(2019, 9)),
        (["1月22日，部署“十四五”开局之年的工作。", "1月9日，会议召开。"], Month(2021, 1)),
        (["2月12日，为新冠肺炎患者捐款。", "该技术2019年9月16日启动认证。"], Month(2020, 2)),
        (["3月8日，中标2021—2022年工程。", "3月2日，通报2020年测评。"], Month(2021, 3)),
        (["2018年12月27日，通报2018年考核。", "1月6日，降雪。", "1月10日，2018年年会召开。"], Month(2019, 1)),
    ],
)
def test_year_from_what_the_texts_take_for_the_present(bodies: list[str], month: Month) -> None:
    assert infer_month(bodies) == month


def test_a_headline_names_the_year_too() -> None:
    assert infer_month(["3月2日，会议召开。"], titles=["2023年工作会议召开"]) == Month(2023, 3)


def test_a_january_issue_tells_of_december() -> None:
    bodies = [
        "12月28日，会议召开。",
        "12月30日，项目开工。",
        "1月5日，2022年工作会议召开。",
        "1月8日，慰问职工。",
    ]
    assert infer_month(bodies) == Month(2022, 1)


def test_numbers_in_characters() -> None:
    assert [from_han(t) for t in ("二〇二一", "八", "十", "十二", "二十", "三十一", "12", "甲")] == [
        2021, 8, 10, 12, 20, 31, 12, None,
    ]  # fmt: skip
