"""What things are called on a page: fields, orders, bases of dates, issues, notices.  All words, no HTML."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from pathlib import PurePosixPath

from flask_babel import format_date, pgettext
from markupsafe import Markup, escape

from corpus.model import Article, Issue
from search.exports.work import issue_number, newspaper_named
from search.model import Notice
from web.i18n import gettext as _
from web.i18n import language
from web.links import dossier_link


def navigation() -> list[tuple[str, str]]:
    return [
        ("articles.issues", _("期次")),
        ("dossiers.organizations", _("机构")),
        ("dossiers.people", _("人物")),
        ("topics.topics", _("专题")),
        ("batch.batch", _("批量核查")),
        ("reports.reports", _("报表")),
        ("pages.syntax", _("语法")),
    ]


def listings() -> list[tuple[str, str]]:
    """The lists of names."""
    return [
        ("dossiers.organizations", _("机构")),
        ("dossiers.people", _("人物")),
        ("dossiers.authors", pgettext("list", "作者")),
        ("dossiers.sections", _("栏目")),
    ]


def field_labels() -> dict[str, str]:
    """What a field is called beside one of its values; translated once a language."""
    labels = _LABELS.get(language())
    if labels is None:
        labels = _LABELS[language()] = _field_labels()
    return labels


_LABELS: dict[str, dict[str, str]] = {}
"""Language → `field_labels`.  Catalogues do not change while the program runs."""


def _field_labels() -> dict[str, str]:
    return {
        "section": pgettext("field", "栏目"),
        "organization": pgettext("field", "机构"),
        "subject": pgettext("field", "主要报道对象"),
        "author": pgettext("field", "作者"),
        "person": pgettext("field", "人物"),
        "source": pgettext("field", "来源"),
        "issue": pgettext("field", "期"),
        "tag": pgettext("field", "标签"),
        "year": pgettext("field", "年"),
        "month": pgettext("field", "月"),
        "date": pgettext("field", "日期"),
        "unit": pgettext("field", "供稿单位"),
        "unit_by": pgettext("field", "供稿单位依据"),
        "literal": _("按原文检索"),
        "aliases": _("不识别名称"),
        "dates": _("不识别日期"),
        "soft": _("只看全部符合的"),
        "aliases_dates": _("不识别名称和日期"),
        "aliases_soft": _("不识别名称，只看全部符合的"),
        "dates_soft": _("不识别日期，只看全部符合的"),
        "aliases_dates_soft": _("按检索式，不作识别"),
    }


def text_field(name: str) -> str:
    """A text field in a count: 标题2."""
    labels = {"title": _("标题"), "body": _("正文"), "about": _("署名等")}
    return labels.get(name) or field_labels().get(name, name)


def sorts() -> list[tuple[str, str]]:
    return [
        ("relevance", _("相关度")),
        ("newest", _("最新")),
        ("oldest", _("最早")),
        ("title", _("标题")),
    ]


def quoted(text: str) -> str:
    """Typed text in quotation marks, unless it brings its own."""
    return text if set(text) & set('"“”「」『』') else f"“{text}”"


def day(article: Article) -> str:
    """The date as precisely as it is known: an issue's month is not a day."""
    if article.date is None:
        return ""
    return article.date.strftime("%Y-%m" if article.date_basis == "issue" else "%Y-%m-%d")


HASHED = re.compile(r"[0-9a-fA-F_-]{8,}|\d{5,}")
"""A file's name that tells a person nothing."""


def issue_name(issue: Issue) -> str:
    """Publication, month and number, as far as known; else the printed title or the file's name."""
    when = month_name(issue.year, issue.month) if issue.year and issue.month else ""
    number = issue.number or ""
    if number.isdigit():
        number = _("第%(n)s期", n=number)
    named = [part for part in (issue.publication, when, number) if part]
    if issue.publication or issue.number:
        return " ".join(named)
    stem = PurePosixPath(issue.source_file).stem
    told = issue.title if issue.title != stem or not (when and HASHED.fullmatch(stem)) else ""
    return " · ".join(part for part in (when, told) if part) or issue.source_file or issue.id


def place_label(article: Article, issue: Issue | None = None) -> str:
    """第 6 版 of a newspaper, 第 6 页 of a newsletter or a journal; "" where no page is known."""
    if not article.page_no:
        return ""
    named = article.source or (issue.publication if issue else "") or article.issue_title
    sheet = _("第 %(n)s 版", n=article.page_no) if newspaper_named(named) else ""
    return sheet or str(_("第 %(n)s 页", n=article.page_no))


def date_basis(article: Article) -> str:
    """How the date is known; 文中载明 only where the text itself says it."""
    known = article.provenance.get("date")
    how = known.how if known else ""
    basis: str = article.date_basis
    if basis == "stated" and how == "record":
        basis = "record"
    elif basis == "stated" and how == "page metadata":
        basis = how
    return basis_label(basis)


def names_joined(names: Sequence[str]) -> str:
    """Names in a row, with the comma of the page's language."""
    return str(_("、")).join(names)


def thousands(number: int) -> str:
    """A count as it is read: 12,345."""
    return f"{number:,}"


def aside_label(kind: str) -> str:
    """What text that stands in no article is."""
    labels = {
        "head": _("刊头"),
        "imprint": _("版权与编印信息"),
        "section": _("栏目标题"),
        "furniture": _("版面附属文字"),
    }
    return str(labels.get(kind, kind))


