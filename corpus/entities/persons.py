"""Here is what was taken for people in a text; give me each without what is no part of a name, in order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from corpus.entities.cues import Cues
from corpus.entities.tagger import Stretch
from corpus.language.names import NameModel
from corpus.language.tagging import Tagged

_LEADS = frozenset("同而和与跟")
_LONGEST_LED = 3


@dataclass(frozen=True, slots=True)
class PersonMention:
    """text[start:end] names a person called `name`."""

    start: int
    end: int
    name: str
    confidence: float


def in_order(found: Sequence[PersonMention]) -> list[PersonMention]:
    """Mentions by where they stand; without 李占 where 李占伟 is named."""
    names = {person.name for person in found}
    parts = {name for name in names if any(other != name and other.startswith(name) for other in names)}
    return sorted((p for p in found if p.name not in parts), key=lambda person: person.start)


def led(text: str, cut: Tagged, guesses: Iterable[Stretch]) -> dict[int, Stretch]:
    """By where each begins, without the word that leads to it: 师｜傅陶立安, 师傅｜陶立安, 同｜巴切莱特."""
    cues = Cues.load()
    found = (_led(text, cut, guess, cues) for guess in guesses)
    return {guess.start: guess for guess in found}


def _led(text: str, cut: Tagged, guess: Stretch, cues: Cues) -> Stretch:
    if text[guess.start] in _LEADS and guess.end - guess.start > _LONGEST_LED:
        guess = replace(guess, start=guess.start + 1)
    index = cut.at(guess.start)
    if cut.starts[index] > guess.start and cues.person_word(cut.words[index - 1]):
        return replace(guess, start=cut.starts[index])
    while index + 1 < len(cut.words) and cut.starts[index + 1] < guess.end:
        if not cues.title(text, cut.starts[index + 1]):
            break
        index += 1
    return replace(guess, start=max(guess.start, cut.starts[index]))


def trimmed(text: str, guess: Stretch) -> Stretch:
    """A guess without the noun after the name, 李改芝｜大姐, and no longer than a name."""
    cues, size = Cues.load(), NameModel.load().surname(text, guess.start)
    end = guess.end
    while end - guess.start > _LONGEST_LED and cues.person_word(text[end - 2 : end]):
        end -= 2
    if size and end - guess.start > size + 2:
        return replace(guess, end=guess.start + size + 2, margin=guess.margin - 1.0)
    return replace(guess, end=end)
