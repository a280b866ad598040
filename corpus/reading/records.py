"""Rows to articles: here is a record, give me the `Article` it states.

Keys are `id, title, date, section, authors (or author), organizations, subjects, people, source, credit,
tags, text`; Chinese headings (标题, 正文, …) and a few common spellings are taken for them.  Other keys
are kept in `Article.extra`, as is `id`.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from corpus.model import Article, Provenance
from corpus.reading.plain import clean
from corpus.reading.types import Row, problem

_KEYS: Mapping[str, str] = MappingProxyType(
    {
        spelling: key
        for key, spellings in {
            "id": "id 编号",
            "title": "title headline 标题 题目",
            "subtitle": "subtitle 副标题 副题",
            "date": "date published 日期 发布日期 时间",
            "section": "section 栏目 版块",
            "authors": "authors author byline 作者 记者",
            "organizations": "organizations organisations organization organisation 单位 机构",
            "subjects": "subjects 主要报道对象",
            "people": "people persons person 人物",
            "source": "source publication 来源 出处",
            "credit": "credit 供稿 署名",
            "tags": "tags tag keywords 标签 关键词",
            "text": "text body content 正文 内容 全文",
        }.items()
        for spelling in spellings.split()
    }
)
_SEPARATORS = re.compile(r"[、，,;；|/]+|\s{2,}|　")
_SPACED_NAMES = re.compile(r"[一-鿿]{2,4}(?: [一-鿿]{2,4})+")
_DATE = re.compile(r"(\d{4})\s*[-./年]\s*(\d{1,2})(?:\s*[-./月]\s*(\d{1,2}))?|(\d{4})(\d{2})(\d{2})(?!\d)")
_RECORD = Provenance("record", 1.0)


def article_from_record(row: Row | Mapping[str, object], source_name: str) -> Article:
    """The article a row states; its id is in `extra["id"]`.

    Raises `CorpusError` with the row's line when there is neither title nor text, or the date is none.
    """
    line, values = (row.line, row.values) if isinstance(row, Row) else (None, row)
    known: dict[str, object] = {}
    extra: dict[str, object] = {}
    for written, value in values.items():
        key = _KEYS.get(written.strip().lower())
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
    return str(value)


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
        text = value.strip()
        parts = text.split(" ") if _SPACED_NAMES.fullmatch(text) else _SEPARATORS.split(text)
    elif isinstance(value, (list, tuple)):
        parts = map(_text, value)
    else:
        parts = (str(value),)
    return tuple(dict.fromkeys(name for part in parts if (name := part.strip())))


def _date(value: object, source_name: str, line: int | None) -> dt.date | None:
    text = _text(value).strip()
    if not text:
        return None
    found = _DATE.match(text)
    if found:
        year, month, day = (found[1] or found[4], found[2] or found[5], found[3] or found[6] or "1")
        try:
            return dt.date(int(year), int(month), int(day))
        except ValueError:
            pass
    raise problem(
        source_name,
        f"日期“{text[:20]}”无法识别，已跳过；请写成 2021-07-05",
        f"unreadable date {text[:20]!r}: write 2021-07-05",
        line,
    )
