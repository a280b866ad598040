"""Here is a run of folded characters, give me every document, and every place, that has it.

The bigram field holds every two neighbouring characters with their true position, so a run is found
whatever the segmentation did at either end.  Documents are intersected first, rarest bigram first;
only then are positions read, of every second bigram (together they cover each character).
"""

from __future__ import annotations

import numpy as np

from index.arrays.sorting import distinct
from index.text.analyzer import PARAGRAPH
from index.text.fields import bigrams_field, chars_field
from search.engine.matching.spans import documents
from search.engine.postings.docset import DocArray, DocSet, contains, intersect, union
from search.engine.postings.snapshot import NO_KEYS, KeyArray, Snapshot

SENTENCE_ENDS = "。！？；…!?;"
"""Characters after which a sentence begins, before and after folding."""


def pieces(run: str) -> list[tuple[int, str]]:
    """(offset, bigram) of the fewest bigrams that cover a run of two characters or more."""
    last = len(run) - 2
    offsets = list(range(0, last, 2))
    return [(offset, run[offset : offset + 2]) for offset in [*offsets, last]]


def run_docs(snapshot: Snapshot, fields: tuple[str, ...], run: str) -> DocSet:
    """The documents in which any of the fields has the run as a substring; cached.  run: folded."""
    return snapshot.cached(
        ("run", fields, run),
        lambda: union([_field_docs(snapshot, field, run) for field in fields], snapshot.space),
    )


def _field_docs(snapshot: Snapshot, field: str, run: str) -> DocSet:
    if not run:
        return DocSet.empty(snapshot.space)
    if len(run) == 1:
        return DocSet.of(snapshot.posting(chars_field(field), run).docs, snapshot.space)
    if len(run) == 2:
        return DocSet.of(snapshot.posting(bigrams_field(field), run).docs, snapshot.space)
    return DocSet.of(documents(run_keys(snapshot, field, run)), snapshot.space)


def run_keys(snapshot: Snapshot, field: str, run: str, within: DocArray | None = None) -> KeyArray:
    """Where the run begins in the field, in all documents or those `within`."""
    if not run:
        return NO_KEYS
    if len(run) == 1:
        return snapshot.keys(chars_field(field), run, within)
    grams = bigrams_field(field)
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


def paragraph_starts(snapshot: Snapshot, field: str) -> KeyArray:
    """Keys at which paragraphs begin; cached."""
    return snapshot.cached(("paragraphs", field), lambda: snapshot.keys(bigrams_field(field), PARAGRAPH))


def sentence_starts(snapshot: Snapshot, field: str) -> KeyArray:
    """Keys at which sentences begin (after a sentence end, or with a paragraph); cached."""

    def read() -> KeyArray:
        ends = [snapshot.keys(chars_field(field), char) + 1 for char in dict.fromkeys(SENTENCE_ENDS)]
        return distinct(np.concatenate([paragraph_starts(snapshot, field), *ends]))

    return snapshot.cached(("sentences", field), read)
