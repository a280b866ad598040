"""Here is a text in whatever figures it is printed, give me its dates in ASCII figures of the common era.

２０２２年６月, 二〇二二年六月二十日, 民國一一一年, and 2O22年 as optical recognition reads it.
"""

from __future__ import annotations

import re

from corpus.numerals import from_han

_WIDE = str.maketrans("０１２３４５６７８９", "0123456789")
_ANY_WIDE = re.compile("[０-９]")
_HAN = "〇○零一二三四五六七八九"
_LETTER_O = re.compile(r"(?<=\d)[OoＯ](?=[\dOoＯ]{0,2}\s*[\d年月日号])")
_HAN_O = re.compile(rf"(?<=[{_HAN}])[0OoＯ](?=[{_HAN}0OoＯ]{{0,2}}\s*年)")  # 二O二O年, 二0二0年
_REPUBLIC = re.compile(rf"(?:中[華华])?民[國国]\s*(?P<year>\d{{1,3}}|元|[{_HAN}十百]{{1,6}})\s*年")
_YEAR = re.compile(rf"(?<![{_HAN}])(?P<year>[一二][{_HAN}]{{3}})\s*年")
_DAY = re.compile(
    r"(?<![一二三四五六七八九十])(?P<month>十[一二]?|[一二三四五六七八九元])\s*月\s*"
    r"(?P<day>三十一?|[二廿]十?[一二三四五六七八九]?|十[一二三四五六七八九]?|[一二三四五六七八九])\s*(?P<unit>[日号號])"
)
_FIRST_YEAR = 1911  # 民國元年 is 1912


def half_width(text: str) -> str:
    """Full-width digits as ASCII ones, length unchanged."""
    return text.translate(_WIDE) if _ANY_WIDE.search(text) else text


def plain_dates(text: str) -> str:
    """The text with its dates in ASCII figures; length may change."""
    text = half_width(text)
    if "O" in text or "o" in text or "Ｏ" in text:
        text = _LETTER_O.sub("0", text)
    if "年" in text:
        text = _HAN_O.sub("〇", text)
    if "民" in text:
        text = _REPUBLIC.sub(_of_the_republic, text)
    if "年" in text:
        text = _YEAR.sub(lambda match: f"{from_han(match['year'])}年", text)
    return _DAY.sub(_day, text) if "月" in text else text


def _of_the_republic(match: re.Match[str]) -> str:
    year = 1 if match["year"] == "元" else from_han(match["year"])
    return f"{_FIRST_YEAR + year}年" if year else match[0]


def _day(match: re.Match[str]) -> str:
    month = 1 if match["month"] == "元" else from_han(match["month"])
    day = from_han(match["day"].replace("廿", "二十").replace("十十", "十"))
    return f"{month}月{day}日" if month and day else match[0]
