"""Here is the head of a request, say how large its body may be and whether what it asks is long work.

Asked before a byte of the body is kept, in the loop that hears all connections: it has to be quick.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Flask
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from corpus.errors import ArchiveError
from web.desk import uploads
from web.desk.identity import acting

LONG = frozenset(
    (
        "exports.whole", "exports.selected", "batch.batch", "batch.table", "topics.take_away",
        "topics.shared_export", "reports.report", "reports.file", "names.export", "words.export",
    )
)  # fmt: skip
"""Endpoints whose work grows with the archive."""


class Manners:
    """What an application expects of requests.  small: bytes of a body that anybody may send."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._routes = app.url_map.bind("localhost")
        self.small = int(app.config["MAX_CONTENT_LENGTH"])

    def is_long(self, method: str, path: str) -> bool:
        """Whether answering may take seconds."""
        return self._endpoint(method, path) in LONG

    def body_limit(self, method: str, path: str, headers: Mapping[str, str]) -> int:
        """Bytes that may come: of an upload, from somebody who may bring in, as many as are allowed."""
        if self._endpoint(method, path) not in uploads.UPLOADS:
            return self.small
        environ: dict[str, Any] = {f"HTTP_{name}": value for name, value in headers.items()}
        if self._app.config["LOCAL"]:  # nobody else reaches it
            environ["REMOTE_ADDR"] = "127.0.0.1"
        with self._app.test_request_context(path, method=method, environ_overrides=environ):
            try:
                acting("bring_in")
                return uploads.limit()
            except ArchiveError:
                return self.small

    def _endpoint(self, method: str, path: str) -> str:
        try:
            read = path.encode("latin-1").decode("utf-8", "replace")
            endpoint, _ = self._routes.match(read, method)
        except (HTTPException, RequestRedirect, UnicodeError):
            return ""
        return str(endpoint)
