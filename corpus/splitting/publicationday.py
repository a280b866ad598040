"""Here is a text that stands alone, give me the day it was published: as printed, or as stated."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from corpus.splitting.dates import EventDate, Month, event_date

PRINTED_DAY = re.compile(
    r"(?:(?:发布|发表|更新|刊发|发稿|成文)?(?:时间|日期|于)\s*[:：]?\s*)?(?P<year>(?:19|"
    r"20)\d\d)\s*[-./年]\s*(?P<month>1[0-2]|0?[1-9])\s*[-./月]\s*(?P<day>3[01]|[12]\d|0?[1-9])\s*日?"
    r"(?:\s*(?:星期|周)[一二三四五六日天])?(?:\s*T?\d{1,2}\s*[:：]\s*\d{2}(?:\s*[:：]\s*\d{2})?)?"
)
_DATELINE = re.compile(r"^[^。]{0,40}(?:讯|电|消息)")


def printed_day(text: str) -> dt.date | None:
    """The first day printed in a text, with its year; None where there is none."""
    match = PRINTED_DAY.search(text)
    if match is None:
        return None
    try:
        return dt.date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError:
        return None


def closing_day(body: Sequence[str]) -> dt.date | None:
    """The day that closes a notice: a line of its own, or after the body that signs it."""
    for text in body[-3:]:
        match = PRINTED_DAY.search(text)
        if match is not None and len(text) <= 40 and not text[match.end() :].strip("）) 　"):
            return printed_day(text)
    return None


def publication_day(body: str, day: dt.date | None, how: str) -> EventDate:
    """The day of the event that the opening names, where it fits the day of publication; else that day."""
    found = event_date(body, Month(day.year, day.month) if day else Month(None, None), published=day)
    if day is None:
        return found
    fits = found.date is not None and dt.timedelta(days=-1) <= day - found.date <= dt.timedelta(days=62)
    if fits and (found.confidence >= 0.9 or _DATELINE.match(body)):
        return found
    return EventDate(day, "stated", how, 0.95 if how == "printed date line" else 0.85)
