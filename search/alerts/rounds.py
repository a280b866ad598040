"""Here is an archive; do what saved searches want of it now: tell them what came in.

One kind of job does it all, ordered after each publish and whenever a mail is due; two of them at a time do
nothing twice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from corpus.alerts.arrivals import Arrivals
from search.alerts.host import Host
from search.alerts.keeping import evaluate

if TYPE_CHECKING:
    from corpus.desk import Running

ALERTS = "alerts"
"""The kind of job."""


def due(archive: Host) -> bool:
    """Whether there is anything to do; a few small questions to the store."""
    return Arrivals(archive.store.database).waiting()


def order(archive: Host) -> bool:
    """Order a job where there is something to do and none waits yet; whether one was ordered."""
    from corpus.desk import PROGRAM, Jobs

    jobs = Jobs(archive.store.database)
    if not due(archive) or jobs.jobs(states=("queued",), kinds=(ALERTS,), limit=1):
        return False
    jobs.enqueue(ALERTS, {}, PROGRAM)
    return True


def go_round(archive: Host, running: Running) -> object:
    """Tell every saved search what came in.  Result: how many finds that were."""
    running.progress(0, None, "比对保存的检索 / telling saved searches")
    return {"finds": evaluate(archive)}
