"""Here is a line of the activity log; give me what is worth knowing of it, in the words of the page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _

from corpus.desk.activity import Deed
from corpus.desk.persons import RIGHT_NAMES
from corpus.topics.changes import ACTIONS as TOPIC_ACTIONS
from web.desk.pages import roles_named
from web.desk.views.names import deeds as changes_named
from web.desk.views.preview_words import fields, issue_fields
from web.desk.views.topic_page import access_named
from web.i18n import in_language


def details(deed: Deed) -> list[tuple[str, str]]:
    """(what it is called, its value) for all that the log holds beside who, when and what.

    A key that has no word yet is shown as it is written.
    """
    labels = fields() | issue_fields()
    called = labels | _words()
    topical = {action: in_language(names) for action, names in TOPIC_ACTIONS.items()}
    named = changes_named() | topical | access_named()
    named.update((role, word) for role, word in roles_named().items())
    rights: dict[str, str] = {
        right: in_language(names) for right, names in RIGHT_NAMES.items()
    }  # "remove" is an action, too
    return [
        (called.get(key, key), _said(value, rights if key == "scopes" else named, labels))
        for key, value in deed.detail.items()
    ]


def _said(value: Any, named: Mapping[str, str], labels: Mapping[str, str]) -> str:
    if isinstance(value, list):
        return str(_("、")).join(_said(each, named, labels) for each in value)
    if isinstance(value, bool):
        return str(_("是") if value else _("否"))
    text = str(value)
    return named.get(text, labels.get(text, text))


def _words() -> dict[str, str]:
    return {
        "action": _("做了什么"),
        "actions": _("做了什么"),
        "active": _("启用"),
        "added": _("新增"),
        "address": _("地址"),
        "access": _("可见范围"),
        "articles": _("篇数"),
        "changed": _("改动"),
        "correction": _("更正号"),
        "credit": _("统一社会信用代码"),
        "days": _("有效天数"),
        "edition": _("定稿号"),
        "field": _("字段"),
        "fields": _("字段"),
        "file": _("文件"),
        "form": _("署名格式"),
        "how": _("依据"),
        "label": _("用途"),
        "link": _("链接号"),
        "name": _("名称"),
        "places": _("处数"),
        "reason": _("缘由"),
        "removed": _("移除"),
        "role": _("角色"),
        "scopes": _("权限"),
        "sessions ended": _("退出的登录"),
        "sources": _("原件数"),
        "standing": _("状态"),
        "stock": _("股票代码"),
        "unchanged": _("未变"),
        "value": _("改为"),
        "wikidata": "Wikidata",
        "words": _("词"),
    }
