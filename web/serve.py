"""The server: here is an archive, an address and a port; serve until interrupted."""

from __future__ import annotations

import gc
from typing import Any

import waitress

from corpus.errors import ArchiveError
from search.archive import Archive
from search.model import SearchRequest
from web.app import create_app
from web.views.search import PAGE_FACETS

SERVER: dict[str, Any] = {
    "threads": 8,
    # Listen on while answering: only so can a long export learn that its reader has hung up.
    "channel_request_lookahead": 1,
    "ident": "xunzhang",
    "clear_untrusted_proxy_headers": True,
}


def serve(archive: Archive, host: str, port: int) -> None:
    """Serve with waitress, a pure-Python production WSGI server.  Blocks.

    Raises OSError where the port is taken.
    """
    warm(archive)
    # One send a response: a small answer in two writes costs 40 ms on a kept-alive connection.
    waitress.serve(create_app(archive), host=host, port=port, send_bytes=65536, **SERVER)


def warm(archive: Archive) -> None:
    """Touch what every page needs, then keep it out of the collector's way.

    A full collection over the tables of a large archive costs a page some 40 ms; they live as long as the
    server, so there is nothing in them to collect.  An archive that cannot answer still gets its server:
    the page says what to do.
    """
    try:
        archive.search(SearchRequest(facets=PAGE_FACETS))
    except ArchiveError:
        return
    gc.collect()
    gc.freeze()
