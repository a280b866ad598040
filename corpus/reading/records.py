"""Rows to articles: here is a record, give me the `Article` it states.

Keys are `id, title, date, section, authors (or author), organizations, subjects, people, source, credit,
tags, text`; Chinese headings (标题, 正文, …) and a few common spellings are taken for them.  Other keys
are kept in `Article.extra`, as is `id`.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Mapping

from corpus.characters import mend
from corpus.model import Article, Provenance
from corpus.numerals import from_han
from corpus.reading.headings import key_of
from corpus.reading.plain import clean
from corpus.reading.types import TableRow, problem

_SEPARATORS = re.compile(r"[、，,;；|/]+|\s{2,}|　")
_SPACED_NAMES = re.compile(r"[一-鿿]{2,4}(?: [一-鿿]{2,4})+")
_DATE = re.compile(r"(\d{4})\s*[-./年]\s*(\d{1,2})(?:\s*[-./月]\s*(\d{1,2}))?|(\d{4})(\d{2})(\d{2})(?!\d)")
_REPUBLIC = re.compile(
    r"(?:(?:中华|中華)?民[国國]\s*(\d{1,3}|元)\s*[-./年]|^\s*(\d{2,3})\s*年)(?=\s*[\d〇○零一二三四五六七八九十])"
)
"""A year of the Republic: named, or of two or three digits where no other calendar has such years."""
_HAN_NUMBER = re.compile(r"[〇○零一二三四五六七八九十]+(?=[年月日号])")
_SERIAL = re.compile(r"(\d{5})(?:\.\d+)?$")
_SERIALS = range(18_264, 73_051)
"""Days since 1899-12-30, as Excel counts them, from 1950 to 2099."""
_RECORD = Provenance("record", 1.0)


def article_from_record(row: TableRow | Mapping[str, object], source_name: str) -> Article:
    """The article a row states; its id is in `extra["id"]`.

    Raises `CorpusError` with the row's line when there is neither title nor text, or the date is none.
    """
    line, values = (row.line, row.values) if isinstance(row, TableRow) else (None, row)
    known: dict[str, object] = {}
    extra: dict[str, object] = {}
    for written, value in values.items():
        key = key_of(written)
        if key is None or key in known or key == "id":
            extra[key if key == "id" and "id" not in extra else written] = value
        elif value not in (None, "", []):
            known[key] = value
    body, title = clean(_text(known.get("text"))).strip(), " ".join(_text(known.get("title")).split())
    if not body and not title:
        raise problem(
            source_name,
            "这条记录没有 title 也没有 text，已跳过；请至少写一项",
            "record has neither title nor text: give one of them",
            line,
        )
    date = _date(known.get("date"), source_name, line)
    return Article(
        title=title or _first_words(body),
        body=body,
        subtitle=_text(known.get("subtitle")).strip(),
        section=_text(known.get("section")).strip() or None,
        authors=_names(known.get("authors")),
        credit=_text(known.get("credit")).strip() or None,
        date=date,
        date_basis="stated" if date else "issue",
        organizations=_names(known.get("organizations")),
        subjects=_names(known.get("subjects")),
        people=_names(known.get("people")),
        tags=_names(known.get("tags")),
        lines=(line, line) if line else None,
        source=_text(known.get("source")).strip(),
        source_file=source_name,
        extra=extra,
        provenance={{"text": "body"}.get(key, key): _RECORD for key in known if key != "title" or title},
    )


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, (list, tuple)):
        return "\n".join(map(_text, value))
    return mend(str(value))


def _first_words(body: str) -> str:
    first = body.split("\n", 1)[0].strip()
    head = re.split(r"(?<=[。！？!?])", first, maxsplit=1)[0]
    return head if len(head) <= 40 else head[:39] + "…"


def _names(value: object) -> tuple[str, ...]:
    """Names in order, each once; a string is split at commas and enumeration marks."""
    if value is None:
        return ()
    parts: Iterable[str]
    if isinstance(value, str):
        text = mend(value.strip())
        parts = text.split(" ") if _SPACED_NAMES.fullmatch(text) else _SEPARATORS.split(text)
    elif isinstance(value, (list, tuple)):
        parts = map(_text, value)
    else:
        parts = (str(value),)
    return tuple(dict.fromkeys(name for part in parts if (name := part.strip())))


def _date(value: object, source_name: str, line: int | None) -> dt.date | None:
    if isinstance(value, dt.date):
        return value.date() if isinstance(value, dt.datetime) else value
    written = _text(value).strip()
    if not written:
        return None
    day = _day(written)
    if day is None:
        raise problem(
            source_name,
            f"日期“{written[:20]}”无法识别，已跳过；请写成 2021-07-05",
            f"unreadable date {written[:20]!r}: write 2021-07-05",
            line,
        )
    return day


def _day(written: str) -> dt.date | None:
    """A date as people and Excel write it: 2021-07-05, 2021年7月, 二〇二一年七月五日, 民国110年7月5日,
    44382."""
    text = written
    if not (found := _DATE.match(text)):
        text = unicodedata.normalize("NFKC", text)
        text = _HAN_NUMBER.sub(lambda m: str(from_han(m[0]) or m[0]), text)
        text = _REPUBLIC.sub(lambda m: f"{1911 + (1 if m[1] == '元' else int(m[1] or m[2]))}-", text)
        if (serial := _SERIAL.match(text)) and int(serial[1]) in _SERIALS:
            return dt.date(1899, 12, 30) + dt.timedelta(days=int(serial[1]))
        found = _DATE.match(text)
    if found:
        year, month, day = (found[1] or found[4], found[2] or found[5], found[3] or found[6] or "1")
        try:
            return dt.date(int(year), int(month), int(day))
        except ValueError:
            pass
    return None
