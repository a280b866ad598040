"""What the pages of the desk share: the parts that a person may open, moments as people read them."""

from __future__ import annotations

import datetime as dt

from flask import Flask, url_for
from flask_babel import gettext as _

from corpus.desk.persons import Right, Role
from corpus.topics.shelf import TopicHead, TopicShelf, may_change
from web.archive import archive
from web.desk.identity import allowed, somebody
from web.errors import in_one_language


def init_app(app: Flask) -> None:
    app.jinja_env.globals.update(
        desk_pages=desk_pages, moment=moment, said_once=in_one_language, my_topics=my_topics
    )
    app.extensions["header_menu"] = menu
    app.jinja_env.filters["extract_from"] = lambda key, table: table[key]


def roles_named() -> dict[Role, str]:
    return {"reader": _("读者"), "editor": _("编辑"), "administrator": _("管理员")}


def desk_pages() -> list[tuple[str, str]]:
    """(endpoint, label) of the parts of the desk that whoever acts may open."""
    parts: list[tuple[Right, str, str]] = [
        ("bring_in", "bringing.home", _("工作台")),
        ("bring_in", "bringing.bring_in", _("收入文件")),
        ("bring_in", "shelf.issues", _("各期")),
        ("correct", "review.review", _("待核对")),
        ("correct", "chronicle.chronicle", _("大事记")),
        ("bring_in", "jobs.jobs", _("任务")),
        ("names", "names.organizations", _("机构名录")),
        ("names", "people.people", _("人物")),
        ("names", "words.words", _("词典")),
        ("administer", "administration.accounts", _("账号")),
        ("administer", "administration.activity", _("操作日志")),
    ]
    own = [("signing.account", _("我的账号"))] if somebody() is not None else []
    if allowed("topics"):
        own.insert(0, ("searches.searches", _("保存的检索")))
    return [(endpoint, label) for right, endpoint, label in parts if allowed(right)] + own


def my_topics() -> list[TopicHead] | None:
    """The topics whoever acts may put articles into, by name; None where they may keep none."""
    me = somebody()
    if me is None or not allowed("topics"):
        return None
    heads = TopicShelf(archive().store.database).topics(me)
    return [one for one in heads if may_change(one, me)]


def menu() -> tuple[str, list[tuple[str, str]]] | None:
    """Whoever acts and the pages that are theirs, for the head of every page; None where nobody does."""
    if somebody() is None:
        return None
    return _("工作台"), [(url_for(endpoint), label) for endpoint, label in desk_pages()]


def moment(at: str | float) -> str:
    """A moment (UTC, ISO 8601, or seconds since the epoch) in this machine's time, to the minute."""
    when = dt.datetime.fromtimestamp(at, dt.timezone.utc) if isinstance(at, float) else _parsed(at)
    return when.astimezone().strftime("%Y-%m-%d %H:%M")


def _parsed(at: str) -> dt.datetime:
    found = dt.datetime.fromisoformat(at.replace("Z", "+00:00"))
    return found if found.tzinfo else found.replace(tzinfo=dt.timezone.utc)
