"""Here is a topic, give me the rows of its changes; and put more of them below."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from corpus.desk.persons import Person
from corpus.store.rows import clean
from corpus.store.topic_tables import topic_change as _change
from corpus.store.writing import now
from corpus.topics.changes import TopicChange


@dataclass(frozen=True, slots=True)
class Made:
    """A change with its circumstances.  id grows; at, undone_at: UTC, ISO 8601."""

    id: int
    change: TopicChange
    account: str
    who: str
    at: str
    reason: str
    undone_by: str | None
    undone_at: str | None

    @property
    def in_force(self) -> bool:
        """Nobody has taken it back."""
        return self.undone_at is None


_COLUMNS = (
    _change.c.seq, _change.c.action, _change.c.articles, _change.c.key, _change.c.text, _change.c.account,
    _change.c.who, _change.c.at, _change.c.reason, _change.c.undone_by, _change.c.undone_at,
)  # fmt: skip


def changes_of(conn: sa.Connection, topic: str) -> list[Made]:
    """All changes of a topic, oldest first, those that were taken back too."""
    query = sa.select(*_COLUMNS).where(_change.c.topic == topic).order_by(_change.c.seq)
    return [
        Made(seq, TopicChange(action, tuple(json.loads(articles)), key, text), *rest)
        for seq, action, articles, key, text, *rest in conn.execute(query)
    ]


def in_force(conn: sa.Connection, topic: str) -> tuple[int, ...]:
    """The numbers of the changes of a topic that nobody has taken back."""
    query = sa.select(_change.c.seq).where(_change.c.topic == topic, _change.c.undone_at.is_(None))
    return tuple(conn.execute(query.order_by(_change.c.seq)).scalars())


def append(conn: sa.Connection, topic: str, changes: Sequence[TopicChange], by: Person, reason: str) -> None:
    """More changes, in force, in their order."""
    rows = [
        {
            "topic": topic, "action": one.action, "key": clean(one.key), "text": clean(one.text),
            "articles": json.dumps([clean(each) for each in one.articles], ensure_ascii=False),
            "account": by.id, "who": clean(by.name), "at": now(), "reason": clean(reason),
        }
        for one in changes
    ]  # fmt: skip
    if rows:
        conn.execute(_change.insert(), rows)


def mark_undone(conn: sa.Connection, ids: Sequence[int], by: Person | None) -> None:
    """Take changes back; by: who does, None = they are in force again."""
    values = {"undone_by": clean(by.name) if by else None, "undone_at": now() if by else None}
    conn.execute(_change.update().where(_change.c.seq.in_(ids)), values)
