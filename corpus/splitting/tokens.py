"""Here is one token of a byline, tell me whether its shape lets it be a name, a unit, the end of a body."""

from __future__ import annotations

import re

from corpus.language.names import NameModel, is_han, ordinary
from corpus.language.tagging import Tagged, known, tag

CLASS = re.compile(r"[\u4e00-\u9fff\d]{1,6}(?:[（(]\d{1,2}[)）]|\d{1,2})班")
_HAN_NAME = r"[\u4e00-\u9fff]{2,4}|[\u4e00-\u9fff]\s{1,2}[\u4e00-\u9fff]"
PLACED = re.compile(
    rf"(?:(?P<where>[\u4e00-\u9fffA-Za-z\d（）()“”《》]{{2,16}})(?P<gap>[\s\u3000]+))?(?P<name>{_HAN_NAME})"
    r"(?:\s*[（(](?P<of>[^（）()。]{2,24})[)）])?"
)
SCHOOL_CLASS = re.compile(r"(?<=学|校)(?:[初高大][一二三四]|[一二三四五六七八九\d]{1,4}(?:年级|级|班)).*$")
_UNIT = re.compile(r"[\u4e00-\u9fffA-Za-z][\u4e00-\u9fffA-Za-z·\-]{0,15}")
_NO_UNIT = frozenset("dpcuryeotm")  # adverbs, prepositions, pronouns, numbers …: words of a sentence
_UNIT_END = ("n", "j", "eng", "s", "vn", "b")


def placed_name(token: str, of_role: bool) -> bool:
    """May be a name where nothing but a name can stand, whatever word it is: 记者 解放, （成 功）.

    of_role: a role stands right before it.
    """
    names = NameModel.load()
    size = names.surname(token, 0)
    if not size or not is_han(token) or not size < len(token) <= 4:
        return False
    if len(token) > 2 and known(token) and ordinary(token):
        return False
    return of_role or len(token) == 2 or (len(token) == 3 and names.given.get(token[-1], 0) > 0)


def may_be_unit(token: str) -> bool:
    """Worded like the name of a unit: a few letters that end in a noun, and no word of a sentence."""
    if _UNIT.fullmatch(token) is None:
        return CLASS.fullmatch(token) is not None
    tags = tag(token).tags
    nouns = tags[-1].startswith(_UNIT_END)
    return nouns and not any(kind[0] in _NO_UNIT and kind != "eng" for kind in tags) and tags[0] != "v"


def sets_off(cut: Tagged, last: str, bodies: tuple[str, ...]) -> bool:
    """The cut ends with that character as a word after a noun (指导|站), not after a body (博物馆|馆)."""
    if len(cut.words) < 2 or cut.words[-1] != last or cut.tags[-2][0] not in "njvlb":
        return False
    return not cut.words[-2].endswith(bodies)
