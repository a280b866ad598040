"""Here are articles, give me their inverted index as plain arrays: a run.

No posting is ever a Python object.  Texts are folded and cut a few hundred at a time; words become numbers by
one dictionary look-up each; then every field is one sort of integers that hold (term, document) or
(pair, place), and lists begin where neighbours differ.

A run is a mapping of arrays, small enough for memory, that can lie in a file as well.  For each field:
words: `F/text`, `F/ends`, `F/counts`, `F/docs`, `F/freqs`; characters: `F_chars/chars`, `…/counts`, `…/docs`,
`…/freqs`; pairs: `F_bigrams/keys`, `…/counts`, `…/values` (places in the texts of all documents, one after
the other); `…/lengths` for the three; keyword fields: `K/text`, `K/ends`, `K/offsets`, `K/codes`; and
`ids/…`, `dates`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import chain

import numpy as np
import numpy.typing as npt

from corpus.model import Article
from index.analyzer import article_keywords, article_texts, is_word
from index.arrays import Array
from index.fold import Codes, fold_batch
from index.packing import starts_of
from index.schema import KEYWORD_FIELDS, TEXT_FIELDS
from index.terms import encode_words
from index.tokenizer import Tokenizer

Run = dict[str, Array]

BATCH = 256
"""Articles folded and cut together: enough to make numpy cheap, few enough for the processor's cache."""

_MARK, _BREAK = 0, 1


class _Vocabulary(dict[str, int]):
    """Word → number from 2 on, in order of appearance; marks are 0, the line break between texts is 1."""

    def __init__(self) -> None:
        super().__init__({"\n": _BREAK})
        self.words: list[str] = []

    def __missing__(self, token: str) -> int:
        number = _MARK
        if is_word(token):
            self.words.append(token)
            number = len(self.words) + 1
        self[token] = number
        return number

    def ranks(self) -> tuple[list[str], npt.NDArray[np.uint64]]:
        """The words sorted, and the rank of each number."""
        words = sorted(self.words)
        ranks = np.zeros(len(words) + 2, np.uint64)
        ranks[np.fromiter(map(self.__getitem__, words), np.int64, len(words))] = np.arange(len(words))
        return words, ranks


@dataclass(slots=True)
class _Text:
    """One text field of the run, as far as it has been read."""

    codes: list[Codes] = field(default_factory=list)
    lengths: list[npt.NDArray[np.int64]] = field(default_factory=list)
    paragraphs: list[npt.NDArray[np.int64]] = field(default_factory=list)
    words: list[npt.NDArray[np.int32]] = field(default_factory=list)
    docs: list[npt.NDArray[np.int32]] = field(default_factory=list)
    size: int = 0