def month_name(year: int, month: int) -> str:
    return str(format_date(dt.date(year, month, 1), _("y年M月")))


def issue_mark(issue: Issue) -> str:
    """The number alone, as small as it can be told, for a cell of the grid."""
    return issue_number(issue.number or "") or "●"


def aside_reason(text: str) -> str:
    """Why text stands in no article, as people say it."""
    known = {
        "masthead": _("刊头"),
        "contents": _("目录"),
        "running head": _("页眉"),
        "running foot": _("页脚"),
        "page number": _("页码"),
        "rule": _("分隔线"),
        "navigation": _("网页导航"),
        "hidden": _("网页上不显示"),
        "imprint": _("版权与编印信息"),
        "section head": _("栏目标题"),
        "section heading": _("栏目标题"),
        "section head by hand": _("人工标记"),
        "front matter": _("文件开头的说明"),
        "mark of a headline": _("标题上的标记"),
        "jump line": _("转版提示"),
        "jump mark": _("转版提示"),
        "web page control": _("网页按钮"),
        "stray mark": _("零散符号"),
        "beside the article": _("文章旁边的文字"),
        "marked by hand": _("人工标记"),
        "above the headings": _("表头上方的文字"),
        "a sheet without headings": _("没有表头的工作表"),
        "comment": _("批注"),
        "deleted": _("已删除的文字"),
        "related list": _("相关文章列表"),
        "breadcrumb": _("当前位置"),
        "toolbar": _("工具栏"),
        "pager": _("上一篇、下一篇"),
        "share bar": _("分享栏"),
        "site footer": _("网站页脚"),
        "page head": _("网站页头"),
        "comments": _("评论"),
        "disclaimer": _("声明"),
        "advertisement": _("广告"),
        "link": _("链接"),
    }
    return str(known.get(text, text))


def basis_label(basis: str) -> str:
    labels = {
        "stated": _("文中载明"),
        "inferred": _("推定"),
        "issue": _("按所在期次"),
        "masthead": _("刊头标明"),
        "file name": _("按文件名"),
        "record": _("按数据记录"),
        "page metadata": _("按网页标注"),
        "correction": _("人工更正"),
        "unknown": _("不详"),
    }
    return str(labels.get(basis, basis))


def undo_label(kind: str) -> str:
    """What following the other request of a notice does."""
    labels = {
        "organization": _("不识别名称"),
        "person": _("不识别名称"),
        "date": _("不识别日期"),
        "empty_date": _("不识别日期"),
        "soft": _("只看全部符合的"),
        "long": _("只看全部符合的"),
        "open": _("一并列出"),
        "apart": _("查看这些文章"),
        "sign": _("改为排除"),
        "past_the_end": _("看最后一页"),
        "unread": _("去掉这一条件"),
    }
    return str(labels.get(kind) or _("仍按原词检索"))


READ_OTHERWISE = frozenset(("organization", "person", "date", "empty_date", "pinyin", "spelling", "words"))
"""Kinds of notices after which somebody may want the line sign for sign."""


def notice_text(notice: Notice) -> Markup:
    """What was done to the query, with the words in bold."""
    patterns = {
        "organization": _("已将“%(text)s”作为机构 %(value)s 检索（含其全部别名）。"),
        "person": _("已将“%(text)s”作为人物 %(value)s 检索。"),
        "date": _("已将“%(text)s”作为日期条件 %(value)s。"),
        "pinyin": _("没有找到“%(text)s”，已按拼音检索 %(value)s。"),
        "spelling": _("没有找到“%(text)s”，已改为检索 %(value)s。"),
        "long": _("检索式较长，按匹配词数排列；其中 %(value)s 篇全部符合。"),
        "open": _("另有 %(value)s 篇，所查的数字或英文只是其中更长一串的一部分。"),
        "soft": _("没有文章包含全部检索词，以下按匹配词数排列。"),
        "headline": _("“%(text)s”是一篇文章的标题，已按原样检索。"),
        "words": _("“%(text)s”不是可查的字段和值，已按文字检索。"),
        "novalue": _("档案里没有“%(text)s”。"),
        "empty_date": _("“%(text)s”即 %(value)s，这段时间没有文章。"),
        "unread": _("看不懂“%(text)s”，没有采用。"),
        "past_the_end": _("没有第 %(text)s 页，一共 %(value)s 页。"),
        "sign": _("已将“%(text)s”作为负数检索；要排除它，请写 NOT。"),
        "apart": _("另有 %(value)s 篇分散出现“%(text)s”的各个词，没有列出。"),
    }
    pattern = patterns.get(notice.kind, "%(text)s → %(value)s")
    if notice.kind == "unread" and notice.value in ("from", "to"):
        pattern = _("无法识别日期“%(text)s”，未按它筛选。可写 2021、2021年9月、2021-09-03、去年。")
    words = {name: Markup("<b>{}</b>").format(getattr(notice, name)) for name in ("text", "value")}
    if notice.kind in ("organization", "person") and notice.value:
        names = notice.value.split("、")
        linked = (Markup("<a href='{}'>{}</a>").format(dossier_link(notice.kind, one), one) for one in names)
        words["value"] = Markup("<b>{}</b>").format(Markup("、").join(linked))
    return Markup(str(escape(pattern))) % words
