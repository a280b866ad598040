"""Sample issues as TXT, DOCX and PDF.  Here is an issue, give me the file's bytes.

TXT comes in two habits: *extracted*, as text pulled from a PDF looks (hard-wrapped, a blank line between
physical lines, a page break is a line that begins with one space), and *indented* (two ideographic
spaces at a paragraph's start, page numbers —4—).
"""

from __future__ import annotations

import io
import unicodedata
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.shared import Pt
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from tools.sample_source import Piece, SampleIssue

_NEVER_FIRST = "，。、；：！？”’）》】」』,.;:!?)%"
_NEVER_LAST = "“‘（《【「『("


def columns(text: str) -> float:
    """Width in half-width columns."""
    return sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in text)


def wrap(text: str, width: float, measure: Callable[[str], float] = columns) -> list[str]:
    """Lines no wider than `width` (one closing mark may hang over); words and numbers stay whole."""
    lines, line = [], ""
    for unit in _units(text):
        if line.strip() and measure(line + unit) > width:
            hangs = unit[0] in _NEVER_FIRST
            if not hangs or measure(line) > width:
                tail = _tail(line, hangs)
                lines.append(line[: len(line) - len(tail)].rstrip(" "))
                line = tail
                if unit == " ":
                    continue
        line += unit
    return [*lines, line] if line.strip() else lines


def _tail(line: str, with_word: bool) -> str:
    """What goes down to the next line: an opening mark, or the last character with its closing marks."""
    if not with_word:
        return line[-1] if line[-1] in _NEVER_LAST else ""
    body = line.rstrip(_NEVER_FIRST)
    return line[len(body) - 1 :]


def _units(text: str) -> Iterator[str]:
    """Characters, but runs of Latin letters and digits whole, and bylines in brackets whole."""
    word = ""
    for char in text:
        if char.isascii() and (char.isalnum() or char in "-+.%"):
            word += char
            continue
        if word:
            yield word
        word = ""
        yield char
    if word:
        yield word


def text_extracted(
    issue: SampleIssue, width: int = 64, page: int = 26
) -> tuple[str, list[tuple[int, int, int]]]:
    """The text, and for each piece its first, last title and last line (1-based)."""
    physical: list[str] = []
    places: list[tuple[int, int, int]] = []
    section: str | None = None
    for line in issue.masthead:
        physical.append(line)
    for piece in issue.pieces:
        if piece.section != section:
            section = piece.section
            physical.append(f"【{section}】")
        first = len(physical)
        physical.extend(piece.title)
        title_end = len(physical) - 1
        physical.extend([piece.under] if piece.under else [])
        for paragraph in piece.printed():
            physical.extend(wrap(paragraph, width))
        places.append((first, title_end, len(physical) - 1))
    for line in issue.footer:
        physical.append(line)
    return _paged(physical, places, page)


def _paged(
    physical: list[str], places: list[tuple[int, int, int]], page: int
) -> tuple[str, list[tuple[int, int, int]]]:
    """A blank line between lines; at a page break none, and one space."""
    out: list[str] = []
    numbers: list[int] = []
    for index, line in enumerate(physical):
        if index and index % page == 0:
            out.append(f" {line}")
        else:
            out.extend([""] if index else [])
            out.append(line)
        numbers.append(len(out))
    return "\n".join(out) + "\n", [(numbers[a], numbers[b], numbers[c]) for a, b, c in places]


def text_indented(
    issue: SampleIssue, width: int = 72, page: int = 36
) -> tuple[str, list[tuple[int, int, int]]]:
    """The same for paragraphs with two ideographic spaces and page numbers."""
    out: list[str] = []
    places: list[tuple[int, int, int]] = []
    section: str | None = None
    number = 0

    def put(line: str) -> int:
        nonlocal number
        if len(out) - number * (page + 1) >= page:
            number += 1
            out.append(f"—{number}—".center(width - 4).rstrip())
        out.append(line)
        return len(out)

    def centred(line: str) -> str:
        return " " * int(max(0, (width - columns(line)) / 2)) + line

    for line in issue.masthead:
        put(centred(line))
    for piece in issue.pieces:
        put("")
        if piece.section != section:
            section = piece.section
            put(f"【{section}】")
        first = [put(centred(line)) for line in piece.title]
        last = [put(centred(piece.under))] if piece.under else []
        for paragraph in piece.printed():
            if paragraph == piece.byline:
                last = [put(" " * int(width - columns(paragraph)) + paragraph)]
            else:
                last = [put(line) for line in wrap("　　" + paragraph, width)]
        places.append((first[0], first[-1], last[-1]))
    put("")
    for line in issue.footer:
        put(line)
    return "\n".join(out) + "\n", places


