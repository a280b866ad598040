"""Here is a text; give me its pinyin, full or by initials, and tell me whether something typed may be pinyin.

Readings come from pypinyin word by word (重庆 is chongqing because the word is known), kept for the words
that recur.  Tones, spaces and apostrophes carry nothing: `Shānxī Lián'tōng` is `shanxiliantong`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

_LATIN = re.compile(r"[a-zü' \-]+")
_INITIAL = "zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw]"
_FINAL = (
    "iang|iong|uang|ang|eng|ing|ong|iao|ian|uai|uan|ai|ei|ao|ou|an|en|er|ia|ie|iu|in|ua|uo|ui|un|ue|üe|"
    "a|o|e|i|u|ü|v"
)
_SYLLABLES = re.compile(f"(?:(?:{_INITIAL})?(?:{_FINAL})|ng)+")


def syllables(words: Sequence[str]) -> list[str]:
    """One reading a character, of words in order; other characters stand for themselves."""
    return [syllable for word in words for syllable in _reading(word)]


def full(words: Sequence[str]) -> str:
    """`shanxiliantong` for 山西, 联通."""
    return "".join(syllables(words))


def initials(words: Sequence[str]) -> str:
    """`sxlt` for 山西, 联通."""
    return "".join(syllable[0] for syllable in syllables(words) if syllable)


@lru_cache(maxsize=1 << 16)
def _reading(word: str) -> tuple[str, ...]:
    from pypinyin import Style, lazy_pinyin

    found: list[str] = []
    for piece in re.findall(r"[^\x00-\u2fff]+|[\x00-\u2fff]", word):
        if len(piece) == 1 and ord(piece) < 0x3000:
            found.append(piece)
        else:
            found.extend(lazy_pinyin(piece, style=Style.NORMAL, errors="default", v_to_u=False))
    return tuple(found)


def normal(text: str) -> str:
    """What was typed as it is compared: lower case, no tones, spaces, hyphens or apostrophes; ü is v."""
    parts = unicodedata.normalize("NFD", text.casefold()).replace("u\u0308", "v")
    marked = "".join(c for c in parts if not unicodedata.combining(c))
    return re.sub(r"[ '’\-]+", "", marked).replace("u:", "v")


def may_be_pinyin(text: str) -> bool:
    """Whether it can be pinyin or initials: Latin letters only, at least two."""
    plain = unicodedata.normalize("NFKC", text).casefold().strip()
    bare = "".join(c for c in unicodedata.normalize("NFD", plain) if not unicodedata.combining(c))
    return len(normal(text)) > 1 and _LATIN.fullmatch(bare) is not None


def is_spelled(text: str) -> bool:
    """Whether it reads as whole syllables (shanxi), not as initials only (sxlt)."""
    return _SYLLABLES.fullmatch(normal(text)) is not None


def alike(a: str, b: str) -> bool:
    """Whether two characters share a reading, tones apart."""
    return bool(_readings(a) & _readings(b))


@lru_cache(maxsize=1 << 14)
def _readings(char: str) -> frozenset[str]:
    from pypinyin import Style, pinyin

    return frozenset(pinyin(char, style=Style.NORMAL, heteronym=True)[0])
