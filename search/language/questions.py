"""Here is a run of plain speech; tell me whether it asks, and what is left when the asking words go.

Only the words that ask are dropped (什么时候, 有哪些, 谁, 吗); they are never printed in the answer.
Simplified and traditional forms alike.
"""

from __future__ import annotations

import re

_LONG = (
    "什么时候|什麼時候|甚麼時候|什么地方|什麼地方|为什么|為什麼|为甚么|為甚麼|是什么|是什麼|有什么|有什麼|什么样|什麼樣|"
    "什么|什麼|甚麼|有哪些|哪一年|哪一天|哪一个|哪一個|哪一位|哪几个|哪幾個|哪一|哪年|哪天|哪些|哪个|哪個|哪位|哪里|哪裡|哪兒|哪儿|"
    "怎么样|怎麼樣|怎么|怎麼|怎样|怎樣|如何|多少|有多|几个|幾個|几年|幾年|何时|何時|何地|何处|何處|为何|為何|何年|"
    "是谁|是誰|有没有|有沒有|是不是|能不能|是否|请问|請問"
)
_DID = "(?:举办|舉辦|开展|召开|发生|發生|组织|做|搞|干)(?:了|过|過)(?:哪些|什么|什麼)"
_ASKING = re.compile(f"{_DID}|{_LONG}|谁|誰|哪|吗|嗎|呢")
_ASKING_LONG = re.compile(_LONG)
_POLITE = re.compile(
    r"^(?:请问|請問|请告诉我|我想知道|想知道|我想找|帮我找|帮我查|查一下|找一下|请找出|列出)(?:一下)?"
)
_GENERIC = re.compile(
    r"^(?:的|过|了)*(?:活动|会议|新闻|文章|报道|报導|消息|动态|事情?|大事|工作|稿件|内容|事件|進展|进展|情况)(?:呢|的)?$"
)
_LISTING = re.compile(
    r"(?:有|是|做|干|办|开展|举办|召开|发生|报道|刊登|发表|出)(?:了|过)*(?:哪些|哪几|什么|过什么)"
    r"|哪些(?:活动|会议|新闻|文章|报道|消息|事|工作|稿件|单位|企业|公司|内容)"
    r"|(?:的|所有|全部)(?:新闻|文章|报道|消息|活动|会议|稿件)$"
)
_QUESTION_END = re.compile(r"[?？]\s*$|[吗嗎呢][。！!?？]*\s*$")


def asks(text: str) -> bool:
    """Whether the run holds a word that asks."""
    return _ASKING.search(text) is not None


def asked_at(text: str) -> int:
    """Where the first word that asks ends; beyond the text where there is none."""
    match = _ASKING.search(text)
    return match.end() if match else len(text) + 1


def is_question(text: str) -> bool:
    """Whether a whole query is a question rather than a list of words."""
    return _QUESTION_END.search(text) is not None or _ASKING_LONG.search(text) is not None


def lists(text: str) -> bool:
    """Whether it asks for a list of articles (有哪些活动) rather than for a fact (是谁)."""
    return _LISTING.search(text.rstrip("?？。 ")) is not None


def is_generic(text: str) -> bool:
    """Whether it only says that articles are wanted (活动, 新闻): they need not print the word."""
    return _GENERIC.match(text) is not None


def without_asking(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(what is left of the run, the words dropped); a run that only asks leaves nothing."""
    start = _POLITE.match(text)
    rest = text[start.end() :] if start else text
    dropped = (*((start[0],) if start else ()), *_ASKING.findall(rest))
    if not dropped:
        return (text,), ()
    return tuple(part for part in _ASKING.split(rest) if any(char.isalnum() for char in part)), dropped
