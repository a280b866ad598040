"""Here is a job from the archive's queue, do it: what each kind of job means.

The web orders jobs and never writes the index itself; a worker (`search.application.worker`) does
them.  Every step may be begun again after a crash: taking a file in is idempotent by its content, indexing
by the outbox.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from typing import TYPE_CHECKING

from search.alerts import rounds
from search.alerts.rounds import ALERTS
from search.application import dictionary, naming, proposing
from search.application.archive import Archive
from search.application.bringing import INDEX, INGEST, REINDEX, inbox
from search.application.dictionary import WORDS
from search.application.naming import NAMES
from search.application.patience import Patient
from search.application.priorities import SOON
from search.application.proposing import COMPOUNDS

if TYPE_CHECKING:
    from corpus.desk import Handler, Person, Running
    from corpus.intake.report import Progress as Reading

__all__ = ["INDEX", "INGEST", "KINDS", "REINDEX", "handlers"]

KINDS = (INDEX, INGEST, REINDEX, NAMES, WORDS, COMPOUNDS, ALERTS)


def handlers(archive: Archive) -> Mapping[str, Handler]:
    """Kind → what does such a job over this archive, which stays the same archive until it is done."""
    known: Mapping[str, Handler] = {
        INDEX: lambda running: index(archive, running),
        INGEST: lambda running: ingest(archive, running),
        REINDEX: lambda running: reindex(archive, running),
        NAMES: lambda running: naming.reread(archive, running),
        WORDS: lambda running: dictionary.learn(archive, running),
        COMPOUNDS: lambda running: proposing.propose(archive, running),
        ALERTS: lambda running: rounds.go_round(archive, running),
    }
    return {kind: _steadily(archive, handler) for kind, handler in known.items()}


def _steadily(archive: Archive, handler: Handler) -> Handler:
    def handle(running: Running) -> object:
        with archive.store.occupied():
            return handler(running)

    return handle


def order_index(archive: Archive, by: Person) -> None:
    """Order what the store has just noted to be indexed, before all that nobody waits for.

    Call it after the change is committed: a job that still waits will find it and is not doubled.
    """
    from corpus.desk import Jobs

    jobs = Jobs(archive.store.database)
    if not any(job.priority <= SOON for job in jobs.jobs(states=("queued",), kinds=(INDEX,))):
        jobs.enqueue(INDEX, {}, by, priority=SOON)


def index(archive: Archive, running: Running) -> object:
    """Take over into the index what the store has noted.  Result: the number of articles."""
    changed = archive.repair(patience=Patient(running))
    rounds.order(archive)
    return {"articles": changed}


def reindex(archive: Archive, running: Running) -> object:
    """Build the index anew.  Result: the number of articles."""

    def told(done: int, total: int | None, _: float) -> None:
        running.progress(done, total, "建立索引 / indexing")

    held = archive.reindex(told, Patient(running))
    rounds.order(archive)
    return {"articles": held}


def ingest(archive: Archive, running: Running) -> object:
    """Take in the files that were uploaded to a folder of the inbox, then empty it.

    Payload: folder; draft: as drafts.  Result: what the report of `xunzhang ingest --json` says.
    """
    folder = inbox(archive.directory, str(running.job.payload["folder"]))
    paths = sorted(path for path in folder.iterdir()) if folder.is_dir() else []
    if not paths and running.job.memo is not None:  # done before, and the worker died while tidying up
        return running.job.memo

    def read(progress: Reading) -> None:
        running.progress(progress.done, progress.total, progress.name)

    def indexed(done: int, total: int | None, _: float) -> None:
        running.progress(done, total, "建立索引 / indexing")

    draft = bool(running.job.payload.get("draft"))
    took = archive.ingest(paths, read, indexed, Patient(running), draft=draft, say=running.log)
    report = took.as_dict()
    running.keep(report)
    shutil.rmtree(folder, ignore_errors=True)
    rounds.order(archive)
    return report
