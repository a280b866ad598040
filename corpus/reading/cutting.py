"""Here are the lines of a PDF and an article's among them, give me its rectangles and cut them out.

Boxes are (left, top, right, bottom) in points from the top left corner of the page as it is shown.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PIL import Image
from PIL.PngImagePlugin import PngInfo

from corpus.model import Line

Box = tuple[float, float, float, float]
MARGIN = 6.0
"""Points of white kept around what is cut out."""

FADED = 0.2
"""How much is still seen of what stands beside the article within the same rectangle."""

DOTS = 150.0
"""Dots an inch at which a cutting says it is to be printed."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The part of an article on one page.  page: 1-based; width, height: of the page, in points."""

    page: int
    width: float
    height: float
    lines: tuple[Line, ...]

    def blocks(self) -> list[Box]:
        """The columns it fills: lines below one another are one."""
        found: list[Box] = []
        for line in self.lines:
            if line.box is None:
                continue
            if found and _follows(found[-1], line.box):
                found[-1] = _union(found[-1], line.box)
            else:
                found.append(line.box)
        return found

    def frames(self, forms: Iterable[str]) -> list[Box]:
        """Where the forms are printed, each as often as it is; a form broken over two lines is two frames."""
        text, places = _run(self.lines)
        spans = set()
        for form in {_bare(one) for one in forms} - {""}:
            spans |= {(found.start(), found.end()) for found in re.finditer(re.escape(form), text)}
        return [box for start, end in sorted(spans) for box in _boxes(self.lines, places[start:end])]


def sheets_of(
    lines: Sequence[Line], span: tuple[int, int], sizes: Sequence[tuple[float, float]]
) -> list[Sheet]:
    """The pages on which the lines with numbers in `span` (inclusive) stand; sizes: of every page, in points.

    [] where the reader knows no places.
    """
    own = [line for line in lines if span[0] <= line.number <= span[1] and line.box and line.page]
    pages = dict.fromkeys(line.page for line in own if line.page and line.page <= len(sizes))
    return [Sheet(page, *sizes[page - 1], tuple(line for line in own if line.page == page)) for page in pages]


def cut(picture: bytes, sheet: Sheet) -> Image.Image:
    """The article out of the page's picture; what stands between its columns is faded."""
    page = Image.open(io.BytesIO(picture)).convert("RGB")
    scale = page.width / sheet.width
    areas = [_scaled(box, scale, page.size) for box in sheet.blocks()]
    faded = Image.blend(page, Image.new("RGB", page.size, "white"), 1 - FADED)
    for area in areas:
        faded.paste(page.crop(area), area[:2])
    whole = areas[0]
    for area in areas[1:]:
        whole = (
            min(whole[0], area[0]), min(whole[1], area[1]), max(whole[2], area[2]), max(whole[3], area[3])
        )  # fmt: skip
    return faded.crop(whole)


def as_png(image: Image.Image, reference: str) -> bytes:
    """PNG with the reference in it, as text that programs find (iTXt "Source")."""
    told, out = PngInfo(), io.BytesIO()
    told.add_itxt("Source", reference)
    image.save(out, "PNG", pnginfo=told, dpi=(DOTS, DOTS))
    return out.getvalue()


def as_pdf(images: Sequence[Image.Image], title: str, reference: str) -> bytes:
    """PDF of the cuttings, one a page, with title and reference among its properties."""
    out = io.BytesIO()
    first, *rest = images
    first.save(out, "PDF", save_all=True, append_images=rest, resolution=DOTS, title=title, subject=reference)
    return out.getvalue()


def _follows(block: Box, line: Box) -> bool:
    """Whether a line goes on below a block, in the same column."""
    shared = min(block[2], line[2]) - max(block[0], line[0])
    height = line[3] - line[1]
    return shared > 0.3 * min(block[2] - block[0], line[2] - line[0]) and line[1] > block[3] - 2 * height


def _union(one: Box, other: Box) -> Box:
    return min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3])


def _scaled(box: Box, scale: float, size: tuple[int, int]) -> tuple[int, int, int, int]:
    left, top, right, bottom = box
    return (
        max(0, int((left - MARGIN) * scale)),
        max(0, int((top - MARGIN) * scale)),
        min(size[0], int((right + MARGIN) * scale) + 1),
        min(size[1], int((bottom + MARGIN) * scale) + 1),
    )


def _bare(text: str) -> str:
    return "".join(text.split()).casefold()


def _run(lines: Sequence[Line]) -> tuple[str, list[tuple[int, int]]]:
    """The lines as one text without spaces, and for each character its line and its place in that line."""
    text, places = [], []
    for number, line in enumerate(lines):
        for place, character in enumerate(line.text):
            folded = character.casefold()
            if not character.isspace() and len(folded) == 1:
                text.append(folded)
                places.append((number, place))
    return "".join(text), places


def _boxes(lines: Sequence[Line], places: Sequence[tuple[int, int]]) -> list[Box]:
    """The part of each line's box that its characters take, by their share of its length."""
    boxes = []
    for number in dict.fromkeys(number for number, _ in places):
        line, own = lines[number], [place for at, place in places if at == number]
        if line.box is None:
            continue
        left, top, right, bottom = line.box
        first, last = own[0] / len(line.text), (own[-1] + 1) / len(line.text)
        if bottom - top > right - left and len(line.text) > 1:  # runs downwards
            boxes.append((left, top + (bottom - top) * first, right, top + (bottom - top) * last))
        else:
            boxes.append((left + (right - left) * first, top, left + (right - left) * last, bottom))
    return boxes
