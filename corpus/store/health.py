"""Here is an archive, tell me whether it is whole; and how large it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from corpus.errors import StoreError
from corpus.store import schema
from corpus.store.leftovers import left_over
from corpus.store.revision import DATABASE
from corpus.store.store import Store

_article, _issue, _source, _outbox = schema.article, schema.issue, schema.source, schema.outbox


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that is not as it should be.

    kind: "database" | "source" | "issue" | "index" | "left over"; remedy: what to do, Chinese first.
    """

    kind: str
    subject: str
    remedy: str


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What was looked at and what is wrong.  pending: changes that wait for the index (no problem)."""

    sources: int
    issues: int
    articles: int
    pending: int
    problems: tuple[Problem, ...]

    @property
    def sound(self) -> bool:
        """Nothing is wrong (files left over by a crash are harmless)."""
        return all(problem.kind == "left over" for problem in self.problems)


def check(
    store: Store,
    indexed: Iterable[str] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> CheckReport:
    """Read everything and compare.

    indexed: ids of all articles in the index (None: leave the index out).
    progress: called with (sources read, sources in all).
    """
    problems: list[Problem] = []
    try:
        with store.database.read() as conn:
            problems += _database(conn, store.database.sqlite)
            known = {row.digest: row for row in conn.execute(sa.select(_source))}
            issues = conn.execute(sa.select(_issue)).all()
            joined = sa.select(_article.c.id, _issue.c.state).join_from(
                _article, _issue, _article.c.issue_id == _issue.c.id
            )
            ids = {id_ for id_, state in conn.execute(joined) if state == "published"}
            waiting = set(conn.execute(sa.select(_outbox.c.article_id)).scalars())
    except StoreError as error:
        return CheckReport(0, 0, 0, 0, (Problem("database", DATABASE, str(error)),))
    for number, row in enumerate(known.values(), 1):
        problems += _read_source(store, row)
        if progress is not None:
            progress(number, len(known))
    problems += [
        Problem("left over", digest, "无主的源文件，无害 / a source file nobody refers to; harmless")
        for digest in store.sources
        if digest not in known
    ]
    problems += [
        Problem(
            "left over",
            str(path.relative_to(store.directory)),
            "上次中断留下的半成品，无害；无人写入时自动清除 / "
            "left by a program that was cut short; harmless, swept away when nobody is writing",
        )
        for path in left_over(store.directory)
    ]
    problems += _issues(issues, known)
    if indexed is not None:
        problems += _index(ids, waiting, set(indexed))
    return CheckReport(len(known), len(issues), len(ids), len(waiting), tuple(problems))


def _database(conn: sa.Connection, sqlite: bool) -> Iterable[Problem]:
    if sqlite:
        restore = "请用 xunzhang restore 恢复备份 / restore a backup with `xunzhang restore`"
        for (found,) in conn.exec_driver_sql("PRAGMA integrity_check").all():
            if found != "ok":
                yield Problem("database", found, restore)
        for table, row, *_ in conn.exec_driver_sql("PRAGMA foreign_key_check").all():
            yield Problem("database", f"{table} {row}", restore)


def _read_source(store: Store, row: sa.Row[Any]) -> Iterable[Problem]:
    path = store.sources.path(row.digest)
    if not path.is_file():
        wrong = "不见了", "is missing"
    elif not store.sources.whole(row.digest):
        wrong = "内容已变", "is not what was taken in"
    else:
        return
    yield Problem(
        "source",
        f"{row.name} ({row.digest})",
        f"源文件{wrong[0]}，请恢复备份或重新收入 / "
        f"the source {wrong[1]}: restore a backup or ingest it again",
    )


def _issues(issues: Iterable[sa.Row[Any]], known: Mapping[str, object]) -> Iterable[Problem]:
    for issue in issues:
        if issue.digest not in known:
            yield Problem("issue", issue.title, "缺少源文件记录，请重新收入 / has no source: ingest it again")
        if not issue.complete:
            yield Problem(
                "issue",
                issue.source_file,
                "收入时中断，请重新收入以补全 / was cut short: ingest it again to complete it",
            )


def _index(ids: set[str], waiting: set[str], indexed: set[str]) -> Iterable[Problem]:
    remedy = "请运行 xunzhang reindex / run `xunzhang reindex`"
    for one in sorted(ids - indexed - waiting):
        yield Problem("index", one, f"不在索引中，{remedy}")
    for one in sorted(indexed - ids - waiting):
        yield Problem("index", one, f"索引中有而档案中无，{remedy}")


@dataclass(frozen=True, slots=True)
class Stats:
    """How large the archive is, as readers see it: issues, articles, characters (in titles and bodies) and
    years (year → articles, "" = undated) are of what is published; drafts, withdrawn: other issues; bytes:
    of all sources and of the database."""

    issues: int
    drafts: int
    withdrawn: int
    articles: int
    characters: int
    sources: int
    source_bytes: int
    database_bytes: int
    corrections: int
    topics: int
    pending: int
    years: Mapping[str, int]


def stats(store: Store) -> Stats:
    """Count everything, in one snapshot."""
    length = sa.func.length(_article.c.title) + sa.func.length(_article.c.body)
    year = sa.func.coalesce(sa.func.substr(_article.c.date, 1, 4), sa.cast(_issue.c.year, sa.String), "")

    def shown(*what: sa.ColumnElement[Any]) -> sa.Select[Any]:
        joined = sa.select(*what).join_from(_article, _issue, _article.c.issue_id == _issue.c.id)
        return joined.where(_issue.c.state == "published")

    with store.database.read() as conn:

        def total(query: sa.Select[Any]) -> int:
            return int(conn.execute(query).scalar_one() or 0)

        def rows(table: sa.Table) -> int:
            return total(sa.select(sa.func.count()).select_from(table))

        counted = sa.select(_issue.c.state, sa.func.count()).group_by(_issue.c.state)
        states = {state: int(count) for state, count in conn.execute(counted)}
        years = shown(year, sa.func.count()).group_by(year).order_by(year)
        return Stats(
            issues=states.get("published", 0),
            drafts=states.get("draft", 0),
            withdrawn=states.get("withdrawn", 0),
            articles=total(shown(sa.func.count())),
            characters=total(shown(sa.func.sum(length))),
            sources=rows(_source),
            source_bytes=total(sa.select(sa.func.sum(_source.c.size))),
            database_bytes=_database_bytes(conn, store),
            corrections=rows(schema.correction),
            topics=rows(schema.topic_tables.topic_list),
            pending=rows(_outbox),
            years={str(one): int(count) for one, count in conn.execute(years)},
        )


def _database_bytes(conn: sa.Connection, store: Store) -> int:
    if store.database.sqlite:
        files = (store.directory / f"{DATABASE}{suffix}" for suffix in ("", "-wal"))
        return sum(file.stat().st_size for file in files if file.is_file())
    return int(conn.execute(sa.text("SELECT pg_database_size(current_database())")).scalar_one())
