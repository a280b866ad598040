"""Here are the names, titles and phrases of an archive; give me those that a typed beginning leads to.

A lexicon is built once for a generation of the index and kept beside it as flat files that are memory-mapped,
so that opening one costs nothing.  Keys are the folded text of an entry, from its start and from each of its
words, its pinyin and its initials, all in one sorted list; a look-up is two binary searches.
"""

from __future__ import annotations

import bisect
import contextlib
import itertools
import json
import math
import shutil
import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from index.text.analyzer import is_word
from index.text.fold import fold_batch, fold_text
from search.names import pinyin

Kind = Literal["organization", "person", "section", "phrase", "title"]
KINDS: tuple[Kind, ...] = ("organization", "person", "section", "phrase", "title")
WEIGHTS = {"organization": 3.0, "person": 2.5, "section": 2.0, "phrase": 1.6, "title": 1.0}
"""How much likelier a kind is meant than a headline, at equal counts: names are what people type."""

FORMAT = 3
INSIDE = 0.5
"""Worth of an entry that holds what was typed at the start of a later word, against at its own start."""

PARTIAL = "building-"
ABANDONED = 86_400.0
"""Seconds after which an unfinished lexicon is nobody's any more."""

OTHERWISE = 0.9
"""Worth of the reading of a name as words (单 dan) against that as a surname (shan)."""

_KEY = 40
_SPELLED = 12
"""Words of an entry that a spelling covers."""
_READ = 3
"""Words of a title or phrase from which its pinyin can be typed; of a name, all of them."""

Cut = Callable[[str], Iterable[tuple[str, int, int]]]
"""A tokenizer: folded text → (word, start, end), long words also by their parts."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that can be suggested.  text: as printed; count: articles that carry it."""

    text: str
    kind: Kind
    count: int = 1


class _Strings:
    """Strings in one blob of bytes, read where they lie."""

    def __init__(self, blob: npt.NDArray[np.uint8], offsets: npt.NDArray[np.int64]) -> None:
        self._blob = blob
        self._offsets = offsets

    def __len__(self) -> int:
        return len(self._offsets) - 1

    def __getitem__(self, i: int) -> bytes:
        return self._blob[self._offsets[i] : self._offsets[i + 1]].tobytes()

    @staticmethod
    def save(folder: Path, name: str, strings: Sequence[bytes]) -> None:
        lengths = np.fromiter(map(len, strings), np.int64, len(strings))
        np.save(folder / f"{name}_offsets.npy", np.concatenate([[0], np.cumsum(lengths)]))
        np.save(folder / f"{name}.npy", np.frombuffer(b"".join(strings), np.uint8))

    @classmethod
    def open(cls, folder: Path, name: str) -> _Strings:
        return cls(_open(folder, name), _open(folder, f"{name}_offsets"))


class Lexicon:
    """The entries of one generation.  Safe under threads."""

    def __init__(self, folder: Path) -> None:
        self._keys = _Strings.open(folder, "keys")
        self._entry_of = _open(folder, "key_entries")
        self._worth = _open(folder, "key_worths")
        self._texts = _Strings.open(folder, "texts")
        self._kinds = _open(folder, "kinds")
        self._counts = _open(folder, "counts")

    def __len__(self) -> int:
        return len(self._texts)

    def entry(self, number: int) -> Entry:
        """The entry of this number."""
        text = self._texts[number].decode()
        return Entry(text, KINDS[int(self._kinds[number])], int(self._counts[number]))

    def beginning(self, key: str, limit: int = 10) -> list[Entry]:
        """Entries that have a key with this beginning, the worthiest first."""
        return self._best(*self._range(key.encode(), key.encode() + b"\xff"), limit)

    def equal(self, key: str, limit: int = 10) -> list[Entry]:
        """Entries that have exactly this key."""
        return self._best(*self._range(key.encode(), key.encode() + b"\x00"), limit)

    def _range(self, low: bytes, high: bytes) -> tuple[int, int]:
        start = bisect.bisect_left(self._keys, low)
        return start, bisect.bisect_left(self._keys, high, start)

    def _best(self, start: int, end: int, limit: int) -> list[Entry]:
        if start >= end:
            return []
        entries, worths = self._entry_of[start:end], self._worth[start:end]
        many = min(len(entries), limit * 8)
        top = np.argpartition(-worths, many - 1)[:many]
        top = top[np.lexsort((entries[top], -worths[top]))]
        found: dict[str, Entry] = {}
        for number in dict.fromkeys(entries[top].tolist()):
            entry = self.entry(number)
            found.setdefault(fold_text(entry.text), entry)
            if len(found) == limit:
                break
        return list(found.values())


def open_lexicon(
    directory: Path, generation: int, entries: Callable[[], Iterable[Entry]], cut: Cut
) -> Lexicon:
    """The lexicon of a generation, built from `entries` where there is none yet; older ones go."""
    folder = directory / f"lexicon-{generation}"
    if not _usable(folder):
        build(folder, entries(), cut)
        _sweep(directory, folder)
    return Lexicon(folder)


def _sweep(directory: Path, kept: Path) -> None:
    """Remove other generations, and what a program that was killed left; others may be at work meanwhile."""
    for other in directory.glob("lexicon-*"):
        if other != kept:
            shutil.rmtree(other, ignore_errors=True)
    for left in directory.glob(f"{PARTIAL}*"):
        with contextlib.suppress(FileNotFoundError):
            if time.time() - left.stat().st_mtime > ABANDONED:
                shutil.rmtree(left, ignore_errors=True)


