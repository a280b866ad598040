"""Markdown: here is the text, give me its headings, paragraphs, lists and tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

from corpus.characters import mend
from corpus.model import Aside, Document, Line
from corpus.reading.encoding import decode
from corpus.reading.plain import check_lines, clean
from corpus.reading.types import DEFAULT_LIMITS, Limits, problem

_FRONT = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)
_PAIR = re.compile(r"^(\w+)\s*[:：]\s*(.+)$", re.MULTILINE)
_NARROW = re.compile(r"[\x21-\x7e]$")


def read_markdown(name: str, data: bytes, limits: Limits = DEFAULT_LIMITS) -> Document:
    """One line for each paragraph, heading, list item and table row, numbered as in the file.

    Raises `CorpusError` as `read_plain` does, and where there is no text.
    """
    text, _ = decode(name, data)
    check_lines(name, text, limits.line)
    text = mend(clean(text))
    front = _FRONT.match(text)
    meta = {key.lower(): value.strip("\"' ") for key, value in _PAIR.findall(front[1])} if front else {}
    if front:
        text = "\n" * front[0].count("\n") + text[front.end() :]
    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": 40}).enable("table")
    lines = tuple(_lines(parser.parse(text)))
    if not lines:
        raise problem(
            name, "文件里没有文字，请换一个有内容的文件", "the file has no text: give one with content"
        )
    if meta.get("title") and not any((line.style or "").startswith("heading") for line in lines):
        lines = (Line(meta["title"], 1, style="heading1"), *lines)  # a headline that stands only in front
    aside: tuple[Aside, ...] = ()
    if front and front[1].strip():
        aside = (Aside("head", front[1], "front matter", (1, front[0].count("\n"))),)
    return Document(name, "markdown", lines, wrapped=False, meta=meta, aside=aside)


def _lines(tokens: Sequence[Token]) -> Iterator[Line]:
    context: list[str] = []
    row: list[str] = []
    last = 0
    for token in tokens:
        if token.nesting == 1:
            context.append(token.tag)
        elif token.nesting == -1:
            context.pop()
            if token.type == "tr_close" and row:
                if any(cell.strip() for cell in row):
                    yield Line("  ".join(row), last, style="table")
                row = []
        start = token.map[0] + 1 if token.map else last
        if token.type == "inline":
            text = _inline(token.children or ())
            if "tr" in context:
                row.append(text)
            else:
                style = _style(context)
                for part in filter(str.strip, text.split("\n")):
                    yield Line(part.strip(), start, gap=float(max(0, start - last - 1)), style=style)
            last = token.map[1] if token.map else start
        elif token.type in ("fence", "code_block"):
            for offset, part in enumerate(token.content.split("\n")):
                if part.strip():
                    yield Line(part.rstrip(), start + offset)
            last = token.map[1] if token.map else start


def _style(context: Sequence[str]) -> str | None:
    inner = context[-1] if context else ""
    if re.fullmatch(r"h[1-6]", inner):
        return f"heading{inner[1]}"
    return "list" if "li" in context else "quote" if "blockquote" in context else None


def _inline(children: Sequence[Token]) -> str:
    """Text without markup; a soft break joins Chinese without a space, a hard one begins a line."""
    text = ""
    for child in children:
        if child.type == "softbreak":
            text += " " if _NARROW.search(text) else ""
        elif child.type == "hardbreak":
            text += "\n"
        elif child.type in ("text", "code_inline", "html_inline"):
            text += child.content
    return text
