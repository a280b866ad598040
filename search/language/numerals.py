"""Here is a query, give me the same with every ordinal and date in both ways of writing: 第3届, 第三届.

Only names of issues, sessions and days are two ways of writing one thing; 三农 and 5G are not numbers.
"""

from __future__ import annotations

import re
from dataclasses import replace

from corpus.numerals import digits_han, from_han, to_han
from search.language.build import any_of
from search.language.tree import And, Boost, Not, Or, Phrase, Query, Text

_HAN = "〇零○一二三四五六七八九十百千两"
_DECIMAL = "[0-9０-９]"
_NUMBERED = re.compile(
    rf"(?P<before>第)(?P<ordinal>{_DECIMAL}{{1,4}}|[{_HAN}]{{1,7}})(?=[届期次号號批轮輪季版卷章节節条條])"
    rf"|(?P<year>{_DECIMAL}{{4}}|[〇零○一二三四五六七八九]{{4}})(?=年)"
    rf"|(?P<day>{_DECIMAL}{{1,2}}|[{_HAN}]{{1,3}})(?=[月日])"
)


def forms(text: str) -> tuple[str, ...]:
    """The text and, where it holds ordinals or dates, itself in decimals and in Chinese numerals.

    Distinct, as typed first; at most three.
    """
    if not _NUMBERED.search(text):
        return (text,)
    return tuple(dict.fromkeys((text, _NUMBERED.sub(_decimal, text), _NUMBERED.sub(_spoken, text))))


def widen(query: Query) -> Query:
    """The tree with runs and phrases that hold such numbers found in either writing."""
    if isinstance(query, (Text, Phrase)):
        return any_of([replace(query, text=form) for form in forms(query.text)])
    if isinstance(query, (And, Or)):
        return replace(query, parts=tuple(widen(part) for part in query.parts))
    if isinstance(query, (Not, Boost)):
        return replace(query, part=widen(query.part))
    return query


def _decimal(match: re.Match[str]) -> str:
    typed = match["ordinal"] or match["year"] or match["day"]
    number = from_han(typed)
    return (match["before"] or "") + (typed if number is None else str(number))


def _spoken(match: re.Match[str]) -> str:
    typed = match["ordinal"] or match["year"] or match["day"]
    number = from_han(typed)
    if number is None:
        return match.group()
    return (match["before"] or "") + (digits_han(str(number)) if match["year"] else to_han(number))
