"""Pictures of pages (TIFF, PNG, JPEG, WebP, BMP): here are the bytes, give me what can be recognised."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

from PIL import Image, ImageFile, UnidentifiedImageError

from corpus.errors import CorpusError
from corpus.model import Aside, Document
from corpus.reading import ocr, placing
from corpus.reading.furniture import is_page_number
from corpus.reading.layout import Placed
from corpus.reading.types import DEFAULT_LIMITS, Limits, listed, problem

SUFFIXES = (".png", ".jpg", ".jpeg", ".tif", ".tiff", ".webp", ".bmp")
_KNOWN = (b"\x89PNG", b"\xff\xd8\xff", b"II*\0", b"MM\0*", b"BM")
_PAGE = 595.0
"""Width in points that a page is taken to have where its picture does not say how dense its dots are."""
_COARSE = 100
"""Dots to the inch below which what a picture says of them is about a screen."""
_SMALL = 1500
"""Pixels across below which a picture is made larger, for small characters are not recognised."""
_LARGEST = 150_000_000
"""Pixels of a picture at most: a newspaper's sheet at 300 dots to the inch."""
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""How a picture is turned to be looked at, by its EXIF orientation."""
_ORIENTATION = 0x0112
_DAMAGED = (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, IndexError, KeyError)
"""What Pillow raises for what is no picture, or half of one."""


def is_picture(head: bytes) -> bool:
    """Whether a file begins as a picture that is read here."""
    webp = head.startswith(b"RIFF") and head[8:12] == b"WEBP"
    return webp or (head.startswith(_KNOWN) and b"\0" in head[:64])


def read_picture(name: str, data: bytes, limits: Limits = DEFAULT_LIMITS) -> Document:
    """Lines of every page (a TIFF may have many) by tesseract.

    Raises `CorpusError` where tesseract is missing, for a damaged picture and one without text.
    """
    if not ocr.available():
        raise problem(name, f"图片需要文字识别：{ocr.REMEDY[0]}", f"a picture needs OCR: {ocr.REMEDY[1]}")
    recogniser = ocr.Recogniser(name, limits.ocr)
    pages: list[list[Placed]] = []
    late: list[int] = []
    with _opened(name, data) as file:
        for number in range(_count(file)):
            if recogniser.spent:
                late.append(number)
                pages.append([])
                continue
            image, scale = _legible(_frame(name, file, number))
            pages.append(recogniser.lines(image, scale, image.height * scale))
    aside = tuple(_page_numbers(pages))
    lines = tuple(placing.numbered(pages))
    notices = tuple(_notices(pages, late))
    if not lines and not late:
        raise problem(
            name, "图片里没有认出文字，请换清晰的图片", "no text found in the picture: give a clearer one"
        )
    if not lines:
        raise CorpusError(name, notices[-1])
    meta = {"ocr": "tesseract chi_sim"}
    return Document(name, "picture", lines, wrapped=True, meta=meta, aside=aside, notices=notices)


def _notices(pages: list[list[Placed]], late: list[int]) -> Iterator[str]:
    yield "文字由 tesseract 从图像识别，可能有错字 / recognised from a picture by tesseract: expect slips"
    blank = [number for number, page in enumerate(pages) if not page and number not in late]
    if blank:
        zh, en = listed(blank)
        yield f"第{zh}页没有认出文字 / no text found on {en}"
    if late:
        zh, en = listed(late)
        yield (
            f"第{zh}页来不及识别，没有读出；请把文件分开，或提高 reading.ocr_seconds / "
            f"{en} not recognised for want of time: split the file, or raise reading.ocr_seconds"
        )


def sizes(name: str, data: bytes) -> list[tuple[float, float]]:
    """(width, height) of every page in points, as its lines count them.  Raises `CorpusError`."""
    found = []
    with _opened(name, data) as file:
        for number in range(_count(file)):
            file.seek(number)
            across, down = file.size
            if file.getexif().get(_ORIENTATION, 1) in (5, 6, 7, 8):
                across, down = down, across
            points = _points(file, across)
            found.append((across * points, down * points))
    return found


def page(name: str, data: bytes, number: int) -> Image.Image | None:
    """A page (1-based) as it is to be looked at; None where there is none.  Raises `CorpusError`."""
    with _opened(name, data) as file:
        if not 1 <= number <= _count(file):
            return None
        image, _ = _frame(name, file, number - 1)
        return image


@contextmanager
def _opened(name: str, data: bytes) -> Iterator[ImageFile.ImageFile]:
    try:
        with warnings.catch_warnings():
            # of its size, which is bounded here, and of damage, which is an error
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(data)) as file:
                yield file
    except Image.DecompressionBombError as error:
        raise _too_large(name) from error
    except _DAMAGED as error:
        raise problem(
            name,
            "图片不完整或已损坏，请重新扫描或另存",
            "truncated or damaged picture: scan it or save it again",
        ) from error


def _too_large(name: str) -> CorpusError:
    return problem(
        name,
        f"图片超过 {_LARGEST:,} 个像素，未读取；请缩小后再导入",
        f"more than {_LARGEST:,} pixels, not taken in: make the picture smaller",
    )


def _count(file: ImageFile.ImageFile) -> int:
    """Pages of a picture: those of a TIFF; what moves is one."""
    return int(getattr(file, "n_frames", 1)) if file.format == "TIFF" else 1


def _frame(name: str, file: ImageFile.ImageFile, number: int) -> tuple[Image.Image, float]:
    """A page (0-based) in grey on white, as it is to be looked at, with points to the pixel."""
    file.seek(number)
    across, down = file.size
    if across * down > _LARGEST:
        raise _too_large(name)
    turned = file.getexif().get(_ORIENTATION, 1)
    if file.mode.startswith("I;16"):
        image: Image.Image = file.convert("I").point(lambda value: value / 256).convert("L")
    elif "A" in file.getbands() or "transparency" in file.info:
        shown = file.convert("RGBA")
        image = Image.new("RGBA", shown.size, "white")
        image.alpha_composite(shown)
        image = image.convert("L")
    else:
        image = file.convert("L")
    if turned in _TURNS:
        image = image.transpose(_TURNS[turned])
    return image, _points(file, image.width)


def _points(file: ImageFile.ImageFile, width: int) -> float:
    """Points to the pixel of a page so many pixels wide."""
    dots = file.info.get("dpi", (0, 0))
    first = float(dots[0] or 0) if isinstance(dots, tuple) and dots else 0.0
    return 72 / first if first >= _COARSE else _PAGE / width


def _legible(frame: tuple[Image.Image, float]) -> tuple[Image.Image, float]:
    """The page in a size that is fit for recognition."""
    image, points = frame
    share = min(1.0, (ocr.PIXELS / (image.width * image.height)) ** 0.5)
    if image.width < _SMALL and share == 1.0 and image.height < 2 * _SMALL:
        share = 2.0
    if share != 1.0:
        size = max(1, round(image.width * share)), max(1, round(image.height * share))
        image = image.resize(size, Image.Resampling.LANCZOS)
    return image, points / share


def _page_numbers(pages: list[list[Placed]]) -> Iterator[Aside]:
    """Page numbers that end or open a page, taken out of its lines."""
    for number, lines in enumerate(pages, start=1):
        for at in (-1, 0):
            if len(lines) > 1 and is_page_number(lines[at].text):
                yield Aside("furniture", lines.pop(at).text, "page number", page=number)
