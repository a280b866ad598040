"""Here are articles and the list of names as it stands now; name their organisations and people again.

What a record or a person stated is kept; corrections lie over all of it.  Doing it twice changes nothing the
second time, so that a job may be begun again after a crash.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

import sqlalchemy as sa

from corpus.desk.replacing import articles_as_parsed, issue_as_parsed
from corpus.desk.stated import NAMED, as_stated, by_hand, line_of, said_by_hand, stated_rows
from corpus.model import Article, Issue, ParsedIssue
from corpus.splitting import Profile
from corpus.store import schema
from corpus.store.rows import article_row
from corpus.store.store import Store
from corpus.store.writing import chunks, note_shown

_article = schema.article
_STATED = frozenset({"record", "marked by hand"})


class NameFinder(Protocol):
    """What names organisations and people; `corpus.entities.Recognizer` is one."""

    def annotate(self, article: Article, issue: Issue) -> Article: ...

    def annotate_issue(self, parsed: ParsedIssue, only: Collection[int] | None = None) -> ParsedIssue: ...


@dataclass(frozen=True, slots=True)
class Renaming:
    """How articles are named again.  people: laid over what was found (`corpus.desk.Register.applied`);
    profiles: the genre rules that sources are read with (None: those that come with the program)."""

    store: Store
    recognizer: NameFinder
    people: Callable[[Article], Article]
    profiles: Sequence[Profile] | None = None


def reread_names(
    store: Store,
    ids: Sequence[str],
    recognizer: NameFinder,
    *,
    people: Callable[[Article], Article] = lambda article: article,
    profiles: Sequence[Profile] | None = None,
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Name again: (issue, the articles that changed), each committed as it is given.

    A newsletter comes once; records, each read by itself as it was taken in, some hundreds at a time.

    people, profiles: see `Renaming`.  Ids that are not there are left out.
    """
    how = Renaming(store, recognizer, people, profiles)
    by_issue: dict[str, list[str]] = defaultdict(list)
    with store.database.read() as conn:
        for part in chunks(ids):
            query = sa.select(_article.c.issue_id, _article.c.id).where(_article.c.id.in_(part))
            for issue_id, id_ in conn.execute(query):
                by_issue[issue_id].append(id_)
        issues = {issue_id: issue_as_parsed(conn, issue_id) for issue_id in by_issue}
    for issue_id, wanted in by_issue.items():
        issue = issues[issue_id]
        if issue.date_basis == "record":
            rows = _rows(store, issue_id, wanted)
            for part in chunks(wanted):
                yield issue_id, _written(how, issue_id, part, *_records(how, issue, issue_id, part, rows))
        else:
            yield issue_id, _written(how, issue_id, wanted, *_newsletter(how, issue, issue_id, set(wanted)))


Named = dict[str, Article]
"""Id → article."""


def _rows(store: Store, issue_id: str, wanted: Sequence[str]) -> Mapping[int, Article]:
    """Line → what its row states, of the records that have stated names."""
    with store.database.read() as conn:
        found = (one for part in chunks(wanted) for one in articles_as_parsed(conn, issue_id, part))
        lines = {line for one in found if (line := line_of(one)) is not None}
    return stated_rows(store, issue_id, lines)


def _records(
    how: Renaming, issue: Issue, issue_id: str, wanted: Sequence[str], rows: Mapping[int, Article]
) -> tuple[Named, Named]:
    """The records as they are, and as they are read now."""
    with how.store.database.read() as conn:
        before = {one.id: one for one in articles_as_parsed(conn, issue_id, wanted)}
    fresh = {id_: how.recognizer.annotate(_bare(as_stated(one, rows)), issue) for id_, one in before.items()}
    return before, fresh


def _newsletter(how: Renaming, issue: Issue, issue_id: str, wanted: set[str]) -> tuple[Named, Named]:
    """The same for articles of an issue, read in the light of the whole of it."""
    with how.store.database.read() as conn:
        articles = articles_as_parsed(conn, issue_id)
    places = [at for at, one in enumerate(articles) if one.id in wanted]
    mended = any(by_hand(articles[at]) for at in places)
    said = said_by_hand(how.store, issue_id, how.profiles) if mended else {}
    bare = list(articles)
    for at in places:
        first, _ = articles[at].lines or (0, 0)
        stated: Mapping[str, Any] = said.get(first, {})
        bare[at] = replace(_bare(articles[at]), **stated)
    parsed = ParsedIssue(issue.source_file, issue, tuple(bare), how.store.asides(issue_id))
    named = how.recognizer.annotate_issue(parsed, places).articles
    return {articles[at].id: articles[at] for at in places}, {articles[at].id: named[at] for at in places}


def _written(
    how: Renaming, issue_id: str, wanted: Sequence[str], before: Named, fresh: Named
) -> tuple[str, ...]:
    """Write those that are named otherwise now; which they are."""
    changed = []
    with how.store.database.write() as conn:
        parts = chunks(wanted)
        now = {one.id: one for part in parts for one in articles_as_parsed(conn, issue_id, part)}
        for id_, one in fresh.items():
            if id_ in now and _bare(now[id_]) == _bare(before[id_]):  # not replaced meanwhile
                row, was = article_row(how.people(one)), article_row(now[id_])
                if row["digest"] != was["digest"]:
                    conn.execute(_article.update().where(_article.c.id == id_), row)
                    changed.append(id_)
        for part in chunks(changed):
            note_shown(conn, _article.c.id.in_(part))
    return tuple(changed)


def _bare(article: Article) -> Article:
    """Without the names that were found, which are to be found anew; stated ones stay."""
    found = [
        name
        for name in NAMED
        if name not in article.provenance or article.provenance[name].how not in _STATED
    ]
    known = {name: how for name, how in article.provenance.items() if name not in found}
    return replace(article, **dict.fromkeys(found, ()), provenance=known)  # type: ignore[arg-type]