class Inverter:
    """Collects articles; `finish` inverts them.  chars: folded characters taken in so far."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer
        self._vocabulary = _Vocabulary()
        self._texts = {name: _Text() for name in TEXT_FIELDS}
        self._keywords: dict[str, list[tuple[str, ...]]] = {name: [] for name in KEYWORD_FIELDS}
        self._ids: list[str] = []
        self._dates: list[int] = []

    def __len__(self) -> int:
        return len(self._ids)

    @property
    def chars(self) -> int:
        return sum(text.size for text in self._texts.values())

    def add(self, articles: Sequence[Article]) -> None:
        """Fold and cut some articles (a few hundred at best)."""
        first = len(self)
        texts = [article_texts(article) for article in articles]
        for name, into in self._texts.items():
            self._read([text[name] for text in texts], into, first)
        self._ids += [article.id for article in articles]
        self._dates += [article.date.toordinal() if article.date else 0 for article in articles]
        keywords = [article_keywords(article) for article in articles]
        for name, held in self._keywords.items():
            held += [each[name] for each in keywords]

    def _read(self, texts: Sequence[str], into: _Text, first: int) -> None:
        batch = fold_batch(texts)
        into.codes.append(batch.codes)
        into.paragraphs.append(batch.paragraphs + into.size)
        into.lengths.append(np.diff(batch.bounds))
        into.size += len(batch.codes)
        tokens = self._tokenizer.cut(batch.lines)
        numbers = np.fromiter(map(self._vocabulary.__getitem__, tokens), np.int32, len(tokens))
        words = numbers > _BREAK
        into.words.append(numbers[words])
        into.docs.append(np.cumsum(numbers == _BREAK, dtype=np.int32)[words] + np.int32(first))

    def finish(self) -> Run:
        """Invert what was added."""
        count = len(self)
        words, ranks = self._vocabulary.ranks()
        run: Run = {"dates": np.array(self._dates, np.int32)}
        run["ids/text"], run["ids/ends"] = encode_words(self._ids)
        for name, text in self._texts.items():
            codes = np.concatenate([np.zeros(0, np.uint32), *text.codes])
            lengths = np.concatenate([np.zeros(0, np.int64), *text.lengths])
            paragraphs = np.concatenate([np.zeros(0, np.int64), *text.paragraphs])
            numbers = np.concatenate([np.zeros(0, np.int32), *text.words])
            docs = np.concatenate([np.zeros(0, np.int32), *text.docs])
            run |= _invert_words(name, words, ranks[numbers], docs, count)
            run |= _invert_characters(name, codes, lengths, paragraphs)
            text.codes.clear()
        for name, values in self._keywords.items():
            run |= _invert_keywords(name, values)
        return run


def invert(articles: Iterable[Article], tokenizer: Tokenizer) -> Run:
    """The run of some articles."""
    inverter, batch = Inverter(tokenizer), list(articles)
    for first in range(0, len(batch), BATCH):
        inverter.add(batch[first : first + BATCH])
    return inverter.finish()


def _invert_words(
    name: str, words: Sequence[str], ranks: npt.NDArray[np.uint64], docs: npt.NDArray[np.int32], count: int
) -> Run:
    used, run = _invert_counted(name, ranks, docs, count)
    run[f"{name}/text"], run[f"{name}/ends"] = encode_words([words[i] for i in used.tolist()])
    run[f"{name}/lengths"] = np.bincount(docs, minlength=count)
    return run


def _invert_characters(
    name: str, codes: Codes, lengths: npt.NDArray[np.int64], paragraphs: npt.NDArray[np.int64]
) -> Run:
    count = len(lengths)
    docs = np.repeat(np.arange(count, dtype=np.int32), lengths)
    chars = np.flatnonzero(np.bincount(codes, minlength=1)).astype(np.uint32)
    rank = np.zeros(int(chars[-1]) + 1 if len(chars) else 1, np.uint32)
    rank[chars] = np.arange(1, len(chars) + 1)
    ranks = rank[codes]
    used, run = _invert_counted(f"{name}_chars", (ranks - 1).astype(np.uint64), docs, count)
    run[f"{name}_chars/chars"] = chars[used]
    run[f"{name}_chars/lengths"] = lengths
    run |= _invert_pairs(f"{name}_bigrams", ranks, np.append(np.uint32(0), chars), lengths, paragraphs)
    begins = np.bincount(docs[paragraphs], minlength=count) if len(paragraphs) else 0
    run[f"{name}_bigrams/lengths"] = lengths + begins
    return run


def _invert_pairs(
    name: str,
    ranks: npt.NDArray[np.uint32],
    chars: Codes,
    lengths: npt.NDArray[np.int64],
    paragraphs: npt.NDArray[np.int64],
) -> Run:
    """Pairs sort as (first, second, place) in one integer; the last character of a text pairs with END (0),
    and the paragraph marker is the pair (END, END)."""
    high, low = len(chars).bit_length(), max(len(ranks), 1).bit_length()
    keys = ranks.astype(np.uint64)
    keys <<= np.uint64(high)
    keys[:-1] |= ranks[1:]
    lasts = np.cumsum(lengths)[lengths > 0] - 1
    keys[lasts] = ranks[lasts].astype(np.uint64) << np.uint64(high)
    keys <<= np.uint64(low)
    keys |= np.arange(len(ranks), dtype=np.uint64)
    keys.sort()
    values = (keys & np.uint64((1 << low) - 1)).astype(np.uint32)
    keys >>= np.uint64(low)
    firsts = np.flatnonzero(_changes(keys))
    pairs = keys[firsts]
    first, second = chars[pairs >> np.uint64(high)], chars[pairs & np.uint64((1 << high) - 1)]
    terms = first.astype(np.uint64) << np.uint64(32) | second
    counts = np.diff(firsts, append=len(keys))
    if len(paragraphs):
        values = np.concatenate([paragraphs.astype(np.uint32), values])
        terms, counts = np.append(np.uint64(0), terms), np.append(len(paragraphs), counts)
    return {f"{name}/keys": terms, f"{name}/counts": counts, f"{name}/values": values}


def _invert_counted(
    name: str, terms: npt.NDArray[np.uint64], docs: npt.NDArray[np.int32], count: int
) -> tuple[npt.NDArray[np.int64], Run]:
    """Sort (term, document); equal neighbours are one posting.  Returns the terms that occur."""
    low = max(count, 1).bit_length()
    keys = terms << np.uint64(low)
    keys |= docs.astype(np.uint64)
    if len(keys) and int(keys.max()) < 1 << 32:
        keys = keys.astype(np.uint32)
    keys.sort()
    postings = np.flatnonzero(_changes(keys))
    freqs = np.diff(postings, append=len(keys)).astype(np.uint32)
    keys = keys[postings]
    held = (keys & keys.dtype.type((1 << low) - 1)).astype(np.uint32)
    keys >>= keys.dtype.type(low)
    firsts = np.flatnonzero(_changes(keys))
    counts = np.diff(firsts, append=len(keys))
    run = {f"{name}/counts": counts, f"{name}/docs": held, f"{name}/freqs": freqs}
    return keys[firsts].astype(np.int64), run


def _changes(keys: Array) -> npt.NDArray[np.bool_]:
    changes = np.ones(len(keys), np.bool_)
    np.not_equal(keys[1:], keys[:-1], out=changes[1:])
    return changes


def _invert_keywords(name: str, held: Sequence[tuple[str, ...]]) -> Run:
    flat = list(chain.from_iterable(held))
    values = sorted(set(flat))
    numbers = {value: i for i, value in enumerate(values)}
    text, ends = encode_words(values)
    return {
        f"{name}/text": text,
        f"{name}/ends": ends,
        f"{name}/offsets": starts_of(np.fromiter(map(len, held), np.int64, len(held))).astype(np.int32),
        f"{name}/codes": np.fromiter(map(numbers.__getitem__, flat), np.int32, len(flat)),
    }
