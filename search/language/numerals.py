"""Here is a query, give me the same with ordinals, dates and shares in both ways of writing: 第3届, 第三届.

Names of issues, sessions, days and shares are two ways of writing one thing; 三农 and 5G are not numbers.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace

from corpus.numerals import digits_han, from_han, to_han
from search.language.build import all_of, any_of, negated
from search.language.tree import AtLeast, Near, Phrase, Query, Text, map_parts

_HAN = "〇零○一二三四五六七八九十百千两"
_DIGITS = "〇零○一二三四五六七八九"
_DECIMAL = "[0-9０-９]"
_NUMBERED = re.compile(
    rf"(?P<before>第)(?P<ordinal>{_DECIMAL}{{1,4}}|[{_HAN}]{{1,7}})(?=[届期次号號批轮輪季版卷章节節条條])"
    rf"|(?P<year>{_DECIMAL}{{4}}|[〇零○一二三四五六七八九]{{4}})(?=年)"
    rf"|(?P<day>{_DECIMAL}{{1,2}}|[{_HAN}]{{1,3}})(?=[月日])"
    rf"|(?<![0-9０-９.．])(?P<share>{_DECIMAL}+(?:[.．]{_DECIMAL}+)?)(?P<sign>[%％‰])"
    rf"|(?P<of>[百千])分之(?P<whole>百|[{_HAN}]{{1,7}}|{_DECIMAL}+)(?:点(?P<part>[{_DIGITS}]+))?"
)
_SIGNS = {"百": "%", "千": "‰"}


def forms(text: str) -> tuple[str, ...]:
    """The text and, where it holds ordinals or dates, itself in decimals and in Chinese numerals.

    Distinct, as typed first; at most three.
    """
    if not _NUMBERED.search(text):
        return (text,)
    return tuple(dict.fromkeys((text, _NUMBERED.sub(_decimal, text), _NUMBERED.sub(_spoken, text))))


def widen(query: Query) -> Query:
    """The tree with runs and phrases that hold such numbers found in either writing.

    What a spoken number is only the beginning or end of (百分之三十 for 3%, 十三日 for 3日) does not count.
    """
    if isinstance(query, (Text, Phrase)):
        return any_of([_guarded(query, form) for form in forms(query.text)])
    if isinstance(query, (Near, AtLeast)):  # only leaves stand in these
        return map_parts(query, _either)
    return map_parts(query, widen)


def _either(query: Query) -> Query:
    if isinstance(query, (Text, Phrase)):
        return any_of([replace(query, text=form) for form in forms(query.text)])
    return map_parts(query, _either)


def _guarded(query: Text | Phrase, form: str) -> Query:
    """The query with another form of its text, without the longer numbers that the form is a part of."""
    other: Query = replace(query, text=form)
    if form == query.text or form != _NUMBERED.sub(_spoken, query.text):
        return other
    longer: list[Query] = []
    for match in _NUMBERED.finditer(query.text):
        spoken = _spoken(match)
        if match["share"]:
            more = _DIGITS[1:2] + _DIGITS[3:] if "点" in spoken else "十百点"
            longer += [Phrase(spoken + char, query.field) for char in more]
        elif match["day"] and match.start() == 0:
            longer.append(Phrase("十" + spoken + query.text[match.end()], query.field))
    return all_of([other, negated(any_of(longer))]) if longer else other


def _decimal(match: re.Match[str]) -> str:
    if match["of"]:
        whole = 100 if match["whole"] == "百" else from_han(match["whole"])
        parts = "".join(str("零一二三四五六七八九".index(char)) for char in _zeros(match["part"] or ""))
        return match.group() if whole is None else f"{whole}{'.' * bool(parts)}{parts}{_SIGNS[match['of']]}"
    if match["share"]:
        return match.group()
    typed = match["ordinal"] or match["year"] or match["day"]
    number = from_han(typed)
    return (match["before"] or "") + (typed if number is None else str(number))


def _zeros(text: str) -> str:
    return text.replace("〇", "零").replace("○", "零")


def _spoken(match: re.Match[str]) -> str:
    if match["of"]:
        return match.group()
    if match["share"]:
        whole, _, parts = unicodedata.normalize("NFKC", match["share"]).partition(".")
        of = "千" if match["sign"] == "‰" else "百"
        said = "百" if whole == "100" and of == "百" and not parts else _said(int(whole[:9]))
        return f"{of}分之{said}" + (f"点{_zeros(digits_han(parts))}" if parts else "")
    typed = match["ordinal"] or match["year"] or match["day"]
    number = from_han(typed)
    if number is None:
        return match.group()
    return (match["before"] or "") + (digits_han(str(number)) if match["year"] else to_han(number))


def _said(number: int) -> str:
    return to_han(number) if number else "零"
