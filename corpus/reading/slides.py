"""PPTX: here are the bytes of a presentation, give me its slides as one article: titles, texts, tables,
notes."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from lxml import etree

from corpus.characters import mend
from corpus.model import Document, Line
from corpus.reading.archives import BROKEN
from corpus.reading.extras import needed
from corpus.reading.packages import plain_office
from corpus.reading.plain import clean
from corpus.reading.types import DEFAULT_LIMITS, Limits, problem


def read_slides(name: str, data: bytes, limits: Limits = DEFAULT_LIMITS) -> Document:
    """One line a paragraph or table row; `page` is the slide.

    Raises `CorpusError` where the library is absent, for a damaged file and for one without text.
    """
    pptx = needed("pptx", "python-pptx", name, "PPTX 演示文稿", "a PPTX presentation")
    try:
        deck = pptx.Presentation(io.BytesIO(plain_office(name, data, limits)))
        lines = tuple(_lines(deck))
        said = {"title": deck.core_properties.title, "author": deck.core_properties.author}
    except (
        pptx.exc.PackageNotFoundError,
        KeyError,
        AttributeError,
        TypeError,
        etree.XMLSyntaxError,
        *BROKEN,
    ) as error:
        raise problem(
            name, "PPTX 文件不完整或已损坏，请重新保存", "truncated or damaged PPTX: save it again"
        ) from error
    if not lines:
        raise problem(
            name, "演示文稿里没有文字，请换一个文件", "the presentation has no text: give one with content"
        )
    meta = {key: value for key, value in said.items() if value}
    return Document(name, "pptx", lines, wrapped=False, meta=meta, single=True)


def _lines(deck: Any) -> Iterator[Line]:
    number = 0
    titled = False
    for page, slide in enumerate(deck.slides, start=1):
        title = slide.shapes.title
        for text, style, shape in _texts(slide):
            for part in mend(clean(text)).split("\n"):
                if part.strip():
                    number += 1
                    head = shape is not None and title is not None and shape.shape_id == title.shape_id
                    own = ("heading2" if titled else "title") if head else style
                    yield Line(part.strip(), number, page, style=own)
                    titled = titled or head


def _texts(slide: Any) -> Iterator[tuple[str, str | None, Any]]:
    """(text, style, shape) of a slide in its order, the title first, the speaker's notes last."""
    shapes = list(slide.shapes)
    title = slide.shapes.title
    if title is not None:
        shapes.sort(key=lambda shape: shape.shape_id != title.shape_id)
    for shape in shapes:
        yield from _of(shape)
    if slide.has_notes_slide and slide.notes_slide.notes_text_frame is not None:
        yield slide.notes_slide.notes_text_frame.text, None, None


def _of(shape: Any) -> Iterator[tuple[str, str | None, Any]]:
    if hasattr(shape, "shapes"):
        for inner in shape.shapes:
            yield from _of(inner)
    elif getattr(shape, "has_table", False):
        for row in shape.table.rows:
            cells = [" ".join(cell.text.split()) for cell in row.cells]
            yield "  ".join(filter(None, cells)), "table", shape
    elif getattr(shape, "has_text_frame", False):
        yield shape.text_frame.text, None, shape
