"""Here is a cut text; give me the people it names.

A candidate begins with a surname; what stands around it decides: a title before (总经理李占伟) or after
(李占伟总经理), a verb that only people do (说, 出席), a name it is listed with, a list it stands in.
Among the possible lengths the one wins whose characters look most like a given name and after which
the text goes on best (张福来｜说, not 张福｜来说).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from corpus.entities.cues import NOUN, OFFICE, Cues
from corpus.entities.foreign import foreign, is_foreign
from corpus.entities.persons import PersonMention, in_order, led, trimmed
from corpus.entities.places import Places
from corpus.entities.rolls import listed
from corpus.entities.tagger import Stretch
from corpus.entities.unusual import unusual
from corpus.language.names import NameModel, common, ordinary
from corpus.language.tagging import Tagged, known

ACCEPTED = 5.0
"""The evidence a candidate needs: its shape (−10 to 12) plus what stands around it (each cue 1 to 4)."""
ALONE = 7.5
"""The evidence a name of three characters needs when nothing around it says that it is one."""
_LISTED, _TAGGED, _BORDER, _NO_BORDER = 3.0, 1.0, 1.0, -1.5
_GOES_ON = -2.5
"""For a given name of one character after which the text just goes on: it may have a second."""
_INTO_THE_NEXT = -3.0
"""For a name whose last character begins the word that goes on: 皇甫敏｜到会, 袁立｜来滇."""
_AFTER_OFFICE, _AFTER_NOUN, _ORDINARY_GIVEN = 2.0, 1.5, 1.0
"""For a name of full length right after an office, or of a sure surname after a noun for people, that ends
with a word and holds none: 副局长农向前."""
_FRAMED = 3.5
"""For an ordinary word between an office and a verb of people: 总工程师柏青主持."""
_EMPLOYED = 2.0
"""For a name right after an organisation's: 无锡分行路遥."""
_MOST, _TELLS, _OTHERWISE, _TOLD = 3.5, 1.0, -2.0, 3.5
"""What the tagger's word counts: at most (so much it must be for a name of two characters to tell a person
by itself); from where it tells one of three; against another length; for one that what follows tells."""
_AGAIN, _GOOD = 1.0, 3.0
"""For a name of three characters that comes again."""
_SHORT_NAME = 1.5
"""By how much less it is believed about a name of two characters."""
_TORN, _FOREIGN = 3.0, 2.5
"""The margins from which it is believed within a word, and about a foreign name."""

_FOR_PEOPLE = frozenset("员户警匠嫂兵")
_LABEL = re.compile(
    r"(?:主\s*持|出\s*席|列\s*席|记\s*录|参\s*加|联\s*系|主\s*讲|评\s*委|获\s*奖|缺\s*席|到\s*会)"
    r"(?:人员?|者)?[:：]\s*$"
    r"|(?:等奖|奖项|名单|标兵|先进个人)(?:\([^()]{1,6}\))?[:：]\s*$"
)
_AFTER_ADDRESS = re.compile(r"(?:同志|先生|女士)$")
_UNITS = "县镇乡村区市"
_PLACES = "县镇乡村矿"
"""What makes a name that of a place wherever the text prints it: 庞庞塔矿."""
_HAN = re.compile(r"[\u4e00-\u9fff]+")
_JOINT = re.compile(r"(?:、|和|与|及|以及|，|, ?|\s{1,3})$")
_JOINTS = frozenset(("、", "和", "与", "及", "以及"))
_JOINED_TO = "和与由向对令让经"


def people_in(
    text: str,
    cut: Tagged,
    taken: Sequence[tuple[int, int]],
    guesses: Sequence[Stretch] = (),
    elsewhere: Collection[str] = (),
) -> list[PersonMention]:
    """The people named in a plain text, in order of place.

    taken: spans that cannot hold a name; guesses: what the tagger takes for one, a cue among others;
    elsewhere: names that the same issue prints elsewhere, which need no more evidence here.
    """
    return _PeopleReader(text, cut, taken, guesses, elsewhere).read()


