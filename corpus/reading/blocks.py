"""Here is a web page as a tree, give me its blocks: every text node in exactly one, in the order of the page.

A block is what a browser sets as one paragraph, heading, list item or row of a table of data.  `reasons`
says which elements are kept out of the text and why; text inside them makes blocks of its own, so that
nothing is lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby

from lxml import etree

_BLOCK = (
    "address article aside blockquote body caption center dd details div dl dt fieldset figcaption "
    "figure footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section summary table tbody td "
    "tfoot th thead tr ul"
)
_BLOCKS = frozenset(_BLOCK.split())
_BREAK = re.compile(r"[ \t]*[\r\n]+[ \t\r\n]*")
_WIDE = re.compile(r"[⺀-鿿　-〿＀-￯“”‘’—…·]")
_CELL = "\x1f"
"""Stands between the cells of a row until white space is collapsed."""
_FIELDS = re.compile(r"meta|info|source|laiyuan|pubtime|pub-?date", re.IGNORECASE)
_AS_BLOCK = re.compile(r"display\s*:\s*(?:block|flex|grid|table)", re.IGNORECASE)

Reasons = Mapping[etree._Element, str]


@dataclass(frozen=True, slots=True)
class TextBlock:
    """One block.  reason: why it stands outside the text, None for text; linked: characters inside links;
    element: the element that holds it."""

    text: str
    style: str | None
    reason: str | None
    linked: int
    element: etree._Element

    @property
    def plain(self) -> int:
        """Characters outside links."""
        return len(self.text) - self.linked


@dataclass(frozen=True, slots=True)
class _Part:
    text: str
    reason: str | None
    linked: bool


@dataclass
class _Builder:
    """Collects inline text and gives blocks at every border of one."""

    parts: list[_Part] = field(default_factory=list)
    blocks: list[TextBlock] = field(default_factory=list)

    def flush(self, style: str | None, element: etree._Element, preformatted: bool = False) -> None:
        parts, self.parts = self.parts, []
        for reason in dict.fromkeys(part.reason for part in parts):
            mine = [part for part in parts if part.reason == reason]
            text = "".join(part.text for part in mine)
            linked = sum(len(part.text.strip()) for part in mine if part.linked)
            for piece in text.split("\n") if preformatted else [_collapse(text)]:
                shown = re.sub(rf"\s*{_CELL}\s*", "  ", piece.replace("\xa0", " ")).strip()
                if shown:
                    self.blocks.append(TextBlock(shown, style, reason, min(linked, len(shown)), element))


def blocks_of(root: etree._Element, reasons: Reasons) -> list[TextBlock]:
    """The blocks of the page under `root`.  reasons: elements whose text is kept apart, each with its
    reason."""
    builder = _Builder()
    styles: list[str | None] = [None]
    holders = [root]
    why: list[str | None] = [None]
    preformatted = links = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        tag, block = element.tag, _is_block(element)
        if event == "start":
            if block:
                builder.flush(styles[-1], holders[-1], preformatted > 0)
                styles.append(style_of(element) or styles[-1])
                holders.append(element)
            elif tag == "br":
                builder.flush(styles[-1], holders[-1], preformatted > 0)
            why.append(why[-1] or reasons.get(element))
            if is_cell(element) and any(part.text.strip() for part in builder.parts):
                builder.parts.append(_Part(_CELL, why[-1], False))
            preformatted += tag == "pre"
            links += tag == "a"
            if element.text:
                builder.parts.append(_Part(element.text, why[-1], links > 0))
            continue
        if block:
            builder.flush(styles.pop(), holders.pop(), preformatted > 0)
        preformatted -= tag == "pre"
        links -= tag == "a"
        why.pop()
        if element is not root and element.tail:
            builder.parts.append(_Part(element.tail, why[-1], links > 0))
        if not (block or (element.tail or "").strip()) and _ends_a_field(element):
            builder.parts.append(_Part(" ", why[-1], links > 0))
    builder.flush(None, root)
    return builder.blocks


def runs(blocks: list[TextBlock]) -> Iterator[tuple[str | None, list[tuple[int, TextBlock]]]]:
    """(reason, [(1-based number, block), …]) for each stretch of blocks with one reason."""
    for reason, members in groupby(enumerate(blocks, start=1), key=lambda pair: pair[1].reason):
        yield reason, list(members)


def size_of(element: etree._Element) -> int:
    """Characters of text inside an element, white space at the ends of its pieces left out."""
    return sum(len(part.strip()) for part in element.itertext())


def style_of(element: etree._Element) -> str | None:
    """The style of a `Line` that an element gives its text."""
    tag = str(element.tag)
    if re.fullmatch(r"h[1-6]", tag):
        return f"heading{tag[1]}"
    if tag == "tr" and _is_data_row(element):
        return "table"
    return {"li": "list", "blockquote": "quote"}.get(tag)


def is_cell(element: etree._Element) -> bool:
    """A cell of a table of data: its whole row has no block inside and is not long."""
    if element.tag not in ("td", "th"):
        return False
    row = element.getparent()
    return row is not None and _is_data_row(row)


def _is_block(element: etree._Element) -> bool:
    if element.tag in _BLOCKS:
        return not is_cell(element)
    return element.tag == "span" and bool(_AS_BLOCK.search(element.get("style") or ""))


def _ends_a_field(element: etree._Element) -> bool:
    """An inline element beside another in a line of author, source and day: they are different things."""
    beside, line = element.getnext(), element.getparent()
    if beside is None or line is None or _is_block(beside) or beside.tag == "br":
        return False
    return bool(_FIELDS.search(f"{line.get('class') or ''} {line.get('id') or ''}"))


def _is_data_row(row: etree._Element) -> bool:
    inner = next(row.iter("p", "div", "table", "br", "h1", "h2", "h3", "h4", "ul", "ol", "pre"), None)
    return inner is None and len(row) > 1 and size_of(row) < 500


def _collapse(text: str) -> str:
    """White space as a browser shows it, but a break of the source between wide characters is none."""

    def between(found: re.Match[str]) -> str:
        before, after = text[found.start() - 1 : found.start()], text[found.end() : found.end() + 1]
        return "" if _WIDE.match(before) and _WIDE.match(after) else " "

    return re.sub(r"[ \t]+", " ", _BREAK.sub(between, text))
