"""Here is a draft that is a new printing of an issue; put it in that issue's place.

The older issue keeps its id; its articles keep theirs where the text is (nearly) the same, and with them
corrections, links and lists.  What was corrected in the draft itself follows its article.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

import sqlalchemy as sa

from corpus.errors import IssueNotFound
from corpus.model import Article, Issue
from corpus.store import schema
from corpus.store.reads import SELECT_ARTICLE, SELECT_ISSUE
from corpus.store.rows import article_from, issue_from
from corpus.store.sources import Kept
from corpus.store.writing import (
    Outcome,
    SettledArticle,
    close_issue,
    common_texts,
    note_shown,
    open_issue,
    place_issue,
    predecessor,
    printings,
    write_articles,
)

_article, _issue, _source, _correction = schema.article, schema.issue, schema.source, schema.correction
_aside = schema.aside


def predecessor_of(conn: sa.Connection, draft_id: str) -> str | None:
    """The issue, published or withdrawn, that a draft is a new printing of; None where there is none."""
    issue = issue_as_parsed(conn, draft_id)
    common = common_texts(conn, articles_as_parsed(conn, draft_id))
    return predecessor(conn, "", issue, issue.source_file, common)


def rivals_of(conn: sa.Connection, draft_id: str) -> list[str]:
    """The other drafts of the issue that a draft is of."""
    issue = issue_as_parsed(conn, draft_id)
    common = common_texts(conn, articles_as_parsed(conn, draft_id))
    found = printings(conn, issue, issue.source_file, common, draft=True)
    return [one for one in found if one != draft_id]


def take_place(conn: sa.Connection, draft_id: str, before: str) -> Outcome:
    """Make the draft's articles those of the issue `before`, published; the draft is no more."""
    issue, articles = issue_as_parsed(conn, draft_id), articles_as_parsed(conn, draft_id)
    digest = conn.execute(sa.select(_issue.c.digest).where(_issue.c.id == draft_id)).scalar_one()
    was = conn.execute(sa.select(_issue.c.state).where(_issue.c.id == before)).scalar_one()
    conn.execute(_issue.update().where(_issue.c.id == before), {"state": "published"})
    opened = open_issue(conn, before, issue, issue.source_file, Kept(digest, 0))
    placed = place_issue(conn, opened, articles)
    conn.execute(_article.delete().where(_article.c.issue_id == draft_id))
    done = write_articles(conn, opened, 0, placed)
    removed = close_issue(conn, opened, {one.id for one in placed})
    conn.execute(_source.update().where(_source.c.issue_id == draft_id), {"issue_id": before})
    _move_corrections(conn, draft_id, before, articles, placed)
    _move_asides(conn, draft_id, before)
    conn.execute(_issue.delete().where(_issue.c.id == draft_id))
    if was != "published":
        note_shown(conn, _article.c.issue_id == before)
    return replace(done, removed=removed, state="published")


def issue_as_parsed(conn: sa.Connection, issue_id: str) -> Issue:
    """The issue without what people corrected.  Raises IssueNotFound."""
    row = conn.execute(SELECT_ISSUE.where(_issue.c.id == issue_id)).one_or_none()
    if row is None:
        raise IssueNotFound(issue_id)
    return issue_from(row)


def articles_as_parsed(
    conn: sa.Connection, issue_id: str, ids: Collection[str] | None = None
) -> list[Article]:
    """Its articles in printed order, without what people corrected; ids: these alone."""
    query = SELECT_ARTICLE.where(_article.c.issue_id == issue_id).order_by(_article.c.position)
    if ids is not None:
        query = query.where(_article.c.id.in_(ids))
    return [_undated(article_from(row), row) for row in conn.execute(query)]


def _undated(article: Article, row: sa.Row[object]) -> Article:
    """Without the day that only stands for the issue's month: it is not parsed, it is shown."""
    return article if row._mapping[_article.c.date] else replace(article, date=None)


def _move_asides(conn: sa.Connection, draft_id: str, before: str) -> None:
    conn.execute(_aside.delete().where(_aside.c.issue_id == before))
    conn.execute(_aside.update().where(_aside.c.issue_id == draft_id), {"issue_id": before})
    said = conn.execute(sa.select(_issue.c.notices).where(_issue.c.id == draft_id)).scalar_one()
    conn.execute(_issue.update().where(_issue.c.id == before), {"notices": said})


def _move_corrections(
    conn: sa.Connection, draft_id: str, before: str, articles: list[Article], placed: list[SettledArticle]
) -> None:
    moves = {article.id: one.id for article, one in zip(articles, placed, strict=True)} | {draft_id: before}
    for old, new in moves.items():
        if old != new:
            moved = conn.execute(_correction.update().where(_correction.c.target == old), {"target": new})
            if moved.rowcount:
                note_shown(conn, sa.or_(_article.c.id == new, _article.c.issue_id == new))
