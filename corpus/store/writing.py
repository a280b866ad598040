"""Here is a parsed issue or a run of records: put it in, inside the caller's transaction.

What is there already keeps its id; what did not change is not written again; whatever did change is
noted in the outbox in the same transaction.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any, Literal, TypeVar

import sqlalchemy as sa

from corpus.model import Article, Issue
from corpus.store import schema
from corpus.store.identity import ComparedText, opaque, pair
from corpus.store.rows import PLACE, Row, article_row, issue_row
from corpus.store.sources import Kept
from corpus.store.stamps import stamp

SAME_NAME, SAME_DATE = 0.2, 0.5
"""Share of an issue's articles that must come again for a file to count as a new printing of it: under
the same file name; under another name with the same publication, year, month and number."""

IssueState = Literal["draft", "published", "withdrawn"]
"""draft: brought in, not public yet; published: what readers and the index see; withdrawn: kept, unseen."""

_article, _issue, _source, _outbox = schema.article, schema.issue, schema.source, schema.outbox
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one source did to the archive.

    added, changed, removed: article ids; unchanged: a count; state: what the issue is now, so that nobody
    takes a draft or a withdrawn issue for a published one.
    """

    kind: Literal["added", "unchanged", "replaced"]
    issue_id: str
    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    unchanged: int = 0
    state: IssueState = "published"

    @property
    def before(self) -> int:
        """Articles of the issue before."""
        return len(self.changed) + len(self.removed) + self.unchanged

    @property
    def articles(self) -> int:
        """Articles of the issue now."""
        return len(self.added) + len(self.changed) + self.unchanged


@dataclass(frozen=True, slots=True)
class Opened:
    """An issue row that is ready to take articles.  renamed: its articles show another
    issue title or date now; state: the index hears of the articles of a published one only."""

    id: str
    fresh: bool
    renamed: bool
    state: IssueState = "published"


@dataclass(frozen=True, slots=True)
class Old:
    """An article row that is there already.  place: the columns of PLACE."""

    id: str
    seq: int
    digest: str
    place: tuple[object, ...]


@dataclass(frozen=True, slots=True)
class SettledArticle:
    """An article's columns with its id settled.  record: its key inside the source; old: what is there."""

    id: str
    row: Row
    record: str | None = None
    old: Old | None = None


def now() -> str:
    """The present moment as the archive writes it: UTC, ISO 8601, seconds."""
    return dt.datetime.now(dt.timezone.utc).isoformat(timespec="seconds")


def chunks(values: Sequence[_T], size: int = 500) -> Iterator[Sequence[_T]]:
    """Slices small enough for one statement's parameters."""
    for start in range(0, len(values), size):
        yield values[start : start + size]


def state_of(conn: sa.Connection, issue_id: str) -> IssueState | None:
    """The state of an issue; None where there is none."""
    found: IssueState | None = conn.execute(sa.select(_issue.c.state).where(_issue.c.id == issue_id)).scalar()
    return found


def settled(conn: sa.Connection, digest: str, name: str, *, draft: bool = False) -> str | None:
    """The issue that these bytes are already part of, where there is nothing to do; else None.

    An older printing under another name stays superseded; under the issue's own name it is wanted back,
    though not as a draft: a draft never touches what is published.
    """
    found = conn.execute(
        sa.select(_issue.c.id, _issue.c.digest, _issue.c.source_file, _issue.c.complete, _issue.c.state)
        .join_from(_source, _issue, _source.c.issue_id == _issue.c.id)
        .where(_source.c.digest == digest)
    ).one_or_none()
    if found is None:
        return None
    if draft and found.state != "draft":
        return str(found.id)
    if not found.complete:
        return None
    superseded = found.digest != digest
    return None if superseded and found.source_file == name else found.id


def predecessor(
    conn: sa.Connection,
    digest: str,
    issue: Issue,
    name: str,
    common: Callable[[str], float],
    *,
    draft: bool = False,
) -> str | None:
    """The issue that this source is a new printing of; draft: among the drafts, else among all others.

    Candidates: the issue these bytes once belonged to; then its `printings`.
    """
    own = issue_of(conn, digest)
    return own if own is not None else next(printings(conn, issue, name, common, draft=draft), None)


