"""Here is a topic, give me a link for somebody who has no account; here is a link, show what it opens.

A link reads only, opens one topic, and can be ended.  Its secret is shown once and kept as SHA-256.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass

import sqlalchemy as sa

from corpus.desk.activity import note
from corpus.desk.persons import Person
from corpus.desk.refusals import NotFound
from corpus.store.database import Database
from corpus.store.rows import clean
from corpus.store.topic_tables import topic_list as _topic
from corpus.store.topic_tables import topic_share as _share
from corpus.store.writing import now
from corpus.topics.keeping import KeptTopic, kept_topic
from corpus.topics.shelf import TopicHead, changeable_head


@dataclass(frozen=True, slots=True)
class TopicLink:
    """A link that was given out.  at, ended: UTC, ISO 8601; ended: None while it opens the topic."""

    id: str
    topic: str
    who: str
    at: str
    ended: str | None


class TopicLinks:
    """The links to topics of one archive."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def share(self, topic: str, by: Person) -> tuple[str, TopicLink]:
        """(secret of the link, shown once; the link).  Raises NotFound, NotAllowed."""
        secret = secrets.token_urlsafe(18)
        with self.database.write() as conn:
            head = changeable_head(conn, topic, by)
            link = TopicLink(secrets.token_hex(6), topic, clean(by.name), now(), None)
            row = {"digest": _digest(secret), "id": link.id, "topic": topic, "who": link.who, "at": link.at}
            conn.execute(_share.insert(), row)
            note(conn, by, "topic.share", topic, head.name, {"link": link.id})
        return secret, link

    def links(self, topic: str, by: Person) -> list[TopicLink]:
        """The links of a topic, newest first, ended ones too.  Raises NotFound, NotAllowed."""
        columns = (_share.c.id, _share.c.topic, _share.c.who, _share.c.at, _share.c.ended)
        with self.database.read() as conn:
            changeable_head(conn, topic, by)
            query = sa.select(*columns).where(_share.c.topic == topic)
            rows = conn.execute(query.order_by(_share.c.at.desc(), _share.c.id)).all()
        return [TopicLink(*row) for row in rows]

    def end(self, topic: str, link: str, by: Person) -> None:
        """The link opens nothing any more.  Raises NotFound, NotAllowed."""
        with self.database.write() as conn:
            head = changeable_head(conn, topic, by)
            there = (_share.c.id == link, _share.c.topic == topic, _share.c.ended.is_(None))
            if not conn.execute(_share.update().where(*there), {"ended": now()}).rowcount:
                raise NotFound(
                    f"没有这个链接，或已停用：{link} / there is no such link, or it has ended: {link}"
                )
            note(conn, by, "topic.unshare", topic, head.name, {"link": link})

    def opened(self, secret: str) -> KeptTopic:
        """The topic that a link opens.  Raises NotFound for one that is none, has ended, or whose topic was
        removed."""
        with self.database.read() as conn:
            query = (
                sa.select(*_topic.c)
                .join(_share, _share.c.topic == _topic.c.id)
                .where(_share.c.digest == _digest(secret), _share.c.ended.is_(None))
                .where(_topic.c.standing != "removed")
            )
            row = conn.execute(query).one_or_none()
            if row is None:
                raise NotFound("这个链接已停用或不存在 / this link has ended or never was one")
            return kept_topic(conn, TopicHead(*row))


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
