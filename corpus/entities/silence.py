"""Here is a plain text; give me the stretches in which nobody is named who is in the article.

Datelines and credits name who wrote, titles of documents and of projects what is written or built, slogans
nobody in particular.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

DOCUMENT = re.compile(r"《[^《》]*(?:《[^《》]*》[^《》]*)*》")
_DATELINE = re.compile(
    r"^[^\n，。]{0,24}?(?:消息|电|讯|报道)(?:\([^()\n]{0,16}\))?[:：](?:本台消息[，,])?|^\([^()\n]{0,40}\)"
    r"|^(?:本报|本刊|本网)?讯[ \u3000]*\([^()\n]{2,60}\)",
    re.M,
)
_DATELINE_INSIDE = re.compile(
    r"(?:本报|本刊|本网|本台)?(?:讯|电|消息|报道)[ \u3000]*\([^()\n]{0,4}(?:记者|通讯员)[^()\n]{2,60}\)"
)
_CREDIT = re.compile(
    r"\((?:[^()\n]{0,10}(?:编辑|记者|作者|来源|摄影|供稿|通讯员|责编|图片|文/|据|撰稿|审核)[^()\n]{0,60})\)\s*$",
    re.M,
)
_QUOTED = re.compile(r"“[^“”\n]{2,30}”")
_A_PROJECT = re.compile(
    r"(?:专项|主题|系列|建设|改造|示范|重点|科技|研究|工业|试点|专题|联合)*(?:项目|工程|活动|行动|计划|课题|大赛|比赛|竞赛|口号|理念|号召|精神"
    r"|标语|横幅|系统|平台|栏目|品牌|奖|杯|称号|论坛|系列)"
)
_A_SLOGAN = re.compile(r"(?:以|主题为|题为|主题是|口号是|打出|高呼|悬挂|唱响|弘扬|践行|争创|争做)$")


def silent_spans(text: str) -> list[tuple[int, int]]:
    """(start, end) of datelines, credits, titles of documents, of projects and slogans."""
    patterns = (_DATELINE, _DATELINE_INSIDE, _CREDIT, DOCUMENT)
    spans = [match.span() for pattern in patterns for match in pattern.finditer(text)]
    return spans + list(_quoted(text))


def _quoted(text: str) -> Iterator[tuple[int, int]]:
    """What is quoted as the name of a project or as a slogan."""
    if "“" not in text:
        return
    for match in _QUOTED.finditer(text):
        if _A_PROJECT.match(text, match.end()) or _A_SLOGAN.search(
            text, max(0, match.start() - 4), match.start()
        ):
            yield match.span()


def is_silent(text: str, silent: Iterable[tuple[int, int]], start: int, end: int) -> bool:
    """Whether a name stands in such a stretch (but 《人民日报》 is the paper, 《…学刊》编辑部 an office)."""
    if text[start - 1 : start] == "《" and text[end : end + 1] == "》":
        return False
    return any(begun <= start and end <= over for begun, over in silent)