def issue_of(conn: sa.Connection, digest: str) -> str | None:
    """The issue that these bytes are or were a printing of."""
    own = conn.execute(sa.select(_source.c.issue_id).where(_source.c.digest == digest)).scalar()
    return None if own is None else str(own)


def printings(
    conn: sa.Connection, issue: Issue, name: str, common: Callable[[str], float], *, draft: bool = False
) -> Iterator[str]:
    """The issues that are printings of this one: those of the same file name; those of the same publication,
    year, month and number.  Both must also have articles in common (`common(issue_id)`, a share of the older
    printing): different issues may carry the same name, and nothing may be lost.
    """
    named = _issue.c.source_file == name
    same: sa.ColumnElement[bool] = named
    if issue.publication and issue.year is not None:
        same |= sa.and_(
            _issue.c.publication == issue.publication,
            _issue.c.year == issue.year,
            _issue.c.month.is_not_distinct_from(issue.month),
            _issue.c.number.is_not_distinct_from(issue.number),
        )
    kind = _issue.c.state == "draft" if draft else _issue.c.state != "draft"
    query = sa.select(_issue.c.id, named).where(same, kind).order_by(named.desc(), _issue.c.seq.desc())
    for candidate, by_name in conn.execute(query).all():
        if common(candidate) >= (SAME_NAME if by_name else SAME_DATE):
            yield str(candidate)


def open_issue(
    conn: sa.Connection, before: str | None, issue: Issue, name: str, kept: Kept, *, draft: bool = False
) -> Opened:
    """Write the issue's and the source's row; the issue stays incomplete until `close_issue`.

    draft: a new issue begins as one; an issue that is there keeps its state.
    """
    row: Row = {**issue_row(issue), "source_file": name, "digest": kept.digest, "complete": False}
    if before is None:
        state: IssueState = "draft" if draft else "published"
        opened = Opened(opaque(kept.digest), fresh=True, renamed=False, state=state)
        conn.execute(_issue.insert(), {**row, "id": opened.id, "state": state})
    else:
        shown = ("title", "year", "month", "source_file")
        query = sa.select(_issue.c.state, *(_issue.c[column] for column in shown)).where(
            _issue.c.id == before
        )
        state, *was = conn.execute(query).one()
        renamed = tuple(was) != tuple(row[column] for column in shown)
        opened = Opened(before, fresh=False, renamed=renamed, state=state)
        conn.execute(_issue.update().where(_issue.c.id == before), row)
    if conn.execute(sa.select(_source.c.digest).where(_source.c.digest == kept.digest)).first() is None:
        values = {"digest": kept.digest, "issue_id": opened.id, "name": name, "size": kept.size}
        conn.execute(_source.insert(), {**values, "added": now()})
    return opened


def write_articles(
    conn: sa.Connection, issue: Opened, start: int, placed: Sequence[SettledArticle]
) -> Outcome:
    """Write articles at positions from `start`; those whose content is as before at most move."""
    inserts: list[Row] = []
    updates: list[Row] = []
    moves: list[Row] = []
    added, changed, kept = [], [], []
    for position, one in enumerate(placed, start):
        row: Row = {**one.row, "position": position}
        if one.old is None:
            inserts.append({**row, "id": one.id, "issue_id": issue.id, "record": one.record})
            added.append(one.id)
        elif row["digest"] != one.old.digest:
            updates.append({**row, "key": one.old.seq})
            changed.append(one.id)
        else:
            kept.append(one.id)
            place = {name: row[name] for name in PLACE}
            if tuple(place.values()) != one.old.place:
                moves.append({**place, "key": one.old.seq})
    if inserts:
        conn.execute(_article.insert(), inserts)
    for rows in (updates, moves):
        if rows:
            conn.execute(_article.update().where(_article.c.seq == sa.bindparam("key")), rows)
    if issue.state == "published":
        note(conn, [*added, *changed, *(kept if issue.renamed else ())])
    kind: Literal["added", "replaced"] = "added" if issue.fresh else "replaced"
    return Outcome(kind, issue.id, tuple(added), tuple(changed), (), len(kept), issue.state)


