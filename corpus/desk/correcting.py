"""Here is an article with its version; correct it, see who did what, take it back.

A correction lies beside the source (`corpus.store.corrections`); here are the rules around it: who may, upon
which version and with what reason.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from corpus.desk.activity import note
from corpus.desk.persons import Person, require
from corpus.desk.refusals import Conflict, NotFound, Refused
from corpus.errors import ArticleNotFound, IssueNotFound
from corpus.model import Article, Issue
from corpus.store import schema
from corpus.store.corrections import (
    Correction,
    CorrectionRefused,
    checked_article,
    checked_issue,
    note_target,
    one_correction,
    put_correction,
    take_back,
)
from corpus.store.overlay import corrected_issue
from corpus.store.reads import SELECT_ISSUE, Snapshot, overlay_for
from corpus.store.rows import issue_from
from corpus.store.store import Store
from corpus.store.writing import note_shown

_article, _issue, _correction = schema.article, schema.issue, schema.correction


@dataclass(frozen=True, slots=True)
class Correctable:
    """An article as it reads now.  version: to be named by whoever corrects it."""

    article: Article
    version: str


@dataclass(frozen=True, slots=True)
class CorrectableIssue:
    """An issue as it reads now, with its version."""

    issue: Issue
    version: str


class Correcting:
    """Corrections of one archive, drafts and withdrawn issues included."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.database = store.database

    def article(self, article_id: str) -> Correctable:
        """Raises ArticleNotFound."""
        with self.database.read() as conn:
            return _correctable(conn, article_id)

    def issue(self, issue_id: str) -> CorrectableIssue:
        """Raises IssueNotFound."""
        with self.database.read() as conn:
            return _correctable_issue(conn, issue_id)

    def correct(
        self,
        article_id: str,
        changes: Mapping[str, object],
        version: str,
        by: Person,
        reason: str = "",
    ) -> tuple[Correction, ...]:
        """Set fields (`ARTICLE_FIELDS`) of an article, all or none; a field set to what it is is confirmed.

        version: what `article` gave.  Somebody else's correction of *other* fields since is no conflict.
        A date may be written as people write it, without a year where the issue has one.
        Raises NotAllowed, ArticleNotFound, CorrectionRefused; Conflict (mine: the fields; theirs: the
        Correctable as it is) where one of these fields, or the text itself, has changed since.
        """
        require(by, "correct")
        with self.database.write() as conn:
            now = _correctable(conn, article_id)
            values = _checked(conn, now.article, changes)
            if _collide(conn, article_id, version, now.version, values):
                raise Conflict(
                    "这篇文章刚被别人改过，请看过再改 / somebody has changed this article: look at it first",
                    values,
                    now,
                )
            done = tuple(
                put_correction(conn, article_id, field, getattr(now.article, field), value, by.name, reason)
                for field, value in values.items()
            )
            note_shown(conn, _article.c.id == article_id)
            detail = {"fields": list(values), **({"reason": reason} if reason else {})}
            note(conn, by, "article.correct", article_id, now.article.title, detail)
        return done

    def correct_issue(
        self,
        issue_id: str,
        changes: Mapping[str, object],
        version: str,
        by: Person,
        reason: str = "",
    ) -> tuple[Correction, ...]:
        """The same for fields of an issue (`ISSUE_FIELDS`); inferred dates of its articles follow."""
        require(by, "correct")
        values = {field: checked_issue(field, value) for field, value in changes.items()}
        with self.database.write() as conn:
            now = _correctable_issue(conn, issue_id)
            if _collide(conn, issue_id, version, now.version, values):
                raise Conflict(
                    "这一期刚被别人改过，请看过再改 / somebody has changed this issue: look at it first",
                    values,
                    now,
                )
            done = tuple(
                put_correction(conn, issue_id, field, getattr(now.issue, field), value, by.name, reason)
                for field, value in values.items()
            )
            note_shown(conn, _article.c.issue_id == issue_id)
            detail = {"fields": list(values), **({"reason": reason} if reason else {})}
            note(conn, by, "issue.correct", issue_id, now.issue.title, detail)
        return done

    def undo(self, seq: int, by: Person) -> Correction:
        """Take a correction back; what counted before counts again.  Raises NotAllowed, CorrectionRefused."""
        return self.undo_all([seq], by)[0]

    def undo_all(self, seqs: Sequence[int], by: Person) -> tuple[Correction, ...]:
        """Take several back, all or none, each in its own history.  Raises NotAllowed, CorrectionRefused."""
        require(by, "correct")
        with self.database.write() as conn:
            done = tuple(take_back(conn, seq, by.name) for seq in seqs)
            for one in done:
                detail = {"field": one.field, "correction": one.seq}
                note(conn, by, "article.undo", one.target, _called(conn, one.target), detail)
        return done

    def redo(self, seq: int, by: Person) -> Correction:
        """Undo an undo: what the correction said is said again, as a correction of its own.

        Raises NotAllowed, CorrectionRefused where it was not undone; ArticleNotFound, IssueNotFound.
        """
        require(by, "correct")
        with self.database.write() as conn:
            done = one_correction(conn, seq)
            if done is None or done.undone_at is None:
                raise CorrectionRefused(
                    f"没有已撤销的更正 {seq} / there is no correction {seq} that was undone"
                )
            thing = _thing(conn, done.target)
            old = getattr(thing, done.field, None)
            reason = f"恢复第 {seq} 号更正 / correction {seq} put back"
            made = put_correction(conn, done.target, done.field, old, done.new, by.name, reason)
            note_target(conn, done.target)
            detail = {"field": done.field, "correction": made.seq}
            note(conn, by, "article.redo", done.target, thing.title, detail)
        return made

    def correction(self, seq: int) -> Correction:
        """Raises NotFound."""
        with self.database.read() as conn:
            found = one_correction(conn, seq)
        if found is None:
            raise NotFound(f"没有更正 {seq} / there is no correction {seq}")
        return found

    def history(self, target: str) -> list[Correction]:
        """All corrections of an article or issue, newest first, undone ones too."""
        return self.store.corrections(target)[::-1]


