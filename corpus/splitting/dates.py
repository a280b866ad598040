"""Here is a text and the month it was printed in, give me the day of its event.

Partial dates (5月22日, 9月9日至11日, 15日) are resolved against the issue; background dates (…以来, …前,
截至…, 继…后) are passed over; a text that says only 近日 has no date of its own.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.model import DateBasis
from corpus.splitting.figures import plain_dates

_DATE = re.compile(
    r"(?:(?P<year>(?:19|20)\d\d)\s*年\s*|(?P<relative>今年|去年|前年|明年|当年|同年)\s*)?"
    r"(?:(?P<month>1[0-2]|0?[1-9]|元)\s*月\s*月?\s*(?:份\s*)?|(?P<this>本月|上月|当月)\s*)"
    r"(?P<day>3[01]|[12]\d|0?[1-9])\s*(?:[日号]|(?=\s*[-—–－~～至、到]+\s*(?:\d{1,2}\s*月\s*)?\d{1,2}\s*[日号]))"
)
_ISO = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)[-./](?P<month>1[0-2]|0?[1-9])[-./](?P<day>3[01]|[12]\d|0?[1-9])(?!\d)"
)
_DAY_ONLY = re.compile(
    r"(?<![\d月./．-])(?P<day>3[01]|[12]\d|[1-9])\s*日(?=[，,上下晚早凌在从至]|[\u4e00-\u9fff])"
)
_TO = re.compile(r"\s*[-—–－~～至到]+\s*(?:\d{1,2}\s*月\s*)?\d{1,2}\s*[日号]")
_BACKGROUND_AFTER = re.compile(
    r"\s*(?:以来|以前|之前|前(?!往|来|夕|去|期)|起(?!草|重|步|航)(?=施行|实施|生效|执行|停止|正式施行)|止|为止|截止|底前|至今|零时|24时止)"
)
_SINCE = re.compile(r"\s*起(?!草|重|步|航)")
_BACKGROUND_BEFORE = re.compile(
    r"(?:截至|截止|截止到|继|自|从|早在|不迟于|于|将于|到|至|原定于|原定|始于|创刊于|出生于|生于|成立于|建于)\s*$"
)
_HARD_BEFORE = re.compile(
    r"(?:截至|截止|截止到|继|早在|不迟于|原定于|原定|始于|创刊于|出生于|生于|成立于|建于)\s*$"
)
_DATELINE = re.compile(r"^[（(【]?[^，。；：]{0,24}[日号]\s*(?:电|讯|消息)")
"""Where and when a message was sent: its day is the event's if the text names none of the days before."""
_OPENING = 60  # characters after it in which the event of a message is told
_SENT_AFTER = 10  # days after the event within which a message is sent
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*年(?!代)")


@dataclass(frozen=True, slots=True)
class Month:
    """The month an issue was printed in; either part may be unknown."""

    year: int | None
    month: int | None


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date as a text names it.

    year is None where the text leaves it out; background: named as the past or a term, not as the event.
    """

    year: int | None
    month: int | None
    day: int
    start: int
    background: bool
    relative: str | None = None


@dataclass(frozen=True, slots=True)
class EventDate:
    """A resolved date; `basis` as in Article; how and confidence as in Provenance."""

    date: dt.date | None
    basis: DateBasis
    how: str
    confidence: float


def mentions(text: str) -> Iterator[DateMention]:
    """Every day that the text names with its month, in order."""
    text = plain_dates(text)
    for match in sorted([*_DATE.finditer(text), *_ISO.finditer(text)], key=lambda m: m.start()):
        groups = match.groupdict()
        range_end = _TO.match(text, match.end())
        after = range_end.end() if range_end else match.end()
        before = text[max(0, match.start() - 6) : match.start()]
        starts_sentence = match.start() == 0 or text[match.start() - 1] in "。！？\n）)】"
        background = bool(_BACKGROUND_AFTER.match(text, after)) or bool(_HARD_BEFORE.search(before))
        if not starts_sentence and not range_end:
            # 3月1日起 opens what began that day; within a sentence it is a term, like 自3月1日
            background |= before.endswith(("自", "从")) or bool(_SINCE.match(text, after))
        yield DateMention(
            int(groups["year"]) if groups["year"] else None,
            1 if groups["month"] == "元" else int(groups["month"]) if groups["month"] else None,
            int(groups["day"]),
            match.start(),
            background or _inside_title(text, match.start()),
            groups.get("relative") or groups.get("this"),
        )


def event_date(text: str, issue: Month, *, published: dt.date | None = None) -> EventDate:
    """The day of the first main event in `text`, against the issue's month (or the day of publication)."""
    text = text[:6000]
    found = _first_day(text, issue)
    if found is not None and found.date is not None and (sent := _DATELINE.match(text)) is not None:
        told = _first_day(text[sent.end() :][:_OPENING], issue)
        if told is not None and told.date is not None and 0 <= (found.date - told.date).days <= _SENT_AFTER:
            return told
    if found is not None:
        return found
    if published is not None and (day := _day_only(text, published)) is not None:
        return EventDate(day, "inferred", "day of the month in the text", 0.7)
    return EventDate(None, "issue", "the text names no day", 0.6)


def _first_day(text: str, issue: Month) -> EventDate | None:
    """The first day that the text names as that of an event."""
    for mention in mentions(text):
        if mention.background:
            continue
        found = resolve(mention, issue)
        if found is None or not _plausible(found, mention, issue):
            continue
        stated = mention.year is not None
        near = mention.start < 120
        confidence = (0.95 if stated else 0.9) if near else 0.7
        return EventDate(found, "stated" if stated else "inferred", "date in the text", confidence)
    return None


def resolve(mention: DateMention, issue: Month) -> dt.date | None:
    """The mention as a date; None where the year cannot be known or the day does not exist."""
    month, year = mention.month, mention.year
    if mention.relative in ("本月", "当月", "上月"):
        if issue.month is None or issue.year is None:
            return None
        back = mention.relative == "上月"
        year, month = _back(issue.year, issue.month) if back else (issue.year, issue.month)
    if month is None:
        return None
    if year is None:
        if issue.year is None:
            return None
        shift = {"去年": -1, "前年": -2, "明年": 1}.get(mention.relative or "")
        year = issue.year + (shift if shift is not None else _year_shift(month, issue.month))
    try:
        return dt.date(year, month, mention.day)
    except ValueError:
        return None


def _year_shift(month: int, issue_month: int | None) -> int:
    """A month far ahead of the issue's lies in the year before; December's issue looks ahead to January."""
    if issue_month is None:
        return 0
    ahead = month - issue_month
    if ahead > 3:
        return -1
    return 1 if ahead < -10 else 0


def _back(year: int, month: int) -> tuple[int, int]:
    return (year - 1, 12) if month == 1 else (year, month - 1)


def _plausible(found: dt.date, mention: DateMention, issue: Month) -> bool:
    """A full date long before the issue is history, not news."""
    if issue.year is None or mention.year is None:
        return True
    return issue.year - 1 <= found.year <= issue.year + 1


def _day_only(text: str, published: dt.date) -> dt.date | None:
    match = _DAY_ONLY.search(plain_dates(text[:200]))
    if match is None:
        return None
    year, month, day = published.year, published.month, int(match["day"])
    if day > published.day:
        year, month = _back(year, month)
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _inside_title(text: str, at: int) -> bool:
    """Inside 《…》: part of a document's name."""
    return text.rfind("《", max(0, at - 60), at) > text.rfind("》", max(0, at - 60), at)
