"""What whoever acts has opened: remembered when an article's page was shown, marked quietly in lists."""

from __future__ import annotations

import logging
from collections.abc import Iterable

from flask import Flask, Response, request

from corpus.errors import StoreError
from corpus.topics.opened import OpenedArticles
from web.archive import archive
from web.desk.identity import somebody

_log = logging.getLogger(__name__)


def init_app(app: Flask) -> None:
    app.jinja_env.globals["opened_among"] = opened_among
    app.after_request(remember)


def opened_among(articles: Iterable[str]) -> frozenset[str]:
    """Those of the articles of a list that whoever looks at it has opened."""
    me = somebody()
    return OpenedArticles(archive().store.database).among(me.id, articles) if me else frozenset()


def remember(response: Response) -> Response:
    """An article's page was shown to a person; what a browser fetches ahead is not read."""
    shown = request.endpoint == "articles.article" and request.method == "GET" and response.status_code == 200
    ahead = "prefetch" in request.headers.get("Sec-Purpose", request.headers.get("Purpose", ""))
    if not shown or ahead or "Authorization" in request.headers:
        return response
    me = somebody()
    if me is not None:
        try:
            OpenedArticles(archive().store.database).note(me.id, (request.view_args or {})["article_id"])
        except StoreError as error:  # somebody writes at length: the page matters more than its mark
            _log.info("not remembered as opened: %s", error)
    return response
