"""The syntax page and the helper beside the box: an operator or a field, what it finds, an example to try.

Every operator and field of `search.language.operators` has a row here; a test holds the two together.  The
examples are made of what the archive holds (`search.answer.examples`); what it has nothing for has none.
"""

from __future__ import annotations

from dataclasses import dataclass

from search.language.operators import FIELDS, OPERATORS
from web.archive import examples
from web.i18n import gettext as _


@dataclass(frozen=True, slots=True)
class SyntaxRow:
    """spellings: as they may be typed; meaning: one line; examples: queries that find something here."""

    spellings: tuple[str, ...]
    meaning: str
    examples: tuple[str, ...]


def short_help() -> list[SyntaxRow]:
    """Six ways to ask worth knowing, beside every search box, with the shape of each."""
    rows = (
        ("phrase", _("“甲乙”"), _("完全一致")),
        ("or", _("甲 或 乙"), _("任一即可")),
        ("not", _("甲 -乙"), _("排除后者")),
        ("sentence", _("甲 同句 乙"), _("在同一句里")),
        ("title", _("标题:甲"), _("标题里")),
        ("dated", _("2021年 甲"), _("限定日期")),
    )
    return [SyntaxRow((shape,), meaning, examples().of(name)[:1]) for name, shape, meaning in rows]


def operator_rows() -> list[SyntaxRow]:
    meanings = {
        "and": _("各部分都要包含；空格就是“且”"),
        "or": _("任一即可"),
        "not": _("不含"),
        "group": _("括号内优先"),
        "phrase": _("完全一致的连续文字；繁简、全半角、大小写视为相同"),
        "wildcard": _("* 代表任意几个字，? 代表一个字；数字、英文前后加 * 可查更长的一串"),
        "fuzzy": _("允许错一字；~2 允许错两字"),
        "near": _("相隔不超过若干字，不分先后"),
        "before": _("同上，但前者须在前"),
        "sentence": _("在同一句里"),
        "paragraph": _("在同一段里"),
        "atleast": _("文中至少出现若干次"),
        "escape": _("把后面的符号当作普通文字"),
    }
    return [
        SyntaxRow((*o.words, *o.signs), meanings.get(o.name, ""), examples().of(o.name)) for o in OPERATORS
    ]


def field_rows() -> list[SyntaxRow]:
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
    return [SyntaxRow(f.spellings, meanings.get(f.name, ""), examples().of(f.name)) for f in FIELDS]
