"""Here is a run of folded characters, give me every document, and every place, that has it.

The bigram field holds every two neighbouring characters with their true position, so a run is found
whatever the segmentation did at either end.  An end that is a digit or a Latin letter does not cut a number
or a word: where GLUE stands beside it, the place is none.
"""

from __future__ import annotations

from index.text.analyzer import GLUE, ONWARD
from index.text.fields import bigrams_field, chars_field
from search.engine.postings.docset import DocArray, DocSet, contains, union
from search.engine.postings.places import FieldPlaces, IndexPlaces, documents
from search.engine.postings.snapshot import KeyArray, Snapshot
from search.language.tree import TEXT_FIELDS

ALPHABETS = "\u0600"
"""Letters that make words together are below it (`index.text.signs`)."""

BOTH = (True, True)
NEITHER = (False, False)
Ends = tuple[bool, bool]
"""Which ends of a run, first and last, must not cut a number or a Latin word."""


def fields_of(field: str | None) -> tuple[str, ...]:
    """The text fields that a leaf looks at."""
    return TEXT_FIELDS if field is None else (field,)


def borders(run: str, ends: Ends = BOTH) -> list[tuple[str, int]]:
    """(pair with GLUE or ONWARD, offset in the run) of what must not stand there."""
    if not run:
        return []
    first, last = run[0], run[-1]
    found = [(GLUE + first, 0)] if ends[0] and _spells(first) else []
    return found + ([(ONWARD + last, len(run) - 1)] if ends[1] and _spells(last) else [])


def _spells(char: str) -> bool:
    return char < ALPHABETS and char.isalnum()


def run_places(places: FieldPlaces, run: str, within: DocArray | None = None, ends: Ends = BOTH) -> KeyArray:
    """Where the run begins, its ends honoured, in all documents or those `within`."""
    starts = places.run(run, within)
    for pair, offset in borders(run, ends):
        if not len(starts):
            break
        blocked = places.glue(pair, documents(starts))
        starts = starts[~contains(blocked, starts + offset)]
    return starts


def run_docs(snapshot: Snapshot, fields: tuple[str, ...], run: str, ends: Ends = BOTH) -> DocSet:
    """The documents in which any of the fields has the run; cached.  run: folded."""
    held = tuple(borders(run, ends))
    return snapshot.cached(
        ("run", fields, run, held),
        lambda: union([_field_docs(snapshot, field, run, ends) for field in fields], snapshot.space),
    )


def _field_docs(snapshot: Snapshot, field: str, run: str, ends: Ends) -> DocSet:
    if not run:
        return DocSet.empty(snapshot.space)
    if len(run) < 3:
        index_field = chars_field(field) if len(run) == 1 else bigrams_field(field)
        docs = snapshot.posting(index_field, run).docs
        if not any(len(snapshot.posting(bigrams_field(field), pair).docs) for pair, _ in borders(run, ends)):
            return DocSet.of(docs, snapshot.space)
    starts = run_places(IndexPlaces(snapshot, field), run, ends=ends)
    return DocSet.of(documents(starts), snapshot.space)
