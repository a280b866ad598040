"""Here are runs and segments, give me one segment of their live documents.

Merging never sorts postings: documents keep their order, source after source, so a term's new list is its old
lists one after the other with numbers shifted.  Terms are merged as dictionaries; postings are moved in
chunks of some million, so that memory stays bounded whatever the size of the index.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Protocol, TypeAlias

import numpy as np
import numpy.typing as npt

from index.arrays.files import Array, ArrayFileWriter, open_arrays
from index.arrays.packing import FrequencyWriter, ListWriter, Longs, Words, starts_of
from index.arrays.sorting import distinct
from index.segments.interface import Bools, Ints
from index.segments.packed import PackedSegment
from index.segments.terms import Keys, WordTerms, encode_words, write_pairs
from index.text.fields import (
    KEYWORD_FIELDS,
    TEXT_FIELDS,
    bigrams_field,
    channels,
    chars_field,
    holds_bigrams,
    holds_chars,
    text_field_of,
)
from index.writing.policy import MAX_CHARS

CHUNK = 1 << 21
"""Postings moved at once: some 100 MB at most."""

Dictionary: TypeAlias = "list[str] | Keys"


class FieldSource(Protocol):
    """The postings of one field of one source.  `terms` sorted; `counts` entries of each."""

    @property
    def counts(self) -> Array: ...

    def read(self, first: int, last: int) -> tuple[Words, Words | None]: ...


class MergeSource(Protocol):
    """Documents to merge.  live: which of them; arrays: `ids/…`, `dates`, `…/lengths` and keyword columns."""

    @property
    def live(self) -> Bools: ...

    @property
    def arrays(self) -> Mapping[str, Array]: ...

    def dictionary(self, name: str) -> Dictionary: ...

    def postings(self, name: str) -> FieldSource: ...


class RunSource:
    """A run of `index.writing.inversion`, in memory or in a file.

    A file is mapped anew for every look, so that what was read of it does not stay in memory.
    """

    def __init__(self, run: Mapping[str, Array] | Path, live: Bools) -> None:
        self._run, self.live = run, live

    @property
    def arrays(self) -> Mapping[str, Array]:
        return open_arrays(self._run)[0] if isinstance(self._run, Path) else self._run

    def dictionary(self, name: str) -> Dictionary:
        if holds_bigrams(name):
            keys: Keys = self.arrays[f"{name}/keys"]
            return keys
        if holds_chars(name):
            return self.arrays[f"{name}/chars"].astype(np.uint64)
        return WordTerms(self.arrays, name).all()

    def postings(self, name: str) -> FieldSource:
        return _RunField(self.arrays, name)


class _RunField:
    def __init__(self, run: Mapping[str, Array], name: str) -> None:
        self.counts = run[f"{name}/counts"]
        self._starts = starts_of(self.counts)
        self._values = run[f"{name}/{'values' if holds_bigrams(name) else 'docs'}"]
        self._freqs = run.get(f"{name}/freqs")

    def read(self, first: int, last: int) -> tuple[Words, Words | None]:
        here = slice(int(self._starts[first]), int(self._starts[last]))
        return self._values[here], None if self._freqs is None else self._freqs[here]


class SegmentSource:
    """A packed segment."""

    def __init__(self, segment: PackedSegment) -> None:
        self._segment = segment
        self.arrays, self.live = segment.arrays, segment.live

    def dictionary(self, name: str) -> Dictionary:
        terms = self._segment.field(name).terms
        return terms.all() if isinstance(terms, WordTerms) else terms.keys

    def postings(self, name: str) -> FieldSource:
        field: FieldSource = self._segment.field(name)
        return field


@dataclass(frozen=True, slots=True)
class _Plan:
    """shifts: for each source, what to add to a document number (int64[n]); `_DEAD` for a dead one."""

    sources: Sequence[MergeSource]
    shifts: Sequence[Longs]
    doc_count: int


_DEAD = np.iinfo(np.int64).min


def merge(sources: Sequence[MergeSource], path: Path, fingerprint: str) -> int:
    """Write the live documents of `sources` as the packed segment `path`; return how many they are."""
    plan = _plan(sources)
    file = ArrayFileWriter(path)
    totals: dict[str, int] = {}
    try:
        _merge_documents(plan, file)
        for text in TEXT_FIELDS:
            for name in channels(text):
                lengths = _lengths(plan, name)
                totals[name] = int(lengths.sum())
                file.append(
                    f"{name}/lengths", lengths.astype(np.min_scalar_type(int(lengths.max(initial=0))))
                )
            _merge_postings(plan, file, text, plan.shifts, plan.doc_count)
            _merge_postings(plan, file, chars_field(text), plan.shifts, plan.doc_count)
            places = _places(plan, text)
            _merge_postings(plan, file, bigrams_field(text), places, totals[chars_field(text)])
        for name in KEYWORD_FIELDS:
            _merge_keywords(plan, file, name)
        file.meta = {"totals": totals, "fingerprint": fingerprint}
        file.finish()
    finally:
        file.close()
    return plan.doc_count


def chars_of(source: MergeSource) -> int:
    """Characters of the longest text field, live documents or not."""
    return max(int(source.arrays[f"{chars_field(name)}/lengths"].sum(dtype=np.int64)) for name in TEXT_FIELDS)


def grouped(sources: Sequence[MergeSource]) -> Iterator[list[MergeSource]]:
    """Sources in groups that one segment can hold."""
    group: list[MergeSource] = []
    chars = 0
    for source in sources:
        size = chars_of(source)
        if group and chars + size > MAX_CHARS:
            yield group
            group, chars = [], 0
        group.append(source)
        chars += size
    if group:
        yield group


def _plan(sources: Sequence[MergeSource]) -> _Plan:
    shifts, count = [], 0
    for source in sources:
        new = np.cumsum(source.live) - 1 + count
        shifts.append(np.where(source.live, new - np.arange(len(new)), _DEAD))
        count += int(np.count_nonzero(source.live))
    return _Plan(sources, shifts, count)


def _merge_documents(plan: _Plan, file: ArrayFileWriter) -> None:
    ids: list[str] = []
    for source in plan.sources:
        held = WordTerms(source.arrays, "ids").all()
        ids += [held[doc] for doc in np.flatnonzero(source.live).tolist()]
        file.append("dates", source.arrays["dates"][source.live])
    text, ends = encode_words(ids)
    file.append("ids/text", text)
    file.append("ids/ends", ends)
    order = sorted(range(len(ids)), key=ids.__getitem__)
    file.append("ids/order", np.array(order, np.uint32))


def _lengths(plan: _Plan, name: str) -> Longs:
    each = [source.arrays[f"{name}/lengths"][source.live].astype(np.int64) for source in plan.sources]
    return np.concatenate([np.zeros(0, np.int64), *each])


def _places(plan: _Plan, text: str) -> list[Longs]:
    """For each source and document, what to add to a place in its text."""
    bases = starts_of(_lengths(plan, chars_field(text)))
    shifts = []
    for source, shift in zip(plan.sources, plan.shifts, strict=True):
        old = starts_of(source.arrays[f"{chars_field(text)}/lengths"])[:-1]
        new = np.arange(len(shift)) + shift
        shifts.append(np.where(source.live, bases[np.where(source.live, new, 0)] - old, _DEAD))
    return shifts


def _merge_postings(
    plan: _Plan, file: ArrayFileWriter, name: str, shifts: Sequence[Longs], universe: int
) -> None:
    dictionary, maps = _union([partial(source.dictionary, name) for source in plan.sources])
    fields = [source.postings(name) for source in plan.sources]
    bounds = _bounds(plan, name)
    lists = ListWriter(file, name, universe)
    frequencies = None if holds_bigrams(name) else FrequencyWriter(file, name)
    held: list[npt.NDArray[np.bool_]] = [np.zeros(0, np.bool_)]
    for first, last in _chunks(len(dictionary), maps, fields):
        parts = []
        for field, numbers, shift, bound in zip(fields, maps, shifts, bounds, strict=True):
            low, high = np.searchsorted(numbers, (first, last)).tolist()
            if low < high:
                part = _moved(field, low, high, shift, bound)
                parts.append((numbers[low:high] - first, *part))
        values, freqs, counts = _joined(parts, last - first)
        held.append(counts > 0)
        lists.add(values, counts[counts > 0])
        if frequencies and freqs is not None:
            frequencies.add(freqs)
    if frequencies:
        frequencies.finish()
    _write_dictionary(file, name, dictionary, np.concatenate(held))


def _bounds(plan: _Plan, name: str) -> list[Longs | None]:
    """Where documents begin among the values of each source: None where values are documents."""
    if not holds_bigrams(name):
        return [None] * len(plan.sources)
    chars = f"{chars_field(text_field_of(name))}/lengths"
    return [starts_of(source.arrays[chars]) for source in plan.sources]


def _moved(
    field: FieldSource, low: int, high: int, shift: Longs, bounds: Longs | None
) -> tuple[Words, Words | None, Longs]:
    """Terms low:high of a source with their values shifted and the dead ones gone."""
    values, freqs = field.read(low, high)
    counts = field.counts[low:high].astype(np.int64)
    if len(shift) and (shift == shift[0]).all() and shift[0] != _DEAD:
        return np.add(values, np.uint32(shift[0]), dtype=np.uint32), freqs, counts
    docs = values if bounds is None else np.searchsorted(bounds, values, side="right") - 1
    each = shift[docs]
    live = each != _DEAD
    term = np.repeat(np.arange(high - low), counts)[live]
    counts = np.bincount(term, minlength=high - low)
    return (values[live] + each[live]).astype(np.uint32), None if freqs is None else freqs[live], counts


def _joined(
    parts: Sequence[tuple[Ints, Words, Words | None, Longs]], terms: int
) -> tuple[Words, Words | None, Longs]:
    """The lists of several sources, those of one term one after the other."""
    if len(parts) == 1 and len(parts[0][0]) == terms:
        return parts[0][1:]
    counts = np.zeros(terms, np.int64)
    for numbers, _, _, each in parts:
        counts[numbers] += each
    at = starts_of(counts)
    values = np.empty(int(at[-1]), np.uint32)
    freqs = None if not parts or parts[0][2] is None else np.empty(len(values), np.uint32)
    for numbers, held, weights, each in parts:
        where = np.repeat(at[numbers] - starts_of(each)[:-1], each) + np.arange(len(held))
        values[where] = held
        if freqs is not None and weights is not None:
            freqs[where] = weights
        at[numbers] += each
    return values, freqs, counts


def _chunks(terms: int, maps: Sequence[Ints], fields: Sequence[FieldSource]) -> Iterator[tuple[int, int]]:
    sizes = np.zeros(terms, np.int64)
    for numbers, field in zip(maps, fields, strict=True):
        sizes[numbers] += field.counts
    ends = np.cumsum(sizes)
    first = 0
    while first < terms:
        before = int(ends[first - 1]) if first else 0
        last = max(first + 1, int(np.searchsorted(ends, before + CHUNK, side="right")))
        yield first, last
        first = last


def _union(dictionaries: Sequence[Callable[[], Dictionary]]) -> tuple[Dictionary, list[Ints]]:
    """All terms, sorted, and for each source the numbers its terms have there.

    Dictionaries are asked for twice, so that only one of them need be in memory at a time.
    """
    union = dictionaries[0]()
    if len(dictionaries) == 1:
        return union, [np.arange(len(union), dtype=np.int32)]
    if isinstance(union, list):
        words = sorted(set().union(*(each() for each in dictionaries)))
        number = {word: i for i, word in enumerate(words)}
        numbers = (list(map(number.__getitem__, each())) for each in dictionaries)
        return words, [np.array(each, np.int32) for each in numbers]
    for each in dictionaries[1:]:
        union = distinct(np.concatenate([union, each()]))
    return union, [np.searchsorted(union, each()).astype(np.int32) for each in dictionaries]


def _write_dictionary(file: ArrayFileWriter, name: str, terms: Dictionary, held: Bools) -> None:
    if isinstance(terms, list):
        kept = terms if held.all() else [terms[i] for i in np.flatnonzero(held).tolist()]
        text, ends = encode_words(kept)
        file.append(f"{name}/text", text)
        file.append(f"{name}/ends", ends)
    elif holds_bigrams(name):
        write_pairs(file, name, terms[held])
    else:
        file.append(f"{name}/chars", terms[held].astype(np.uint32))


def _values(source: MergeSource, name: str) -> list[str]:
    return WordTerms(source.arrays, name).all()


def _merge_keywords(plan: _Plan, file: ArrayFileWriter, name: str) -> None:
    values, numbers = _union([partial(_values, source, name) for source in plan.sources])
    codes, counts = [np.zeros(0, np.int32)], [np.zeros(0, np.int32)]
    for source, number in zip(plan.sources, numbers, strict=True):
        each = np.diff(source.arrays[f"{name}/offsets"])
        codes.append(number[source.arrays[f"{name}/codes"][np.repeat(source.live, each)]].astype(np.int32))
        counts.append(each[source.live])
    flat = np.concatenate(codes)
    held = np.bincount(flat, minlength=len(values)) > 0
    _write_dictionary(file, name, values, held)
    file.append(f"{name}/codes", (np.cumsum(held) - 1)[flat].astype(np.int32))
    file.append(f"{name}/offsets", starts_of(np.concatenate(counts)).astype(np.int32))
