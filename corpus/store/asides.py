"""Here is an issue, give me what of its source stands in no article, and what is to be said of the source."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from corpus.errors import IssueNotFound
from corpus.model import Aside, ParsedIssue
from corpus.store import schema
from corpus.store.database import Database
from corpus.store.rows import ASIDE_COLUMNS, aside_from, clean, list_json

_aside, _issue = schema.aside, schema.issue
_COLUMNS = tuple(_aside.c[name] for name in ASIDE_COLUMNS)


class Asides:
    """What an issue's source holds beside its articles."""

    database: Database

    def asides(self, issue_id: str) -> tuple[Aside, ...]:
        """In the order of reading; () for an issue taken in before they were kept."""
        query = sa.select(*_COLUMNS).where(_aside.c.issue_id == issue_id).order_by(_aside.c.position)
        with self.database.read() as conn:
            return tuple(map(aside_from, conn.execute(query)))

    def notices(self, issue_id: str) -> tuple[str, ...]:
        """What was degraded, guessed or not read of the issue's source.  Raises IssueNotFound."""
        with self.database.read() as conn:
            text = conn.execute(sa.select(_issue.c.notices).where(_issue.c.id == issue_id)).scalar()
        if text is None:
            raise IssueNotFound(issue_id)
        return tuple(json.loads(text)) if text else ()

    def keep_beside(self, issue_id: str, asides: Sequence[Aside], notices: Sequence[str]) -> None:
        """Put the texts that stand in none of a file's records, and the notices of its rows, in place of
        older ones."""
        with self.database.write() as conn:
            _write(conn, issue_id, asides, notices)


def write_asides(conn: sa.Connection, issue_id: str, parsed: ParsedIssue) -> None:
    """Put the asides and notices of a newer reading in place of the older ones."""
    _write(conn, issue_id, parsed.asides, parsed.notices)


def _write(conn: sa.Connection, issue_id: str, asides: Sequence[Aside], notices: Sequence[str]) -> None:
    conn.execute(_aside.delete().where(_aside.c.issue_id == issue_id))
    rows = [_row(issue_id, position, aside) for position, aside in enumerate(asides)]
    if rows:
        conn.execute(_aside.insert(), rows)
    conn.execute(_issue.update().where(_issue.c.id == issue_id), {"notices": list_json(notices)})


def _row(issue_id: str, position: int, aside: Aside) -> dict[str, Any]:
    first, last = aside.lines or (None, None)
    values: Sequence[Any] = (aside.kind, clean(aside.text), clean(aside.reason), first, last, aside.page)
    return {"issue_id": issue_id, "position": position, **dict(zip(ASIDE_COLUMNS, values, strict=True))}
