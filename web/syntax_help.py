"""The syntax page: one row an operator and a field, with what it finds and an example to try.

Every operator and field of `search.language.operators` has a row here; a test holds the two together.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _

from search.language.operators import FIELDS, OPERATORS


@dataclass(frozen=True, slots=True)
class OperatorHelp:
    """spellings: as they may be typed; meaning: one line; example: a query that can be tried."""

    name: str
    spellings: tuple[str, ...]
    meaning: str
    example: str


def short_help() -> list[tuple[str, str]]:
    """Six queries worth knowing, beside every search box, with what they find."""
    return [
        ("“安全生产”", _("完全一致")),
        ("煤矿 或 矿山", _("任一即可")),
        ("5G -演练", _("排除后者")),
        ("5G 同句 医院", _("在同一句里")),
        ("标题:5G", _("标题里")),
        ("去年 5G", _("限定日期")),
    ]


def operator_rows() -> list[OperatorHelp]:
    meanings = {
        "and": (_("各部分都要包含；空格就是“且”"), "5G 乡村"),
        "or": (_("任一即可"), "煤矿 或 矿山"),
        "not": (_("不含"), "5G -演练"),
        "group": (_("括号内优先"), "(煤矿 或 矿山) 5G"),
        "phrase": (_("完全一致的连续文字；繁简、全半角、大小写视为相同"), "“安全生产”"),
        "wildcard": (_("* 代表任意几个字，? 代表一个字"), "通信*公司"),
        "fuzzy": (_("允许错一字；~2 允许错两字"), "应急演炼~"),
        "near": (_("相隔不超过若干字，不分先后"), "5G 近/20 医院"),
        "before": (_("同上，但前者须在前"), "5G 先/20 医院"),
        "sentence": (_("在同一句里"), "5G 同句 医院"),
        "paragraph": (_("在同一段里"), "5G 同段 医院"),
        "atleast": (_("文中至少出现若干次"), "至少3次:5G"),
        "escape": (_("把后面的符号当作普通文字"), "\\-40"),
    }
    return [OperatorHelp(o.name, (*o.words, *o.signs), *meanings.get(o.name, ("", ""))) for o in OPERATORS]


def field_rows() -> list[OperatorHelp]:
    examples = {
        "title": "标题:5G",
        "body": "正文:光缆",
        "about": "附注:供稿",
        "author": "作者:(王* 或 李*)",
        "organization": "机构:移动公司",
        "subject": "主体:移动公司",
        "person": "人物:张*",
        "section": "栏目:行业综合",
        "source": "来源:通讯",
        "date": "日期:2021-07..2021-09",
        "year": "年份:2021",
        "month": "月份:2021-09",
        "issue": "期:3",
        "tag": "标签:5G",
    }
    meanings = {
        "title": _("标题里"),
        "body": _("正文里"),
        "about": _("副题、署名、栏目、标签里"),
        "author": _("作者"),
        "organization": _("机构，用任何名称均可"),
        "subject": _("以该机构为主要报道对象"),
        "person": _("人物"),
        "section": _("栏目"),
        "source": _("来源"),
        "date": _("日期：2021年、2021年9月、2021-07..2021-09、>=2022、去年、近三年"),
        "year": _("年"),
        "month": _("月"),
        "issue": _("期"),
        "tag": _("标签"),
    }
    return [
        OperatorHelp(f.name, f.spellings, meanings.get(f.name, ""), examples.get(f.name, "")) for f in FIELDS
    ]
