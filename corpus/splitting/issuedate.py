"""Here is the front of an issue, its file name and its articles, give me its name, number and month."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.numerals import from_han
from corpus.splitting.dates import Month, mentions, resolve
from corpus.splitting.figures import plain_dates
from corpus.splitting.profile import Profile
from corpus.splitting.years import infer_year
from corpus.traditional import simplified

_HAN = "〇○零一二三四五六七八九十"
_MASTHEAD_MONTH = re.compile(
    rf"(?P<year>(?:19|20)\d\d|[二一][{_HAN}]{{3}})\s*[年./-]\s*(?P<month>1[0-2]|0?[1-9]|[{_HAN}]{{1,2}})\s*(?:月|[./-]|$)"
)
_NUMBER = re.compile(
    rf"(?:总\s*)?第\s*([\d{_HAN}百]+)\s*[期号](?:\s*[（(]\s*总第?\s*[\d{_HAN}百]+\s*期?\s*[)）])?"
)
_NOT_NAME = re.compile(rf"(?:(?:19|20)\d\d|[二一][{_HAN}]{{3}})年.*$|(?:总\s*)?第?[\d{_HAN}]+期.*$|[（(].*$")
_YEAR_NUMBER = re.compile(r"((?:19|20)\d\d)\s*年\s*第\s*(\d{1,3})\s*期")
_FILE = (
    re.compile(r"(?P<year>(?:19|20)\d\d)\s*年\s*(?P<month>1[0-2]|0?[1-9])\s*月"),
    re.compile(r"(?<!\d)(?P<year>20\d\d)[-_.](?P<month>1[0-2]|0[1-9])(?!\d)"),
    re.compile(r"(?<![\da-f])(?P<year>20[0-4]\d)(?P<month>1[0-2]|0[1-9])(?:[0-3]\d)?(?![\da-f])"),
)


@dataclass(frozen=True, slots=True)
class Front:
    """What an issue says of itself; basis as in Issue.date_basis; day: where the masthead names it."""

    publication: str = ""
    number: str | None = None
    year: int | None = None
    month: int | None = None
    basis: str = "unknown"
    day: dt.date | None = None


def front(
    masthead: Sequence[str],
    imprint: Sequence[str],
    file_name: str,
    bodies: Sequence[str],
    profile: Profile,
    titles: Sequence[str] = (),
) -> Front:
    """Masthead first, then the file name, then what the articles tell."""
    masthead, imprint = list(map(plain_dates, masthead)), list(map(plain_dates, imprint))
    publication = _publication(masthead, profile)
    number = next((m[0].strip() for text in (*masthead, *imprint) if (m := _NUMBER.search(text))), None)
    when, basis, day = Month(None, None), "unknown", None
    for text in (*masthead, *imprint):
        if (found := _month_in(text)) is not None:
            when, basis = found, "masthead"
            day = next((d for m in mentions(text) if (d := resolve(m, found)) is not None), None)
            break
    if when.month is None and (named := _from_file_name(file_name)) is not None:
        when, basis = named, "file name"
    if when.month is None:
        stated = next((int(m[1]) for text in masthead if (m := _YEAR_NUMBER.search(text))), None)
        guess = infer_month(bodies, stated, titles)
        if guess.year is not None:
            when, basis = guess, "inferred"
    return Front(publication, number, when.year, when.month, basis, day)


def _publication(masthead: Sequence[str], profile: Profile) -> str:
    """The name of the newsletter: a masthead line that ends like one, or stands above the issue number."""
    names = [_NOT_NAME.sub("", re.sub(r"\s+", "", text)).strip("《》（）()第期·—-") for text in masthead]
    usable = [2 <= len(name) <= 20 and "：" not in name and ":" not in name for name in names]
    for at, (name, good) in enumerate(zip(names, usable, strict=True)):
        if good and profile.publication.search(simplified(name)):
            above = names[at - 1] if at else ""  # 某某协会 / 简报: one name on two rows
            return above + name if len(name) <= 3 and len(above) >= 4 and usable[at - 1] else name
    numbered = next((at for at, text in enumerate(masthead) if _NUMBER.search(text)), None)
    for at in () if numbered is None else (numbered, numbered - 1):
        if at >= 0 and usable[at]:
            return names[at]
    return ""


def _month_in(text: str) -> Month | None:
    match = _MASTHEAD_MONTH.search(text)
    if match is None:
        return None
    year, month = from_han(match["year"]), from_han(match["month"])
    return Month(year, month) if year and month and 1 <= month <= 12 and 1900 <= year < 2100 else None


def _from_file_name(name: str) -> Month | None:
    for pattern in _FILE:
        if match := pattern.search(name):
            return Month(int(match["year"]), int(match["month"]))
    return None


def infer_month(bodies: Sequence[str], stated_year: int | None = None, titles: Sequence[str] = ()) -> Month:
    """The month from the texts alone: the latest that articles open with, in the year they speak of."""
    year = stated_year or infer_year([*titles, *bodies])
    months: Counter[int] = Counter()
    turned = 0  # days of the last quarter that are stated with this very year
    for body in bodies:
        first = next((m for m in mentions(body) if not m.background and m.year in (None, year)), None)
        if first is not None and first.month is not None:
            months[first.month] += 2 if first.start < 60 else 1
            turned += first.year is not None and first.month >= 10
    month = _latest(months)
    if stated_year is None and year is not None and month is not None and month <= 2 and turned:
        year += 1  # "2018年12月27日" in an issue that goes on to January
    return Month(year, month)


def _latest(months: Counter[int]) -> int | None:
    """The last month of the cluster: one stray does not outvote many, and January follows December."""
    if not months:
        return None
    strong = {month: n for month, n in months.items() if n >= max(2, 0.15 * sum(months.values()))}
    usable = strong or dict(months)
    if 12 in usable and min(usable) <= 2:
        usable = {m: n for m, n in usable.items() if m <= 6} or usable
    return max(usable)
