"""Here is what a person knows better: kept beside the source, laid over it whenever it is read.

A correction says who, when, which field, the old value and the new.  It belongs to an article's (or an
issue's) id, so it survives re-parsing and re-ingesting; the newest that was not undone counts.  Every
change goes to the outbox and is searchable at once.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

import sqlalchemy as sa

from corpus.errors import ArchiveError
from corpus.store import schema
from corpus.store.database import Database
from corpus.store.overlay import Value, value_from
from corpus.store.reads import Reads, Whole
from corpus.store.rows import clean
from corpus.store.writing import note_shown, now

_correction, _article = schema.correction, schema.article
_COLUMNS = tuple(
    _correction.c[name]
    for name in ("seq", "target", "field", "old", "new", "who", "at", "undone_by", "undone_at", "reason")
)


class CorrectionRefused(ArchiveError):
    """The field cannot be corrected, or not to this value.  field: which one, if any."""

    def __init__(self, message: str, field: str = "") -> None:
        self.field = field
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class Correction:
    """One change.  target: id of an article or issue; at, undone_at: UTC, ISO 8601."""

    seq: int
    target: str
    field: str
    old: Value
    new: Value
    who: str
    at: str
    undone_by: str | None = None
    undone_at: str | None = None
    reason: str = ""


def _text(value: object) -> str:
    return " ".join(_some_text(value).split())


def _some_text(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError("一段文字 / some text")
    return clean(value.strip())


def _any_text(value: object) -> str:
    return "" if value in (None, "") else _some_text(value)


def _optional(value: object) -> str | None:
    return None if value in (None, "") else _text(value)


def _names(value: object) -> tuple[str, ...]:
    if not isinstance(value, (list, tuple)) or not all(isinstance(one, str) for one in value):
        raise ValueError("一列名称 / a list of names")
    return tuple(dict.fromkeys(clean(one.strip()) for one in value if one.strip()))


def _day(value: object) -> dt.date | None:
    if value in (None, ""):
        return None
    if isinstance(value, dt.date):
        return value
    from corpus.splitting.written import day_written  # the whole splitter comes with it

    found = day_written(value) if isinstance(value, str) else None
    if found is None:
        raise ValueError("2021年7月5日、2021-07-05 这样的日期 / a whole date, like 2021-07-05 or 5 July 2021")
    return found


def _count(low: int, high: int) -> Callable[[object], int | None]:
    def check(value: object) -> int | None:
        if value in (None, ""):
            return None
        if not isinstance(value, (int, str)) or not str(value).isdecimal() or not low <= int(value) <= high:
            raise ValueError(f"{low}–{high} 的整数 / a whole number, {low} to {high}")
        return int(value)

    return check


ARTICLE_FIELDS: Mapping[str, Callable[[object], Value]] = MappingProxyType(
    {
        "title": _text,
        "body": _some_text,
        "subtitle": _any_text,
        "section": _optional,
        "authors": _names,
        "credit": _optional,
        "date": _day,
        "organizations": _names,
        "subjects": _names,
        "people": _names,
        "tags": _names,
        "page_no": _count(1, 9999),
    }
)
"""Fields of an article that can be corrected, each with the check of its value."""

ISSUE_FIELDS: Mapping[str, Callable[[object], Value]] = MappingProxyType(
    {
        "title": _text,
        "publication": _any_text,
        "number": _optional,
        "year": _count(1000, 9999),
        "month": _count(1, 12),
    }
)
"""Fields of an issue that can be corrected."""


class Corrections(Reads):
    """The part of the store that people write."""

    database: Database

    @property
    def whole(self) -> Whole:
        """The same archive with drafts and withdrawn issues, for those who keep it."""
        return Whole(self.database, self.sources)

    def correct(self, article_id: str, field: str, new: object, who: str) -> Correction:
        """Set one field of an article.  Raises ArticleNotFound; CorrectionRefused, naming what would do.

        new: str, None, a date (or its ISO form), an int, or a list of names, as the field is.  Setting a
        field to what it is already confirms it: it leaves the review queue.
        """
        value = checked_article(field, new)
        old = getattr(self.whole.article(article_id), field)
        return self._write(article_id, field, old, value, who, _article.c.id == article_id)

    def correct_issue(self, issue_id: str, field: str, new: object, who: str) -> Correction:
        """Set one field of an issue; inferred dates of its articles follow a new year or month."""
        value = checked_issue(field, new)
        old = getattr(self.whole.issue(issue_id), field)
        return self._write(issue_id, field, old, value, who, _article.c.issue_id == issue_id)

    def undo_correction(self, seq: int, who: str) -> Correction:
        """Take back a correction; what counted before it counts again.  It stays on record."""
        with self.database.write() as conn:
            return take_back(conn, seq, who)

    def corrections(self, target: str | None = None) -> list[Correction]:
        """Those of one article or issue (None: all), oldest first, undone ones too."""
        query = sa.select(*_COLUMNS).order_by(_correction.c.seq)
        if target is not None:
            query = query.where(_correction.c.target == target)
        with self.database.read() as conn:
            return [_correction_from(row) for row in conn.execute(query)]

    def _write(
        self, target: str, field: str, old: Value, new: Value, who: str, changed: sa.ColumnElement[bool]
    ) -> Correction:
        with self.database.write() as conn:
            done = put_correction(conn, target, field, old, new, who)
            note_shown(conn, changed)
        return done


def put_correction(
    conn: sa.Connection, target: str, field: str, old: Value, new: Value, who: str, reason: str = ""
) -> Correction:
    """One correction more, inside the caller's transaction, which tells the index."""
    row = {"target": target, "field": field, "old": _json(old), "new": _json(new), "reason": clean(reason)}
    values = {**row, "who": clean(who), "at": now()}
    return _correction_from(conn.execute(_correction.insert().returning(*_COLUMNS), values).one())


