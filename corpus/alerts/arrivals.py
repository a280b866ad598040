"""Here is what came in; for which saved searches has nobody looked at it yet, and what did they find?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from corpus.alerts.searches import COLUMNS, SavedSearch, newest_arrival
from corpus.store import schema
from corpus.store.alert_tables import arrival as _arrival
from corpus.store.alert_tables import saved_search as _saved
from corpus.store.alert_tables import search_find as _find
from corpus.store.database import Database
from corpus.store.writing import chunks


@dataclass(frozen=True, slots=True)
class Arrival:
    """An article that came in.  seq grows; at: UTC, ISO 8601."""

    seq: int
    article: str
    at: str


@dataclass(frozen=True, slots=True)
class Find:
    """What a saved search found when it came in.  lines: of a list, those that found it."""

    search: str
    arrival: int
    article: str
    lines: tuple[str, ...] = ()


class Arrivals:
    """What came in to one archive, and who looks for it."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def newest(self) -> int:
        """The number of the article that came in last; 0 where none has."""
        with self.database.read() as conn:
            return newest_arrival(conn)

    def moment(self, seq: int) -> str:
        """When this article came in, UTC, ISO 8601; "" where there is none of this number."""
        with self.database.read() as conn:
            return str(conn.execute(sa.select(_arrival.c.at).where(_arrival.c.seq == seq)).scalar() or "")

    def after(self, seq: int) -> list[Arrival]:
        """What came in after this one, in order."""
        columns = (_arrival.c.seq, _arrival.c.article_id, _arrival.c.at)
        query = sa.select(*columns).where(_arrival.c.seq > seq).order_by(_arrival.c.seq)
        with self.database.read() as conn:
            return [Arrival(*row) for row in conn.execute(query)]

    def waiting(self) -> bool:
        """Whether something came in that a saved search has not been asked about."""
        with self.database.read() as conn:
            query = sa.select(sa.func.min(_saved.c.evaluated)).where(_saved.c.standing == "current")
            least = conn.execute(query).scalar()
            return least is not None and least < newest_arrival(conn)

    def behind(self, upto: int) -> list[SavedSearch]:
        """The saved searches that have not been asked about all arrivals up to this one."""
        query = sa.select(*COLUMNS).where(_saved.c.standing == "current", _saved.c.evaluated < upto)
        with self.database.read() as conn:
            return [SavedSearch(*row) for row in conn.execute(query.order_by(_saved.c.id))]

    def keep_needs(self, needs: Mapping[str, str]) -> None:
        """Search → what an article must have to be found by it."""
        if not needs:
            return
        with self.database.write() as conn:
            held = _saved.update().where(_saved.c.id == sa.bindparam("search"))
            rows = [{"search": search, "needed": needed} for search, needed in needs.items()]
            conn.execute(held.values(needs=sa.bindparam("needed")), rows)

    def record(self, asked: Sequence[SavedSearch], upto: int, finds: Sequence[Find]) -> None:
        """These searches were asked about all arrivals up to this one, and found these.

        Whatever another worker has asked meanwhile is left as that one left it.
        """
        before = {one.id: one.evaluated for one in asked}
        with self.database.write() as conn:
            settled: set[str] = set()
            for part in chunks(list(before)):
                query = sa.select(_saved.c.id, _saved.c.evaluated).where(_saved.c.id.in_(part))
                settled |= {id_ for id_, evaluated in conn.execute(query) if evaluated == before[id_]}
            for part in chunks(sorted(settled)):
                conn.execute(_saved.update().where(_saved.c.id.in_(part)), {"evaluated": upto})
            rows = [
                {"search": one.search, "arrival": one.arrival, "article_id": one.article,
                 "lines": "\n".join(one.lines)}
                for one in finds if one.search in settled
            ]  # fmt: skip
            if rows:
                conn.execute(_find.insert(), rows)

    def finds(
        self, search: str, after: int = 0, upto: int | None = None, most: int | None = None
    ) -> list[Find]:
        """What one search found among the arrivals (after, upto], the newest first, at most `most`."""
        query = sa.select(*_FIND).where(_find.c.search == search, _find.c.arrival > after)
        if upto is not None:
            query = query.where(_find.c.arrival <= upto)
        with self.database.read() as conn:
            rows = conn.execute(query.order_by(_find.c.arrival.desc()).limit(most)).all()
        return [find_from(row) for row in rows]

    def seen_finds(
        self, search: str, after: int, start: int = 0, most: int | None = None
    ) -> tuple[int, list[Find]]:
        """(how many, some of them) of what a search found after this arrival and readers see, newest first.

        start: from this one on; most: at most so many.
        """
        which = _SHOWN.where(_find.c.search == search, _find.c.arrival > after)
        with self.database.read() as conn:
            total = conn.execute(sa.select(sa.func.count()).select_from(which.subquery())).scalar_one()
            page = which.order_by(_find.c.arrival.desc()).offset(start).limit(most)
            return int(total), [find_from(row) for row in conn.execute(page)]

    def fresh(self, searches: Sequence[SavedSearch]) -> Mapping[str, int]:
        """Search → how many articles that readers see it found since its owner last looked."""
        found = dict.fromkeys((one.id for one in searches), 0)
        with self.database.read() as conn:
            for part in chunks(list(found)):
                fresh = _SHOWN.join(_saved, _saved.c.id == _find.c.search).where(
                    _find.c.search.in_(part), _find.c.arrival > _saved.c.seen
                )
                counted = fresh.with_only_columns(_find.c.search, sa.func.count(), maintain_column_froms=True)
                found.update(
                    (search, many) for search, many in conn.execute(counted.group_by(_find.c.search))
                )
        return found

    def came(self, articles: Sequence[str]) -> dict[str, str]:
        """Article → when it came in."""
        found: dict[str, str] = {}
        with self.database.read() as conn:
            for part in chunks(articles):
                query = sa.select(_arrival.c.article_id, _arrival.c.at).where(_arrival.c.article_id.in_(part))
                found.update((one, at) for one, at in conn.execute(query))
        return found


_FIND = (_find.c.search, _find.c.arrival, _find.c.article_id, _find.c.lines)
_SHOWN = (
    sa.select(*_FIND)
    .join(schema.article, schema.article.c.id == _find.c.article_id)
    .join(schema.issue, schema.issue.c.id == schema.article.c.issue_id)
    .where(schema.issue.c.state == "published")
)
"""Finds that readers see now."""


def find_from(row: Sequence[object]) -> Find:
    """A find from a row of search, arrival, article, lines."""
    search, arrival, article, lines = row
    said = str(lines)
    return Find(str(search), int(str(arrival)), str(article), tuple(said.split("\n")) if said else ())
