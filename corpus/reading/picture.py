"""A page as printed: here is a PDF and a page number, give me its picture."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager

import pypdfium2

from corpus.reading.pdf import LOCK
from corpus.reading.types import problem


@contextmanager
def _opened(name: str, data: bytes) -> Iterator[pypdfium2.PdfDocument]:
    with LOCK:
        try:
            document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            raise problem(
                name, "不是可打开的 PDF，没有版面图", "not a PDF that opens: no picture of it"
            ) from error
        try:
            yield document
        finally:
            document.close()


def page_sizes(name: str, data: bytes) -> list[tuple[float, float]]:
    """(width, height) of every page as it is shown, in points.  Raises CorpusError."""
    with _opened(name, data) as document:
        return [document.get_page_size(number) for number in range(len(document))]


def page_picture(name: str, data: bytes, page: int, width: int) -> bytes | None:
    """The page (1-based) as PNG, `width` pixels wide; None where there is no such page.

    Raises CorpusError for what is not a PDF, or a damaged one.
    """
    with _opened(name, data) as document:
        if not 1 <= page <= len(document):
            return None
        sheet = document[page - 1]
        image = sheet.render(scale=width / sheet.get_width()).to_pil()
        sheet.close()
    stored = io.BytesIO()
    image.save(stored, "PNG", optimize=True)
    return stored.getvalue()
