"""Here are articles that changed for readers; note when, and when readers could see them first.

It is written where the index is told, in the same transaction, so that neither knows of a change that the
other does not.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence

import sqlalchemy as sa

from corpus.store import schema
from corpus.store.alert_tables import arrival
from corpus.store.harvest_tables import harvest_stamp


def moment(at: dt.datetime) -> str:
    """A moment (aware) as stamps are written: UTC, to the second."""
    return at.astimezone(dt.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def stamp(conn: sa.Connection, ids: Sequence[str], *, deleted: bool) -> None:
    """These articles (few enough for one statement) changed now.

    deleted: readers see them no more; what they were filed under is kept, so that whoever harvests one
    section learns of it.
    """
    found = _filed(conn, ids)
    held = sa.select(harvest_stamp).where(harvest_stamp.c.article_id.in_(ids))
    before = {row.article_id: (row.section, row.publication) for row in conn.execute(held)}
    if deleted:
        found = {one: before[one] for one in ids if one in before}
    conn.execute(harvest_stamp.delete().where(harvest_stamp.c.article_id.in_(ids)))
    at = moment(dt.datetime.now(dt.timezone.utc))
    rows = [
        {"article_id": one, "at": at, "deleted": deleted, "section": section, "publication": publication}
        for one, (section, publication) in found.items()
    ]
    if rows:
        conn.execute(harvest_stamp.insert(), rows)
    if not deleted:
        _arrive(conn, list(found))


def _arrive(conn: sa.Connection, ids: Sequence[str]) -> None:
    """Those of these articles that readers never saw before come in now, in this order."""
    there = conn.execute(sa.select(arrival.c.article_id).where(arrival.c.article_id.in_(ids))).scalars()
    known = set(there)
    at = dt.datetime.now(dt.timezone.utc).isoformat(timespec="seconds")
    if fresh := [{"article_id": one, "at": at} for one in ids if one not in known]:
        conn.execute(arrival.insert(), fresh)


def _filed(conn: sa.Connection, ids: Sequence[str]) -> dict[str, tuple[str, str]]:
    """(section, publication) of those that are there, as readers see them, in the order of `ids`."""
    article, issue = schema.article, schema.issue
    query = (
        sa.select(article.c.id, article.c.issue_id, article.c.section, article.c.source, issue.c.publication)
        .join_from(article, issue, article.c.issue_id == issue.c.id)
        .where(article.c.id.in_(ids))
    )
    rows = {row.id: row for row in conn.execute(query)}
    right = _corrected(conn, {target for row in rows.values() for target in (row.id, row.issue_id)})
    found = {}
    for one in dict.fromkeys(ids):
        if (row := rows.get(one)) is not None:
            section = right.get((row.id, "section"), row.section)
            publication = row.source or right.get((row.issue_id, "publication"), row.publication)
            found[one] = (section or "", publication or "")
    return found


def _corrected(conn: sa.Connection, targets: set[str]) -> dict[tuple[str, str], str | None]:
    correction = schema.correction
    query = (
        sa.select(correction.c.target, correction.c.field, correction.c.new)
        .where(
            correction.c.target.in_(targets),
            correction.c.field.in_(("section", "publication")),
            correction.c.undone_at.is_(None),
        )
        .order_by(correction.c.seq)
    )
    return {(row.target, row.field): json.loads(row.new) for row in conn.execute(query)}
