"""Markdown: every article in full under its headline, with its reference."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from corpus.model import Article
from search.exports.types import Context

_INLINE = re.compile(r"([\\`*_\[\]<>|~])")
_BLOCK = re.compile(r"^(\s*)([#+-]|\d+[.)]|=+$)(?=\s|$)", re.MULTILINE)


def write(articles: Iterator[Article], out: BinaryIO, context: Context) -> None:
    """The list's title, then article after article."""

    def put(text: str) -> None:
        out.write((text + "\n\n").encode("utf-8", "replace"))

    if context.title:
        put(f"# {escaped(context.title)}")
    if context.note:
        put(escaped(context.note))
    under = ""
    for article in articles:
        heading = context.headings.get(article.id, "")
        if heading != under:
            put(f"# {escaped(heading)}" if heading else "---")
            under = heading
        put(f"## {escaped(article.title)}")
        if article.subtitle:
            put(f"**{escaped(article.subtitle)}**")
        put(f"> {escaped(context.citation(article).text)}")
        if note := context.notes.get(article.id):
            put(f"*{escaped(note)}*")
        for paragraph in article.body.split("\n"):
            if paragraph.strip():
                put(escaped(paragraph.strip()))


def escaped(text: str) -> str:
    """One line of text that Markdown shows as it is."""
    line = _INLINE.sub(r"\\\1", " ".join(text.split()))
    return _BLOCK.sub(_guarded, line)


def _guarded(found: re.Match[str]) -> str:
    head = found[2]
    mark = f"{head[:-1]}\\{head[-1]}" if head[:-1].isdigit() else f"\\{head}"
    return found[1] + mark
