"""HTML: here is a web page, give me what it says, without menus, scripts and the like.

Only two things are thrown away: elements that are never prose (scripts, forms, navigation), and blocks
that consist of links.  Where the page has one `<article>` or `<main>` with most of its text, only that
is read.  Losing a menu entry is well; losing a paragraph is not, so doubtful blocks stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree, html

from corpus.errors import CorpusError
from corpus.model import Document, Line
from corpus.reading.encoding import decode
from corpus.reading.plain import check_lines, clean
from corpus.reading.types import DEFAULT_LIMITS, Limits, problem
from corpus.reading.wrapping import looks_wrapped

_NEVER_PROSE = (
    "script style noscript template nav form button select option iframe object svg canvas video audio "
    "head title link meta textarea dialog map"
)
_BLOCK = (
    "address article aside blockquote body caption center dd details div dl dt fieldset figcaption "
    "figure footer h1 h2 h3 h4 h5 h6 header hr li main ol p pre section summary table tbody td tfoot "
    "th thead tr ul"
)
_NEVER = frozenset(_NEVER_PROSE.split())
_BLOCKS = frozenset(_BLOCK.split())
_CHROME = re.compile(
    r"(^|[-_ ])(nav|navbar|menu|breadcrumbs?|sidebar|share|social|comments?|related|pagination|copyright|"
    r"advert\w*|ads?|toolbar|login|search-?box|cookie\w*)($|[-_ ])",
    re.IGNORECASE,
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_CHARSET = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?\s*([\w-]+)""", re.IGNORECASE)
_BREAK = re.compile(r"[ \t]*[\r\n]+[ \t\r\n]*")
_WIDE = re.compile(r"[⺀-鿿　-〿＀-￯“”‘’—…·]")
_CELL = "\x1f"
"""Stands between the cells of a row until white space is collapsed."""
_META = {
    "title": ("og:title", "articletitle", "title"),
    "author": ("author", "article:author"),
    "date": ("article:published_time", "pubdate", "publishdate", "date"),
}


def read_html(name: str, data: bytes, limits: Limits = DEFAULT_LIMITS) -> Document:
    """Blocks as lines; headings, lists, quotes and table rows carry their `style`.

    Raises `CorpusError` as `read_plain` does, and where the page has no text.
    """
    text = _decoded(name, data)
    check_lines(name, text, max(limits.line, 20_000_000))
    text = clean(text)
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
    try:
        root = html.document_fromstring(text, parser=html.HTMLParser(huge_tree=True, remove_comments=True))
    except etree.ParserError as error:
        raise _no_text(name) from error
    meta = _meta(root)
    for element in list(root.iter()):
        if not isinstance(element.tag, str) or element.tag in _NEVER or _is_hidden(element):
            _drop(element)
    body = root.find("body")
    main = _main(body if body is not None else root)
    _drop_chrome(main)
    lines = tuple(_lines(main))
    if not lines:
        raise problem(
            name, "网页里没有正文，请换一个有内容的文件", "the page has no text: give one with content"
        )
    wrapped = looks_wrapped(line.text for line in lines if line.style is None)
    return Document(name, "html", lines, wrapped, meta)


def _no_text(name: str) -> CorpusError:
    return problem(
        name, "网页里没有正文，请换一个有内容的文件", "the page has no text: give one with content"
    )


def _decoded(name: str, data: bytes) -> str:
    """What the page itself declares is tried before detection."""
    found = _CHARSET.search(data[:4096])
    if found:
        declared = found[1].decode("ascii").lower()
        codec = "gb18030" if declared in ("gb2312", "gbk", "gb18030", "x-gbk") else declared
        try:
            return data.decode(codec)
        except (LookupError, UnicodeDecodeError):
            pass
    return decode(name, data)[0]


def _meta(root: html.HtmlElement) -> dict[str, str]:
    said: dict[str, str] = {}
    for element in root.iter("meta"):
        key = (element.get("property") or element.get("name") or "").lower()
        content = " ".join((element.get("content") or "").split())
        if key and content:
            said.setdefault(key, content)
    title = root.findtext(".//title")
    if title:
        said.setdefault("title", " ".join(title.split()))
    found = {field: next((said[key] for key in keys if key in said), "") for field, keys in _META.items()}
    return {key: value for key, value in found.items() if value}


