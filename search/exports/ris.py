"""RIS, which Zotero, EndNote and NoteExpress read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from corpus.model import Article
from search.exports.types import Context
from search.exports.work import Work

_KINDS = {"newspaper": "NEWS", "serial": "JOUR"}


def write(articles: Iterator[Article], out: BinaryIO, context: Context) -> None:
    """One record for each article."""
    for article in articles:
        lines = (f"{tag}  - {value}\r\n" for tag, value in _fields(article, context))
        out.write(("".join(lines) + "ER  - \r\n\r\n").encode("utf-8", "replace"))


def _fields(article: Article, context: Context) -> Iterator[tuple[str, str]]:
    work = context.work(article)
    pairs: list[tuple[str, str]] = [
        ("TY", _KINDS[work.kind]),
        ("ID", article.id),
        *(("AU", name) for name in work.authors or (work.organization,)),
        ("TI", work.title),
        ("T2", work.container),
        ("PY", str(work.year or "")),
        ("DA", _date(work)),
        ("IS", work.number),
        ("SP", str(work.page or "")),
        ("SE", article.section or ""),
        *(("KW", word) for word in dict.fromkeys((*article.tags, *article.organizations, *article.people))),
        ("N2", article.body),
        ("LA", "zh"),
        ("UR", context.url(article)),
        ("N1", context.notes.get(article.id, "")),
    ]
    for tag, value in pairs:
        if line := " ".join(value.split()):
            yield tag, line


def _date(work: Work) -> str:
    """YYYY/MM/DD/, with what is unknown left empty between the strokes."""
    if not work.year:
        return ""
    return f"{work.year:04}/{_two(work.month)}/{_two(work.day)}/"


def _two(number: int | None) -> str:
    return f"{number:02}" if number else ""
