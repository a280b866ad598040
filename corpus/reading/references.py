"""References to records: here are the fields of one reference, give me the row that the archive takes.

Fields that an article has a place for get it; every other one is kept under its own name, so that
`article_from_record` leaves it in `Article.extra`.  Own readers (`tagged`, `bibtex`) and no library: a record
that cannot be read must cost itself alone and name its line, in whatever encoding the file is, and a large
file must stream; rispy stops at the first bad line, bibtexparser holds the whole file as a tree.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from corpus.reading.headings import key_of
from corpus.reading.types import TableRow

LISTS = frozenset({"authors", "tags"})
"""Fields of an article that hold several values."""

_CJK = re.compile("[㐀-鿿豈-﫿]")
_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})(?:\s*[-/.月]\s*(\d{1,2}))?(?!\d)")
_PART = re.compile(r"(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
_YEAR = re.compile(r"\d{4}")
_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTHS: Mapping[str, int] = MappingProxyType({name: n for n, name in enumerate(_NAMES, start=1)})


def reference_row(line: int, fields: Sequence[tuple[str, str]], roles: Mapping[str, str]) -> TableRow:
    """The row of a reference that begins on this line.

    fields: (name, value) as written, in order, a name as often as it stands there; roles: what a name
    means: a field of an article, "date", "year", "month", or nothing for those that are kept as they are.
    The notice says where a date is stated that names no month.
    """
    values: dict[str, object] = {}
    dates: list[tuple[str, str, str]] = []
    for name, written in fields:
        value = written.strip()
        role = roles.get(name) or key_of(name) or ""
        if not value:
            continue
        if role in ("date", "year", "month"):
            dates.append((role, name, value))
        elif role in LISTS:
            found = values.setdefault(role, [])
            assert isinstance(found, list)
            found.append(person(value) if role == "authors" else value)
        elif role and role not in values:
            values[role] = value
        elif not role or values[role] != value:
            _keep(values, name, value)
    day = _day([(role, value) for role, _, value in dates])
    if day:
        values["date"] = day
    for role, name, value in dates:
        if not (day and _said(day, role, _plain(value))):
            _keep(values, name, value)
    notice = ""
    if dates and not day:
        title, said = str(values.get("title", ""))[:30], dates[0][2]
        notice = (
            f"第 {line} 行“{title}”的日期“{said}”没有写明月份，按无日期收入，原样保留 / "
            f"line {line}: the date {said!r} names no month: taken in without one, kept as written"
        )
    return TableRow(line, values, notice)


def person(name: str) -> str:
    """A name as it is signed: the comma between a Chinese surname and given name is the format's (张, 三)."""
    return re.sub(r"[,，\s]+", "", name) if _CJK.search(name) and re.search("[,，]", name) else name


def _keep(values: dict[str, object], name: str, value: str) -> None:
    """Keep a field under its own name; where the archive would read that as one of its own, marked."""
    key = name if key_of(name) is None else f"reference {name}"
    before = values.get(key)
    if before is None:
        values[key] = value
    elif isinstance(before, list):
        before.append(value)
    elif before != value:
        values[key] = [before, value]


def _plain(value: str) -> str:
    return unicodedata.normalize("NFKC", value).strip()


def _said(day: str, role: str, value: str) -> bool:
    """Whether the date says already what this field says."""
    return int(day[5:7]) == _month(value) if role == "month" else value[:4] == day[:4]


def _month(value: str) -> int:
    return _MONTHS.get(value[:3].lower()) or (int(value) if value.isdecimal() else 0)


def _day(stated: Sequence[tuple[str, str]]) -> str | None:
    """The date, to the day or the month: stated whole, or as a year with the rest beside it."""
    plain = [(role, _plain(value)) for role, value in stated]
    for _, value in plain:
        if (found := _DAY.match(value)) and (day := _checked(found[1], found[2], found[3])):
            return day
    year = next((value for role, value in plain if role != "month" and _YEAR.fullmatch(value)), None)
    for role, value in plain if year else ():
        if role == "date" and (found := _PART.fullmatch(value)):
            return _checked(year or "", found[1], found[2])
        if role == "month":
            return _checked(year or "", str(_month(value)), None)
    return None


def _checked(year: str, month: str, day: str | None) -> str | None:
    try:
        dt.date(int(year), int(month), int(day or 1))
    except ValueError:
        return None
    return f"{year}-{int(month):02}" + (f"-{int(day):02}" if day else "")
