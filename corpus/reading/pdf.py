"""PDF: here are the bytes, give me the lines in reading order with their place, size and weight.

PDFium gives characters with places (`glyphs`); `directions` lays every direction upright, `columns` and
`layout` make lines of them, `furniture` finds page numbers and running heads, which are kept aside (the heads
in `meta["running_heads"]` too, one a line).  Pages that are pictures, or whose characters mean nothing, are
given to `ocr` where that can be done; else a notice names them.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import replace

import pypdfium2

from corpus.errors import CorpusError
from corpus.model import Aside, Document
from corpus.reading import furniture, glyphs, layout, placing
from corpus.reading.directions import upright
from corpus.reading.encoding import plausible
from corpus.reading.frames import StandingGlyph
from corpus.reading.layout import Placed, Run
from corpus.reading.scans import PageFacts, recognise
from corpus.reading.types import DEFAULT_LIMITS, Limits, problem

LOCK = threading.Lock()
"""PDFium keeps state of its own that two threads must not touch at once."""
_END = re.compile(rb"startxref\s+\d+\s*(?:%%EOF|$)")
_FEW = 40
"""Characters that may be typed over a scanned page (its number, a stamp)."""
_PICTURE = 0.25
"""Share of a page that a scan covers at least …"""
_ANYTHING = 0.02
"""… and where nothing is typed."""


def read_pdf(name: str, data: bytes, limits: Limits = DEFAULT_LIMITS) -> Document:
    """Lines of all pages in reading order.

    Raises `CorpusError` for an encrypted, damaged or truncated file and for one without text when
    it cannot be recognised.
    """
    data = data.rstrip(b"\0\r\n\t ")  # a transfer may fill up the last block
    if not _is_whole(data):
        raise _damaged(name)
    with LOCK:
        try:
            document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            raise _cannot_open(name, str(error)) from error
        try:
            return _read(name, document, limits)
        except pypdfium2.PdfiumError as error:
            raise _damaged(name) from error
        finally:
            document.close()


def _is_whole(data: bytes) -> bool:
    """Whether the file's last part was written: its end mark, or the place of its cross-references."""
    tail = data[-65536:]
    last = tail.rfind(b"%%EOF")
    if last >= 0:
        return b" obj" not in tail[last:]
    return _END.search(tail) is not None


def _cannot_open(name: str, reason: str) -> CorpusError:
    if "password" in reason.lower():
        return problem(name, "PDF 有密码，请去掉密码后再导入", "encrypted PDF: remove the password first")
    return _damaged(name)


def _damaged(name: str) -> CorpusError:
    return problem(
        name,
        "PDF 文件不完整或已损坏，请重新下载或导出",
        "truncated or damaged PDF: download or export it again",
    )


def _read(name: str, document: pypdfium2.PdfDocument, limits: Limits) -> Document:
    pages = [_page(document, number) for number in range(len(document))]
    notices, recognised = recognise(name, document, pages, limits)
    heads = _without_furniture(pages)
    lines = tuple(placing.numbered(_placed(pages)))
    if not lines:
        raise problem(
            name,
            "PDF 里没有可读的文字，请换清晰的文件",
            "no text in the PDF that can be read: give a clearer one",
        )
    meta = _meta(document)
    if heads:
        meta["running_heads"] = "\n".join(heads)
    if recognised:
        meta["ocr"] = "tesseract chi_sim"
    aside = tuple(
        Aside("furniture", text, reason, page=number)
        for number, page in enumerate(pages, start=1)
        for text, reason in page.aside
    )
    return Document(name, "pdf", lines, wrapped=True, meta=meta, aside=aside, notices=tuple(notices))


def _page(document: pypdfium2.PdfDocument, number: int) -> PageFacts:
    page = document[number]
    try:
        paper = glyphs.paper(page)
        marks = glyphs.marks(page)
        typed = [mark for mark in marks if not mark.char.isspace()]
        unknown = sum(_is_unknown(mark.char) for mark in typed)
        share = glyphs.pictured(page, paper) if len(typed) <= _FEW else 0.0
        scan = share >= (_PICTURE if typed else _ANYTHING)
        wants = scan or _is_rubbish(typed, unknown)
    finally:
        page.close()
    sheet = upright(marks, paper)
    return PageFacts(sheet, sheet.runs, len(typed), unknown, wants)


def _is_unknown(char: str) -> bool:
    """Whether a character says nothing: private, control, unassigned, unknown."""
    return char == glyphs.UNKNOWN or unicodedata.category(char) in ("Co", "Cc", "Cn")


def _is_rubbish(typed: Sequence[StandingGlyph], unknown: int) -> bool:
    """Whether a page's characters mean nothing, as where a font does not say what its glyphs are."""
    if not typed:
        return False
    if unknown >= 0.1 * len(typed):
        return True
    text = "".join(mark.char for mark in typed)
    return len(text) > 60 and plausible(text) < 0.5 and not _is_foreign(text)


