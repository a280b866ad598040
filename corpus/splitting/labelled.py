"""Here is a row of labels and names, give me who wrote: the label says that a name follows, whatever it is.

访谈人：路　遥　受访人：成功, 文/乌日娜　图/海安: beside two such labels, or a slash, no other words
stand.  Rows of an imprint (主编：方一舟　校对：米朵) name the people whom the issue knows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from corpus.language.names import is_han
from corpus.language.tagging import known, tag

_WROTE = (
    "(?:本报|本刊|特约)?记者|(?:特约)?通讯员|作者|撰文|撰稿人?|供稿人?|采写|采访|访谈人?|采访[人者]|对话人|整理人?|口述|执笔|"
    "编译|翻译|译者|文字|图片|摄影|图文|文图|文并图|绘图|插图"
)
_OTHER = (
    "受访[人者]|受访嘉宾|采访对象|被采访人|访谈嘉宾|访谈对象|对话嘉宾|嘉宾|讲述[人者]|时间|地点|指导老师|指导教师|辅导老师|"
    "辅导教师|(?:责任)?编辑|责编|校对|审核|审稿|[一二三初复终]审|制作|制图|美编|排版|配音|视频|策划|统筹|监制|供图"
)
_SIDES = "[文图摄]影?"
_SLASH = re.compile(
    rf"(?<![\u4e00-\u9fff])(?P<label>{_SIDES}(?:\s*[、/／ 　]?\s*{_SIDES})?|{_WROTE})\s*[/／]\s*"
)
_COLON = re.compile(rf"(?<![\u4e00-\u9fff])(?P<label>(?P<other>{_OTHER})|{_WROTE}|[文图摄])\s*[:：]\s*")
_IMPRINT = re.compile(
    r"(?<![\u4e00-\u9fff])[\u4e00-\u9fff]{0,6}"
    r"(?:编|编辑|编审|校对|审核|审校|核稿|监制|督印|记者|通讯员|摄影|题字|终审|策划|执笔)\s*[:：]\s*"
)
_OTHER_LABEL = re.compile(r"[\s　]*[\u4e00-\u9fff]{2,8}\s*[:：].*$", re.DOTALL)
_DRAWN = re.compile(r"(?<![\u4e00-\u9fff])([\u4e00-\u9fff])[ \u3000]+([\u4e00-\u9fff])(?![\u4e00-\u9fff])")
_BETWEEN = re.compile(r"[\s、,，;；|｜/／&＆]+")
_DOTTED = re.compile(r"[\u4e00-\u9fffA-Za-z]{1,8}(?:[·•・][\u4e00-\u9fffA-Za-z]{1,10}){1,3}")
_NAME = 4  # Han characters of a name whose kind nobody knows
_FOREIGN = 6  # of one in another language, written together


def labelled_people(
    text: str, is_body: Callable[[str], bool]
) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """(authors, bodies) of a row that is labels and names and nothing else; None for any other row.

    One label with a colon alone is too little: a speaker is named so.
    """
    fields = list(_SLASH.finditer(text)) or list(_COLON.finditer(text))
    if not fields or text[: fields[0].start()].strip(" 　（(【〔—-"):
        return None
    if len(fields) < 2 and fields[0].re is _COLON:
        return None
    authors: list[str] = []
    bodies: list[str] = []
    ends = [*(field.start() for field in fields[1:]), len(text)]
    for field, end in zip(fields, ends, strict=True):
        names = list(_tokens(text[field.end() : end].strip(" 　)）】〕|｜")))
        if not names or not all(is_body(name) or _may_be_name(name) for name in names):
            return None
        if field.re is _COLON and field["other"]:
            continue
        authors += [name for name in names if not is_body(name)]
        bodies += [name for name in names if is_body(name)]
    return (tuple(dict.fromkeys(authors)), tuple(dict.fromkeys(bodies))) if authors or bodies else None


def people_of_imprint(texts: Iterable[str]) -> Iterator[str]:
    """Whom rows of an imprint name as those who edit, proof-read, take pictures."""
    for text in texts:
        fields = list(_IMPRINT.finditer(text))
        ends = [*(field.start() for field in fields), len(text)][1:]
        for field, end in zip(fields, ends, strict=True):
            value = _OTHER_LABEL.sub("", text[field.end() : end])
            for name in _tokens(value):
                if (
                    is_han(name)
                    and 2 <= len(name) <= _NAME
                    and not (known(name) and tag(name).tags[0][0] in "vd")
                ):
                    yield name


def _tokens(value: str) -> Iterator[str]:
    return (token for token in _BETWEEN.split(_DRAWN.sub(r"\1\2", _DRAWN.sub(r"\1\2", value))) if token)


def _may_be_name(token: str) -> bool:
    """Two to four Han characters, a few more that are no word, or parts joined by dots."""
    if _DOTTED.fullmatch(token):
        return True
    if not is_han(token) or len(token) < 2:
        return False
    return len(token) <= _NAME or (len(token) <= _FOREIGN and not known(token))
