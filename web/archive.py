"""The archive for views: all questions of one HTTP request read one generation of it."""

from __future__ import annotations

from typing import cast

from flask import current_app, g

from search.application.archive import Archive


def archive() -> Archive:
    if "archive" not in g:
        g.archive = cast(Archive, current_app.extensions["archive"]).pinned()
    return cast(Archive, g.archive)
