"""Here is a text; give me its words with their parts of speech and where each begins.

rjieba (jieba's dictionary in Rust, about 6 million characters a second) where there is a wheel for it,
else jieba's own tagger.  Both are loaded at the first use: resolving a name in a query needs neither.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class Tagged:
    """A cut text: word i is `words[i]`, of jieba's tag `tags[i]`, at `starts[i]`; `starts[-1]` is the end."""

    words: tuple[str, ...]
    tags: tuple[str, ...]
    starts: tuple[int, ...]

    def at(self, position: int) -> int:
        """The index of the first word that begins at or after a character position."""
        return bisect_left(self.starts, position)

    def borders(self, start: int, end: int) -> bool:
        """Whether both ends fall between words."""
        left, right = self.at(start), self.at(end)
        return self.starts[left] == start and self.starts[right] == end


Cut = Callable[[str], list[tuple[str, str]]]
Known = Callable[[str], bool]


def tag(text: str) -> Tagged:
    """Cut and tag a text.  The words joined are the text."""
    pairs = _tools()[0](text)
    words = tuple(word for word, _ in pairs)
    starts = [0]
    for word in words:
        starts.append(starts[-1] + len(word))
    if starts[-1] != len(text):  # a tagger that drops characters would shift every offset after them
        return _realigned(text, pairs)
    return Tagged(words, tuple(kind for _, kind in pairs), tuple(starts))


def known(word: str) -> bool:
    """Whether the general dictionary has this word."""
    return _tools()[1](word)


@lru_cache(maxsize=1)
def _tools() -> tuple[Cut, Known]:
    try:
        import rjieba
    except ImportError:
        import jieba
        import jieba.posseg

        jieba.setLogLevel(60)
        return (
            lambda text: [(pair.word, pair.flag) for pair in jieba.posseg.cut(text)],
            lambda word: bool(jieba.dt.FREQ.get(word)),
        )
    return rjieba.tag, rjieba.has_word


def _realigned(text: str, pairs: list[tuple[str, str]]) -> Tagged:
    words: list[str] = []
    tags: list[str] = []
    starts: list[int] = []
    at = 0
    for word, kind in pairs:
        found = text.find(word, at)
        if found < 0:
            continue
        if found > at:
            words.append(text[at:found])
            tags.append("x")
            starts.append(at)
        words.append(word)
        tags.append(kind)
        starts.append(found)
        at = found + len(word)
    if at < len(text):
        words.append(text[at:])
        tags.append("x")
        starts.append(at)
    return Tagged(tuple(words), tuple(tags), (*starts, len(text)))
