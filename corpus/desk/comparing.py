"""Here are two printings, or a file and an archive; tell what is new, gone, changed, or there already.

Nothing is written here.  `compare` is pure; `Comparing` fetches what it compares.
"""

from __future__ import annotations

import difflib
import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import sqlalchemy as sa

from corpus.desk.replacing import issue_as_parsed, predecessor_of
from corpus.model import Article, Issue, ParsedIssue
from corpus.store import schema
from corpus.store.identity import ComparedText, pair
from corpus.store.overlay import corrected, corrected_issue
from corpus.store.reads import overlay_for
from corpus.store.rows import article_row
from corpus.store.store import Store
from corpus.store.writing import IssueState, chunks, common_texts, predecessor

_article, _issue, _source = schema.article, schema.issue, schema.source

COMPARED = ("title", "subtitle", "section", "authors", "credit", "date", "organizations", "people", "page_no",
            "body")  # fmt: skip
"""The fields of an article that a person compares, in that order."""

ISSUE_COMPARED = ("title", "publication", "number", "year", "month")

Kind = Literal["same file", "older printing", "new printing", "another draft", "same articles"]

SHARED = 0.5
"""Share of a file's articles that must be in another issue word for word to be worth a remark."""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field that is not what it was."""

    field: str
    old: object
    new: object


@dataclass(frozen=True, slots=True)
class Passage:
    """Paragraphs of a text that both printings have, or that are gone or added."""

    kind: Literal["same", "gone", "added"]
    text: str


@dataclass(frozen=True, slots=True)
class ChangedArticle:
    """An article that both printings have.  id: the older one's, which it keeps."""

    id: str
    old: Article
    new: Article
    changes: tuple[FieldChange, ...]

    @property
    def passages(self) -> tuple[Passage, ...]:
        """The text of both, paragraph by paragraph."""
        return passages(self.old.body, self.new.body)


@dataclass(frozen=True, slots=True)
class Difference:
    """What a new printing would change.  changes: of the issue's own fields; unchanged: articles."""

    before: Issue
    after: Issue
    changes: tuple[FieldChange, ...]
    added: tuple[Article, ...]
    gone: tuple[Article, ...]
    changed: tuple[ChangedArticle, ...]
    unchanged: int


@dataclass(frozen=True, slots=True)
class Known:
    """Why a file is not new.

    kind: "same file" (these very bytes), "older printing" (bytes that were replaced since), "new printing"
    (it would take the issue's place), "another draft" (that draft is of the same issue; both are kept),
    "same articles" (another issue prints most of them word for word);
    share: of its articles, 0–1; added: when the archive took that issue in, UTC, ISO 8601.
    """

    kind: Kind
    issue: Issue
    state: IssueState
    share: float
    added: str

    def __str__(self) -> str:
        title, day, percent = self.issue.title, self.added[:10], round(100 * self.share)
        state = {"draft": "，现为草稿", "withdrawn": "，现已撤回"}.get(self.state, "")
        state_en = {"draft": ", a draft", "withdrawn": ", withdrawn"}.get(self.state, "")
        match self.kind:
            case "same file":
                zh, en = (
                    f"这个文件已于 {day} 收入“{title}”{state}",
                    f"in the archive since {day} as {title}{state_en}",
                )
            case "older printing":
                zh = f"这是“{title}”的旧版，已被更正版替换{state}"
                en = f"an older printing of {title}, which has been replaced{state_en}"
            case "new printing":
                zh = f"这是“{title}”的另一版（{percent}% 的文章两版都有），发布后将替换它{state}"
                en = f"a new printing of {title} ({percent}% of it again), it will take its place{state_en}"
            case "another draft":
                zh = f"“{title}”已有一份草稿（{percent}% 的文章两份都有），两份都留着，请比较后发布其中一份"
                en = f"there is a draft of {title} ({percent}% of it again): both are kept, publish one"
            case "same articles":
                zh = f"其中 {percent}% 的文章已见于“{title}”{state}"
                en = f"{percent}% of its articles are in {title} already{state_en}"
        return f"{zh} / {en}"


def compare(before: Issue, old: Sequence[Article], after: Issue, new: Sequence[Article]) -> Difference:
    """The articles of two printings, matched as replacing would match them."""
    matched = pair(
        [ComparedText(one.title, one.body) for one in old], [ComparedText(one.title, one.body) for one in new]
    )
    changed, unchanged = [], 0
    for index, other in sorted(matched.items()):
        changes = _changes(old[other], new[index], COMPARED)
        unchanged += not changes
        if changes:
            changed.append(ChangedArticle(old[other].id, old[other], new[index], changes))
    there = set(matched.values())
    return Difference(
        before,
        after,
        _changes(before, after, ISSUE_COMPARED),
        tuple(one for index, one in enumerate(new) if index not in matched),
        tuple(one for index, one in enumerate(old) if index not in there),
        tuple(changed),
        unchanged,
    )


