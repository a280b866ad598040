"""Here is a `Query` and a snapshot of the index, give me the documents that match it.

Every node of the tree is a set operation; leaves are read from postings, their sets cached for as long
as the generation lives.  Matching knows nothing of scores.
"""

from __future__ import annotations

import bisect

import numpy as np

from search.engine.matching.fuzzy import candidates, fuzzy_spans
from search.engine.matching.near import fields_of, leaf_counts, near_docs
from search.engine.matching.runs import run_docs
from search.engine.matching.spans import documents
from search.engine.matching.wildcard import compile_pattern, only_gaps, wildcard_spans
from search.engine.postings.analysis import Analysis
from search.engine.postings.docset import DocSet, intersect, union
from search.engine.postings.snapshot import Snapshot
from search.language.tree import (
    And,
    AtLeast,
    Boost,
    DateRange,
    Everything,
    Fuzzy,
    Keyword,
    Near,
    Not,
    Nothing,
    Or,
    Phrase,
    Query,
    Text,
    Wildcard,
    Word,
)


def match(query: Query, snapshot: Snapshot, analysis: Analysis) -> DocSet:
    """The live documents that match.

    A leaf without anything to look for (no word, an empty phrase) matches nothing; an empty `And`
    matches everything, an empty `Or` nothing.
    """
    match query:
        case Everything():
            return snapshot.everything
        case Nothing():
            return DocSet.empty(snapshot.space)
        case And(parts):
            return _and(parts, snapshot, analysis)
        case Or(parts):
            return union([match(part, snapshot, analysis) for part in parts], snapshot.space)
        case Not(part):
            return snapshot.everything - match(part, snapshot, analysis)
        case Boost(part, _):
            return match(part, snapshot, analysis)
        case Text(text, field):
            fields = fields_of(field)
            words = analysis.wanted(text)
            return intersect([run_docs(snapshot, fields, word) for word in words], snapshot.space)
        case Phrase(text, field):
            return run_docs(snapshot, fields_of(field), analysis.fold(text))
        case _:
            return snapshot.cached(("leaf", query), lambda: _leaf(query, snapshot, analysis))


def _and(parts: tuple[Query, ...], snapshot: Snapshot, analysis: Analysis) -> DocSet:
    wanted = [match(part, snapshot, analysis) for part in parts if not isinstance(part, Not)]
    found = intersect(wanted, snapshot.space) if wanted else snapshot.everything
    for part in parts:
        if isinstance(part, Not):
            found = found - match(part.part, snapshot, analysis)
    return found


def _leaf(query: Query, snapshot: Snapshot, analysis: Analysis) -> DocSet:
    """The leaves that are worth keeping under their node."""
    match query:
        case Word(token, field):
            run = analysis.fold(token)
            held = [snapshot.posting(name, run).docs for name in fields_of(field)]
            return union([DocSet.of(docs, snapshot.space) for docs in held], snapshot.space)
        case Wildcard(text, field):
            return _wildcard(text, fields_of(field), snapshot, analysis)
        case Fuzzy(text, edits, field):
            return _fuzzy(text, edits, fields_of(field), snapshot, analysis)
        case Near():
            return near_docs(snapshot, query, analysis.fold)
        case AtLeast(count, part):
            docs, counts = leaf_counts(snapshot, part, analysis.fold)
            return DocSet.of(docs[counts >= max(1, count)], snapshot.space)
        case Keyword(field, values):
            return _keyword(field, values, snapshot)
        case DateRange():
            return _dates(query, snapshot)
    raise TypeError(f"not a leaf of a query: {query!r}")


def _wildcard(text: str, fields: tuple[str, ...], snapshot: Snapshot, analysis: Analysis) -> DocSet:
    pattern = compile_pattern(text, analysis.fold)
    if not pattern.runs:
        return only_gaps(snapshot, fields, pattern)
    found = []
    for field in fields:
        rough = intersect([run_docs(snapshot, (field,), run) for run in pattern.runs], snapshot.space)
        spans = wildcard_spans(snapshot, field, pattern, rough.docs())
        found.append(DocSet.of(documents(np.sort(spans.starts)), snapshot.space))
    return union(found, snapshot.space)


def _fuzzy(text: str, edits: int, fields: tuple[str, ...], snapshot: Snapshot, analysis: Analysis) -> DocSet:
    run = analysis.fold(text)
    if not run:
        return DocSet.empty(snapshot.space)
    found = []
    for field in fields:
        rough = candidates(snapshot, field, run, edits)
        exact = run_docs(snapshot, (field,), run)
        spans = fuzzy_spans(snapshot, field, run, edits, (rough - exact).docs())
        found += [exact, DocSet.of(documents(np.sort(spans.starts)), snapshot.space)]
    return union(found, snapshot.space)


def _keyword(field: str, values: tuple[str, ...], snapshot: Snapshot) -> DocSet:
    column = snapshot.column(field)
    mask = np.zeros(snapshot.space, np.bool_)
    for value in values:
        code = bisect.bisect_left(column.values, value)
        if code < len(column.values) and column.values[code] == value:
            mask[column.rows[column.codes == code]] = True
    return DocSet.of_mask(mask) & snapshot.everything


def _dates(wanted: DateRange, snapshot: Snapshot) -> DocSet:
    dates = snapshot.dates()
    start = wanted.start.toordinal() if wanted.start else 1
    mask = dates >= max(1, start)
    if wanted.end is not None:
        np.logical_and(mask, dates <= wanted.end.toordinal(), out=mask)
    return DocSet.of_mask(mask) & snapshot.everything
