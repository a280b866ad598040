"""Here is a folded text, give me its words: jieba in search mode, whichever of its makes is installed.

`rjieba` (jieba in Rust, the same dictionary, an order of magnitude faster) where there is a wheel, else
`jieba`.  Which one, its version, its dictionary and the words added to it decide what the index holds, so
they are part of `identity`, which the manifest records.  Loading a dictionary takes a third of a second
and happens at the first word, not before.  docs/architecture/dictionary.md says what own words do.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterable
from functools import lru_cache
from importlib import metadata, util
from pathlib import Path
from typing import Protocol


class _Cutter(Protocol):
    def cut(self, text: str) -> list[str]: ...

    def tokenize(self, text: str) -> list[tuple[str, int, int]]: ...


class Tokenizer:
    """Cuts folded text; safe under threads; pickles without its dictionary.

    name: "rjieba" | "jieba"; words: user words, sorted, on top of the dictionary; removed: words that are
    always cut, the dictionary's own or such as its model makes up; both folded.  state: the number of the
    list of words that this is; it tells people which one, and does not tell two tokenizers apart.
    """

    def __init__(
        self,
        name: str | None = None,
        words: Iterable[str] = (),
        removed: Iterable[str] = (),
        state: int = 0,
    ) -> None:
        self.name = name or ("rjieba" if util.find_spec("rjieba") else "jieba")
        self.words = tuple(sorted(set(words)))
        self.removed = tuple(sorted(set(removed) - set(words)))
        self.state = state

    @property
    def version(self) -> str:
        return metadata.version(self.name)

    @property
    def dictionary(self) -> str:
        """Digest of the dictionary; of the package version where it is compiled in."""
        if self.name == "rjieba":
            return f"built-in-{self.version}"
        spec = util.find_spec("jieba")
        if spec is None or spec.origin is None:
            return "missing"
        return digest((Path(spec.origin).parent / "dict.txt").read_bytes())

    @property
    def identity(self) -> dict[str, str]:
        """What the manifest records of a tokenizer."""
        return {
            "tokenizer": self.name,
            "tokenizer_version": self.version,
            "dictionary": self.dictionary,
            "user_words": digest("\n".join((*self.words, *(f"-{word}" for word in self.removed))).encode()),
        }

    def cut(self, text: str) -> list[str]:
        """Words in search mode (long words also by their parts), in order, marks included."""
        if self.removed:
            return [word for word, _, _ in self.tokenize(text)]
        return self._load().cut(text)

    def tokenize(self, text: str) -> list[tuple[str, int, int]]:
        """The same words with (start, end) in `text`."""
        found = self._load().tokenize(text)
        return _without(found, frozenset(self.removed)) if self.removed else found

    def _load(self) -> _Cutter:
        with _LOADING:
            return _cutter(self.name, self.words, self.removed)


def _without(found: list[tuple[str, int, int]], removed: frozenset[str]) -> list[tuple[str, int, int]]:
    """The words without those removed: a model that makes up words gets no say in them.

    A removed part of a longer word is left out; what else is removed gives way to the parts that stand before
    it, and is cut into single characters where it has none.
    """
    kept: list[tuple[str, int, int]] = []
    for at, (word, start, end) in enumerate(found):
        if word not in removed:
            kept.append((word, start, end))
        elif not any(low <= start and end <= high for _, low, high in found[at + 1 : at + _PARTS]):
            parts = [span for span in kept[-_PARTS:] if span[1] >= start]
            taken = {place for _, low, high in parts for place in range(low, high)}
            kept += [(word[i - start], i, i + 1) for i in range(start, end) if i not in taken]
    return kept


_PARTS = 64
"""Words among which the parts of a long one are looked for."""

_LOADING = threading.Lock()


@lru_cache(maxsize=4)
def _cutter(name: str, words: tuple[str, ...], removed: tuple[str, ...]) -> _Cutter:
    """A dictionary, loaded once for all tokenizers of its kind and never changed."""
    return (_Rjieba if name == "rjieba" else _Jieba)(words, removed)


class _Rjieba:
    def __init__(self, words: tuple[str, ...], removed: tuple[str, ...]) -> None:
        import rjieba

        # Importing rjieba loads one dictionary; a second costs 90 ms and 40 MB, so only for own words.
        self._jieba = rjieba.Jieba() if words or removed else rjieba
        for word in words:
            self._jieba.add_word(word, None, None)
        for word in removed:
            self._jieba.add_word(word, 0, None)

    def cut(self, text: str) -> list[str]:
        words: list[str] = self._jieba.cut_for_search(text)
        return words

    def tokenize(self, text: str) -> list[tuple[str, int, int]]:
        tokens: list[tuple[str, int, int]] = self._jieba.tokenize(text, mode="search")
        return tokens


class _Jieba:
    def __init__(self, words: tuple[str, ...], removed: tuple[str, ...]) -> None:
        import logging

        import jieba

        jieba.setLogLevel(logging.WARNING)
        self._jieba = jieba.Tokenizer()
        for word in words:
            self._jieba.add_word(word)
        for word in removed:
            self._jieba.del_word(word)

    def cut(self, text: str) -> list[str]:
        words: list[str] = self._jieba.lcut_for_search(text)
        return words

    def tokenize(self, text: str) -> list[tuple[str, int, int]]:
        return list(self._jieba.tokenize(text, mode="search"))


def digest(data: bytes) -> str:
    """Sixteen hexadecimal digits that tell two contents apart."""
    return hashlib.sha256(data).hexdigest()[:16]
