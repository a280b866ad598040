"""Here is a request, tell me who acts, and whether it really comes from one of our own pages.

A session's id lies in a cookie, a token in the `Authorization` header.  On a loopback address, with no login
needed, whoever sits at the machine is its administrator.  A form carries a secret that no other site can
know: of the session, or of a cookie where there is none.
"""

from __future__ import annotations

import hmac
import secrets
from http import HTTPStatus
from typing import cast
from urllib.parse import quote, urlsplit

from flask import Flask, Response, current_app, g, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from corpus.desk import LOCAL_ADMIN, NotSignedIn, Person, Refused, Session, Sessions, Tokens, may, require
from corpus.desk.persons import Right
from web.archive import archive
from web.errors import archive_error
from web.loopback import is_loopback

SESSION, FORM = "xz_session", "xz_form"
"""Cookies: of somebody who signed in; of whoever fills in a form without having to."""

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_OPEN = frozenset(
    {
        *("static", "signing.sign_in", "openid.leave", "openid.arrive", "feeds.opensearch"),
        *("alerts.end", "alerts.end_now", "alerts.feed"),
    }
)
"""What is answered before anybody has signed in."""


def init_app(app: Flask) -> None:
    app.config.setdefault("LOCAL", False)
    app.before_request(reading_allowed)
    app.before_request(form_is_ours)
    app.after_request(keep_form_cookie)
    app.register_error_handler(NotSignedIn, ask_to_sign_in)
    app.context_processor(lambda: {"me": somebody(), "may": allowed, "form_secret": form_secret})


def person() -> Person | None:
    """Who acts; None where nobody has signed in.  Raises NotSignedIn for a token that is none."""
    if "person" not in g:
        g.person = _identified()
    return cast("Person | None", g.person)


def somebody() -> Person | None:
    """Who acts, for what a page shows; nobody where a token is none."""
    try:
        return person()
    except NotSignedIn:
        return None


def acting(right: Right | None = None) -> Person:
    """Who acts, with this right.  Raises NotSignedIn, NotAllowed."""
    found = person()
    if found is None:
        raise NotSignedIn("请先登录 / sign in first")
    if right is not None:
        require(found, right)
    return found


def allowed(right: Right) -> bool:
    """Whether whoever acts has this right; for what a page offers."""
    found = somebody()
    return found is not None and may(found, right)


def session() -> Session | None:
    """The session of the cookie, if it still is one."""
    if "session" not in g:
        g.session = None
        if secret := request.cookies.get(SESSION):
            try:
                g.session = Sessions(archive().store.database).find(secret)
            except NotSignedIn:
                g.session = None
    return cast("Session | None", g.session)


def _identified() -> Person | None:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return Tokens(archive().store.database).find(token.strip())
    found = session()
    if found is not None:
        return found.person
    return LOCAL_ADMIN if current_app.config["LOCAL"] and is_loopback(request.remote_addr or "") else None


# -- reading by login ------------------------------------------------------------------------------


def reading_allowed() -> AnyResponse | None:
    """Where reading asks for a login, everybody else is sent to the page for it."""
    if archive().settings.access.reading != "login" or request.endpoint in _OPEN or person() is not None:
        return None
    if request.path.startswith(("/api/", "/oai")):
        raise NotSignedIn("请先登录，或附上访问令牌 / sign in first, or send a token")
    return to_sign_in()


def ask_to_sign_in(error: NotSignedIn) -> AnyResponse | tuple[Response | str, int]:
    """Who opens a page is sent to sign in; a program and a form are told."""
    if request.path.startswith(("/api/", "/oai")) or request.method not in SAFE:
        return archive_error(error)
    return to_sign_in()


def to_sign_in() -> AnyResponse:
    """The way to the page for signing in, and back here afterwards."""
    back = request.full_path.rstrip("?") if request.method in SAFE else request.path
    return redirect(f"{url_for('signing.sign_in')}?next={quote(back)}", HTTPStatus.SEE_OTHER)


def local_path(given: str) -> str:
    """A path of this site to go on to; the home page for whatever leads elsewhere."""
    parts = urlsplit(given)
    if parts.scheme or parts.netloc or not given.startswith("/") or given.startswith(("//", "/\\")):
        return url_for("search.home")
    return given


# -- forms -----------------------------------------------------------------------------------------


def form_secret() -> str:
    """What a form of this page must carry."""
    found = session()
    if found is not None:
        return found.csrf
    if "form" not in g:
        g.form = request.cookies.get(FORM) or secrets.token_urlsafe(24)
    return cast(str, g.form)


def keep_form_cookie(response: Response) -> Response:
    """Give the cookie with the page whose form needs it."""
    if "form" in g and request.cookies.get(FORM) != g.form:
        response.set_cookie(FORM, g.form, httponly=True, samesite="Strict", secure=request.is_secure)
    return response


def form_is_ours() -> None:
    """Refuse what changes something and comes from nobody's page.  Raises Refused."""
    if request.method in SAFE or not changes() or request.headers.get("Authorization", ""):
        return
    given = request.form.get("form") or request.headers.get("X-Form", "")
    wanted = form_secret() if session() is not None else request.cookies.get(FORM, "")
    if not wanted or not hmac.compare_digest(given.encode(), wanted.encode()):
        raise Refused(
            "表单已过期，请返回、刷新页面后再提交 / "
            "this form is out of date: go back, reload the page and send it again"
        )


def changes() -> bool:
    """Whether the request is one of the desk's; the reading room's own forms only ask, but for the selection
    of somebody who has signed in."""
    if request.endpoint == "basket.change":
        return somebody() is not None
    view = current_app.view_functions.get(request.endpoint or "")
    return view is not None and view.__module__.startswith("web.desk.")
