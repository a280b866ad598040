"""Here are a few characters; give me how likely they are to be a person's name.

Two questions, one knowledge (`surnames.csv`, `given_chars.txt`, the dictionary):

- `name_likeness`: a token that stands alone, in a byline or a row; is it a name?  0.0–1.0.
- `NameModel.shape`: characters within running text; how much do they speak for a name?  A logarithm, to which
  whoever reads the text adds what stands around them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from corpus.language.data import lines, rows
from corpus.language.tagging import known, tag

UNKNOWN_WORD = 1.0
"""What it counts for a name that the general dictionary does not have it as a word."""
LISTED_NAME = -1.0
"""For a word that the dictionary calls a name: it calls 白皮书 one too."""
ORDINARY_WORD = -3.0
"""For a given name that is a word after a surname that is one: 曾｜勉励."""
FUNCTION_WORD = -5.0
_NOT_A_LAST_CHARACTER = frozenset(
    "在将向作曾等为对同以用从被把说指出案也都就则又还已有的了于我您你他她致并乘任"
)
"""Characters that go on with the sentence after a name far oftener than they end one: 李强｜在."""
_NEVER_GIVEN = frozenset("的了是在我你他她它们这那着过吗呢吧啊个们与及或等把被让从对将就也很最再不没无")
"""Characters that no given name of a token holds: function words."""
FAMOUS_NAME = 2.0
COMMON_WORD = -4.0
RISKY_SURNAME = -2.0
RARE_SURNAME = -3.5
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0002a6df〇]+")
_DOTTED = re.compile(r"[\u4e00-\u9fff]{1,8}[·•‧・．][\u4e00-\u9fff]{1,10}(?:[·•‧・．][\u4e00-\u9fff]{1,8})?")
_MAY_NAME = frozenset({"n", "ns", "nz", "x", "ng"})
"""Kinds of words that people are also called by: nouns, places, words the dictionary only guesses."""


@dataclass(frozen=True)
class NameModel:
    """Surnames and the weight of characters in given names.

    safe: hardly anything else; risky: also words; rare: far more often the beginning of a word; firsts: every
    character a name may begin with; given: character → how much oftener it stands in given names.
    """

    safe: frozenset[str]
    risky: frozenset[str]
    rare: frozenset[str]
    compound: frozenset[str]
    given: dict[str, int]
    firsts: frozenset[str]

    @classmethod
    @lru_cache(maxsize=1)
    def load(cls) -> NameModel:
        """Those that ship with the package."""
        classes = {row["class"]: frozenset(row["surnames"].split()) for row in rows("surnames.csv")}
        given: dict[str, int] = {}
        for line in lines("given_chars.txt"):
            weight, characters = line.split()
            given.update(dict.fromkeys(characters, int(weight)))
        safe, compound, rare = classes["safe"], classes["compound"], classes["rare"]
        risky = (classes["risky"] | rare) - safe
        firsts = safe | risky | {surname[0] for surname in compound}
        return cls(safe, risky, rare, compound, given, firsts)

    def surname(self, text: str, at: int) -> int:
        """The length of the surname that begins there: 0 (none), 1 or 2."""
        if text[at : at + 2] in self.compound:
            return 2
        char = text[at : at + 1]
        return 1 if char and (char in self.safe or char in self.risky) else 0

    def given_weight(self, given: str) -> float:
        """How much oftener these stand in given names than elsewhere (logarithm, about −5 to 5)."""
        return sum(self.given.get(char, 0) for char in given) / (1.4 if len(given) > 1 else 1.0)

    def shape(self, name: str) -> float:
        """How name-like a string is, about −10 to 12; 2 and more is a good name, below −2 hardly one."""
        size = self.surname(name, 0)
        given = name[size:]
        if not size or not 1 <= len(given) <= 2 or not all("一" <= char <= "鿿" for char in given):
            return -10.0
        score = self.given_weight(given)
        if size == 1 and name[0] in self.risky:
            score += RARE_SURNAME if name[0] in self.rare else RISKY_SURNAME
        if size == 1 and name[0] in self.risky and ordinary(given):
            score += ORDINARY_WORD
        if given[-1] in _NOT_A_LAST_CHARACTER:
            score += FUNCTION_WORD
        return score + (_known_as(name) if known(name) else UNKNOWN_WORD)


def is_han(text: str) -> bool:
    """Only Chinese characters."""
    return _HAN.fullmatch(text) is not None


def name_likeness(token: str) -> float:
    """How much a token that stands alone looks like one personal name, 0.0–1.0."""
    if _DOTTED.fullmatch(token):
        return 0.2 if any(kind[0] in "vmtpcdu" for kind in tag(token).tags) else 0.85
    if not 2 <= len(token) <= 4 or not is_han(token):
        return 0.0
    names = NameModel.load()
    surname = names.surname(token, 0)
    if surname == len(token):
        surname = names.surname(token[0], 0)
    if _NEVER_GIVEN.intersection(token[surname:]):
        return 0.0
    if surname == 0:
        given = len(token) == 2 and all(names.given.get(char, 0) > 0 for char in token)
        return 0.25 * _no_word(token) if given else 0.0
    if len(token) - surname > 2:  # two surnames and a given name
        return 0.5 if names.surname(token[1], 0) and not names.rare.intersection(token[:2]) else 0.0
    return (0.6 if token[0] in names.rare and surname == 1 else 0.95) * _no_word(token)


def cut_names(text: str) -> tuple[str, ...]:
    """Names written without anything between them (张俊清姜彦玲), cut; () where no cut fits."""
    if not 4 <= len(text) <= 12:
        return ()
    best: tuple[float, tuple[str, ...]] = (0.0, ())
    stack: list[tuple[int, tuple[str, ...]]] = [(0, ())]
    while stack:
        at, cut = stack.pop()
        if at == len(text):
            worth = min(map(name_likeness, cut)) - 0.01 * len(cut)
            best = max(best, (worth, cut))
            continue
        for length in (2, 3):
            part = text[at : at + length]
            if len(part) == length and name_likeness(part) >= 0.9:
                stack.append((at + length, (*cut, part)))
    return best[1]


@lru_cache(maxsize=50_000)
def common(word: str) -> bool:
    """Whether a string is a word of the dictionary other than a person's name."""
    return known(word) and _known_as(word) <= COMMON_WORD


@lru_cache(maxsize=50_000)
def ordinary(word: str) -> bool:
    """Whether the dictionary has a string as a verb, a noun or an adjective, not as a name."""
    return (known(word) and tag(word).tags[0][:1] in ("v", "a", "d")) or tag(word).tags == ("n",)


@lru_cache(maxsize=50_000)
def _known_as(word: str) -> float:
    """What it counts for a name that the dictionary has it, and as what."""
    cut = tag(word)
    if len(cut.words) == 1 and cut.tags[0] == "nrfg":
        return FAMOUS_NAME
    if len(cut.words) != 1 or len(word) < 3:
        return COMMON_WORD
    listed = cut.tags[0] == "nr" and NameModel.load().given_weight(word[-2:]) >= 0
    return LISTED_NAME if listed else COMMON_WORD


@lru_cache(maxsize=50_000)
def _no_word(text: str) -> float:
    """1.0 for what the dictionary has as a name or not at all, less for words of other kinds."""
    if not known(text):
        return 1.0
    tags = tag(text).tags
    if len(tags) != 1 or tags[0].startswith("nr") or len(text) > 3:
        return 1.0
    return 0.7 if tags[0] in _MAY_NAME else 0.3
