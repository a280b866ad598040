"""`Store`: the archive's system of record.  Here is a parsed issue, keep it; here is an id, its article.

    archive/
        archive.sqlite3     issues, articles, corrections, gazetteer edits, topics, outbox
        sources/ab/ab12…    every source file as it came

Reads are lock-free snapshots and may run in any thread; writes queue.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO, NamedTuple

import sqlalchemy as sa

from corpus.errors import IssueNotFound, StoreError
from corpus.model import Article, Issue, ParsedIssue
from corpus.store import instance, occupancy, schema, writing
from corpus.store.asides import Asides, write_asides
from corpus.store.corrections import Corrections
from corpus.store.database import Database, sqlite_url, store_error
from corpus.store.edits import Edits
from corpus.store.readings import Readings
from corpus.store.records import add_records
from corpus.store.review import Review
from corpus.store.revision import DATABASE
from corpus.store.sources import Kept, Sources
from corpus.store.writing import Outcome

SOURCES, READINGS = "sources", "readings"
BATCH = 1000
"""Records a transaction."""

_outbox = schema.outbox


def _quiet(done: int) -> None:
    """Progress nobody watches."""


class OutboxRow(NamedTuple):
    """One change that the index has not taken over.  The last row of an article counts."""

    seq: int
    article_id: str
    deleted: bool


class Store(Asides, Review, Corrections, Edits):
    """One archive on disk.  Make it with `Store.open`; close it when done (it is a context manager)."""

    def __init__(self, directory: Path, database: Database, sources: Sources) -> None:
        self.directory = directory
        self.database = database
        self.sources = sources
        self.readings = Readings(directory / READINGS)

    @classmethod
    def open(cls, directory: Path, url: str | None = None) -> Store:
        """Open the archive in `directory`, making it or bringing it up to date where needed.

        url: SQLAlchemy address of another database than the directory's own SQLite file.
        Raises StoreError with the remedy where the directory or the database refuses.
        """
        try:
            directory.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise store_error(error) from error
        sources = Sources(directory / SOURCES)
        if url is None and _lost(directory):
            raise StoreError(
                f"{directory} 的数据库不见了，源文件还在；请用 xunzhang restore 恢复备份，"
                "或将此文件夹改名后重新入库 / "
                f"the database of {directory} is gone, its sources are there: restore a backup with "
                "`xunzhang restore`, or rename the folder and take the files in anew"
            )
        return cls(directory, Database(url or sqlite_url(directory / DATABASE)), sources)

    def close(self) -> None:
        self.database.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def identity(self) -> str:
        """Which archive this is; a restored one is another (see `corpus.store.instance`)."""
        with self.database.read() as conn:
            return instance.identity(conn)

    # Writing

    @contextmanager
    def occupied(self) -> Iterator[None]:
        """What is written inside belongs together: nobody puts another archive in this one's place meanwhile.

        Other writers go on.  Raises StoreError.
        """
        try:
            with occupancy.shared(self.directory):
                yield
        except OSError as error:
            raise store_error(error) from error

    def holds(self, digest: str, name: str, *, draft: bool = False) -> Outcome | None:
        """What taking in the bytes of this SHA-256 would do where it changes nothing, else None."""
        with self.database.read() as conn:
            known = writing.settled(conn, digest, name, draft=draft)
            if known is None:
                return None
            return Outcome("unchanged", known, state=writing.state_of(conn, known) or "published")

    def add_issue(self, parsed: ParsedIssue, data: bytes, *, draft: bool = False) -> Outcome:
        """Take in one issue and its source bytes, in one transaction.

        draft: readers do not see it until it is published (`corpus.desk.Issues`), and it never touches
        what they do see; what is known already is left as it is, and so is another draft of the issue.

        The same bytes again change nothing.  A corrected printing (same file name, or same publication,
        year, month and number, with articles in common) replaces the issue; articles that stayed (nearly)
        the same keep their ids.  Articles that bring an id of their own are records (`add_records`).
        """
        if any(article.id for article in parsed.articles):
            whole = max(len(parsed.articles) + 1, BATCH)
            return self.add_records(
                parsed.issue, parsed.source, data, parsed.articles, batch=whole, draft=draft
            )
        kept = self.sources.put(data)
        with self.database.write() as conn:
            if (known := writing.settled(conn, kept.digest, parsed.source, draft=draft)) is not None:
                state = writing.state_of(conn, known) or "published"
                return Outcome("unchanged", known, unchanged=len(parsed.articles), state=state)
            self.sources.put(data)  # a removal may have taken the file before this transaction began
            common = writing.common_texts(conn, parsed.articles)
            issue, name = parsed.issue, parsed.source
            before = (
                writing.issue_of(conn, kept.digest)
                if draft
                else writing.predecessor(conn, kept.digest, issue, name, common)
            )
            opened = writing.open_issue(conn, before, issue, name, kept, draft=draft)
            return self._fill(conn, opened, parsed)

    def reparse_issue(self, issue_id: str, parsed: ParsedIssue) -> Outcome:
        """Put a newer understanding of the issue's present source in place of the older one."""
        with self.database.write() as conn:
            return self.refill(conn, issue_id, parsed)

    def refill(self, conn: sa.Connection, issue_id: str, parsed: ParsedIssue) -> Outcome:
        """The same inside the caller's transaction.  Raises IssueNotFound."""
        digest = conn.execute(sa.select(schema.issue.c.digest).where(schema.issue.c.id == issue_id)).scalar()
        if digest is None:
            raise IssueNotFound(issue_id)
        opened = writing.open_issue(conn, issue_id, parsed.issue, parsed.source, Kept(digest, 0))
        return self._fill(conn, opened, parsed)

    def reparse_records(
        self, issue_id: str, issue: Issue, source: str, articles: Iterable[Article], batch: int = BATCH
    ) -> Outcome:
        """The same for a source of records."""
        kept = Kept(self.source_digest(issue_id), 0)
        return add_records(
            self.database, issue, source, kept, articles, batch=batch, progress=_quiet, again=issue_id
        )

    def _fill(self, conn: sa.Connection, issue: writing.Opened, parsed: ParsedIssue) -> Outcome:
        placed = writing.place_issue(conn, issue, parsed.articles)
        done = writing.write_articles(conn, issue, 0, placed)
        removed = writing.close_issue(conn, issue, {one.id for one in placed})
        write_asides(conn, issue.id, parsed)
        return replace(done, removed=removed)

    def add_records(
        self,
        issue: Issue,
        source: str,
        data: bytes | BinaryIO,
        articles: Iterable[Article],
        *,
        batch: int = BATCH,
        progress: Callable[[int], None] = _quiet,
        draft: bool = False,
    ) -> Outcome:
        """Take in a source of records, streaming, `batch` articles a transaction.

        progress: called with the number of records of each committed batch; draft: as in `add_issue`.
        See `corpus.store.records`.
        """
        kept = self.sources.put(data)
        return add_records(
            self.database, issue, source, kept, articles, batch=batch, progress=progress, draft=draft
        )

    # Outbox

    def pending(self, limit: int | None = None) -> list[OutboxRow]:
        """What the index has not taken over yet, oldest first; at most `limit` rows."""
        query = sa.select(_outbox.c.seq, _outbox.c.article_id, _outbox.c.deleted).order_by(_outbox.c.seq)
        with self.database.read() as conn:
            return [OutboxRow(*row) for row in conn.execute(query.limit(limit))]

    def waiting(self) -> int:
        """How many changes the index has not taken over."""
        with self.database.read() as conn:
            return int(conn.execute(sa.select(sa.func.count()).select_from(_outbox)).scalar_one())

    def acknowledge(self, seq: int) -> None:
        """The index has safely taken over every change up to `seq`."""
        with self.database.write() as conn:
            conn.execute(_outbox.delete().where(_outbox.c.seq <= seq))


def _lost(directory: Path) -> bool:
    """Sources are kept and the database is missing or empty: one made now would pass for the archive."""
    files = [directory / f"{DATABASE}{end}" for end in ("", "-wal")]
    if any(file.exists() and file.stat().st_size for file in files):
        return False
    return any(path.is_file() for path in (directory / SOURCES).glob("??/*"))
