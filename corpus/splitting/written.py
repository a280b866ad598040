"""Here is a date as a person writes it into a form, give me the day.

2021年7月5日, 二〇二一年七月五日, 民国110年7月5日, 2021-7-5, 2021.7.5, 2021/7/5, 20210705, 5 July 2021;
and, where the month of the issue is known, 7月5日, 7-5, 5日.  A whole day or nothing: no month
stands for its first day.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata

from corpus.splitting.dates import DateMention, Month, resolve
from corpus.splitting.figures import plain_dates

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAMED = rf"(?P<name>{'|'.join(_MONTHS)})[a-z]*\.?"
_DAY = r"(?P<day>3[01]|[12]\d|0?[1-9])"
_MONTH = r"(?P<month>1[0-2]|0?[1-9])"
_FORMS = tuple(
    re.compile(form)
    for form in (
        rf"(?P<year>\d{{4}})\s*年\s*{_MONTH}\s*月\s*{_DAY}\s*[日号號]?",
        rf"(?P<year>\d{{4}})(?P<sign>\s*[-./]\s*|\s+){_MONTH}(?P=sign){_DAY}",
        r"(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)",
        rf"{_DAY}(?:st|nd|rd|th)?\s+{_NAMED},?\s+(?P<year>\d{{4}})",
        rf"{_NAMED}\s+{_DAY}(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})",
        rf"{_MONTH}\s*月\s*{_DAY}\s*[日号號]?",
        rf"{_MONTH}\s*[-./]\s*{_DAY}",
        rf"{_DAY}\s*[日号號]",
    )
)


def day_written(text: str, issue: Month | None = None) -> dt.date | None:
    """The day that the whole of `text` names; None where it names none.

    issue: the month that a date without year or month is read in, as `resolve` does.
    """
    plain = plain_dates(unicodedata.normalize("NFKC", text).strip()).lower()
    found = next((match for form in _FORMS if (match := form.fullmatch(plain))), None)
    if found is None:
        return None
    parts = found.groupdict()
    around = issue or Month(None, None)
    month = _MONTHS.index(parts["name"]) + 1 if parts.get("name") else int(parts.get("month") or 0) or None
    year = int(parts["year"]) if parts.get("year") else None
    if month is None:
        month, year = around.month, around.year
    try:
        return resolve(DateMention(year, month, int(parts["day"]), 0, False), around)
    except ValueError:  # a year that no calendar has
        return None