def take_back(conn: sa.Connection, seq: int, who: str) -> Correction:
    """Undo a correction inside the caller's transaction.  Raises CorrectionRefused."""
    found = one_correction(conn, seq)
    if found is None or found.undone_at is not None:
        raise CorrectionRefused(f"没有可撤销的更正 {seq} / there is no correction {seq} that could be undone")
    by, at = clean(who), now()
    conn.execute(_correction.update().where(_correction.c.seq == seq), {"undone_by": by, "undone_at": at})
    note_target(conn, found.target)
    return replace(found, undone_by=by, undone_at=at)


def one_correction(conn: sa.Connection, seq: int) -> Correction | None:
    """The correction of this number; None where there is none."""
    row = conn.execute(sa.select(*_COLUMNS).where(_correction.c.seq == seq)).one_or_none()
    return None if row is None else _correction_from(row)


def note_target(conn: sa.Connection, target: str) -> None:
    """Tell the index of an article, or of all those of an issue."""
    note_shown(conn, sa.or_(_article.c.id == target, _article.c.issue_id == target))


def checked_article(field: str, value: object) -> Value:
    """A value for a field of an article, as it is kept.  Raises CorrectionRefused, naming what would do."""
    return _checked(ARTICLE_FIELDS, field, value)


def checked_issue(field: str, value: object) -> Value:
    """The same for a field of an issue."""
    return _checked(ISSUE_FIELDS, field, value)


def _checked(fields: Mapping[str, Callable[[object], Value]], field: str, value: object) -> Value:
    if field not in fields:
        names = ", ".join(fields)
        raise CorrectionRefused(
            f"不能更正字段 {field}，可更正：{names} / "
            f"the field {field} cannot be corrected; these can: {names}",
            field,
        )
    try:
        return fields[field](value)
    except ValueError as error:
        raise CorrectionRefused(f"{field}: 请给出{error}", field) from None


def _correction_from(row: Any) -> Correction:
    seq, target, field, old, new, *rest = row
    return Correction(seq, target, field, value_from(field, old), value_from(field, new), *rest)


def _json(value: Value) -> str:
    if isinstance(value, dt.date):
        value = value.isoformat()
    return clean(json.dumps(value, ensure_ascii=False))
