"""Pictures of pages are read where tesseract is, and say what is missing where it is not."""

from __future__ import annotations

import io

import pypdfium2
import pytest
from PIL import Image

from corpus.errors import CorpusError
from corpus.model import Document
from corpus.reading import Confined, Failure, Origin, Source, read_bytes
from corpus.reading.pictures import read_picture
from tests.corpus.printing import print_lines
from tests.corpus.test_reading_pdf import needs_tesseract, said


def picture(lines: list[str]) -> Image.Image:
    document = pypdfium2.PdfDocument(print_lines(lines, size=20, number=""))
    image = document[0].render(scale=2, grayscale=True).to_pil().copy()
    document.close()
    return image


@pytest.fixture(scope="module")
def pages() -> list[Image.Image]:
    return [
        picture(["岚州矿区开通首条万兆专线", "全线通信畅通"]),
        picture(["塔桥县举办安全生产演练", "三十名员工参加"]),
    ]


def stored(pages: list[Image.Image], kind: str) -> bytes:
    data = io.BytesIO()
    if kind == "TIFF":
        pages[0].save(data, kind, save_all=True, append_images=pages[1:], dpi=(144, 144))
    else:
        pages[0].save(data, kind)
    return data.getvalue()


def content(name: str, data: bytes) -> Document:
    (source,) = read_bytes(name, data)
    assert isinstance(source, Source), source
    assert isinstance(source.content, Document)
    return source.content


@needs_tesseract
@pytest.mark.parametrize(
    ("kind", "suffix"), [("PNG", "png"), ("JPEG", "jpg"), ("WEBP", "webp"), ("PNG", "txt")]
)
def test_a_picture_is_read_whatever_it_is_called(pages: list[Image.Image], kind: str, suffix: str) -> None:
    document = content(f"扫描.{suffix}", stored(pages, kind))
    assert "万兆专线" in said(document)
    assert "tesseract" in document.notices[0]


@needs_tesseract
def test_every_page_of_a_tiff_is_read(pages: list[Image.Image]) -> None:
    document = content("扫描.tif", stored(pages, "TIFF"))
    assert "万兆专线" in said(document) and "安全生产" in said(document)
    assert (document.lines[0].page, document.lines[-1].page) == (1, 2)
    assert all(line.box is not None and 0 <= line.box[0] < line.box[2] <= 596 for line in document.lines)


def test_a_picture_says_that_it_needs_tesseract(
    pages: list[Image.Image], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    (failure,) = read_bytes("扫描.png", stored(pages, "PNG"))
    assert isinstance(failure, Failure)
    assert "chi_sim" in str(failure.error) and "\n" not in str(failure.error)


@needs_tesseract
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF", "WEBP"])
def test_damaged_pictures_and_blank_ones_are_named(pages: list[Image.Image], kind: str) -> None:
    with pytest.raises(CorpusError) as caught:
        read_picture("a.png", stored(pages, kind)[:120])
    assert "damaged" in str(caught.value)
    with pytest.raises(CorpusError) as caught:
        read_picture("a.png", stored([Image.new("L", (900, 900), 255)], kind))
    assert "no text found" in str(caught.value)


@needs_tesseract
@pytest.mark.parametrize(("turn", "orientation"), [(90, 6), (180, 3), (270, 8)])
def test_a_turned_photograph_is_read_and_shown_upright(
    pages: list[Image.Image], turn: int, orientation: int
) -> None:
    upright = pages[0].crop((0, 0, pages[0].width, 600))
    data, exif = io.BytesIO(), Image.Exif()
    exif[0x0112] = orientation
    upright.rotate(turn, expand=True).save(data, "JPEG", exif=exif)
    assert "万兆专线" in said(content("照片.jpg", data.getvalue()))
    with Confined() as child:
        ((across, down),) = child.sizes("照片.jpg", Origin(data.getvalue()))
        shown = child.picture("照片.jpg", Origin(data.getvalue()), 1, 800)
    assert shown is not None and across > down
    assert Image.open(io.BytesIO(shown)).size == (800, round(800 * down / across))


def test_a_transparent_ground_is_white_and_deep_pictures_are_grey() -> None:
    for image in (Image.new("RGBA", (40, 60), (0, 0, 0, 0)), Image.new("I;16", (40, 60), 65535)):
        data = io.BytesIO()
        image.save(data, "PNG")
        with Confined() as child:
            shown = child.picture("a.png", Origin(data.getvalue()), 1, 100)
        assert shown is not None
        assert Image.open(io.BytesIO(shown)).convert("L").getextrema() == (255, 255)
