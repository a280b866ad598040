"""After a change: see that the index follows, and that workers look at once for whatever was ordered."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from flask import Flask, Response, current_app, request

from corpus.desk import Person
from search.application.jobs import order_index
from web.archive import archive
from web.desk.identity import SAFE, changes


def init_app(app: Flask) -> None:
    app.after_request(wake)


def index_soon(by: Person) -> None:
    """Order the indexing of what was just committed."""
    order_index(archive(), by)


def wake(response: Response) -> Response:
    """Tell the workers beside this server that a job may have been ordered; those elsewhere look by
    themselves."""
    woken = current_app.config.get("WAKE")
    if woken and request.method not in SAFE and response.status_code < 400 and changes():
        cast(Callable[[], None], woken)()
    return response
