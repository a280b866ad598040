"""The archive for views: all questions of one HTTP request read one generation of it."""

from __future__ import annotations

from typing import cast

from flask import current_app, g

from search.answer.examples import Examples
from search.application.archive import Archive


def archive() -> Archive:
    if "archive" not in g:
        g.archive = cast(Archive, current_app.extensions["archive"]).pinned()
    return cast(Archive, g.archive)


def examples() -> Examples:
    """Lines that find something here; made once for a generation of the index, when first shown."""
    held: dict[int, Examples] = current_app.extensions.setdefault("examples", {})
    number = archive().generation()
    made = held.get(number)
    if made is None:
        whole = cast(Archive, current_app.extensions["archive"])
        made = Examples(whole.search, whole.count)
        held.clear()
        held[number] = made
    return made
