"""Scanned pages: here is a PDF without text, give me what `tesseract` reads on it.

Tesseract and its Chinese data are programs of the system, not of ours: where they are missing the error
says what to install.
"""

from __future__ import annotations

import io
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from itertools import groupby

import pypdfium2

from corpus.model import Document, Line
from corpus.reading.types import problem

_DPI = 300
_TIMEOUT = 180
"""Seconds for one page."""


def available() -> bool:
    """Whether tesseract with simplified Chinese is installed."""
    program = shutil.which("tesseract")
    if program is None:
        return False
    listed = subprocess.run(
        [program, "--list-langs"], capture_output=True, text=True, check=False, timeout=30
    )
    return "chi_sim" in listed.stdout.split()


def read_pages(name: str, document: pypdfium2.PdfDocument, meta: Mapping[str, str]) -> Document:
    """Recognise every page.  Raises `CorpusError` where tesseract is missing, fails or finds nothing."""
    if not available():
        raise problem(
            name,
            "PDF 没有文字层，需要文字识别：请安装 tesseract 和 chi_sim 语言包，或先做 OCR",
            "a PDF without text needs OCR: install tesseract with chi_sim, or run OCR first",
        )
    lines: list[Line] = []
    for number in range(len(document)):
        page = document[number]
        image = page.render(scale=_DPI / 72, grayscale=True).to_pil()
        page.close()
        stored = io.BytesIO()
        image.save(stored, "PNG")
        lines.extend(_lines(_recognise(name, stored.getvalue()), number + 1, len(lines)))
    if not lines:
        raise problem(
            name,
            "PDF 没有文字层，文字识别也没有结果，请换清晰的扫描件",
            "a PDF without text, and OCR found none: give a clearer scan",
        )
    return Document(name, "pdf", tuple(lines), wrapped=True, meta={**meta, "ocr": "tesseract chi_sim"})


def _recognise(name: str, image: bytes) -> str:
    """Tesseract's table of words for an image."""
    command = ["tesseract", "stdin", "stdout", "-l", "chi_sim", "--psm", "3", "tsv"]
    try:
        done = subprocess.run(command, input=image, capture_output=True, check=True, timeout=_TIMEOUT)
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired, OSError) as error:
        raise problem(
            name,
            f"文字识别失败（{type(error).__name__}），请先用别的软件做 OCR",
            f"OCR failed ({type(error).__name__}): run OCR with another program first",
        ) from error
    return done.stdout.decode("utf-8", "replace")


def _lines(table: str, page: int, before: int) -> Iterator[Line]:
    """Lines of one page in the order tesseract gives (it finds columns itself), places in points."""
    words = [row.split("\t") for row in table.splitlines()[1:]]
    words = [word for word in words if len(word) == 12 and word[0] == "5" and word[11].strip()]
    number = before
    for _, group in groupby(words, key=lambda word: tuple(word[2:5])):
        line = list(group)
        boxes = [tuple(int(value) * 72 / _DPI for value in word[6:10]) for word in line]
        number += 1
        yield Line(
            _joined([word[11].strip() for word in line]),
            number,
            page=page,
            size=round(max(box[3] for box in boxes), 2),
            x0=round(boxes[0][0], 2),
            x1=round(boxes[-1][0] + boxes[-1][2], 2),
        )


def _joined(words: list[str]) -> str:
    """Words of one line; only two Latin ones have a space between."""
    text = words[0]
    for word in words[1:]:
        text += (" " if text[-1].isascii() and word[0].isascii() else "") + word
    return text
