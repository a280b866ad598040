"""Here is somebody who has ten minutes; give them the guesses that want looking at, the doubtful first.

The queue is a query over what the articles say of themselves, not a list that could go stale.  What
somebody accepted or fixed is known for good and leaves it; what they skipped they do not see again until it
is read differently.
"""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from corpus.desk.activity import note
from corpus.desk.persons import Person, require
from corpus.desk.refusals import NotFound
from corpus.errors import ArticleNotFound
from corpus.store import schema
from corpus.store.corrections import Correction, put_correction
from corpus.store.desk_tables import review_skip as _skip
from corpus.store.reads import Snapshot
from corpus.store.review import DOUBTFUL, Doubt, Tally
from corpus.store.store import Store
from corpus.store.writing import note_shown, now

_article = schema.article


class Queue:
    """What wants looking at in one archive."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.database = store.database

    def doubts(
        self,
        by: Person,
        below: float = DOUBTFUL,
        limit: int = 50,
        *,
        field: str | None = None,
        issue: str | None = None,
    ) -> list[Doubt]:
        """The fields known with a confidence under `below`, the least certain articles first, without those
        this person skipped.  field, issue: only those."""
        return self.store.review(below, limit, without=self._skipped(by), field=field, issue=issue)

    def tally(self, by: Person, below: float = DOUBTFUL) -> Tally:
        """How many those are."""
        return self.store.tally(below, without=self._skipped(by))

    def skipped(self, by: Person) -> int:
        """How many this person skipped and would see again with `unskip`."""
        return len(self._skipped(by))

    def accept(self, article_id: str, field: str, by: Person) -> Correction:
        """The guess is right.  Raises NotAllowed, ArticleNotFound, NotFound where it is no guess."""
        require(by, "correct")
        with self.database.write() as conn:
            found = _doubt(conn, article_id, field)
            return _accept(conn, [found], by)[0]

    def like(self, article_id: str, field: str, below: float = DOUBTFUL) -> list[Doubt]:
        """The doubts like this one, itself first: the same field, read the same way, to the same value."""
        with self.database.read() as conn:
            first = _doubt(conn, article_id, field)
        others = self.store.review(below, limit=10_000, field=field)
        same = [one for one in others if _alike(one, first) and one.article.id != article_id]
        return [first, *same]

    def accept_like(self, article_id: str, field: str, by: Person) -> tuple[Correction, ...]:
        """Accept this guess and all like it, in one transaction; each can be undone by itself."""
        require(by, "correct")
        wanted = [one.article.id for one in self.like(article_id, field)]
        with self.database.write() as conn:
            first = _doubt(conn, article_id, field)
            found = [one for id_ in wanted if (one := _find(conn, id_, field)) and _alike(one, first)]
            return _accept(conn, found, by)

    def skip(self, article_id: str, field: str, by: Person) -> None:
        """Not now, and not again for this person while the article is read as it is."""
        require(by, "correct")
        with self.database.write(alone=False) as conn:
            query = sa.select(_article.c.digest).where(_article.c.id == article_id)
            digest = conn.execute(query).scalar()
            if digest is None:
                raise ArticleNotFound(article_id)
            own = sa.and_(_skip.c.account == by.id, _skip.c.target == article_id, _skip.c.field == field)
            conn.execute(_skip.delete().where(own))
            row = {"account": by.id, "target": article_id, "field": field, "digest": digest, "at": now()}
            conn.execute(_skip.insert(), row)

    def unskip(self, by: Person) -> int:
        """Show this person again what they skipped; how many that were."""
        with self.database.write(alone=False) as conn:
            return conn.execute(_skip.delete().where(_skip.c.account == by.id)).rowcount

    def _skipped(self, by: Person) -> frozenset[tuple[str, str]]:
        query = (
            sa.select(_skip.c.target, _skip.c.field)
            .join_from(_skip, _article, _skip.c.target == _article.c.id)
            .where(_skip.c.account == by.id, _skip.c.digest == _article.c.digest)
        )
        with self.database.read() as conn:
            return frozenset((target, field) for target, field in conn.execute(query))


def _find(conn: sa.Connection, article_id: str, field: str) -> Doubt | None:
    """The field of this article as a guess; None where there is no such article or it is none."""
    article = Snapshot(conn, everything=True).held([article_id]).get(article_id)
    known = article.provenance.get(field) if article is not None else None
    if article is None or known is None or known.how == "correction":
        return None
    return Doubt(article, field, getattr(article, field, None), known.how, known.confidence)


def _doubt(conn: sa.Connection, article_id: str, field: str) -> Doubt:
    if (found := _find(conn, article_id, field)) is not None:
        return found
    raise NotFound(f"{article_id} 的 {field} 没有待核对的推断 / {field} of {article_id} is no guess")


def _alike(one: Doubt, other: Doubt) -> bool:
    return (one.field, one.how, one.value) == (other.field, other.how, other.value)


def _accept(conn: sa.Connection, doubts: Sequence[Doubt], by: Person) -> tuple[Correction, ...]:
    done = []
    for one in doubts:
        value = one.value
        done.append(put_correction(conn, one.article.id, one.field, value, value, by.name, "核对 / accepted"))  # type: ignore[arg-type]
        note_shown(conn, _article.c.id == one.article.id)
    first = doubts[0]
    detail = {"field": first.field, "how": first.how, "articles": len(done)}
    note(conn, by, "article.accept", first.article.id, first.article.title, detail)
    return tuple(done)
