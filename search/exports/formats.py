"""The table of formats, and `export`, which counts while one of them writes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from importlib import import_module
from types import MappingProxyType
from typing import BinaryIO

from corpus.errors import ArchiveError
from corpus.model import Article
from search.exports.types import Context, Writer


class UnknownFormat(ArchiveError):
    """No such export format; the message lists those there are."""


@dataclass(frozen=True, slots=True)
class Format:
    """One format.  module: in this package, loaded when first wanted; media: MIME type; style: of its
    references ("" = the one that the context asks for)."""

    name: str
    label: str
    suffix: str
    media: str
    module: str
    style: str = ""

    def writer(self) -> Writer:
        """The function that writes it."""
        write: Writer = import_module(f"search.exports.{self.module}").write
        return write


_PLAIN = "text/plain; charset=utf-8"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        one.name: one
        for one in (
            Format("csv", "CSV", ".csv", "text/csv; charset=utf-8", "delimited"),
            Format("xlsx", "Excel", ".xlsx", _EXCEL, "workbook"),
            Format("ris", "RIS", ".ris", "application/x-research-info-systems", "ris"),
            Format("bibtex", "BibTeX", ".bib", "application/x-bibtex", "bibtex"),
            Format("csljson", "CSL-JSON", ".json", "application/vnd.citationstyles.csl+json", "csljson"),
            Format("gbt7714", "GB/T 7714—2025", ".txt", _PLAIN, "references", "gbt7714"),
            Format("gbt7714-2015", "GB/T 7714—2015", ".txt", _PLAIN, "references", "gbt7714-2015"),
            Format("markdown", "Markdown", ".md", "text/markdown; charset=utf-8", "markdown"),
            Format("html", "HTML", ".html", "text/html; charset=utf-8", "hypertext"),
            Format("docx", "Word", ".docx", _WORD, "word"),
            Format("jsonl", "JSON Lines", ".jsonl", "application/jsonl; charset=utf-8", "jsonlines"),
        )
    }
)
"""Every format by name.  One more is one module with a `write` and one line here."""


def export(
    format: str,
    articles: Iterable[Article],
    out: BinaryIO,
    context: Context | None = None,
    progress: Callable[[int], None] | None = None,
) -> int:
    """Write all articles to `out` (left open) in a format of `FORMATS`; return how many there were.

    progress: called with the number written so far, after each.  Raises UnknownFormat.
    """
    if format not in FORMATS:
        known = ", ".join(FORMATS)
        raise UnknownFormat(f"没有格式 {format}，可用：{known} / no format {format}; there are: {known}")
    counted = _Counted(articles, progress)
    context = context or Context()
    entry = FORMATS[format]
    entry.writer()(iter(counted), out, replace(context, style=entry.style or context.style))
    return counted.count


class _Counted:
    def __init__(self, articles: Iterable[Article], progress: Callable[[int], None] | None) -> None:
        self.articles = articles
        self.progress = progress
        self.count = 0

    def __iter__(self) -> Iterator[Article]:
        for article in self.articles:
            yield article
            self.count += 1
            if self.progress is not None:
                self.progress(self.count)
