"""A page as printed: here is a PDF and a page number, give me its picture."""

from __future__ import annotations

import io
import threading

import pypdfium2

from corpus.reading.types import problem

# PDFium keeps state of its own that two threads must not touch at once.
_PDFIUM = threading.Lock()


def page_picture(name: str, data: bytes, page: int, width: int) -> bytes | None:
    """The page (1-based) as PNG, `width` pixels wide; None where there is no such page.

    Raises CorpusError for what is not a PDF, or a damaged one.
    """
    with _PDFIUM:
        try:
            document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            raise problem(
                name, "不是可打开的 PDF，没有版面图", "not a PDF that opens: no picture of it"
            ) from error
        try:
            if not 1 <= page <= len(document):
                return None
            sheet = document[page - 1]
            image = sheet.render(scale=width / sheet.get_width()).to_pil()
            sheet.close()
        finally:
            document.close()
    stored = io.BytesIO()
    image.save(stored, "PNG", optimize=True)
    return stored.getvalue()