def _is_hidden(element: etree._Element) -> bool:
    if element.tag in ("html", "body"):
        return False
    return (
        "hidden" in element.attrib
        or element.get("aria-hidden") == "true"
        or bool(_HIDDEN.search(element.get("style") or ""))
    )


def _drop(element: etree._Element) -> None:
    """Remove an element, keeping the text that follows it."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        before = element.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
    parent.remove(element)


def _size(element: etree._Element) -> int:
    return sum(len(part.strip()) for part in element.itertext())


def _main(body: etree._Element) -> etree._Element:
    whole = _size(body)
    for path in (".//main", ".//*[@role='main']", ".//article"):
        found = body.findall(path)
        if len(found) == 1 and _size(found[0]) >= max(60, whole * 0.5):
            return found[0]
    return body


def _drop_chrome(root: etree._Element) -> None:
    """Blocks of links, and small blocks whose class says they are page furniture."""
    whole = _size(root)
    for element in list(
        root.iter("div", "ul", "ol", "section", "header", "footer", "aside", "table", "p", "td")
    ):
        if element is root or element.getparent() is None:
            continue
        size = _size(element)
        links = [_size(link) for link in element.iter("a")]
        names = f"{element.get('class') or ''} {element.get('id') or ''}"
        is_menu = len(links) >= 3 and sum(links) >= 0.7 * size and max(links) < 60
        if size and (is_menu or (_CHROME.search(names) and size < 0.2 * whole)):
            _drop(element)


@dataclass
class _Builder:
    """Collects inline text and gives a line at every border of a block."""

    parts: list[str] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    gap: float = 0.0

    def flush(self, style: str | None, preformatted: bool = False) -> None:
        text, self.parts = "".join(self.parts), []
        for part in text.split("\n") if preformatted else [_collapse(text)]:
            stripped = re.sub(rf"\s*{_CELL}\s*", "  ", part.replace("\xa0", " ")).strip()
            if stripped:
                self.lines.append(Line(stripped, len(self.lines) + 1, style=style))


def _collapse(text: str) -> str:
    """White space as a browser shows it, but a break of the source between wide characters is none."""

    def between(found: re.Match[str]) -> str:
        before, after = text[found.start() - 1 : found.start()], text[found.end() : found.end() + 1]
        return "" if _WIDE.match(before) and _WIDE.match(after) else " "

    return re.sub(r"[ \t]+", " ", _BREAK.sub(between, text))


def _lines(root: etree._Element) -> Iterator[Line]:
    builder = _Builder()
    styles: list[str | None] = [None]
    preformatted = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        tag = element.tag
        if event == "start":
            if tag in _BLOCKS and not _is_cell(element):
                builder.flush(styles[-1], preformatted > 0)
                styles.append(_style(element) or styles[-1])
            elif tag == "br":
                builder.flush(styles[-1], preformatted > 0)
            elif _is_cell(element) and builder.parts:
                builder.parts.append(_CELL if "".join(builder.parts).strip() else "")
            preformatted += tag == "pre"
            builder.parts.append(element.text or "")
        else:
            if tag in _BLOCKS and not _is_cell(element):
                builder.flush(styles.pop(), preformatted > 0)
            preformatted -= tag == "pre"
            if element is not root:
                builder.parts.append(element.tail or "")
    builder.flush(None)
    yield from builder.lines


def _is_cell(element: etree._Element) -> bool:
    """A cell of a table of data: its whole row has no block inside and is not long."""
    if element.tag not in ("td", "th"):
        return False
    row = element.getparent()
    return row is not None and _is_data_row(row)


def _is_data_row(row: etree._Element) -> bool:
    inner = next(row.iter("p", "div", "table", "br", "h1", "h2", "h3", "h4", "ul", "ol", "pre"), None)
    return inner is None and len(row) > 1 and _size(row) < 500


def _style(element: etree._Element) -> str | None:
    tag = str(element.tag)
    if re.fullmatch(r"h[1-6]", tag):
        return f"heading{tag[1]}"
    if tag == "tr" and _is_data_row(element):
        return "table"
    return {"li": "list", "blockquote": "quote"}.get(tag)