def word(issue: SampleIssue, headings: bool) -> bytes:
    """A DOCX; with `headings` the titles carry heading styles, else they are only bold and centred."""
    document = docx.Document()
    document.core_properties.title = " ".join(issue.masthead[:2]) or issue.name
    document.core_properties.author = ""

    def put(
        text: str, size: float = 10.5, bold: bool = False, align: object = None, style: str | None = None
    ) -> None:
        paragraph = document.add_paragraph(style=style)
        run = paragraph.add_run(text)
        run.font.size, run.font.bold = Pt(size), bold
        if align is not None:
            paragraph.alignment = align

    centre, right = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT
    for index, line in enumerate(issue.masthead):
        put(line, 10.5 if index else 26, not index, centre)
    section: str | None = None
    for number, piece in enumerate(issue.pieces):
        if piece.section != section:
            section = piece.section
            put(f"【{section}】", 14, True, style="Heading 1" if headings else None)
        for line in piece.title:
            put(line, 16, True, centre, "Heading 2" if headings else None)
        if piece.under:
            put(piece.under, 10.5, False, centre)
        for paragraph in piece.printed():
            put(paragraph, align=right if paragraph == piece.byline else None)
        if number % 4 == 3:
            document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        else:
            document.add_paragraph()
    for line in issue.footer:
        put(line, 9)
    stored = io.BytesIO()
    document.save(stored)
    return _undated(stored)


def _undated(package: io.BytesIO) -> bytes:
    """A DOCX without the time of its making, so that the same source gives the same bytes."""
    stored = io.BytesIO()
    with zipfile.ZipFile(package) as old, zipfile.ZipFile(stored, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name), old.read(name), zipfile.ZIP_DEFLATED)
    return stored.getvalue()


@dataclass
class _Press:
    """Where the next line of a PDF goes."""

    canvas: Canvas
    head: str
    count: int
    page: int = 1
    column: int = 0
    y: float = 770.0
    top: float = 770.0

    margin: float = 62.0
    gutter: float = 24.0
    foot: float = 66.0

    @property
    def width(self) -> float:
        """Width of a column in points."""
        return (A4[0] - 2 * self.margin - (self.count - 1) * self.gutter) / self.count

    def line(self, text: str, size: float, font: str, indent: float = 0.0, align: str = "left") -> None:
        """Print one line, on the next column or page when this one is full."""
        if self.y < self.foot:
            self.turn()
        width = pdfmetrics.stringWidth(text, font, size)
        start = self.margin + self.column * (self.width + self.gutter)
        x = {
            "left": start + indent,
            "centre": start + (self.width - width) / 2,
            "right": start + self.width - width,
        }
        self.canvas.setFont(font, size)
        self.canvas.drawString(x[align], self.y, text)
        self.y -= size * 1.65

    def make_room(self, points: float) -> None:
        """Go on to the next column unless so much is left in this one."""
        if self.y < self.foot + points:
            self.turn()

    def turn(self) -> None:
        """Go to the next column, or page."""
        self.column += 1
        if self.column == self.count:
            self.close()
            self.column, self.page, self.top = 0, self.page + 1, 770.0
        self.y = self.top

    def close(self) -> None:
        """Print head and page number and finish the page."""
        self.canvas.setFont("Song", 9)
        if self.page > 1:
            self.canvas.drawString(self.margin, 800, self.head)
        self.canvas.drawCentredString(A4[0] / 2, 40, f"—{self.page}—")
        self.canvas.showPage()

    def paragraph(self, text: str, size: float, font: str, first: str = "") -> None:
        """Print a paragraph, wrapped to the column."""
        for line in wrap(first + text, self.width, lambda t: pdfmetrics.stringWidth(t, font, size)):
            bare = line.lstrip("　")
            self.line(bare, size, font, indent=(len(line) - len(bare)) * size)


def pdf(issue: SampleIssue, count: int) -> bytes:
    """A PDF in `count` columns; the fonts Song and Hei must be registered."""
    stored = io.BytesIO()
    canvas = Canvas(stored, pagesize=A4, invariant=True)
    canvas.setTitle(" ".join(issue.masthead[:2]) or issue.name)
    canvas.setAuthor("")
    head = " ".join(issue.masthead[:2]).split("（")[0]
    press = _Press(canvas, head, 1)
    for index, line in enumerate(issue.masthead):
        press.line(line, 10 if index else 28, "Song" if index else "Hei", align="centre")
    press.count, press.top = count, press.y - 10
    press.y = press.top
    section: str | None = None
    for piece in issue.pieces:
        if piece.section != section:
            section = piece.section
            press.make_room(110)
            press.y -= 8
            press.line(f"【{section}】", 13, "Hei")
        _print_piece(press, piece)
    for line in issue.footer:
        press.line(line, 9, "Song")
    press.close()
    canvas.save()
    return stored.getvalue()


def _print_piece(press: _Press, piece: Piece) -> None:
    press.make_room(70)
    press.y -= 8
    size = 15.0 if press.count == 1 else 13.0
    for title in piece.title:
        for line in wrap(title, press.width, lambda t: pdfmetrics.stringWidth(t, "Hei", size)):
            press.line(line, size, "Hei", align="centre")
    if piece.under:
        press.line(piece.under, 10.5, "Song", align="centre")
    press.y -= 3
    for paragraph in piece.printed():
        if paragraph == piece.byline:
            press.line(paragraph, 10.5, "Song", align="right")
        else:
            press.paragraph(paragraph, 10.5, "Song", "　　")
