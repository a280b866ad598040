"""Here is some work, see that it is done: the queue as people see it.

A job is a row.  It is ordered once (`enqueue`), looked at while it runs and afterwards (`job`, `jobs`,
`log`), called off (`cancel`) or tried again (`retry`).  Whoever does the work uses `corpus.desk.claims`.
Nothing here knows what a kind of job does.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple, get_args

import sqlalchemy as sa

from corpus.desk.persons import Person, may
from corpus.desk.refusals import NotAllowed, NotFound, Refused
from corpus.store.database import Database
from corpus.store.desk_tables import job as _job
from corpus.store.desk_tables import job_log as _log
from corpus.store.rows import clean
from corpus.store.writing import now

State = Literal["queued", "running", "done", "failed", "cancelled"]
STATES: tuple[State, ...] = get_args(State)
ENDED: tuple[State, ...] = ("done", "failed", "cancelled")

ATTEMPTS = 3
"""Attempts before a job is given up."""


@dataclass(frozen=True, slots=True)
class Job:
    """One piece of work.

    account, who: id and name of who ordered it; priority: smaller first; created, started, ended: UTC,
    ISO 8601 (started: of the present attempt); attempts: begun so far, of `most`; done, total: in units
    the kind chooses, total None while unknown; line: what it is at, for people; memo: what an attempt
    left for the next; result: of a done one; error: why the last attempt failed; cancelling: somebody
    wants it to stop and it has not stopped yet.
    """

    id: int
    kind: str
    payload: Mapping[str, Any]
    state: State
    account: str
    who: str
    key: str | None
    priority: int
    created: str
    started: str | None
    ended: str | None
    attempts: int
    most: int
    done: int
    total: int | None
    line: str
    memo: Any
    result: Any
    error: str
    cancelling: bool

    @property
    def over(self) -> bool:
        """Nothing more will happen unless somebody retries it."""
        return self.state in ENDED


class LogLine(NamedTuple):
    """One line a job wrote down.  seq grows; at: UTC, ISO 8601."""

    seq: int
    at: str
    line: str


COLUMNS = tuple(_job.c["seq" if name == "id" else name] for name in Job.__dataclass_fields__)
"""The columns `job_from` reads, in its order."""


class Jobs:
    """The queue of one archive.  clock: seconds since the epoch."""

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        self.database = database
        self.clock = clock

    def enqueue(
        self,
        kind: str,
        payload: Mapping[str, object],
        by: Person,
        key: str | None = None,
        *,
        priority: int = 0,
        attempts: int = ATTEMPTS,
    ) -> Job:
        """Order a job.

        payload: plain JSON values.  key: idempotency key; the same person's same key gives the job that
        was ordered first, whatever has become of it.  Raises Refused where that one was another job, or
        the payload is no JSON.
        """
        with self.database.write(alone=False) as conn:
            return enqueue(conn, self.clock(), kind, payload, by, key, priority=priority, attempts=attempts)

    def job(self, job_id: int) -> Job:
        """Raises NotFound."""
        with self.database.read() as conn:
            return job_in(conn, job_id)

    def jobs(
        self,
        *,
        states: Sequence[State] = STATES,
        kinds: Sequence[str] = (),
        by: Person | None = None,
        before: int | None = None,
        limit: int = 100,
    ) -> list[Job]:
        """Jobs in these states, newest first; kinds: only these; by: only this person's; before: only
        with a smaller id."""
        query = sa.select(*COLUMNS).where(_job.c.state.in_(states))
        if kinds:
            query = query.where(_job.c.kind.in_(kinds))
        if by is not None:
            query = query.where(_job.c.account == by.id)
        if before is not None:
            query = query.where(_job.c.seq < before)
        with self.database.read() as conn:
            return [job_from(row) for row in conn.execute(query.order_by(_job.c.seq.desc()).limit(limit))]

    def log(self, job_id: int, after: int = 0) -> list[LogLine]:
        """What a job wrote down after line `after` (a `seq`), oldest first."""
        query = sa.select(_log.c.seq, _log.c.at, _log.c.line).where(_log.c.job == job_id, _log.c.seq > after)
        with self.database.read() as conn:
            return [LogLine(*row) for row in conn.execute(query.order_by(_log.c.seq))]

    def cancel(self, job_id: int, by: Person) -> Job:
        """Call a job off: at once while it waits, at its next step while it runs.

        One that is over stays as it is.  Raises NotFound, NotAllowed for another's job (an administrator
        may).
        """
        with self.database.write(alone=False) as conn:
            found = job_in(conn, job_id, lock=True)
            _own(found, by)
            if found.state == "queued":
                end(conn, job_id, "cancelled", error=f"{by.name} 取消 / cancelled by {by.name}")
            elif found.state == "running":
                conn.execute(_job.update().where(_job.c.seq == job_id), {"cancelling": True})
                note_line(conn, job_id, f"{by.name} 要求停止 / {by.name} wants it to stop")
            return job_in(conn, job_id)

    def retry(self, job_id: int, by: Person) -> Job:
        """Order a failed or cancelled job again, with all its attempts; its memo stays.

        Raises NotFound, NotAllowed, Refused for one that runs, waits or is done.
        """
        with self.database.write(alone=False) as conn:
            found = job_in(conn, job_id, lock=True)
            _own(found, by)
            if found.state not in ("failed", "cancelled"):
                raise Refused(
                    f"任务 {job_id} 未失败也未取消，不能重试 / "
                    f"job {job_id} neither failed nor was cancelled: it cannot be tried again"
                )
            fresh = {"state": "queued", "attempts": 0, "ready": self.clock(), "error": "", "ended": None,
                     "started": None, "cancelling": False, "line": ""}  # fmt: skip
            conn.execute(_job.update().where(_job.c.seq == job_id), fresh)
            note_line(conn, job_id, f"{by.name} 重试 / tried again by {by.name}")
            return job_in(conn, job_id)

    def forget(self, before: str) -> int:
        """Drop jobs that ended before a moment (UTC, ISO 8601) with their logs; how many."""
        with self.database.write(alone=False) as conn:
            old = sa.select(_job.c.seq).where(_job.c.state.in_(ENDED), _job.c.ended < before)
            gone = conn.execute(old).scalars().all()
            conn.execute(_log.delete().where(_log.c.job.in_(old)))
            conn.execute(_job.delete().where(_job.c.state.in_(ENDED), _job.c.ended < before))
        return len(gone)


def enqueue(
    conn: sa.Connection,
    moment: float,
    kind: str,
    payload: Mapping[str, object],
    by: Person,
    key: str | None = None,
    *,
    priority: int = 0,
    attempts: int = ATTEMPTS,
) -> Job:
    """`Jobs.enqueue` inside the caller's transaction: the job exists if and only if the change does."""
    try:
        text = clean(json.dumps(dict(payload), ensure_ascii=False, sort_keys=True))
    except (TypeError, ValueError) as error:
        raise Refused(f"任务的内容不是 JSON（{error}）/ a job's payload must be JSON: {error}") from None
    row = {
        "kind": kind, "payload": text, "state": "queued", "account": by.id, "who": clean(by.name),
        "key": None if key is None else clean(key), "priority": priority, "created": now(), "ready": moment,
        "attempts": 0, "most": max(1, attempts), "done": 0, "line": "", "memo": "", "result": "", "error": "",
        "cancelling": False,
    }  # fmt: skip
    if key is not None:
        inserted = conn.execute(_insert_once(conn).returning(_job.c.seq), row).scalar()
        if inserted is None:
            query = sa.select(_job.c.seq, _job.c.kind, _job.c.payload)
            first = conn.execute(query.where(_job.c.account == by.id, _job.c.key == row["key"])).one()
            if (first.kind, first.payload) != (kind, text):
                raise Refused(
                    f"标识 {key} 已用于另一任务，请换一个 / the key {key} is another job's: use a new one"
                )
            return job_in(conn, first.seq)
        return job_in(conn, inserted)
    return job_in(conn, conn.execute(_job.insert().returning(_job.c.seq), row).scalar_one())


