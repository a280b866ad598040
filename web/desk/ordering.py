"""After a change that can be searched: see that the index follows, at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from flask import current_app

from corpus.desk import Person
from search.application.jobs import order_index
from web.archive import archive


def index_soon(by: Person) -> None:
    """Order the indexing of what was just committed, and wake the worker for it."""
    order_index(archive(), by)
    wake()


def wake() -> None:
    """Tell the workers beside this server that a job was ordered; those elsewhere look by themselves."""
    if woken := current_app.config.get("WAKE"):
        cast(Callable[[], None], woken)()
