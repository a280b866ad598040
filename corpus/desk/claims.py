"""Here is a worker, give it work that nobody else has: claiming, renewing, ending a job.

A claim is a lease.  While it runs nobody else gets the job; a worker that is killed simply stops renewing
and, when the lease is over, the next `claim` hands the job to another.  Whoever lost a lease that way is
told so (`LeaseLost`) by the first thing it tries to write, and must stop: the job is no longer its own.

**How a worker must write.**  A job may be begun several times, and its last step may have been committed
just before the crash.  So every step is idempotent: it looks at what is there, or writes what would be the
same if written twice (`Store.add_issue` of the same bytes, indexing an article again).  What is costly to
find out again goes into the memo (`keep`) *after* the step it speaks of is committed.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from corpus.desk.jobs import COLUMNS, Job, Jobs, end, job_from, job_in, note_line
from corpus.errors import ArchiveError
from corpus.store.desk_tables import job as _job
from corpus.store.rows import clean
from corpus.store.writing import now

LEASE = 30.0
"""Seconds a claim lasts unless it is renewed."""


class LeaseLost(ArchiveError):
    """The lease ran out and another worker has the job, or it was ended: stop, and write nothing more."""


class JobCancelled(ArchiveError):
    """Somebody wants the job to stop: leave what is committed, and stop."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A job held by one worker.  attempt: tells this claim from an earlier one of the same worker."""

    job: Job
    worker: str
    attempt: int


