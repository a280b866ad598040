"""Here is a row, give me the Article or Issue; and back.

Values are stored as text that both databases hold alike: lists and mappings as JSON, "" for an empty
one, so that most fields of most articles cost no decoding at all.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from corpus.model import Article, Aside, Issue, Provenance

Row = dict[str, object]

ARTICLE_COLUMNS = (
    "article.id", "article.title", "article.body", "article.subtitle", "article.section",
    "article.authors", "article.credit", "article.date", "article.date_basis", "article.organizations",
    "article.subjects", "article.people", "article.tags", "article.first_line", "article.last_line",
    "article.page_no", "article.issue_id", "issue.title", "article.source", "issue.source_file",
    "article.extra", "article.provenance", "article.byline", "issue.year", "issue.month",
)  # fmt: skip
"""The columns `article_from` reads, in its order."""

ISSUE_ID, YEAR_MONTH = 16, slice(23, 25)
"""Where in those rows the issue's id and its year and month are."""

ISSUE_COLUMNS = ("id", "title", "publication", "number", "year", "month", "date_basis", "source_file")
"""The columns `issue_from` reads, in its order."""

ASIDE_COLUMNS = ("kind", "text", "reason", "first_line", "last_line", "page")
"""The columns `aside_from` reads, in its order."""

PLACE = ("position", "first_line", "last_line", "page_no")
"""Columns that say where an article stands; no index holds them."""


class GazetteerEdit(NamedTuple):
    """One change to the gazetteer; action, name and value as in `corpus.entities.gazetteer.Edit`."""

    seq: int
    action: str
    name: str
    value: str
    who: str
    at: str


def article_from(row: Sequence[Any], lists: Mapping[str, tuple[str, ...]] | None = None) -> Article:
    """An Article from a row of ARTICLE_COLUMNS; one without a day of its own has its issue's month.

    lists: reads the JSON of names, where it is read so often that it is worth keeping.
    """
    read = _tuple if lists is None else lists.__getitem__
    (id_, title, body, subtitle, section, authors, credit, date, date_basis, organizations, subjects,
     people, tags, first, last, page_no, issue_id, issue_title, source, source_file, extra,
     provenance, byline, year, month) = row  # fmt: skip
    day = dt.date.fromisoformat(date) if date else None
    if day is None and date_basis == "issue":
        day = issue_date(year, month)
    return Article(
        title,
        body,
        id_,
        subtitle,
        section,
        read(authors),
        credit,
        day,
        date_basis,
        read(organizations),
        read(subjects),
        read(people),
        read(tags),
        None if first is None else (first, last),
        page_no,
        issue_id,
        issue_title,
        source,
        source_file,
        json.loads(extra) if extra else {},
        provenance_from(provenance),
        byline,
    )


def issue_date(year: int | None, month: int | None) -> dt.date | None:
    """The day that stands for an issue in sorting and filtering: the first of its month."""
    return dt.date(year, month or 1, 1) if year else None


def issue_from(row: Sequence[Any]) -> Issue:
    """An Issue from a row of ISSUE_COLUMNS."""
    id_, title, publication, number, year, month, date_basis, source_file = row
    return Issue(title, id_, publication, number, year, month, date_basis, source_file)


def aside_from(row: Sequence[Any]) -> Aside:
    """An Aside from a row of ASIDE_COLUMNS."""
    kind, text, reason, first, last, page = row
    return Aside(kind, text, reason, None if first is None else (first, last), page)


def article_row(article: Article) -> Row:
    """The parsed columns of an article, with the digest and doubt that follow from them.

    The digest leaves out PLACE: an article that only moved within its source is as it was.
    """
    row: Row = {
        "title": clean(article.title),
        "body": clean(article.body),
        "subtitle": clean(article.subtitle),
        "section": clean_or_none(article.section),
        "authors": list_json(article.authors),
        "credit": clean_or_none(article.credit),
        "date": article.date.isoformat() if article.date else None,
        "date_basis": article.date_basis,
        "organizations": list_json(article.organizations),
        "subjects": list_json(article.subjects),
        "people": list_json(article.people),
        "tags": list_json(article.tags),
        "source": clean(article.source),
        "extra": clean(json.dumps(dict(article.extra), ensure_ascii=False)) if article.extra else "",
        "provenance": provenance_json(article.provenance),
    }
    if article.byline:  # an article that prints none keeps the digest it had before bylines were kept
        row["byline"] = clean(article.byline)
    row["digest"] = hashlib.blake2b("\x1f".join(map(str, row.values())).encode(), digest_size=16).hexdigest()
    row.setdefault("byline", "")
    row["first_line"], row["last_line"] = article.lines or (None, None)
    row["page_no"] = article.page_no
    confidences = [known.confidence for known in article.provenance.values()]
    row["doubt"] = round(1.0 - min(confidences), 4) if confidences else 0.0
    return row


def issue_row(issue: Issue) -> Row:
    """The parsed columns of an issue."""
    return {
        "title": clean(issue.title),
        "publication": clean(issue.publication),
        "number": clean_or_none(issue.number),
        "year": issue.year,
        "month": issue.month,
        "date_basis": issue.date_basis,
        "source_file": clean(issue.source_file),
    }


def clean(text: str) -> str:
    """Text that any database takes: no NUL, no lone surrogate."""
    if "\x00" in text:
        text = text.replace("\x00", "")
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace").decode()
    return text


def clean_or_none(text: str | None) -> str | None:
    return None if text is None else clean(text)


def list_json(values: Iterable[str]) -> str:
    values = tuple(values)
    return clean(json.dumps(values, ensure_ascii=False)) if values else ""


def provenance_json(provenance: Mapping[str, Provenance]) -> str:
    if not provenance:
        return ""
    known = {name: (found.how, round(found.confidence, 4)) for name, found in provenance.items()}
    return clean(json.dumps(known, ensure_ascii=False))


def provenance_from(text: str) -> Mapping[str, Provenance]:
    if not text:
        return {}
    return {name: Provenance(how, confidence) for name, (how, confidence) in json.loads(text).items()}


def _tuple(text: str) -> tuple[str, ...]:
    return tuple(json.loads(text)) if text else ()
