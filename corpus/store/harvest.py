"""Here is a span of time, give me the articles that changed in it, page by page: what harvesters ask.

Lists run by the number of the stamp.  An article that changes while somebody reads a list gets a new number
beyond that list's end, so nobody is given one article twice, and the next harvest finds it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import sqlalchemy as sa

from corpus.model import Article, Issue
from corpus.store import schema
from corpus.store.database import Database
from corpus.store.harvest_tables import harvest_stamp
from corpus.store.overlay import corrected_issue
from corpus.store.reads import SELECT_ISSUE, Snapshot, overlay_for
from corpus.store.rows import issue_from
from corpus.store.writing import chunks

FiledBy = Literal["section", "publication"]
_COLUMNS = ("seq", "article_id", "at", "deleted", "section", "publication")


@dataclass(frozen=True, slots=True)
class Stamped:
    """An article and when it changed last.

    at: UTC, like 2031-07-05T08:30:00Z; article: None where readers do not see it any more; issue: its.
    """

    seq: int
    article_id: str
    at: str
    section: str
    publication: str
    article: Article | None = None
    issue: Issue | None = None

    @property
    def deleted(self) -> bool:
        return self.article is None


@dataclass(frozen=True, slots=True)
class HarvestSpan:
    """What is asked for.  since, until: moments, both included, "" = open; filed: (by, name), the name ""
    for all that have one."""

    since: str = ""
    until: str = ""
    filed: tuple[FiledBy, str] | None = None


class Harvest:
    """What changed when; whatever is asked is answered from one snapshot."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def earliest(self) -> str:
        """The first moment that anything is stamped with; "" where nothing is."""
        with self._database.read() as conn:
            return str(conn.execute(sa.select(sa.func.min(harvest_stamp.c.at))).scalar() or "")

    def newest(self) -> int:
        """The number of the newest stamp; 0 where there is none."""
        with self._database.read() as conn:
            return int(conn.execute(sa.select(sa.func.max(harvest_stamp.c.seq))).scalar() or 0)

    def names(self, by: FiledBy) -> list[str]:
        """What articles are filed under, those of articles that are gone included."""
        column = harvest_stamp.c[by]
        query = sa.select(column).where(column != "").distinct().order_by(column)
        with self._database.read() as conn:
            return list(conn.execute(query).scalars())

    def one(self, article_id: str) -> Stamped | None:
        """One article; None where readers never saw it."""
        query = sa.select(*(harvest_stamp.c[name] for name in _COLUMNS))
        with self._database.read() as conn:
            rows = conn.execute(query.where(harvest_stamp.c.article_id == article_id)).all()
            return next(iter(_stamped(conn, rows)), None)

    def count(self, span: HarvestSpan, upto: int) -> int:
        """How many are asked for, up to this number."""
        query = sa.select(sa.func.count()).select_from(harvest_stamp)
        with self._database.read() as conn:
            return int(conn.execute(_within(query, span, 0, upto)).scalar_one())

    def page(self, span: HarvestSpan, after: int, upto: int, most: int) -> list[Stamped]:
        """Those with numbers beyond `after` and up to `upto`, at most `most`, in their order."""
        query = sa.select(*(harvest_stamp.c[name] for name in _COLUMNS)).order_by(harvest_stamp.c.seq)
        with self._database.read() as conn:
            rows = conn.execute(_within(query, span, after, upto).limit(most)).all()
            return _stamped(conn, rows)


def _within(query: sa.Select[Any], span: HarvestSpan, after: int, upto: int) -> sa.Select[Any]:
    query = query.where(harvest_stamp.c.seq > after, harvest_stamp.c.seq <= upto)
    if span.since:
        query = query.where(harvest_stamp.c.at >= span.since)
    if span.until:
        query = query.where(harvest_stamp.c.at <= span.until)
    if span.filed:
        by, name = span.filed
        query = query.where(harvest_stamp.c[by] == name if name else harvest_stamp.c[by] != "")
    return query


def _stamped(conn: sa.Connection, rows: Sequence[Any]) -> list[Stamped]:
    held = Snapshot(conn).held([row.article_id for row in rows if not row.deleted])
    issues = _issues(conn, list({one.issue_id for one in held.values() if one.issue_id}))
    found = []
    for row in rows:
        article = held.get(row.article_id)
        issue = issues.get(article.issue_id or "") if article else None
        found.append(Stamped(row.seq, row.article_id, row.at, row.section, row.publication, article, issue))
    return found


def _issues(conn: sa.Connection, ids: Sequence[str]) -> dict[str, Issue]:
    found: dict[str, Issue] = {}
    for part in chunks(ids):
        rows = conn.execute(SELECT_ISSUE.where(schema.issue.c.id.in_(part))).all()
        overlay = overlay_for(conn, part)
        found.update((row[0], corrected_issue(issue_from(row), overlay)) for row in rows)
    return found
