"""Here are lines, give me a PDF: the press of the reading tests.

The font is one of Adobe's standard Chinese ones, which every reader has, so that no font file is needed.
"""

from __future__ import annotations

import io
from collections.abc import Sequence

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

FONT = "STSong-Light"
pdfmetrics.registerFont(UnicodeCIDFont(FONT))


def measure(text: str, size: float) -> float:
    """Width of `text` in points."""
    return float(pdfmetrics.stringWidth(text, FONT, size))


def print_lines(
    lines: Sequence[str],
    *,
    size: float = 12.0,
    lead: float = 1.6,
    columns: int = 1,
    head: str = "",
    number: str = "—{}—",
    by_rows: bool = False,
    page: tuple[float, float] = (595.0, 842.0),
    margin: float = 60.0,
    gutter: float = 24.0,
    spread: Sequence[str] = (),
    rotate: int = 0,
) -> bytes:
    """A PDF of physical lines; two ideographic spaces at the start of one are an indent.

    by_rows: draw across the columns, row after row, as some programs do; spread: lines set across the
    columns at the top of the first page.
    """
    stored = io.BytesIO()
    canvas = Canvas(stored, pagesize=page, invariant=True)
    width = (page[0] - 2 * margin - (columns - 1) * gutter) / columns
    top = page[1] - 75 - len(spread) * 30
    rows = int((top - 60) / (size * lead))
    for start in range(0, max(1, len(lines)), rows * columns):
        if start == 0:
            canvas.setFont(FONT, 20)
            for index, line in enumerate(spread):
                canvas.drawCentredString(page[0] / 2, page[1] - 75 - index * 30, line)
        places = [(i % rows, i // rows, line) for i, line in enumerate(lines[start : start + rows * columns])]
        canvas.setFont(FONT, size)
        for row, column, line in sorted(places, key=lambda p: p[0]) if by_rows else places:
            bare = line.lstrip("　")
            x = margin + column * (width + gutter) + (len(line) - len(bare)) * size
            canvas.drawString(x, top - row * size * lead, bare)
        canvas.setFont(FONT, 9)
        if number:
            canvas.drawCentredString(page[0] / 2, 35, number.format(start // (rows * columns) + 1))
        canvas.drawString(margin, page[1] - 40, head)
        canvas.setPageRotation(rotate)
        canvas.showPage()
    canvas.save()
    return stored.getvalue()
