"""Here is a stretch that the tagger takes for a person; give me whether it is a name of another make.

Names that hold no Chinese surname, one that is hardly known, or two: 帕尔哈提, 萨仁高娃, 闭少华, 楚云飞扬.
No surname tells where such a name begins or how long it may be, so that a title or an address beside it must.
"""

from __future__ import annotations

import re

from corpus.entities.cues import NOUN, Cues
from corpus.entities.foreign import Transliteration
from corpus.entities.places import Places
from corpus.entities.tagger import Stretch
from corpus.language.names import NameModel, common, ordinary
from corpus.language.tagging import Tagged

ACCEPTED, _TOLD, _TRANSLITERATED, _SHORT = 6.0, 2.0, 1.0, -2.0
"""The tagger's margin, what stands before, and these together."""
_ALONE = 4.0
"""The margin from which a name that somebody's deed follows needs nothing before it: 次仁旺堆｜推着."""
_TORN, _GOES_ON = -1.0, 0.5
_HAN = re.compile(r"[\u4e00-\u9fff]{2,6}")
_ADDRESS = re.compile(r"(?:同志|先生|女士|老师|老人|师傅|法师|道长|居士|神父|牧师)$")
_FUNCTION = frozenset("的了着过和与及同们在是有说就也把被为对向从到来我你他她它这那哪")
_CALLED = frozenset("小老阿")
"""小陈, 老郑: how people are called, not their names."""
_NOT_A_LAST = frozenset("方组记队新者")


def unusual(text: str, cut: Tagged, guess: Stretch, before: float, listed: bool) -> tuple[int, float] | None:
    """(end, confidence 0–1) of the name that begins where `guess` does; None where it is none of these.

    before: what stands before it counts; listed: it stands in a row of names.
    """
    cues, names = Cues.load(), NameModel.load()
    address = _ADDRESS.search(text, guess.start, guess.end)
    end = guess.end if address is None else address.start()
    name = text[guess.start : end]
    if not _HAN.fullmatch(name) or _FUNCTION.intersection(name):
        return None
    size = names.surname(text, guess.start)
    if size and len(name) <= size + 2:
        return None  # what surname and given name tell is asked elsewhere
    if (name[0] in _CALLED and len(name) == 2) or name[-1] in _NOT_A_LAST:
        return None
    if size and names.given.get(name[-1], 0) <= 0 and not Transliteration.load().run.fullmatch(name):
        return None  # 习云鹏｜作
    if common(name) or ordinary(name) or Places.load().get(name) is not None or _holds_post(cues, name):
        return None
    after, told = cues.following(text, end)
    told = told or address is not None
    if not told and len(name) > 3 and ordinary(name[-2:]):
        return None  # 胡塞武装
    told = told or (guess.margin >= _ALONE and _goes_on(cut, end) > 0)
    if after < 0 or not (before >= NOUN or told or listed):
        return None
    total = guess.margin + before + after + (_TOLD if told else 0.0)
    total += _TRANSLITERATED if Transliteration.load().run.fullmatch(name) else 0.0
    total += _SHORT if len(name) == 2 else 0.0
    total += _goes_on(cut, end)
    return (end, min(0.9, 0.4 + 0.05 * total)) if total >= ACCEPTED else None


def _goes_on(cut: Tagged, end: int) -> float:
    """What the word after a name counts: a border speaks for the name, a verb or a day after it more."""
    index = cut.at(end)
    if cut.starts[index] != end:
        return _TORN
    return _GOES_ON if index < len(cut.tags) and cut.tags[index][:1] in ("v", "t", "p", "d") else 0.0


def _holds_post(cues: Cues, name: str) -> bool:
    """Whether a title or a noun for people stands within: 布朗族老人, 车间主任."""
    return any(
        cues.person_word(name[at : at + size]) for size in (2, 3) for at in range(len(name) - size + 1)
    )
