"""JSON Lines, in the keys that `xunzhang ingest` takes: what goes out can come in again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import BinaryIO

from corpus.model import Article
from search.exports.columns import day
from search.exports.types import Context


def write(articles: Iterator[Article], out: BinaryIO, context: Context) -> None:
    """One object a line."""
    for article in articles:
        own = {
            "topic_section": context.headings.get(article.id, ""),
            "topic_note": context.notes.get(article.id, ""),
        }
        row = record(article, context.url(article)) | {key: text for key, text in own.items() if text}
        line = json.dumps(row, ensure_ascii=False) + "\n"
        out.write(line.encode("utf-8", "replace"))


def record(article: Article, url: str = "") -> dict[str, object]:
    """The article as an object; what it has not is left out."""
    known: dict[str, object] = {
        "id": article.id,
        "title": article.title,
        "subtitle": article.subtitle,
        "date": str(day(article) or ""),
        "date_basis": article.date_basis,
        "section": article.section,
        "authors": list(article.authors),
        "organizations": list(article.organizations),
        "subjects": list(article.subjects),
        "people": list(article.people),
        "source": article.source,
        "credit": article.credit,
        "tags": list(article.tags),
        "issue": article.issue_title,
        "page_no": article.page_no,
        "url": url,
        "text": article.body,
    }
    extra = {key: value for key, value in article.extra.items() if key not in known}
    return {key: value for key, value in known.items() if value not in (None, "", [])} | extra
