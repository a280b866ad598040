"""Here is an article with its version; correct it, see who did what, take it back.

A correction lies beside the source (`corpus.store.corrections`); here are the rules around it: who may, upon
which version and with what reason.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from corpus.desk.activity import note
from corpus.desk.persons import Person, require
from corpus.desk.refusals import Conflict, Refused
from corpus.errors import ArticleNotFound, IssueNotFound
from corpus.model import Article
from corpus.store import schema
from corpus.store.corrections import Correction, checked_article, checked_issue, put_correction
from corpus.store.reads import Snapshot
from corpus.store.store import Store
from corpus.store.writing import note_shown

_article, _issue, _correction = schema.article, schema.issue, schema.correction


@dataclass(frozen=True, slots=True)
class Correctable:
    """An article as it reads now.  version: to be named by whoever corrects it."""

    article: Article
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
        Raises NotAllowed, ArticleNotFound, CorrectionRefused; Conflict (mine: the fields; theirs: the
        Correctable as it is) where one of these fields, or the text itself, has changed since.
        """
        require(by, "correct")
        values = {field: checked_article(field, value) for field, value in changes.items()}
        with self.database.write() as conn:
            now = _correctable(conn, article_id)
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
        self, issue_id: str, changes: Mapping[str, object], by: Person, reason: str = ""
    ) -> tuple[Correction, ...]:
        """The same for fields of an issue (`ISSUE_FIELDS`); inferred dates of its articles follow."""
        require(by, "correct")
        values = {field: checked_issue(field, value) for field, value in changes.items()}
        issue = self.store.whole.issue(issue_id)
        with self.database.write() as conn:
            if conn.execute(sa.select(_issue.c.id).where(_issue.c.id == issue_id)).first() is None:
                raise IssueNotFound(issue_id)
            done = tuple(
                put_correction(conn, issue_id, field, getattr(issue, field), value, by.name, reason)
                for field, value in values.items()
            )
            note_shown(conn, _article.c.issue_id == issue_id)
            note(conn, by, "issue.correct", issue_id, issue.title, {"fields": list(values)})
        return done

    def undo(self, seq: int, by: Person) -> Correction:
        """Take a correction back; what counted before counts again.  Raises NotAllowed, CorrectionRefused."""
        require(by, "correct")
        done = self.store.undo_correction(seq, by.name)
        with self.database.write(alone=False) as conn:
            note(conn, by, "article.undo", done.target, "", {"field": done.field, "correction": seq})
        return done

    def history(self, target: str) -> list[Correction]:
        """All corrections of an article or issue, newest first, undone ones too."""
        return self.store.corrections(target)[::-1]


def _correctable(conn: sa.Connection, article_id: str) -> Correctable:
    held = Snapshot(conn, everything=True).held([article_id])
    if article_id not in held:
        raise ArticleNotFound(article_id)
    digest = conn.execute(sa.select(_article.c.digest).where(_article.c.id == article_id)).scalar_one()
    undone = sa.func.sum(sa.case((_correction.c.undone_at.is_not(None), 1), else_=0))
    query = sa.select(sa.func.coalesce(sa.func.max(_correction.c.seq), 0), sa.func.coalesce(undone, 0))
    last, taken = conn.execute(query.where(_correction.c.target == article_id)).one()
    return Correctable(held[article_id], f"{digest[:12]}-{last}-{taken}")


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
