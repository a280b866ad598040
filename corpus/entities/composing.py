"""Here are the mentions of one text; give me them with the units that follow their names: 税务局｜青岚分局.

A unit is a body of its own, never its parent.  Between a name and its unit stand only places and nouns.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from corpus.entities.grammar import Grammar
from corpus.entities.mention import Mention, printed
from corpus.entities.places import Places
from corpus.language.names import NameModel
from corpus.language.tagging import Tagged

_FAR = 16
_A_PERSON = 2.0
_NOMINAL = frozenset(("n", "nz", "ns", "nr", "nrt", "nt", "j", "b", "l", "ng", "s", "an", "nrfg"))
_RELATIVE = re.compile(r"^(?:我|全)?[省市县区]")
_LEGAL = re.compile(r"(?<!分)(?<!支)公司$")
_PERSONAL = ("团委", "秘书处", "政治部", "营业部", "人大主席团", "工作站")
_POST = re.compile(r"(?:副|党委|党支部|党总支)?(?:书记|主任|处长|部长|主席|站长|干事|经理|副)")
_POSTED = re.compile(
    r"驻[\u4e00-\u9fff]{2,6}?(?:办事处|联络处|代表处|商务处|总?领事馆|大使馆)(?![\u4e00-\u9fff]{0,2}路)"
)
_FACULTY = re.compile(r"[\u4e00-\u9fff]{2,8}[与和][\u4e00-\u9fff]{2,8}?学院")
_DEPARTMENT = ("处", "科", "司", "股")
_ANOTHER = ("联合", "会同", "携手", "协同", "联手", "组织")


def composed(text: str, cut: Tagged, mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions, each grown by the units that follow it; none that is part of a longer one."""
    grown = sorted(mentions, key=lambda m: (m.start, -m.end))
    result: list[Mention] = []
    end = 0
    for at, mention in enumerate(grown):
        if mention.start < end:
            continue
        following = grown[at + 1 :]
        mention = _of_its_system(text, mention, following)
        while (longer := _grown(text, cut, mention, following)) is not None:
            mention = longer
        result.append(mention)
        end = mention.end
    return result


def _grown(text: str, cut: Tagged, mention: Mention, following: Sequence[Mention]) -> Mention | None:
    """A mention with the unit that follows right after it, or None."""
    grammar = Grammar.load()
    at = mention.end
    if not text[at : at + 1] or text.startswith(_ANOTHER, at):
        return None
    if (posted := _POSTED.match(text, at)) is not None:
        return _printed(text, mention, posted.end())
    if text.endswith("大学", 0, at) or text.endswith("学院", 0, at):
        faculty = _FACULTY.match(text, at)
        if faculty is not None and _nouns(cut, at, faculty.end()):
            return _printed(text, mention, faculty.end())
    match = grammar.suffixes.search(text, at, min(at + _FAR, len(text)))
    while match is not None and match.group() not in grammar.units and not _of_place(text, at, match):
        match = grammar.suffixes.search(text, match.end(), min(at + _FAR, len(text)))
    if match is None or not _one_name(text, cut, at, match.start()):
        return None
    if cut.starts[cut.at(match.end())] != match.end() and not match.group().endswith("公司"):
        return None
    for other in following:
        if other.start >= match.end():
            break
        own = other.start != at or other.end != match.end() or match.group() not in grammar.parts
        if own and other.overlaps(at, match.end()):
            return None  # another body begins there: 山西移动｜山西省通信行业协会
    if text[match.end() : match.end() + 1] in _DEPARTMENT or text.startswith("委员", match.end()):
        return None  # 文物局博物馆处 is a part of the office
    if match.group() in _PERSONAL and _POST.match(text, match.end()):
        return None  # 沅滨市团委书记 is of the city's: the post, not the body
    rest = printed(text[at : match.end()])
    return replace(mention, end=match.end(), name=_name(text, mention, rest), how="unit of " + mention.how)


def _of_its_system(text: str, mention: Mention, following: Sequence[Mention]) -> Mention:
    """A central office and its member at a place, printed as one name: 国家税务总局｜云南省税务局."""
    if not text.endswith("总局", 0, mention.end):
        return mention
    for other in following:
        if other.start == mention.end and text.endswith("局", 0, other.end):
            return _printed(text, mention, other.end)
    return mention


def _printed(text: str, mention: Mention, end: int) -> Mention:
    """A mention that reaches to `end`, under what is printed there."""
    return replace(mention, end=end, name=printed(text[mention.start : end]), how="unit of " + mention.how)


def _nouns(cut: Tagged, start: int, end: int) -> bool:
    """Whether nothing but nouns, and 与 between them, make the name of a faculty: 大学｜电气与信息学院."""
    first, last = cut.at(start), cut.at(end)
    return all(
        kind in _NOMINAL or kind == "vn" or word in "与和" or word in Grammar.load().inner
        for word, kind in zip(cut.words[first:last], cut.tags[first:last], strict=True)
    )


def _of_place(text: str, at: int, match: re.Match[str]) -> bool:
    """Whether only a place stands between a name and 公司 or 局, or only nouns between a group and 公司.

    中通服｜云南公司, 国家矿山安全监察局｜陕西局, 乌金集团｜物资供应公司.
    """
    if match.group() not in ("公司", "局"):
        return False
    if text.endswith("集团", 0, at) and match.group() == "公司" and match.start() - at >= 4:
        return True
    place = Places.load().starting(text, at)
    return place is not None and text[place[0] : match.start()] in ("", "省", "市")


def _one_name(text: str, cut: Tagged, start: int, end: int) -> bool:
    """Whether nothing but places, nouns and words of names stands between: no verb, no mark, no 和."""
    grammar, places, names = Grammar.load(), Places.load(), NameModel.load()
    index = cut.at(start)
    while cut.starts[index] < end:
        word, kind = cut.words[index], cut.tags[index]
        first = cut.starts[index] == start
        nominal = (
            kind in _NOMINAL
            or (kind == "a" and len(word) == 1)
            or word in grammar.generic
            or (word in grammar.inner and (kind == "vn" or not first))
            or (kind == "vn" and not first)
        )
        if word in "()" and cut.starts[index + 1] <= end:
            nominal = True
        if kind[:2] == "nr" and places.get(word) is None and names.shape(word) >= _A_PERSON:
            return False
        if word in grammar.stop or not (nominal or places.get(word) is not None):
            return False
        index += 1
    return True


def _name(text: str, mention: Mention, rest: str) -> str:
    """What a unit is called: by the whole name of its parent where the text prints it short."""
    shown = printed(text[mention.start : mention.end])
    relative = _RELATIVE.match(shown) is not None or mention.how == "context"
    return (mention.name if relative and not _LEGAL.search(rest) else shown) + rest
