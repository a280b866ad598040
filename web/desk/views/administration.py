"""Keeping accounts, and the log of what everybody did."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask_babel import gettext as _

from corpus.desk import ACTIONS, ROLES, Accounts, Activity, Role
from corpus.errors import ArchiveError
from web.archive import archive
from web.desk.identity import acting
from web.desk.pages import roles_named
from web.desk.views.deeds import details
from web.errors import status_of
from web.i18n import in_language

blueprint = Blueprint("administration", __name__, url_prefix="/desk")

PAGE = 100


@blueprint.get("/accounts")
def accounts() -> str:
    return page()


def page(said: str = "", error: str = "", name: str = "") -> str:
    me = acting("administer")
    listed = Accounts(archive().store.database).accounts(me)
    return render_template(
        "desk/accounts.html", accounts=listed, roles=roles_named(), said=said, error=error, name=name
    )


@blueprint.post("/accounts")
def add() -> str | tuple[str, int]:
    me, form = acting("administer"), request.form
    try:
        made = Accounts(archive().store.database).add(
            form.get("name", ""), form.get("password", ""), _role(), me, form.get("shown", "")
        )
    except ArchiveError as error:
        return page(error=str(error), name=form.get("name", "")), status_of(error)
    return page(said=_("已添加账号 %(name)s。", name=made.name))


@blueprint.post("/accounts/<account_id>")
def change(account_id: str) -> str | tuple[str, int]:
    """What the pressed button says: another role, close, open again, a new password."""
    me, form = acting("administer"), request.form
    kept = Accounts(archive().store.database)
    try:
        if form.get("do") == "role":
            changed = kept.change(account_id, me, role=_role())
        elif form.get("do") in ("close", "open"):
            changed = kept.change(account_id, me, active=form["do"] == "open")
        else:
            kept.reset_password(account_id, form.get("password", ""), me)
            changed = kept.account(account_id)
    except ArchiveError as error:
        return page(error=str(error)), status_of(error)
    return page(said=_("账号 %(name)s 已更改。", name=changed.name))


def _role() -> Role:
    wanted = request.form.get("role", "")
    return next((role for role in ROLES if role == wanted), "reader")


@blueprint.get("/activity")
def activity() -> str:
    me, asked = acting("administer"), request.args
    found = Activity(archive().store.database).deeds(
        me,
        text=asked.get("q", ""),
        since=asked.get("since", ""),
        until=asked.get("until", ""),
        before=asked.get("before", type=int),
        limit=PAGE + 1,
    )
    return render_template(
        "desk/activity.html",
        deeds=found[:PAGE],
        more=found[PAGE - 1].id if len(found) > PAGE else None,
        wanted=asked,
        named={action: in_language(names) for action, names in ACTIONS.items()},
        details=details,
    )
