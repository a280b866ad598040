"""The selection: here are articles that were ticked, keep them across pages and searches.

Without an account it is a cookie of the browser: ids, each percent-encoded, with "|" between them, so that
the browser's script and the server read and write the same thing, and nothing is kept on the server.  Whoever
has signed in has theirs on the server (`web.desk.selection`); what the browser held is taken over into it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, cast
from urllib.parse import quote, unquote

from flask import current_app, g, request
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


class Selection(Protocol):
    """Where a selection lies."""

    def held(self) -> tuple[str, ...]:
        """The ids, in the order in which they were ticked."""
        ...

    def cleared(self) -> tuple[str, ...]:
        """What was cleared last, as long as it can be brought back."""
        ...

    def change(self, response: Response, ticked: Iterable[str], dropped: Iterable[str]) -> int:
        """Select and let go; how many there was no room for."""
        ...

    def clear(self, response: Response) -> None:
        """Select nothing any more."""
        ...

    def bring_back(self, response: Response) -> None:
        """Select what was cleared last, beside what has been ticked since."""
        ...


class Browser:
    """The cookie of this browser."""

    def held(self) -> tuple[str, ...]:
        return _of_cookie(COOKIE)

    def cleared(self) -> tuple[str, ...]:
        return _of_cookie(BEFORE)

    def change(self, response: Response, ticked: Iterable[str], dropped: Iterable[str]) -> int:
        wanted = changed(self.held(), ticked, dropped)
        keep(response, wanted)
        return room(wanted)

    def clear(self, response: Response) -> None:
        keep(response, self.held(), BEFORE, UNDO)
        keep(response, ())

    def bring_back(self, response: Response) -> None:
        keep(response, (*self.cleared(), *self.held()))
        keep(response, (), BEFORE)


def selection() -> Selection:
    """Where the selection of whoever asks lies."""
    if "basket" not in g:
        of_account = current_app.extensions.get("basket_of_account")
        g.basket = (of_account and of_account()) or Browser()
    return cast(Selection, g.basket)


def selected() -> tuple[str, ...]:
    """The ids that are selected, in the order in which they were ticked."""
    if "selected" not in g:  # a page asks once for every article on it
        g.selected = selection().held()
    return cast("tuple[str, ...]", g.selected)


def _of_cookie(name: str) -> tuple[str, ...]:
    kept = request.cookies.get(name, "").split("|")
    return tuple(dict.fromkeys(unquote(one) for one in kept if one))


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


def changed(ids: Iterable[str], ticked: Iterable[str], dropped: Iterable[str]) -> tuple[str, ...]:
    """The selection after some articles were let go and others ticked."""
    gone = set(dropped)
    return tuple(dict.fromkeys((*(one for one in ids if one not in gone), *ticked)))
