"""The selection of whoever has signed in, which lies on the server: on every machine the same.

What their browser held is taken over when they sign in; what it still holds (they were signed in already) is
shown beside, and taken over with the next change.
"""

from __future__ import annotations

from collections.abc import Iterable

from flask import Flask
from werkzeug.wrappers import Response

from corpus.topics.ticked import Ticked
from web import basket
from web.archive import archive
from web.desk.identity import somebody


def init_app(app: Flask) -> None:
    app.extensions["basket_of_account"] = of_whoever_asks


def of_whoever_asks() -> OfAccount | None:
    """The selection of whoever has signed in; None where the browser's own counts."""
    me = somebody()
    return OfAccount(me.id) if me else None


class OfAccount:
    """The selection of one account, see `web.basket.Selection`."""

    def __init__(self, account: str) -> None:
        self._account = account
        self._kept = Ticked(archive().store.database)
        self._browser = basket.Browser()

    def held(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*self._kept.articles(self._account), *self._browser.held())))

    def cleared(self) -> tuple[str, ...]:
        return self._kept.cleared(self._account)

    def change(self, response: Response, ticked: Iterable[str], dropped: Iterable[str]) -> int:
        self.take_over(response)
        return self._kept.change(self._account, ticked, dropped)

    def clear(self, response: Response) -> None:
        self.take_over(response)
        self._kept.clear(self._account)

    def bring_back(self, response: Response) -> None:
        self.take_over(response)
        self._kept.bring_back(self._account)

    def take_over(self, response: Response) -> None:
        """What the browser holds is the account's from now on."""
        if held := self._browser.held():
            self._kept.change(self._account, held)
            basket.keep(response, ())
