"""The archive for views: all questions of one HTTP request read one generation of it."""

from __future__ import annotations

from typing import cast

from flask import current_app, g

from corpus.errors import IndexMissing, IndexStale
from search.answer.examples import Examples
from search.application.archive import Archive


def archive() -> Archive:
    if "archive" not in g:
        g.archive = cast(Archive, current_app.extensions["archive"]).pinned()
    return cast(Archive, g.archive)


def edition() -> str:
    """What no other state of the index is called, nor that of an index put in its place; "" without one."""
    try:
        return archive().parts.reader.edition(archive().view().searcher)
    except (IndexMissing, IndexStale):
        return ""


def examples() -> Examples:
    """Lines that find something here; made once for a generation of the index, when first shown."""
    held: dict[str, Examples] = current_app.extensions.setdefault("examples", {})
    now = edition()
    made = held.get(now)
    if made is None:
        whole = cast(Archive, current_app.extensions["archive"])
        made = Examples(whole.search, whole.count)
        held.clear()
        held[now] = made
    return made
