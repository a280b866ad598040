"""Signing in by a service that people have already: the way there, and the way back."""

from __future__ import annotations

from http import HTTPStatus
from typing import cast

from flask import Blueprint, abort, redirect, request, url_for
from werkzeug.wrappers import Response

from corpus.desk import NotSignedIn, Role
from corpus.desk.vouched import sign_in_vouched
from web.archive import archive
from web.desk.identity import local_path
from web.desk.openid import Attempt, Provider
from web.desk.views.signing import form, signed_in

blueprint = Blueprint("openid", __name__)

_COOKIE, _PATH, _SECONDS = "xz_openid", "/signin/openid", 600
"""Where an attempt lies meanwhile, and how long it may take."""


def provider() -> Provider:
    """The service of the settings; 404 where there is none."""
    settings = archive().settings
    if not settings.openid.issuer:
        abort(HTTPStatus.NOT_FOUND)
    return Provider(settings.openid, settings.directory, url_for("openid.arrive", _external=True))


@blueprint.get("/signin/openid")
def leave() -> Response:
    """On to the service."""
    url, attempt = provider().begin(local_path(request.args.get("next", "")))
    response = redirect(url, HTTPStatus.SEE_OTHER)
    response.set_cookie(
        _COOKIE,
        attempt.kept(),
        max_age=_SECONDS,
        path=_PATH,
        httponly=True,
        samesite="Lax",
        secure=request.is_secure,
    )
    return response


@blueprint.get("/signin/openid/back")
def arrive() -> Response | tuple[str, int]:
    """Back from the service: a session, or the form with the reason why not."""
    attempt = Attempt.of(request.cookies.get(_COOKIE, ""))
    back = local_path(attempt.next if attempt else "")
    try:
        who = provider().finish(attempt, request.args)
        role = cast("Role | None", archive().settings.openid.role or None)
        account = sign_in_vouched(archive().store.database, who, role, request.remote_addr or "")
    except NotSignedIn as error:
        return form(back, error=str(error)), HTTPStatus.UNAUTHORIZED
    response = signed_in(account, back)
    response.delete_cookie(_COOKIE, path=_PATH)
    return response
