"""Signing in and out, and one's own account: password, where one is signed in, tokens."""

from __future__ import annotations

from http import HTTPStatus
from urllib.parse import urlsplit

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from corpus.desk import RIGHTS, Account, Accounts, NotSignedIn, Sessions, Tokens, TooManyAttempts
from corpus.desk.persons import RIGHT_NAMES, may
from corpus.errors import ArchiveError
from corpus.topics.opened import OpenedArticles
from web.archive import archive
from web.desk import selection
from web.desk.identity import SESSION, acting, local_path, session
from web.errors import status_of
from web.i18n import in_language

blueprint = Blueprint("signing", __name__)


@blueprint.route("/signin", methods=["GET", "POST"])
def sign_in() -> Response | str | tuple[str, int]:
    """The form; and, sent, a session."""
    back = local_path(request.values.get("next", ""))
    if request.method == "GET":
        return redirect(back) if session() is not None else form(back)
    name = request.form.get("name", "")
    database = archive().store.database
    try:
        account = Accounts(database).sign_in(
            name, request.form.get("password", ""), request.remote_addr or ""
        )
    except NotSignedIn as error:
        wait = error.wait if isinstance(error, TooManyAttempts) else 0
        return form(back, name, str(error), wait), status_of(error)
    return signed_in(account, back)


def signed_in(account: Account, back: str) -> Response:
    """On to `back`, with a session of this account."""
    secret, _begun = Sessions(archive().store.database).begin(account, request.user_agent.string)
    response = redirect(back, HTTPStatus.SEE_OTHER)
    response.set_cookie(SESSION, secret, httponly=True, samesite="Lax", secure=request.is_secure)
    selection.OfAccount(account.id).take_over(response)
    return response


def form(back: str, name: str = "", error: str = "", wait: float = 0) -> str:
    service = archive().settings.openid
    label = service.label or urlsplit(service.issuer).netloc
    return render_template("desk/signin.html", back=back, name=name, error=error, wait=wait, service=label)


@blueprint.post("/signout")
def sign_out() -> Response:
    if secret := request.cookies.get(SESSION):
        Sessions(archive().store.database).end(secret)
    response = redirect(url_for("search.home"), HTTPStatus.SEE_OTHER)
    response.delete_cookie(SESSION)
    return response


@blueprint.get("/account")
def account() -> str:
    return page()


def page(said: str = "", error: str = "", token: str = "") -> str:
    """One's own account.  token: a new one, shown this once."""
    me = acting()
    database, here = archive().store.database, session()
    mine, opened = here is not None, OpenedArticles(database)
    return render_template(
        "desk/account.html",
        mine=mine,
        current=here,
        remembers=opened.remembers(me.id),
        opened_count=opened.count(me.id),
        sessions=Sessions(database).sessions(me.id) if mine else [],
        tokens=Tokens(database).tokens(me.id, me) if mine else [],
        rights=[right for right in RIGHTS if may(me, right)],
        rights_named={right: in_language(names) for right, names in RIGHT_NAMES.items()},
        said=said,
        error=error,
        token=token,
    )


@blueprint.post("/account/password")
def change_password() -> str | tuple[str, int]:
    me, here = acting(), session()
    try:
        Accounts(archive().store.database).change_password(
            me.id, request.form.get("old", ""), request.form.get("new", ""), here.digest if here else ""
        )
    except ArchiveError as error:
        return page(error=str(error)), status_of(error)
    return page(said=_("密码已更改，其他地方的登录已失效。"))


@blueprint.post("/account/opened")
def opened() -> str:
    """Marks of what was opened: on, off, or forgotten for good."""
    me, wish = acting(), request.form.get("do", "")
    kept = OpenedArticles(archive().store.database)
    if wish == "clear":
        return page(said=_("已清除 %(count)s 篇的已读记录。", count=kept.clear(me.id)))
    if wish in ("on", "off"):
        kept.switch(me.id, wish == "on")
    return page()


@blueprint.post("/account/sessions")
def end_other_sessions() -> str:
    me, here = acting(), session()
    ended = Sessions(archive().store.database).end_others(me.id, here.digest if here else "")
    return page(said=_("已退出其他 %(count)s 处登录。", count=ended))


@blueprint.post("/account/tokens")
def issue_token() -> str | tuple[str, int]:
    me = acting()
    scopes = [right for right in RIGHTS if right in request.form.getlist("scope")]
    try:
        token, _kept = Tokens(archive().store.database).issue(
            me.id, request.form.get("label", ""), scopes, me, int(request.form.get("days", "90") or 90)
        )
    except (ArchiveError, ValueError) as error:
        status = status_of(error) if isinstance(error, ArchiveError) else 422
        return page(error=str(error)), status
    return page(token=token)


@blueprint.post("/account/tokens/<int:token_id>/revoke")
def revoke_token(token_id: int) -> str:
    Tokens(archive().store.database).revoke(token_id, acting())
    return page(said=_("令牌已作废。"))
