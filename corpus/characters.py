"""Here is text as a file spells it, give me it in the characters that stand for themselves.

Fonts and input methods leave CJK radicals (⽂ for 文) and compatibility forms (樂 for 樂) where the
character itself is meant; they look alike, and nothing that searches for one finds the other.  One
character becomes one character, so that offsets into a line stay.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_RANGES = (
    (0x2E80, 0x2FD5),
    (0xF900, 0xFAD9),
    (0x2F800, 0x2FA1D),
)
_ANY = re.compile("[" + "".join(f"{chr(first)}-{chr(last)}" for first, last in _RANGES) + "]")
_SUPPLEMENT = dict(
    zip(
        "⺁⺄⺅⺆⺇⺈⺉⺊⺋⺌⺍⺐⺑⺓⺕⺖⺗⺘⺙⺛⺜⺝⺡⺢⺣⺦⺩⺪⺫⺭⺮⺰⺱⺲⺳⺴⺵⺶⺷⺺⺻⺼⺽⺾⺿⻀⻁⻂⻃⻄⻅⻆⻇⻈⻉⻊⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻕⻖⻗⻘⻙⻚⻛⻜⻝⻞⻟⻠⻡⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲",
        "厂乙亻冂几刀刂卜㔾小小尢尢幺彐忄心扌攵旡日月氵水灬丬王疋目礻竹纟网网网网网羊羊肀聿月臼艹艹艹虎衤西西见角角讠贝足车辶辶辶邑钅长长长门阜阝雨青韦页风飞食食饣饣首马骨鬼鱼鸟卤麦黄黾齐齐齿齿龙龙龟龟",
        strict=True,
    )
)
"""Radicals of the supplement block, which Unicode leaves without a decomposition but for two."""


def mend(text: str) -> str:
    """`text` with radicals and compatibility forms of Chinese characters as the characters; its length
    stays."""
    return text if text.isascii() else _ANY.sub(_mended, text)


def _mended(found: re.Match[str]) -> str:
    return _character(found[0])


_NOT_XML = re.compile("[^\\t\\n\\r\x20-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")


def for_xml(text: str, instead: str = "") -> str:
    """`text` with `instead` for each character that XML 1.0 (section 2.2, Char) has no way to write."""
    return _NOT_XML.sub(instead, text)


@lru_cache(maxsize=2048)
def _character(char: str) -> str:
    plain = _SUPPLEMENT.get(char) or unicodedata.normalize("NFKC", char)
    return plain if len(plain) == 1 else char
