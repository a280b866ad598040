"""Here is a table of changes, give me those in force: kept in order, each with who, when, why and an undo.

Gazetteer, people and words are all kept so: what is bundled is never touched, and any earlier state is the
changes up to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from corpus.desk.persons import Person
from corpus.desk.refusals import NotFound
from corpus.store.rows import clean
from corpus.store.writing import now


@dataclass(frozen=True, slots=True)
class Change:
    """One change.  id grows; action, name, value, place: as the list they belong to says; at, undone_at:
    UTC, ISO 8601."""

    id: int
    action: str
    name: str
    value: str
    place: str
    who: str
    at: str
    reason: str
    undone_by: str | None
    undone_at: str | None

    @property
    def in_force(self) -> bool:
        """Nobody has taken it back."""
        return self.undone_at is None


_COLUMNS = ("seq", "action", "name", "value", "place", "who", "at", "reason", "undone_by", "undone_at")


def changes_in(conn: sa.Connection, table: sa.Table, *, undone: bool = False) -> list[Change]:
    """The changes in force (undone: all), oldest first."""
    query = sa.select(*(table.c[name] for name in _COLUMNS)).order_by(table.c.seq)
    if not undone:
        query = query.where(table.c.undone_at.is_(None))
    return [Change(*row) for row in conn.execute(query)]


def add_change(
    conn: sa.Connection,
    table: sa.Table,
    by: Person,
    action: str,
    name: str,
    value: str = "",
    place: str = "",
    reason: str = "",
) -> Change:
    """One more change, in force."""
    row = {"action": action, "name": clean(name), "value": clean(value), "place": clean(place),
           "who": clean(by.name), "at": now(), "reason": clean(reason)}  # fmt: skip
    columns = [table.c[column] for column in _COLUMNS]
    return Change(*conn.execute(table.insert().returning(*columns), row).one())


def undo_changes(conn: sa.Connection, table: sa.Table, ids: Sequence[int], by: Person) -> list[Change]:
    """Take changes back.  Raises NotFound for one that is none or was taken back already."""
    wanted = {one.id: one for one in changes_in(conn, table) if one.id in set(ids)}
    missing = set(ids) - set(wanted)
    if missing:
        number = min(missing)
        raise NotFound(f"没有可撤销的修改 {number} / there is no change {number} that could be undone")
    values: dict[str, Any] = {"undone_by": clean(by.name), "undone_at": now()}
    conn.execute(table.update().where(table.c.seq.in_(list(wanted))), values)
    return list(wanted.values())
