"""ODT: here are the bytes of an OpenDocument text, give me headings, paragraphs, lists and tables in their
order.

Footnotes stand after the paragraph that names them; comments and deleted (tracked) text stand aside.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

from lxml import etree

from corpus.characters import mend
from corpus.model import Aside, Document, Line
from corpus.reading.archives import BROKEN
from corpus.reading.packages import check_size
from corpus.reading.plain import clean
from corpus.reading.types import DEFAULT_LIMITS, Limits, problem
from corpus.reading.wrapping import looks_wrapped

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_OWN = "{urn:oasis:names:tc:opendocument:xmlns:meta:1.0}"
_META = {
    "title": (f"{_DC}title",),
    "author": (f"{_OWN}initial-creator", f"{_DC}creator"),
    "date": (f"{_OWN}creation-date", f"{_DC}date"),
}
"""Who began a document, and when, says more of its text than who saved it last."""
_ASIDE = {f"{_OFFICE}annotation": "comment", f"{_TEXT}tracked-changes": "deleted"}
_WITHIN = (f"{_TEXT}note-body", "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}text-box")
"""What stands in a paragraph and holds paragraphs of its own: they follow it."""
_APART = (*_WITHIN, f"{_TEXT}note", "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}object")
_UNSEEN = {f"{_TEXT}ruby-text", f"{_TEXT}note-citation", f"{_TEXT}sequence-decls", f"{_OFFICE}forms"}


def read_opendocument(name: str, data: bytes, limits: Limits = DEFAULT_LIMITS) -> Document:
    """Paragraphs as lines, headings and table rows with their `style`.

    Raises `CorpusError` for a damaged, encrypted or oversized file and for one without text.
    """
    check_size(name, data, limits)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            content = _parsed(package.read("content.xml"))
            said = _parsed(package.read("meta.xml")) if "meta.xml" in package.namelist() else None
    except (etree.XMLSyntaxError, KeyError, *BROKEN) as error:
        raise problem(
            name,
            "ODT 文件不完整、有密码或已损坏，请重新保存",
            "truncated, encrypted or damaged ODT: save it again",
        ) from error
    reader = _Reader()
    reader.read(content)
    lines = tuple(reader.lines)
    if not lines:
        raise problem(
            name, "文档里没有文字，请换一个有内容的文件", "the document has no text: give one with content"
        )
    wrapped = looks_wrapped(line.text for line in lines if line.style is None)
    meta = _said(said) if said is not None else {}
    return Document(name, "odt", lines, wrapped, meta, aside=tuple(reader.aside))


def _said(root: etree._Element) -> dict[str, str]:
    """What the package says of itself: "title", "author", "date"."""
    found = {
        key: next((text for tag in tags if (text := "".join(root.itertext(tag)).strip())), "")
        for key, tags in _META.items()
    }
    return {key: value for key, value in found.items() if value}


def _parsed(xml: bytes) -> etree._Element:
    return etree.fromstring(xml, etree.XMLParser(resolve_entities=False, huge_tree=True))


class _Reader:
    """Walks the content and collects lines and what stands aside."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.aside: list[Aside] = []

    def read(self, element: etree._Element, style: str | None = None) -> None:
        for child in element:
            tag = child.tag
            if tag in _ASIDE:
                self._put_aside(child, _ASIDE[tag])
            elif tag == f"{_TEXT}h":
                self._paragraph(child, f"heading{child.get(f'{_TEXT}outline-level', '1')}")
            elif tag == f"{_TEXT}p":
                self._paragraph(child, style)
            elif tag == f"{_TABLE}table-row" and (cells := self._cells(child)) is not None:
                self._add("  ".join(cells), "table")
            elif isinstance(tag, str) and tag not in _UNSEEN:
                self.read(child, "list" if tag == f"{_TEXT}list" else style)

    def _cells(self, row: etree._Element) -> list[str] | None:
        """The cells of a row of data; None for a row of a layout, whose cells hold paragraphs of their
        own."""
        cells = [cell for cell in row if cell.tag == f"{_TABLE}table-cell"]
        if len(cells) < 2 or any(len(list(cell.iter(f"{_TEXT}p", f"{_TEXT}h"))) > 1 for cell in cells):
            return None
        texts = [" ".join(_text(p) for p in cell.iter(f"{_TEXT}p", f"{_TEXT}h")) for cell in cells]
        return texts if sum(map(len, texts)) < 500 else None

    def _paragraph(self, element: etree._Element, style: str | None) -> None:
        self._add(_text(element), style)
        for inner in element.iter():
            if inner.tag in _ASIDE:
                self._put_aside(inner, _ASIDE[inner.tag])
            elif inner.tag == f"{_TEXT}note-body" or (
                inner is not element
                and inner.tag == "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}text-box"
            ):
                self.read(inner)

    def _add(self, text: str, style: str | None) -> None:
        for part in mend(clean(text)).split("\n"):
            if part.strip():
                self.lines.append(Line(part.strip(), len(self.lines) + 1, style=style))

    def _put_aside(self, element: etree._Element, reason: str) -> None:
        text = "\n".join(filter(str.strip, (_text(p) for p in element.iter(f"{_TEXT}p", f"{_TEXT}h"))))
        if text:
            self.aside.append(Aside("furniture", text, reason))


def _text(element: etree._Element) -> str:
    """The text of a paragraph: spaces, tabs and breaks are elements; boxes, notes and comments are not in
    it."""
    return "".join(_pieces(element))


def _pieces(element: etree._Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        tag = child.tag
        if tag == f"{_TEXT}s":
            yield " " * min(int(child.get(f"{_TEXT}c", "1")), 80)
        elif tag == f"{_TEXT}tab":
            yield "\t"
        elif tag == f"{_TEXT}line-break":
            yield "\n"
        elif isinstance(tag, str) and tag not in (*_UNSEEN, *_ASIDE, *_APART):
            yield from _pieces(child)
        yield child.tail or ""
