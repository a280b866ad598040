"""Parsed issues set again as PDF, DOCX and HTML, as a word processor would."""

from __future__ import annotations

import html
import io
from collections.abc import Iterator

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import cm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from corpus.model import Article, ParsedIssue

FONT = "STSong-Light"
Block = tuple[str, str]


def blocks(parsed: ParsedIssue) -> Iterator[Block]:
    """(kind, text) of everything printed, in order: "section", "title", "text", "byline"."""
    section = None
    for article in parsed.articles:
        if article.section and article.section != section:
            yield "section", f"【{article.section}】"
            section = article.section
        yield "title", article.title
        for paragraph in article.body.split("\n"):
            yield "text", paragraph
        if named := signature(article):
            yield "byline", named


def signature(article: Article) -> str:
    names = " ".join(article.authors) or article.credit
    return f"（{names}）" if names else ""


def as_docx(parsed: ParsedIssue) -> bytes:
    document = docx.Document()
    for kind, text in blocks(parsed):
        paragraph = document.add_paragraph()
        run = paragraph.add_run(text)
        if kind in ("section", "title"):
            run.bold = True
            run.font.size = Pt(16)
        if kind == "title":
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        if kind == "byline":
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def as_html(parsed: ParsedIssue) -> bytes:
    tags = {"section": "p><b", "title": "h3", "text": "p", "byline": "p align='right'"}
    ends = {"section": "b></p", "title": "h3", "text": "p", "byline": "p"}
    body = "\n".join(f"<{tags[kind]}>{html.escape(text)}</{ends[kind]}>" for kind, text in blocks(parsed))
    return f"<!doctype html><html><head><meta charset='utf-8'></head><body>{body}</body></html>".encode()


def as_plain_html(parsed: ParsedIssue) -> bytes:
    """Without headings: every block a paragraph."""
    body = "\n".join(f"<p>{html.escape(text)}</p>" for _, text in blocks(parsed))
    return f"<!doctype html><html><head><meta charset='utf-8'></head><body>{body}</body></html>".encode()


def as_markdown(parsed: ParsedIssue) -> bytes:
    marks = {"section": "## ", "title": "### ", "text": "", "byline": ""}
    return ("# 通讯\n\n" + "\n\n".join(marks[kind] + text for kind, text in blocks(parsed)) + "\n").encode()


def as_pdf(parsed: ParsedIssue) -> bytes:
    """A4, 11 pt text set in, 15 pt centred headlines, a running head and page numbers."""
    if FONT not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    page = _Page(canvas)
    for kind, text in blocks(parsed):
        size = {"section": 13.0, "title": 15.0}.get(kind, 11.0)
        page.space(0.8 if kind in ("section", "title") else 0.0)
        for at, line in enumerate(_wrapped(text, size, indent=kind == "text")):
            page.line(line, size, indent=kind == "text" and at == 0, align=kind)
    page.finish()
    canvas.save()
    return out.getvalue()


def _wrapped(text: str, size: float, indent: bool) -> list[str]:
    room = A4[0] - 5 * cm
    lines, line, width = [], "", 2 * size if indent else 0.0
    for c in text:
        w = pdfmetrics.stringWidth(c, FONT, size)
        if width + w > room and c not in "，。、；：！？”’）》】":
            lines.append(line)
            line, width = "", 0.0
        line += c
        width += w
    return [*lines, line]


class _Page:
    """Where the next line goes."""

    def __init__(self, canvas: Canvas) -> None:
        self.canvas = canvas
        self.number = 1
        self.y = A4[1] - 3 * cm

    def space(self, lines: float) -> None:
        self.y -= lines * 18

    def line(self, text: str, size: float, *, indent: bool, align: str) -> None:
        if self.y < 2.5 * cm:
            self.finish()
            self.canvas.showPage()
            self.number += 1
            self.y = A4[1] - 3 * cm
        self.canvas.setFont(FONT, size)
        if align == "title":
            self.canvas.drawCentredString(A4[0] / 2, self.y, text)
        elif align == "byline":
            self.canvas.drawRightString(A4[0] - 2.5 * cm, self.y, text)
        else:
            self.canvas.drawString(2.5 * cm + (2 * size if indent else 0), self.y, text)
        self.y -= 18

    def finish(self) -> None:
        self.canvas.setFont(FONT, 9)
        self.canvas.drawCentredString(A4[0] / 2, 1.5 * cm, f"— {self.number} —")
        self.canvas.drawString(2.5 * cm, A4[1] - 1.8 * cm, "山城通讯")
