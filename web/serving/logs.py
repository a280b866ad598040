"""What the server writes to the log: each request in a line, and the traceback behind every page that failed.

A line has the path and not what was asked, unless the archive's settings allow it.
"""

from __future__ import annotations

import logging
import time
from typing import Any

from flask import Flask, Response, g, got_request_exception, request

logger = logging.getLogger(f"xunzhang.{__name__}")


def init_app(app: Flask, queries: bool) -> None:
    """queries: whether what people search may be written down."""

    def began() -> None:
        g.began = time.perf_counter()

    def answered(response: Response) -> Response:
        if logger.isEnabledFor(logging.INFO):
            logger.info("%s %s %s %.0f ms", request.method, _shown(queries), response.status_code, _took())
        return response

    def failed(_: Flask, exception: BaseException, **__: Any) -> None:
        logger.error("%s %s failed", request.method, _shown(queries), exc_info=exception)

    app.before_request(began)
    app.after_request(answered)
    got_request_exception.connect(failed, app, weak=False)


def _shown(queries: bool) -> str:
    """The path, with the query only where that is allowed; paths themselves name articles, not questions."""
    return request.full_path.rstrip("?") if queries else request.path


def _took() -> float:
    """Milliseconds since the request came in."""
    return (time.perf_counter() - float(g.get("began", time.perf_counter()))) * 1000
