"""Here is an article, give me the cells of its row: what every table of articles has in common."""

from __future__ import annotations

import datetime as dt

from corpus.model import Article

HEADINGS = (
    "编号", "标题", "副标题", "栏目", "日期", "作者", "署名", "单位", "主要报道对象", "人物", "标签", "来源",
    "期", "版", "文件", "链接", "正文",
)  # fmt: skip
"""Chinese, as the readers of such tables are; `corpus.reading` takes them in again."""

DATE = HEADINGS.index("日期")


def cells(article: Article, url: str = "") -> list[str | int | dt.date | None]:
    """One value for each heading; the body is the last.  url: where the article is read."""
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
        url,
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
