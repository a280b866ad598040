"""The application: here is an archive, give me a WSGI application that reads it."""

from __future__ import annotations

from typing import Any

from flask import Flask, request

from search.application.archive import Archive
from web import addresses, errors, hosts, i18n, numbers, present
from web.desk import identity, opened, ordering, selection, uploads
from web.desk import pages as desk_pages
from web.desk.api import chronicle as chronicle_api
from web.desk.api import corrections as corrections_api
from web.desk.api import drafts as drafts_api
from web.desk.api import me as me_api
from web.desk.api import names as names_api
from web.desk.api import own as own_api
from web.desk.api import searches as searches_api
from web.desk.api import shelf as shelf_api
from web.desk.api import topic_editions as topic_editions_api
from web.desk.api import topics as topics_api
from web.desk.api import words as words_api
from web.desk.views import (
    administration,
    bringing,
    chronicle,
    correct,
    jobs,
    names,
    openid,
    people,
    preview,
    review,
    searches,
    shelf,
    signing,
    topic_changes,
    topics,
    words,
)
from web.oai import views as oai
from web.running import RunningExports
from web.serving import logs, metrics
from web.sheets import Sheets
from web.views import (
    alerts,
    api,
    articles,
    basket,
    batch,
    dossiers,
    exports,
    feeds,
    pages,
    reports,
    search,
    sheets,
    why,
)

LONG_EXPORT = 2000
"""Articles beyond which an export shows how far it is; a shorter one is there before a bar could be read."""


READING = (
    search, articles, sheets, dossiers, basket, batch, reports, exports, feeds, alerts, oai, api, pages, why,
)  # fmt: skip
DESK = (
    signing, openid, bringing, shelf, jobs, preview, correct, review, topics, topic_changes, searches, names,
    people, words, chronicle, administration,
)  # fmt: skip
DESK_API = (
    me_api, own_api, shelf_api, drafts_api, corrections_api, topics_api, topic_editions_api, searches_api,
    names_api, words_api, chronicle_api,
)  # fmt: skip
"""What adds operations to the API's blueprint by being imported."""


def create_app(archive: Archive, **config: Any) -> Flask:
    """Build the site over one open archive.  `config` overrides Flask settings (tests pass TESTING=True)."""
    app = Flask("web")
    app.config.from_mapping(MAX_CONTENT_LENGTH=4 * 1024 * 1024, JSON_SORT_KEYS=False, LONG_EXPORT=LONG_EXPORT)
    app.config.update(config)
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.extensions["archive"] = archive
    app.extensions["exports"] = RunningExports()
    app.extensions["sheets"] = Sheets()
    addresses.init_app(app)  # before any route is added
    logs.init_app(app, archive.settings.log.queries)
    hosts.init_app(app, archive.settings)  # before anything else looks at a request
    i18n.init_app(app)
    present.init_app(app)
    errors.init_app(app)
    numbers.init_app(app)
    uploads.init_app(app)  # before forms are looked at: it says how large they may be
    identity.init_app(app)
    ordering.init_app(app)
    selection.init_app(app)
    opened.init_app(app)
    desk_pages.init_app(app)
    metrics.init_app(app)
    for view in (*READING, *DESK):
        app.register_blueprint(view.blueprint)
    app.after_request(guard)
    return app


def guard(response: Any) -> Any:
    """Nothing from outside the machine, nothing framed, nothing sniffed."""
    response.headers.setdefault(
        "Content-Security-Policy",
        # Positions on a page picture are attributes; a sheet of styles never stands in a page.
        "default-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; frame-ancestors 'none'; "
        "base-uri 'none'; form-action 'self'; object-src 'none'",
    )
    response.headers.setdefault(
        "Permissions-Policy",
        "camera=(), microphone=(), geolocation=(), payment=(), usb=(), display-capture=()",
    )
    if request.is_secure:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Referrer-Policy", "same-origin")
    return response
