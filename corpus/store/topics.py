"""Here is a name, give me the query that a person keeps under it."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from corpus.errors import ArchiveError
from corpus.store import schema
from corpus.store.database import Database
from corpus.store.rows import clean
from corpus.store.writing import now

_topic = schema.topic


class TopicRefused(ArchiveError):
    """No topic of this name, or already one."""


@dataclass(frozen=True, slots=True)
class Topic:
    """A kept query.  created: UTC, ISO 8601."""

    name: str
    query: str
    note: str = ""
    created: str = ""


class Topics:
    """The part of the store that keeps topics."""

    database: Database

    def add_topic(self, name: str, query: str, note: str = "") -> Topic:
        """Keep a query.  Raises TopicRefused where the name is taken or empty."""
        name = clean(" ".join(name.split()))
        if not name:
            raise TopicRefused("专题要有名称 / a topic wants a name")
        topic = {"name": name, "query": clean(query), "note": clean(note), "created": now()}
        with self.database.write() as conn:
            if conn.execute(sa.select(_topic.c.name).where(_topic.c.name == name)).first():
                raise TopicRefused(
                    f"已有专题“{name}”，请换名或先删除 / "
                    f"there is a topic {name!r}: use another name or remove it"
                )
            conn.execute(_topic.insert(), topic)
        return Topic(**topic)

    def topic(self, name: str) -> Topic:
        """Raises TopicRefused where there is none of this name, listing those there are."""
        with self.database.read() as conn:
            row = conn.execute(sa.select(*_topic.c).where(_topic.c.name == name)).one_or_none()
        if row is None:
            known = "、".join(one.name for one in self.topics()) or "–"
            raise TopicRefused(f"没有专题“{name}”，现有：{known} / no topic {name!r}; there are: {known}")
        return Topic(*row)

    def topics(self) -> list[Topic]:
        """All topics by name."""
        with self.database.read() as conn:
            return [Topic(*row) for row in conn.execute(sa.select(*_topic.c).order_by(_topic.c.name))]

    def remove_topic(self, name: str) -> None:
        """Raises TopicRefused where there is none."""
        self.topic(name)
        with self.database.write() as conn:
            conn.execute(_topic.delete().where(_topic.c.name == name))
