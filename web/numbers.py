"""Here is a URL with figures that no list has, refuse it in a line, on every page and in the API alike.

A value that is no number falls back to the default, as a mangled link still opens; one that is a number and
can mean nothing is told to whoever typed it.
"""

from __future__ import annotations

import re

from flask import Flask, request

from corpus.errors import UnreadParameter

COUNTED = frozenset(
    ("page", "size", "leaf", "start", "limit", "count", "width", "before", "job", "done", "undo")
)
DATED = frozenset(("from", "to", "only_year", "year", "not_year"))
"""Parameters that are numbers, and those that are dates."""

_ABSURD = re.compile(r"\s*[+-]?\d{10,}\s*")
_SHOWN = 24


def init_app(app: Flask) -> None:
    app.before_request(refuse_absurd)


def refuse_absurd() -> None:
    """Raises UnreadParameter for a number of more than nine figures; harvesters are told in their own way."""
    if request.path.startswith("/oai"):
        return
    for name, value in request.args.items(multi=True):
        if (name in COUNTED or name in DATED) and _ABSURD.fullmatch(value):
            shown = value.strip()
            shown = shown if len(shown) <= _SHOWN else shown[:_SHOWN] + "…"
            raise UnreadParameter(
                name,
                value,
                f"{name}={shown} 超出范围，请改小 / {name}={shown} is out of range: use a smaller number",
            )