def passages(old: str, new: str) -> tuple[Passage, ...]:
    """Two texts paragraph by paragraph: every paragraph of either stands in the result, in order."""
    before, after = old.split("\n"), new.split("\n")
    found: list[Passage] = []
    for how, a, b, c, d in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if how == "equal":
            found.append(Passage("same", "\n".join(before[a:b])))
            continue
        if b > a:
            found.append(Passage("gone", "\n".join(before[a:b])))
        if d > c:
            found.append(Passage("added", "\n".join(after[c:d])))
    return tuple(found)


class Comparing:
    """Compares with what one archive holds."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.database = store.database

    def difference(self, draft_id: str, before: str | None = None) -> Difference | None:
        """What publishing a draft would change; None where it takes no issue's place.

        before: the issue to compare with, where it is not the one that would be replaced.
        Corrections count on both sides: those of the older printing stay with their articles.
        """
        whole = self.store.whole
        after = whole.issue(draft_id)
        with self.database.read() as conn:
            before = before or predecessor_of(conn, draft_id)
        if before is None:
            return None
        return self._difference(before, after, whole.issue_articles(draft_id))

    def same_file(self, digest: str) -> Known | None:
        """Why the file with these bytes (SHA-256) is not new; None where the archive never had it."""
        query = sa.select(_source.c.issue_id, _issue.c.digest).join_from(
            _source, _issue, _source.c.issue_id == _issue.c.id
        )
        with self.database.read() as conn:
            own = conn.execute(query.where(_source.c.digest == digest)).one_or_none()
            if own is None:
                return None
            return _known(conn, "same file" if own.digest == digest else "older printing", own.issue_id, 1.0)

    def known(self, parsed: ParsedIssue, data: bytes) -> list[Known]:
        """Why this file is not new, the strongest reason first; empty where nothing of it is known."""
        digest = hashlib.sha256(data).hexdigest()
        if (own := self.same_file(digest)) is not None:
            return [own]
        with self.database.read() as conn:
            common = common_texts(conn, parsed.articles)
            found = []
            for draft in (False, True):
                before = predecessor(conn, digest, parsed.issue, parsed.source, common, draft=draft)
                if before is not None:
                    kind: Kind = "another draft" if draft else "new printing"
                    found.append(_known(conn, kind, before, common(before)))
            taken = {one.issue.id for one in found}
            for issue_id, share in self._sharing(conn, parsed.articles):
                if issue_id not in taken and share >= SHARED:
                    found.append(_known(conn, "same articles", issue_id, share))
        return found

    def _difference(self, before: str, after: Issue, new: Sequence[Article]) -> Difference:
        whole = self.store.whole
        old = whole.issue_articles(before)
        matched = pair(
            [ComparedText(one.title, one.body) for one in old],
            [ComparedText(one.title, one.body) for one in new],
        )
        with self.database.read() as conn:
            overlay = overlay_for(conn, [before, *(one.id for one in old)])
            year, month = _year_month(issue_as_parsed(conn, before))
        kept = [
            corrected(replace(one, id=old[matched[at]].id, issue_id=before), overlay, year, month)
            if at in matched
            else one
            for at, one in enumerate(new)
        ]
        shown = corrected_issue(replace(after, id=before), overlay)
        return compare(whole.issue(before), old, shown, kept)

    @staticmethod
    def _sharing(conn: sa.Connection, articles: Sequence[Article]) -> list[tuple[str, float]]:
        """(issue, share of the articles it holds word for word), the largest share first."""
        digests = {str(article_row(one)["digest"]) for one in articles}
        counts: Counter[str] = Counter()
        for part in chunks(sorted(digests)):
            query = sa.select(_article.c.issue_id, sa.func.count(sa.distinct(_article.c.digest)))
            rows = conn.execute(query.where(_article.c.digest.in_(part)).group_by(_article.c.issue_id))
            counts.update({issue_id: int(count) for issue_id, count in rows})
        return [(issue_id, count / len(digests)) for issue_id, count in counts.most_common()]


def _changes(old: object, new: object, fields: Sequence[str]) -> tuple[FieldChange, ...]:
    pairs = ((field, getattr(old, field), getattr(new, field)) for field in fields)
    return tuple(FieldChange(field, was, now) for field, was, now in pairs if was != now)


def _year_month(issue: Issue) -> tuple[int | None, int | None]:
    return issue.year, issue.month


def _known(
    conn: sa.Connection,
    kind: Kind,
    issue_id: str,
    share: float,
) -> Known:
    issue = corrected_issue(issue_as_parsed(conn, issue_id), overlay_for(conn, [issue_id]))
    row = conn.execute(sa.select(_issue.c.state, _issue.c.digest).where(_issue.c.id == issue_id)).one()
    added = conn.execute(sa.select(_source.c.added).where(_source.c.digest == row.digest)).scalar()
    return Known(kind, issue, row.state, share, added or "")
