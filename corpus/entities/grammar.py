"""Here is a cut text; give me the organisations whose names say so by how they end.

A name ends in a word of `suffixes.csv` (有限公司, 研究院, 协会, …).  Its left border is found by `Borders`.
What is left must begin with something that makes it a name of one organisation and not of a class: a place,
a brand, 中国.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.entities.borders import Borders
from corpus.entities.places import Place
from corpus.entities.tagger import Stretch
from corpus.language.names import ordinary
from corpus.language.tagging import Tagged, known

_SURE = 2.0
"""The tagger's margin from which its word stands for a name that the grammar alone would not take."""
_SURER = 2.5
"""That for a name whose end asks for a place before it: 喜盈门超市."""
_AGREED = 0.7
"""What is left of the doubt about a name where the tagger agrees: of the names given with .9 and more, 95 %
are right on the gold."""
_PROPER = frozenset(("ns", "nt", "nz", "nr", "nrt", "nrfg"))
_LATIN = re.compile(r"^[A-Za-z][A-Za-z0-9&.\-]*$")
_NEVER_A_PLACE_ALONE = frozenset(
    ("公司", "分公", "总公", "集团", "中心", "学校", "医院", "煤矿", "银行", "超市")
)
_PARTY = ("中共", "共青团")
_SEATS = ("省", "市", "县", "区")
_NEVER_SEATED = (
    "公司",
    "集团",
    "总公",
    "分公",
    "支公",
    "中心",
    "局",
    "厅",
    "街道",
    "社区",
    "分局",
    "办公",
    "工会",
    "学校",
    "大学",
    "学院",
    "日报",
    "晚报",
)
_SEATED_IF_NAMED = ("中心", "学院", "学校")
_NAMED = 5
"""县水旱灾害防御中心 names one, by so many characters before its suffix; 县中心 and 市技工学校 do not."""
_OF_A_CHAIN = ("公司", "集团", "分公", "支公", "分行", "支行", "分局", "分社", "总队", "支队", "大队")
_BRANCHES_BY_PLACE = frozenset(("支行", "分理处", "储蓄所", "派出所", "人民法庭", "供电所", "税务所"))
"""Parts that a village or a street tells apart and that papers call by nothing else: 白水支行."""
_BEGINS_NAMES = "暨和同"
"""Conjunctions that names begin with too, where the tagger reads them so: 暨华大学, 和丰银行."""
_UNLISTED_SEAT = re.compile(
    r"(?![全我本该各外两多每]|联合|会同|协同|携手|组织)[\u4e00-\u9fff]{2,3}[省市县区州盟旗]"
)
_TRADES = ("农商", "村镇", "农村商业", "矿业", "控股")
_OF_ALL = frozenset(("中国", "国家", "全国", "中央", "国际", "世界", "全球", "亚洲"))
_OF_THE_NATION = ("图书馆", "博物馆", "博物院", "京剧院", "话剧院", "交响乐团", "乐团")
_NOT_AN_OFFICE = "僵布结格大全开战变时政残当定破出对入终餐客舞展歌前门"
"""What stands before 局 and 厅 in words such as 格局, 餐厅."""


@dataclass(frozen=True, slots=True)
class Named:
    """text[start:end] is an organisation by its suffix.

    strength: 0–1, how sure border and kind are; unit: it may be a unit of the organisation it begins with
    (part: it cannot be else); agreed: the tagger reads the same stretch.
    """

    start: int
    end: int
    kind: str
    strength: float
    unit: bool = False
    part: bool = False
    agreed: bool = False


