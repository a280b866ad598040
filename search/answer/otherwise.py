"""Here is a question that nothing answers; give me the question that was probably meant.

Letters may be pinyin or initials of a name; a run of characters that is printed nowhere may be a slip.  Only
what the archive holds is proposed, so that following a proposal never leads to nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from corpus.errors import QuerySyntaxError
from search.engine.postings.analysis import Analysis
from search.language import parse
from search.language.build import leaves
from search.language.render import quote
from search.language.tree import Phrase, Query, Text
from search.names.spelling import Speller
from search.names.suggest import Suggester

MOST = 4
"""Runs of a query that are looked at: correcting many at once would be guessing."""

FEW = 2
"""Articles up to which an answer may be an accident of scattered words."""

SHORTEST = 4
"""Characters from which a run that is printed nowhere is suspicious though its words are found."""


@dataclass(frozen=True, slots=True)
class Meant:
    """kind: "pinyin" | "spelling"; q: the line to search instead; value: what it was taken for, to show;
    sure: good enough to be answered at once, not only offered."""

    kind: Literal["pinyin", "spelling"]
    q: str
    value: str
    sure: bool


class Otherwise:
    """Proposals from one archive."""

    def __init__(
        self,
        suggester: Suggester,
        count: Callable[[Query], int],
        texts: Callable[[Query, int], Sequence[str]],
        analysis: Analysis,
    ) -> None:
        self._suggester = suggester
        self._speller = Speller(count, texts, suggester.lexicon, analysis.wanted)

    def meant(self, q: str, found: int = 0) -> Meant | None:
        """The likeliest other question; None where nothing suggests itself.

        found: articles that answer the question as it is.  Where a few do, because its words are scattered
        over them (白羊 领 煤矿), only a run that is printed nowhere and sounds or looks like one that is
        printed in more articles is taken for a slip.
        """
        if found:
            return self._scattered(q, found)
        entry = self._suggester.meant(q)
        if entry is not None:
            line = quote(entry.text) if entry.kind == "title" else entry.text
            return Meant("pinyin", line, entry.text, True)
        return self._corrected(q)

    def _scattered(self, q: str, found: int) -> Meant | None:
        run = q.strip()
        if len(run) < SHORTEST or not run.isalnum():
            return None
        better = self._speller.corrections(run, 1)
        if not better or not better[0].alike or better[0].articles < found or len(better[0].text) != len(run):
            return None
        return Meant("spelling", better[0].text, better[0].text, True)

    def _corrected(self, q: str) -> Meant | None:
        try:
            tree = parse(q, dt.date.max).literal
        except QuerySyntaxError:
            return None
        runs = [leaf.text for leaf in leaves(tree) if isinstance(leaf, (Text, Phrase))]
        line, sure = q, True
        for run in dict.fromkeys(runs[:MOST]):
            for piece in filter(None, run.split()):
                found = self._speller.corrections(piece, 1)
                if found and piece in line:
                    line = line.replace(piece, found[0].text)
                    sure = sure and found[0].sure
        return Meant("spelling", line, line, sure) if line != q else None
