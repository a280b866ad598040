"""Here is one text field, of an index or of one article; tell me where characters stand in it.

Matching asks an index, marking asks the text that is shown; both through `FieldPlaces`, so that what is
found and what is marked come from the same arithmetic.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import cached_property
from typing import Protocol

import numpy as np
import numpy.typing as npt

from index.arrays.sorting import distinct
from index.segments.interface import PLACE_BITS
from index.text.analyzer import ONWARD, PARAGRAPH
from index.text.fields import bigrams_field, chars_field
from index.text.fold import Folded, encode, fold, paragraph_starts
from index.text.signs import SENTENCE_ENDS
from search.engine.postings.docset import DocArray, DocSet, Mask, contains, intersect
from search.engine.postings.snapshot import NO_KEYS, KeyArray, Snapshot

ENDS = tuple(dict.fromkeys(SENTENCE_ENDS))


class FieldPlaces(Protocol):
    """One text field.  Keys are documents and positions in one integer; a lone text is document 0."""

    def run(self, run: str, within: DocArray | None = None) -> KeyArray:
        """Where the folded run begins, in all documents or those `within`."""
        ...

    def glue(self, pair: str, docs: DocArray) -> KeyArray:
        """Where GLUE or ONWARD stands before a character, in the documents."""
        ...

    def comparer(self, chars: Collection[str], docs: DocArray) -> Callable[[str, KeyArray], Mask]:
        """A function that says of any keys in the documents whether one of the characters stands there."""
        ...

    def paragraphs(self) -> KeyArray:
        """Keys at which paragraphs begin."""
        ...

    def sentences(self) -> KeyArray:
        """Keys at which sentences begin (after a sentence end, or with a paragraph)."""
        ...

    def ends_of(self, keys: KeyArray) -> npt.NDArray[np.int64]:
        """Characters that the field has in the document of each key."""
        ...


class IndexPlaces:
    """A field of all documents of a snapshot."""

    def __init__(self, snapshot: Snapshot, field: str) -> None:
        self._snapshot = snapshot
        self._field = field

    def run(self, run: str, within: DocArray | None = None) -> KeyArray:
        """Documents are intersected first, rarest pair first; only then are positions read, of every second
        pair (together they cover each character)."""
        snapshot = self._snapshot
        if not run:
            return NO_KEYS
        if len(run) == 1:
            return snapshot.keys(chars_field(self._field), run, within)
        grams = bigrams_field(self._field)
        if len(run) == 2:
            return snapshot.keys(grams, run, within)
        held = [(offset, gram, snapshot.posting(grams, gram)) for offset, gram in pieces(run)]
        held.sort(key=lambda piece: len(piece[2].docs))
        if not len(held[0][2].docs):
            return NO_KEYS
        sets = [DocSet.of(posting.docs, snapshot.space) for _, _, posting in held]
        if within is not None:
            sets.append(DocSet.of(within, snapshot.space))
        candidates = intersect(sets, snapshot.space).docs()
        starts: KeyArray | None = None
        for offset, gram, _ in held:
            if not len(candidates):
                return NO_KEYS
            places = snapshot.keys(grams, gram, candidates)
            starts = places - offset if starts is None else starts[contains(places, starts + offset)]
            candidates = documents(starts)
        return NO_KEYS if starts is None else starts

    def glue(self, pair: str, docs: DocArray) -> KeyArray:
        return self._snapshot.keys(bigrams_field(self._field), pair, docs)

    def comparer(self, chars: Collection[str], docs: DocArray) -> Callable[[str, KeyArray], Mask]:
        held = {char: self.run(char, docs) for char in chars}
        return lambda char, keys: contains(held[char], keys)

    def paragraphs(self) -> KeyArray:
        snapshot, field = self._snapshot, self._field
        return snapshot.cached(("paragraphs", field), lambda: snapshot.keys(bigrams_field(field), PARAGRAPH))

    def sentences(self) -> KeyArray:
        snapshot, chars = self._snapshot, chars_field(self._field)

        def read() -> KeyArray:
            ends = [snapshot.keys(chars, char) + 1 for char in ENDS]
            return distinct(np.concatenate([self.paragraphs(), *ends]))

        return snapshot.cached(("sentences", self._field), read)

    def ends_of(self, keys: KeyArray) -> npt.NDArray[np.int64]:
        lengths = self._snapshot.lengths(chars_field(self._field))
        return lengths.take(keys >> PLACE_BITS).astype(np.int64)


class TextPlaces:
    """One text, as printed."""

    def __init__(self, text: str, folded: Folded | None = None) -> None:
        self.original = text
        self.folded = folded or fold(text)

    @property
    def text(self) -> str:
        return self.folded.text

    def run(self, run: str, within: DocArray | None = None) -> KeyArray:
        text, found = self.folded.text, []
        at = text.find(run) if run else -1
        while at >= 0:
            found.append(at)
            at = text.find(run, at + 1)
        return np.array(found, np.int64)

    def glue(self, pair: str, docs: DocArray) -> KeyArray:
        text, back = self.folded.text, int(pair[0] == ONWARD)
        return np.array([at - back for at in self._glued if text[at - back] == pair[1]], np.int64)

    @cached_property
    def _glued(self) -> list[int]:
        return list(np.flatnonzero(self.folded.glued))

    def comparer(self, chars: Collection[str], docs: DocArray) -> Callable[[str, KeyArray], Mask]:
        codes = np.append(encode(self.folded.text), np.uint32(0))  # no character, before the first and after
        last = len(codes) - 1

        def stands(char: str, keys: KeyArray) -> Mask:
            inside = np.where(keys < 0, last, keys)
            found: Mask = codes.take(inside, mode="clip") == ord(char)
            return found

        return stands

    def paragraphs(self) -> KeyArray:
        return np.array(paragraph_starts(self.original, self.folded), np.int64)

    def sentences(self) -> KeyArray:
        ends = [at + 1 for at, char in enumerate(self.folded.text) if char in ENDS]
        return distinct(np.concatenate([self.paragraphs(), np.array(ends, np.int64)]))

    def ends_of(self, keys: KeyArray) -> npt.NDArray[np.int64]:
        return np.full(len(keys), len(self.folded.text), np.int64)


def pieces(run: str) -> list[tuple[int, str]]:
    """(offset, bigram) of the fewest bigrams that cover a run of two characters or more."""
    last = len(run) - 2
    offsets = list(range(0, last, 2))
    return [(offset, run[offset : offset + 2]) for offset in [*offsets, last]]


def documents(keys: npt.NDArray[np.int64]) -> DocArray:
    """The documents of sorted keys, each once."""
    docs = keys >> PLACE_BITS
    if len(docs) < 2:
        return docs.astype(np.int32)
    first = np.empty(len(docs), np.bool_)
    first[0] = True
    np.not_equal(docs[1:], docs[:-1], out=first[1:])
    return docs[first].astype(np.int32)
