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
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import pypdfium2

from corpus.errors import CorpusError
from corpus.model import Aside, Document
from corpus.reading import furniture, glyphs, layout, ocr, placing
from corpus.reading.directions import Mark, Paper, Sheet, upright
from corpus.reading.encoding import plausible
from corpus.reading.layout import Placed, Run
from corpus.reading.types import DEFAULT_LIMITS, Limits, problem

LOCK = threading.Lock()
"""PDFium keeps state of its own that two threads must not touch at once."""
_END = re.compile(rb"startxref\s+\d+\s*(?:%%EOF|$)")
_FEW = 40
"""Characters that may be typed over a scanned page (its number, a stamp)."""
_PICTURE = 0.45
"""Share of a page that a scan covers at least."""
_SENSE = 10
"""Characters that must be recognised on a page that is typed too, for a photograph has some by chance."""


@dataclass
class _Page:
    """What is known of a page.  runs: of its main text, without furniture; scanned: its lines by OCR."""

    paper: Paper
    sheet: Sheet
    runs: Sequence[Run]
    typed: int
    unknown: int
    wants_ocr: bool
    scanned: list[Placed] = field(default_factory=list)
    aside: list[tuple[str, str]] = field(default_factory=list)


def read_pdf(name: str, data: bytes, limits: Limits = DEFAULT_LIMITS) -> Document:
    """Lines of all pages in reading order.

    Raises `CorpusError` for an encrypted, damaged or truncated file and for one without text when
    it cannot be recognised.
    """
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
    return _END.search(tail.rstrip(b"\0\r\n\t ")) is not None


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
    notices, recognised = _recognise(name, document, pages, limits)
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


def _page(document: pypdfium2.PdfDocument, number: int) -> _Page:
    page = document[number]
    try:
        paper = glyphs.paper(page)
        marks = glyphs.marks(page)
        typed = [mark for mark in marks if not mark.char.isspace()]
        unknown = sum(_is_unknown(mark.char) for mark in typed)
        scan = len(typed) <= _FEW and glyphs.pictured(page, paper) >= _PICTURE
        wants = scan or _is_rubbish(typed, unknown)
    finally:
        page.close()
    sheet = upright(marks, paper)
    return _Page(paper, sheet, sheet.runs, len(typed), unknown, wants)


def _is_unknown(char: str) -> bool:
    """Whether a character says nothing: private, control, unassigned, unknown."""
    return char == glyphs.UNKNOWN or unicodedata.category(char) in ("Co", "Cc", "Cn")


def _is_rubbish(typed: Sequence[Mark], unknown: int) -> bool:
    """Whether a page's characters mean nothing, as where a font does not say what its glyphs are."""
    if not typed:
        return False
    if unknown >= 0.1 * len(typed):
        return True
    text = "".join(mark.char for mark in typed)
    return len(text) > 60 and plausible(text) < 0.5 and not _is_foreign(text)


def _is_foreign(text: str) -> bool:
    """Whether text that is not in common Chinese use is of one script (Cyrillic, rare Han, …) all the same."""
    names = [unicodedata.name(char, "? ?").split()[0] for char in text[:2000] if not char.isascii()]
    return bool(names) and max(names.count(name) for name in set(names)) > 0.85 * len(names)


