"""Here is a topic as it stands, freeze it under a name; here are two states of it, tell what differs."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

import sqlalchemy as sa

from corpus.desk.activity import note
from corpus.desk.persons import Person
from corpus.desk.refusals import NotFound
from corpus.store.database import Database
from corpus.store.rows import clean
from corpus.store.topic_tables import topic_edition as _edition
from corpus.store.writing import now
from corpus.topics.keeping import kept_topic
from corpus.topics.shelf import changeable_head, head_of


@dataclass(frozen=True, slots=True)
class FrozenArticle:
    """An article as an edition has it.  date: as it is shown; reference: the citation then."""

    article: str
    title: str
    date: str = ""
    section: str = ""
    note: str = ""
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Edition:
    """A topic frozen.  at: UTC, ISO 8601; upto: the last change it has; articles: in its order; style: of
    their references."""

    id: str
    topic: str
    name: str
    who: str
    at: str
    upto: int
    cover: str
    sections: tuple[str, ...]
    articles: tuple[FrozenArticle, ...]
    style: str = "gbt7714"


@dataclass(frozen=True, slots=True)
class EditionDifference:
    """added, gone: articles of one side only; changed: (before, after) of those that read differently."""

    added: tuple[FrozenArticle, ...]
    gone: tuple[FrozenArticle, ...]
    changed: tuple[tuple[FrozenArticle, FrozenArticle], ...]


class Editions:
    """The editions of the topics of one archive."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def take(
        self,
        topic: str,
        name: str,
        articles: Sequence[FrozenArticle],
        version: int,
        by: Person,
        style: str = "gbt7714",
    ) -> Edition:
        """Freeze the topic as it was at `version`, with these articles.  style: of their references.

        Raises NotFound, NotAllowed.
        """
        with self.database.write() as conn:
            head = changeable_head(conn, topic, by)
            state = kept_topic(conn, head).state
            at = now()
            name = clean(" ".join(name.split())) or at[:10]
            edition = Edition(
                secrets.token_hex(6), topic, name, clean(by.name), at, version, state.cover, state.sections,
                tuple(articles), style,
            )  # fmt: skip
            conn.execute(_edition.insert(), _row(edition))
            note(conn, by, "topic.edition", topic, head.name, {"edition": edition.id, "name": name})
        return edition

    def editions(self, topic: str, person: Person | None) -> list[Edition]:
        """Newest first.  Raises NotFound where the person may not read the topic."""
        with self.database.read() as conn:
            head_of(conn, topic, person)
            query = sa.select(*_edition.c).where(_edition.c.topic == topic)
            return [_from(row._asdict()) for row in conn.execute(query.order_by(_edition.c.at.desc()))]

    def edition(self, edition: str, person: Person | None, topic: str = "") -> Edition:
        """Raises NotFound where there is none, or none of that topic, that this person may read."""
        with self.database.read() as conn:
            row = conn.execute(sa.select(*_edition.c).where(_edition.c.id == edition)).one_or_none()
            if row is None or (topic and row.topic != topic):
                raise NotFound(f"没有这一版 {edition} / there is no edition {edition}")
            head_of(conn, row.topic, person)
            return _from(row._asdict())


def differing(before: Sequence[FrozenArticle], after: Sequence[FrozenArticle]) -> EditionDifference:
    """What two states of one topic have differently; the order of the articles is no difference."""
    old, new = ({one.article: one for one in side} for side in (before, after))
    return EditionDifference(
        tuple(one for one in after if one.article not in old),
        tuple(one for one in before if one.article not in new),
        tuple((old[one.article], one) for one in after if one.article in old and old[one.article] != one),
    )


def _row(edition: Edition) -> dict[str, object]:
    content = {
        "cover": edition.cover,
        "sections": edition.sections,
        "style": edition.style,
        "articles": [asdict(one) for one in edition.articles],
    }
    names = ("id", "topic", "name", "who", "at", "upto")
    return {
        **{name: getattr(edition, name) for name in names},
        "content": clean(json.dumps(content, ensure_ascii=False)),
    }


def _from(row: Mapping[str, object]) -> Edition:
    content = json.loads(str(row["content"]))
    return Edition(
        str(row["id"]), str(row["topic"]), str(row["name"]), str(row["who"]), str(row["at"]),
        int(str(row["upto"])), content["cover"], tuple(content["sections"]),
        tuple(FrozenArticle(**one) for one in content["articles"]), content.get("style", "gbt7714"),
    )  # fmt: skip
