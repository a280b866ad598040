"""Here are articles and the list of names as it stands now; name their organisations and people again.

What a record or a person stated is kept; corrections lie over all of it.  Doing it twice changes nothing the
second time, so that a job may be begun again after a crash.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Protocol

import sqlalchemy as sa

from corpus.desk.replacing import articles_as_parsed, issue_as_parsed
from corpus.desk.stated import NAMED, as_stated, line_of, stated_rows
from corpus.entities.context import Home, context_of
from corpus.model import Article, Issue
from corpus.store import schema
from corpus.store.rows import article_row
from corpus.store.store import Store
from corpus.store.writing import chunks, note_shown

_article = schema.article
_STATED = frozenset({"record", "marked by hand"})


class NameFinder(Protocol):
    """What names organisations and people; `corpus.entities.Recognizer` is one."""

    def annotate(self, article: Article, issue: Issue, context: Home | None = None) -> Article: ...


def reread_names(
    store: Store,
    ids: Sequence[str],
    recognizer: NameFinder,
    *,
    people: Callable[[Article], Article] = lambda article: article,
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Name again, issue by issue: (issue, the articles that changed), each committed as it is given.

    people: laid over what was found (`corpus.desk.Register.applied`).  Ids that are not there are left out.
    """
    by_issue: dict[str, list[str]] = defaultdict(list)
    with store.database.read() as conn:
        for part in chunks(ids):
            query = sa.select(_article.c.issue_id, _article.c.id).where(_article.c.id.in_(part))
            for issue_id, id_ in conn.execute(query):
                by_issue[issue_id].append(id_)
    for issue_id, wanted in by_issue.items():
        yield issue_id, _reread(store, issue_id, set(wanted), recognizer, people)


def _reread(
    store: Store,
    issue_id: str,
    wanted: set[str],
    recognizer: NameFinder,
    people: Callable[[Article], Article],
) -> tuple[str, ...]:
    with store.database.read() as conn:
        issue, articles = issue_as_parsed(conn, issue_id), articles_as_parsed(conn, issue_id)
    context = context_of(issue, articles)
    lines = {line for one in articles if one.id in wanted and (line := line_of(one)) is not None}
    rows = stated_rows(store, issue_id, lines)
    read = {
        one.id: people(recognizer.annotate(_bare(as_stated(one, rows)), issue, context))
        for one in articles
        if one.id in wanted
    }
    changed = []
    with store.database.write() as conn:
        now = {one.id: one for one in articles_as_parsed(conn, issue_id) if one.id in wanted}
        for id_, one in read.items():
            if id_ in now and _bare(now[id_]) == _bare_of(articles, id_):  # not replaced meanwhile
                row, was = article_row(one), article_row(now[id_])
                if row["digest"] != was["digest"]:
                    conn.execute(_article.update().where(_article.c.id == id_), row)
                    note_shown(conn, _article.c.id == id_)
                    changed.append(id_)
    return tuple(changed)


def _bare_of(articles: Sequence[Article], id_: str) -> Article:
    return _bare(next(one for one in articles if one.id == id_))


def _bare(article: Article) -> Article:
    """Without the names that were found, which are to be found anew; stated ones stay."""
    found = [
        name
        for name in NAMED
        if name not in article.provenance or article.provenance[name].how not in _STATED
    ]
    known = {name: how for name, how in article.provenance.items() if name not in found}
    return replace(article, **dict.fromkeys(found, ()), provenance=known)  # type: ignore[arg-type]
