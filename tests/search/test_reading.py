"""Plain speech: dates that filter, dates that are text, words that only ask."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.language import dates, parse, render
from search.language.tree import And, DateRange, Or, Phrase, Query, Text

TODAY = dt.date(2024, 3, 15)


def day(text: str) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2021年", "2021-01-01", "2021-12-31"),
        ("2021年度", "2021-01-01", "2021-12-31"),
        ("２０２１年９月", "2021-09-01", "2021-09-30"),
        ("二〇二一年九月", "2021-09-01", "2021-09-30"),
        ("2021年十二月二十一日", "2021-12-21", "2021-12-21"),
        ("2024年2月", "2024-02-01", "2024-02-29"),
        ("2021年9月3号", "2021-09-03", "2021-09-03"),
        ("2021年9月上旬", "2021-09-01", "2021-09-10"),
        ("2021年2月下旬", "2021-02-21", "2021-02-28"),
        ("2021年上半年", "2021-01-01", "2021-06-30"),
        ("2021年第三季度", "2021-07-01", "2021-09-30"),
        ("2021年四季度", "2021-10-01", "2021-12-31"),
        ("2021-09-03", "2021-09-03", "2021-09-03"),
        ("2021/9", "2021-09-01", "2021-09-30"),
        ("2021.9.3", "2021-09-03", "2021-09-03"),
        ("20210903", "2021-09-03", "2021-09-03"),
        ("2021", "2021-01-01", "2021-12-31"),
        ("9月", "2024-09-01", "2024-09-30"),
        ("2021-07..2021-09", "2021-07-01", "2021-09-30"),
        ("2021-07-2021-09", "2021-07-01", "2021-09-30"),
        ("2020-2022", "2020-01-01", "2022-12-31"),
        ("2021年7月至9月", "2021-07-01", "2021-09-30"),
        ("2021年7月15-16日", "2021-07-15", "2021-07-16"),
        ("2021年9月9日到11日", "2021-09-09", "2021-09-11"),
        ("2021年12月～2022年1月", "2021-12-01", "2022-01-31"),
        ("去年9月到今年2月", "2023-09-01", "2024-02-29"),
        (">=2022", "2022-01-01", ""),
        ("≥2022年3月", "2022-03-01", ""),
        ("＞2022", "2023-01-01", ""),
        ("<=2022-03", "", "2022-03-31"),
        ("<2022", "", "2021-12-31"),
        ("2021年以来", "2021-01-01", ""),
        ("2021年9月起", "2021-09-01", ""),
        ("2021年之前", "", "2020-12-31"),
        ("今天", "2024-03-15", "2024-03-15"),
        ("前天", "2024-03-13", "2024-03-13"),
        ("本周", "2024-03-11", "2024-03-17"),
        ("上个星期", "2024-03-04", "2024-03-10"),
        ("本月", "2024-03-01", "2024-03-31"),
        ("上个月", "2024-02-01", "2024-02-29"),
        ("上月5日", "2024-02-05", "2024-02-05"),
        ("今年", "2024-01-01", "2024-12-31"),
        ("去年", "2023-01-01", "2023-12-31"),
        ("前年上半年", "2022-01-01", "2022-06-30"),
        ("近三年", "2021-03-16", "2024-03-15"),
        ("最近半年", "2023-09-16", "2024-03-15"),
        ("过去10天", "2024-03-06", "2024-03-15"),
    ],
)
def test_dates(text: str, start: str, end: str) -> None:
    span = dates.read_whole(text, TODAY)
    assert span is not None and (span.start, span.end) == (day(start), day(end))


@pytest.mark.parametrize(
    "text", ["", "2021年13月", "2021年2月30日", "0000年", "九月的诗", "12:30", "近零年", "5G"]
)
def test_not_dates(text: str) -> None:
    assert dates.read_whole(text, TODAY) is None


@given(st.dates(dt.date(1500, 1, 1), dt.date(2099, 12, 31)))
def test_every_day_is_read_in_every_form(printed: dt.date) -> None:
    y, m, d = printed.year, printed.month, printed.day
    for text in (f"{y}年{m}月{d}日", f"{y}-{m:02}-{d:02}", f"{y}/{m}/{d}", f"{y}年{m:02}月{d:02}号"):
        span = dates.read_whole(text, TODAY)
        assert span is not None and span.start == span.end == printed


@given(st.text("年月日号到至-.~2021 0九十去近三个以来前", max_size=14), st.dates())
def test_found_dates_are_slices_in_order(text: str, today: dt.date) -> None:
    at = 0
    for span in dates.find(text, today):
        assert at <= span.begin < span.stop <= len(text)
        assert span.start is None or span.end is None or span.start <= span.end
        at = span.stop


MAY = DateRange(dt.date(2022, 5, 1), dt.date(2022, 5, 31))
HALF_MAY = DateRange(dt.date(2022, 5, 1), dt.date(2022, 5, 15))
LAST_YEAR = DateRange(dt.date(2023, 1, 1), dt.date(2023, 12, 31))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("2022年5月 甲公司", And((Text("甲公司"), MAY))),
        ("甲公司 2022年5月", And((Text("甲公司"), MAY))),
        ("甲公司 在2022年5月期间", And((Text("甲公司"), MAY))),
        ("2022年5月1日到5月15日有哪些活动？", Or((HALF_MAY, And((Text("活动"), HALF_MAY))))),
        ("2022年5月1日 到 5月15日 活动", And((Text("活动"), HALF_MAY))),
        ("去年 甲公司", And((Text("甲公司"), LAST_YEAR))),
        ("去年的 甲公司", And((Text("甲公司"), LAST_YEAR))),
        (
            "甲公司去年举办了哪些活动",
            Or((And((Text("甲公司"), LAST_YEAR)), And((Text("甲公司"), Text("活动"), LAST_YEAR)))),
        ),
        (
            "请问去年甲公司有什么新闻？",
            Or((And((Text("甲公司"), LAST_YEAR)), And((Text("甲公司"), Text("新闻"), LAST_YEAR)))),
        ),
        ("2022年5月有哪些？", MAY),
        ("2022年5月甲公司", And((Text("甲公司"), MAY))),
        ('2022年5月 "甲公司"', And((Phrase("甲公司"), MAY))),
        ("2022年 2023年 甲公司",
         And((Text("甲公司"), Or((DateRange(dt.date(2022, 1, 1), dt.date(2022, 12, 31)), LAST_YEAR))))),
    ],
)  # fmt: skip
def test_dates_that_filter(text: str, wanted: Query) -> None:
    parsed = parse(text, TODAY)
    assert parsed.query == wanted
    assert parsed.dates and parsed.literal != parsed.query
    assert not any(isinstance(part, DateRange) for part in getattr(parsed.literal, "parts", ()))


@pytest.mark.parametrize("text", ["2022年5月", "去年", "2022-05-01", "2022年5月 到 6月"])
def test_a_date_alone_may_be_a_span_or_its_text(text: str) -> None:
    parsed = parse(text, TODAY)
    assert parsed.alone and isinstance(parsed.query, DateRange)
    assert parsed.literal != parsed.query and text.split()[0] in render(parsed.literal)


@pytest.mark.parametrize(
    "text",
    [
        "2022年某省信息通信业助力乡村振兴工作方案",
        "《2022年5月工作方案》",
        '"2022年5月"',
        "1957年导致683人遇难的是谁？",
        "2022年世界杯冠军是谁",
        "第2021年",
        "甲公司2021",
        "2021 甲公司",
        "甲公司 或 2022年5月",
        "标题:2022年5月 甲公司",
    ],
)
def test_dates_that_are_text(text: str) -> None:
    parsed = parse(text, TODAY)
    assert parsed.dates == () and parsed.query == parsed.literal


@pytest.mark.parametrize(
    ("text", "wanted", "dropped"),
    [
        ("甲公司什么时候成立的？", And((Text("甲公司"), Text("成立的"))), ("什么时候",)),
        ("請問甲公司的老闆是誰?", Text("甲公司的老闆"), ("請問", "是誰")),
        ("甲公司有哪些分部", And((Text("甲公司"), Text("分部"))), ("有哪些",)),
        ("甲公司 有哪些 活动", Or((Text("甲公司"), And((Text("甲公司"), Text("活动"))))), ("有哪些",)),
        ("什么", Text("什么"), ()),
        ("哪里？", Text("哪里"), ()),
        ("那吗啡", Text("那吗啡"), ()),
    ],
)
def test_asking_words_are_not_searched(text: str, wanted: Query, dropped: tuple[str, ...]) -> None:
    parsed = parse(text, TODAY)
    assert (parsed.query, parsed.dropped) == (wanted, dropped)


def test_quoted_asking_words_are_searched() -> None:
    assert parse("“什么时候” 甲公司？", TODAY).query == And((Phrase("什么时候"), Text("甲公司")))
