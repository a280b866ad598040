"""DOCX: every article in full under its headline, with its reference; streamed, however many.

python-docx makes an empty document with the styles; the text is written into its `document.xml`
paragraph by paragraph, so memory does not grow with the list.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import IO, BinaryIO
from xml.sax.saxutils import escape

import docx
from docx.oxml.ns import qn

from corpus.model import Article
from search.exports.citations import Citation
from search.exports.types import Context

_MARK = "xunzhang-articles-here"
_BODY = "word/document.xml"
_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write(articles: Iterator[Article], out: BinaryIO, context: Context) -> None:
    """The list's title, then article after article."""
    with (
        zipfile.ZipFile(io.BytesIO(_skeleton())) as empty,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package,
    ):
        for entry in empty.infolist():
            if entry.filename != _BODY:
                package.writestr(entry, empty.read(entry))
        before, after = re.split(rf"<w:p>(?:(?!<w:p>).)*?{_MARK}.*?</w:p>", empty.read(_BODY).decode())
        with package.open(_BODY, "w", force_zip64=True) as body:
            body.write(before.encode())
            _contents(body, articles, context)
            body.write(after.encode())


def _contents(body: IO[bytes], articles: Iterator[Article], context: Context) -> None:
    def put(style: str, *runs: tuple[str, bool]) -> None:
        body.write(_paragraph(style, runs).encode())

    if context.title:
        put("Title", (context.title, False))
    if context.note:
        put("", (context.note, False))
    under = ""
    for article in articles:
        heading = context.headings.get(article.id, "")
        if heading != under:
            put("Title", (heading or "…", False))
            under = heading
        put("Heading1", (article.title, False))
        if article.subtitle:
            put("Subtitle", (article.subtitle, False))
        put("", *_slanted(context.citation(article)))
        if note := context.notes.get(article.id):
            put("", (note, True))
        for paragraph in article.body.split("\n"):
            if paragraph.strip():
                put("", (paragraph.strip(), False))


def _slanted(citation: Citation) -> list[tuple[str, bool]]:
    return [(text, True) for text, _ in citation.runs]


def _paragraph(style: str, runs: tuple[tuple[str, bool], ...]) -> str:
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{properties}{''.join(_run(text, italic) for text, italic in runs)}</w:p>"


def _run(text: str, italic: bool) -> str:
    slant = "<w:rPr><w:i/></w:rPr>" if italic else ""
    return f'<w:r>{slant}<w:t xml:space="preserve">{escape(_ILLEGAL.sub("", text))}</w:t></w:r>'


def _skeleton() -> bytes:
    document = docx.Document()
    for name in ("Normal", "Title", "Subtitle", "Heading 1"):
        fonts = document.styles[name].element.get_or_add_rPr().get_or_add_rFonts()
        fonts.set(qn("w:eastAsia"), "宋体")
    document.add_paragraph(_MARK)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()
