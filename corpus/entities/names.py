"""Here are a few characters; give me how likely they are to be a person's name.

Shape only: a surname of `surnames.csv`, a given name of one or two characters, how much oftener each of
these stands in given names than elsewhere (`given_chars.txt`).  Context is `people`'s business.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from corpus.entities.data import lines, rows
from corpus.entities.tagging import known, tag

UNKNOWN_WORD = 1.0
"""What it counts for a name that the general dictionary does not have it as a word."""
LISTED_NAME = -1.0
"""For a word that the dictionary calls a name: it calls 白皮书 one too."""
_ORDINARY_TAGS = frozenset(("n", "v", "vn", "a", "ad", "an", "d"))
ORDINARY_WORD = -3.0
"""For a given name that is a word after a surname that is one: 曾｜勉励."""
FUNCTION_WORD = -5.0
_NOT_A_LAST_CHARACTER = frozenset(
    "在将向作曾等为对同以用从被把说指出案也都就则又还已有的了于我您你他她致并乘任"
)
"""Characters that go on with the sentence after a name far oftener than they end one: 李强｜在."""
FAMOUS_NAME = 2.0
COMMON_WORD = -4.0
RISKY_SURNAME = -2.0


@dataclass(frozen=True)
class Names:
    """Surnames and the weight of characters in given names."""

    safe: frozenset[str]
    risky: frozenset[str]
    compound: frozenset[str]
    given: dict[str, int]
    firsts: frozenset[str]

    @classmethod
    @lru_cache(maxsize=1)
    def load(cls) -> Names:
        """Those that ship with the package."""
        classes = {row["class"]: frozenset(row["surnames"].split()) for row in rows("surnames.csv")}
        given: dict[str, int] = {}
        for line in lines("given_chars.txt"):
            weight, characters = line.split()
            given.update(dict.fromkeys(characters, int(weight)))
        safe = classes["safe"]
        risky, compound = classes["risky"] - safe, classes["compound"]
        return cls(safe, risky, compound, given, safe | risky | {surname[0] for surname in compound})

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
            score += RISKY_SURNAME
        if size == 1 and name[0] in self.risky and ordinary(given):
            score += ORDINARY_WORD
        if given[-1] in _NOT_A_LAST_CHARACTER:
            score += FUNCTION_WORD
        return score + (_known_as(name) if known(name) else UNKNOWN_WORD)


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
    listed = cut.tags[0] == "nr" and Names.load().given_weight(word[-2:]) >= 0
    return LISTED_NAME if listed else COMMON_WORD
