"""Here is a folded text, give me its words: jieba in search mode, whichever of its makes is installed.

`rjieba` (jieba in Rust, the same dictionary, an order of magnitude faster) where there is a wheel, else
`jieba`.  Which one, its version, its dictionary and the words added to it decide what the index holds, so
they are part of `identity`, which the manifest records.  Loading a dictionary takes a third of a second
and happens at the first word, not before.
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

    name: "rjieba" | "jieba"; words: user words, sorted, on top of the dictionary.
    """

    def __init__(self, name: str | None = None, words: Iterable[str] = ()) -> None:
        self.name = name or ("rjieba" if util.find_spec("rjieba") else "jieba")
        self.words = tuple(sorted(set(words)))

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
            "user_words": digest("\n".join(self.words).encode()),
        }

    def cut(self, text: str) -> list[str]:
        """Words in search mode (long words also by their parts), in order, marks included."""
        return self._load().cut(text)

    def tokenize(self, text: str) -> list[tuple[str, int, int]]:
        """The same words with (start, end) in `text`."""
        return self._load().tokenize(text)

    def _load(self) -> _Cutter:
        with _LOADING:
            return _cutter(self.name, self.words)


_LOADING = threading.Lock()


@lru_cache(maxsize=4)
def _cutter(name: str, words: tuple[str, ...]) -> _Cutter:
    """A dictionary, loaded once for all tokenizers of its kind and never changed."""
    return (_Rjieba if name == "rjieba" else _Jieba)(words)


class _Rjieba:
    def __init__(self, words: tuple[str, ...]) -> None:
        import rjieba

        # Importing rjieba loads one dictionary; a second costs 90 ms and 40 MB, so only for own words.
        self._jieba = rjieba.Jieba() if words else rjieba
        for word in words:
            self._jieba.add_word(word, None, None)

    def cut(self, text: str) -> list[str]:
        words: list[str] = self._jieba.cut_for_search(text)
        return words

    def tokenize(self, text: str) -> list[tuple[str, int, int]]:
        tokens: list[tuple[str, int, int]] = self._jieba.tokenize(text, mode="search")
        return tokens


class _Jieba:
    def __init__(self, words: tuple[str, ...]) -> None:
        import logging

        import jieba

        jieba.setLogLevel(logging.WARNING)
        self._jieba = jieba.Tokenizer()
        for word in words:
            self._jieba.add_word(word)

    def cut(self, text: str) -> list[str]:
        words: list[str] = self._jieba.lcut_for_search(text)
        return words

    def tokenize(self, text: str) -> list[tuple[str, int, int]]:
        return list(self._jieba.tokenize(text, mode="search"))


def digest(data: bytes) -> str:
    """Sixteen hexadecimal digits that tell two contents apart."""
    return hashlib.sha256(data).hexdigest()[:16]
