"""Here are the tagger's organisations in a cut text; give me those that stand without a list or a suffix.

The tagger alone is wrong too often.  What it reads counts where the name ends like a body, or where a coined
word or a brand comes again or with much certainty.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from corpus.entities.grammar import Grammar
from corpus.entities.networks import Networks
from corpus.entities.places import Places
from corpus.entities.tagger import Stretch
from corpus.language.data import words
from corpus.language.tagging import Tagged, known

_LEAST, _SURE = 1.0, 3.0
_BODY = re.compile(
    r"(?:院|校|局|会|社|所|站|馆|厂|店|团|队|公司|集团|中心|分行|支行"
    r"|台|委|厅|署|库|寺|园|矿|场|坊|部|处|基地|联盟|机构|组织)$"
)
_BODIES = frozenset(("基地", "联盟", "机构", "组织", "公司", "集团", "中心", "科技", "股份", "书院", "剧院"))
_NAME = re.compile(r"[\u4e00-\u9fffA-Za-z][\u4e00-\u9fffA-Za-z0-9()·&\-]{2,30}")
_EVENT = re.compile(
    r"(?:发布会|座谈会|大会|年会|晚会|运动会|会议|展会|论坛|赛|例会|茶话会|党委|党支部|支部)$"
)
_WITHIN = re.compile(r"^(?:省|市|县|区|我|本|该|各|全|某|我们|他们)|(?:和|与|及|等|的|等等)$")


@lru_cache(maxsize=1)
def _suffix() -> re.Pattern[str]:
    return re.compile("(?:" + "|".join(map(re.escape, Grammar.load().classes)) + ")$")


@lru_cache(maxsize=1)
def _trades() -> tuple[str, ...]:
    return words("trades.txt")


def guessed(
    text: str, cut: Tagged, guesses: Sequence[Stretch], taken: Sequence[tuple[int, int]]
) -> Iterator[tuple[int, int, float]]:
    """(start, end, strength) of the names that stand by the tagger's word.  taken: spans already read."""
    covered = bytearray(len(text) + 1)
    for start, end in taken:
        covered[start:end] = b"\1" * (end - start)
    for guess in guesses:
        if guess.margin < _LEAST or 1 in covered[guess.start : guess.end]:
            continue
        strength = _strength(text, cut, guess)
        if strength:
            yield guess.start, guess.end, strength


def _strength(text: str, cut: Tagged, guess: Stretch) -> float:
    """How sure a stretch names one organisation: 0 when it does not."""
    name = text[guess.start : guess.end]
    grammar = Grammar.load()
    first, last = cut.at(guess.start), cut.at(guess.end)
    inside = cut.words[first:last]
    if not _NAME.fullmatch(name) or _WITHIN.search(name) or grammar.parted(cut, guess.start, guess.end):
        return 0.0
    if all(word in grammar.generic for word in inside) or Places.load().get(name) is not None or known(name):
        return 0.0
    bordered = cut.starts[first] == guess.start and cut.starts[last] == guess.end
    if not bordered and guess.margin < _SURE:
        return 0.0
    if name.count("(") != name.count(")") or _suffix().search(name):
        return 0.0  # the grammar has had its say
    if _EVENT.search(name) or inside[0] in grammar.generic or name in Networks.load().cores:
        return 0.0  # 新闻发布会, 医院工会, 工信局
    ending = inside[-1]
    if name.isascii() or (len(ending) > 1 and known(ending) and ending not in _BODIES):
        return 0.0  # a body's name ends in no ordinary word: 部署, 平台, 广场
    more = min(0.3, (guess.margin - _LEAST) * 0.1)
    place = Places.load().starting(name, 0)
    own = [word for word in inside if word not in grammar.generic and word not in grammar.inner]
    coined = any(len(word) > 1 and not known(word) for word in own)
    if _BODY.search(name) and len(name) > 3:
        return 0.5 + more if place is not None or coined else 0.0
    if not coined:
        return 0.0
    again = text.count(name) >= 2
    if name.endswith(_trades()):
        return 0.45 + more / 2 if again or guess.margin >= _SURE else 0.0
    return 0.4 + more if again and guess.margin >= _SURE else 0.0