def _insert_once(conn: sa.Connection) -> Any:
    """An insert that leaves a row of the same account and key alone, on either database."""
    from sqlalchemy.dialects import postgresql, sqlite

    kind = sqlite if conn.dialect.name == "sqlite" else postgresql
    return kind.insert(_job).on_conflict_do_nothing(index_elements=["account", "key"])


def job_in(conn: sa.Connection, job_id: int, *, lock: bool = False) -> Job:
    """The job as this transaction sees it; lock: nobody else changes it before the transaction ends."""
    query = sa.select(*COLUMNS).where(_job.c.seq == job_id)
    row = conn.execute(query.with_for_update() if lock else query).one_or_none()
    if row is None:
        raise NotFound(f"没有任务 {job_id} / there is no job {job_id}")
    return job_from(row)


def job_from(row: Sequence[Any]) -> Job:
    """A Job from a row of COLUMNS."""
    values = dict(zip(Job.__dataclass_fields__, row, strict=True))
    for name in ("payload", "memo", "result"):
        values[name] = json.loads(values[name]) if values[name] else None
    return Job(**values)


def end(conn: sa.Connection, job_id: int, state: State, *, result: object = None, error: str = "") -> None:
    """Write that a job is over."""
    last: dict[str, Any] = {
        "state": state, "ended": now(), "lease": None, "cancelling": False, "error": clean(error),
    }  # fmt: skip
    if state == "done":
        last["done"] = sa.func.coalesce(_job.c.total, _job.c.done)
        last["result"] = "" if result is None else clean(json.dumps(result, ensure_ascii=False))
    conn.execute(_job.update().where(_job.c.seq == job_id).values(last))
    if error:
        note_line(conn, job_id, error)


def note_line(conn: sa.Connection, job_id: int, line: str) -> None:
    """Add a line to a job's log."""
    conn.execute(_log.insert(), {"job": job_id, "at": now(), "line": clean(line)})


def _own(job: Job, by: Person) -> None:
    if job.account != by.id and not may(by, "administer"):
        raise NotAllowed(
            f"任务 {job.id} 是 {job.who} 的，只有本人或管理员可以更改 / "
            f"job {job.id} is {job.who}'s: only they or an administrator may change it"
        )
