"""The selection of one browser: here are articles that were ticked, keep them across pages and searches.

It is a cookie: ids, each percent-encoded, with "|" between them, so that the browser's script and the server
read and write the same thing, a page without scripts works as a form, and nothing is kept on the server.
"""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import quote, unquote

from flask import g, request
from werkzeug.wrappers import Response

COOKIE = "basket"
FULL = "basket-full"
"""Cookie that says, once, how many did not fit."""

BEFORE = "basket-before"
"""Cookie of what was there before it was cleared."""

BYTES = 3800
"""Most that a cookie may hold in every browser: about 250 articles."""

A_YEAR = 365 * 24 * 3600
UNDO = 3600
"""Seconds for which a cleared selection can be brought back."""


def selected(name: str = COOKIE) -> tuple[str, ...]:
    """The ids of the request's cookie, in the order in which they were ticked."""
    held: dict[str, tuple[str, ...]] = g.setdefault("baskets", {})
    if name not in held:  # a page asks once for every article on it
        kept = request.cookies.get(name, "").split("|")
        held[name] = tuple(dict.fromkeys(unquote(one) for one in kept if one))
    return held[name]


def room(ids: Iterable[str]) -> int:
    """How many of the ids no longer fit; what is left out must be said."""
    wanted = tuple(dict.fromkeys(ids))
    value = written(wanted)
    return len(wanted) - (value.count("|") + 1 if value else 0)


def written(ids: Iterable[str]) -> str:
    """The ids as a cookie's value; those that no longer fit are left out (`room` counts them)."""
    value = ""
    for one in dict.fromkeys(ids):
        longer = f"{value}|{quote(one, safe='')}" if value else quote(one, safe="")
        if len(longer) > BYTES:
            break
        value = longer
    return value


def full() -> int:
    """How many articles the last form ticked for which there was no room."""
    text = request.cookies.get(FULL, "")
    return int(text) if text.isdecimal() and len(text) < 6 else 0


def keep(response: Response, ids: Iterable[str], name: str = COOKIE, seconds: int = A_YEAR) -> None:
    """Let the browser keep the ids; none at all forgets the cookie."""
    value = written(ids)
    if value:
        response.set_cookie(name, value, max_age=seconds, samesite="Lax")
    else:
        response.delete_cookie(name, samesite="Lax")


def changed(ids: Iterable[str], ticked: Iterable[str], shown: Iterable[str]) -> tuple[str, ...]:
    """The selection after a form that showed some articles came back with those of them that are ticked."""
    ticked = tuple(ticked)
    dropped = set(shown) - set(ticked)
    return tuple(dict.fromkeys((*(one for one in ids if one not in dropped), *ticked)))
