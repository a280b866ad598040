"""The drafts of the running application, and what a form or a program says it wants changed in one.

A form speaks as people write: names in a row, dates in words.  What it says becomes the edits of
`corpus.desk`, which check themselves.
"""

from __future__ import annotations

import json
import re
import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, cast

from flask import current_app

from corpus.desk import Draft, Drafts, Refused, Resection, SetField, edit_from, edit_json
from corpus.desk.draft_edits import DraftEdit, SetIssue, checked
from corpus.model import Article, Issue
from corpus.reading import read_bytes
from corpus.reading.types import Origin
from corpus.splitting.dates import Month
from corpus.splitting.written import day_written
from search.application.archive import Archive
from web.sheets import has_pages

HELD = 16
"""Sources whose page sizes are held."""

LISTS = ("authors", "organizations", "subjects", "people")
FIELDS = ("title", "subtitle", "section", "authors", "credit", "date", "organizations", "subjects", "people")
"""Fields of an article that the preview changes."""
ISSUE_FIELDS = ("publication", "number", "year", "month", "title")

_BETWEEN_NAMES = re.compile(r"[、,，;；\n]+")

Size = tuple[float, float]


class Drafting:
    """Drafts with their pages.  Safe under threads."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        child = archive.parts.confined
        self.drafts = Drafts(
            archive.store, archive.parser, lambda name, data: read_bytes(name, data, child.limits, child)
        )
        self._sizes: OrderedDict[str, list[Size]] = OrderedDict()
        self._lock = threading.Lock()

    def sizes(self, issue_id: str) -> list[Size]:
        """(width, height) in points of every page; [] where the source has no pages to look at."""
        issue, digest = self.archive.store.whole.issue(issue_id), self.digest(issue_id)
        if not has_pages(issue.source_file):
            return []
        with self._lock:
            if digest in self._sizes:
                return self._sizes[digest]
        found = self.archive.parts.confined.sizes(issue.source_file, self._data(digest))
        with self._lock:
            self._sizes[digest] = found
            while len(self._sizes) > HELD:
                self._sizes.popitem(last=False)
        return found

    def picture(self, issue_id: str, page: int, width: int) -> bytes | None:
        """A page as PNG; None where there is none.  Raises IssueNotFound."""
        if not 1 <= page <= len(self.sizes(issue_id)):
            return None
        name = self.archive.store.whole.issue(issue_id).source_file
        return self.archive.parts.confined.picture(name, self._data(self.digest(issue_id)), page, width)

    def digest(self, issue_id: str) -> str:
        """Which source it is a draft of, now: a new printing may take the place of a draft, too."""
        return self.archive.store.whole.source_digest(issue_id)

    def _data(self, digest: str) -> Origin:
        return Origin(self.archive.store.sources.get(digest))


def drafting() -> Drafting:
    """That of the running application."""
    held = current_app.extensions
    if "drafting" not in held:
        held.setdefault("drafting", Drafting(cast(Archive, held["archive"])))
    return cast(Drafting, held["drafting"])


# -- what a form says ------------------------------------------------------------------------------


def line_edit(do: str, line: int, last: int) -> DraftEdit:
    """The edit of a pressed button: "split", "join", or "mark:" and a role.  Raises Refused."""
    kind, _, role = do.partition(":")
    values: dict[str, Any] = {"edit": kind, "line": line}
    if kind == "mark":
        values |= {"last": last, "role": role}
    return edit_from(values)


def field_edits(form: Mapping[str, str], line: int, issue: Issue) -> list[DraftEdit]:
    """What a form of an article's fields changes.  All are checked before any is given back.

    form: what was typed, and under `was` what stood there (JSON): whoever did not touch a field changes
    nothing in it, though somebody else has meanwhile.  A day written anew, and a field named by `confirm`,
    is stated though it is the same.  Raises Refused, CorrectionRefused.
    """
    edits: list[DraftEdit] = []
    was = stated(form.get("was", ""))
    for field in FIELDS:
        if field not in form:
            continue
        value = said(field, form[field], issue)
        typed = form[field].strip() if field == "date" else value
        if typed == was.get(field) and form.get("confirm") != field:
            continue
        edit: DraftEdit
        edit = Resection(line, str(value or "")) if field == "section" else SetField(line, field, value)
        edits.append(checked(edit))
    return edits


def issue_edits(form: Mapping[str, str]) -> list[DraftEdit]:
    """What a form of the issue's fields changes in it; `was` as above.  Raises Refused, CorrectionRefused."""
    was = stated(form.get("was", ""))
    typed = {field: form[field].strip() for field in ISSUE_FIELDS if field in form}
    return [checked(SetIssue(field, value)) for field, value in typed.items() if value != was.get(field)]


