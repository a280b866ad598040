"""A page as printed: here is a PDF or a scan and a page number, give me its picture."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager

import pypdfium2
from PIL import Image

from corpus.reading import pictures
from corpus.reading.pdf import LOCK
from corpus.reading.types import problem

_PIXELS = 40_000_000
"""Pixels of a picture at most: a page may be a thousand times as high as it is wide."""


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
    if pictures.is_picture(data[:64]):
        return pictures.sizes(name, data)
    with _opened(name, data) as document:
        return [document.get_page_size(number) for number in range(len(document))]


def page_picture(name: str, data: bytes, page: int, width: int) -> bytes | None:
    """The page (1-based) as PNG, `width` pixels wide or less; None where there is no such page.

    Raises CorpusError for what is neither a PDF nor a picture, or a damaged one.
    """
    if pictures.is_picture(data[:64]):
        image = pictures.page(name, data, page)
    else:
        image = _drawn(name, data, page, width)
    if image is None:
        return None
    scale = min(1.0, width / image.width, (_PIXELS / (image.width * image.height)) ** 0.5)
    if scale < 1.0:
        image = image.resize((max(1, round(image.width * scale)), max(1, round(image.height * scale))))
    stored = io.BytesIO()
    image.save(stored, "PNG", compress_level=3)  # somebody waits for it: `optimize` takes six times as long
    return stored.getvalue()


def _drawn(name: str, data: bytes, page: int, width: int) -> Image.Image | None:
    """A page of a PDF."""
    with _opened(name, data) as document:
        if not 1 <= page <= len(document):
            return None
        sheet = document[page - 1]
        across, down = sheet.get_size()
        scale = min(width / max(across, 1.0), (_PIXELS / max(1.0, across * down)) ** 0.5)
        image: Image.Image = sheet.render(scale=scale).to_pil()
        sheet.close()
        return image
