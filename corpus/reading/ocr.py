"""Pictures of text: here is one, give me the lines that `tesseract` reads on it.

Tesseract and its Chinese data are programs of the system, not of ours: where they are missing the reader says
what to install.
"""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from itertools import groupby

from PIL import Image

from corpus.reading.layout import Placed
from corpus.reading.types import problem

DPI = 300
"""Dots to the inch at which pages are recognised."""
PIXELS = 40_000_000
"""Pixels of a picture at most; a larger one is made smaller."""
REMEDY = (
    "请安装 tesseract 和 chi_sim 语言包，或先做 OCR",
    "install tesseract with chi_sim, or run OCR first",
)
_HOLLOW = re.compile(
    r"(?<=\S)(?:“”|‘’|\"\")(?=\S)|\u3000[”’]|[“‘]\u3000|(?<=[(（])([^“”()（）]{2,12})[”“]+(?=[^“”()（）]{2,12}[)）])"
)
"""Quotation marks as which white space is read: a pair that holds nothing, one beside a gap, one of a
pair within a bracket."""
_PAGE = 180
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


class Recogniser:
    """Reads pictures until its time is spent.  name: of the file, for messages; seconds: for all pages."""

    def __init__(self, name: str, seconds: float) -> None:
        self.name = name
        self.until = time.monotonic() + seconds

    @property
    def spent(self) -> bool:
        """Whether there is no time left for another page."""
        return time.monotonic() >= self.until

    def lines(self, image: Image.Image, scale: float, height: float) -> list[Placed]:
        """Lines in the order that tesseract gives (it finds columns itself).

        scale: points to the pixel; height: of the page, in points.  Raises `CorpusError` where it fails.
        """
        stored = io.BytesIO()
        image.convert("L").save(stored, "PNG", compress_level=1)
        seconds = max(1.0, min(_PAGE, self.until - time.monotonic()))
        return list(_lines(_recognise(self.name, stored.getvalue(), seconds), scale, height))


def _recognise(name: str, image: bytes, seconds: float) -> str:
    """Tesseract's table of words for an image."""
    command = ["tesseract", "stdin", "stdout", "-l", "chi_sim", "--psm", "3", "--dpi", str(DPI), "tsv"]
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    try:
        done = subprocess.run(
            command, input=image, capture_output=True, check=True, timeout=seconds, env=environment
        )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired, OSError) as error:
        raise problem(
            name,
            f"文字识别失败（{type(error).__name__}），请先用别的软件做 OCR",
            f"OCR failed ({type(error).__name__}): run OCR with another program first",
        ) from error
    return done.stdout.decode("utf-8", "replace")


def _lines(table: str, scale: float, height: float) -> Iterator[Placed]:
    words = [row.split("\t") for row in table.splitlines()[1:]]
    words = [word for word in words if len(word) == 12 and word[0] == "5" and word[11].strip()]
    for block, group in groupby(words, key=lambda word: word[2]):
        lines = [list(line) for _, line in groupby(group, key=lambda word: tuple(word[2:5]))]
        places = [[_box(word, scale) for word in line] for line in lines]
        left = min(box[0] for boxes in places for box in boxes)
        right = max(box[2] for boxes in places for box in boxes)
        for line, boxes in zip(lines, places, strict=True):
            x0, x1 = boxes[0][0], boxes[-1][2]
            top, bottom = min(box[1] for box in boxes), max(box[3] for box in boxes)
            size = max(box[3] - box[1] for box in boxes)
            text = _joined([word[11].strip() for word in line], boxes, size)
            outline = (round(x0, 1), round(top, 1), round(x1, 1), round(bottom, 1))
            yield Placed(
                text, x0, x1, height - bottom, size, False, left, right, 20_000 + int(block), box=outline
            )


def _box(word: list[str], scale: float) -> tuple[float, float, float, float]:
    """Left, top, right, bottom of a word in points."""
    left, top, width, height = (int(value) * scale for value in word[6:10])
    return left, top, left + width, top + height


def _joined(words: list[str], boxes: list[tuple[float, float, float, float]], size: float) -> str:
    """Words of one line: a gap that can be seen is a space, and so is one between two Latin words.

    size: height of the line in points.
    """
    text = words[0]
    for word, before, box in zip(words[1:], boxes, boxes[1:], strict=False):
        latin = text[-1].isascii() and word[0].isascii()
        text += ("　" if box[0] - before[2] > size else " " if latin else "") + word
    return _HOLLOW.sub(lambda match: f"{match[1] or ''}\u3000", text)
