"""Here is what was parsed and what people know better: one laid over the other.  Pure."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, TypeAlias

from corpus.model import Article, Issue, Provenance
from corpus.store.rows import issue_date

Value: TypeAlias = str | int | dt.date | tuple[str, ...] | None
Overlay: TypeAlias = Mapping[str, Mapping[str, Any]]
"""Target (article or issue id) → field → value."""

CORRECTED = Provenance("correction", 1.0)
CONFIRMED = frozenset({"bounds"})
"""What is known of an article without being a field of it: it can be confirmed, not set."""


def overlay_of(rows: Iterable[tuple[str, str, str]]) -> Overlay:
    """The newest of each field, from (target, field, JSON) of the corrections in force, oldest first."""
    found: dict[str, dict[str, Value]] = {}
    for target, field, new in rows:
        found.setdefault(target, {})[field] = value_from(field, new)
    return found


def value_from(field: str, text: str) -> Value:
    """A field's value from the JSON it is kept as."""
    value = json.loads(text)
    if isinstance(value, list):
        return tuple(value)
    if field == "date" and value is not None:
        return dt.date.fromisoformat(value)
    return value  # type: ignore[no-any-return]


def corrected(article: Article, overlay: Overlay, year: int | None, month: int | None) -> Article:
    """The article as it should be read.

    year, month: its issue's as parsed.  An article dated by its issue, and one whose date was inferred
    from it, follow a correction of the issue.
    """
    issue = overlay.get(article.issue_id or "", {})
    if issue.keys() & {"year", "month"}:
        right_year, right_month = issue.get("year", year), issue.get("month", month)
        if article.date_basis == "issue":
            article = replace(article, date=issue_date(right_year, right_month))
        elif article.date_basis == "inferred" and article.date and year and right_year:
            article = replace(article, date=_in_year(article.date, article.date.year + right_year - year))
    if "title" in issue:
        article = replace(article, issue_title=issue["title"])
    own = overlay.get(article.id)
    return article if own is None else _corrected(article, own)


def corrected_issue(issue: Issue, overlay: Overlay) -> Issue:
    """The issue as it should be read."""
    own = dict(overlay.get(issue.id, {}))
    if own.keys() & {"year", "month"}:
        own["date_basis"] = "correction"
    return replace(issue, **own) if own else issue


def _in_year(date: dt.date, year: int) -> dt.date:
    try:
        return date.replace(year=year)
    except ValueError:
        return date.replace(year=year, day=28)


def _corrected(article: Article, own: Mapping[str, Any]) -> Article:
    changes = {name: value for name, value in own.items() if name not in CONFIRMED}
    if "date" in own:
        changes["date_basis"] = "stated" if own["date"] else "issue"
    if "organizations" in own and "subjects" not in own:
        changes["subjects"] = tuple(one for one in article.subjects if one in own["organizations"])
    provenance = {**article.provenance, **dict.fromkeys(own, CORRECTED)}
    return replace(article, **changes, provenance=provenance)
