"""The server: here is an archive, an address and a port; serve until told to stop."""

from __future__ import annotations

import gc
import logging
import signal
import sys
import threading
from collections.abc import Callable
from socket import socket

from corpus.errors import ArchiveError
from search.application.archive import Archive
from search.model import SearchRequest
from web.hosts import own_names
from web.loopback import is_loopback
from web.serving.app import create_app
from web.serving.bounded import Stopping, serve_socket
from web.serving.manners import Manners
from web.serving.metrics import together
from web.serving.processes import how_many, listening, serve_by_many
from web.views.search import PAGE_FACETS

logger = logging.getLogger(f"xunzhang.{__name__}")


def serve(archive: Archive, host: str, port: int, wake: Callable[[], None]) -> None:
    """Serve until SIGTERM or Ctrl+C; by as many processes as `[serve] processes` says.  Blocks.

    wake: lets the workers look at once.  Raises OSError where the port is taken.
    """
    count = how_many(archive.settings.serve.processes)
    with listening(host, port) as shared:
        if count > 1:
            with together() as environment:
                serve_by_many(archive.directory, host, shared, count, wake, environment)
            return
        stopping = Stopping()
        if threading.current_thread() is threading.main_thread():
            signal.signal(signal.SIGTERM, lambda *_: stopping.set())
            if hasattr(signal, "SIGHUP"):  # one process alone has nobody to give way to
                signal.signal(signal.SIGHUP, signal.SIG_IGN)
        try:
            answer(archive, host, shared, wake, stopping)
        except KeyboardInterrupt:
            stopping.set()


def answer(
    archive: Archive,
    host: str,
    shared: socket,
    wake: Callable[[], None],
    stopping: Stopping,
    started: Callable[[], None] = lambda: None,
) -> None:
    """Answer what comes in on a listening socket, in this process.  Blocks.

    started: called when the first page need not wait.
    """
    sys.setswitchinterval(0.001)  # a page waits for long work at most so long, each time it waits
    ready(archive)
    threading.Thread(target=warm, args=(archive,), name="warm", daemon=True).start()
    app = create_app(archive, LOCAL=is_loopback(host), HOSTS=own_names(host), WAKE=wake)
    started()
    serve_socket(app, Manners(app), shared, stopping)


def ready(archive: Archive) -> bool:
    """Load what the first page needs; False where the archive cannot answer.

    It still gets its server: the page says what to do.
    """
    try:
        archive.stats()
        archive.search(SearchRequest(facets=PAGE_FACETS, size=1))
    except ArchiveError:
        return False
    return True


def warm(archive: Archive) -> None:
    """Ask what a person's first minute asks, then keep what that made out of the collector's way.

    The tokenizer, the names and the readings of characters take tenths of a second to load; no page need wait
    that does not want them, so a server does this beside its first pages.  A full collection over the tables
    of a large archive costs a page some 40 ms; they live as long as the server, so there is nothing in them
    to collect.
    """
    try:
        _ask_around(archive)
    except ArchiveError:
        logger.exception("the archive was not warmed up; pages say what is wrong")
    gc.collect()
    gc.freeze()


def _ask_around(archive: Archive) -> None:
    if not ready(archive):
        return
    for hit in archive.search(SearchRequest(facets=(), size=1, sort="newest")).hits:
        archive.search(SearchRequest(q=hit.article.title, facets=PAGE_FACETS))
        archive.related(hit.article)
    archive.search(SearchRequest(q="没有这样的检索词", facets=()))
    archive.suggest("a")
