"""Here is a stretch of characters; give me the days it names.

Understood: 2021年, 2021年9月, 2021年9月3日, 二〇二一年九月, 2021-09-03, 2021/9, 202109, 上半年, 第三季度,
9月上旬, ranges of these (到 至 - ~ .. …, the second may leave out what it shares), >=2022, 2021年以来,
2020年之前, and what counts from today: 今天, 上周, 上个月, 去年, 去年9月, 近三年, 最近半年.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass

from corpus.numerals import from_han


@dataclass(frozen=True, slots=True)
class DateSpan:
    """Days `start` to `end` inclusive (None = open), named by text[begin:stop].

    precise: finer than a year or more than one; relative: counts from today.
    """

    start: dt.date | None
    end: dt.date | None
    begin: int
    stop: int
    precise: bool = True
    relative: bool = False


@dataclass(frozen=True, slots=True)
class _Point:
    """A date as far as it was written.  first, last: its days when it needs no year of another."""

    year: int | None
    month: int | None
    day: int | None
    part: str
    stop: int
    relative: bool = False
    days: tuple[dt.date, dt.date] | None = None


_N = r"[0-9０-９]"
_HAN = "〇零一二三四五六七八九十两"
_NUMBER = rf"(?:{_N}{{1,2}}|[{_HAN}]{{1,3}})"
_YEAR = rf"(?P<year>{_N}{{4}}|[〇零一二三四五六七八九○]{{4}})年度?"
_MONTH = rf"(?P<month>{_NUMBER})月份?"
_DAY = rf"(?P<day>{_NUMBER})(?:[日号號]|(?=[-－—–~～至到]{_NUMBER}[日号號]))"
_PART = r"(?P<part>上半年|下半年|第?[一二三四1-4]季度|上旬|中旬|下旬)"
_SAID = "(?P<said>今年|本年度?|去年|前年|上一?年)"
_MONTH_SAID = "(?P<said_month>本月|这个?月|上个?月)"
_FULL = re.compile(rf"(?:{_YEAR}|{_SAID})的?(?:(?:{_MONTH}(?:{_DAY}|(?P<third>[上中下]旬))?)|{_PART})?")
_SHORT = re.compile(rf"{_MONTH}(?:{_DAY}|(?P<third>[上中下]旬))?|(?P<alone>{_NUMBER})[日号號]")
_SAID_MONTH = re.compile(rf"{_MONTH_SAID}(?:{_DAY})?")
_ISO = re.compile(
    rf"(?P<year>{_N}{{4}})(?P<sep>[-/.])(?P<month>{_N}{{1,2}})(?:(?P=sep)(?P<day>{_N}{{1,2}})(?!{_N}))?(?!{_N})"
)
_COMPACT = re.compile(rf"(?P<year>(?:19|20){_N}{{2}})(?P<month>[01]{_N})(?P<day>[0-3]{_N})(?!{_N})")
_COMPACT_MONTH = re.compile(rf"(?P<year>(?:19|20){_N}{{2}})(?P<month>0[1-9]|1[0-2])(?!{_N})")
_BARE = re.compile(rf"(?P<year>(?:1[5-9]|20){_N}{{2}})(?!{_N})")
_DAYS = {"今天": (0, 0), "今日": (0, 0), "昨天": (1, 1), "昨日": (1, 1), "前天": (2, 2)}
_SAID_DAY = re.compile("|".join(_DAYS))
_WEEK = re.compile(r"(本周|这周|这个?星期|本星期)|(上周|上个?星期)")
_RECENT = re.compile(
    rf"(?:最近|近|过去|这|前)(?:的)?(?P<half>半年)|(?:最近|近|过去)(?:的)?(?P<n>{_NUMBER})"
    r"(?P<unit>年|个?月|个?星期|周|天|日)"
)
_JOIN = re.compile(r"\s*(?:\.\.+|…+|直?到|至|[~～〜]|[-－—–]+)\s*")
_SINCE = re.compile(r"以来|至今|以后|之后|起(?!来|草|点|步)")
_UNTIL = re.compile(r"(?:以|之)前")
_COMPARED = re.compile(r"\s*(>=|<=|>|<|≥|≤|＞=|＜=|＞|＜|不早于|不晚于)\s*")
_YEARS_BACK = {"今": 0, "本": 0, "去": 1, "上": 1, "前": 2}


def read_whole(text: str, today: dt.date) -> DateSpan | None:
    """The days named by the whole of `text`, as the value of a date field; bare years and <, > count."""
    text = text.strip()
    compared = _COMPARED.match(text)
    if compared:
        point = _point(text, compared.end(), today, None, loose=True)
        days = _days(point) if point and point.stop == len(text) else None
        return _bounded(compared[1], days, len(text)) if days else None
    if text.startswith(".."):
        point = _point(text, 2, today, None, loose=True)
        days = _days(point) if point and point.stop == len(text) else None
        return DateSpan(None, days[1], 0, len(text)) if days else None
    span = _expression(text, 0, today, loose=True)
    if span and text[span.stop :] in ("..", "…", "-", "~") and span.start:
        return DateSpan(span.start, None, 0, len(text))
    return span if span and span.stop == len(text) else None


def find(text: str, today: dt.date) -> list[DateSpan]:
    """Every date in running text, left to right, longest first at each place."""
    spans: list[DateSpan] = []
    at = 0
    while at < len(text):
        inside = at > 0 and text[at].isdigit() and text[at - 1].isdigit()
        span = None if inside else _expression(text, at, today, loose=False)
        if span is None:
            at += 1
        else:
            spans.append(span)
            at = span.stop
    return spans


def _expression(text: str, at: int, today: dt.date, *, loose: bool) -> DateSpan | None:
    first = _point(text, at, today, None, loose=loose)
    days = _days(first) if first else None
    if first is None or days is None:
        return None
    joined = _JOIN.match(text, first.stop)
    if joined:
        second = _point(text, joined.end(), today, first, loose=loose)
        until = _days(second) if second else None
        if second and until and days[0] <= until[1]:
            return DateSpan(days[0], until[1], at, second.stop, True, first.relative)
    since = _SINCE.match(text, first.stop)
    if since:
        return DateSpan(days[0], None, at, since.end(), True, first.relative)
    until_word = _UNTIL.match(text, first.stop)
    if until_word:
        return DateSpan(None, _shift(days[0], -1), at, until_word.end(), True, first.relative)
    precise = first.month is not None or bool(first.part)
    return DateSpan(days[0], days[1], at, first.stop, precise, first.relative)


def _bounded(sign: str, days: tuple[dt.date, dt.date], stop: int) -> DateSpan:
    sign = sign.replace("＞", ">").replace("＜", "<")
    if sign in (">=", "≥", "不早于"):
        return DateSpan(days[0], None, 0, stop)
    if sign in ("<=", "≤", "不晚于"):
        return DateSpan(None, days[1], 0, stop)
    return (
        DateSpan(_shift(days[1], 1), None, 0, stop)
        if sign == ">"
        else DateSpan(None, _shift(days[0], -1), 0, stop)
    )


def _point(text: str, at: int, today: dt.date, before: _Point | None, *, loose: bool) -> _Point | None:
    """One date at `at`; what it leaves out is taken from `before`, the start of its range."""
    counted = _counted_from(text, at, today)
    if counted:
        return counted
    match = _FULL.match(text, at)
    if match:
        said = match["said"]
        year = today.year - _YEARS_BACK[said[0]] if said else _number(match["year"])
        return _Point(
            year,
            _number(match["month"]),
            _number(match["day"]),
            match["third"] or match["part"] or "",
            match.end(),
            bool(said),
        )
    match = _SAID_MONTH.match(text, at)
    if match:
        back = 1 if match["said_month"].startswith("上") else 0
        year, zero_based = divmod(today.year * 12 + today.month - 1 - back, 12)
        return _Point(year, zero_based + 1, _number(match["day"]), "", match.end(), True)
    match = _ISO.match(text, at) or (_COMPACT.match(text, at) if loose else None)
    if match and (loose or match["day"] or match["sep"] == "-"):
        return _Point(_number(match["year"]), _number(match["month"]), _number(match["day"]), "", match.end())
    match = _COMPACT_MONTH.match(text, at) if loose else None
    if match:
        return _Point(_number(match["year"]), _number(match["month"]), None, "", match.end())
    match = _BARE.match(text, at)
    if match and (loose or (before is not None and before.month is None)):
        return _Point(_number(match["year"]), None, None, "", match.end())
    match = _SHORT.match(text, at)
    if match is None or not (before or loose):
        return None
    shared = before.year if before else today.year
    month = _number(match["month"]) or (before.month if before else None)
    day = _number(match["day"] or match["alone"])
    return _Point(shared, month, day, match["third"] or "", match.end()) if month else None


def _counted_from(text: str, at: int, today: dt.date) -> _Point | None:
    match = _SAID_DAY.match(text, at)
    if match:
        day = _shift(today, -_DAYS[match[0]][0])
        return _Point(None, None, None, "day", match.end(), True, (day, day))
    match = _WEEK.match(text, at)
    if match:
        monday = _shift(today, -today.weekday() - (7 if match[2] else 0))
        return _Point(None, None, None, "week", match.end(), True, (monday, _shift(monday, 6)))
    match = _RECENT.match(text, at)
    if match is None:
        return None
    number = 6 if match["half"] else _number(match["n"]) or 0
    unit = "月" if match["half"] else match["unit"].lstrip("个")
    if unit == "年" or unit == "月":
        start = _months_back(today, number * 12 if unit == "年" else number)
    else:
        start = _shift(today, -number * (7 if unit in ("周", "星期") else 1))
    return (
        _Point(None, None, None, "recent", match.end(), True, (_shift(start, 1), today)) if number else None
    )


def _days(point: _Point) -> tuple[dt.date, dt.date] | None:
    """First and last day of a point; None where there is no such day (2021年13月)."""
    if point.days:
        return point.days
    year, month, day, part = point.year, point.month, point.day, point.part
    if year is None or not 1 <= year <= 9998:
        return None
    if month is None:
        first, last = _PARTS.get(part.lstrip("第").replace("季度", ""), (1, 12))
        return dt.date(year, first, 1), _month_end(year, last)
    if not 1 <= month <= 12:
        return None
    last_day = calendar.monthrange(year, month)[1]
    if part:
        low, high = {"上": (1, 10), "中": (11, 20), "下": (21, last_day)}[part[0]]
        return dt.date(year, month, low), dt.date(year, month, high)
    if day is None:
        return dt.date(year, month, 1), dt.date(year, month, last_day)
    return (dt.date(year, month, day),) * 2 if 1 <= day <= last_day else None


_PARTS = {"上半年": (1, 6), "下半年": (7, 12)} | {
    name: (3 * i + 1, 3 * i + 3) for i in range(4) for name in ("一二三四"[i], str(i + 1))
}


def _month_end(year: int, month: int) -> dt.date:
    return dt.date(year, month, calendar.monthrange(year, month)[1])


def _shift(day: dt.date, days: int) -> dt.date:
    return dt.date.fromordinal(min(max(day.toordinal() + days, 1), dt.date.max.toordinal()))


def _months_back(day: dt.date, months: int) -> dt.date:
    year, month = divmod(max(day.year * 12 + day.month - 1 - months, 12), 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _number(text: str | None) -> int | None:
    return None if text is None else from_han(text)
