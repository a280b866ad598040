"""What templates may call: labels, marks, dates, links.  HTML is made here only by Jinja's own escaping."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from flask import Flask, g, url_for
from flask_babel import format_date, pgettext
from flask_babel import gettext as _
from markupsafe import Markup, escape

from corpus.model import Article, Issue
from search.exports import FORMATS
from search.exports.citations import LABELS, cite, coins, meta
from search.exports.work import Work, issue_number
from search.model import FacetCount, Notice, ResultPage, SearchRequest
from web import links
from web.syntax_help import short_help
from web.timeline import Timeline, timeline


def init_app(app: Flask) -> None:
    stamps: dict[str, str] = {}

    def asset(name: str) -> str:
        if name not in stamps or app.debug:
            data = (Path(app.static_folder or "") / name).read_bytes()
            stamps[name] = hashlib.sha256(data).hexdigest()[:10]
        return url_for("static", filename=name, v=stamps[name])

    app.jinja_env.globals.update(
        asset=asset,
        navigation=navigation,
        marked=marked,
        quoted=quoted,
        listings=listings,
        day=day,
        issue_name=issue_name,
        issue_mark=issue_mark,
        basis_label=basis_label,
        field_label=lambda field: field_labels().get(field, field),
        sorts=sorts,
        chips_of=lambda asked: links.chips_of(asked, field_labels()),
        timeline=chart,
        notice_text=notice_text,
        export_formats=export_formats,
        citations=citations,
        citation_meta=meta,
        coins=coins,
        pagination=pagination,
        pages_nav=pages_nav,
        sizes=sizes,
        shown_values=shown_values,
        text_field=text_field,
        link=links.link,
        here=links.here,
        toggled=links.toggled,
        kept_parameters=links.kept_parameters,
        short_help=short_help,
    )
    app.jinja_env.filters["groupby_order"] = groupby_order
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True


def navigation() -> list[tuple[str, str]]:
    return [
        ("articles.issues", _("期次")),
        ("dossiers.organizations", _("机构")),
        ("dossiers.people", _("人物")),
        ("batch.batch", _("批量核查")),
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
    """What a field is called beside one of its values; translated once a request."""
    if "field_labels" not in g:
        g.field_labels = _field_labels()
    labels: dict[str, str] = g.field_labels
    return labels


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


def export_formats() -> list[tuple[str, str]]:
    return [(name, entry.label) for name, entry in FORMATS.items()]


SHOWN = 8
"""Values of a facet beside the results; its own page has them all."""

SIZES = (10, 20, 50, 100)


def citations(work: Work) -> list[tuple[str, Markup]]:
    """Every style by its label; slanted where the style slants."""
    made = []
    for style, label in LABELS.items():
        runs = (
            Markup("<i>{}</i>").format(text) if slanted else escape(text)
            for text, slanted in cite(style, work).runs
        )
        made.append((label, Markup("").join(runs)))
    return made


def marked(text: str, spans: Sequence[tuple[int, int]]) -> Markup:
    """The text, escaped, with every span (start, end) in `<mark>`."""
    pieces, at = [], 0
    for start, end in spans:
        if start < at:
            continue
        pieces += [escape(text[at:start]), Markup("<mark>"), escape(text[start:end]), Markup("</mark>")]
        at = end
    return Markup("").join([*pieces, escape(text[at:])])


def quoted(text: str) -> str:
    """Typed text in quotation marks, unless it brings its own."""
    return text if set(text) & set('"“”「」『』') else f"“{text}”"


def day(article: Article) -> str:
    """The date as precisely as it is known: an issue's month is not a day."""
    if article.date is None:
        return ""
    return article.date.strftime("%Y-%m" if article.date_basis == "issue" else "%Y-%m-%d")


def issue_name(issue: Issue) -> str:
    """Publication, month and number, as far as known; else the printed title or the file's name."""
    when = month_name(issue.year, issue.month) if issue.year and issue.month else ""
    number = issue.number or ""
    if number.isdigit():
        number = _("第%(n)s期", n=number)
    name = issue.publication or ("" if issue.number else issue.title)
    return (
        " ".join(part for part in (name, when, number) if part)
        or issue.title
        or issue.source_file
        or issue.id
    )


def month_name(year: int, month: int) -> str:
    return str(format_date(dt.date(year, month, 1), _("y年M月")))


def issue_mark(issue: Issue) -> str:
    """The number alone, as small as it can be told, for a cell of the grid."""
    return issue_number(issue.number or "") or "●"


def basis_label(basis: str) -> str:
    labels = {
        "stated": _("文中载明"),
        "inferred": _("推定"),
        "issue": _("按所在期次"),
        "masthead": _("刊头标明"),
        "file name": _("按文件名"),
        "record": _("按数据记录"),
        "unknown": _("不详"),
    }
    return str(labels.get(basis, basis))


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
    }
    pattern = patterns.get(notice.kind, "%(text)s → %(value)s")
    words = {name: Markup("<b>{}</b>").format(getattr(notice, name)) for name in ("text", "value")}
    return Markup(str(escape(pattern))) % words


def chart(asked: SearchRequest, facets: Any) -> Timeline:
    return timeline(
        asked,
        facets.get("year", ()),
        facets.get("month", ()),
        lambda wanted: links.link("search.results", wanted),
    )


def pagination(asked: SearchRequest, page: ResultPage) -> Markup:
    """First, last and the neighbours of the current page of this very URL; none is ever out of reach."""
    last = max(1, -(-(page.total + page.soft_total) // asked.size))
    return pages_nav(last, asked.page, "page")


def pages_nav(last: int, current_page: int, name: str) -> Markup:
    """Links to the pages of a list, as the parameter `name` of this very URL."""
    if last <= 1:
        return Markup("")
    shown = sorted({1, last, *range(max(1, current_page - 3), min(last, current_page + 3) + 1)})
    items, before = [], 0
    if current_page > 1:
        items.append(_neighbour("prev", here_at(name, min(current_page - 1, last)), _("上一页")))
    for number in shown:
        if number > before + 1:
            items.append(Markup("<span aria-hidden='true'>…</span>"))
        current = Markup(" aria-current='page'") if number == current_page else Markup("")
        items.append(Markup("<a href='{}'{}>{}</a>").format(here_at(name, number), current, number))
        before = number
    if current_page < last:
        items.append(_neighbour("next", here_at(name, current_page + 1), _("下一页")))
    return Markup("<nav class='pages' aria-label='{}'>{}</nav>").format(_("分页"), Markup("").join(items))


def here_at(name: str, number: int) -> str:
    """This very URL on another page of one of its lists."""
    return links.here(**{name: str(number)})


def _neighbour(relation: str, url: str, label: str) -> Markup:
    return Markup("<a rel='{}' href='{}'>{}</a>").format(relation, url, label)


def sizes(asked: SearchRequest, total: int) -> list[int]:
    """How many hits a page may have, as far as it makes a difference; the one in force is among them."""
    wanted = [size for size in SIZES if size == SIZES[0] or total > size // 2]
    return sorted({*wanted, asked.size}) if total > SIZES[0] else []


def shown_values(counts: Sequence[FacetCount]) -> list[FacetCount]:
    """The most frequent values of a facet and all that are chosen, however rare."""
    return [item for place, item in enumerate(counts) if place < SHOWN or item.selected]


def groupby_order(articles: Iterable[Article], attribute: str) -> list[tuple[Any, list[Article]]]:
    """Runs of neighbours with the same value, in printed order."""
    return [(key, list(group)) for key, group in groupby(articles, lambda item: getattr(item, attribute))]
