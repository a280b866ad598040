"""GB/T 7714: a numbered list of references, ready to be put under a paper."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from corpus.model import Article
from search.exports.types import Context


def write(articles: Iterator[Article], out: BinaryIO, context: Context) -> None:
    """One line for each article: [1] …"""
    for number, article in enumerate(articles, 1):
        line = f"[{number}] {context.citation(article).text}\n"
        out.write(line.encode("utf-8", "replace"))