def older_lexicon(directory: Path, generation: int) -> Lexicon | None:
    """The newest usable lexicon of another generation, where that of `generation` is not there yet."""
    if _usable(directory / f"lexicon-{generation}"):
        return None
    found = [folder for folder in directory.glob("lexicon-*[0-9]") if _usable(folder)]
    return Lexicon(max(found, key=lambda folder: folder.stat().st_mtime)) if found else None


def build(folder: Path, entries: Iterable[Entry], cut: Cut) -> None:
    """Write the lexicon of `entries`; `folder` appears whole or not at all, whoever else builds it.

    cut: a tokenizer.
    """
    partial = folder.with_name(f"{PARTIAL}{uuid.uuid4().hex}")
    partial.mkdir(parents=True)
    try:
        _write(partial, entries, cut)
        if not _usable(folder):
            shutil.rmtree(folder, ignore_errors=True)
            with contextlib.suppress(OSError):  # another was as quick: its is as good
                partial.rename(folder)
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def _write(partial: Path, entries: Iterable[Entry], cut: Cut) -> None:
    merged: dict[tuple[str, str], int] = {}
    for entry in entries:
        if entry.text.strip():
            key = (entry.text.strip(), entry.kind)
            merged[key] = merged.get(key, 0) + entry.count
    rows: list[tuple[bytes, int, float]] = []
    folded = _folded([text for text, _ in merged])
    for number, ((_, kind), count) in enumerate(merged.items()):
        worth = WEIGHTS[kind] * (1.0 + math.log(max(1, count)))
        for key_text, share in _keys(next(folded), kind, cut):
            rows.append((key_text[:_KEY].encode(), number, worth * share))
    rows.sort()
    _Strings.save(partial, "keys", [key for key, _, _ in rows])
    np.save(partial / "key_entries.npy", np.array([n for _, n, _ in rows], np.int32))
    np.save(partial / "key_worths.npy", np.array([w for _, _, w in rows], np.float32))
    _Strings.save(partial, "texts", [text.encode() for text, _ in merged])
    np.save(partial / "kinds.npy", np.array([KINDS.index(k) for _, k in merged], np.uint8))
    np.save(partial / "counts.npy", np.array(list(merged.values()), np.int32))
    (partial / "lexicon.json").write_text(json.dumps({"format": FORMAT}), encoding="utf-8")


def phrases(titles: Iterable[str], cut: Cut, least: int = 3) -> Iterator[Entry]:
    """Words, and pairs of words, that stand in at least so many titles."""
    counts: Counter[str] = Counter()
    for folded in _folded(titles):
        words = [word for word, _ in _whole_words(folded, cut)]
        pairs = [a + b for a, b in itertools.pairwise(words) if len(a) > 1 and len(b) > 1]
        counts.update({word for word in words if len(word) > 1}.union(pairs))
    for text, count in counts.items():
        if count >= least and not text.isdecimal():
            yield Entry(text, "phrase", count)


def _folded(texts: Iterable[str]) -> Iterator[str]:
    """The folded form of each text, many at a time."""
    left = iter(texts)
    while some := list(itertools.islice(left, 4096)):
        batch = fold_batch(some)
        yield from (batch.text(i) for i in range(len(batch)))


def _keys(folded: str, kind: str, cut: Cut) -> Iterator[tuple[str, float]]:
    """(key, share of the entry's worth)."""
    words = _whole_words(folded, cut)
    yield folded, 1.0
    read = pinyin.syllables([word for word, _ in words])
    own = pinyin.as_surname("".join(word for word, _ in words), read) if kind == "person" else None
    at = 0
    for number, (word, start) in enumerate(words):
        share = INSIDE if start else 1.0
        if start:
            yield folded[start:], share
        if number < (_READ if kind in ("title", "phrase") else len(words)):
            end = at + sum(len(each) for each, _ in words[number : number + _SPELLED])
            if own is not None and not start:
                yield from _spellings(own[at:end], share)
                share *= OTHERWISE
            if "".join(read[at:end]) != folded[start:]:
                yield from _spellings(read[at:end], share)
        at += len(word)


def _spellings(read: list[str], share: float) -> Iterator[tuple[str, float]]:
    """The full reading and its initials."""
    yield "".join(read), share
    yield "".join(syllable[:1] for syllable in read), share * INSIDE


def _whole_words(folded: str, cut: Cut) -> list[tuple[str, int]]:
    """(word, start) of the longest words, none inside another, marks left out."""
    kept: list[tuple[str, int]] = []
    reach = 0
    for word, start, end in sorted(cut(folded), key=lambda token: (token[1], -token[2])):
        if end > reach and is_word(word):
            kept.append((word, start))
            reach = end
    return kept


def _usable(folder: Path) -> bool:
    try:
        found = json.loads((folder / "lexicon.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return bool(found.get("format") == FORMAT)


def _open(folder: Path, name: str) -> Any:
    path = folder / f"{name}.npy"
    array: npt.NDArray[Any] = np.load(path, mmap_mode="r" if path.stat().st_size > 4096 else None)
    return array