def stated(text: str) -> dict[str, Any]:
    """An object that a form carries as JSON.  Raises Refused."""
    try:
        found = json.loads(text)
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise Refused("表单不完整，请刷新页面后重做 / the form is not whole: reload the page, do it again")
    return found


def as_stands(article: Article) -> str:
    """The fields of an article, as its form carries them under `was`."""
    return json.dumps({field: shown(article, field) for field in FIELDS}, ensure_ascii=False)


def issue_as_stands(issue: Issue) -> str:
    """The same of an issue."""
    return json.dumps({field: str(getattr(issue, field) or "") for field in ISSUE_FIELDS}, ensure_ascii=False)


def said(field: str, text: str, issue: Issue) -> Any:
    """The value that somebody typed.  Raises Refused for what is no day."""
    text = text.strip()
    if field in LISTS:
        return [one.strip() for one in _BETWEEN_NAMES.split(text) if one.strip()]
    if field == "date":
        return day_said(text, issue)
    return " ".join(text.split())


def shown(article: Article, field: str) -> Any:
    """The value as `said` gives it."""
    value = getattr(article, field)
    if field in LISTS:
        return list(value)
    if field == "date":
        precise = value is not None and article.date_basis != "issue"
        return value.isoformat() if precise else ""
    return value or ""


def day_said(text: str, issue: Issue) -> str:
    """The day as ISO 8601, "" for none; without a year the one that fits the issue.  Raises Refused."""
    if not text:
        return ""
    day = day_written(text, Month(issue.year, issue.month))
    if day is None:
        raise Refused(
            f"“{text}”不是哪一天，可写 2021-07-05、2021年7月5日、7月5日 / "
            f'"{text}" names no day: write 2021-07-05 or 7月5日'
        )
    return day.isoformat()


# -- what a program reads --------------------------------------------------------------------------


def draft_json(draft: Draft) -> dict[str, Any]:
    """The draft as the API gives it: issue, articles with how sure each field is, lines, edits, version."""
    return {
        "issue_id": draft.issue_id,
        "state": draft.state,
        "version": draft.version,
        "issue": asdict(draft.parsed.issue) | {"id": draft.issue_id},
        "articles": [_article_json(article) for article in draft.parsed.articles],
        "lines": [
            {
                "number": one.line.number,
                "text": one.line.text,
                "page": one.line.page,
                "box": one.line.box,
                "article": one.article,
                "role": one.role,
                "reason": one.reason,
                "by_hand": one.by_hand,
            }
            for one in draft.lines
        ],
        "asides": [asdict(aside) for aside in draft.parsed.asides],
        "notices": list(draft.parsed.notices),
        "edits": [edit_json(one.edit) | {"who": one.who, "at": one.at} for one in draft.edits],
        "in_force": draft.place,
        "refused": [{"edit": number, "reason": why} for number, why in draft.refused],
    }


def _article_json(article: Article) -> dict[str, Any]:
    wanted = (*FIELDS, "byline", "body", "tags", "lines", "page_no", "date_basis")
    found = {name: getattr(article, name) for name in wanted}
    found["date"] = article.date.isoformat() if article.date else None
    found["known"] = {
        name: {"how": known.how, "confidence": round(known.confidence, 3)}
        for name, known in article.provenance.items()
    }
    return found
