"""The server: here is an archive, an address and a port; serve until interrupted."""

from __future__ import annotations

import gc
import logging
import threading
from collections.abc import Callable
from typing import Any

import waitress

from corpus.errors import ArchiveError
from search.application.archive import Archive
from search.model import SearchRequest
from web.hosts import own_names
from web.loopback import is_loopback
from web.serving.app import create_app
from web.views.search import PAGE_FACETS

logger = logging.getLogger(f"xunzhang.{__name__}")

SERVER: dict[str, Any] = {
    "threads": 8,
    # Listen on while answering: only so can a long export learn that its reader has hung up.
    "channel_request_lookahead": 1,
    "ident": "xunzhang",
    "clear_untrusted_proxy_headers": True,
}


def serve(archive: Archive, host: str, port: int, wake: Callable[[], None]) -> None:
    """Serve with waitress, a pure-Python production WSGI server.  Blocks.

    wake: lets the workers look at once.  Raises OSError where the port is taken.
    """
    ready(archive)
    threading.Thread(target=warm, args=(archive,), name="warm", daemon=True).start()
    # One send a response: a small answer in two writes costs 40 ms on a kept-alive connection.
    most = (archive.settings.upload.size_mb + 16) * 2**20  # what is larger is refused unread
    app = create_app(archive, LOCAL=is_loopback(host), HOSTS=own_names(host), WAKE=wake)
    waitress.serve(app, host=host, port=port, send_bytes=65536, max_request_body_size=most, **SERVER)


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
