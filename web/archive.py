"""The archive of the running application, for views."""

from __future__ import annotations

from typing import cast

from flask import current_app

from search.application.archive import Archive


def archive() -> Archive:
    return cast(Archive, current_app.extensions["archive"])
