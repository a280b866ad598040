"""Here is a text; give me its pinyin, full or by initials, and tell me whether something typed may be pinyin.

Readings come from pypinyin word by word, kept for the words that recur; surnames and places that it reads
otherwise than people do from `search/data/readings.txt` (单立新 is shanlixin).  Tones, as marks or as digits,
spaces and apostrophes carry nothing: `Shānxī Lián'tōng`, `shan1 xi1 lian2 tong1` are `shanxiliantong`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

_LATIN = re.compile(r"[a-zü' \-]+")
_INITIAL = "zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw]"
_FINAL = (
    "iang|iong|uang|ang|eng|ing|ong|iao|ian|uai|uan|ai|ei|ao|ou|an|en|er|ia|ie|iu|in|ua|uo|ui|un|ue|üe|"
    "a|o|e|i|u|ü|v"
)
_SYLLABLE = f"(?:(?:{_INITIAL})?(?:{_FINAL})|ng)"
_SYLLABLES = re.compile(f"{_SYLLABLE}+")
_TONED = re.compile(f"(?:{_SYLLABLE}[0-5]){{2,}}")


@dataclass(frozen=True, slots=True)
class _Readings:
    """surnames, words: characters → one reading each; within: matches the words in a text."""

    surnames: Mapping[str, tuple[str, ...]]
    words: Mapping[str, tuple[str, ...]]
    within: re.Pattern[str]


@lru_cache(maxsize=1)
def _own() -> _Readings:
    table = resources.files("search").joinpath("data", "readings.txt").read_text(encoding="utf-8")
    rows = [line.split() for line in table.splitlines() if line and not line.startswith("#")]
    words = {row[0]: tuple(row[1:]) for row in rows if row[0] != "姓"}
    longest_first = sorted(words, key=len, reverse=True)
    surnames = {row[1]: tuple(row[2:]) for row in rows if row[0] == "姓"}
    return _Readings(surnames, words, re.compile("|".join(longest_first)))


def syllables(words: Sequence[str]) -> list[str]:
    """One reading a character, of words in order; other characters stand for themselves."""
    read = [syllable for word in words for syllable in _reading(word)]
    own = _own()
    for match in own.within.finditer("".join(words)):
        read[match.start() : match.end()] = own.words[match[0]]
    return read


def as_surname(name: str, read: Sequence[str]) -> list[str] | None:
    """The reading of a person's name whose surname is read in its own way; None for any other.

    read: the reading of the same characters as words.
    """
    surnames = _own().surnames
    surname = next((name[:size] for size in (2, 1) if len(name) > size and name[:size] in surnames), None)
    if surname is None or tuple(read[: len(surname)]) == surnames[surname]:
        return None
    return [*surnames[surname], *read[len(surname) :]]


@lru_cache(maxsize=1)
def pairs() -> Mapping[str, tuple[str, str]]:
    """Two characters that are read otherwise together than each alone (重庆, 银行), with their reading."""
    from pypinyin import lazy_pinyin
    from pypinyin.phrases_dict import phrases_dict

    found = {phrase: lazy_pinyin(phrase) for phrase in phrases_dict if len(phrase) == 2}
    found |= {word: list(read[:2]) for word, read in _own().words.items() for word in (word[:2],)}
    alone = {char: _reading(char)[0] for phrase in found for char in phrase}
    return {
        phrase: (read[0], read[1])
        for phrase, read in found.items()
        if len(read) == 2 and read != [alone[phrase[0]], alone[phrase[1]]]
    }


def spelled_part(text: str, key: str) -> str | None:
    """The part of a text that is read, or has the initials, as `key` spells; None where none does."""
    read = syllables([text])
    for spelling in (read, [syllable[:1] for syllable in read]):
        for start in range(len(spelling)):
            end, said = start, ""
            while end < len(spelling) and len(said) < len(key) and key.startswith(said):
                said += spelling[end] if text[end].isalnum() else ""
                end += 1
            if said == key and end - start > 1:
                return text[start:end]
    return None


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
            read = lazy_pinyin(piece, style=Style.NORMAL, errors="default", v_to_u=False)
            if len(read) != len(piece):  # characters without a reading come in one piece
                read = [lazy_pinyin(char, style=Style.NORMAL, v_to_u=False)[0] for char in piece]
            found.extend(read)
    return tuple(found)


def normal(text: str) -> str:
    """What was typed as it is compared: lower case, no tones, spaces, hyphens or apostrophes; ü is v."""
    parts = unicodedata.normalize("NFD", text.casefold()).replace("u\u0308", "v").replace("u:", "v")
    marked = "".join(c for c in parts if not unicodedata.combining(c)).replace("lyu", "lv")
    bare = re.sub(r"[ '’\-]+", "", marked)
    if _TONED.fullmatch(bare):
        return re.sub("[0-5]", "", bare)
    return bare


def may_be_pinyin(text: str) -> bool:
    """Whether it can be pinyin or initials: Latin letters only, at least two; tones may be digits."""
    plain = unicodedata.normalize("NFKC", text).casefold().strip().replace("u:", "v")
    bare = "".join(c for c in unicodedata.normalize("NFD", plain) if not unicodedata.combining(c))
    return len(normal(text)) > 1 and (
        _LATIN.fullmatch(bare) is not None or _TONED.fullmatch(re.sub(r"[ '’\-]+", "", bare)) is not None
    )


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
