"""Here is a request that may carry large files; let it, within the bounds, from whoever may bring in.

What is too large, and what comes from somebody who may not, is refused before a byte of it is read.
"""

from __future__ import annotations

from flask import Flask, abort, request
from flask_babel import gettext as _

from web.archive import archive
from web.desk.identity import acting

UPLOADS = frozenset({"bringing.upload", "api.bring_in_files"})
"""Endpoints that take files."""

PARTS = 20_000
"""Files of one upload."""


def init_app(app: Flask) -> None:
    app.before_request(make_room)


def limit() -> int:
    """Bytes of one upload."""
    return archive().settings.upload.size_mb * 2**20


def make_room() -> None:
    """Raises NotSignedIn, NotAllowed; 413 for more than is allowed."""
    if request.endpoint not in UPLOADS:
        return
    acting("bring_in")
    if (request.content_length or 0) > limit():
        abort(413, too_large())
    request.max_content_length = limit()
    request.max_form_parts = PARTS


def too_large() -> str:
    """What to do about it."""
    size = archive().settings.upload.size_mb
    return str(_("一次最多收入 %(size)s MB，请分几次；上限见设置 [upload] size_mb。", size=size))
