"""Here is a query, give me the same with its numbers in every usual writing: 第3届, 第三届; 12户, 十二户.

Issues, sessions, days, shares, counts and telephones have several writings; 三农 and 5G are no numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import chain, islice, product

from corpus.numerals import digits_han, from_han, to_han
from search.language.build import any_of
from search.language.spoken import plain, writings
from search.language.tree import Phrase, Query, Text, map_parts

MOST = 40
"""Writings of one run; the commonest of each of its numbers come first."""

SPEECH = 16
"""Characters from which an unquoted run is a sentence: ranked by its words, its counts stay as typed."""

_HAN = "〇零○一二三四五六七八九十百千两"
_DIGITS = "〇零○一二三四五六七八九"
_YEAR_DIGITS = _DIGITS + "ＯOoｏ"
_DECIMAL = "[0-9０-９]"
_MEASURED = (
    "个位名人户家口丁员代辈岁周年天夜晚届期次号回趟遍场轮步阵番顿拳分秒刻点度倍成强折元角毛块钱吨克斤升米尺寸里公亩顷平方英毫厘立瓦伏安赫兆条项件宗桩起例笔"
    "批组队班排连营团等级类种样式款套副双对只头匹尾支枝根株棵颗粒枚朵片页册本卷篇章节段句字词首部集份封幅幢栋座所处间层楼室床桌席门窗扇孔台架辆列艘站村镇乡县市省区国校厂店社馆票股多余几大小"
)
"""First characters of what is counted."""
_COUNT = rf"{_DECIMAL}+(?:[,，]{_DECIMAL}{{3}})*(?:[.．]{_DECIMAL}+)?(?:[万千百亿]{_DECIMAL})?[十百千万亿]*"
_WORDS = r"[〇零○一二三四五六七八九十百千万亿两]+(?:点[〇零○一二三四五六七八九]+[万亿]*)?"
_DATED = re.compile(
    rf"(?P<before>第)(?P<ordinal>{_DECIMAL}{{1,4}}|[{_HAN}]{{1,7}})(?=[届期次号號批轮輪季版卷章节節条條])"
    rf"|(?P<year>{_DECIMAL}{{4}}|[{_YEAR_DIGITS}]{{4}})(?=年)"
    rf"|(?<![0-9０-９.．A-Za-z-])(?P<bare>[12１２]{_DECIMAL}{{3}}|[一二][零〇○七八九][{_DIGITS}]{{2}})"
    rf"(?![0-9０-９{_DIGITS}十百千万亿.．,，%％A-Za-z{_MEASURED}-])"
    rf"|(?P<day>{_DECIMAL}{{1,2}}|[{_HAN}]{{1,3}})(?=[月日])"
)
_COUNTED = re.compile(
    rf"(?<!{_DECIMAL})(?P<phone>[(（]0\d{{2,3}}[)）]\s?\d{{7,8}}|0(?:[12]\d|[3-9]\d\d)[-－ ]?\d{{7,8}}"
    rf"|1[3-9]\d[-－ ]?\d{{4}}[-－ ]?\d{{4}})(?!{_DECIMAL})"
    rf"|(?<![0-9０-９.．])(?P<share>{_DECIMAL}+(?:[.．]{_DECIMAL}+)?)(?P<sign>[%％‰])"
    rf"|(?P<of>[百千])分之(?P<whole>百|一百[零一二三四五六七八九十]*|[{_HAN}]{{1,7}}|{_DECIMAL}+(?:[.．]{_DECIMAL}+)?)"
    rf"(?:点(?P<part>[{_DIGITS}]+))?"
    rf"|(?<![A-Za-zＡ-Ｚａ-ｚ0-9０-９.．\-－第])(?P<count>{_COUNT})"
    rf"(?:(?=[{_MEASURED}])|(?<={_DECIMAL}{{2}})(?=[\u4e00-\u9fff]))"
    rf"|(?<![{_HAN}万亿第])(?P<spoken>{_WORDS})(?=[\u4e00-\u9fff])"
)
_ZEROS = str.maketrans("OoＯｏ", "〇〇〇〇")
_SIGNS = {"百": "%", "千": "‰"}


@lru_cache(maxsize=512)
def forms(text: str) -> tuple[str, ...]:
    """The text and, where it holds ordinals, dates, shares or counts, itself in the other writings of these.

    Distinct, as typed first; at most `MOST`.
    """
    return tuple(dict.fromkeys(islice(chain.from_iterable(map(_recounted, _dated(text))), MOST)))


def _dated(text: str) -> tuple[str, ...]:
    """The text with its ordinals and dates in either writing, as typed first."""
    styles = (_DATED.sub(style, text) for style in (_decimal, _spoken, _with_letter))
    return tuple(dict.fromkeys((text, *styles)))


def _recounted(text: str) -> Iterator[str]:
    """The text with its counts and shares in every writing, as typed first."""
    parts: list[tuple[str, ...]] = []
    done = 0
    dated = {place for match in _DATED.finditer(text) for place in range(*match.span())}
    for match in _COUNTED.finditer(text):
        if match.start() not in dated and match.end() - 1 not in dated:
            parts += [(text[done : match.start()],), (match[0], *_others(match))]
            done = match.end()
    parts.append((text[done:],))
    return map("".join, product(*parts))


def widen(query: Query) -> Query:
    """The tree with runs and phrases that hold numbers found in any writing.

    What another writing is only the beginning or end of (百分之三十 for 3%, 十三日 for 3日) is none of it.
    """
    if isinstance(query, (Text, Phrase)):
        speech = isinstance(query, Text) and len(query.text) > SPEECH
        written = _dated(query.text) if speech else forms(query.text)
        other = (replace(query, text=form, whole=True) for form in written[1:])
        return any_of([query, *other])
    return map_parts(query, widen)


def _others(match: re.Match[str]) -> tuple[str, ...]:
    """The other writings of what was found."""
    if match["phone"]:
        return _telephone(re.sub(r"\D", "", plain(match["phone"])))
    if match["of"]:
        return _of_hundred(match)
    if match["share"]:
        return _share(match["share"], match["sign"])
    if match["count"]:
        return writings(match["count"])
    lone = len(match["spoken"]) == 1 and match.string[match.end()] not in _MEASURED
    return () if lone else writings(match["spoken"])


def _decimal(match: re.Match[str]) -> str:
    number = _numbered(match)
    if number is None:
        return match[0]
    return f"{number:04}" if _is_year(match) else f"{match['before'] or ''}{number}"


def _spoken(match: re.Match[str]) -> str:
    number = _numbered(match)
    if number is None:
        return match[0]
    return digits_han(f"{number:04}") if _is_year(match) else (match["before"] or "") + to_han(number)


def _with_letter(match: re.Match[str]) -> str:
    """With the letter O for zero, as years are often typed: 二O一九年."""
    return _spoken(match).replace("〇", "O")


def _is_year(match: re.Match[str]) -> bool:
    return bool(match["year"] or match["bare"])


def _numbered(match: re.Match[str]) -> int | None:
    return from_han((match["ordinal"] or match["year"] or match["bare"] or match["day"]).translate(_ZEROS))


def _of_hundred(match: re.Match[str]) -> tuple[str, ...]:
    """百分之三点五 as 3.5%."""
    whole = "一百" if match["whole"] == "百" else match["whole"]
    typed = whole + (f"点{match['part']}" if match["part"] else "")
    decimals = [
        one for one in (typed, plain(typed), *writings(typed)) if one[0].isdecimal() and one.isascii()
    ]
    zero = re.fullmatch("零点([零一二三四五六七八九]+)", plain(typed))
    if zero:
        decimals.append("0." + "".join(str("零一二三四五六七八九".index(char)) for char in zero[1]))
    if not decimals:
        return ()
    return (decimals[0] + _SIGNS[match["of"]], *_share(decimals[0], _SIGNS[match["of"]]))


def _telephone(digits: str) -> tuple[str, ...]:
    """A number with and without its brackets or dashes; how many there are, the fold leaves open."""
    if digits[0] == "1":
        return digits, f"{digits[:3]}-{digits[3:]}"
    area = 3 if digits[1] in "12" else 4
    number = digits[area:]
    return digits, f"({digits[:area]}){number}", f"{digits[:area]}-{number[:-4]}-{number[-4:]}"


def _share(number: str, sign: str) -> tuple[str, ...]:
    """3.5% as 百分之三点五 and 百分之3.5."""
    of = "千" if plain(sign) == "‰" else "百"
    decimal = plain(number)
    said = [one for one in writings(decimal) if not one[0].isdecimal() and one[-1] not in "万两"]
    if decimal.startswith("0."):
        said.append("零点" + digits_han(decimal[2:]).replace("〇", "零"))
    if decimal == "100" and of == "百":
        said.insert(0, "百")
    return tuple(f"{of}分之{one}" for one in (*said, decimal))
