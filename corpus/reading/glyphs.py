"""What PDFium finds: here is a page, give me its characters as they stand, and how far it is a picture."""

from __future__ import annotations

import ctypes
import math
import re
import unicodedata
from collections.abc import Iterator

import pypdfium2
import pypdfium2.raw as pdfium

from corpus.reading.frames import Paper, StandingGlyph

_RADICALS = dict(
    zip(
        map(ord, "⺠⻁⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻨⻩⻬⻮⻰"),
        "民虎西见角贝车长门青韦页风飞食马骨鬼鱼鸟麦黄齐齿龙",
        strict=True,
    )
)
"""Radicals that some producers write in place of the characters they look like."""
_BOLD = re.compile(r"bold|heavy|black|hei(?!ght)|黑", re.IGNORECASE)
_LINE_ENDS = frozenset({10, 13})
_HYPHENS = frozenset({0x02, 0xFFFE})
"""What PDFium gives in place of a hyphen that ends a line."""
_DRAWN = 200
"""Paths that a page with text as outlines has at least."""
UNKNOWN = "�"
"""Stands for a glyph of which the file does not say what character it is."""


def paper(page: pypdfium2.PdfPage) -> Paper:
    """The part of the page that is shown; that of a damaged one, which has no size, is a point square."""
    left, bottom, right, top = page.get_mediabox()
    x0, y0, x1, y1 = page.get_cropbox()
    x0, y0, x1, y1 = max(left, x0), max(bottom, y0), min(right, x1), min(top, y1)
    if x1 - x0 < 1 or y1 - y0 < 1:
        x0, y0, x1, y1 = left, bottom, right, top
    return Paper(x0, y0, max(1.0, x1 - x0), max(1.0, y1 - y0), page.get_rotation())


def marks(page: pypdfium2.PdfPage) -> list[StandingGlyph]:
    """The page's characters in the order of the content stream."""
    textpage = page.get_textpage()
    try:
        return list(_marks(textpage.raw))
    finally:
        textpage.close()


def _marks(raw: pdfium.FPDF_TEXTPAGE) -> Iterator[StandingGlyph]:
    box, matrix = pdfium.FS_RECTF(), pdfium.FS_MATRIX()
    x, y = ctypes.c_double(), ctypes.c_double()
    weights: dict[int, bool] = {}
    high = 0
    for index in range(pdfium.FPDFText_CountChars(raw)):
        code = pdfium.FPDFText_GetUnicode(raw, index)
        if code in _LINE_ENDS or pdfium.FPDFText_IsGenerated(raw, index) == 1:
            continue
        if 0xD800 <= code < 0xDC00:  # on Windows a rare character comes in two halves
            high = code
            continue
        if 0xDC00 <= code < 0xE000 and high:
            code, high = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00), 0
        if not pdfium.FPDFText_GetCharOrigin(raw, index, x, y):
            continue
        pdfium.FPDFText_GetLooseCharBox(raw, index, box)
        pdfium.FPDFText_GetMatrix(raw, index, matrix)
        scale = math.hypot(matrix.c, matrix.d) or 1.0
        size = pdfium.FPDFText_GetFontSize(raw, index) * scale
        angle = math.degrees(math.atan2(matrix.b, matrix.a))
        char = _mended(code)
        start = x.value
        if matrix.b == 0.0 and matrix.a > 0:
            width = box.right - box.left
            start = start if width > 1.5 * size else box.left
            width = min(width, max(size, box.right - start)) if width > 1.5 * size else width
        else:
            width = _advance(char, size, angle, box)
        yield StandingGlyph(char, start, y.value, max(width, 0.0), size, _is_bold(raw, index, weights), angle)


def _advance(char: str, size: float, angle: float, box: pdfium.FS_RECTF) -> float:
    """Width of a character along its base line, from the upright box around it."""
    quarter = angle % 90
    across, down = box.right - box.left, box.top - box.bottom
    if min(quarter, 90 - quarter) < 15:
        return float(across if round(angle / 90) % 2 == 0 else down)
    return size * (1.0 if unicodedata.east_asian_width(char) in "WFA" else 0.5)


def _mended(code: int) -> str:
    """The character; a radical or compatibility form is put back to the character it stands for."""
    if code in _HYPHENS:
        return "-"
    if code in (0, 0xFFFF) or 0xD800 <= code < 0xE000 or code > 0x10FFFF:
        return UNKNOWN
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


def pictured(page: pypdfium2.PdfPage, sheet: Paper) -> float:
    """Share of the page that its pictures cover, 0–1; 1 where the page is drawn (text as outlines)."""
    covered, drawn = 0.0, 0
    sides = [ctypes.c_float() for _ in range(4)]
    for item in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_PATH], max_depth=3):
        if item.type == pdfium.FPDF_PAGEOBJ_PATH:
            drawn += 1
        elif pdfium.FPDFPageObj_GetBounds(item.raw, *sides):
            left, bottom, right, top = (side.value for side in sides)
            width = min(right, sheet.left + sheet.width) - max(left, sheet.left)
            height = min(top, sheet.bottom + sheet.height) - max(bottom, sheet.bottom)
            covered += max(0.0, width) * max(0.0, height)
    return 1.0 if drawn >= _DRAWN else min(1.0, covered / (sheet.width * sheet.height))