class _PeopleReader:
    """One reading of one text.  blocked[i]: the character belongs to something already read."""

    def __init__(
        self,
        text: str,
        cut: Tagged,
        taken: Sequence[tuple[int, int]],
        guesses: Sequence[Stretch],
        elsewhere: Collection[str],
    ) -> None:
        self.elsewhere = elsewhere
        self.text = text
        self.cut = cut
        self.names = NameModel.load()
        self.cues = Cues.load()
        self.places = Places.load()
        self.blocked = bytearray(len(text) + 1)
        for start, end in taken:
            self._block(start, end)
        self.taken_ends = frozenset(end for _, end in taken)
        self.borders = frozenset(cut.starts)
        self.found: list[PersonMention] = []
        self.printed = led(text, cut, guesses)
        self.guesses = {at: trimmed(text, guess) for at, guess in self.printed.items()}
        self.last_end = -1
        self.waiting: list[tuple[float, PersonMention]] = []

    def read(self) -> list[PersonMention]:
        for start, end in foreign(self.text, self.cut, self._sure_surname):
            guess = self.printed.get(start)
            if guess is not None and guess.end > end and guess.margin >= _TORN:
                whole = unusual(self.text, self.cut, guess, OFFICE, False)
                if whole is not None and (whole[0] > end + 1 or is_foreign(self.text[start : whole[0]])):
                    end = whole[0]  # 所长多吉｜卓玛, 帕尔哈｜提
            self._add(start, end, self.text[start:end], 0.85)
        for guess in self.printed.values():
            if guess.margin >= _FOREIGN and is_foreign(self.text[guess.start : guess.end]):
                self._add(guess.start, guess.end, self.text[guess.start : guess.end], 0.7)
        for start, end, name, confidence in listed(self.text, self.names, self.cues):
            self._add(start, end, name, confidence)
        for start, name in self._expected_here():
            self._add(start, start + len(name), name, 0.75)
        for index, at in self._starts():
            person = None if self.blocked[at] else self._at(index, at)
            if person is not None:
                self._listed_before(person.start)
                self._add(person.start, person.end, person.name, person.confidence)
                self.last_end = person.end
        return in_order(self.found)

    def _expected_here(self) -> Iterator[tuple[int, str]]:
        """(start, name) of the names that the issue prints elsewhere, the longest first."""
        for name in sorted(self.elsewhere, key=len, reverse=True):
            start = self.text.find(name)
            while start >= 0:
                end = start + len(name)
                if self.cues.following(self.text, end)[0] >= 0 and self._before(start) >= 0:
                    yield start, name
                start = self.text.find(name, end)

    def _sure_surname(self, at: int) -> int:
        """The length of a Chinese surname that is hardly anything else, or 0."""
        return 0 if self.text[at] in self.names.risky else self.names.surname(self.text, at)

    def _listed_before(self, start: int) -> None:
        """陈荣兴和武建斌等同志: what shows the last of a row to be a person shows the others."""
        while self.waiting:
            total, person = self.waiting.pop()
            if person.end > start:
                continue
            while self.waiting and self.waiting[-1][1].end == person.end:  # 万鄂湘, not 鄂湘
                total, person = self.waiting.pop()
            joint = self.text[person.end : start]
            if joint not in _JOINTS or total + _LISTED < ACCEPTED:
                return
            self._add(person.start, person.end, person.name, 0.8)
            start = person.start

    def _add(self, start: int, end: int, name: str, confidence: float) -> None:
        if 1 not in self.blocked[start:end]:
            self.found.append(PersonMention(start, end, name, confidence))
            self._block(start, end)

    def _block(self, start: int, end: int) -> None:
        self.blocked[start:end] = b"\1" * (end - start)

    def _starts(self) -> Iterator[tuple[int, int]]:
        """(word, place) where a name may begin: a word's first character, or its second after 和, 由, ….

        A word of the dictionary that is no name is passed over unless a title stands before it.
        """
        text, firsts, rare, starts = self.text, self.names.firsts, self.names.rare, self.cut.starts
        guesses = self.guesses
        for index, (word, kind) in enumerate(zip(self.cut.words, self.cut.tags, strict=True)):
            start = starts[index]
            if start in guesses and not _AFTER_ADDRESS.search(text, max(0, start - 2), start):
                yield index, start
            elif word[0] in firsts:
                compound = word[:2] in self.names.compound
                plain = len(word) > 1 and kind[:2] != "nr" and not compound and common(word)
                if word[0] == "任" and self._addressed(start):
                    continue  # 尹兰芬同志｜任站长
                if word[0] in rare and not (kind[:2] == "nr" or compound or self._expected(start)):
                    continue
                if not plain or self.cues.title(text, start) or start in self.taken_ends or self._torn(index):
                    yield index, start
            torn = bool(guesses) and len(word) > 1 and not known(word)
            for within in range(start + 1, start + len(word)) if torn else ():
                if within in guesses and text[within] in firsts and guesses[within].margin >= _TORN:
                    yield index, within
            if len(word) > 2 and word[0] in _JOINED_TO and word[1] in firsts and not common(word):
                yield index, starts[index] + 1

    def _expected(self, start: int) -> bool:
        """Whether a name is expected there: after a title, an employer or another name."""
        return bool(self._in_a_row(start) or start in self.taken_ends or self.cues.title(self.text, start))

    def _in_a_row(self, start: int) -> bool:
        """Whether the last name and what joins two names end right before."""
        last = self.last_end
        return 0 <= last <= start <= last + 3 and _JOINT.fullmatch(self.text, last, start) is not None

    def _addressed(self, start: int) -> bool:
        """Whether 同志 or 先生 ends right before: 尹兰芬同志｜任站长."""
        return _AFTER_ADDRESS.search(self.text, max(0, start - 2), start) is not None

    def _torn(self, index: int) -> bool:
        """Whether the cut may have torn a name: 武建｜斌, where 武建 is a word."""
        after = self.cut.words[index + 1] if index + 1 < len(self.cut.words) else ""
        return len(self.cut.words[index]) == 2 and len(after) == 1 and self.names.given.get(after, 0) >= 3

    # ------------------------------------------------------------- one name
    def _at(self, index: int, start: int) -> PersonMention | None:
        """The person whose name begins at `start`, or None."""
        before = self._before(start)
        if before < 0:
            return None
        guess = self.printed.get(start)
        other = guess and unusual(self.text, self.cut, guess, before, self._in_a_row(start))
        if other:
            return PersonMention(start, other[0], self.text[start : other[0]], other[1])
        best = max(self._lengths(index, start, before), default=None)
        if best is None:
            return None
        score, end, told_after = best
        framed = before >= OFFICE and told_after and not ordinary(self.text[start:end])
        total = score + before + (_FRAMED if framed else 0.0)
        told = before > 0 or told_after
        name = self.text[start:end]
        if total < (ACCEPTED if told else ALONE) or not (told or self._alone(index, start, end)):
            self.waiting.append((total, PersonMention(start, end, name, 0.0)))
            return None
        return PersonMention(start, end, name, min(0.98, 0.5 + 0.04 * total) if told else 0.55)

    def _lengths(self, index: int, start: int, before: float) -> Iterator[tuple[float, int, bool]]:
        """(evidence, end, whether what follows tells a person) for each possible length.

        before: what stands before it counts.
        """
        size = self.names.surname(self.text, start)
        text = self.text
        for length in (size + 2, size + 1) if size else ():
            end = start + length
            name = text[start:end]
            if len(name) < length or not _HAN.fullmatch(name) or 1 in self.blocked[start:end]:
                continue
            shape = self.names.shape(name)
            if shape <= -6 or self._nobody(name, size):
                continue
            after, told = self.cues.following(text, end)
            if after < 0 or self.cues.appointed(text, start, end):
                continue
            if not after and length == size + 1:
                after = _GOES_ON
            tagged = self.cut.tags[index].startswith("nr") and len(self.cut.words[index]) == length
            border = _BORDER if end in self.borders else _NO_BORDER
            if length > 2 and shape >= _GOOD and not told and text.count(name) > 1:
                after += _AGAIN
            if length > size + 1 and self.cues.speaks(text, start, end):
                after, told = after + NOUN, told or shape >= 0
            guess = self._guessed(start, end, told)
            if length > size + 1:
                after += self._full(start, size, before, told)
            if not told and not before and length > 2 and self._a_word(name[size:]):
                guess = min(guess, 0.5)  # 白｜毛巾
            told = told or guess >= (_TELLS if length > 2 else _MOST)
            yield shape + after + border + guess + (_TAGGED if tagged else 0.0), end, told

    def _full(self, start: int, size: int, before: float, told: bool) -> float:
        """What counts for or against a name with a given name of two characters."""
        text, end = self.text, start + size + 2
        last = text[end - 1]
        if not told and self.names.given.get(last, 0) <= 0:
            at = self.cut.at(end - 1)
            verb = self.cut.starts[at] == end - 1 and self.cut.tags[at][:1] in ("v", "p", "d")
            if verb or (known(text[end - 1 : end + 1]) and not known(text[end - 2 : end])):
                return _INTO_THE_NEXT
        name = text[start:end]
        if end not in self.borders or known(name[: size + 1]) or common(name):
            return 0.0
        if before >= OFFICE:
            return _AFTER_OFFICE
        if before > 0 and self._sure_surname(start):
            return _ORDINARY_GIVEN * self._goes_on(end) if ordinary(name[size:]) else _AFTER_NOUN
        return 0.0

    def _goes_on(self, end: int) -> bool:
        """Whether a word that says what somebody does or when follows: 养鱼户雷长生｜坐在."""
        index = self.cut.at(end)
        return index < len(self.cut.tags) and self.cut.tags[index][:1] in ("v", "t", "d")

    def _guessed(self, start: int, end: int, told: bool) -> float:
        """What the tagger's word counts for a name of this length: where it reads another length, it counts
        against it, unless what follows tells (张福来｜说)."""
        guess = self.guesses.get(start)
        if guess is None:
            return 0.0
        if guess.end != end:
            return _TOLD if told else _OTHERWISE
        doubt = _SHORT_NAME * ((end - start == 2) + known(self.text[start:end]))
        return min(_MOST, max(0.0, guess.margin - doubt))

    def _a_word(self, given: str) -> bool:
        """Whether a given name is an ordinary word of characters that hardly stand in given names."""
        return ordinary(given) and self.names.given_weight(given) < 1.0

    def _nobody(self, name: str, size: int) -> bool:
        """Whether a string is a name's shape only: 张某, 张大爷, 卢旺达."""
        return (
            "某" in name
            or (len(name) > 2 and name[-1] in _UNITS)
            or any(name + unit in self.text for unit in _PLACES)
            or self.cues.person_word(name[size:])
            or self.places.get(name) is not None
        )

    def _before(self, start: int) -> float:
        """What stands before: > 0 speaks for a person, < 0 forbids one (a byline)."""
        text = self.text
        if self._in_a_row(start):
            return _LISTED
        weight = self.cues.title(text, start)
        if not weight and _LABEL.search(text, max(0, start - 12), start):
            return _LISTED
        if not weight and self._noun_before(start):
            return NOUN
        if weight and self.cues.byline(text, start) and not self.blocked[max(start - 3, 0)]:
            return -1.0
        if not weight and (start in self.taken_ends or self.cues.employer_ends(text, start)):
            return _EMPLOYED
        return weight

    def _noun_before(self, start: int) -> bool:
        """Whether a noun for people stands right before, by how it ends: 柜员, 养鱼户, 干警."""
        index = self.cut.at(start) - 1
        if index < 0 or self.cut.starts[index + 1] != start:
            return False
        word, kind = self.cut.words[index], self.cut.tags[index]
        return len(word) > 1 and kind[:1] == "n" and word[-1] in _FOR_PEOPLE

    def _alone(self, index: int, start: int, end: int) -> bool:
        """Whether a name may stand without a cue: three characters, one word, a surname beyond doubt."""
        return (
            end - start >= 3
            and self.cut.tags[index].startswith("nr")
            and self.cut.starts[index + 1] == end
            and self.text[start] not in self.names.risky
        )
