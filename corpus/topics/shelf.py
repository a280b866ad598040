"""Here is a person, give me the topics they may read; begin one, put one away, change who may see it."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, cast, get_args

import sqlalchemy as sa

from corpus.desk.activity import note
from corpus.desk.persons import Person, may, require
from corpus.desk.refusals import NotAllowed, NotFound, Refused
from corpus.store.database import Database
from corpus.store.rows import clean
from corpus.store.topic_tables import topic_list as _topic
from corpus.store.writing import now
from corpus.topics.changes import TopicChange
from corpus.topics.rows import append

Access = Literal["private", "readable", "editors"]
ACCESS: tuple[Access, ...] = get_args(Access)
"""Who sees a topic: its owner alone; whoever may read; the same, and editors may change it."""

Standing = Literal["current", "archived", "removed"]
STANDINGS: tuple[Standing, ...] = get_args(Standing)
"""Kept before one's eyes; put away; gone from every list, with a way back."""

LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class TopicHead:
    """A topic without its articles.  owner: id of an account; who: the owner's name; created, changed:
    UTC, ISO 8601."""

    id: str
    name: str
    owner: str
    who: str
    access: Access
    standing: Standing
    created: str
    changed: str


def may_see(head: TopicHead, person: Person | None) -> bool:
    """Whether the person may read the topic; None: somebody who is not signed in."""
    if person is None:
        return head.access != "private"
    own = head.owner == person.id or person.role == "administrator"
    return may(person, "read") and (own or head.access != "private")


def may_change(head: TopicHead, person: Person) -> bool:
    """Whether the person may change what is in the topic."""
    own = head.owner == person.id or person.role == "administrator"
    shared = head.access == "editors" and person.role != "reader"
    return may(person, "topics") and (own or shared)


class TopicShelf:
    """The topics of one archive, without what is in them."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def begin(
        self, name: str, by: Person, changes: Sequence[TopicChange] = (), access: Access = "private"
    ) -> TopicHead:
        """A new topic with its first changes.  Raises NotAllowed, Refused where the name cannot be used."""
        require(by, "topics")
        with self.database.write() as conn:
            head = TopicHead(
                secrets.token_hex(6), usable_name(conn, name), by.id, clean(by.name), access, "current",
                now(), now(),
            )  # fmt: skip
            conn.execute(_topic.insert(), _row(head))
            append(conn, head.id, [TopicChange("rename", text=head.name), *changes], by, "")
            note(conn, by, "topic.begin", head.id, head.name)
        return head

    def topics(self, person: Person | None, standing: Standing = "current") -> list[TopicHead]:
        """The topics that the person may read, by name.  Removed ones: only who may change them sees them."""
        query = sa.select(*_topic.c).where(_topic.c.standing == standing).order_by(_topic.c.name)
        with self.database.read() as conn:
            heads = [TopicHead(*row) for row in conn.execute(query)]
        if standing == "removed":
            return [one for one in heads if person is not None and may_change(one, person)]
        return [one for one in heads if may_see(one, person)]

    def head(self, topic: str, person: Person | None) -> TopicHead:
        """Raises NotFound where there is none that this person may read."""
        with self.database.read() as conn:
            return head_of(conn, topic, person)

    def named(self, name: str, person: Person | None) -> TopicHead:
        """The topic of this name.  Raises NotFound, which lists those there are."""
        heads = self.topics(person) + self.topics(person, "archived")
        for one in heads:
            if one.name == " ".join(name.split()):
                return one
        known = "、".join(one.name for one in heads) or "–"
        raise NotFound(f"没有专题“{name}”，现有：{known} / no topic {name!r}; there are: {known}")

    def set_access(self, topic: str, access: Access, by: Person) -> TopicHead:
        """Change who sees it.  Raises NotFound, NotAllowed: only the owner or an administrator may."""
        if access not in ACCESS:
            raise Refused(f"没有权限范围 {access} / no such access; use {', '.join(ACCESS)}")
        return self._put(topic, by, "topic.access", access=access)

    def set_standing(self, topic: str, standing: Standing, by: Person) -> TopicHead:
        """Put it away, remove it, bring it back.  Raises NotFound, NotAllowed."""
        if standing not in STANDINGS:
            raise Refused(f"没有状态 {standing} / no such standing; use {', '.join(STANDINGS)}")
        return self._put(topic, by, f"topic.{standing}", standing=standing)

    def _put(self, topic: str, by: Person, action: str, **values: str) -> TopicHead:
        require(by, "topics")
        with self.database.write() as conn:
            head = head_of(conn, topic, by)
            if head.owner != by.id and by.role != "administrator":
                raise NotAllowed(
                    f"只有 {head.who} 或管理员可以这样做 / only {head.who} or an administrator may do this"
                )
            if values.get("standing") in ("current", "archived") and head.standing == "removed":
                usable_name(conn, head.name, but=topic)
            conn.execute(_topic.update().where(_topic.c.id == topic), {**values, "changed": now()})
            note(conn, by, action, topic, head.name, values)
            return head_of(conn, topic, by)


def head_of(conn: sa.Connection, topic: str, person: Person | None) -> TopicHead:
    """Inside a transaction.  Raises NotFound where there is none that this person may read."""
    row = conn.execute(sa.select(*_topic.c).where(_topic.c.id == topic)).one_or_none()
    head = None if row is None else TopicHead(*row)
    if head is None or not may_see(head, person):
        raise NotFound(f"没有专题 {topic} / there is no topic {topic}")
    return head


def changeable_head(conn: sa.Connection, topic: str, by: Person) -> TopicHead:
    """The same, where this person may change what is in it.  Raises NotFound, NotAllowed."""
    head = head_of(conn, topic, by)
    if not may_change(head, by):
        raise NotAllowed(
            f"您不能修改专题“{head.name}”，可复制一份 / you may not change {head.name!r}: copy it instead"
        )
    return head


def touch(conn: sa.Connection, topic: str, name: str) -> None:
    """The topic was changed just now, and is called so."""
    conn.execute(_topic.update().where(_topic.c.id == topic), {"name": name, "changed": now()})


def usable_name(conn: sa.Connection, name: str, but: str = "") -> str:
    """The name as it is kept; but: the topic that has it.  Raises Refused: it is empty, long or taken."""
    name = clean(" ".join(name.split()))
    if not name or len(name) > LONGEST_NAME:
        raise Refused(
            f"专题要有名称，最多 {LONGEST_NAME} 字 / a topic wants a name, of at most {LONGEST_NAME}"
        )
    query = sa.select(_topic.c.id).where(
        _topic.c.name == name, _topic.c.standing != "removed", _topic.c.id != but
    )
    if conn.execute(query).first():
        raise Refused(f"已有专题“{name}”，请换个名称 / there is a topic {name!r}: use another name")
    return name


def _row(head: TopicHead) -> dict[str, str]:
    names = (column.name for column in _topic.c)
    return {name: cast(str, getattr(head, name)) for name in names}
