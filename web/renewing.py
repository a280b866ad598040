"""Here is an archive whose index another release has built; give me the job that builds it anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import gettext as _

if TYPE_CHECKING:
    from corpus.desk import Job
    from search.application.archive import Archive

RETRY = 5
"""Seconds after which a page that waits for the index asks again."""


def rebuild(archive: Archive) -> Job:
    """Order the index to be built anew; one order, however often a server is started or asked meanwhile."""
    from corpus.desk import PROGRAM, Jobs
    from search.application.jobs import REINDEX

    jobs = Jobs(archive.store.database)
    ordered = jobs.jobs(states=("queued", "running"), kinds=(REINDEX,), limit=1)
    return ordered[0] if ordered else jobs.enqueue(REINDEX, {}, PROGRAM, priority=-20)


def waiting(job: Job) -> str:
    """How far the job is, for people who wait for it."""
    said: str = _("索引由旧版本建立，即将开始重建。完成后本页自动显示结果。")
    if job.total:
        said = _(
            "索引由旧版本建立，正在重建：已完成 %(done)s / %(total)s 篇。完成后本页自动显示结果。",
            done=f"{job.done:,}",
            total=f"{job.total:,}",
        )
    return said
