"""PDF: here are the bytes, give me the lines in reading order with their place, size and weight.

pypdfium2 gives glyphs with places; `layout` makes lines of them and `furniture` finds page numbers and
running heads, which are left out (the heads are kept in `meta["running_heads"]`, one a line).  Pages
without a text layer are given to `ocr` where that can be done.
"""

from __future__ import annotations

import ctypes
import math
import re
import threading
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

import pypdfium2
import pypdfium2.raw as pdfium

from corpus.errors import CorpusError
from corpus.model import Document, Line
from corpus.reading import furniture, layout, ocr
from corpus.reading.layout import Glyph, Placed, Run
from corpus.reading.types import DEFAULT_LIMITS, Limits, problem

_LOCK = threading.Lock()
"""PDFium is not safe under threads."""
_RADICALS = dict(
    zip(
        map(ord, "⺠⻁⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻨⻩⻬⻮⻰"),
        "民虎西见角贝车长门青韦页风飞食马骨鬼鱼鸟麦黄齐齿龙",
        strict=True,
    )
)
"""Radicals that some producers write in place of the characters they look like."""
_BOLD = re.compile(r"bold|heavy|black|hei(?!ght)|黑", re.IGNORECASE)


def read_pdf(name: str, data: bytes, limits: Limits = DEFAULT_LIMITS) -> Document:
    """Lines of all pages in reading order.

    Raises `CorpusError` for an encrypted, damaged or truncated file and for one without text when
    it cannot be recognised.
    """
    if b"%%EOF" not in data[-65536:]:
        raise _damaged(name)
    with _LOCK:
        try:
            document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            raise _cannot_open(name, str(error)) from error
        try:
            return _read(name, document)
        except pypdfium2.PdfiumError as error:
            raise _damaged(name) from error
        finally:
            document.close()


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


def _read(name: str, document: pypdfium2.PdfDocument) -> Document:
    pages: list[list[Run]] = []
    heights: list[float] = []
    for number in range(len(document)):
        page = document[number]
        glyphs, height = _glyphs(page)
        pages.append(layout.runs(glyphs))
        heights.append(height)
        page.close()
    meta = {
        key.lower(): value
        for key, value in document.get_metadata_dict(skip_empty=True).items()
        if key in ("Title", "Author") and value not in ("untitled", "anonymous")
    }
    blank = [number for number, runs in enumerate(pages) if not _has_text(runs)]
    if len(blank) == len(pages):
        return ocr.read_pages(name, document, meta)
    pages, heads = _without_furniture(pages, heights)
    if heads:
        meta["running_heads"] = "\n".join(heads)
    if blank:
        meta["pages_without_text"] = ",".join(str(number + 1) for number in blank)
    return Document(name, "pdf", tuple(_numbered(_placed(pages))), wrapped=True, meta=meta)


def _has_text(runs: Sequence[Run]) -> bool:
    """Whether a page has characters that mean something (a broken font gives private or no characters)."""
    text = "".join(glyph.char for run in runs for glyph in run.glyphs if not glyph.char.isspace())
    bad = sum(char == "�" or unicodedata.category(char) in ("Co", "Cc", "Cn") for char in text)
    return bool(text) and bad < 0.3 * len(text)


def _glyphs(page: pypdfium2.PdfPage) -> tuple[list[Glyph], float]:
    """Upright glyphs of a page in the order of the content stream, and the page's height in points."""
    textpage = page.get_textpage()
    try:
        found = list(_raw_glyphs(textpage))
    finally:
        textpage.close()
    left, bottom, right, top = page.get_mediabox()
    angle = Counter(turn for _, turn in found).most_common(1)[0][0] if found else 0
    size = (right - left, top - bottom)
    glyphs = [_turned(glyph, angle) for glyph, turn in found if turn == angle]
    floor = {0: -bottom, 90: right, 180: top, 270: -left}.get(angle, 0.0)
    return [glyph._replace(y=glyph.y + floor) for glyph in glyphs], size[angle in (0, 180)]


def _turned(glyph: Glyph, angle: int) -> Glyph:
    """A glyph of a page whose text runs at `angle` degrees, laid upright."""
    if angle == 0:
        return glyph
    c, s = math.cos(math.radians(-angle)), math.sin(math.radians(-angle))
    x, y = glyph.x0 * c - glyph.y * s, glyph.x0 * s + glyph.y * c
    return glyph._replace(x0=x, x1=x + (glyph.x1 - glyph.x0), y=y)


