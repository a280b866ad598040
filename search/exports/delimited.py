"""CSV: UTF-8 with a mark that Excel knows it by, CRLF, no cell that would run as a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import BinaryIO

from corpus.model import Article
from search.exports.columns import cells, harmless, headings
from search.exports.types import Context


def write(articles: Iterator[Article], out: BinaryIO, context: Context) -> None:
    """One row for each article under a row of headings."""
    text = io.TextIOWrapper(out, encoding="utf-8-sig", newline="", errors="replace")
    rows = csv.writer(text, lineterminator="\r\n")
    rows.writerow(headings(context))
    for article in articles:
        rows.writerow([harmless(str(cell)) if cell is not None else "" for cell in cells(article, context)])
    text.flush()
    text.detach()
