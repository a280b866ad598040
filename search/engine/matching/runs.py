"""Here is a run of folded characters, give me every document, and every place, that has it.

The bigram field holds every two neighbouring characters with their true position, so a run is found
whatever the segmentation did at either end.  An end that is a digit or a Latin letter does not cut a number
or a word: where GLUE stands beside it, the place is none.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from index.text.analyzer import GLUE, ONWARD
from index.text.fields import bigrams_field, chars_field
from search.engine.postings.docset import DocArray, DocSet, contains, union
from search.engine.postings.places import FieldPlaces, IndexPlaces, documents
from search.engine.postings.snapshot import KeyArray, Snapshot
from search.language.tree import TEXT_FIELDS

_UNITS = "一二三四五六七八九两"
_BEFORE = {"十": "一二三四五六七八九百千零"} | dict.fromkeys(_UNITS, "十百千万亿零点")
_AFTER = {"十": "一二三四五六七八九点万亿"}
_AFTER |= dict.fromkeys(_UNITS, "十百千万亿点") | dict.fromkeys("百千万亿", "一二三四五六七八九零十点万亿")
"""Numerals beside which a number goes on; the fold makes 〇 零."""
_MIXED = re.compile("[0-9]+[百千万]")

ALPHABETS = "\u0600"
"""Letters that make words together are below it (`index.text.signs`)."""


class Ends(NamedTuple):
    """Which ends of a run, first and last, must not cut a number or a Latin word; spoken: nor a number in
    Chinese numerals."""

    first: bool
    last: bool
    spoken: bool = False


BOTH = Ends(True, True)
NEITHER = Ends(False, False)
WHOLE = Ends(True, True, True)


def fields_of(field: str | None) -> tuple[str, ...]:
    """The text fields that a leaf looks at."""
    return TEXT_FIELDS if field is None else (field,)


def borders(run: str, ends: Ends = BOTH) -> list[tuple[str, int]]:
    """(pair, offset in the run) of what must not stand there: GLUE or ONWARD before a character, or an end of
    the run beside a numeral."""
    if not run:
        return []
    first, last = run[0], run[-1]
    found = [(GLUE + first, 0)] if ends.first and _spells(first) else []
    found += [(ONWARD + last, len(run) - 1)] if ends.last and _spells(last) else []
    if ends.spoken:
        found += [(char + first, -1) for char in _before(run)]
        found += [(last + char, len(run) - 1) for char in _AFTER.get(last, "")]
    return found


def _before(run: str) -> str:
    """Numerals that make another number of the one with which the run begins."""
    if run[0].isdecimal():
        return "千万亿" if _MIXED.match(run) else ""
    return _BEFORE.get(run[0], "")


def _spells(char: str) -> bool:
    return char < ALPHABETS and char.isalnum()


def run_places(places: FieldPlaces, run: str, within: DocArray | None = None, ends: Ends = BOTH) -> KeyArray:
    """Where the run begins, its ends honoured, in all documents or those `within`."""
    starts = places.run(run, within)
    for pair, offset in borders(run, ends):
        if not len(starts):
            break
        within_docs = documents(starts)
        borders_held = pair[0] in (GLUE, ONWARD)
        blocked = places.glue(pair, within_docs) if borders_held else places.run(pair, within_docs)
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
