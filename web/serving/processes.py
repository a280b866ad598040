"""Here is an archive and an address; serve it by several processes over one listening socket.

The parent opens the socket, starts the processes, starts again what dies, and watches the one worker beside
them.  A process is a fresh interpreter that is handed the socket (nothing is forked); it ends when the parent
does: it reads the end of its standard input.  It says on its standard output that it is ready and that a job
was ordered.
"""

from __future__ import annotations

import logging
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from corpus.children import command

logger = logging.getLogger(f"xunzhang.{__name__}")

READY, ORDERED = b"r", b"w"
_PAUSES = (0.5, 2.0, 8.0, 30.0)
"""Seconds before a process that died is started again, the last for good."""
_HEALTHY = 60.0
_READY_IN = 120.0
_END_IN = 40.0


def listening(host: str, port: int) -> socket.socket:
    """A socket that listens.  Raises OSError where the port is taken."""
    family, kind, proto, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    made = socket.socket(family, kind, proto)
    try:
        if os.name == "posix":  # on Windows it would share the port with another program
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind(address)
        made.listen(1024)
    except OSError:
        made.close()
        raise
    return made


def how_many(wanted: int) -> int:
    """Processes to serve with; wanted: 0 = one a core, at most four.  Only Unix can hand over a socket."""
    if sys.platform == "win32":
        return 1
    if wanted:
        return wanted
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(4, cores))


class _Serving:
    """One process: its pipes, and whether it answers."""

    def __init__(
        self,
        directory: Path,
        host: str,
        shared: socket.socket,
        wake: Callable[[], None],
        environment: Mapping[str, str],
    ) -> None:
        arguments = [str(directory), host, str(shared.fileno())]
        self.began = time.monotonic()
        self.ready = threading.Event()
        self._wake = wake
        self.process = subprocess.Popen(
            [*command("web.serving.child:main"), *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            pass_fds=(shared.fileno(),),
            env=environment,
        )
        threading.Thread(target=self._hear, daemon=True).start()

    def _hear(self) -> None:
        assert self.process.stdout is not None
        while said := self.process.stdout.read(1):
            if said == READY:
                self.ready.set()
            elif said == ORDERED:
                self._wake()
        self.ready.set()  # whoever waits for it waits no longer

    def end(self) -> None:
        """Let it finish what it answers; what takes too long is killed."""
        assert self.process.stdin is not None and self.process.stdout is not None
        with suppress(OSError):
            self.process.stdin.close()
        try:
            self.process.wait(_END_IN)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class Processes:
    """Serving processes over one socket, started again when they die."""

    def __init__(
        self,
        directory: Path,
        host: str,
        shared: socket.socket,
        count: int,
        wake: Callable[[], None],
        environment: Mapping[str, str],
    ) -> None:
        self._given = directory, host, shared, wake, environment
        self._stopped = threading.Event()
        self._lock = threading.Lock()
        self._current: list[_Serving] = [self._make() for _ in range(count)]

    def _make(self) -> _Serving:
        return _Serving(*self._given)

    @property
    def pids(self) -> Sequence[int]:
        """Of the processes that serve now."""
        return [each.process.pid for each in self._current]

    def watch(self) -> None:
        """Start again what dies, until `stop`.  Blocks."""
        failures = 0
        while not self._stopped.wait(0.2):
            for at, each in enumerate(list(self._current)):
                if each.process.poll() is None:
                    continue
                failures = 0 if time.monotonic() - each.began > _HEALTHY else failures + 1
                logger.warning("a serving process ended with %s", each.process.returncode)
                self._stopped.wait(_PAUSES[min(failures, len(_PAUSES)) - 1] if failures > 1 else 0)
                with self._lock:
                    if not self._stopped.is_set() and self._current[at] is each:
                        self._current[at] = self._make()

    def renew(self) -> None:
        """One process after another gives way to a new one, which answers before the old one ends."""
        for at in range(len(self._current)):
            with self._lock:
                if self._stopped.is_set():
                    return
                old, new = self._current[at], self._make()
                new.ready.wait(_READY_IN)
                if new.process.poll() is not None:
                    logger.error("a new serving process did not start; the old one goes on")
                    return
                self._current[at] = new
            old.end()

    def stop(self) -> None:
        """Finish what is being answered."""
        self._stopped.set()
        with self._lock:
            ending = [threading.Thread(target=each.end) for each in self._current]
            for each in ending:
                each.start()
            for each in ending:
                each.join()


def serve_by_many(
    directory: Path,
    host: str,
    shared: socket.socket,
    count: int,
    wake: Callable[[], None],
    environment: Mapping[str, str],
) -> None:
    """Serve until SIGTERM or Ctrl+C; SIGHUP takes new processes in place of the old ones.  Blocks."""
    processes = Processes(directory, host, shared, count, wake, environment)

    def stop(*_: object) -> None:
        processes._stopped.set()

    def renew(*_: object) -> None:
        threading.Thread(target=processes.renew, name="renewing", daemon=True).start()

    before = {each: signal.getsignal(each) for each in (signal.SIGTERM, signal.SIGINT)}
    for each in before:
        signal.signal(each, stop)
    if hasattr(signal, "SIGHUP"):
        signal.signal(signal.SIGHUP, renew)
    try:
        processes.watch()
    finally:
        processes.stop()
        for each, old in before.items():
            signal.signal(each, old)
