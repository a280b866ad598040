"""Printed pages: here is an article of a PDF, give me its place on them and it cut out of them.

The store keeps no places of lines: the source is read again when they are asked for, and what the last few
sources gave is held.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import cast

from flask import current_app

from corpus.model import Article, Document, Line
from corpus.reading import Source, read_bytes
from corpus.reading.cutting import Sheet, as_pdf, as_png, cut, sheets_of
from corpus.reading.pictures import SUFFIXES
from corpus.reading.types import Origin
from search.application.archive import Archive

HELD = 8
"""Sources whose lines are held: a person reads in one issue at a time."""

PIXELS = 2.5
"""Pixels a point of a cutting: fine enough to print."""

Print = tuple[tuple[Line, ...], tuple[tuple[float, float], ...]]
"""The lines of a source and the sizes of its pages."""


class Sheets:
    """The sources read last.  Safe under threads."""

    def __init__(self) -> None:
        self._held: OrderedDict[str, Print] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, archive: Archive, article: Article) -> list[Sheet]:
        """The article's part of every page; [] where the source has no places, or the article no lines."""
        if not article.lines or not article.issue_id:
            return []
        lines, sizes = self._print(archive, article.issue_id, article.source_file)
        return sheets_of(lines, article.lines, sizes)

    def lines(self, archive: Archive, article: Article) -> tuple[Line, ...]:
        """The article's lines in its source; () where it has none."""
        if not article.lines or not article.issue_id:
            return ()
        first, last = article.lines
        every, _ = self._print(archive, article.issue_id, article.source_file)
        return tuple(line for line in every if first <= line.number <= last)

    def png(self, archive: Archive, article: Article, page: int, reference: str) -> bytes | None:
        """The article's part of one page; None where it has none there."""
        sheet = next((one for one in self.of(archive, article) if one.page == page), None)
        return as_png(cut(_picture(archive, article, sheet), sheet), reference) if sheet else None

    def pdf(self, archive: Archive, article: Article, reference: str) -> bytes | None:
        """All of its parts; None where there are none."""
        parts = [cut(_picture(archive, article, sheet), sheet) for sheet in self.of(archive, article)]
        return as_pdf(parts, article.title, reference) if parts else None

    def _print(self, archive: Archive, issue_id: str, name: str) -> Print:
        digest = archive.store.source_digest(issue_id)
        with self._lock:
            if digest in self._held:
                self._held.move_to_end(digest)
                return self._held[digest]
        data = archive.store.source_bytes(issue_id)
        child = archive.parts.confined
        sources = read_bytes(name, data, child.limits, child)
        content = next((one.content for one in sources if isinstance(one, Source)), None)
        lines = content.lines if isinstance(content, Document) else ()
        found = lines, tuple(child.sizes(name, Origin(data))) if has_pages(name) else ()
        with self._lock:
            self._held[digest] = found
            while len(self._held) > HELD:
                self._held.popitem(last=False)
        return found


def page_as_picture(archive: Archive, issue_id: str, page: int, width: int) -> bytes | None:
    """A page of the issue as PNG, where it is a PDF or a scan; else None.

    Raises IssueNotFound, StoreError, CorpusError.
    """
    issue = archive.issue(issue_id)
    if not has_pages(issue.source_file):
        return None
    return archive.parts.confined.picture(
        issue.source_file, Origin(archive.store.source_bytes(issue_id)), page, width
    )


def has_pages(name: str) -> bool:
    """Whether a source of this name can be looked at page by page."""
    return name.lower().endswith((".pdf", *SUFFIXES))


def sheets() -> Sheets:
    """Those of the running application."""
    return cast(Sheets, current_app.extensions["sheets"])


def _picture(archive: Archive, article: Article, sheet: Sheet) -> bytes:
    data = archive.store.source_bytes(article.issue_id or "")
    width = round(sheet.width * PIXELS)
    return archive.parts.confined.picture(article.source_file, Origin(data), sheet.page, width) or b""
