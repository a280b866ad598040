"""EPUB: here are the bytes of an e-book, give me its chapters, one after another, as one document.

The package's own list of chapters decides their order; every chapter is a web page.  EbookLib, the library
for this, is AGPL; the format is a ZIP archive of pages and one list.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import unquote

from lxml import etree

from corpus.errors import CorpusError
from corpus.model import Aside, Document, Line
from corpus.reading.archives import BROKEN
from corpus.reading.encoding import decode
from corpus.reading.hypertext import read_chapter
from corpus.reading.packages import check_size
from corpus.reading.types import DEFAULT_LIMITS, Limits, problem

_DC = "{http://purl.org/dc/elements/1.1/}"
_META = {"title": f"{_DC}title", "author": f"{_DC}creator", "date": f"{_DC}date", "source": f"{_DC}publisher"}
_DAY = re.compile(r"(?P<year>\d{4})-(?P<month>\d\d)(?:-(?P<day>\d\d))?(?!\d)")


def read_book(name: str, data: bytes, limits: Limits = DEFAULT_LIMITS) -> Document:
    """The lines of all chapters; `page` counts chapters.

    Raises `CorpusError` for a damaged, encrypted or oversized file and for one without text.
    """
    check_size(name, data, limits)
    lines: list[Line] = []
    aside: list[Aside] = []
    notices: list[str] = []
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            root, folder = _list_of_chapters(package)
            for number, chapter in enumerate(_chapters(root), start=1):
                path = posixpath.normpath(posixpath.join(folder, unquote(chapter)))
                try:
                    read = read_chapter(path, decode(path, package.read(path))[0])
                except (CorpusError, KeyError):
                    notices.append(
                        f"章节 {chapter} 没有文字或读不出 / chapter {chapter} has no text or cannot be read"
                    )
                    continue
                for line in read.lines:
                    lines.append(replace(line, number=len(lines) + 1, page=number))
                aside.extend(replace(one, lines=None, page=number) for one in read.aside)
    except (etree.XMLSyntaxError, KeyError, StopIteration, *BROKEN) as error:
        raise problem(
            name,
            "EPUB 文件不完整、有密码或已损坏，请换一个文件",
            "truncated, encrypted or damaged EPUB: give another file",
        ) from error
    if not lines:
        raise problem(
            name, "书里没有文字，请换一个有内容的文件", "the book has no text: give one with content"
        )
    found = {key: next((each.text or "" for each in root.iter(tag)), "") for key, tag in _META.items()}
    meta = {key: value.strip() for key, value in found.items() if value.strip()}
    heads = [meta.get("title", ""), _published(root)]  # the book's name stands over every page of it
    if any(heads):
        meta["running_heads"] = "\n".join(filter(None, heads))
    return Document(name, "epub", tuple(lines), False, meta, aside=tuple(aside), notices=tuple(notices))


def _published(root: etree._Element) -> str:
    """The day (or month) on which the book says it was published, as a masthead prints it; "" for none.

    The days of its making and of later changes are others, and the year 101 is what programs write for none.
    """
    for each in root.iter(f"{_DC}date"):
        event = next((str(value) for key, value in each.items() if key.endswith("event")), "publication")
        match = _DAY.match((each.text or "").strip())
        if match is not None and event == "publication" and int(match["year"]) >= 1900:
            day = f"{int(match['day'])}日" if match["day"] else ""
            return f"{match['year']}年{int(match['month'])}月{day}"
    return ""


def _list_of_chapters(package: zipfile.ZipFile) -> tuple[etree._Element, str]:
    """(the package document, its folder), found by META-INF/container.xml or as the only .opf."""
    path = ""
    if "META-INF/container.xml" in package.namelist():
        container = etree.fromstring(package.read("META-INF/container.xml"))
        path = next((str(each.get("full-path")) for each in container.iter("{*}rootfile")), "")
    path = path or next(each for each in package.namelist() if each.endswith(".opf"))
    parser = etree.XMLParser(resolve_entities=False, huge_tree=True)
    return etree.fromstring(package.read(path), parser), posixpath.dirname(path)


def _chapters(root: etree._Element) -> Iterator[str]:
    """Paths of the chapters in reading order."""
    items = {str(item.get("id")): item for item in root.iter("{*}item")}
    for reference in root.iter("{*}itemref"):
        item = items.get(str(reference.get("idref")))
        if item is not None and item.get("properties") != "nav" and item.get("href"):
            yield str(item.get("href"))