def _is_foreign(text: str) -> bool:
    """Whether text that is not in common Chinese use is of one script all the same (Cyrillic, rare Han)."""
    names = [unicodedata.name(char, "? ?").split()[0] for char in text[:2000] if not char.isascii()]
    return bool(names) and max(names.count(name) for name in set(names)) > 0.85 * len(names)


def _without_furniture(pages: Sequence[PageFacts]) -> list[str]:
    """Put page numbers and running heads of every page aside; the heads in order, each once."""
    tables = [_rows(page) for page in pages]
    shown = [
        [furniture.PageRow(text, y / page.sheet.frame.size[1]) for text, y, _ in table]
        for table, page in zip(tables, pages, strict=True)
    ]
    found = furniture.furniture(shown)
    if all(len(dropped) == len(rows) for dropped, rows in zip(found, shown, strict=True)):
        return []  # the same page again and again is no furniture
    heads: dict[str, None] = {}
    for page, table, rows, dropped in zip(pages, tables, shown, found, strict=True):
        for index in sorted(dropped):
            number = furniture.is_page_number(rows[index].text)
            page.aside.append((rows[index].text, "page number" if number else "running head"))
            if not number:
                heads.setdefault(rows[index].text)
        gone = {id(one) for index in dropped for one in table[index][2]}
        page.runs = [run for run in page.runs if id(run) not in gone]
        page.scanned = [line for line in page.scanned if id(line) not in gone]
    _side_furniture(pages)
    return list(heads)


def _rows(page: PageFacts) -> list[tuple[str, float, Sequence[Run | Placed]]]:
    """Rows of a page, top first: text, height of the base line, what the row consists of."""
    if page.scanned:
        lines = sorted(page.scanned, key=lambda line: -line.y)
        return [(line.text, line.y, [line]) for line in lines]
    return [(layout.row_text(row), row[0].y, row) for row in layout.rows(page.runs)]


def _side_furniture(pages: Sequence[PageFacts]) -> None:
    """Put aside what stands at the same place in the margin of many pages, in another direction."""
    again: dict[tuple[object, ...], list[tuple[PageFacts, int]]] = {}
    for page in pages:
        for index, block in enumerate(page.sheet.blocks):
            if block.size <= 60 and block.lines[0].box is not None:
                text = re.sub(r"\d+|\s+", "", "".join(line.text for line in block.lines))
                key = (text, *(round(side / 12) for side in block.lines[0].box[:2]))
                again.setdefault(key, []).append((page, index))
    most = max(2.0, len(pages) * 0.4)
    for places in again.values():
        if len(places) >= most:
            for page, index in places:
                page.aside.append(
                    (" ".join(line.text for line in page.sheet.blocks[index].lines), "running head")
                )
    gone = {(id(page), index) for places in again.values() if len(places) >= most for page, index in places}
    for page in pages:
        kept = tuple(block for at, block in enumerate(page.sheet.blocks) if (id(page), at) not in gone)
        page.sheet = replace(page.sheet, blocks=kept)


def _placed(pages: Sequence[PageFacts]) -> list[list[Placed]]:
    """Lines of every page; a gutter found clearly on one page is believed more readily on the others."""
    hints = [x for page in pages if not page.scanned for x in placing.gutters(page.sheet)]
    found: list[list[Placed]] = []
    for page in pages:
        typed = placing.placed(page.sheet, page.runs, hints)
        if not page.scanned:
            found.append(typed)
            continue
        text = "".join("".join(line.text.split()) for line in page.scanned)
        over = [line for line in typed if "".join(line.text.split()) not in text]
        rubbish = page.unknown >= 0.1 * page.typed or page.typed > _FEW
        page.aside += [(line.text, "hidden") for line in typed if rubbish or line not in over]
        found.append([*page.scanned, *(() if rubbish else over)])
    return found


def _meta(document: pypdfium2.PdfDocument) -> dict[str, str]:
    """What the file says of itself: title, author, date (ISO)."""
    said: Mapping[str, str] = document.get_metadata_dict(skip_empty=True)
    meta: dict[str, str] = {}
    title = re.sub(r"^Microsoft Word - |\.(?:docx?|wps|pdf|indd|pub)$", "", said.get("Title", "")).strip()
    if title and title.lower() not in ("untitled", "anonymous", "无标题", "未命名"):
        meta["title"] = title
    author = said.get("Author", "").strip()
    if author and author.lower() not in ("anonymous", "administrator", "user", "admin", "unspecified"):
        meta["author"] = author
    day = re.match(r"D:(\d{4})(\d{2})(\d{2})", said.get("CreationDate", ""))
    if day:
        meta["date"] = "-".join(day.groups())
    return meta
