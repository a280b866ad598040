"""What opens by a secret alone: the end of the mails it came with, the feed of a saved search.

No login stands before these, not even where reading asks for one: whoever got the mail may not remember a
password, and a program that follows a feed has none.
"""

from __future__ import annotations

from flask import Blueprint, Response, render_template, request, url_for

from corpus.alerts.arrivals import Arrivals
from corpus.alerts.links import AlertLinks
from corpus.characters import for_xml
from search.alerts.telling import told
from search.request import to_query_string
from web.archive import archive

blueprint = Blueprint("alerts", __name__)

ENTRIES = 50


def links() -> AlertLinks:
    return AlertLinks(archive().store.database)


@blueprint.get("/mail/end/<secret>")
def end(secret: str) -> Response:
    """Which mails would end, and a button; looking ends nothing."""
    return unseen(render_template("searches/end.html", secret=secret, mails=links().mails(secret), done=None))


@blueprint.post("/mail/end/<secret>")
def end_now(secret: str) -> Response:
    """End the mails to the address, or those about one search (`only`).

    A mail program sends this by itself for `List-Unsubscribe-Post`; the secret is what shows that it may.
    """
    done = links().end(secret, request.form.get("only", ""))
    return unseen(
        render_template("searches/end.html", secret=secret, mails=links().mails(secret), done=done.searches)
    )


@blueprint.get("/feeds/searches/<secret>")
def feed(secret: str) -> Response:
    """What came in for a saved search, the newest first, each dated by when it came in."""
    saved = links().feed(secret)
    _, finds = Arrivals(archive().store.database).seen_finds(saved.id, 0, most=ENTRIES)
    xml = render_template(
        "searches/feed.xml",
        saved=saved,
        self_url=request.base_url,
        address=url_for("searches.search", search_id=saved.id, _external=True),
        entries=[(one, to_query_string(one.request)) for one in told(archive(), saved, finds)],
    )
    return Response(for_xml(xml), mimetype="application/atom+xml")


def unseen(page: str) -> Response:
    """A page whose address is a secret: no search engine, cache or other site learns of it."""
    response = Response(page)
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.cache_control.no_store = True
    return response
