"""Here is a row that a publishing system prints, give me what it says: day, source, author, and counters.

发布时间：2023-05-08 09:12　信息来源：宣传部　作者：方一舟　浏览次数：318 — one row of labels, in any order
and with any of the usual words, under a headline or above a text, and of nothing else.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.language.names import name_likeness
from corpus.splitting.bylines import Byline, BylineReader, merge
from corpus.splitting.publicationday import PRINTED_DAY, printed_day

_DAY_LABEL = r"(?:发布|发表|更新|编辑|录入|刊发|发稿|成文|上传|添加)?(?:时间|日期)|(?:发布|发表|更新)于?"
_SOURCE_LABEL = (
    r"(?:本文|信息|文章|稿件|新闻)?来源|稿源|出处|发布机构|发布单位|发文机关|供稿单位|供稿部门|投稿单位|供稿"
)
_AUTHOR_LABEL = r"作者|本报记者|本网记者|记者|通讯员|撰文|撰稿人?|文字|供稿人?|投稿人|编译|文"
_STAFF_LABEL = (
    r"(?:责任|值班|网络|本期|文章)?(?:编辑|编审|责编|录入|校对|审核|审签|监制|图片|摄影|配图|制图|策划|制作|"
    r"美编|排版|设计|统筹|初审|复审|终审|发布人|录入人|上传人|录入者|编辑者)"
)
_COUNTED = r"(?:点击|阅读|浏览|访问|评论|参与|转发|点赞|收藏|人气|热度)(?:次数|人数|人次|总数|率|量|数)?"
_STOP = r"(?:责任)?编辑|责编|来源|发布|时间|浏览|阅读|点击"
_AUTHOR = re.compile(
    rf"(?:^|[\s　|丨/（(【〖\[·])(?:{_AUTHOR_LABEL})\s*[:：/丨|｜]\s*"
    rf"(?P<who>(?:(?!{_STOP})[^\s　|丨｜:：）)】〗\]]){{2,30}}(?:\s(?!{_STOP})[\u4e00-\u9fff]{{2,3}}(?=\s|"
    rf"$|　))*)"
)
_SOURCE = re.compile(rf"(?:{_SOURCE_LABEL})\s*[:：|丨｜]\s*(?P<where>[^\s　|丨｜:：〖〗【】\[\]]{{2,40}})")
_SIZES = r"[【\[]?\s*字(?:号|体)(?:大小)?\s*[:：]?\s*[【\[]?\s*(?:[大中小特超默认+\-AT]{1,2}[\s|/]*)*[】\]]?"
_OTHER = re.compile(
    rf"(?:(?:发布|发表|更新|编辑|录入|刊发|成文)?(?:时间|日期|于)\s*[:：]?)|"
    rf"(?:{_STAFF_LABEL}\s*[:：/｜|]\s*[^\s　|丨]*)|"
    rf"{_COUNTED}\s*[:：]?\s*\[?\d*\s*(?:次|人)?\]?|"
    r"【?字(?:号|体)\s*[:：]?\S*|原创|分享|打印|(?:作者|来源|记者)\s*[:：]\s*(?=\s|$)|[大中小](?=\s|$)"
)
_FIELD = re.compile(
    rf"(?<![\u4e00-\u9fff])(?:(?P<day>{_DAY_LABEL})|(?P<source>{_SOURCE_LABEL})|(?P<author>{_AUTHOR_LABEL})|"
    rf"(?P<staff>{_STAFF_LABEL})|(?P<count>{_COUNTED}))\s*[:：]"
    rf"|(?P<size>{_SIZES})|(?P<counter>{_COUNTED}\s*[（(\[]?\s*\d+\s*[)）\]]?\s*(?:次|人)?)"
)
_COUNT = re.compile(r"[\s（(\[]*\d*[\s)）\]]*(?:次|人|人次)?")
_EDGES = " \t\u3000|丨｜/·，,；;【】〖〗[]()（）"
_PUBLISHED = re.compile(r"^(?:发布|发表|更新|刊发|发稿|发文)(?:时间|日期)\s*[:：]")
_INFO_LENGTH = 160
_VALUE = 40  # characters of a source or of names
_CLEAN = re.compile(r"[\s　|丨｜/·\[\]【】〖〗（）()]+")


@dataclass(frozen=True, slots=True)
class RowOfLabels:
    """What the lines between headline and text say."""

    day: dt.date | None = None
    source: str = ""
    byline: Byline | None = None

    def named(self) -> Byline:
        """As a byline: who wrote, and the source as printed."""
        authors = self.byline.authors if self.byline is not None else ()
        return Byline(authors, self.source or None, 0.95, "info row", True)


def says_info(text: str, reader: BylineReader) -> bool:
    """Whether a line is made of day, source, author and counters, and of nothing else."""
    if len(text) > _INFO_LENGTH:
        return False
    rest = _rest(text)
    if rest == _CLEAN.sub("", text):
        byline = reader.line(text, bare=True)
        return byline is not None and bool(byline.authors or byline.credit) and text[-1] not in "。！？"
    return len(rest) <= 24 and not set("。！？；") & set(rest)


def _rest(text: str) -> str:
    """What a line says beyond day, labels and counters, without white space."""
    for pattern in (PRINTED_DAY, _SOURCE, _AUTHOR, _OTHER):
        text = pattern.sub(" ", text)
    return _CLEAN.sub("", text)


def printed_above(texts: Sequence[str], reader: BylineReader) -> RowOfLabels:
    day: dt.date | None = None
    source, byline = "", None
    for text in texts:
        day = day or printed_day(text)
        labelled = _SOURCE.search(text)
        source = source or (labelled["where"].strip("，,；;）)】]") if labelled else "")
        named = _named(text, reader)
        byline = named if byline is None else byline if named is None else merge(byline, named)
        if not source and labelled is None:
            source = _unlabelled(text)
    return RowOfLabels(day, source, byline)


def _named(text: str, reader: BylineReader) -> Byline | None:
    """The authors that a line above the text names, by their label, or as the only names in it."""
    found: Byline | None = None
    for match in _AUTHOR.finditer(PRINTED_DAY.sub(" ", text)):
        who = match["who"].strip("，,；;")
        read = reader.read(who, alone=True) or reader.read(who.split()[0], alone=True)
        if read is not None and read.authors:
            found = merge(found, replace(read, how="author label"))
    if found is not None:
        return found
    rest = _OTHER.sub(" ", _SOURCE.sub(" ", PRINTED_DAY.sub(" ", text)))
    rest = " ".join(re.split(r"[\s　|丨]+", rest)).strip()
    read = reader.line(rest, bare=True) if rest else None
    if read is not None and read.authors:
        return read
    if any(map(str.isdigit, rest)):
        return None
    names = tuple(word for word in rest.split() if 2 <= len(word) <= 4 and name_likeness(word) >= 0.94)
    return Byline(names, None, 0.8, "names above the text") if names else None


def _unlabelled(text: str) -> str:
    """The medium that stands beside a printed day without a label."""
    if PRINTED_DAY.search(text) is None:
        return ""
    rest = _OTHER.sub(" ", _AUTHOR.sub(" ", PRINTED_DAY.sub(" ", text)))
    words = [word for word in _CLEAN.split(rest) if 2 < len(word) <= 16 and name_likeness(word) < 0.9]
    return words[0] if len(words) == 1 and not re.search(r"[:：]", words[0]) else ""


def states_day(text: str) -> bool:
    """Whether a row says when the text was published, and nothing else: 发布日期：2021-08-12."""
    return _PUBLISHED.match(text) is not None and not _rest(text)


def editors_of(text: str, reader: BylineReader) -> Byline | None:
    """What a row below a text says, if it says nothing but who wrote, sent and edited it."""
    if len(text) > 80 or not (_AUTHOR.search(text) or _OTHER.search(text)) or _rest(text):
        return None
    if PRINTED_DAY.search(text):
        return None
    source = _SOURCE.search(text)
    named = _named(text, reader) or Byline(confidence=0.9, how="editors")
    return named if source is None else replace(named, credit=named.credit or source["where"])


def info_row(text: str, reader: BylineReader) -> RowOfLabels | None:
    """What a row of labels says; None for a row that holds anything else, or a single label of a name."""
    if len(text) > _INFO_LENGTH or text[-1:] in "。！？":
        return None
    fields = list(_FIELD.finditer(text))
    if not fields:
        return None
    opening = text[: fields[0].start()].strip(_EDGES)
    if opening and PRINTED_DAY.fullmatch(opening) is None:
        return None
    day = printed_day(opening)
    source, byline = "", None
    ends = [*(field.start() for field in fields[1:]), len(text)]
    for field, end in zip(fields, ends, strict=True):
        kind, value = field.lastgroup, text[field.end() : end].strip(_EDGES)
        if kind == "day":
            if value and PRINTED_DAY.fullmatch(value) is None:
                return None
            day = day or printed_day(value)
        elif kind in ("count", "counter", "size"):
            if _COUNT.fullmatch(value) is None:
                return None
        elif len(value) > _VALUE:
            return None
        elif kind == "source":
            source = source or value
        elif kind == "author":
            named = reader.read(value, alone=True) if value else None
            if named is not None and named.authors:
                byline = replace(named, how="author label") if byline is None else merge(byline, named)
    kinds = {field.lastgroup for field in fields} | ({"day"} if opening else set())
    if len(kinds) < 2 and not kinds & {"day", "count", "counter"}:
        return None
    return RowOfLabels(day, source, byline)
