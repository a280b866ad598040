"""Here is how sure I am of what I read: give me what a person should look at first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Generator, Mapping
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

import sqlalchemy as sa

from corpus.model import Article
from corpus.store import schema
from corpus.store.reads import Reads, Snapshot
from corpus.store.rows import provenance_from
from corpus.store.writing import chunks

DOUBTFUL = 0.6
"""Confidence below which a field goes to the review queue."""

_article, _correction = schema.article, schema.correction


@dataclass(frozen=True, slots=True)
class Doubt:
    """One field of one article that was guessed.  how, confidence: as in Provenance."""

    article: Article
    field: str
    value: object
    how: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Tally:
    """How many guesses there are, by field and by issue (id); more: there are more than were counted."""

    total: int
    more: bool
    fields: Mapping[str, int]
    issues: Mapping[str, int]


class Review(Reads):
    """The part of the store that lists guesses."""

    def review(
        self,
        below: float = DOUBTFUL,
        limit: int = 100,
        *,
        without: Collection[tuple[str, str]] = (),
        field: str | None = None,
        issue: str | None = None,
    ) -> list[Doubt]:
        """The fields known with a confidence under `below`, least certain articles first.

        without: (article id, field) of those to leave out; field: only this one; issue: only its articles.

        A field that was corrected, or confirmed by setting it to what it was, is not doubtful any more.
        """
        with self.database.read() as conn, closing(_places(conn, below, without, field, issue)) as found:
            places = list(islice(found, limit))
            held: dict[str, Article] = {}
            for part in chunks(list(dict.fromkeys(place.article for place in places))):
                held.update(Snapshot(conn).held(part))
        return [
            Doubt(held[one.article], one.field, getattr(held[one.article], one.field, None), *one.known)
            for one in places
            if one.article in held
        ]

    def tally(
        self, below: float = DOUBTFUL, most: int = 1000, *, without: Collection[tuple[str, str]] = ()
    ) -> Tally:
        """How many guesses `review` would list, by field and by issue; counting ends at `most`."""
        with self.database.read() as conn, closing(_places(conn, below, without, None, None)) as every:
            found = list(islice(every, most + 1))
        counted = found[:most]
        return Tally(
            len(counted),
            len(found) > most,
            Counter(one.field for one in counted),
            Counter(one.issue for one in counted),
        )


class _Place(NamedTuple):
    """A guess without its article.  known: (how, confidence)."""

    article: str
    issue: str
    field: str
    known: tuple[str, float]


def _places(
    conn: sa.Connection,
    below: float,
    without: Collection[tuple[str, str]],
    field: str | None,
    issue: str | None,
) -> Generator[_Place, None, None]:
    """What is doubtful, without reading a text."""
    query = (
        sa.select(_article.c.id, _article.c.issue_id, _article.c.provenance)
        .join_from(_article, schema.issue, _article.c.issue_id == schema.issue.c.id)
        .where(_article.c.doubt > 1 - below, schema.issue.c.state == "published")
        .order_by(_article.c.doubt.desc(), _article.c.seq)
    )
    if issue is not None:
        query = query.where(_article.c.issue_id == issue)
    settled = sa.select(_correction.c.target, _correction.c.field).where(_correction.c.undone_at.is_(None))
    known_for_good = {(target, name) for target, name in conn.execute(settled)}
    with conn.execution_options(yield_per=500).execute(query) as rows:
        for id_, issue_id, provenance in rows:
            guesses = sorted(provenance_from(provenance).items(), key=lambda one: one[1].confidence)
            for name, known in guesses:
                if known.confidence >= below or (field is not None and name != field):
                    continue
                if (id_, name) not in known_for_good and (id_, name) not in without:
                    yield _Place(id_, issue_id, name, (known.how, known.confidence))
