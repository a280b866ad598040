"""Here are the mentions of one text; give me those under shorter names, under the fullest one printed.

A text introduces a body in full and goes on with less: …有限公司（以下简称“众城”）, 山西顺达 of
山西顺达…有限公司, 同心达所 of 四川同心达律师事务所, 浙大一院 of 浙江大学医学院附属第一医院.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from corpus.entities.grammar import Grammar
from corpus.entities.mention import Mention
from corpus.entities.places import Places
from corpus.language.data import words
from corpus.language.tagging import known

_INTRODUCED = re.compile(
    r"\([^()]{0,12}?(?:简称|下称|以下称)(?:为|:|：)?[\"“「《]?([^\"”」》()，,]{2,14})[\"”」》]?[^()]{0,12}\)"
)
_COMPANY = re.compile(r"(?:股份|控股|集团|技术|科技)*(?:有限责任公司|有限公司|集团公司|总公司|公司|集团)$")
_FIRM = re.compile(r"(?:律师|会计师|审计师|税务师|建筑师|资产评估|司法鉴定)?事务所$")
_SEAT = re.compile(r"^[省市区县]")
_SAME_BODY = (
    "居民委员会",
    "居委会",
    "村民委员会",
    "村委会",
    "办事处",
    "公司",
    "有限公司",
    "有限责任公司",
    "股份有限公司",
)
"""What makes a longer name of the same body, not of a unit of it: 铁山社区｜居民委员会."""
_READ = ("suffix grammar", "tagger", "brand")


def introduced(text: str, spans: Sequence[Mention]) -> list[Mention]:
    """Mentions under names that the text itself introduces: …（以下简称"众城"）."""
    more: list[Mention] = []
    ends = {span.end: span for span in spans}
    for match in _INTRODUCED.finditer(text):
        span = ends.get(match.start())
        if span is not None:
            more += _again(text, match.group(1), span, (*spans, *more), "introduced in the text")
    return more


def short_of(text: str, spans: Sequence[Mention]) -> list[Mention]:
    """Mentions under the place and brand that begin a company's full name, or under a firm's brand and 所."""
    more: list[Mention] = []
    seen: set[str] = set()
    for span in spans:
        if span.how not in _READ or span.name in seen:
            continue
        seen.add(span.name)
        for form in _forms(span.name):
            more += _again(text, form, span, (*spans, *more), "short form in the text")
    return more


def _forms(name: str) -> list[str]:
    """Shorter forms of a name that are worth looking for in the same text."""
    place = Places.load().starting(name, 0)
    at = place[0] if place is not None else 0
    if (firm := _FIRM.search(name)) is not None:
        brand = name[at : firm.start()].lstrip("省市")
        return [brand + "所"] if len(brand) >= 2 else []
    if _COMPANY.search(name) is None:
        return []
    forms = [name[: at + 2]] if place is not None and len(name) >= at + 6 else []
    brand = name[at : at + 2]
    if len(name) >= at + 6 and len(brand) == 2 and not known(brand):
        forms += [brand + trade for trade in words("trades.txt") if trade in name[at + 2 :]] + [
            brand + "公司"
        ]
    return forms


def _again(text: str, form: str, span: Mention, taken: Sequence[Mention], how: str) -> list[Mention]:
    return [
        Mention(match.start(), match.end(), span.name, how, 0.85)
        for match in re.finditer(re.escape(form), text)
        if not any(other.overlaps(match.start(), match.end()) for other in taken)
    ]


def united(spans: Sequence[Mention]) -> list[Mention]:
    """The mentions, shorter forms of a name going by the longest one printed."""
    same = fuller({m.name for m in spans if m.how in _READ or m.name[-1] in "局委"}, {m.name for m in spans})
    return [replace(m, name=same.get(m.name, m.name)) for m in spans]


def fuller(shorts: Iterable[str], names: Iterable[str]) -> dict[str, str]:
    """Short name → the longest of the names that is another form of it."""
    names = tuple(names)
    same: dict[str, str] = {}
    for short in shorts:
        longer = [full for full in names if len(full) > len(short) and _one_body(short, full)]
        ends = [
            full
            for full in longer
            if not any(len(other) > len(full) and _one_body(full, other) for other in longer)
        ]
        if len(ends) == 1:  # two that it may be short for: better left as it is
            same[short] = ends.pop()
    return same


def _one_body(short: str, full: str) -> bool:
    """Whether two names, one longer than the other, are forms of one body's."""
    if full.startswith(short):
        return full[len(short) :] in _SAME_BODY
    if full.endswith(short):
        before = full[: -len(short)]
        place = Places.load().starting(full, 0)
        # what a body's shorter name leaves out is where it is: 绵阳市｜律师协会
        return place is not None and (
            place[0] >= len(before) or before.endswith(("省", "市", "县", "区", "大学", "集团"))
        )
    if _abbreviates(short, full):
        return True
    core, whole = _core(short), _core(full)
    if len(core) < 2 or (known(core) and not ("集团" in short and "集团" in full)):
        return False
    if len(core) >= 4 and whole.endswith(core):
        return True
    return whole.startswith(core) and _places_agree(short, full)


def _abbreviates(short: str, full: str) -> bool:
    """Whether a short name picks its characters, in order, from a full one: 浙大一院 of 浙江大学…第一医院."""
    if not 3 <= len(short) <= 5 or len(full) < len(short) + 3 or Grammar.load().suffixes.search(short[1:]):
        return False
    place = Places.load().starting(full, 0)
    begins = short[0] == full[0] or (place is not None and short[0] in full[place[0] - 1 : place[0] + 1])
    rest = iter(full)
    return begins and short[-1] == full[-1] and all(char in rest for char in short)


def _places_agree(one: str, other: str) -> bool:
    """Whether not both begin with a place, or with the same."""
    first, second = Places.load().starting(one, 0), Places.load().starting(other, 0)
    return first is None or second is None or first[1] == second[1]


def _core(name: str) -> str:
    """A company's name without place and legal form: 吕临能化 of 临县吕临能化集团; "" for others."""
    stem = _COMPANY.sub("", name)
    if stem == name and not name.endswith(words("trades.txt")):
        return ""
    place = Places.load().starting(stem, 0)
    return stem[place[0] :].lstrip("省市县区") if place is not None and len(stem) >= place[0] + 2 else stem
