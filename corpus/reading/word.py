"""DOCX: here are the bytes, give me paragraphs, headings, tables and lists in the order of the page.

Read from the XML of the package (`wordpackage`, `wordtext`, `wordstyles`, `numbering`), which holds more than
a word processor's own list of paragraphs.  A document whose "paragraphs" are physical lines is recognised and
marked as wrapped.
"""

from __future__ import annotations

import io
import re
import zipfile

from lxml import etree

from corpus.errors import CorpusError
from corpus.model import Document
from corpus.reading.archives import BROKEN
from corpus.reading.types import DEFAULT_LIMITS, Limits, problem
from corpus.reading.wordflow import WordFlow
from corpus.reading.wordpackage import Package
from corpus.reading.wrapping import looks_wrapped

_BROKEN = (KeyError, AttributeError, TypeError, RecursionError, etree.XMLSyntaxError, *BROKEN)
"""What a damaged package brings out."""
_DC = "{http://purl.org/dc/elements/1.1/}"
_TERMS = "{http://purl.org/dc/terms/}"
_NOBODY = {"python-docx", "administrator", "user", "admin", "微软用户", "微软中国", "lenovo", "windows 用户"}


def read_word(name: str, data: bytes, limits: Limits = DEFAULT_LIMITS) -> Document:
    """Paragraphs as lines; `style` from the paragraph styles.

    Raises `CorpusError` for a damaged, encrypted or oversized file and for one without text.
    """
    _check_package(name, data, limits)
    try:
        reading = WordFlow(Package.open(data))
        reading.read()
        meta = _meta(reading)
    except _BROKEN as error:
        raise _damaged(name) from error
    lines = tuple(reading.lines)
    if not lines:
        raise problem(
            name, "文档里没有文字，请换一个有内容的文件", "the document has no text: give one with content"
        )
    wrapped = looks_wrapped(line.text for line in lines if line.style is None)
    return Document(name, "docx", lines, wrapped, meta, tuple(reading.aside))


def _damaged(name: str) -> CorpusError:
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


def _meta(reading: WordFlow) -> dict[str, str]:
    """What the package says of itself: title, author, day of its making (ISO), running heads."""
    meta: dict[str, str] = {}
    for kind, target in reading.package.relations(""):
        if not kind.endswith("/core-properties"):
            continue
        root = reading.package.root(target)
        said = {node.tag: (node.text or "").strip() for node in root} if root is not None else {}
        author = said.get(f"{_DC}creator", "")
        meta = {"title": said.get(f"{_DC}title", "")}
        if author.lower() not in _NOBODY:
            meta["author"] = author
        day = re.match(r"\d{4}-\d\d-\d\d(?!T23:15:00Z)", said.get(f"{_TERMS}created", ""))
        if day is not None and author != "python-docx":
            meta["date"] = day[0]
    meta["running_heads"] = "\n".join(reading.heads)
    return {key: text for key, text in meta.items() if text}
