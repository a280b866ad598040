"""Here are parts that should stand close together, give me the documents where they do.

Nearness is measured in characters, so it does not change with the dictionary.  Only one field at a
time is looked at; documents are narrowed to those that have every part before positions are read.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce

import numpy as np

from search.engine.matching.fuzzy import candidates, fuzzy_spans
from search.engine.matching.runs import paragraph_starts, run_docs, run_keys, sentence_starts
from search.engine.matching.spans import Counts, Spans, documents, follow, same_group, together
from search.engine.matching.wildcard import compile_pattern, wildcard_spans
from search.engine.postings.docset import DocArray, DocSet, intersect, union
from search.engine.postings.snapshot import KeyArray, Snapshot
from search.language.tree import (
    TEXT_FIELDS,
    And,
    Boost,
    Fuzzy,
    Near,
    Or,
    Phrase,
    Query,
    Text,
    Wildcard,
    Word,
)

Fold = Callable[[str], str]


def fields_of(field: str | None) -> tuple[str, ...]:
    """The text fields that a leaf looks at."""
    return TEXT_FIELDS if field is None else (field,)


def leaf_spans(
    snapshot: Snapshot, field: str, leaf: Query, fold: Fold, within: DocArray | None = None
) -> Spans:
    """Where a leaf stands in one field; a `Text` or `Word` stands where its whole run does.

    Alternatives (`Or`) stand where any of theirs does; what has no place in text stands nowhere.
    """
    match leaf:
        case Boost(part, _):
            return leaf_spans(snapshot, field, part, fold, within)
        case Or(parts):
            return Spans.merged([leaf_spans(snapshot, field, part, fold, within) for part in parts])
        case Text(text, wanted) | Word(text, wanted) | Phrase(text, wanted):
            run = fold(text) if field in fields_of(wanted) else ""
            return Spans.of_run(run_keys(snapshot, field, run, within), len(run))
        case Wildcard(text, wanted) if field in fields_of(wanted):
            return wildcard_spans(snapshot, field, compile_pattern(text, fold), within)
        case Fuzzy(text, edits, wanted) if field in fields_of(wanted):
            return fuzzy_spans(snapshot, field, fold(text), edits, within)
    return Spans.merged(())


def leaf_counts(snapshot: Snapshot, leaf: Query, fold: Fold) -> tuple[DocArray, Counts]:
    """(documents, occurrences in each, over the text fields together) of a leaf."""
    found = [leaf_spans(snapshot, field, leaf, fold).docs() for field in TEXT_FIELDS]
    docs, counts = np.unique(np.concatenate(found), return_counts=True)
    return docs.astype(np.int32), counts


def near_docs(snapshot: Snapshot, near: Near, fold: Fold) -> DocSet:
    """The documents in which the parts stand as `near` asks, in one of the text fields."""
    parts = tuple(dict.fromkeys(_flat(near.parts))) if not near.ordered else _flat(near.parts)
    found = [_field_docs(snapshot, field, parts, near, fold) for field in TEXT_FIELDS]
    return union([DocSet.of(docs, snapshot.space) for docs in found], snapshot.space)


def _flat(parts: tuple[Query, ...]) -> tuple[Query, ...]:
    """The leaves, with the parts of a conjunction or of a nearness inside taken one by one."""
    leaves: list[Query] = []
    for part in parts:
        match part:
            case And(inner) | Near(inner):
                leaves.extend(_flat(inner))
            case _:
                leaves.append(part)
    return tuple(leaves)


def _field_docs(snapshot: Snapshot, field: str, parts: tuple[Query, ...], near: Near, fold: Fold) -> DocArray:
    rough = [_rough_docs(snapshot, field, part, fold) for part in parts]
    within = intersect(rough, snapshot.space).docs()
    if not len(within):
        return within
    spans = [leaf_spans(snapshot, field, part, fold, within) for part in parts]
    if not all(len(each) for each in spans):
        return within[:0]
    boundaries = _boundaries(snapshot, field, near)
    if near.ordered:
        high = near.distance if near.within == "chars" else None
        found = reduce(lambda before, after: follow(before, after, 0, high, boundaries), spans)
        return documents(np.sort(found.starts))
    if boundaries is None:
        return together(spans, near.distance)
    return same_group(spans, boundaries)


def _boundaries(snapshot: Snapshot, field: str, near: Near) -> KeyArray | None:
    if near.within == "sentence":
        return sentence_starts(snapshot, field)
    if near.within == "paragraph":
        return paragraph_starts(snapshot, field)
    return None


def _rough_docs(snapshot: Snapshot, field: str, leaf: Query, fold: Fold) -> DocSet:
    """A superset of the documents in which the leaf stands in the field, from cached sets only."""
    match leaf:
        case Boost(part, _):
            return _rough_docs(snapshot, field, part, fold)
        case Or(parts):
            return union([_rough_docs(snapshot, field, part, fold) for part in parts], snapshot.space)
        case Text(text, wanted) | Word(text, wanted) | Phrase(text, wanted):
            run = fold(text) if field in fields_of(wanted) else ""
            return run_docs(snapshot, (field,), run)
        case Wildcard(text, wanted) if field in fields_of(wanted):
            runs = compile_pattern(text, fold).runs
            held = [run_docs(snapshot, (field,), run) for run in runs]
            return intersect(held, snapshot.space)
        case Fuzzy(text, edits, wanted) if field in fields_of(wanted):
            return candidates(snapshot, field, fold(text), edits)
    return DocSet.empty(snapshot.space)
