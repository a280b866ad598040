"""Here is a place in a text; give me what beside it speaks for a person: a title, a verb, a byline."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from corpus.language.data import words

OFFICE, NOUN, TITLE_AFTER, VERB_AFTER, PARTICLE_AFTER, PAUSE = 4.0, 2.5, 3.0, 2.5, 1.0, 0.5
"""Evidence, on the scale of `Names.shape`: a good name with one cue passes, a poor one needs two."""

_PAUSES = re.compile(r"[、，。：；！？\s()“”\"/—-]|$")
_NOT_A_MENTION = re.compile(
    r"新时代|[\u4e00-\u9fff]{0,6}思想|理论|精神|主义|杯|奖(?!励)|路(?!过)|街|镇|故居|故里|纪念|广场|机场|大桥|大道"
    r"|小学|中学|大学(?!毕业)|学院|医院|基金|式|号|公司|集团|煤矿|矿(?!工)|水库|村|工业园|产业园|园区|景区"
)
_CALLED = re.compile(r"叫$|岁的$|[\u4e00-\u9fff](?<![施竣完开停复返动加手化军建分罢招打务总兼])工$")
"""叫郎大山, 四十七岁的骆开山, 铣工纳兰芸."""
_ATTRIBUTE = re.compile(r"\((?:女|男|[\u4e00-\u9fff]{1,5}族)[，、)]")
"""南宫玉（女）, 海古丽（维吾尔族）."""
_POST_AFTER = re.compile(r"\([^()，。]{2,24}(?:长|主任|书记|经理|主席|委员|总监|教授|律师|员|师)\)")
_APPOINTS = re.compile(r"(?:补选|增选|选举|推选|推举|聘任|聘请|任命|提名|增补)$")
_TO_AN_OFFICE = re.compile(
    r"[^，。；、\n]{0,14}?(?:长|主任|主席|书记|经理|委员|教授|顾问|总监)(?:[，。；、(\s]|$)"
)
_SPEAKS = re.compile(r"[:：]")
_BYLINE_BEFORE = re.compile(
    r"(?:^|[\n(\s])[^\n。，(]{0,8}(?:通讯员|编辑|摄影|摄像|责编|撰稿|校对|供稿"
    r"|(?:本报|本台|本刊|总台央视|央视|新华社|特约)?记者)[:：\s]*$"
)


@dataclass(frozen=True)
class Cues:
    """The words that tell people.  offices tell alone, nouns (村民, 代表) only half; last: how they end."""

    offices: frozenset[str]
    nouns: frozenset[str]
    employers: frozenset[str]
    after: re.Pattern[str]
    last: frozenset[str]

    @classmethod
    @lru_cache(maxsize=1)
    def load(cls) -> Cues:
        """Those that ship with the package."""
        offices, nouns = frozenset(words("titles.txt")), frozenset(words("person_nouns.txt"))
        verbs = words("person_verbs.txt")
        branches = "|".join(sorted({*offices, *verbs}, key=len, reverse=True))
        return cls(
            offices,
            nouns,
            frozenset(words("employers.txt")),
            re.compile(branches),
            frozenset(word[-1] for word in offices | nouns),
        )

    def title(self, text: str, at: int) -> float:
        """What a title that ends right before `at` (or before a space there) counts; 0 without one."""
        while at and text[at - 1] in " \u00a0\u3000":
            at -= 1
        before = text[at - 1 : at]
        weight = NOUN if before in ("叫", "工", "的") and _CALLED.search(text, max(0, at - 8), at) else 0.0
        if before not in self.last:  # asked at every word of a text, and nearly always so
            return weight
        for size in (6, 5, 4, 3, 2):
            word = text[max(at - size, 0) : at]
            if word in self.offices:
                return OFFICE
            if word in self.nouns:
                weight = NOUN
        return weight

    def employer_ends(self, text: str, at: int) -> bool:
        """Whether a word for a place of work ends right before: 城北支行穆子昂."""
        return any(text[max(at - size, 0) : at] in self.employers for size in (3, 2))

    def person_word(self, word: str) -> bool:
        """Whether a word is a title or a noun for people: 张大爷 is nobody by name."""
        return word in self.offices or word in self.nouns

    def byline(self, text: str, at: int) -> bool:
        """Whether what stands before makes this a byline: 本报记者, 摄影:."""
        return _BYLINE_BEFORE.search(text, max(0, at - 24), at) is not None

    def appointed(self, text: str, start: int, end: int) -> bool:
        """Whether text[start:end] ends with the verb of an appointment: 补选方锦为｜副会长."""
        if text[end - 1] == "为":
            return _APPOINTS.search(text, max(0, start - 2), start) is not None
        return text[end - 1] == "任" and _TO_AN_OFFICE.match(text, end) is not None

    def speaks(self, text: str, start: int, end: int) -> bool:
        """Whether text[start:end] begins a turn or a headline: 骆开山：独臂撑起的厂子."""
        return _SPEAKS.match(text, end) is not None and (not start or text[start - 1] in "\n—")

    def following(self, text: str, end: int) -> tuple[float, bool]:
        """(evidence, whether it tells by itself) of what follows a name; evidence < 0 forbids the name."""
        if text[end : end + 1] == "·" or _NOT_A_MENTION.match(text, end):
            return -1.0, False
        if _ATTRIBUTE.match(text, end):
            return TITLE_AFTER, True
        match = self.after.match(text, end)
        if match is None and _POST_AFTER.match(text, end):
            return VERB_AFTER + PAUSE, True
        if match is None:
            return (PAUSE if _PAUSES.match(text, end) else 0.0), False
        word = match.group()
        if word in "和与" and self.after.match(text, match.end()):
            return -1.0, False  # 段志和｜表示, not 段志｜和表示
        if word in self.offices:
            return TITLE_AFTER, True
        if len(word) > 1 or word in "说道":
            return VERB_AFTER, True
        return (0.0 if word != "等" and _PAUSES.match(text, match.end()) else PARTICLE_AFTER), False
