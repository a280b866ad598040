"""What the preview calls things: fields, roles of lines, reasons, how sure a value is, what an edit did."""

from __future__ import annotations

from flask_babel import pgettext

from corpus.desk import Join, Mark, Resection, SetField, SetIssue, Split
from corpus.desk.draft_edits import DraftEdit
from corpus.model import Article
from web.desk.views.preview_page import Sureness, sureness
from web.i18n import gettext as _


def fields() -> dict[str, str]:
    """What a field of an article is called in front of its value."""
    return {
        "title": _("标题"),
        "subtitle": _("副题"),
        "section": pgettext("field", "栏目"),
        "authors": pgettext("field", "作者"),
        "credit": _("供稿单位"),
        "date": pgettext("field", "日期"),
        "organizations": pgettext("field", "机构"),
        "subjects": pgettext("field", "主要报道对象"),
        "people": pgettext("field", "人物"),
        "bounds": _("起止"),
        "body": _("正文"),
        "tags": pgettext("field", "标签"),
        "page_no": _("页码"),
    }


def issue_fields() -> dict[str, str]:
    return {
        "publication": _("刊名"),
        "number": _("期号"),
        "year": pgettext("field", "年"),
        "month": pgettext("field", "月"),
        "title": _("本期标题"),
    }


def roles() -> dict[str, str]:
    """What a line is."""
    return {
        "title": _("标题"),
        "subtitle": _("副题"),
        "byline": _("署名"),
        "body": _("正文"),
        "section": _("栏目名"),
        "furniture": _("非正文"),
        "head": _("刊头"),
        "imprint": _("版权与编印信息"),
        "editors of a page": _("版权与编印信息"),
    }


SIGNS: dict[Sureness, str] = {"hand": "✎", "sure": "●", "likely": "◐", "doubtful": "○"}
"""A shape for each, beside its colour."""


def surenesses() -> dict[Sureness, str]:
    return {"hand": _("人工"), "sure": _("有把握"), "likely": _("大致可信"), "doubtful": _("存疑")}


def known_by(article: Article, field: str) -> str:
    """How a value is known and how sure that is, in one line."""
    known = article.provenance.get(field)
    label = surenesses()[sureness(article, field)]
    if known is None or sureness(article, field) == "hand":
        return label
    return f"{label} · {round(known.confidence * 100)}%"


def edit_words(edit: DraftEdit) -> str:
    """An edit as a person would say it."""
    if isinstance(edit, SetIssue):
        field = issue_fields().get(edit.field, edit.field)
        return _("本期的%(field)s改为“%(value)s”", field=field, value=_value(edit.value))
    line, said = edit.line, _shortened(edit.anchor)
    if isinstance(edit, Split):
        return _("从第 %(line)s 行%(text)s分开", line=line, text=said)
    if isinstance(edit, Join):
        return _("第 %(line)s 行%(text)s所在的文章并入上一篇", line=line, text=said)
    if isinstance(edit, Mark):
        role = roles()[edit.role]
        if edit.last != edit.line:
            return _("第 %(line)s–%(last)s 行标为%(role)s", line=line, last=edit.last, role=role)
        return _("第 %(line)s 行%(text)s标为%(role)s", line=line, text=said, role=role)
    if isinstance(edit, Resection):
        return _("第 %(line)s 行%(text)s所在的文章归入栏目“%(name)s”", line=line, text=said, name=edit.name)
    assert isinstance(edit, SetField)
    return _(
        "第 %(line)s 行%(text)s所在文章的%(field)s改为“%(value)s”",
        line=line, text=said, field=fields().get(edit.field, edit.field), value=_value(edit.value),
    )  # fmt: skip


def _value(value: object) -> str:
    if isinstance(value, (list, tuple)):
        return "、".join(str(one) for one in value)
    return "" if value is None else str(value)


def _shortened(text: str, most: int = 12) -> str:
    if not text:
        return ""
    return f"“{text[:most]}{'…' if len(text) > most else ''}”"
