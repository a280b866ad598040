"""Whole values and dates: what restricts without standing in text."""

from __future__ import annotations

import bisect
from collections.abc import Iterator

import numpy as np

from search.engine.matching.joined import Silent
from search.engine.matching.meaning import Form, Meaning, QueryReading, Terms, means
from search.engine.postings.analysis import Analysis
from search.engine.postings.docset import DocSet
from search.engine.postings.snapshot import Snapshot
from search.engine.ranking.scoring import Scoring, value_terms
from search.language.tree import Among, DateRange, Keyword


@means(Keyword)
class KeywordMeaning(Meaning[Keyword]):
    def docs(self, node: Keyword, snapshot: Snapshot, analysis: Analysis) -> DocSet:
        def read() -> DocSet:
            column = snapshot.column(node.field)
            mask = np.zeros(snapshot.space, np.bool_)
            for value in node.values:
                code = bisect.bisect_left(column.values, value)
                if code < len(column.values) and column.values[code] == value:
                    mask[column.rows[column.codes == code]] = True
            return DocSet.of_mask(mask) & snapshot.everything

        return snapshot.cached(("leaf", node), read)

    def terms(self, node: Keyword, analysis: Analysis, scoring: Scoring) -> Terms:
        return value_terms(node.field, node.values, scoring)

    def forms(self, node: Keyword, reading: QueryReading) -> Iterator[Form]:
        return iter(())

    def cuts(self, node: Keyword, analysis: Analysis) -> Iterator[tuple[str, tuple[str, ...]]]:
        return iter(())


@means(Among)
class AmongMeaning(Silent[Among]):
    def docs(self, node: Among, snapshot: Snapshot, analysis: Analysis) -> DocSet:
        return snapshot.cached(("leaf", node), lambda: DocSet.of(snapshot.find_all(node.ids), snapshot.space))


@means(DateRange)
class DateMeaning(Silent[DateRange]):
    def docs(self, node: DateRange, snapshot: Snapshot, analysis: Analysis) -> DocSet:
        def read() -> DocSet:
            dates = snapshot.dates()
            mask = dates >= (node.start.toordinal() if node.start else 1)
            if node.end is not None:
                np.logical_and(mask, dates <= node.end.toordinal(), out=mask)
            return DocSet.of_mask(mask) & snapshot.everything

        return snapshot.cached(("leaf", node), read)
