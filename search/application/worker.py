"""Here is an archive's directory, work its queue: in this process, or in child processes that are watched.

A worker is a process of its own, so that neither a page waits for an index nor a parser's crash ends the
pages.  A child ends when its parent does: it reads the end of its standard input.  Whatever else it
reads there says that a job was ordered just now.
"""

from __future__ import annotations

import logging
import os
import socket
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

from corpus.children import command
from corpus.errors import ArchiveError
from search.application import bringing, room
from search.application.archive import Archive

logger = logging.getLogger(f"xunzhang.{__name__}")

_PAUSES = (0.5, 2.0, 8.0, 30.0)
"""Seconds before a worker that died is started again, the last for good."""
_LOOK = 20.0
"""Seconds between two looks whether a saved search wants anything."""
_HEALTHY = 60.0
"""Seconds after which a worker that died is taken to have been well."""


def work(archive: Archive, stopped: threading.Event, woken: threading.Event | None = None) -> None:
    """Do jobs until `stopped`; the one that runs is given back at its next step, for another worker.

    woken: set when a job was ordered, and with `stopped`.
    """
    from corpus.desk import Claims, Jobs
    from corpus.desk import work as go
    from search.application.jobs import handlers

    name = _name()
    logger.info("worker %s on %s", name, archive.directory)
    beside = [
        threading.Thread(target=each, args=(archive, stopped), name=each.__name__, daemon=True)
        for each in (_adopting, _ordering_alerts, room.watch)
    ]
    for thread in beside:
        thread.start()
    while not stopped.is_set():
        try:
            go(Claims(Jobs(archive.store.database)), handlers(archive), name, stopped, woken=woken)
        except ArchiveError:  # the database is away or its disk full: it may come back
            logger.exception("the queue cannot be read; trying again")
            stopped.wait(_PAUSES[1])
    for thread in beside:
        thread.join()


def _adopting(archive: Archive, stopped: threading.Event) -> None:
    """Order jobs for uploads that lost their request, now and whenever one may have become old enough."""
    while True:
        with suppress(ArchiveError):  # what cannot be ordered now is ordered the next time
            bringing.adopt(archive)
        if stopped.wait(bringing.GRACE):
            return


def _ordering_alerts(archive: Archive, stopped: threading.Event) -> None:
    """Order what saved searches want, also where an issue came in by command or a mail is due."""
    from search.alerts import rounds

    while not stopped.wait(_LOOK):
        try:
            rounds.order(archive)
        except ArchiveError:  # the database is away: the next look may find it
            logger.exception("saved searches cannot be asked; trying again")


def work_off(archive: Archive) -> int:
    """Do what waits, and end; how many jobs that were."""
    from corpus.desk import Claims, Jobs, work_one
    from search.application.jobs import handlers

    claims, known = Claims(Jobs(archive.store.database)), handlers(archive)
    done = 0
    while work_one(claims, known, _name()):
        done += 1
    return done


def _name() -> str:
    """What this process is called in the queue: its machine and number."""
    return f"{socket.gethostname()}-{os.getpid()}"


def main() -> None:
    """The child's part: work the archive named by the last argument until the parent is gone."""
    from corpus.logs import to_file

    stopped, woken = threading.Event(), threading.Event()

    def listen() -> None:
        while sys.stdin.buffer.read(1):
            woken.set()
        stopped.set()
        woken.set()

    threading.Thread(target=listen, daemon=True).start()
    with Archive.open(Path(sys.argv[-1]), create=True) as archive:
        to_file(archive.directory, archive.settings.log)
        work(archive, stopped, woken)


class Workers:
    """Child workers of one archive, started again when they die.  A context: it ends with them stopped."""

    def __init__(self, directory: Path, count: int = 1) -> None:
        self._directory = directory
        self._stopped = threading.Event()
        self._children: dict[str, subprocess.Popen[bytes]] = {}
        self._watchers = [
            threading.Thread(target=self._watch, name=f"worker-{number}", daemon=True)
            for number in range(count)
        ]

    def __enter__(self) -> Workers:
        for watcher in self._watchers:
            watcher.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopped.set()
        for watcher in self._watchers:
            watcher.join()

    def wake(self) -> None:
        """A job was ordered: let the workers look at once, not at the end of a pause."""
        for child in list(self._children.values()):
            with suppress(OSError, ValueError):  # one that just died; the next one looks when it starts
                assert child.stdin is not None
                child.stdin.write(b"\n")
                child.stdin.flush()

    def _watch(self) -> None:
        failures = 0
        while not self._stopped.is_set():
            began = time.monotonic()
            child = self._children[threading.current_thread().name] = self._start()
            while child.poll() is None and not self._stopped.wait(0.2):
                pass
            _end(child)
            if self._stopped.is_set():
                return
            failures = 0 if time.monotonic() - began > _HEALTHY else failures + 1
            pause = _PAUSES[min(failures, len(_PAUSES)) - 1]
            logger.warning("a worker ended with %s; another starts in %s s", child.returncode, pause)
            self._stopped.wait(pause)

    def _start(self) -> subprocess.Popen[bytes]:
        entry = "search.application.worker:main"
        return subprocess.Popen([*command(entry), str(self._directory)], stdin=subprocess.PIPE)


def _end(child: subprocess.Popen[bytes], seconds: float = 20.0) -> None:
    """Let a worker finish what it does; what takes too long is killed and done again by the next one."""
    assert child.stdin is not None
    with suppress(OSError):  # it died with a byte unread
        child.stdin.close()
    try:
        child.wait(seconds)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
