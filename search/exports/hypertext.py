"""HTML: one page that stands alone, to be printed, mailed or put on a site; every article in full."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import BinaryIO

from corpus.model import Article
from search.exports.types import Context

_STYLE = "body{max-width:42rem;margin:2rem auto;padding:0 1rem;line-height:1.8}cite{font-style:normal}"


def write(articles: Iterator[Article], out: BinaryIO, context: Context) -> None:
    """The list's title, then article after article, each with its reference and its note."""

    def put(tag: str, text: str) -> None:
        if text.strip():
            out.write(f"<{tag}>{escape(' '.join(text.split()))}</{tag}>\n".encode("utf-8", "replace"))

    out.write(b'<!doctype html>\n<html lang="zh">\n<meta charset="utf-8">\n')
    put("title", context.title or "寻章")
    out.write(f"<style>{_STYLE}</style>\n<body>\n".encode())
    put("h1", context.title)
    put("p", context.note)
    under = ""
    for article in articles:
        heading = context.headings.get(article.id, "")
        if heading != under:
            out.write(b"<hr>\n" if not heading else b"")
            put("h2", heading)
            under = heading
        out.write(b"<article>\n")
        put("h3", article.title)
        put("h4", article.subtitle)
        put("cite", context.citation(article).text)
        if url := context.url(article):
            out.write(f'<p><a href="{escape(url)}">{escape(url)}</a></p>\n'.encode("utf-8", "replace"))
        put("blockquote", context.notes.get(article.id, ""))
        for paragraph in article.body.split("\n"):
            put("p", paragraph)
        out.write(b"</article>\n")
    out.write(b"</body>\n</html>\n")