def _raw_glyphs(textpage: pypdfium2.PdfTextPage) -> Iterator[tuple[Glyph, int]]:
    """Glyphs with the angle of their text, in whole quarters where it is one."""
    box, matrix = pdfium.FS_RECTF(), pdfium.FS_MATRIX()
    x, y = ctypes.c_double(), ctypes.c_double()
    weights: dict[int, bool] = {}
    raw = textpage.raw
    for index in range(pdfium.FPDFText_CountChars(raw)):
        code = pdfium.FPDFText_GetUnicode(raw, index)
        if code in (0, 0xFFFE, 0xFFFF, 13, 10) or pdfium.FPDFText_IsGenerated(raw, index) == 1:
            continue
        if not pdfium.FPDFText_GetCharOrigin(raw, index, x, y):
            continue
        pdfium.FPDFText_GetLooseCharBox(raw, index, box)
        pdfium.FPDFText_GetMatrix(raw, index, matrix)
        scale = math.hypot(matrix.c, matrix.d) or 1.0
        size = pdfium.FPDFText_GetFontSize(raw, index) * scale
        angle = round(math.degrees(math.atan2(matrix.b, matrix.a))) % 360
        width = box.right - box.left if angle in (0, 180) else box.top - box.bottom
        start = box.left if angle == 0 else x.value
        bold = _is_bold(raw, index, weights)
        yield Glyph(_mended(code), start, start + max(width, 0.0), y.value, size, bold), angle


def _mended(code: int) -> str:
    """The character; a radical or compatibility form is put back to the character it stands for."""
    if code in _RADICALS:
        return _RADICALS[code]
    char = chr(code)
    return (
        unicodedata.normalize("NFKC", char) if 0x2E80 <= code <= 0x2FDF or 0xF900 <= code <= 0xFAFF else char
    )


def _is_bold(raw: pdfium.FPDF_TEXTPAGE, index: int, known: dict[int, bool]) -> bool:
    """Whether a glyph's font is bold by weight or by name; asked once for each font."""
    font = pdfium.FPDFTextObj_GetFont(pdfium.FPDFText_GetTextObject(raw, index))
    address = ctypes.cast(font, ctypes.c_void_p).value or 0
    if address not in known:
        length = pdfium.FPDFFont_GetBaseFontName(font, None, 0)
        buffer = ctypes.create_string_buffer(max(1, length))
        pdfium.FPDFFont_GetBaseFontName(font, buffer, length)
        title = buffer.value.decode("utf-8", "replace").split("+", 1)[-1]
        known[address] = pdfium.FPDFFont_GetWeight(font) >= 600 or bool(_BOLD.search(title))
    return known[address]


def _without_furniture(
    pages: Sequence[list[Run]], heights: Sequence[float]
) -> tuple[list[list[Run]], list[str]]:
    """The pages' runs without page numbers and running heads, and the heads in order, each once."""
    tables = [layout.rows(runs) for runs in pages]
    shown = [
        [furniture.Row(layout.row_text(row), row[0].y / height if height else 0.5) for row in table]
        for table, height in zip(tables, heights, strict=True)
    ]
    kept: list[list[Run]] = []
    heads: dict[str, None] = {}
    for table, rows, dropped in zip(tables, shown, furniture.furniture(shown), strict=True):
        kept.append([run for index, row in enumerate(table) if index not in dropped for run in row])
        for index in sorted(dropped):
            if not furniture.is_page_number(rows[index].text):
                heads.setdefault(rows[index].text)
    return [sorted(runs, key=lambda run: run.order) for runs in kept], list(heads)


def _placed(pages: Sequence[Sequence[Run]]) -> list[list[Placed]]:
    """Lines of every page; a gutter found clearly on one page is believed more readily on the others."""
    hints = [x for runs in pages for x in layout.gutters(runs)]
    found: list[list[Placed]] = []
    for runs in pages:
        regions = layout.order(runs, hints)
        found.append(
            [line for column, (region, _) in enumerate(regions) for line in layout.lines(region, column)]
        )
    return found


def _numbered(pages: Sequence[Sequence[Placed]]) -> Iterator[Line]:
    """Lines with numbers, pages and gaps; columns of one left edge share their right edge."""
    pitch = _pitch(pages)
    rights: dict[int, float] = {}
    for line in (line for page in pages for line in page):
        key = round(line.left / 8)
        rights[key] = max(rights.get(key, 0.0), line.right)
    number = 0
    for page_no, page in enumerate(pages, start=1):
        before: Placed | None = None
        for line in page:
            number += 1
            gap = None
            if before is not None and before.column == line.column and pitch:
                gap = round(max(0.0, (before.y - line.y) / pitch - 1), 2)
            narrow = any(other.column != line.column for other in page)
            right = line.right if narrow else rights[round(line.left / 8)]
            yield Line(
                line.text,
                number,
                page=page_no,
                size=round(line.size, 2),
                bold=line.bold,
                x0=round(line.x0, 2),
                x1=round(line.x1, 2),
                left=round(line.left, 2),
                right=round(right, 2),
                gap=gap,
            )
            before = line


def _pitch(pages: Sequence[Sequence[Placed]]) -> float:
    """The usual distance of base lines, in points; 0 where there is none."""
    steps = [a.y - b.y for page in pages for a, b in pairwise(page) if a.column == b.column and a.y > b.y]
    return median(steps) if steps else 0.0
