"""Here is a cut text; give me the people it names.

A candidate begins with a surname; what stands around it decides: a title before (总经理李占伟) or after
(李占伟总经理), a verb that only people do (说, 出席), a name it is listed with, a list it stands in.
Among the possible lengths the one wins whose characters look most like a given name and after which
the text goes on best (张福来｜说, not 张福｜来说).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from corpus.entities.data import words
from corpus.entities.names import Names
from corpus.entities.tagging import Tagged

ACCEPTED = 5.0
"""The evidence a candidate needs: its shape (−10 to 12) plus what stands around it (each cue 1 to 4)."""
_TITLE_BEFORE, _TITLE_AFTER, _VERB_AFTER, _LISTED, _TAGGED, _BORDER, _PAUSE = (
    4.0,
    3.0,
    2.5,
    3.0,
    1.0,
    1.0,
    0.5,
)
_ALONE = 6.5
"""The evidence a name of three characters needs when nothing around it says that it is one."""

_HAN = re.compile(r"[\u4e00-\u9fff]+")
_PARTED = re.compile(
    r"(?<![\u4e00-\u9fff])([\u4e00-\u9fff])[  \u3000]{1,2}([\u4e00-\u9fff])(?![\u4e00-\u9fff])"
)
_LINE = re.compile(r"^[ \u3000]*([\u4e00-\u9fff]{2,4})[ \u3000]+\S", re.M)
_ITEM = re.compile(r"[\u4e00-\u9fff]{2,4}")
_ROW = re.compile(
    r"(?<![\u4e00-\u9fff])[\u4e00-\u9fff]{2,4}(?:[、 \u3000][\u4e00-\u9fff]{2,4}){2,}(?![\u4e00-\u9fff])"
)
_ROLL = 4
_JOINT = re.compile(r"(?:、|和|与|及|以及|，|, ?|\s{1,3})$")
_PAUSES = re.compile(r"[、，。：；！？\s()“”\"/—-]|$")
_NOT_A_MENTION = re.compile(
    r"新时代|[\u4e00-\u9fff]{0,6}思想|理论|精神|主义|杯|奖(?!励)|路(?!过)|街|镇|故居|纪念|小学|中学|大学|学院|医院|基金|式|号|公司"
)
_BYLINE_BEFORE = re.compile(
    r"(?:^|[\n(\s])[^\n。，(]{0,8}(?:通讯员|编辑|摄影|摄像|责编|撰稿|校对|供稿|(?:本报|本台|本刊|总台央视|央视|新华社|特约)?记者)[:：\s]*$"
)
_DOCUMENT = re.compile(r"《[^《》]*》")


@dataclass(frozen=True, slots=True)
class Person:
    """text[start:end] names a person called `name`."""

    start: int
    end: int
    name: str
    confidence: float


@dataclass(frozen=True)
class Cues:
    """The words that tell people."""

    titles: frozenset[str]
    longest: int
    after: re.Pattern[str]
    title_after: re.Pattern[str]
    foreign: re.Pattern[str]
    transliterated: frozenset[str]

    @classmethod
    @lru_cache(maxsize=1)
    def load(cls) -> Cues:
        """Those that ship with the package."""
        titles = frozenset(words("titles.txt"))
        verbs = sorted(words("person_verbs.txt"), key=len, reverse=True)
        ordered = sorted(titles, key=len, reverse=True)
        characters = "".join(words("transliteration.txt"))
        return cls(
            titles,
            max(map(len, titles)),
            re.compile("|".join(verbs)),
            re.compile("|".join(ordered)),
            re.compile(f"[{characters}]{{1,8}}(?:[·.][{characters}]{{1,9}})+"),
            frozenset(characters),
        )

    def title_ends(self, text: str, at: int) -> bool:
        """Whether a title ends right before this position."""
        return any(text[max(at - size, 0) : at] in self.titles for size in range(self.longest, 1, -1))


class _Reader:
    """One reading of one text."""

    def __init__(self, text: str, cut: Tagged, taken: Sequence[tuple[int, int]]) -> None:
        self.text = text
        self.cut = cut
        self.names = Names.load()
        self.cues = Cues.load()
        self.blocked = bytearray(len(text) + 1)
        for start, end in (*taken, *(match.span() for match in _DOCUMENT.finditer(text))):
            self.blocked[start:end] = b"\1" * (end - start)
        self.borders = frozenset(cut.starts)
        self.found: list[Person] = []
        self.last_end = -1

    def read(self) -> list[Person]:
        self._foreign()
        self._parted()
        self._rolls()
        for index, start in enumerate(self.cut.starts[:-1]):
            for at in self._starts(index, start):
                person = self._at(index, at)
                if person is not None:
                    self.found.append(person)
                    self.last_end = person.end
                    self.blocked[person.start : person.end] = b"\1" * (person.end - person.start)
                    break
        return self._whole()

    def _starts(self, index: int, start: int) -> Iterator[int]:
        """Where in this word a name may begin: at its first character, or at its second after 和, 由, ….."""
        word, kind = self.cut.words[index], self.cut.tags[index]
        if self.blocked[start]:
            return
        if self.names.surname(self.text, start):
            yield start
        if (
            len(word) > 2
            and kind.startswith(("n", "x"))
            and word[0] in "和与由向对令让经"
            and not self.blocked[start + 1]
        ):
            yield start + 1

    # ------------------------------------------------------------- Chinese names
    def _at(self, index: int, start: int) -> Person | None:
        """The person whose name begins at `start`, or None."""
        text = self.text
        size = self.names.surname(text, start)
        if not size:
            return None
        before = self._before(start)
        if before < 0:
            return None
        best: tuple[float, int, float] | None = None
        for length in (size + 2, size + 1):
            end = start + length
            name = text[start:end]
            if len(name) < length or not _HAN.fullmatch(name) or any(self.blocked[start:end]):
                continue
            shape = self.names.shape(name)
            if shape <= -6 or "某" in name or name[size:] in self.cues.titles:
                continue
            after, cue = self._after(end)
            if after < 0:
                continue
            score = shape + after + (_BORDER if end in self.borders else -1.5)
            if self.cut.tags[index].startswith("nr") and len(self.cut.words[index]) == length:
                score += _TAGGED
            if best is None or score > best[0]:
                best = (score, end, cue)
        if best is None:
            return None
        score, end, cue = best
        total = score + before
        told = before > 0 or cue > 0
        alone = end - start == size + 2 and self.cut.tags[index].startswith("nr") and total >= _ALONE
        if not ((told and total >= ACCEPTED) or alone):
            return None
        confidence = min(0.98, 0.5 + 0.04 * total) if told else 0.55
        return Person(start, end, text[start:end], confidence)

    def _before(self, start: int) -> float:
        """What stands before: > 0 speaks for a person, < 0 forbids one (a byline)."""
        text = self.text
        near = text[max(0, start - 24) : start]
        if _BYLINE_BEFORE.search(near) and not self.blocked[max(start - 3, 0)]:
            return -1.0
        if self.cues.title_ends(text, start):
            return _TITLE_BEFORE
        if (
            0 <= self.last_end <= start
            and start - self.last_end <= 3
            and _JOINT.fullmatch(text[self.last_end : start])
        ):
            return _LISTED
        return 0.0

    def _after(self, end: int) -> tuple[float, float]:
        """(evidence, cue): what follows; evidence < 0 forbids a name that ends here."""
        text = self.text
        if _NOT_A_MENTION.match(text, end):
            return -1.0, 0.0
        if self.cues.title_after.match(text, end):
            return _TITLE_AFTER, _TITLE_AFTER
        if verb := self.cues.after.match(text, end):
            weight = _VERB_AFTER if len(verb.group()) > 1 or verb.group() in "说道" else 1.0
            return weight, weight if weight > 1 else 0.0
        return (_PAUSE, 0.0) if _PAUSES.match(text, end) else (0.0, 0.0)

    # ------------------------------------------------------------- other shapes
    def _parted(self) -> None:
        """徐 媛: two characters set apart to the width of three, in lists and bylines."""
        for match in _PARTED.finditer(self.text):
            name = match.group(1) + match.group(2)
            if not self.blocked[match.start()] and self.names.shape(name) >= 0:
                self.found.append(Person(match.start(), match.end(), name, 0.8))
                self.blocked[match.start() : match.end()] = b"\1" * (match.end() - match.start())

    def _rolls(self) -> None:
        """Names that begin the lines of a roll, and names in rows: three or more that all look like names."""
        lines = [match for match in _LINE.finditer(self.text) if self.names.shape(match.group(1)) > -4]
        if len(lines) >= _ROLL:
            for match in lines:
                self._add(match.start(1), match.end(1), 0.8)
        for match in _ROW.finditer(self.text):
            items = [*_ITEM.finditer(self.text, match.start(), match.end())]
            shapes = [self.names.shape(item.group()) for item in items]
            if sum(shape >= 0 for shape in shapes) >= 0.8 * len(items):
                for item, shape in zip(items, shapes, strict=True):
                    if shape > -4:
                        self._add(item.start(), item.end(), 0.75)

    def _add(self, start: int, end: int, confidence: float) -> None:
        if not any(self.blocked[start:end]):
            self.found.append(Person(start, end, self.text[start:end], confidence))
            self.blocked[start:end] = b"\1" * (end - start)

    def _foreign(self) -> None:
        """劳尔·卡斯特罗; 普京 after a title."""
        for match in self.cues.foreign.finditer(self.text):
            start = match.start()
            dot = self.text.index("·", start) if "·" in match.group() else -1
            if dot < 0:
                continue
            for border in self.cut.starts[self.cut.at(start) : self.cut.at(dot)]:
                if self.cues.title_ends(self.text, border):
                    start = border
            name = self.text[start : match.end()]
            if not any(self.blocked[start : match.end()]):
                self.found.append(Person(start, match.end(), name, 0.9))
                self.blocked[start : match.end()] = b"\1" * (match.end() - start)
        for index, (word, kind) in enumerate(zip(self.cut.words, self.cut.tags, strict=True)):
            start = self.cut.starts[index]
            if (
                kind in ("nr", "nrt", "nrfg", "nz")
                and 2 <= len(word) <= 6
                and not self.blocked[start]
                and self.cues.transliterated.issuperset(word)
                and self.cues.title_ends(self.text, start)
                and (len(word) > 3 or not self.names.surname(word, 0))
            ):
                self.found.append(Person(start, start + len(word), word, 0.75))
                self.blocked[start : start + len(word)] = b"\1" * len(word)

    def _whole(self) -> list[Person]:
        """In order; without 李占 where 李占伟 is named."""
        names = {person.name for person in self.found}
        parts = {name for name in names if any(other != name and other.startswith(name) for other in names)}
        return sorted((p for p in self.found if p.name not in parts), key=lambda person: person.start)


def people_in(text: str, cut: Tagged, taken: Sequence[tuple[int, int]]) -> list[Person]:
    """The people named in a plain text, in order of place.  taken: spans that belong to organisations."""
    return _Reader(text, cut, taken).read()
