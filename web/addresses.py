"""Here is the path of a request, give me ids and names of any characters in it.

A server hands over a path with its escapes undone: `/articles/%2Fx` is then `//x` and leads nowhere, and a
line break ends the match.  Where the path as it was asked has such escapes, they are put back before the
routes are looked at and undone again, once, in the values of the routes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import quote, unquote

from flask import Flask
from werkzeug.routing import IntegerConverter, PathConverter, UnicodeConverter

_ESCAPED = re.compile(r"%(?:2[Ff5]|[01][0-9A-Fa-f]|7[Ff])")
"""Escapes of what would change the way a path is read: slash, percent, control characters."""
_HARD = re.compile(
    r"[%\x00-\x1f\x7f]|^/|/$|//|(?:^|/)\.\.?(?:/|$)|/(?:correct|correctable|corrections|history)$"
)
"""A value that would not come back as it is from between two slashes."""
_DOTS = {"%2E": ".", "%2E%2E": ".."}
"""A browser takes a part of dots, escaped or not, for a way up; escaped twice it leaves it alone."""
_PLAIN = "!$&'()*+,:;=@~"

Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def init_app(app: Flask) -> None:
    """Before any route is added."""
    app.url_map.converters.update(default=_PathPart, string=_PathPart, path=_PathParts, int=_PathNumber)
    app.wsgi_app = escaping(app.wsgi_app)  # type: ignore[assignment,method-assign]


def escaping(app: Wsgi) -> Wsgi:
    """The application, handed paths that are as they were asked where that matters."""

    def escaped(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        asked = str(environ.get("REQUEST_URI") or environ.get("RAW_URI") or "").partition("?")[0]
        if asked.startswith("/") and not environ.get("SCRIPT_NAME") and _ESCAPED.search(asked):
            environ["PATH_INFO"] = "/".join(map(_escape, asked.split("/")))
        return app(environ, start)

    return escaped


def _escape(part: str) -> str:
    """A part of a path, of whose escapes those stay that would change how it is read; as WSGI has it."""
    plain = unquote(part, "latin-1")
    return re.sub(r"[%/\x00-\x1f\x7f]", lambda found: f"%{ord(found[0]):02X}", plain)


def as_path(text: str) -> str:
    """A value as it stands in a path, so that it comes back as it is."""
    if text in _DOTS.values():
        return text.replace(".", "%252E")
    return quote(text, safe=_PLAIN if _HARD.search(text) else _PLAIN + "/", errors="replace")


class _Unescaping:
    """Undoes what `escaping` left in a value, and writes values that come back."""

    def to_python(self, value: str) -> str:
        plain = unquote(value)
        return _DOTS.get(plain.upper(), plain)

    def to_url(self, value: object) -> str:
        return as_path(str(value))


class _PathPart(_Unescaping, UnicodeConverter):
    """One part of a path."""


class _PathParts(_Unescaping, PathConverter):
    """All the rest of a path; slashes may stand in it."""


class _PathNumber(IntegerConverter):
    """A number that a database can hold; what is larger is no address."""

    def __init__(self, map: Any, *args: Any, **options: Any) -> None:
        options.setdefault("max", 2**53)
        super().__init__(map, *args, **options)
