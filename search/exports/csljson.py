"""CSL-JSON, which Zotero, Pandoc and every citeproc read: one array of items."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import BinaryIO

from corpus.model import Article
from search.exports.citations import csl
from search.exports.types import Context


def write(articles: Iterator[Article], out: BinaryIO, context: Context) -> None:
    """One item for each article, with its text as abstract and its names as keywords."""
    out.write(b"[")
    for number, article in enumerate(articles):
        words = dict.fromkeys((*article.tags, *article.organizations, *article.people))
        item = csl(context.work(article), article.id, context.url(article))
        item |= {"abstract": article.body, "keyword": ", ".join(words), "note": context.notes.get(article.id)}
        line = json.dumps({name: value for name, value in item.items() if value}, ensure_ascii=False)
        out.write((",\n" if number else "\n").encode() + line.encode("utf-8", "replace"))
    out.write(b"\n]\n")