class Claims:
    """The queue as a worker sees it."""

    def __init__(self, jobs: Jobs) -> None:
        self.jobs = jobs
        self.database = jobs.database

    def claim(self, worker: str, kinds: Sequence[str] = (), lease: float = LEASE) -> Claim | None:
        """The next job that waits, or whose worker has vanished; None where there is none.

        worker: a name that no other running worker has; kinds: only these ([] = any); lease: seconds.
        Smaller priorities first, then the older.  A job whose worker vanished at its last attempt has
        failed; one that was to be cancelled is cancelled.
        """
        while True:
            with self.database.write(alone=False) as conn:
                found = self._next(conn, kinds)
                if found is None:
                    return None
                if found.state == "running" and self._abandon(conn, found):
                    continue
                attempt = found.attempts + 1
                held = {"state": "running", "worker": worker, "attempts": attempt, "started": now(),
                        "lease": self.jobs.clock() + lease}  # fmt: skip
                conn.execute(_job.update().where(_job.c.seq == found.id), held)
                if found.state == "running":
                    line = "执行者中断，由另一个接手 / its worker vanished, another goes on"
                    note_line(conn, found.id, line)
                return Claim(job_in(conn, found.id), worker, attempt)

    def renew(self, claim: Claim, lease: float = LEASE) -> None:
        """Hold it for `lease` seconds from now.  Raises LeaseLost, JobCancelled."""
        self._write(claim, {"lease": self.jobs.clock() + lease})

    def progress(
        self, claim: Claim, done: int, total: int | None = None, line: str | None = None, lease: float = LEASE
    ) -> None:
        """Say how far it is, and hold it on.  Raises LeaseLost, JobCancelled."""
        values: dict[str, object] = {"done": done, "lease": self.jobs.clock() + lease}
        if total is not None:
            values["total"] = total
        if line is not None:
            values["line"] = clean(line)
        self._write(claim, values)

    def keep(self, claim: Claim, memo: object) -> None:
        """Leave a note (JSON) for a later attempt, its `job.memo`.  Raises LeaseLost, JobCancelled."""
        self._write(claim, {"memo": clean(json.dumps(memo, ensure_ascii=False))})

    def log(self, claim: Claim, line: str) -> None:
        """Write a line into the job's log.  Raises LeaseLost."""
        with self.database.write(alone=False) as conn:
            self._held(conn, claim)
            note_line(conn, claim.job.id, line)

    def finish(self, claim: Claim, result: object = None) -> None:
        """It is done.  result: JSON.  Raises LeaseLost; a wish to cancel that came too late is dropped."""
        with self.database.write(alone=False) as conn:
            self._held(conn, claim)
            end(conn, claim.job.id, "done", result=result)

    def fail(self, claim: Claim, error: str, again: float | None = None) -> None:
        """This attempt failed.  again: seconds after which to try once more while attempts are left; None =
        never (the input is wrong).  Raises LeaseLost."""
        with self.database.write(alone=False) as conn:
            held = self._held(conn, claim)
            if again is None or held.attempts >= held.most or held.cancelling:
                end(conn, held.id, "cancelled" if held.cancelling else "failed", error=error)
                return
            later = {"state": "queued", "lease": None, "ready": self.jobs.clock() + again}
            conn.execute(_job.update().where(_job.c.seq == held.id), {**later, "error": clean(error)})
            note_line(conn, held.id, error)

    def stop(self, claim: Claim) -> None:
        """It has stopped because somebody wanted so.  Raises LeaseLost."""
        with self.database.write(alone=False) as conn:
            self._held(conn, claim)
            end(conn, claim.job.id, "cancelled", error="已停止 / stopped")

    def release(self, claim: Claim) -> None:
        """Give it back undone, without counting the attempt: the worker itself is being stopped."""
        with self.database.write(alone=False) as conn:
            held = self._held(conn, claim)
            if held.cancelling:
                end(conn, held.id, "cancelled", error="已停止 / stopped")
                return
            back = {"state": "queued", "lease": None, "attempts": held.attempts - 1}
            conn.execute(_job.update().where(_job.c.seq == held.id), back)

    # ------------------------------------------------------------------------------------------------

    def _next(self, conn: sa.Connection, kinds: Sequence[str]) -> Job | None:
        moment = self.jobs.clock()
        waits = sa.and_(_job.c.state == "queued", _job.c.ready <= moment)
        vanished = sa.and_(_job.c.state == "running", _job.c.lease < moment)
        query = sa.select(*COLUMNS).where(sa.or_(waits, vanished))
        if kinds:
            query = query.where(_job.c.kind.in_(kinds))
        query = query.order_by(_job.c.priority, _job.c.seq).limit(1).with_for_update(skip_locked=True)
        row = conn.execute(query).one_or_none()
        return None if row is None else job_from(row)

    def _abandon(self, conn: sa.Connection, job: Job) -> bool:
        """Whether a job whose worker vanished is over."""
        if job.cancelling:
            end(conn, job.id, "cancelled", error="已停止 / stopped")
        elif job.attempts >= job.most:
            error = (
                f"执行者 {job.attempts} 次中断，不再尝试；请查看记录后重试 / "
                f"its worker vanished {job.attempts} times: read the log, then try again"
            )
            end(conn, job.id, "failed", error=error)
        else:
            return False
        return True

    def _write(self, claim: Claim, values: dict[str, Any]) -> None:
        with self.database.write(alone=False) as conn:
            held = self._held(conn, claim)
            if not held.cancelling:
                conn.execute(_job.update().where(_job.c.seq == held.id), values)
        if held.cancelling:
            raise JobCancelled(f"任务 {held.id} 已被要求停止 / job {held.id} is to stop")

    def _held(self, conn: sa.Connection, claim: Claim) -> Job:
        """The job, which this claim still holds: nobody has taken it over since."""
        query = sa.select(*COLUMNS, _job.c.worker).where(_job.c.seq == claim.job.id).with_for_update()
        row = conn.execute(query).one_or_none()
        if row is not None:
            held = job_from(row[:-1])
            if (held.state, row[-1], held.attempts) == ("running", claim.worker, claim.attempt):
                return held
        raise LeaseLost(
            f"任务 {claim.job.id} 已由他处接手或已结束 / job {claim.job.id} is another worker's or over"
        )
