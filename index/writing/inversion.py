"""Here are articles, give me their inverted index as plain arrays: a run.

No posting is ever a Python object.  Texts are folded and cut a few hundred at a time; words become numbers by
one dictionary look-up each; `index.arrays.sorting` does the rest.

A run is a mapping of arrays, small enough for memory, that can lie in a file as well.  For each field:
words: `F/text`, `F/ends`, `F/counts`, `F/docs`, `F/freqs`; characters: `F_chars/chars`, `…/counts`, `…/docs`,
`…/freqs`; pairs: `F_bigrams/keys`, `…/counts`, `…/values` (places in the texts of all documents, one after
the other); `…/lengths` for the three; keyword fields: `K/text`, `K/ends`, `K/offsets`, `K/codes`; and
`ids/…`, `dates`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Literal

import numpy as np

from corpus.model import Article
from index.arrays import sorting
from index.arrays.files import Array
from index.arrays.packing import Longs, starts_of
from index.arrays.sorting import Batch
from index.segments.terms import encode_words
from index.text.analyzer import article_keywords, article_texts, is_word
from index.text.fields import KEYWORD_FIELDS, TEXT_FIELDS, bigrams_field, chars_field
from index.text.fold import fold_batch, merged
from index.text.foldtable import BARRIER
from index.text.signs import Codes
from index.text.tokenizer import Tokenizer

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
            word = merged(token)
            number = self[word] if word != token else len(self.words) + 2
            if word == token:
                self.words.append(token)
        self[token] = number
        return number

    def ranks(self) -> tuple[list[str], Longs]:
        """The words sorted, and the rank of each number."""
        words = sorted(self.words)
        ranks = np.zeros(len(words) + 2, np.int64)
        ranks[np.fromiter(map(self.__getitem__, words), np.int64, len(words))] = np.arange(len(words))
        return words, ranks


class Inverter:
    """Collects articles; `finish` inverts them.  chars: folded characters taken in so far."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer
        self._vocabulary = _Vocabulary()
        self._batches: dict[str, list[Batch]] = {name: [] for name in TEXT_FIELDS}
        self._present = np.zeros(BARRIER, np.bool_)
        self._keywords: dict[str, list[tuple[str, ...]]] = {name: [] for name in KEYWORD_FIELDS}
        self._ids: list[str] = []
        self._dates: list[int] = []
        self.chars = 0

    def __len__(self) -> int:
        return len(self._ids)

    def add(self, articles: Sequence[Article]) -> None:
        """Fold and cut some articles (a few hundred at best)."""
        texts = [article_texts(article) for article in articles]
        for name, batches in self._batches.items():
            batches.append(self._read([text[name] for text in texts]))
            self.chars += len(batches[-1].codes)
        self._ids += [article.id for article in articles]
        self._dates += [article.date.toordinal() if article.date else 0 for article in articles]
        keywords = [article_keywords(article) for article in articles]
        for name, held in self._keywords.items():
            held += [each[name] for each in keywords]

    def _read(self, texts: Sequence[str]) -> Batch:
        folded = fold_batch(texts)
        self._present[folded.codes] = True
        tokens = self._tokenizer.cut(folded.lines)
        numbers = np.fromiter(map(self._vocabulary.__getitem__, tokens), np.int32, len(tokens))
        words = numbers > _BREAK
        docs = np.cumsum(numbers == _BREAK, dtype=np.int32)[words] + np.int32(len(self))
        return Batch(
            first=len(self),
            codes=folded.codes,
            lengths=np.diff(folded.bounds),
            paragraphs=folded.paragraphs,
            glued=np.flatnonzero(folded.glued),
            numbers=numbers[words],
            docs=docs,
        )

    def finish(self) -> Run:
        """Invert what was added."""
        words, ranks = self._vocabulary.ranks()
        chars = np.flatnonzero(self._present).astype(np.uint32)
        run: Run = {"dates": np.array(self._dates, np.int32)}
        run["ids/text"], run["ids/ends"] = encode_words(self._ids)
        for name, batches in self._batches.items():
            run |= self._text(name, batches, words, ranks, chars)
        for name, values in self._keywords.items():
            run |= _named(name, _invert_keywords(values))
        return run

    def _text(
        self, name: str, batches: Sequence[Batch], words: Sequence[str], ranks: Longs, chars: Codes
    ) -> Run:
        count = len(self)
        used, run = sorting.words(batches, ranks, count)
        run["text"], run["ends"] = encode_words([words[i] for i in used.tolist()])
        counted = [np.bincount(batch.docs, minlength=count) for batch in batches]
        run["lengths"] = sum(counted, np.zeros(count, np.int64))
        used, by_char = sorting.characters(batches, chars, count)
        by_char["chars"] = chars[used]
        by_char["lengths"] = np.concatenate([np.zeros(0, np.int64), *(b.lengths for b in batches)])
        by_bigram = sorting.bigrams(batches, np.append(np.array([0, 1, 2], np.uint32), chars))
        by_bigram["lengths"] = (
            by_char["lengths"] + _within(batches, "paragraphs") + 2 * _within(batches, "glued")
        )
        return _named(name, run) | _named(chars_field(name), by_char) | _named(bigrams_field(name), by_bigram)


def invert(articles: Iterable[Article], tokenizer: Tokenizer) -> Run:
    """The run of some articles."""
    inverter, batch = Inverter(tokenizer), list(articles)
    for first in range(0, len(batch), BATCH):
        inverter.add(batch[first : first + BATCH])
    return inverter.finish()


def _named(name: str, arrays: Run) -> Run:
    return {f"{name}/{part}": array for part, array in arrays.items()}


def _within(batches: Sequence[Batch], name: Literal["paragraphs", "glued"]) -> Longs:
    """How many paragraphs, or glued characters, each text has."""
    counts = [np.zeros(0, np.int64)]
    for batch in batches:
        edges = np.searchsorted(getattr(batch, name), starts_of(batch.lengths))
        counts.append(np.diff(edges))
    return np.concatenate(counts)


def _invert_keywords(held: Sequence[tuple[str, ...]]) -> Run:
    flat = list(chain.from_iterable(held))
    values = sorted(set(flat))
    numbers = {value: i for i, value in enumerate(values)}
    text, ends = encode_words(values)
    sizes = np.fromiter(map(len, held), np.int64, len(held))
    codes = np.fromiter(map(numbers.__getitem__, flat), np.int32, len(flat))
    return {"text": text, "ends": ends, "offsets": starts_of(sizes).astype(np.int32), "codes": codes}