def close_issue(conn: sa.Connection, issue: Opened, seen: set[str]) -> tuple[str, ...]:
    """Drop the articles whose ids are not among `seen`, mark the issue complete; return the dropped."""
    removed: tuple[str, ...] = ()
    if not issue.fresh:
        held = conn.execute(sa.select(_article.c.id).where(_article.c.issue_id == issue.id)).scalars()
        removed = tuple(one for one in held if one not in seen)
    for part in chunks(removed):
        conn.execute(_article.delete().where(_article.c.id.in_(part)))
    if issue.state == "published":
        note(conn, removed, deleted=True)
    conn.execute(_issue.update().where(_issue.c.id == issue.id), {"complete": True})
    return removed


def note(conn: sa.Connection, ids: Sequence[str], *, deleted: bool = False) -> None:
    """Tell the index, through the outbox, and harvesters that these articles are not what they were."""
    if ids:
        conn.execute(_outbox.insert(), [{"article_id": one, "deleted": deleted} for one in ids])
    for part in chunks(ids):
        stamp(conn, part, deleted=deleted)


def note_shown(conn: sa.Connection, which: sa.ColumnElement[bool]) -> None:
    """Tell the index that these articles are not what they were; it never hears of those readers do not
    see."""
    shown = sa.select(_article.c.id).join_from(_article, _issue, _article.c.issue_id == _issue.c.id)
    query = shown.where(_issue.c.state == "published", which).order_by(_article.c.seq)
    note(conn, conn.execute(query).scalars().all())


def place_issue(conn: sa.Connection, issue: Opened, articles: Sequence[Article]) -> list[SettledArticle]:
    """Give the articles of a newsletter their ids: the former ones where the text is (nearly) the same."""
    old = [] if issue.fresh else held_texts(conn, issue.id)
    matched = pair([text for _, text in old], [ComparedText(one.title, one.body) for one in articles])
    placed: list[SettledArticle] = []
    used = {one.id for one, _ in old}
    for index, article in enumerate(articles):
        if index in matched:
            before = old[matched[index]][0]
            placed.append(SettledArticle(before.id, article_row(article), old=before))
        else:
            id_ = _new_id(conn, issue, article, used)
            used.add(id_)
            placed.append(SettledArticle(id_, article_row(article)))
    return placed


def _new_id(conn: sa.Connection, issue: Opened, article: Article, used: set[str]) -> str:
    for attempt in count():
        id_ = opaque(issue.id, article.title, article.body, *([str(attempt)] if attempt else ()))
        if (
            id_ not in used
            and not conn.execute(sa.select(_article.c.seq).where(_article.c.id == id_)).first()
        ):
            return id_
    raise AssertionError("unreachable")


def held_texts(conn: sa.Connection, issue_id: str) -> list[tuple[Old, ComparedText]]:
    """An issue's articles as parsed, in order."""
    query = (
        sa.select(_article.c.title, _article.c.body, *HELD)
        .where(_article.c.issue_id == issue_id)
        .order_by(_article.c.position)
    )
    return [(held(row[2:]), ComparedText(row[0], row[1])) for row in conn.execute(query)]


HELD = tuple(_article.c[name] for name in ("id", "seq", "digest", *PLACE))
"""The columns `held` reads, in its order."""


def held(columns: Sequence[Any]) -> Old:
    """What is there already, from a row of HELD."""
    id_, seq, digest, *place = columns
    return Old(id_, seq, digest, tuple(place))


def common_texts(conn: sa.Connection, articles: Sequence[Article]) -> Callable[[str], float]:
    """Which share of the articles of the issue with this id is among these?"""
    new = [ComparedText(one.title, one.body) for one in articles]

    def common(issue_id: str) -> float:
        old = [text for _, text in held_texts(conn, issue_id)]
        return len(pair(old, new)) / len(old) if old else 0.0

    return common
