"""Here is a plain text; give me the bodies that a number, a task or a post abroad makes one of their kind.

第三分公司, 第二项目部 and 动力分公司 are units of the house whose paper it is;
中国驻荷兰大使馆 is told by its host.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.entities.borders import Borders
from corpus.language.tagging import Tagged

_NUMBERED = re.compile(
    r"第[一二三四五六七八九十]{1,3}"
    r"(?:分公司|工程公司|建筑公司|项目部|工程处|地质大队|勘探大队|勘察院|设计院|船队|车队|采油厂|采气厂)"
    r"(?![长员])"
)
_POSTED = re.compile(
    r"(?:中华人民共和国|[\u4e00-\u9fff]{2,6})驻[\u4e00-\u9fff]{2,8}?(?:总领事馆|领事馆|大使馆)(?![\u4e00-\u9fff]{0,2}路)"
)
_COUNTRY = re.compile(r"(?:中华人民共和国|[\u4e00-\u9fff]{2,6})(?=驻)")
_BRANCH = "分公司"
_LONGEST = 3
_NOMINAL = frozenset(("n", "nz", "vn", "j", "b"))
_WHICH = re.compile(r"^(?:个|各|该|本|全|每|某|省|市|县|区|总|子|母|两|多|所属|下属|直属|海外|境外|国内)")


def units(text: str, cut: Tagged, borders: Borders) -> Iterator[tuple[int, int, str, float]]:
    """(start, end, kind, strength 0–1) of such bodies, in no order; they may overlap others."""
    for match in _NUMBERED.finditer(text):
        yield match.start(), match.end(), "branch", 0.6
    for match in _POSTED.finditer(text):
        start = _country(match, borders)
        if start >= 0:
            yield start, match.end(), "government", 0.85
    at = text.find(_BRANCH)
    while at >= 0:
        start = _task(text, cut, borders, at)
        if start >= 0:
            yield start, at + len(_BRANCH), "branch", 0.55
        at = text.find(_BRANCH, at + 1)


def _country(match: re.Match[str], borders: Borders) -> int:
    """Where the country begins whose mission it is; -1 where none is printed: 上海的日本｜驻沪总领事馆."""
    text, posted = match.string, match.string.index("驻", match.start())
    if text.endswith(("中华人民共和国", "中国"), 0, posted):
        return posted - (7 if text.endswith("中华人民共和国", 0, posted) else 2)
    found = borders.places.ending(text, posted, match.start())
    return found[0] if found is not None and found[1].level == "country" else -1


def _task(text: str, cut: Tagged, borders: Borders, at: int) -> int:
    """Where the words begin that say what a branch does, 结构件｜分公司; -1 where a place says which."""
    index, start = cut.at(at), at
    if cut.starts[index] != at:
        return -1
    while index and at - start < _LONGEST * 2:
        word, kind = cut.words[index - 1], cut.tags[index - 1]
        nominal = kind in _NOMINAL or word in borders.inner
        if not nominal or word in borders.stop or borders.places.get(word) is not None:
            break
        index, start = index - 1, cut.starts[index - 1]
    task = text[start:at]
    if len(task) < 2 or _WHICH.match(task) or borders.places.starting(text, start) is not None:
        return -1
    placed = borders.places.ending(text, start, max(0, start - 6)) is not None
    return -1 if placed or text[start - 1 : start] in (*"省市县区州",) else start
