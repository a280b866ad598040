"""Headings of tables: here are the first rows of a table, tell me which of them names its columns."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from corpus.model import Aside

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


def above_headings(texts: Sequence[str], sheet: str = "") -> tuple[str, tuple[Aside, ...]]:
    """(the notice, the texts with their reason) for rows that stand above the headings of a table."""
    texts = [text for text in texts if text]
    if not texts:
        return "", ()
    said, where = "；".join(texts), f"（工作表“{sheet}”）" if sheet else ""
    notice = f"表头上方的文字未作记录{where}：{said} / rows above the headings are no records: {said}"
    return notice, (Aside("head", "\n".join(texts), "above the headings"),)


_DAY = re.compile(r"\s*(?:(?:19|20)\d\d\s*[-./年]\s*\d{1,2}|(?:19|20)\d{6}\b|民[国國])")
_PEOPLE = re.compile(r"[\u4e00-\u9fff·]{2,4}(?:[、，,;；/\s]+[\u4e00-\u9fff·]{2,4}){0,5}")
_TEXT, _TITLE = 30, range(5, 61)
"""Characters that a text has at least and a headline has."""
GUESSED = (
    "表格没有表头，按各列内容认作 {}；如果不对，请加一行表头 / "
    "no row names the columns, taken by their content for {}: add headings if that is wrong"
)


def guessed_columns(rows: Sequence[Sequence[str]]) -> list[str] | None:
    """Names for the columns of a table without headings, by what stands in them; None where that is open.

    rows: its first rows, as long as one another.  One column must hold texts in every row; of the others one
    may hold days, one names of people, and the longest that is left headlines.
    """
    if len(rows) < 2 or len({len(row) for row in rows}) != 1 or len(rows[0]) < 2:
        return None
    columns = [[row[at].strip() for row in rows] for at in range(len(rows[0]))]
    usual = [sum(map(len, cells)) / len(cells) for cells in columns]
    text = max(range(len(columns)), key=lambda at: usual[at])
    if min(map(len, columns[text])) < _TEXT:
        return None
    found = {text: "正文"}
    rest = [at for at in range(len(columns)) if at != text and all(columns[at])]
    for name, shape in (("日期", _DAY.match), ("作者", _PEOPLE.fullmatch)):
        at = next((at for at in rest if at not in found and all(map(shape, columns[at]))), None)
        if at is not None:
            found[at] = name
    titles = [at for at in rest if at not in found and all(len(cell) in _TITLE for cell in columns[at])]
    if not titles:
        return None
    found[max(titles, key=lambda at: usual[at])] = "标题"
    return column_names([found.get(at, "") for at in range(len(columns))])
