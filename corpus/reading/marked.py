"""Markdown: here is the text, give me its headings, paragraphs, lists and tables."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from html import unescape

from markdown_it import MarkdownIt
from markdown_it.token import Token

from corpus.characters import mend
from corpus.model import Aside, Document, Line
from corpus.reading.encoding import decode
from corpus.reading.plain import check_lines, clean
from corpus.reading.types import DEFAULT_LIMITS, Limits, problem

_FRONT = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)
_PAIR = re.compile(r"^(\w+)\s*[:：]\s*(.+)$", re.MULTILINE)
_LINK = re.compile(r"\s*\[[^\]]+\]:\s*<?(?:\w+:|[^\s\u3400-\u9fff]*[/#.])\S*\s*(?:[\"'(].*)?$")
_ADDRESS = re.compile(r"\](?:\([^()\s\u3400-\u9fff]*(?:\s+(?:\"[!-~ ]*\"|'[!-~ ]*'))?\)|\[[!-~ ]*?\])")
_FENCE = re.compile(r"^\s*(?:```+|~~~+)[!-~ ]*")
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
    lines, links = _whole(parser.parse(text), text.split("\n"))
    if not lines:
        raise problem(
            name, "文件里没有文字，请换一个有内容的文件", "the file has no text: give one with content"
        )
    if meta.get("title") and not any((line.style or "").startswith("heading") for line in lines):
        lines = (Line(meta["title"], 1, style="heading1"), *lines)  # a headline that stands only in front
    aside: tuple[Aside, ...] = ()
    if front and front[1].strip():
        aside = (Aside("head", front[1], "front matter", (1, front[0].count("\n"))),)
    return Document(name, "markdown", lines, wrapped=False, meta=meta, aside=(*aside, *links))


def _whole(tokens: Sequence[Token], source: Sequence[str]) -> tuple[tuple[Line, ...], tuple[Aside, ...]]:
    """Lines, and definitions of links.  Where a block says less than its source does (a cell beyond the
    columns, a note that looks like a link), its lines stand as they are written."""
    lines: list[Line] = []
    links: list[Aside] = []
    at = 0
    for block in _blocks(tokens):
        first, last = block[0].map or (at, at)
        _between(source, at, first, lines, links)
        found = list(_lines(block))
        raw = source[first:last]
        if _letters(_unlinked(raw)) - _letters(line.text for line in found):
            found = [Line(text.strip(), n) for n, text in enumerate(raw, first + 1) if text.strip()]
        if found and found[0].gap is None and lines:
            found[0] = replace(found[0], gap=float(max(0, first - at)))
        lines += found
        at = max(at, last)
    _between(source, at, len(source), lines, links)
    return tuple(lines), tuple(links)


def _blocks(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    """The tokens of every block of the highest level."""
    held: list[Token] = []
    for token in tokens:
        held.append(token)
        if token.level == 0 and token.nesting <= 0:
            yield held
            held = []


def _between(source: Sequence[str], start: int, end: int, lines: list[Line], links: list[Aside]) -> None:
    """What stands between two blocks: definitions of links, which are no text, and notes, which are."""
    for number, text in enumerate(source[start:end], start + 1):
        if not text.strip():
            continue
        if _LINK.match(text) or not _letters([text]):
            links.append(Aside("furniture", text.strip(), "link", (number, number)))
        else:
            lines.append(Line(text.strip(), number))


def _unlinked(raw: Sequence[str]) -> list[str]:
    """Source lines without the addresses of links and the names of programming languages."""
    return [_ADDRESS.sub("]", unescape(_FENCE.sub("", line))) for line in raw]


def _letters(texts: Iterable[str]) -> Counter[str]:
    return Counter(char for text in texts for char in text if char.isalnum())


def _lines(tokens: Sequence[Token]) -> Iterator[Line]:
    context: list[str] = []
    row: list[str] = []
    number = ""
    last = tokens[0].map[0] if tokens and tokens[0].map else 0
    for token in tokens:
        if token.type == "list_item_open":
            number = f"{token.info}{token.markup} " if token.info else ""
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
            text = number + _inline(token.children or ())
            number = ""
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
        elif child.type in ("text", "code_inline", "html_inline", "image"):
            text += child.content  # of a picture: what is said of it
    return text
