"""Here is how sure I am of what I read: give me what a person should look at first."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

import sqlalchemy as sa

from corpus.model import Article
from corpus.store import schema
from corpus.store.overlay import CORRECTED
from corpus.store.reads import Reads

DOUBTFUL = 0.6
"""Confidence below which a field goes to the review queue."""

_article = schema.article


@dataclass(frozen=True, slots=True)
class Doubt:
    """One field of one article that was guessed.  how, confidence: as in Provenance."""

    article: Article
    field: str
    value: object
    how: str
    confidence: float


class Review(Reads):
    """The part of the store that lists guesses."""

    def review(
        self, below: float = DOUBTFUL, limit: int = 100, *, without: Collection[tuple[str, str]] = ()
    ) -> list[Doubt]:
        """The fields known with a confidence under `below`, least certain articles first.

        without: (article id, field) of those to leave out.

        A field that was corrected, or confirmed by setting it to what it was, is not doubtful any more.
        """
        found: list[Doubt] = []
        for article in self._doubtful(below):
            for field, known in sorted(article.provenance.items(), key=lambda one: one[1].confidence):
                if known.confidence < below and known != CORRECTED and (article.id, field) not in without:
                    value = getattr(article, field, None)
                    found.append(Doubt(article, field, value, known.how, known.confidence))
                    if len(found) == limit:
                        return found
        return found

    def _doubtful(self, below: float, step: int = 200) -> Iterator[Article]:
        query = (
            sa.select(_article.c.id)
            .join_from(_article, schema.issue, _article.c.issue_id == schema.issue.c.id)
            .where(_article.c.doubt > 1 - below, schema.issue.c.state == "published")
            .order_by(_article.c.doubt.desc(), _article.c.seq)
        )
        with self.database.read() as conn:
            ids = conn.execute(query).scalars().all()
        for start in range(0, len(ids), step):
            held = self.held(ids[start : start + step])
            yield from (held[each] for each in ids[start : start + step] if each in held)
