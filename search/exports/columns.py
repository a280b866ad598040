"""Here is an article, give me the cells of its row: what every table of articles has in common."""

from __future__ import annotations

import datetime as dt

from corpus.model import Article
from search.exports.types import Context

HEADINGS = (
    "编号", "标题", "副标题", "栏目", "日期", "作者", "署名", "单位", "主要报道对象", "人物", "标签", "来源",
    "期", "版", "文件", "链接", "正文",
)  # fmt: skip
"""Chinese, as the readers of such tables are; `corpus.reading` takes them in again."""

DATE = HEADINGS.index("日期")

KEPT = ("分组", "备注")
"""Beside them, in a list that somebody keeps."""


def headings(context: Context) -> tuple[str, ...]:
    """The headings of this table; 正文 is the last."""
    return (*HEADINGS[:-1], *KEPT, HEADINGS[-1]) if context.kept else HEADINGS


def cells(article: Article, context: Context) -> list[str | int | dt.date | None]:
    """One value for each heading; the body is the last."""
    own = [context.headings.get(article.id, ""), context.notes.get(article.id, "")] if context.kept else []
    return [
        article.id,
        article.title,
        article.subtitle,
        article.section,
        day(article),
        "、".join(article.authors),
        article.credit,
        "、".join(article.organizations),
        "、".join(article.subjects),
        "、".join(article.people),
        "、".join(article.tags),
        article.source,
        article.issue_title,
        article.page_no,
        article.source_file,
        context.url(article),
        *own,
        article.body,
    ]


def day(article: Article) -> dt.date | str | None:
    """The date as far as it is known: 2021-07 where only the issue's month is."""
    if article.date is not None and article.date_basis == "issue":
        return f"{article.date:%Y-%m}"
    return article.date


def harmless(text: str) -> str:
    """Text that no spreadsheet takes for a formula, in half or full width (OWASP: CSV injection)."""
    return f"'{text}" if text[:1] in "=+-@\t\r＝＋－＠" and text else text