def _recognise(
    name: str, document: pypdfium2.PdfDocument, pages: Sequence[_Page], limits: Limits
) -> tuple[list[str], bool]:
    """Recognise the pages that are pictures.  Gives what must be said of it, and whether anything was read.

    Raises `CorpusError` where no page has text and none can be recognised.
    """
    nothing = all(page.wants_ocr or not page.typed for page in pages)
    wanted = [number for number, page in enumerate(pages) if page.wants_ocr or (nothing and not page.typed)]
    said = _unknown_characters(pages)
    if not wanted:
        return said, False
    if not ocr.available():
        if nothing:
            raise problem(
                name, f"PDF 没有文字层，需要文字识别：{ocr.REMEDY[0]}", f"a PDF without text: {ocr.REMEDY[1]}"
            )
        where = _listed(wanted)
        return [
            *said,
            f"第{where[0]}页是扫描图像或文字无法识别，其中的内容没有读出；{ocr.REMEDY[0]} / "
            f"{where[1]} scanned or without readable characters, not read: {ocr.REMEDY[1]}",
        ], False
    recogniser, done, late = ocr.Recogniser(name, limits.ocr), [], []
    for number in wanted:
        if recogniser.spent:
            late.append(number)
            continue
        pages[number].scanned = _scanned(document, number, pages[number], recogniser)
        if pages[number].scanned:
            done.append(number)
    if done:
        where = _listed(done)
        said.append(
            f"第{where[0]}页的文字由 tesseract 从图像识别，可能有错字 / "
            f"{where[1]} recognised from pictures by tesseract: expect slips"
        )
    if late:
        where = _listed(late)
        said.append(
            f"第{where[0]}页来不及识别，没有读出；请把文件分开，或提高 reading.ocr_seconds / "
            f"{where[1]} not recognised for want of time: split the file, or raise reading.ocr_seconds"
        )
    if not done and nothing:
        raise problem(
            name,
            "PDF 没有文字层，文字识别也没有结果，请换清晰的扫描件",
            "a PDF without text, and OCR found none: give a clearer scan",
        )
    return said, bool(done)


def _scanned(
    document: pypdfium2.PdfDocument, number: int, page: _Page, recogniser: ocr.Recogniser
) -> list[Placed]:
    """A page by OCR.  What is typed over a scan stays, unless it was recognised too or means nothing."""
    sheet = document[number]
    try:
        width, height = sheet.get_size()
        scale = min(ocr.DPI / 72, (ocr.PIXELS / max(1.0, width * height)) ** 0.5)
        image = sheet.render(scale=scale, grayscale=True).to_pil()
    finally:
        sheet.close()
    lines = recogniser.lines(image, 1 / scale, height)
    text = "".join("".join(line.text.split()) for line in lines)
    if page.typed and page.unknown < 0.1 * page.typed and len(text) < max(_SENSE, page.typed):
        return []
    return lines


def _unknown_characters(pages: Sequence[_Page]) -> list[str]:
    """A notice where single characters could not be told."""
    some = [number for number, page in enumerate(pages) if page.unknown and not page.wants_ocr]
    if not some:
        return []
    count, where = sum(pages[number].unknown for number in some), _listed(some)
    return [
        f"第{where[0]}页有 {count} 个字符在 PDF 里没有编码，读出的字可能不对；请核对原件 / "
        f"{where[1]}: {count} characters have no code in the PDF and may be read wrongly: check the original"
    ]


def _listed(numbers: Iterable[int]) -> tuple[str, str]:
    """Page numbers for people, in Chinese and in English: "2、5", "pages 2, 5"."""
    names = [str(number + 1) for number in numbers]
    shown = names if len(names) <= 12 else [*names[:11], "…", names[-1]]
    return "、".join(shown), ("page " if len(names) == 1 else "pages ") + ", ".join(shown)


def _without_furniture(pages: Sequence[_Page]) -> list[str]:
    """Put page numbers and running heads of every page aside; the heads in order, each once."""
    tables = [_rows(page) for page in pages]
    shown = [
        [furniture.Row(text, y / page.sheet.frame.size[1]) for text, y, _ in table]
        for table, page in zip(tables, pages, strict=True)
    ]
    heads: dict[str, None] = {}
    for page, table, rows, dropped in zip(pages, tables, shown, furniture.furniture(shown), strict=True):
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


def _rows(page: _Page) -> list[tuple[str, float, Sequence[Run | Placed]]]:
    """Rows of a page, top first: text, height of the base line, what the row consists of."""
    if page.scanned:
        lines = sorted(page.scanned, key=lambda line: -line.y)
        return [(line.text, line.y, [line]) for line in lines]
    return [(layout.row_text(row), row[0].y, row) for row in layout.rows(page.runs)]


def _side_furniture(pages: Sequence[_Page]) -> None:
    """Put aside what stands at the same place in the margin of many pages, in another direction."""
    again: dict[tuple[object, ...], list[tuple[_Page, int]]] = {}
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


def _placed(pages: Sequence[_Page]) -> list[list[Placed]]:
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
