"""Here is an issue somebody brought in; publish it, withdraw it, put it back, remove it for good.

    draft ──publish──▶ published ◀──restore── withdrawn
      │                   └──────withdraw──────▶│
      └─discard─▶ gone        remove (administrator): gone with sources, articles, corrections

What readers may see and what the index is told change in one transaction, with a row in the activity log.
A draft that is a new printing of an issue takes its place when it is published: articles that stayed
(nearly) the same keep their ids, their links and their corrections.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, get_args

import sqlalchemy as sa

from corpus.desk.activity import note
from corpus.desk.edit_rows import forget_edits
from corpus.desk.persons import Person, require
from corpus.desk.refusals import Refused
from corpus.desk.replacing import predecessor_of, rivals_of, take_place
from corpus.errors import IssueNotFound
from corpus.model import Issue
from corpus.store import schema
from corpus.store.desk_tables import review_skip
from corpus.store.overlay import corrected_issue
from corpus.store.reads import SELECT_ISSUE, overlay_for
from corpus.store.review import DOUBTFUL
from corpus.store.rows import ISSUE_COLUMNS, issue_from
from corpus.store.store import Store
from corpus.store.writing import IssueState, Outcome, chunks
from corpus.store.writing import note as tell_index

_article, _issue, _source = schema.article, schema.issue, schema.source


@dataclass(frozen=True, slots=True)
class Shelved:
    """One issue as those who keep the archive see it.

    articles: how many; doubtful: how many of them have a field known with less than DOUBTFUL confidence;
    doubt: of the least certain field, 0–1; added: when its present source came, UTC, ISO 8601; size:
    bytes of that; complete: False while records are still coming in, or where that was cut short.
    """

    issue: Issue
    state: IssueState
    articles: int
    doubtful: int
    doubt: float
    added: str
    size: int
    complete: bool


def shelved_dict(one: Shelved) -> dict[str, object]:
    """As plain JSON values, the same for the command line and the API."""
    issue = one.issue
    return {
        "issue": issue.id, "title": issue.title, "publication": issue.publication, "number": issue.number,
        "year": issue.year, "month": issue.month, "source_file": issue.source_file, "state": one.state,
        "articles": one.articles, "doubtful": one.doubtful, "doubt": round(one.doubt, 3), "added": one.added,
        "size": one.size, "complete": one.complete,
    }  # fmt: skip


class Issues:
    """The issues of one archive, whatever their state."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.database = store.database

    # -- reading -----------------------------------------------------------------------------------

    def state(self, issue_id: str) -> IssueState:
        """Raises IssueNotFound."""
        with self.database.read() as conn:
            return _state(conn, issue_id)

    def counts(self) -> dict[IssueState, int]:
        """How many issues are in each state."""
        query = sa.select(_issue.c.state, sa.func.count()).group_by(_issue.c.state)
        with self.database.read() as conn:
            found = {state: int(many) for state, many in conn.execute(query)}
        return {state: found.get(state, 0) for state in get_args(IssueState)}

    def issues(self, state: IssueState, limit: int | None = None, start: int = 0) -> list[Shelved]:
        """The issues in this state: drafts with the doubtful first, others the newest arrival first."""
        counted = (
            sa.select(
                _article.c.issue_id,
                sa.func.count().label("articles"),
                sa.func.sum(sa.case((_article.c.doubt > 1 - DOUBTFUL, 1), else_=0)).label("doubtful"),
                sa.func.max(_article.c.doubt).label("doubt"),
            )
            .where(_article.c.issue_id.in_(sa.select(_issue.c.id).where(_issue.c.state == state)))
            .group_by(_article.c.issue_id)
            .subquery()
        )
        many, doubtful = (sa.func.coalesce(counted.c[name], 0) for name in ("articles", "doubtful"))
        doubt = sa.func.coalesce(counted.c.doubt, 0.0)
        query = (
            SELECT_ISSUE.add_columns(
                _issue.c.state, many, doubtful, doubt, _source.c.added, _source.c.size, _issue.c.complete
            )
            .select_from(_issue.outerjoin(counted, counted.c.issue_id == _issue.c.id))
            .join(_source, _source.c.digest == _issue.c.digest, isouter=True)
            .where(_issue.c.state == state)
        )
        first = (doubtful.desc(), doubt.desc()) if state == "draft" else ()
        query = query.order_by(*first, _issue.c.seq.desc()).offset(start).limit(limit)
        with self.database.read() as conn:
            rows = conn.execute(query).all()
            overlay = overlay_for(conn, [row[0] for row in rows])
        return [_shelved(row, overlay) for row in rows]

    def predecessor(self, draft_id: str) -> str | None:
        """The issue whose place a draft would take when published; None: it would be a new one.

        Raises IssueNotFound, Refused where it is no draft.
        """
        with self.database.read() as conn:
            _expect(conn, draft_id, "draft")
            return predecessor_of(conn, draft_id)

    def rivals(self, draft_id: str) -> list[str]:
        """The other drafts of the same issue; one of them is to be published, the others discarded.

        Raises IssueNotFound, Refused where it is no draft.
        """
        with self.database.read() as conn:
            _expect(conn, draft_id, "draft")
            return rivals_of(conn, draft_id)

    # -- changing ----------------------------------------------------------------------------------

    def publish(
        self, draft_id: str, by: Person, *, beside: bool = False, instead_of: str | None = None
    ) -> Outcome:
        """Let readers see a draft; where it is a new printing it takes the place of the older one.

        beside: as an issue of its own in any case; instead_of: in the place of this issue, whatever the
        two have in common.  Raises NotAllowed, IssueNotFound, Refused.
        """
        require(by, "bring_in")
        with self.database.write() as conn:
            row = _expect(conn, draft_id, "draft")
            if not row.complete:
                raise Refused(
                    "这一期的记录尚未全部收入，请等收入完成再发布 / "
                    "its records have not all come in: publish it when they have"
                )
            before = None if beside else instead_of or predecessor_of(conn, draft_id)
            if before is not None:
                if _row(conn, before).state == "draft":
                    raise Refused(
                        "只能替换已发布或已撤回的期 / only a published or withdrawn issue is replaced"
                    )
                done = take_place(conn, draft_id, before)
                note(conn, by, "issue.replace", before, row.title, _counts(done))
                return done
            ids = self._turn(conn, row, "published")
            note(conn, by, "issue.publish", draft_id, row.title, {"articles": len(ids)})
        return Outcome("added", draft_id, tuple(ids))

    def withdraw(self, issue_id: str, by: Person, reason: str = "") -> None:
        """Take an issue out of readers' sight and out of the index; everything is kept.

        Raises NotAllowed, IssueNotFound, Refused where it is not published.
        """
        self._change(issue_id, "published", "withdrawn", "issue.withdraw", by, reason)

    def restore(self, issue_id: str, by: Person, reason: str = "") -> None:
        """Put a withdrawn issue back, as it was.  Raises NotAllowed, IssueNotFound, Refused."""
        self._change(issue_id, "withdrawn", "published", "issue.restore", by, reason)

    def discard(self, draft_id: str, by: Person) -> None:
        """A draft is not wanted: it is gone with its source.  Raises NotAllowed, IssueNotFound, Refused."""
        require(by, "bring_in")
        self._remove(draft_id, by, "issue.discard", "", only_draft=True)

    def remove(self, issue_id: str, by: Person, reason: str = "") -> None:
        """Remove an issue for good: sources, articles, corrections; the log keeps that it was there.

        There is no undo.  Raises NotAllowed unless an administrator does it, IssueNotFound.
        """
        require(by, "remove")
        self._remove(issue_id, by, "issue.remove", reason, only_draft=False)

    # ------------------------------------------------------------------------------------------------

    def _change(
        self, issue_id: str, old: IssueState, new: IssueState, action: str, by: Person, reason: str
    ) -> None:
        require(by, "bring_in")
        with self.database.write() as conn:
            row = _expect(conn, issue_id, old)
            ids = self._turn(conn, row, new)
            detail = {"articles": len(ids), **({"reason": reason} if reason else {})}
            note(conn, by, action, issue_id, row.title, detail)

    def _turn(self, conn: sa.Connection, row: Any, state: IssueState) -> list[str]:
        """Set the state and tell the index; the ids of the articles."""
        conn.execute(_issue.update().where(_issue.c.id == row.id), {"state": state})
        inside = sa.select(_article.c.id).where(_article.c.issue_id == row.id).order_by(_article.c.position)
        ids = list(conn.execute(inside).scalars())
        tell_index(conn, ids, deleted=state != "published")
        return ids

    def _remove(self, issue_id: str, by: Person, action: str, reason: str, *, only_draft: bool) -> None:
        with self.database.write() as conn:
            row = _expect(conn, issue_id, "draft") if only_draft else _row(conn, issue_id)
            inside = sa.select(_article.c.id).where(_article.c.issue_id == issue_id)
            ids = list(conn.execute(inside).scalars())
            if row.state == "published":
                tell_index(conn, ids, deleted=True)
            forget(conn, issue_id, ids)
            digests = list(
                conn.execute(sa.select(_source.c.digest).where(_source.c.issue_id == issue_id)).scalars()
            )
            forget_edits(conn, digests)
            conn.execute(_source.delete().where(_source.c.issue_id == issue_id))
            conn.execute(_issue.delete().where(_issue.c.id == issue_id))
            detail = {"articles": len(ids), "sources": len(digests), "file": row.source_file}
            note(conn, by, action, issue_id, row.title, detail | ({"reason": reason} if reason else {}))
        with self.database.write() as conn:  # committed above; the same bytes may have come in again since
            named = sa.select(_source.c.digest).where(_source.c.digest.in_(digests))
            again = set(conn.execute(named).scalars())
            for digest in digests:
                if digest not in again:
                    self.store.sources.drop(digest)
                    self.store.readings.drop(digest)


