"""Here is a text of a query, give me its folded form, the words that are wanted, the words that score.

The same analyzer that filled the index reads the query; results are kept, since matching, scoring and
snippets ask for the same text.  Numbers and Latin words keep the signs that belong to them (3.5%, C++, IPv6+,
-12℃, AT&T), a number its unit (5亿元), and a picture (🎉) is a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from index.text.analyzer import Analyzer, is_word
from index.text.fold import Folded, fold

_L = "0-9a-z\u00b5\u00df-\u05ff"
"""Digits and small letters of the alphabets that make words, as folded text has them."""

_SPELT = re.compile(
    rf"(?:(?<!\w)(?:[-+]?[¥$€£]?(?=\d)|\.(?=[a-z])))?"
    rf"[{_L}]+(?:[.&@_':][{_L}]+|(?<=\d)[-/](?=\d)[{_L}]+)*"
    rf"(?:\+{{2,}}|\+(?!\w)|(?<![{_L}][{_L}])\+(?=[级等类档轮股])|#(?!\w)|[%‰]|°[cf]?)*"
)
_PICTURES = re.compile("[\U0001f000-\U0001faff\u2600-\u2604\u2607-\u27bf]+")
_SPOKEN = re.compile(
    r"(?:(?:[百千]分之)?[零一二三四五六七八九十百千万亿两]{2,}|(?:[百千]分之)?[一二三四五六七八九两]|(?:[百千]分之)?零(?=点))"
    r"(?:点[零一二三四五六七八九]+[万亿]*)?"
)
_SPACED = re.compile(r"(?<=[A-Za-zＡ-Ｚａ-ｚ])\s+(?=[A-Za-zＡ-Ｚａ-ｚ])")
_MEASURES = frozenset(
    "亿万千百元角分年月日时号点秒个户人名位家项条次届期台套座栋辆部架艘吨克斤升米里公亩顷度倍成岁周天瓦伏件批篇册页版"
    "村处间所种例起场张株棵头只队组级类站口块层幅份枚趟余"
)
"""First characters of what is counted: a number and its unit are looked for as one."""


@dataclass(frozen=True, slots=True)
class Cut:
    """A text as the engines read it.

    folded: what substrings are compared with; words: every word, as the word fields hold them (a long
    word also by its parts); wanted: words that no other word of the cut contains, in order, each once;
    the whole folded text where it has no word (a run of marks).
    """

    folded: str
    words: tuple[str, ...]
    wanted: tuple[str, ...]


class Analysis:
    """Reads query texts.  Safe under threads."""

    def __init__(self, analyzer: Analyzer | None = None, size: int = 4096) -> None:
        self.analyzer = analyzer or Analyzer()
        self.cut = lru_cache(maxsize=size)(self._cut)

    def fold(self, text: str) -> str:
        """The folded form."""
        return self.cut(text).folded

    def wanted(self, text: str) -> tuple[str, ...]:
        """The words that must all be found, each as a substring."""
        return self.cut(text).wanted

    def _cut(self, text: str) -> Cut:
        folded = fold(text)
        if len(folded.text) < 2:
            run = folded.text
            return Cut(run, (run,) if is_word(run) else (), (run,) if run else ())
        placed = self.analyzer.placed(folded)
        pieces = _SPACED.split(text)
        if len(pieces) > 1:
            wanted = tuple(dict.fromkeys(word for piece in pieces for word in self.wanted(piece)))
        else:
            wanted = tuple(dict.fromkeys(_wanted(folded, placed))) or (folded.text,) * bool(folded.text)
        return Cut(folded.text, tuple(word for word, _, _ in placed), wanted)


def _wanted(folded: Folded, placed: list[tuple[str, int, int]]) -> Iterator[str]:
    """The longest words at every place, numbers joined with what they count."""
    text = folded.text
    spelt = [found.span() for pattern in (_SPELT, _PICTURES) for found in pattern.finditer(text)]
    begun = {start for _, start, _ in placed}
    said = {found.span() for found in _SPOKEN.finditer(text) if found.start() in begun}
    spans = sorted(
        {*spelt, *said, *((start, end) for _, start, end in placed)}, key=lambda span: (span[0], -span[1])
    )
    reach, number = 0, -1
    for start, end in spans:
        if end <= reach:
            continue
        follows = start == reach or (number, reach) in said
        if number >= 0 and follows and end - reach < 3 and text[reach] in _MEASURES:
            start = number
        elif number >= 0:
            yield text[number:reach]
        counts = (start, end) in said or (text[end - 1].isdigit() and text[end - 1].isascii())
        number, reach = (start if counts else -1), end
        if not counts:
            yield text[start:end]
    if number >= 0:
        yield text[number:reach]
