"""Here is a source, give me what people changed in the reading of it; and keep it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from corpus.desk.draft_edits import DraftEdit, edit_from, edit_json
from corpus.desk.persons import Person
from corpus.store.desk_tables import draft as _draft
from corpus.store.desk_tables import draft_edit as _edit
from corpus.store.rows import clean
from corpus.store.store import Store
from corpus.store.writing import now


@dataclass(frozen=True, slots=True)
class Edited:
    """One edit that somebody made.  at: UTC, ISO 8601."""

    edit: DraftEdit
    who: str
    at: str


@dataclass(frozen=True, slots=True)
class EditHistory:
    """All edits to one source; the first `place` of them are in force, the others were undone."""

    edits: tuple[Edited, ...]
    place: int
    version: int

    @property
    def in_force(self) -> list[DraftEdit]:
        """In order."""
        return [one.edit for one in self.edits[: self.place]]


def edits_of(conn: sa.Connection, digest: str) -> EditHistory:
    """What is kept for the source of this SHA-256."""
    row = conn.execute(
        sa.select(_draft.c.place, _draft.c.version).where(_draft.c.digest == digest)
    ).one_or_none()
    if row is None:
        return EditHistory((), 0, 0)
    query = sa.select(_edit.c.edit, _edit.c.who, _edit.c.at).where(_edit.c.digest == digest)
    rows = conn.execute(query.order_by(_edit.c.place)).all()
    edits = tuple(Edited(edit_from(json.loads(edit)), who, at) for edit, who, at in rows)
    return EditHistory(edits, row.place, row.version)


def draft_edits_of(store: Store, issue_id: str) -> list[DraftEdit]:
    """The edits in force for an issue's present source, in order.  Raises IssueNotFound."""
    digest = store.source_digest(issue_id)
    with store.database.read() as conn:
        return edits_of(conn, digest).in_force


def add_edit(conn: sa.Connection, digest: str, kept: EditHistory, edit: DraftEdit, by: Person) -> None:
    """Keep one more edit; those that were undone are gone."""
    conn.execute(_edit.delete().where(_edit.c.digest == digest, _edit.c.place >= kept.place))
    row = {
        "digest": digest, "place": kept.place, "account": by.id, "who": clean(by.name), "at": now(),
        "edit": clean(json.dumps(edit_json(edit), ensure_ascii=False)),
    }  # fmt: skip
    conn.execute(_edit.insert(), row)
    set_place(conn, digest, kept.version, kept.place + 1)


def set_place(conn: sa.Connection, digest: str, version: int, place: int) -> None:
    """How many edits are in force; the version grows."""
    values = {"place": place, "version": version + 1}
    if conn.execute(_draft.update().where(_draft.c.digest == digest), values).rowcount == 0:
        conn.execute(_draft.insert(), {"digest": digest, **values})


def forget_edits(conn: sa.Connection, digests: Sequence[str]) -> None:
    """The sources are gone, and what was changed in the reading of them."""
    for table in (_draft, _edit):
        conn.execute(table.delete().where(table.c.digest.in_(digests)))