@dataclass(frozen=True)
class Grammar(Borders):
    """What makes a stretch that ends like an organisation the name of one."""

    def find(self, text: str, cut: Tagged, guesses: Sequence[Stretch] = ()) -> Iterator[Named]:
        """Every organisation named by suffix, in order of its end.

        guesses: what the tagger takes for one, in order of place; empty where no tagger was asked.
        """
        at = 0
        for match in self.suffixes.finditer(text):
            while at < len(guesses) and guesses[at].end < match.end():
                at += 1
            guess = guesses[at] if at < len(guesses) and guesses[at].start < match.start() else None
            agreed = guess is not None and guess.end == match.end()
            if self._no_suffix(text, match) or not (agreed or self._ends_here(cut, match)):
                continue
            start = self.left(text, cut, match.start())
            if guess is not None:
                start = self.better(text, cut, start, guess)
            if start is None:
                continue
            start = self.after_body(cut, start, match.start())
            if text[start] not in _BEGINS_NAMES or not agreed or guess is None or guess.start != start:
                start = self.without_particle(text, start, match.start())
            start = self.seat(text, cut, start, "有限" in match.group())
            kind, head = self.classes[match.group()]
            strength = self._strength(text, cut, start, match.start(), head)
            same = agreed and guess is not None and guess.start == start
            if same and guess is not None:
                strength = self._agreed(text, cut, guess, match, strength)
            elif guesses and guess is None:
                strength = self._unsupported(text, cut, start, match, strength)
            if strength:
                suffix = match.group()
                unit, part = suffix in self.units, suffix in self.parts
                yield Named(start, match.end(), kind, strength, unit, part, same)

    @staticmethod
    def _no_suffix(text: str, match: re.Match[str]) -> bool:
        """格局, 餐厅: no office."""
        return match.group() in "局厅" and text[match.start() - 1] in _NOT_AN_OFFICE

    def _ends_here(self, cut: Tagged, match: re.Match[str]) -> bool:
        """Whether the words of the text let a suffix end, and begin, where it does."""
        end, index = match.end(), cut.at(match.start())
        does = match.group()[-2:] in ("分行", "支行") and match.string[end : end + 1] == "为"  # 分行｜为商会
        if cut.starts[cut.at(end)] != end and not match.group().endswith("公司") and not does:
            return False  # the suffix is only the beginning of a longer word: 公司法, 局面
        begun = cut.starts[index]
        torn = match.start() < begun < end and match.string[begun:end] not in self.classes
        return not torn  # it begins inside one word and ends in another: 加拿｜大队

    def _agreed(self, text: str, cut: Tagged, guess: Stretch, match: re.Match[str], strength: float) -> float:
        """How sure a name is that the tagger reads too."""
        inner, suffix = text[guess.start : match.start()], match.group()
        words, first = _words(cut, guess.start, match.start())
        if self.parted(cut, guess.start, match.start()):
            return 0.0
        if strength:
            return 1 - (1 - strength) * _AGREED
        if not inner or inner in _OF_ALL or guess.margin < _SURE:
            return 0.0
        if self._unlisted_seat(inner, suffix):
            return 0.7
        kind, head = self.classes[suffix]
        if suffix in self.parts and (suffix not in _BRANCHES_BY_PLACE or (known(inner) and ordinary(inner))):
            return 0.0  # 帐篷派出所
        if head == "place" and (kind != "company" or guess.margin < _SURER):
            return 0.0
        if suffix in ("公司", "集团", "总公司", "集团公司") and self._of_a_place(inner):
            return 0.0
        verbs = any(
            kind[:1] == "v" and len(word) > 1 and known(word) and word not in self.inner
            for word, kind in zip(words, cut.tags[first:], strict=False)
        )
        own = [word for word in words if word not in self.generic and word not in self.inner]
        general = words[0] in self.generic or words[0] in self.stop or words[0] in self.classes
        return 0.0 if verbs or general or len("".join(own)) < 2 else 0.6

    def _unlisted_seat(self, inner: str, suffix: str) -> bool:
        """Whether the unit of a place that no list has begins the name: 江左省｜文联, 滨湾区｜消防大队."""
        seat = _UNLISTED_SEAT.match(inner)
        if seat is None or known(seat.group()) or seat.group()[:-1] in self.generic:
            return False
        return bool(inner[seat.end() :]) or not suffix.startswith(_NEVER_SEATED)

    def _unsupported(
        self, text: str, cut: Tagged, start: int, match: re.Match[str], strength: float
    ) -> float:
        """How sure a name is that the tagger does not read: less, where only a coined word makes it one."""
        words, _ = _words(cut, start, match.start())
        if not strength or "有限" in match.group():
            return strength
        seated = self._seated(text, start, match.start())
        if match.group() == "中心" and words[0] not in self.heads and not seated:
            return 0.0
        if seated or self.placed(words[0], text[start : match.start()]):
            return strength
        return strength if text.count(text[start : match.end()]) > 1 else 0.0

    # ------------------------------------------------------------- is it a name
    def _strength(self, text: str, cut: Tagged, start: int, suffix: int, head: str) -> float:
        """How sure it is that this names one organisation: 0 when it does not."""
        if text.startswith(_PARTY, start):
            start += 2 if text.startswith("中", start) else 3
        inner, after = text[start:suffix], text[suffix : suffix + 2]
        words, first = _words(cut, start, suffix)
        place = self.places.starting(inner, 0)
        society = head == "domain" or text.startswith("行业协会", suffix)
        if society and words[:1] == ["省"] and _of_the_province(text, start, inner):
            return 0.7
        if head not in ("any", "domain") and self._seated(text, start, suffix):
            return 0.65
        if len(inner) < 2 or not words or self._no_name(inner, after, words, place, head):
            return 0.0
        if inner in _OF_ALL:  # 国家实验室, 中国公司 name a class; 国家图书馆 names one
            return 0.6 if inner == "国家" and text.startswith(_OF_THE_NATION, suffix) else 0.0
        proper = self._proper(words[0], cut.tags[first], inner)
        place_only = self.places.get(inner) is not None
        if head == "any":
            return 0.9 if proper and not place_only else 0.75 if len(inner) >= 4 else 0.5
        if place_only:
            return 0.0 if after in _NEVER_A_PLACE_ALONE else 0.7
        if proper:
            return 0.85 if len(inner) > 2 else 0.7
        if (cut.tags[first][:1] == "n" or not known(words[0])) and self._branded(words, after):
            return 0.55
        return 0.6 if head == "domain" and len(inner) >= 4 else 0.0

    def _no_name(
        self, inner: str, after: str, words: list[str], place: tuple[int, Place] | None, head: str
    ) -> bool:
        """Whether what stands before a suffix names a class, a site, or a member of an unnamed chain."""
        if all(word in self.generic or word in self.stop for word in words):
            return True  # 科技有限公司, 行业协会
        if head != "any" and after in _OF_A_CHAIN and self._of_a_place(inner):
            return True  # 新乡市公司, 省公司, 临汾分公司
        if after == "中心" and (inner.endswith(self.sites) or self._general(inner, place)):
            return True  # 市中心, 上海国际金融中心
        at_home = place is not None and place[1].level != "country"
        return head == "place" and not at_home and inner[:2] not in self.heads

    def _of_a_place(self, inner: str) -> bool:
        """Whether a place is all that tells one member of a chain from another."""
        known_place = self.places.get(inner) or self.places.get(inner[:-1])
        return inner[-1] in "省市县区镇乡州" or known_place is not None

    def _branded(self, words: list[str], suffix: str) -> bool:
        """Whether an ordinary word serves as a brand: 超星集团, 紫金农商银行."""
        brand, *rest = words
        if brand in self.generic or brand in self.inner or len(brand) != 2:
            return False
        return suffix in ("集团", "银行") and all(word in self.generic or word in _TRADES for word in rest)

    def _general(self, inner: str, place: tuple[int, Place] | None) -> bool:
        """Whether nothing but general words stands between a place and the suffix."""
        rest = inner[place[0] :].lstrip("省市县区") if place is not None else inner
        return rest in self.generic

    @staticmethod
    def _seated(text: str, start: int, suffix: int) -> bool:
        """市图书馆, 区中心医院: the one of the home city; 市内医院, 市场监管局 are none."""
        inner = text[start:suffix]
        general = inner[1:] in ("", "级", "内", "外", "直", "际", "中", "属", "立")
        if inner[:1] not in _SEATS or (general and len(inner) > 1) or (known(inner[:2]) and len(inner) > 1):
            return False
        many = text[start - 1 : start] in (*"两各几多该外邻跨三四五六全",)
        named = len(inner) >= _NAMED and text.startswith(_SEATED_IF_NAMED, suffix)
        return not many and (named or not text.startswith(_NEVER_SEATED, suffix))

    def _proper(self, word: str, kind: str, inner: str) -> bool:
        """Whether a name that begins with this word names one organisation: a place, a brand."""
        if self.placed(word, inner):
            return True
        if word[:1].isascii():
            return (_LATIN.match(word) is not None or (word.isdigit() and len(word) > 4)) and len(word) > 2
        if word in self.generic or len(word) < 2 or word[-1] in "性级型化式":
            return False
        return not known(word) or kind in ("ns", "nt", "nz") or (kind in _PROPER and len(word) > 2)


def _of_the_province(text: str, start: int, inner: str) -> bool:
    """省信用协会 is one society however general its field is; 两省行业协会 and 省级协会 are a class."""
    general = inner[1:] in ("", "行业", "级", "级行业", "市", "内", "外", "直", "际")
    return not general and text[start - 1 : start] not in (*"两各几多该外邻跨三四五六",)


def _words(cut: Tagged, start: int, end: int) -> tuple[list[str], int]:
    """The words of a stretch, the first and last cut to it, and the index of the first."""
    first = cut.at(start)
    if cut.starts[first] > start:
        first -= 1
    words = []
    for index in range(first, len(cut.words)):
        at = cut.starts[index]
        if at >= end:
            break
        words.append(cut.words[index][max(start - at, 0) : end - at])
    return words, first
