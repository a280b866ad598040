"""Here is a run that the archive never prints; give me what it does print that may have been meant.

Corrections come from the archive's own words in two ways: names and phrases that read alike (a slip of
the input method: 山西连通 → 山西联通), and texts one character away (博皓科技 → 博浩科技).  They are ranked
by how such slips happen, same reading before same look before anything else, and by how often they are
printed.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from index.text.fold import fold_text
from search.language.tree import Fuzzy, Phrase, Query
from search.names import pinyin
from search.names.lexicon import Lexicon

LONGEST = 16
"""Characters of a run that is still looked up one edit away as a whole; of longer ones, the odd stretch."""

ALIKE = 3.0
LOOKS = 2.0
EDITED = -2.0
"""Logarithmic odds of a slip: another character of the same reading, of the same look, a character too many
or too few; against any other substitution."""

_TRIED = 30
_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Spelling:
    """text: the run as the archive prints it; articles: how many do; score: how likely it was meant;
    sure: it sounds or looks the same (alike), or is long and one character off."""

    text: str
    articles: int
    score: float
    sure: bool
    alike: bool = False


class Speller:
    """Corrections from one archive.

    count: articles that match a query; texts: title and body of the first articles that match one;
    lexicon: the archive's names and phrases; words: folded text → its words.
    """

    def __init__(
        self,
        count: Callable[[Query], int],
        texts: Callable[[Query, int], Sequence[str]],
        lexicon: Lexicon,
        words: Callable[[str], Sequence[str]],
    ) -> None:
        self._count = count
        self._texts = texts
        self._lexicon = lexicon
        self._words = words

    def corrections(self, run: str, limit: int = _SHOWN) -> list[Spelling]:
        """What may have been meant by a run, the likeliest first; empty where the archive prints it."""
        folded = fold_text(run)
        if len(folded) < 2 or not folded.isalnum() or self._count(Phrase(folded)):
            return []
        found = list(self._judged(folded, self._whole(folded)))
        if not any(each.sure and each.alike for each in found):
            found += self._by_stretch(folded)
        found.sort(key=lambda each: (-each.score, each.text))
        return found[:limit]

    def _whole(self, run: str) -> set[str]:
        """Printed runs that read like this one or are one edit away."""
        found = {text for text in self._homophones(run) if text != run}
        if 3 <= len(run) <= LONGEST:
            pattern = near_misses(run)
            for text in self._texts(Fuzzy(run, 1), _TRIED):
                found.update(match[0] for match in pattern.finditer(fold_text(text)))
        return {text for text in found if text.isalnum() and not text.isdecimal()} - {run}

    def _homophones(self, run: str) -> Iterator[str]:
        """Beginnings of names and phrases that have the reading of the run."""
        read = pinyin.full(self._words(run))
        if read == run:
            return
        for entry in self._lexicon.beginning(read, 20):
            text = fold_text(entry.text)
            at = text.find(run[0])
            for start in {0, max(0, at)}:
                piece = text[start : start + len(run)]
                if len(piece) == len(run) and all(map(_sounds_like, piece, run)):
                    yield piece

    def _judged(self, run: str, variants: set[str]) -> Iterator[Spelling]:
        for variant in variants:
            odds = _odds(run, variant)
            if odds is not None:
                articles = self._count(Phrase(variant))
                if articles:
                    sure = odds >= LOOKS or (len(run) > 3 and len(run) == len(variant))
                    yield Spelling(variant, articles, odds + math.log1p(articles), sure, odds >= LOOKS)

    def _by_stretch(self, run: str) -> Iterator[Spelling]:
        """Corrections around the first neighbours that never stand together: the longest stretch there that
        sounds or looks like something printed."""
        odd = [i for i in range(len(run) - 1) if not self._count(Phrase(run[i : i + 2]))]
        for length in (5, 4, 3, 2) if odd else ():
            for start in range(max(0, odd[0] - length + 2), min(odd[0] + 3, len(run) - length + 1)):
                stretch = run[start : start + length]
                if stretch == run or not any(start <= i < start + length - 1 for i in odd):
                    continue
                better = [each for each in self._judged(stretch, self._whole(stretch)) if each.alike]
                for each in better:
                    whole = run[:start] + each.text + run[start + length :]
                    yield Spelling(whole, each.articles, each.score, each.sure, True)
                if better:
                    return


def near_misses(run: str) -> re.Pattern[str]:
    """Matches everything one substitution, insertion or deletion inside, or a swap, away from the run."""
    forms = []
    for i in range(len(run)):
        head, tail = re.escape(run[:i]), re.escape(run[i + 1 :])
        forms.append(f"{head}\\w{tail}")
        if i:
            forms.append(f"{head}\\w{re.escape(run[i:])}")
        if 0 < i < len(run) - 1 or len(run) > 4:
            forms.append(head + tail)
        if i + 1 < len(run):
            forms.append(head + re.escape(run[i + 1] + run[i] + run[i + 2 :]))
    return re.compile("|".join(forms))


def _odds(run: str, variant: str) -> float | None:
    """Logarithmic odds that `run` is a slip for `variant`; None where nothing says so."""
    if len(run) != len(variant):
        return EDITED if min(len(run), len(variant)) > 2 else None
    changed = [(a, b) for a, b in zip(run, variant, strict=True) if a != b]
    if Counter(run) == Counter(variant):
        return ALIKE
    total = 0.0
    for a, b in changed:
        if _sounds_like(a, b):
            total += ALIKE
        elif looks_like(a, b):
            total += LOOKS
        elif len(changed) > 1 or len(run) < 3:
            return None
    return total / len(changed)


def _sounds_like(a: str, b: str) -> bool:
    return a == b or pinyin.alike(a, b)


def looks_like(a: str, b: str) -> bool:
    """Whether two characters are commonly mistaken for each other by their shape."""
    return any(b in group for group in _look_alikes().get(a, ()))


@lru_cache(maxsize=1)
def _look_alikes() -> dict[str, tuple[str, ...]]:
    table = resources.files("search").joinpath("data", "look_alikes.txt").read_text(encoding="utf-8")
    found: dict[str, tuple[str, ...]] = {}
    for line in table.splitlines():
        if line and not line.startswith("#"):
            for char in line:
                found[char] = (*found.get(char, ()), line)
    return found
