"""One serving process: here are an archive and a socket that listens already, answer what comes in on it."""

from __future__ import annotations

import os
import signal
import socket
import sys
import threading
from contextlib import suppress
from pathlib import Path

from corpus.logs import to_file
from search.application.archive import Archive
from web.serving.bounded import Stopping
from web.serving.processes import ORDERED, READY
from web.serving.serve import answer


def main() -> None:
    """Serve the archive, host and file descriptor that the arguments name until the parent is gone."""
    directory, host, number = Path(sys.argv[-3]), sys.argv[-2], int(sys.argv[-1])
    told, stopping = os.fdopen(os.dup(1), "wb", buffering=0), Stopping()
    os.dup2(2, 1)  # what a library prints must not get between the signs

    def say(sign: bytes) -> None:
        with suppress(OSError):  # the parent is gone, and this process is on its way
            told.write(sign)

    def listen() -> None:
        while sys.stdin.buffer.read(1):
            pass
        stopping.set()

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent hears it and closes the pipe
    signal.signal(signal.SIGTERM, lambda *_: stopping.set())
    threading.Thread(target=listen, daemon=True).start()
    with Archive.open(directory) as archive, socket.socket(fileno=number) as shared:
        to_file(archive.directory, archive.settings.log)
        answer(archive, host, shared, lambda: say(ORDERED), stopping, lambda: say(READY))
