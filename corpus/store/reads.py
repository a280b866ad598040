"""Here is an id, give me the article, the issue or the source: the reading half of the store."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import sqlalchemy as sa

from corpus.errors import ArticleNotFound, IssueNotFound
from corpus.model import Article, Issue
from corpus.store import schema
from corpus.store.database import Database
from corpus.store.listing import ListedArticle, listed_from, select_listed
from corpus.store.overlay import Overlay, corrected, corrected_issue, overlay_of
from corpus.store.rows import ARTICLE_COLUMNS, ISSUE_COLUMNS, ISSUE_ID, YEAR_MONTH, article_from, issue_from
from corpus.store.sources import Sources
from corpus.store.writing import chunks

_article, _issue, _correction = schema.article, schema.issue, schema.correction


def _column(name: str) -> sa.Column[Any]:
    table, column = name.split(".")
    return schema.metadata.tables[table].c[column]


SELECT_ARTICLE = sa.select(*map(_column, ARTICLE_COLUMNS)).join_from(
    _article, _issue, _article.c.issue_id == _issue.c.id
)
SELECT_ISSUE = sa.select(*(_issue.c[name] for name in ISSUE_COLUMNS))
_REMOVED = sa.select(schema.outbox.c.article_id).where(
    schema.outbox.c.deleted,
    ~sa.exists().where(
        _article.c.id == schema.outbox.c.article_id,
        _article.c.issue_id == _issue.c.id,
        _issue.c.state == "published",
    ),
)
COUNT_ARTICLES = sa.select(sa.func.count()).join_from(_article, _issue, _article.c.issue_id == _issue.c.id)
_BY_IDS = SELECT_ARTICLE.where(_article.c.id.in_(sa.bindparam("ids", expanding=True)))
_PUBLISHED = _issue.c.state == "published"
_SHOWN_BY_IDS = _BY_IDS.where(_PUBLISHED)
_Query = TypeVar("_Query", bound=sa.Select[Any])


class Snapshot:
    """The articles in one state of the store: what a request that reads long asks."""

    def __init__(self, conn: sa.Connection, *, everything: bool = False) -> None:
        self._conn = conn
        self._by_ids = _BY_IDS if everything else _SHOWN_BY_IDS

    def held(self, ids: Sequence[str]) -> dict[str, Article]:
        """See `Reads.held`."""
        found: dict[str, Article] = {}
        for part in chunks(ids):
            rows = self._conn.execute(self._by_ids, {"ids": part}).all()
            found.update((one.id, one) for one in _articles(rows, _overlay_of(self._conn, rows)))
        return found

    def removed(self) -> frozenset[str]:
        """See `Reads.removed`."""
        return frozenset(self._conn.execute(_REMOVED).scalars())


class Reads:
    """Reads are snapshots; they never wait for a writer and may run in any thread.

    A reader sees published issues and their articles: what is a draft or withdrawn is as if it were not
    there.  `Whole` sees everything.
    """

    database: Database
    sources: Sources
    everything = False

    def _shown(self, query: _Query) -> _Query:
        return query if self.everything else query.where(_PUBLISHED)

    def article(self, article_id: str) -> Article:
        """Raises ArticleNotFound."""
        return self.articles([article_id])[0]

    def articles(self, ids: Sequence[str]) -> list[Article]:
        """The articles with these ids, in their order.  Raises ArticleNotFound for the first unknown."""
        held = self.held(ids)
        try:
            return [held[each] for each in ids]
        except KeyError as error:
            raise ArticleNotFound(str(error.args[0])) from None

    def held(self, ids: Sequence[str]) -> dict[str, Article]:
        """Those of the articles with these ids that are there, by id."""
        with self.snapshot() as still:
            return still.held(ids)

    def removed(self) -> frozenset[str]:
        """The ids of articles that readers do not see any more and that may still be in the index."""
        with self.snapshot() as still:
            return still.removed()

    @contextmanager
    def snapshot(self) -> Iterator[Snapshot]:
        """The same articles as they are now, whatever is written while the context lasts."""
        with self.database.read() as conn:
            yield Snapshot(conn, everything=self.everything)

    def iter_articles(self) -> Iterator[Article]:
        """Every article, in the order of arrival, from one snapshot; streams."""
        with self.database.read() as conn:
            overlay = overlay_for(conn, None)
            query = self._shown(SELECT_ARTICLE).order_by(_article.c.seq)
            yield from _articles(conn.execution_options(yield_per=1000).execute(query), overlay)

    def listed(self) -> Iterator[ListedArticle]:
        """Every article without its text, by issue in the order of print, from one snapshot; streams."""
        with self.database.read() as conn:
            overlay = overlay_for(conn, None)
            query = self._shown(select_listed()).order_by(_issue.c.seq, _article.c.position)
            yield from listed_from(iter(conn.execution_options(yield_per=5000).execute(query)), overlay)

    def issue(self, issue_id: str) -> Issue:
        """Raises IssueNotFound."""
        with self.database.read() as conn:
            row = conn.execute(self._shown(SELECT_ISSUE).where(_issue.c.id == issue_id)).one_or_none()
            if row is None:
                raise IssueNotFound(issue_id)
            return corrected_issue(issue_from(row), overlay_for(conn, [issue_id]))

    def issues(self) -> list[Issue]:
        """All issues by publication, year, month and arrival; those of unknown date first."""
        with self.database.read() as conn:
            overlay = overlay_for(conn, None)
            rows = conn.execute(self._shown(SELECT_ISSUE).order_by(_issue.c.seq)).all()
        found = [corrected_issue(issue_from(row), overlay) for row in rows]
        return sorted(found, key=lambda one: (one.publication, one.year or 0, one.month or 0))

    def issue_articles(self, issue_id: str, start: int = 0, most: int | None = None) -> list[Article]:
        """The articles of one issue in printed order, from number `start` (0-based), at most `most`."""
        query = self._shown(SELECT_ARTICLE.where(_article.c.issue_id == issue_id)).order_by(
            _article.c.position
        )
        query = query.offset(start).limit(most) if start or most is not None else query
        with self.database.read() as conn:
            rows = conn.execute(query).all()
            return list(_articles(rows, _overlay_of(conn, rows)))

    def neighbours(self, article_id: str) -> tuple[str | None, str | None]:
        """The ids of the articles printed before and after this one in its issue."""
        joined = sa.select(_article.c.issue_id, _article.c.position).join_from(
            _article, _issue, _article.c.issue_id == _issue.c.id
        )
        here = self._shown(joined.where(_article.c.id == article_id))
        with self.database.read() as conn:
            place = conn.execute(here).one_or_none()
            if place is None:
                return None, None
            inside = sa.select(_article.c.id).where(_article.c.issue_id == place.issue_id).limit(1)
            at = _article.c.position
            before = inside.where(at < place.position).order_by(at.desc())
            after = inside.where(at > place.position).order_by(at)
            return conn.execute(before).scalar(), conn.execute(after).scalar()

    def source_digest(self, issue_id: str) -> str:
        """SHA-256 of the issue's present source.  Raises IssueNotFound."""
        with self.database.read() as conn:
            key = conn.execute(sa.select(_issue.c.digest).where(_issue.c.id == issue_id)).scalar()
        if key is None:
            raise IssueNotFound(issue_id)
        return str(key)

    def source_path(self, issue_id: str) -> Path:
        """Where the issue's source file lies; not to be written to."""
        return self.sources.path(self.source_digest(issue_id))

    def source_bytes(self, issue_id: str) -> bytes:
        """The issue's source file, unaltered.  Raises StoreError where it is gone."""
        return self.sources.get(self.source_digest(issue_id))

    def count(self) -> int:
        """The number of articles."""
        with self.database.read() as conn:
            return int(conn.execute(self._shown(COUNT_ARTICLES)).scalar_one())


class Whole(Reads):
    """The same reads for those who keep the archive: drafts and withdrawn issues, too."""

    everything = True

    def __init__(self, database: Database, sources: Sources) -> None:
        self.database = database
        self.sources = sources


def _articles(rows: Iterable[Sequence[Any]], overlay: Overlay) -> Iterator[Article]:
    for row in rows:
        article = article_from(row)
        yield corrected(article, overlay, *row[YEAR_MONTH]) if overlay else article


def _overlay_of(conn: sa.Connection, rows: Sequence[Sequence[Any]]) -> Overlay:
    targets = {target for row in rows for target in (row[0], row[ISSUE_ID])}
    return overlay_for(conn, list(targets)) if targets else {}


def overlay_for(conn: sa.Connection, targets: Sequence[str] | None) -> Overlay:
    """The corrections in force for these ids (None: for all)."""
    query = (
        sa.select(_correction.c.target, _correction.c.field, _correction.c.new)
        .where(_correction.c.undone_at.is_(None))
        .order_by(_correction.c.seq)
    )
    if targets is not None:
        query = query.where(_correction.c.target.in_(targets))
    return overlay_of((target, field, new) for target, field, new in conn.execute(query))
