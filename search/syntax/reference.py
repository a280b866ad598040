"""Here is the query language, give me the table that explains it: one row an operator or field.

The web's help page and `docs/query-language*.md` show these rows; every example parses (a test sees to it).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """spellings: every way to write it; example: a query; zh, en: what the example finds."""

    spellings: tuple[str, ...]
    example: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Reference:
    operators: tuple[Row, ...]
    fields: tuple[Row, ...]
    dates: tuple[Row, ...]


def reference() -> Reference:
    """The whole language."""
    return Reference(_OPERATORS, _FIELDS, _DATES)


_OPERATORS = (
    Row(("空格", "AND", "且"), "安全生产 演练", "两部分都要有", "both parts"),
    Row(("OR", "或", "|"), "演练 或 培训", "有其一即可", "either"),
    Row(("NOT", "非", "-"), "演练 -消防", "不要含“消防”的", "without 消防"),
    Row(("( )", "（ ）"), "演练 (消防 或 防汛)", "先算括号里的", "brackets group"),
    Row(('"…"', "“…”", "「…」", "『…』"), "“安全生产月”", "这几个字原样连在一起", "exactly these characters"),
    Row(
        ("*", "?"),
        "云岭*公司",
        "* 代表一句之内的若干字，? 代表一个字",
        "* any run in a sentence, ? one character",
    ),
    Row(("~", "~1", "~2"), "博皓科技~", "允许错一个字（~2 两个）", "one character off, or two"),
    Row(
        ("NEAR/n", "近/n"),
        "演练 近/20 消防",
        "相距不超过 20 个字，不分先后",
        "within 20 characters, any order",
    ),
    Row(
        ("BEFORE/n", "先/n"),
        "消防 先/20 演练",
        "“消防”在前，相距不超过 20 个字",
        "in this order, within 20 characters",
    ),
    Row(("SAME_SENTENCE", "同句"), "演练 同句 消防", "在同一句里", "in one sentence"),
    Row(("SAME_PARAGRAPH", "同段"), "演练 同段 消防", "在同一段里", "in one paragraph"),
    Row(("atleast3:", "至少3次:"), "至少3次:5G", "一篇里至少出现三次", "at least three times in an article"),
    Row(("\\",), "\\-5", "让运算符只当普通字符", "the next character is plain"),
)

_FIELDS = (
    Row(("标题", "题目", "title"), "标题:(5G 或 6G)", "标题里有", "in the title"),
    Row(("正文", "body"), "正文:演练", "正文里有", "in the text"),
    Row(("作者", "author"), "作者:(王一 李二)", "作者是王一或李二", "written by either"),
    Row(
        ("单位", "机构", "organization", "org"),
        "单位:某省联通公司",
        "提到这家单位，不论用什么名称",
        "mentions the organisation, under any name",
    ),
    Row(("主体", "subject"), "主体:某省联通公司", "主要写这家单位", "is about the organisation"),
    Row(("人物", "person"), "人物:王一", "提到这个人", "mentions the person"),
    Row(("栏目", "section"), "栏目:要闻", "登在这个栏目", "printed in the section"),
    Row(("来源", "source"), "来源:晚报", "出自这份报刊或文件", "from the publication or file"),
    Row(("日期", "date"), "日期:2021-07..2021-09", "这段时间里的", "dated within"),
    Row(("年份", "year"), "年份:2021", "这一年的", "of the year"),
    Row(("月份", "month"), "月份:2021-09", "这个月的", "of the month"),
    Row(("期", "issue"), "期:2022年5月", "登在这一期", "printed in the issue"),
    Row(("标签", "tag"), "标签:党建", "带这个标签", "carries the tag"),
)

_DATES = (
    Row(
        ("2021年9月", "2021-09", "2021/9"),
        "日期:2021年9月",
        "一个月；年、日、上半年、三季度、上旬同理",
        "a month; years, days, halves, quarters alike",
    ),
    Row(("..", "到", "至", "-", "~"), "日期:2021年7月到9月", "起止都算在内", "both ends included"),
    Row(
        (">=", "<=", ">", "<", "以来", "之前"),
        "日期:>=2022",
        "从那时起或到那时止",
        "from then on, or until then",
    ),
    Row(("今天", "上周", "上个月", "去年", "近三年"), "去年 演练", "从今天算起", "counted from today"),
    Row(
        ("句子",),
        "2022年5月1日到5月15日有哪些活动？",
        "问句里的日期当作条件，页面上可撤销",
        "a date in a question becomes a filter that can be undone",
    ),
)
