"""The server: here is an archive, an address and a port; serve until interrupted."""

from __future__ import annotations

import waitress

from search.archive import Archive
from web.app import create_app

THREADS = 8


def serve(archive: Archive, host: str, port: int) -> None:
    """Serve with waitress, a pure-Python production WSGI server.  Blocks.

    Raises OSError where the port is taken.
    """
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
