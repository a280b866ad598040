"""DOCX: here are the bytes, give me paragraphs, headings, tables and lists in the order of the page.

The text is taken from the XML, not from `Paragraph.text`, which leaves out inserted (tracked) text and
text boxes.  A document whose "paragraphs" are physical lines is recognised and marked as wrapped.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.exceptions import PackageNotFoundError
from lxml import etree

from corpus.model import Document, Line
from corpus.reading.archives import BROKEN
from corpus.reading.numbering import Numbering
from corpus.reading.plain import clean
from corpus.reading.types import DEFAULT_LIMITS, Limits, problem
from corpus.reading.wrapping import looks_wrapped

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_SKIPPED = {f"{_W}del", f"{_W}moveFrom", f"{_W}rPr", f"{_W}pPr", f"{_W}rt", _FALLBACK}
_HEADING = re.compile(r"(?:heading|标题)\s*(\d)|^(title|标题|subtitle|副标题)$", re.IGNORECASE)


_BROKEN = (PackageNotFoundError, KeyError, AttributeError, TypeError, etree.XMLSyntaxError, *BROKEN)
"""What python-docx lets through from a damaged package: it assumes parts and attributes to be there."""


def read_word(name: str, data: bytes, limits: Limits = DEFAULT_LIMITS) -> Document:
    """Paragraphs as lines; `style` from the paragraph styles.

    Raises `CorpusError` for a damaged, encrypted or oversized file and for one without text.
    """
    _check_package(name, data, limits)
    try:
        document = docx.Document(io.BytesIO(data))
        lines = tuple(_lines(document))
        meta = _meta(document)
    except _BROKEN as error:
        raise _damaged(name) from error
    if not lines:
        raise problem(
            name, "文档里没有文字，请换一个有内容的文件", "the document has no text: give one with content"
        )
    wrapped = looks_wrapped(line.text for line in lines if line.style is None)
    return Document(name, "docx", lines, wrapped, meta)


def _meta(document: docx.document.Document) -> dict[str, str]:
    properties = document.core_properties
    said = {"title": properties.title, "author": properties.author, "running_heads": _running_heads(document)}
    return {key: value for key, value in said.items() if value}


def _damaged(name: str) -> Exception:
    return problem(
        name,
        "DOCX 文件不完整或已损坏，请重新保存后再导入",
        "truncated or damaged DOCX: save it again from the word processor",
    )


def _check_package(name: str, data: bytes, limits: Limits) -> None:
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise problem(
            name,
            "文档有密码或是旧版 DOC，请去掉密码并另存为 DOCX",
            "encrypted, or an old DOC: remove the password and save it as DOCX",
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            total = sum(member.file_size for member in package.infolist())
    except BROKEN as error:
        raise _damaged(name) from error
    if not limits.allows(total, len(data)):
        raise problem(
            name,
            "DOCX 解开后过大，疑似压缩炸弹，未读取",
            "unpacks to an absurd size (a zip bomb?): not read; save it again without large parts",
        )


def _lines(document: docx.document.Document) -> Iterator[Line]:
    """Every paragraph in document order, numbered; blank ones become the gap of the next."""
    numbering = Numbering.of(_numbering_part(document))
    number, gap, page = 0, 0.0, 1
    for element, table in _blocks(document.element.body):
        style = "table" if table else _style(element, document)
        listed = None if table else element.find(f"{_W}pPr/{_W}numPr")
        mark = numbering.number(listed) if listed is not None else ""
        for part in (mark + _text(element)).split("\n"):
            page += part.count("\f")
            text = clean(part.replace("\f", "")).replace("\t", " ").rstrip()
            if not text.strip():
                gap += 1.0
                continue
            number += 1
            line = Line(text, number, page=page, gap=gap, style=style)
            yield _with_font(line, element)
            gap = 0.0


def _numbering_part(document: docx.document.Document) -> etree._Element | None:
    """The root of the numbering definitions, where the document has any."""
    relations = document.part.rels.values()
    return next((r.target_part.element for r in relations if r.reltype == RELATIONSHIP_TYPE.NUMBERING), None)


def _blocks(body: etree._Element) -> Iterator[tuple[etree._Element, bool]]:
    """Paragraphs in order, with whether they stand in a table; a table's row is one paragraph."""
    for child in body:
        if child.tag == f"{_W}p":
            yield child, False
            yield from ((inner, False) for inner in _boxed(child))
        elif child.tag == f"{_W}tbl":
            yield from ((row, True) for row in child.iter(f"{_W}tr"))
        elif child.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}customXml", f"{_W}smartTag"):
            yield from _blocks(child)


def _boxed(paragraph: etree._Element) -> Iterator[etree._Element]:
    """Paragraphs of text boxes anchored in this one."""
    for content in paragraph.iter(f"{_W}txbxContent"):
        if not any(parent.tag == _FALLBACK for parent in content.iterancestors()):
            yield from content.iter(f"{_W}p")


def _text(element: etree._Element) -> str:
    """The characters of a paragraph, or of a table row with its cells separated by two spaces."""
    if element.tag == f"{_W}tr":
        cells = (" ".join(_text(p) for p in cell.iter(f"{_W}p")) for cell in element.iter(f"{_W}tc"))
        return "  ".join(" ".join(cell.split()) for cell in cells).strip()
    return "".join(_pieces(element, top=True))


def _pieces(element: etree._Element, top: bool = False) -> Iterator[str]:
    tag = element.tag
    if tag in _SKIPPED or (tag == f"{_W}txbxContent" and not top):
        return
    if tag == f"{_W}t":
        yield element.text or ""
    elif tag == f"{_W}tab":
        yield "\t"
    elif tag in (f"{_W}br", f"{_W}cr"):
        yield "\f" if element.get(f"{_W}type") == "page" else "\n"
    elif tag == f"{_W}noBreakHyphen":
        yield "-"
    else:
        for child in element:
            yield from _pieces(child)


def _style(element: etree._Element, document: docx.document.Document) -> str | None:
    properties = element.find(f"{_W}pPr")
    if properties is None:
        return None
    level = properties.find(f"{_W}outlineLvl")
    if level is not None and (level.get(f"{_W}val") or "9") < "9":
        return f"heading{int(level.get(f'{_W}val') or 0) + 1}"
    reference = properties.find(f"{_W}pStyle")
    identifier = reference.get(f"{_W}val") if reference is not None else None
    if identifier is not None:
        names = {style.style_id: style.name or "" for style in document.styles}
        found = _HEADING.search(names.get(identifier, identifier))
        if found:
            return f"heading{found[1] or (2 if 'sub' in found[0].lower() or '副' in found[0] else 1)}"
        if "quote" in names.get(identifier, "").lower():
            return "quote"
        if "list" in names.get(identifier, "").lower():
            return "list"
    return "list" if properties.find(f"{_W}numPr") is not None else None


def _with_font(line: Line, element: etree._Element) -> Line:
    sizes = [
        int(node.get(f"{_W}val") or 0)
        for node in element.iter(f"{_W}sz")
        if (node.get(f"{_W}val") or "").isdigit()
    ]
    runs = [run for run in element.iter(f"{_W}r") if run.find(f"{_W}t") is not None]
    bold = bool(runs) and all(run.find(f"{_W}rPr/{_W}b") is not None for run in runs)
    return replace(line, size=max(sizes) / 2 if sizes else None, bold=bold)


def _running_heads(document: docx.document.Document) -> str:
    heads = (p.text.strip() for section in document.sections for p in section.header.paragraphs)
    return "\n".join(dict.fromkeys(head for head in heads if head))
