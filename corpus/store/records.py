"""Here are records that carry their own ids (JSON Lines, CSV): put them in, batch by batch.

A record's id is its article's id.  Where another source already holds that id with other content, the
newcomer becomes `id~xxxx` (four characters of its source's id); a second, different record of the same id
within one source becomes `id~2`.  A record without an id is known by its title, date and source.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

import sqlalchemy as sa

from corpus.errors import CorpusError
from corpus.model import Article, Issue
from corpus.store import schema
from corpus.store.database import Database
from corpus.store.identity import opaque
from corpus.store.rows import Row, article_row
from corpus.store.sources import Kept
from corpus.store.writing import (
    HELD,
    Old,
    Opened,
    Outcome,
    SettledArticle,
    chunks,
    close_issue,
    held,
    open_issue,
    predecessor,
    settled,
    state_of,
    write_articles,
)

_article = schema.article


@dataclass(frozen=True, slots=True)
class Record:
    """A record with its key inside its source; keys that start with "=" are made, not given."""

    key: str
    row: Row


class Keys:
    """Tells the records of one source apart, in reading order."""

    def __init__(self) -> None:
        self._seen: dict[str, list[str]] = {}

    def record(self, article: Article) -> Record | None:
        """The article as a record; None for an exact repetition of an earlier one of this source."""
        base = article.id or "=" + opaque(article.title or article.body, str(article.date), article.source)
        row = article_row(article)
        digest = str(row["digest"])
        earlier = self._seen.setdefault(base, [])
        if digest in earlier:
            return None
        earlier.append(digest)
        return Record(base if len(earlier) == 1 else f"{base}~{len(earlier)}", row)


def add_records(
    database: Database,
    issue: Issue,
    name: str,
    kept: Kept,
    articles: Iterable[Article],
    *,
    batch: int,
    progress: Callable[[int], None],
    again: str | None = None,
    draft: bool = False,
) -> Outcome:
    """Put a source of records in, `batch` articles a transaction; `progress(n)` after each commit.

    Cut short at any moment, the committed batches stay and the source counts as incomplete: taking it in
    again goes on where it stopped.  again: the issue whose present source this is, to be read anew.
    """
    keys = Keys()
    stream = iter(articles)
    parts: list[Outcome] = []
    opened: Opened | None = None
    seen: set[str] = set()
    position = 0
    while True:
        taken = list(islice(stream, batch))
        records = [record for one in taken if (record := keys.record(one)) is not None]
        with database.write() as conn:
            if opened is None:
                if again is None and (known := settled(conn, kept.digest, name, draft=draft)) is not None:
                    return Outcome("unchanged", known, state=state_of(conn, known) or "published")
                common = _common(conn, [record.key for record in records])
                before = again or predecessor(conn, kept.digest, issue, name, common, draft=draft)
                if draft and before is None and predecessor(conn, kept.digest, issue, name, common):
                    raise _no_draft(name)
                opened = open_issue(conn, before, issue, name, kept, draft=draft)
            placed = _place(conn, opened, records)
            parts.append(write_articles(conn, opened, position, placed))
            position += len(placed)
            seen.update(one.id for one in placed)
            last = len(taken) < batch
            removed = close_issue(conn, opened, seen) if last else ()
        progress(len(taken))
        if last:
            return _sum(parts, removed)


def _place(conn: sa.Connection, issue: Opened, records: Sequence[Record]) -> list[SettledArticle]:
    own = {} if issue.fresh else _own(conn, issue.id, [record.key for record in records])
    wanted = [opaque(issue.id, one.key) if one.key.startswith("=") else one.key for one in records]
    foreign: dict[str, str] = {}
    for part in chunks([id_ for id_, one in zip(wanted, records, strict=True) if one.key not in own]):
        query = sa.select(_article.c.id, _article.c.digest).where(_article.c.id.in_(part))
        foreign.update((id_, digest) for id_, digest in conn.execute(query))
    placed = []
    for id_, one in zip(wanted, records, strict=True):
        if one.key in own:
            placed.append(SettledArticle(own[one.key].id, one.row, one.key, own[one.key]))
        elif id_ not in foreign:
            placed.append(SettledArticle(id_, one.row, one.key))
        elif foreign[id_] != one.row["digest"]:
            placed.append(SettledArticle(f"{id_}~{issue.id[:4]}", one.row, one.key))
    return placed


def _own(conn: sa.Connection, issue_id: str, keys: Sequence[str]) -> dict[str, Old]:
    found: dict[str, Old] = {}
    for part in chunks(keys):
        query = sa.select(_article.c.record, *HELD).where(
            _article.c.issue_id == issue_id, _article.c.record.in_(part)
        )
        found.update((row[0], held(row[1:])) for row in conn.execute(query))
    return found


def _common(conn: sa.Connection, keys: Sequence[str]) -> Callable[[str], float]:
    """Which share of these keys belongs to the issue with this id?"""

    def common(issue_id: str) -> float:
        return len(_own(conn, issue_id, keys)) / len(keys) if keys else 0.0

    return common


def _sum(parts: Sequence[Outcome], removed: tuple[str, ...]) -> Outcome:
    return Outcome(
        parts[0].kind,
        parts[0].issue_id,
        tuple(id_ for part in parts for id_ in part.added),
        tuple(id_ for part in parts for id_ in part.changed),
        removed,
        sum(part.unchanged for part in parts),
        parts[0].state,
    )


def _no_draft(name: str) -> CorpusError:
    """Records are told apart by their own ids: two printings of one source cannot lie side by side."""
    return CorpusError(
        name,
        "这些记录已在库中，不能另存为草稿；请直接入库（会替换旧记录，可再改回） / "
        "these records are in the archive: they cannot be a draft beside it; take the file in directly",
    )
