"""Here is what each kind of job does, work the queue: one job after another, each under a lease kept alive.

    handlers = {"ingest": take_in}              # def take_in(run: Running) -> object (JSON): the result
    work(Claims(jobs), handlers, "worker-1", stopped)

A handler that raises `ArchiveError` has failed for good: the message goes to the person.  Any other error is
a defect or an accident; it is tried again, later each time.  A worker that is to stop does so at the next
step of its job, which it gives back.
"""

from __future__ import annotations

import logging
import threading
import traceback
from collections.abc import Callable, Mapping

from corpus.desk.claims import LEASE, Claim, Claims, JobCancelled, LeaseLost
from corpus.desk.jobs import Job
from corpus.errors import ArchiveError, StoreError

logger = logging.getLogger(f"xunzhang.{__name__}")

PAUSE = 0.2
"""Seconds between two looks at an empty queue."""


class WorkerStopping(ArchiveError):
    """The worker is to stop: leave what is committed; the job goes on elsewhere, later."""


class Running:
    """What a handler holds of its job.  Every method raises LeaseLost, JobCancelled or WorkerStopping where
    it must stop."""

    def __init__(
        self, claims: Claims, claim: Claim, lease: float, stopped: threading.Event | None = None
    ) -> None:
        self._claims = claims
        self._claim = claim
        self._lease = lease
        self._stopped = stopped
        self._lost: ArchiveError | None = None

    @property
    def job(self) -> Job:
        """The job as it was claimed, with payload and memo."""
        return self._claim.job

    def progress(self, done: int, total: int | None = None, line: str | None = None) -> None:
        """How far it is: done of total units, and what it is at."""
        self.check()
        self._claims.progress(self._claim, done, total, line, self._lease)

    def log(self, line: str) -> None:
        """A line for whoever reads the job's log."""
        self.check()
        self._claims.log(self._claim, line)

    def keep(self, memo: object) -> None:
        """What a later attempt need not do again (JSON), after it was committed."""
        self.check()
        self._claims.keep(self._claim, memo)

    def check(self) -> None:
        """Whether to go on: call it between steps, before anything is written."""
        if self._lost is not None:
            raise self._lost
        if self._stopped is not None and self._stopped.is_set():
            raise WorkerStopping("执行者正在停止 / the worker is stopping")

    def renew(self) -> None:
        """Keep the lease; what stops the job is raised at the handler's next step, not here."""
        try:
            self._claims.renew(self._claim, self._lease)
        except (LeaseLost, JobCancelled) as error:
            self._lost = error
        except StoreError as error:  # a database that is busy now may answer before the lease is over
            logger.warning("lease not renewed: %s", error)


Handler = Callable[[Running], object]


def work_one(
    claims: Claims,
    handlers: Mapping[str, Handler],
    worker: str,
    lease: float = LEASE,
    stopped: threading.Event | None = None,
) -> bool:
    """Claim one job of a known kind and do it; False where none waits.  stopped: when set, the job is given
    back at its next step.  Raises StoreError where the database refuses even that."""
    claim = claims.claim(worker, tuple(handlers), lease)
    if claim is None:
        return False
    running = Running(claims, claim, lease, stopped)
    over = threading.Event()
    keeper = threading.Thread(target=_keep, args=(running, over, lease / 3), daemon=True)
    keeper.start()
    try:
        _do(claims, claim, running, handlers[claim.job.kind])
    except LeaseLost as error:
        logger.warning("%s", error)
    finally:
        over.set()
        keeper.join()
    return True


def work(
    claims: Claims,
    handlers: Mapping[str, Handler],
    worker: str,
    stopped: threading.Event,
    lease: float = LEASE,
    pause: float = PAUSE,
    woken: threading.Event | None = None,
) -> None:
    """Work the queue until `stopped` is set.  A database that is away for a while is waited for.

    woken: set by whoever orders a job and stops, so that neither waits for the end of a pause.
    """
    woken = woken or stopped
    while not stopped.is_set():
        if woken is not stopped:
            woken.clear()  # before looking: a job that is ordered from here on wakes
        try:
            busy = work_one(claims, handlers, worker, lease, stopped)
        except StoreError as error:
            logger.warning("the queue cannot be worked: %s", error)
            busy = False
        if not busy and not stopped.is_set():
            woken.wait(pause)


def _keep(running: Running, over: threading.Event, every: float) -> None:
    while not over.wait(every):
        running.renew()


def _do(claims: Claims, claim: Claim, running: Running, handler: Handler) -> None:
    try:
        result = handler(running)
    except JobCancelled:
        claims.stop(claim)
    except WorkerStopping:
        claims.release(claim)
    except LeaseLost:
        raise
    except StoreError as error:  # a full disk or a busy database: it may pass
        claims.fail(claim, str(error), again=_later(claim))
    except ArchiveError as error:
        claims.fail(claim, str(error))
    except Exception as error:  # a defect met in one job must not stop the worker; the log shows where
        logger.exception("job %s failed", claim.job.id)
        claims.log(claim, traceback.format_exc())
        claims.fail(claim, f"程序出错：{error!r} / the program failed: {error!r}", again=_later(claim))
    else:
        claims.finish(claim, result)


def _later(claim: Claim) -> float:
    """Seconds until the next attempt: 2, 8, 32, …"""
    return float(2 * 4 ** (claim.attempt - 1))
