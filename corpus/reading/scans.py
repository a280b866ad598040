"""Pages that are pictures: here are the pages of a PDF, put in what can be recognised, say what cannot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import pypdfium2

from corpus.reading import ocr
from corpus.reading.directions import UprightPage
from corpus.reading.layout import Placed, Run
from corpus.reading.types import Limits, listed, problem

_SENSE = 10
"""Characters that must be recognised on a page that is typed too, for a photograph has some by chance."""


@dataclass
class PageFacts:
    """What is known of a page.  runs: of its main text, without furniture; scanned: its lines by OCR."""

    sheet: UprightPage
    runs: Sequence[Run]
    typed: int
    unknown: int
    wants_ocr: bool
    scanned: list[Placed] = field(default_factory=list)
    aside: list[tuple[str, str]] = field(default_factory=list)


def recognise(
    name: str, document: pypdfium2.PdfDocument, pages: Sequence[PageFacts], limits: Limits
) -> tuple[list[str], bool]:
    """Recognise the pages that are pictures.  Gives what must be said of it, and whether anything was read.

    Raises `CorpusError` where no page has text and none can be recognised.
    """
    nothing = all(page.wants_ocr or not page.typed for page in pages)
    wanted = [number for number, page in enumerate(pages) if page.wants_ocr or (nothing and not page.typed)]
    said = _unknown_characters(pages)
    if not wanted:
        return said, False
    if not ocr.available():
        if nothing:
            raise problem(
                name, f"PDF 没有文字层，需要文字识别：{ocr.REMEDY[0]}", f"a PDF without text: {ocr.REMEDY[1]}"
            )
        where = listed(wanted)
        return [
            *said,
            f"第{where[0]}页是扫描图像或文字无法识别，其中的内容没有读出；{ocr.REMEDY[0]} / "
            f"{where[1]} scanned or without readable characters, not read: {ocr.REMEDY[1]}",
        ], False
    recogniser, done, late = ocr.Recogniser(name, limits.ocr), [], []
    for number in wanted:
        if recogniser.spent:
            late.append(number)
            continue
        pages[number].scanned = _scanned(document, number, pages[number], recogniser)
        if pages[number].scanned:
            done.append(number)
    if done:
        where = listed(done)
        said.append(
            f"第{where[0]}页的文字由 tesseract 从图像识别，可能有错字 / "
            f"{where[1]} recognised from pictures by tesseract: expect slips"
        )
    if late:
        where = listed(late)
        said.append(
            f"第{where[0]}页来不及识别，没有读出；请把文件分开，或提高 reading.ocr_seconds / "
            f"{where[1]} not recognised for want of time: split the file, or raise reading.ocr_seconds"
        )
    if not done and nothing:
        raise problem(
            name,
            "PDF 没有文字层，文字识别也没有结果，请换清晰的扫描件",
            "a PDF without text, and OCR found none: give a clearer scan",
        )
    return said, bool(done)


def _scanned(
    document: pypdfium2.PdfDocument, number: int, page: PageFacts, recogniser: ocr.Recogniser
) -> list[Placed]:
    """A page by OCR.  What is typed over a scan stays, unless it was recognised too or means nothing."""
    sheet = document[number]
    try:
        width, height = sheet.get_size()
        scale = min(ocr.DPI / 72, (ocr.PIXELS / max(1.0, width * height)) ** 0.5)
        image = sheet.render(scale=scale, grayscale=True).to_pil()
    finally:
        sheet.close()
    lines = recogniser.lines(image, 1 / scale, height)
    text = "".join("".join(line.text.split()) for line in lines)
    if page.typed and page.unknown < 0.1 * page.typed and len(text) < max(_SENSE, page.typed):
        return []
    return lines


def _unknown_characters(pages: Sequence[PageFacts]) -> list[str]:
    """A notice where single characters could not be told."""
    some = [number for number, page in enumerate(pages) if page.unknown and not page.wants_ocr]
    if not some:
        return []
    count, where = sum(pages[number].unknown for number in some), listed(some)
    return [
        f"第{where[0]}页有 {count} 个字符在 PDF 里没有编码，读出的字可能不对；请核对原件 / "
        f"{where[1]}: {count} characters have no code in the PDF and may be read wrongly: check the original"
    ]
