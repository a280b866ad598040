"""The plain values that carry what was printed.  Frozen; no engine, no HTTP, no SQL."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

DateBasis = Literal["stated", "inferred", "issue"]
"""How a date is known: printed in full; resolved from a partial date; fallen back to the issue's month."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line (or, in formats that keep paragraphs, one paragraph) in reading order.

    number: 1-based line in the extracted text; page: 1-based page; size: font size in points;
    x0, x1: left and right edge in points; left, right: edges of the column the line stands in, in
    points (an indented line has x0 > left, a short one x1 < right), all along the line as it is read, so
    that they mean the same for a line that runs downwards or is turned; gap: white space above in line
    heights (None = unknown); box: (left, top, right, bottom) on the page as it is shown, in points from
    its top left corner;
    style: structure the format states itself ("heading1", "heading2", …, "list", "table", "quote").
    """

    text: str
    number: int
    page: int | None = None
    size: float | None = None
    bold: bool = False
    x0: float | None = None
    x1: float | None = None
    left: float | None = None
    right: float | None = None
    gap: float | None = None
    style: str | None = None
    box: tuple[float, float, float, float] | None = None


AsideKind = Literal["head", "imprint", "section", "furniture"]
"""Where text that stands in no article belongs: the issue's own head, its imprint, a section heading, or
furniture (what the page needs and no reader misses), which always has a reason."""


@dataclass(frozen=True, slots=True)
class Aside:
    """Text of a source that stands in no article.

    reason: why, in a few words ("masthead", "contents", "running head", "page number", "rule",
    "navigation", "hidden"); lines: (first, last) 1-based lines, None where the reader counts none;
    page: 1-based page.
    """

    kind: AsideKind
    text: str
    reason: str
    lines: tuple[int, int] | None = None
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A source file as lines.

    name: file name; format: "txt" | "pdf" | "docx" | "html" | "markdown" | "picture" | …;
    wrapped: lines are physical lines that may break a word (txt, pdf), not whole paragraphs;
    meta: what the file says of itself ("title", "author", "date", "source"): evidence, never trusted above
    the text; aside: what the reader kept out of the lines, with its reason; single: the source is one
    article by its kind (a saved web page of one story), never an issue of several; notices: what was
    degraded, guessed or not read, each one line (Chinese / English) for the person who brought the file.
    """

    name: str
    format: str
    lines: tuple[Line, ...]
    wrapped: bool = True
    meta: Mapping[str, str] = field(default_factory=dict)
    aside: tuple[Aside, ...] = ()
    single: bool = False
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Provenance:
    """How one field of one article came to be known.

    how: rule or source in a few words ("byline", "gazetteer", "suffix grammar", "record", "correction");
    confidence: 0.0–1.0.
    """

    how: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Article:
    """One article.

    id: stable and opaque; "" until the store has given one.
    body: paragraphs as printed, un-wrapped, joined by "\n".
    organizations, people: canonical names, most prominent first; subjects: the organizations the
    article is about (a subset).  date: event or publication date; date_basis: how it is known.
    lines: (first, last) 1-based lines in the source; page_no: first page (版).
    source: publication or file the article comes from; source_file: name of the ingested file.
    extra: keys of a record that have no field of their own.
    byline: what is printed of author, source and day outside the running text, as it stands, "" for nothing;
    `authors` and `credit` are read from it.
    """

    title: str
    body: str
    id: str = ""
    subtitle: str = ""
    section: str | None = None
    authors: tuple[str, ...] = ()
    credit: str | None = None
    date: dt.date | None = None
    date_basis: DateBasis = "issue"
    organizations: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    lines: tuple[int, int] | None = None
    page_no: int | None = None
    issue_id: str | None = None
    issue_title: str = ""
    source: str = ""
    source_file: str = ""
    extra: Mapping[str, object] = field(default_factory=dict)
    provenance: Mapping[str, Provenance] = field(default_factory=dict)
    byline: str = ""


@dataclass(frozen=True, slots=True)
class Issue:
    """One issue of a publication.

    id: "" until stored; publication: name of the newsletter or "" ; number: issue number as printed;
    date_basis: "masthead" | "file name" | "inferred" | "record" | "unknown".
    """

    title: str
    id: str = ""
    publication: str = ""
    number: str | None = None
    year: int | None = None
    month: int | None = None
    date_basis: str = "unknown"
    source_file: str = ""


@dataclass(frozen=True, slots=True)
class ParsedIssue:
    """What one source file was understood to be: `parse --json` prints this.

    Every character that the reader read stands in an article or in one of the asides; notices: as in
    `Document`.
    """

    source: str
    issue: Issue
    articles: tuple[Article, ...]
    asides: tuple[Aside, ...] = ()
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Organization:
    """A gazetteer entry.

    name: canonical; aliases: every other form; parent: canonical name of the parent or None;
    kind: "company" | "branch" | "government" | "association" | "institute" | "media" | "other".
    """

    name: str
    aliases: tuple[str, ...] = ()
    parent: str | None = None
    kind: str = "other"
