"""Here is an archive; do what saved searches want of it now: tell them what came in, make and send mails.

One kind of job does it all, ordered after each publish and whenever a mail is due; two of them at a time do
nothing twice.
"""

from __future__ import annotations

import datetime as dt
import smtplib
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from corpus.alerts.arrivals import Arrivals
from corpus.alerts.digests import Digests
from search.alerts import posting
from search.alerts.composing import message_of
from search.alerts.due import due
from search.alerts.host import Host
from search.alerts.keeping import evaluate
from search.alerts.posting import MailOff, Unsent

if TYPE_CHECKING:
    from corpus.desk import Running

ALERTS = "alerts"
"""The kind of job."""

Clock = Callable[[], dt.datetime]


def local_time() -> dt.datetime:
    """This moment in this machine's zone."""
    return dt.datetime.now().astimezone()


@dataclass(frozen=True, slots=True)
class Round:
    """What one round did.  finds: of searches; made, sent, dropped, refused: mails; off: why no mail can be
    sent, "" = they can."""

    finds: int = 0
    made: int = 0
    sent: int = 0
    dropped: int = 0
    refused: int = 0
    off: str = ""


def wanted(archive: Host, clock: Clock = local_time) -> bool:
    """Whether there is anything to do; a few small questions to the store."""
    database = archive.store.database
    if Arrivals(database).waiting():
        return True
    if mail_off(archive):
        return False
    now = clock()
    return Digests(database, now.timestamp).pending(due(now, archive.settings.mail))


def mail_off(archive: Host) -> str:
    """Why no mail can be sent as the settings are; "" = it can."""
    try:
        posting.check(archive.settings)
    except MailOff as error:
        return str(error)
    return ""


def order(archive: Host) -> bool:
    """Order a job where there is something to do and none waits yet; whether one was ordered."""
    from corpus.desk import PROGRAM, Jobs

    jobs = Jobs(archive.store.database)
    if not wanted(archive) or jobs.jobs(states=("queued",), kinds=(ALERTS,), limit=1):
        return False
    jobs.enqueue(ALERTS, {}, PROGRAM)
    return True


def go_round(archive: Host, running: Running) -> object:
    """Tell every saved search what came in and send the mails that are due.  Result: as `Round` says."""
    running.progress(0, None, "比对保存的检索 / telling saved searches")
    done = once(archive, before_each=running.check)
    if done.off:
        running.log(done.off)
    return {name: getattr(done, name) for name in Round.__dataclass_fields__ if getattr(done, name)}


def once(archive: Host, clock: Clock = local_time, before_each: Callable[[], object] = lambda: None) -> Round:
    """One round.  before_each: called before each mail, to stop between two."""
    finds = evaluate(archive)
    database, now = archive.store.database, clock()
    digests = Digests(database, lambda: clock().timestamp())
    moments = due(now, archive.settings.mail)
    if off := mail_off(archive):
        return Round(finds, off=off if archive.settings.mail.host else "")
    host = urlsplit(archive.settings.export.address).hostname or ""
    made = digests.compose(moments, host)
    return _send(archive, digests, Round(finds, made), before_each)


def _send(archive: Host, digests: Digests, before: Round, before_each: Callable[[], object]) -> Round:
    """Send all mails that wait, over one connection, which is made for the first."""
    sent = dropped = refused = 0
    with ExitStack() as stack:
        server: smtplib.SMTP | None = None
        while True:
            before_each()
            if (digest := digests.take()) is None:
                break
            ready = message_of(archive.pinned(), digest)
            if ready is None:
                digests.dropped(digest)
                dropped += 1
                continue
            message, articles = ready
            try:
                server = server or stack.enter_context(posting.posting(archive.settings))
                posting.hand_over(server, message)
            except Unsent as error:
                digests.refused(digest, error.reason, for_good=error.for_good)
                refused += 1
                if error.away:
                    digests.postpone()
                    break
                continue
            digests.sent(digest, articles)
            sent += 1
    return Round(before.finds, before.made, sent, dropped, refused)
