"""Headings of tables: here are the first rows of a table, tell me which of them names its columns."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from types import MappingProxyType

KEYS: Mapping[str, str] = MappingProxyType(
    {
        spelling: key
        for key, spellings in {
            "id": "id 编号",
            "title": (
                "title headline 标题 题目 题名 篇名 文章标题 新闻标题 稿件标题 文章题目 标题名称 文章名称"
            ),
            "subtitle": "subtitle 副标题 副题",
            "date": (
                "date published 日期 发布日期 时间 发布时间 发表日期 发表时间 刊发日期 刊发时间 刊登日期 "
                "刊登时间 见报日期 见报时间 出版日期 发文日期 稿件日期 报道日期 publish_date pubdate"
            ),
            "section": "section 栏目 版块 所属栏目 栏目名称 板块",
            "authors": "authors author byline 作者 记者 作者姓名 撰稿人 撰稿 撰文 记者姓名 作者/记者 通讯员",
            "organizations": "organizations organisations organization organisation 单位 机构",
            "subjects": "subjects 主要报道对象",
            "people": "people persons person 人物",
            "source": "source publication 来源 出处 稿件来源 文章来源 新闻来源 刊名 报刊 媒体 报纸名称",
            "credit": "credit 供稿 署名 供稿单位",
            "tags": "tags tag keywords 标签 关键词",
            "text": "text body content 正文 内容 全文 正文内容 文章内容 新闻内容 稿件内容 文章正文",
        }.items()
        for spelling in spellings.split()
    }
)
"""Spellings of a record's keys."""
_REMARK = re.compile(r"[（(【\[][^）)】\]]*[)）】\]]|[*＊:：\s　]+")
LOOKED_AT = 12
"""Rows from the top among which the headings are looked for."""


def key_of(written: str) -> str | None:
    """The key that a heading means: 发布日期（年月日） is date; None for any other."""
    plain = written.strip().lower()
    if plain in KEYS:
        return KEYS[plain]
    return KEYS.get(_REMARK.sub("", unicodedata.normalize("NFKC", plain)))


def heading_row(rows: Sequence[Sequence[str]]) -> int | None:
    """The index of the row that names the columns: most known headings, then the first; None for none.

    A row counts when it names a title or a text, or two other columns.
    """
    best, found = 0, None
    for at, cells in enumerate(rows[:LOOKED_AT]):
        known = {key for cell in cells if cell.strip() and (key := key_of(cell)) is not None}
        worth = len(known) if known & {"title", "text"} or len(known) >= 2 else 0
        if worth > best:
            best, found = worth, at
    return found


def column_names(cells: Sequence[str]) -> list[str]:
    """A name of its own for every column: one without a heading is called 其他, the second of a name
    carries its number, so that no cell takes another's place."""
    names: dict[str, None] = {}
    for number, cell in enumerate(cells, start=1):
        name = cell.strip() or "其他"
        names[f"{name} ({number})" if name in names else name] = None
    return list(names)
