"""Here is a cut text and the end of a name; give me where the name begins, and the words that decide it.

Nouns, names, abbreviations and the verbs of `org_inner.txt` belong to a name; prepositions, other verbs,
titles, quantities and the words of `org_stop.txt` end it.  The tagger's border is weighed against it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from corpus.entities.places import Places
from corpus.entities.tagger import Stretch
from corpus.language.data import rows, words
from corpus.language.tagging import Tagged, known

_MAX_WORDS = 12
_MAX_CHARS = 28
_TAGS = "n nz ns nr nrt nrfg nt j vn b l s ng g zg an eng nx i x a"
_INSIDE = frozenset(_TAGS.split())
_NUMBER = re.compile(r"^(?:第?[一二三四五六七八九十百零〇两]+(?:局|院|勘|建|航|冶|建筑)?|\d{1,5})$")
_PREPOSITION = re.compile(r"^[由在与和对向为被将从到给及是的暨](?=.)|^同(?=[省市县区])")
_JOINING = re.compile(r"^(?:联合|会同|协同|携手)(?=[省市县区])")
_IN_A_TOWN = re.compile(r"([\u4e00-\u9fff]{1,6}[县区市旗])[\u4e00-\u9fff]{1,3}[镇乡]")
_COINED = 4
"""The most characters of a brand between a firm's place and what the words say of its trade."""
_LATIN = re.compile(r"^[A-Za-z][A-Za-z0-9&.\-]*$")
_SEAT = re.compile(r"[\u4e00-\u9fff]{2,3}|[\u4e00-\u9fff]{2,12}[省市县区州盟旗镇乡村]")
_TOWNSHIP = re.compile(r"[\u4e00-\u9fff]{2,3}[镇乡](?!政|人民)")
_BETWEEN = frozenset("pcury")
_AND = frozenset("与和及或并暨以")
_HAN = re.compile(r"^[\u4e00-\u9fffA-Za-z0-9()·&\-]+$")


def _ending(suffix: str) -> str:
    """The pattern of a suffix: 一中 is none in 第一中学."""
    return (
        rf"(?<!第){suffix}(?!学)" if re.fullmatch(r"[一二三四五六七八九十]中", suffix) else re.escape(suffix)
    )


Self = TypeVar("Self", bound="Borders")