def forget(conn: sa.Connection, issue_id: str, ids: list[str]) -> None:
    """Drop an issue's articles with everything people added to them."""
    correction = schema.correction
    for part in chunks([issue_id, *ids]):
        conn.execute(correction.delete().where(correction.c.target.in_(part)))
        conn.execute(review_skip.delete().where(review_skip.c.target.in_(part)))
    conn.execute(schema.aside.delete().where(schema.aside.c.issue_id == issue_id))
    conn.execute(_article.delete().where(_article.c.issue_id == issue_id))


def _row(conn: sa.Connection, issue_id: str) -> Any:
    row = conn.execute(sa.select(_issue).where(_issue.c.id == issue_id)).one_or_none()
    if row is None:
        raise IssueNotFound(issue_id)
    return row


def _state(conn: sa.Connection, issue_id: str) -> IssueState:
    state: IssueState = _row(conn, issue_id).state
    return state


_NAMES = {
    "draft": ("草稿", "a draft"),
    "published": ("已发布", "published"),
    "withdrawn": ("已撤回", "withdrawn"),
}


def _expect(conn: sa.Connection, issue_id: str, state: IssueState) -> Any:
    row = _row(conn, issue_id)
    if row.state != state:
        (is_zh, is_en), (want_zh, want_en) = _NAMES[row.state], _NAMES[state]
        raise Refused(
            f"“{row.title}”现在是“{is_zh}”，须为“{want_zh}”才行；请刷新再看 / "
            f"{row.title} is {is_en}, it would have to be {want_en}: reload"
        )
    return row


def _shelved(row: Any, overlay: Any) -> Shelved:
    width = len(ISSUE_COLUMNS)
    issue = corrected_issue(issue_from(row[:width]), overlay)
    state, articles, doubtful, doubt, added, size, complete = row[width:]
    return Shelved(issue, state, articles, int(doubtful), doubt, added or "", size or 0, complete)


def _counts(done: Outcome) -> dict[str, int]:
    return {
        "added": len(done.added), "changed": len(done.changed), "removed": len(done.removed),
        "unchanged": done.unchanged,
    }  # fmt: skip
