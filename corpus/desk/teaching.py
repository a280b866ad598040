"""Here is a correction somebody made; tell where else the same was read from the same form; mend it there.

Nothing is learnt in secret: what a correction teaches is offered, with the articles it would reach.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from corpus.desk.activity import note
from corpus.desk.persons import Person, require
from corpus.desk.refusals import NotFound
from corpus.store import schema
from corpus.store.corrections import Correction, put_correction
from corpus.store.overlay import Value, value_from
from corpus.store.reads import Snapshot
from corpus.store.store import Store
from corpus.store.writing import note_shown

_article, _correction = schema.article, schema.correction


@dataclass(frozen=True, slots=True)
class Alike:
    """What one correction would do elsewhere.

    correction: its number; field, old, new: of it; form: what the articles have in common, for people (the
    byline as printed, or the value); articles: their ids.
    """

    correction: int
    field: str
    old: Value
    new: Value
    form: str
    articles: tuple[str, ...]


class Teaching:
    """What one correction teaches: the same form in other articles."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.database = store.database

    def alike(self, seq: int) -> Alike:
        """Where else the same was read from the same form, and nobody has corrected it.

        Authors and credits: the same byline as printed, or, where the byline is not in print, the same
        value.  Lists of names: the name that was taken out.  Other fields: the same value.
        Raises NotFound.
        """
        with self.database.read() as conn:
            return self._alike(conn, seq)

    def apply(self, seq: int, by: Person, articles: Sequence[str] | None = None) -> tuple[Correction, ...]:
        """Correct the others the same way (articles: only these of them), in one transaction; each can be
        undone by itself.  Raises NotAllowed, NotFound."""
        require(by, "correct")
        with self.database.write() as conn:
            found = self._alike(conn, seq)
            wanted = [one for one in found.articles if articles is None or one in set(articles)]
            held = Snapshot(conn, everything=True).held(wanted)
            done = []
            for id_ in wanted:
                old = getattr(held[id_], found.field)
                new = _replaced(old, found.old, found.new)
                reason = f"同 / like {seq}"
                done.append(put_correction(conn, id_, found.field, old, new, by.name, reason))
                note_shown(conn, _article.c.id == id_)
            detail = {"field": found.field, "form": found.form, "articles": len(done)}
            note(conn, by, "article.correct_alike", str(seq), "", detail)
        return tuple(done)

    def _alike(self, conn: sa.Connection, seq: int) -> Alike:
        query = sa.select(*_correction.c).where(_correction.c.seq == seq)
        row = conn.execute(query).one_or_none()
        if row is None or row.field not in _article.c:
            raise NotFound(f"没有更正 {seq} / there is no correction {seq}")
        old, new = value_from(row.field, row.old), value_from(row.field, row.new)
        form, same = _form(conn, row.target, row.field, old, new)
        corrected = sa.select(_correction.c.target).where(
            _correction.c.field == row.field, _correction.c.undone_at.is_(None)
        )
        others = sa.select(_article.c.id).where(
            same, _article.c.id != row.target, _article.c.id.not_in(corrected)
        )
        ids = tuple(conn.execute(others.order_by(_article.c.seq)).scalars())
        return Alike(seq, row.field, old, new, form, ids)


def _form(
    conn: sa.Connection, target: str, field: str, old: Value, new: Value
) -> tuple[str, sa.ColumnElement[bool]]:
    """(what the articles have in common, how the database finds them)."""
    column = _article.c[field]
    parsed = conn.execute(sa.select(column, _article.c.byline).where(_article.c.id == target)).one_or_none()
    if parsed is not None and field in ("authors", "credit") and parsed.byline:
        same = sa.and_(_article.c.byline == parsed.byline, column.is_not_distinct_from(parsed[0]))
        return parsed.byline, same
    gone = _gone(old, new)
    if gone:
        return "、".join(gone), sa.and_(*(column.contains(_in_json(one), autoescape=True) for one in gone))
    value = parsed[0] if parsed is not None else None
    if not value:
        return "", sa.false()
    return str(value), column == value


def _gone(old: Value, new: Value) -> list[str]:
    if not isinstance(old, tuple) or not isinstance(new, tuple):
        return []
    return [one for one in old if one not in new]


def _in_json(name: str) -> str:
    return json.dumps(name, ensure_ascii=False)


def _replaced(value: Value, old: Value, new: Value) -> Value:
    """The value with what was taken out of `old` replaced by what was put in."""
    gone = _gone(old, new)
    if not gone or not isinstance(value, tuple) or not isinstance(new, tuple) or value == old:
        return new
    put = [one for one in new if one not in (old if isinstance(old, tuple) else ())]
    names: list[str] = []
    for one in value:
        if one == gone[0]:
            names += put
        elif one not in gone:
            names.append(one)
    return tuple(dict.fromkeys(names))
