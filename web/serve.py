"""The server: here is an archive, an address and a port; serve until interrupted."""

from __future__ import annotations

import gc

import waitress

from corpus.errors import ArchiveError
from search.archive import Archive
from search.model import SearchRequest
from web.app import create_app
from web.views.search import PAGE_FACETS

THREADS = 8


def serve(archive: Archive, host: str, port: int) -> None:
    """Serve with waitress, a pure-Python production WSGI server.  Blocks.

    Raises OSError where the port is taken.
    """
    warm(archive)
    # One send a response: a small answer in two writes costs 40 ms on a kept-alive connection.
    waitress.serve(
        create_app(archive),
        host=host,
        port=port,
        threads=THREADS,
        send_bytes=65536,
        ident="xunzhang",
        clear_untrusted_proxy_headers=True,
    )


def warm(archive: Archive) -> None:
    """Ask what a person's first minute asks, then keep what that made out of the collector's way.

    The tokenizer, the names, the readings of characters and the facet columns take tenths of a second to
    load; here nobody waits for them.

    A full collection over the tables of a large archive costs a page some 40 ms; they live as long as the
    server, so there is nothing in them to collect.  An archive that cannot answer still gets its server:
    the page says what to do.
    """
    try:
        newest = archive.search(SearchRequest(facets=PAGE_FACETS, size=1, sort="newest"))
        for hit in newest.hits:
            archive.search(SearchRequest(q=hit.article.title, facets=PAGE_FACETS))
            archive.related(hit.article)
        archive.search(SearchRequest(q="没有这样的检索词", facets=()))
        archive.suggest("a")
    except ArchiveError:
        return
    gc.collect()
    gc.freeze()