def _checked(conn: sa.Connection, article: Article, changes: Mapping[str, object]) -> dict[str, Any]:
    """The values as they are kept; a date without a year is of the article's issue."""
    written = dict(changes)
    if isinstance(day := written.get("date"), str) and article.issue_id:
        from corpus.splitting.dates import Month
        from corpus.splitting.written import day_written

        issue = _correctable_issue(conn, article.issue_id).issue
        written["date"] = day_written(day, Month(issue.year, issue.month)) or day
    return {field: checked_article(field, value) for field, value in written.items()}


def _thing(conn: sa.Connection, target: str) -> Article | Issue:
    """The article or issue with this id as it reads now.  Raises ArticleNotFound."""
    try:
        return _correctable_issue(conn, target).issue
    except IssueNotFound:
        return _correctable(conn, target).article


def _called(conn: sa.Connection, target: str) -> str:
    """Its title; "" where it is gone: an undo is on record all the same."""
    try:
        return _thing(conn, target).title
    except ArticleNotFound:
        return ""


def _correctable_issue(conn: sa.Connection, issue_id: str) -> CorrectableIssue:
    row = conn.execute(SELECT_ISSUE.where(_issue.c.id == issue_id)).one_or_none()
    if row is None:
        raise IssueNotFound(issue_id)
    parsed = hashlib.blake2b(repr(tuple(row)).encode(), digest_size=6).hexdigest()
    issue = corrected_issue(issue_from(row), overlay_for(conn, [issue_id]))
    return CorrectableIssue(issue, _version(conn, issue_id, parsed))


def _correctable(conn: sa.Connection, article_id: str) -> Correctable:
    held = Snapshot(conn, everything=True).held([article_id])
    if article_id not in held:
        raise ArticleNotFound(article_id)
    digest = conn.execute(sa.select(_article.c.digest).where(_article.c.id == article_id)).scalar_one()
    return Correctable(held[article_id], _version(conn, article_id, digest[:12]))


def _version(conn: sa.Connection, target: str, parsed: str) -> str:
    """What was parsed, the last correction and how many were undone: all that a value depends on."""
    undone = sa.func.sum(sa.case((_correction.c.undone_at.is_not(None), 1), else_=0))
    query = sa.select(sa.func.coalesce(sa.func.max(_correction.c.seq), 0), sa.func.coalesce(undone, 0))
    last, taken = conn.execute(query.where(_correction.c.target == target)).one()
    return f"{parsed}-{last}-{taken}"


def _collide(conn: sa.Connection, article_id: str, version: str, now: str, values: Mapping[str, Any]) -> bool:
    """Whether what was changed since `version` touches these fields."""
    if version == now:
        return False
    (digest, last, undone), (digest_now, _, undone_now) = _parts(version), _parts(now)
    if digest != digest_now or undone != undone_now:
        return True
    since = sa.select(_correction.c.field).where(
        _correction.c.target == article_id, _correction.c.seq > int(last)
    )
    return bool(set(conn.execute(since).scalars()) & set(values))


def _parts(version: str) -> tuple[str, str, str]:
    digest, _, rest = version.partition("-")
    last, _, undone = rest.partition("-")
    if not (digest and last.isdecimal() and undone.isdecimal()):
        raise Refused("请先打开文章再改 / read the article first: this is no version of it")
    return digest, last, undone