@dataclass(frozen=True)
class Borders:
    """The suffixes, the word classes, and how they border a name."""

    suffixes: re.Pattern[str]
    classes: dict[str, tuple[str, str]]
    ends: tuple[str, ...]
    units: frozenset[str]
    parts: frozenset[str]
    inner: frozenset[str]
    stop: frozenset[str]
    people: frozenset[str]
    generic: frozenset[str]
    heads: frozenset[str]
    sites: tuple[str, ...]
    places: Places

    @classmethod
    @lru_cache(maxsize=1)
    def load(cls: type[Self]) -> Self:
        """Those that ship with the package."""
        table = rows("suffixes.csv")
        classes = {row["suffix"]: (row["kind"], row["head"]) for row in table}
        ordered = sorted(classes, key=len, reverse=True)
        after = r"(?![职社队人成会学组]?员|[副院局会处部馆所社站]?长|性质)"
        return cls(
            re.compile("(?:" + "|".join(map(_ending, ordered)) + ")" + after),
            classes,
            tuple(suffix for suffix in classes if len(suffix) > 1),
            frozenset(row["suffix"] for row in table if row["unit"]),
            frozenset(row["suffix"] for row in table if row["unit"] == "part"),
            frozenset(words("org_inner.txt")),
            frozenset((*words("org_stop.txt"), *words("titles.txt"), *words("person_nouns.txt"))),
            frozenset((*words("titles.txt"), *words("person_nouns.txt"))),
            frozenset(words("org_generic.txt")),
            frozenset(words("org_heads.txt")),
            words("org_sites.txt"),
            Places.load(),
        )

    def left(self, text: str, cut: Tagged, suffix: int) -> int | None:
        """Where the name begins whose suffix begins at `suffix`, or None where nothing stands before it."""
        index = cut.at(suffix)
        if cut.starts[index] > suffix:  # the suffix lies inside a word: 有限公司 in 科技有限公司
            index -= 1
            first = cut.starts[index]
        else:
            first = suffix
        begun = first
        for back in range(index - 1, max(index - 1 - _MAX_WORDS, -1), -1):
            word, kind = cut.words[back], cut.tags[back]
            if suffix - cut.starts[back] > _MAX_CHARS:
                break
            bracketed = text[begun : begun + 1] == "(" and word not in self.stop and _HAN.match(word)
            whose = back == index - 1 and word in self.people  # 志愿者｜协会, 律师｜事务所
            stripped = 0 if bracketed or whose else self._inside(word, kind, text, cut, back)
            if stripped is None:
                break
            begun = cut.starts[back] + stripped
            if stripped:
                break
        begun = self._trimmed(cut, begun, suffix)
        if begun and text[begun - 1 : begun + 1] in self.heads:  # 中｜煤
            begun -= 1
        if begun >= suffix or text.count(")", begun, suffix) != text.count("(", begun, suffix):
            return None
        return begun

    def _inside(self, word: str, kind: str, text: str, cut: Tagged, back: int) -> int | None:
        """0: the word may belong to the name; n > 0: all but its first n characters may; None: it may not."""
        if word in self.stop:
            return None
        if word in "()":
            return 0 if self._bracketed(text, cut, back) else None
        if not _HAN.match(word):
            return None
        if word in self.inner or word in self.heads:
            return 0
        if _PREPOSITION.match(word) and not known(word):
            return 1
        if kind in _INSIDE:
            return None if kind == "a" and known(word) else 0
        if kind in ("m", "eng") and _NUMBER.match(word):
            return 0
        if _LATIN.match(word):
            return 0
        if kind in ("v", "d", "f", "t", "q", "p", "z") and not known(word):
            return 0
        return None

    @staticmethod
    def _bracketed(text: str, cut: Tagged, back: int) -> bool:
        """Whether the bracket belongs to a place or brand in brackets inside a name: 联通(山西)."""
        at = cut.starts[back]
        if text[at] == ")":
            opened = text.rfind("(", max(0, at - 8), at)
            return opened > 0 and at - opened > 1 and _HAN.match(text[opened - 1]) is not None
        closed = text.find(")", at, at + 9)
        return closed > 0

    def _trimmed(self, cut: Tagged, begun: int, suffix: int) -> int:
        """Without leading words that cannot begin a name."""
        index = cut.at(begun)
        if cut.starts[index] > begun:  # it begins inside a word
            return begun
        index = self._to_place(cut, index, suffix)
        while cut.starts[index] < suffix:
            word, kind = cut.words[index], cut.tags[index]
            if not (
                (kind in ("f", "s", "x", "m") and not _NUMBER.match(word))
                or word in ")的"
                or kind in ("a", "d", "u")
            ):
                return max(cut.starts[index], begun)
            index += 1
        return suffix

    def _to_place(self, cut: Tagged, index: int, suffix: int) -> int:
        """Past words that may stand inside a name but do not begin one, where a place comes after them."""
        at = index
        while cut.starts[at] < suffix:
            word = cut.words[at]
            place = self.places.get(word)
            if word in self.heads or (place is not None and place.level in ("province", "city")):
                return at
            if word not in self.inner and word not in self.generic and cut.tags[at][:1] != "v":
                return index
            at += 1
        return index

    def placed(self, word: str, inner: str) -> bool:
        """Whether a name begins with a place or 中国; a township by its 镇 or 乡."""
        if word in self.heads or inner[:2] in self.heads or self.places.starting(inner, 0) is not None:
            return True
        return _TOWNSHIP.match(inner) is not None

    def better(self, text: str, cut: Tagged, start: int | None, guess: Stretch) -> int:
        """The left border of the words, or that of the tagger: the longer one where it reads well."""
        if start is None or start == guess.start:
            return guess.start + (not text[guess.start].isalnum())  # ●云岭…有限公司
        if start < guess.start:
            bordered = cut.starts[cut.at(guess.start)] == guess.start
            if not bordered and cut.starts[cut.at(start)] == start:
                return start  # the tagger begins inside a word: 互｜联网
            more = text[start : guess.start]
            if more[:2] in self.heads or (len(more) == 3 and self.places.get(more[:2]) is not None):
                return start  # 中华联合｜财产保险, 昆明本｜草堂
            whole = self.places.starting(more, 0) is not None and _SEAT.fullmatch(more) is not None
            return start if whole or more in self.heads else guess.start
        if not text[guess.start].isalnum():
            return start
        return start if self.parted(cut, guess.start, start) else guess.start

    def parted(self, cut: Tagged, start: int, end: int) -> bool:
        """Whether a stretch holds a word that no name goes over: 与, 以, 的, 企业, 主办."""
        first, last = cut.at(start), cut.at(end)
        return any(
            (word in self.stop and word not in self.people)
            or (kind[:1] in _BETWEEN and (kind[:1] != "c" or word in _AND))
            for word, kind in zip(cut.words[first:last], cut.tags[first:last], strict=True)
        )

    def after_body(self, cut: Tagged, start: int, suffix: int) -> int:
        """The border moved past a body and its verb: 中国矿业大学共建｜智能采掘实验室."""
        index = cut.at(start)
        while cut.starts[index] < suffix:
            word, kind = cut.words[index], cut.tags[index]
            verb = kind in ("v", "d") and word not in self.inner
            before = "".join(cut.words[max(index - 4, 0) : index])
            if verb and cut.starts[index] > start and before.endswith(self.ends):
                return cut.starts[index + 1]
            index += 1
        return start

    def without_particle(self, text: str, start: int, suffix: int) -> int:
        """Without a preposition or conjunction that the border took in: 由｜省软件行业协会."""
        if (joining := _JOINING.match(text[start:suffix])) is not None:
            return start + joining.end()
        particle = _PREPOSITION.match(text[start:suffix]) is not None
        place = self.places.starting(text, start) is not None
        return start + 1 if particle and not place and not known(text[start : start + 2]) else start

    def seat(self, text: str, cut: Tagged, start: int, firm: bool) -> int:
        """The border moved to the place a name begins with, where the words stopped short of it.

        昆明｜云数｜人工智能科技有限公司 for a firm; 永和县东塬镇｜上庄小学 where a town was torn.
        """
        begun = max(0, start - 12)
        for match in _IN_A_TOWN.finditer(text, begun, start + 1):
            if match.end() in (start, start + 1):
                place = self.places.ending(text, match.end(1), begun)
                if place is not None and cut.starts[cut.at(place[0])] == place[0]:
                    return place[0]
        if not firm or self.places.starting(text, start) is not None:
            return start
        for end in range(start, max(start - _COINED, 0) - 1, -1):
            place = self.places.ending(text, end, begun)
            if place is None or place[1].level == "country":
                continue
            if cut.starts[cut.at(place[0])] != place[0] or not self._brand_between(cut, end, start):
                continue
            wider = self.places.ending(text, place[0], begun)
            return wider[0] if wider is not None and wider[1].level == "province" else place[0]
        return start

    def _brand_between(self, cut: Tagged, start: int, end: int) -> bool:
        """Whether nothing but coined words, nouns and words of names stands between."""
        first, last = cut.at(start), cut.at(end)
        return all(
            (word in self.inner or not known(word) or kind[:1] in ("n", "j") or kind == "vn")
            and word not in self.stop
            and _HAN.match(word) is not None
            for word, kind in zip(cut.words[first:last], cut.tags[first:last], strict=True)
        )
