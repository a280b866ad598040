"""Here is a question that nothing answers; give me the question that was probably meant.

Letters may be pinyin or initials of a name; a run of characters that is printed nowhere may be a slip.  Only
what the archive holds is proposed, so that following a proposal never leads to nothing.  What was quoted, and
what holds a letter or a digit (C929, ISO9002, 6G基站), was meant as it was written: another form of it is
offered and never answered in its place.
"""

from __future__ import annotations

import datetime as dt
import difflib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, Protocol

from corpus.errors import QuerySyntaxError
from index.text.fold import fold_text
from search.engine.postings.analysis import Analysis
from search.language import operators as ops
from search.language import parse, render
from search.language.build import leaves
from search.language.render import quote
from search.language.tree import Phrase, Query, Text, map_parts
from search.names import pinyin
from search.names.printed import runs
from search.names.spelling import Speller
from search.names.suggest import Suggester

MOST = 4
"""Runs of a query that are looked at: correcting many at once would be guessing."""

FEW = 2
"""Articles up to which an answer may be an accident of scattered words."""

TRIED = 60
"""Runs that are read as typed of which the commonest is looked for."""

SURE = 2
"""Characters up to which one of several runs that are read as typed may be an accident, if no word."""

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


class PrintedWords(Protocol):
    """What is needed of an index; every `Searcher` is one."""

    @property
    def analysis(self) -> Analysis: ...

    def following(self, char: str) -> Sequence[str]: ...

    def frequency(self, word: str) -> int: ...


class Otherwise:
    """Proposals from one archive."""

    def __init__(
        self,
        suggester: Suggester,
        count: Callable[[Query], int],
        texts: Callable[[Query, int], Sequence[str]],
        index: PrintedWords,
    ) -> None:
        self._index = index
        self._count = count
        self._suggester = suggester
        self._speller = Speller(count, texts, suggester.lexicon, index.analysis.wanted)

    def meant(self, q: str, found: int = 0) -> Meant | None:
        """The likeliest other question; None where nothing suggests itself.

        found: articles that answer the question as it is.  Where a few do, because its words are scattered
        over them (白羊 领 煤矿), only a run that is printed nowhere and sounds or looks like one that is
        printed in more articles is taken for a slip.
        """
        if found:
            return self._scattered(q, found)
        entry = self._suggester.meant(q)
        printed = self._printed(q) if entry is None or entry.kind in ("title", "phrase") else None
        if printed is not None and entry is not None:
            commoner = self._count(Phrase(printed.value)) > self._count(Phrase(entry.text))
            printed = printed if printed.sure and commoner else None
        if printed is not None:
            return printed
        if entry is not None:
            line = quote(entry.text) if entry.kind == "title" else render(Text(entry.text))
            return Meant("pinyin", line, entry.text, not _is_abbreviation(q))
        return self._corrected(q) or _fielded(q)

    def _printed(self, q: str) -> Meant | None:
        """What is read so and only printed in a text.  Sure where it is a word, or long."""
        if not pinyin.may_be_pinyin(q) or not pinyin.is_spelled(q):
            return None
        read = runs(q, self._index.following)[:TRIED]
        words = {run: self._index.frequency(run) for run in read}
        best = max(read, key=lambda run: (words[run], self._count(Phrase(run))), default="")
        if not best or not self._count(Phrase(best)):
            return None
        sure = bool(words[best]) or len(best) > SURE or len(read) == 1
        return Meant("pinyin", quote(best), best, sure and not _is_abbreviation(q))

    def _scattered(self, q: str, found: int) -> Meant | None:
        run = q.strip()
        if len(run) < SHORTEST or not run.isalnum() or is_code(run):
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
        better: dict[str, str] = {}
        sure = True
        runs = dict.fromkeys(leaf for leaf in leaves(tree) if isinstance(leaf, (Text, Phrase)))
        for leaf in list(runs)[:MOST]:
            for piece in filter(None, leaf.text.split()):
                found = self._speller.corrections(piece, 1)
                if found:
                    better[piece] = found[0].text
                    sure = sure and found[0].sure and isinstance(leaf, Text) and not is_code(piece)
        if not better:
            return None
        meant = _replaced(tree, better)
        line = _as_typed(q, better, meant)
        return Meant("spelling", line, line, sure) if meant != tree else None


def _is_abbreviation(q: str) -> bool:
    """IP, GPS: letters that stand for themselves; ZHANG1 is none."""
    return q.isupper() and q.isalpha()


def is_code(text: str) -> bool:
    """Whether a letter or a digit is in it: of models and standards, one sign makes another thing."""
    return any(char.isalnum() and char < "\u2e80" for char in fold_text(text))


def _replaced(tree: Query, better: Mapping[str, str]) -> Query:
    """The tree with pieces of its runs replaced: what was no operator or field before does not become one."""
    if isinstance(tree, (Text, Phrase)):
        text = tree.text
        for piece, other in better.items():
            text = text.replace(piece, other)
        return replace(tree, text=text)
    return map_parts(tree, lambda part: _replaced(part, better))


def _as_typed(q: str, better: Mapping[str, str], meant: Query) -> str:
    """The line for a tree, as somebody typed it where that still means the tree."""
    line = q
    for piece, other in better.items():
        line = line.replace(piece, other)
    try:
        return line if parse(line, dt.date.max).literal == meant else render(meant)
    except QuerySyntaxError:
        return render(meant)


_FIELD_LIKE = re.compile(r"\s*([A-Za-z_]{3,12}|[㐀-鿿]{1,4})[:：]\s*(\S.*)")


def _fielded(q: str) -> Meant | None:
    """The line with the field that its first word may be a slip for: 作着:王一."""
    match = _FIELD_LIKE.fullmatch(q)
    if match is None or ops.spell(match[1]) in ops.FIELD_BY_SPELLING:
        return None
    close = difflib.get_close_matches(ops.spell(match[1]), list(ops.FIELD_BY_SPELLING), n=1, cutoff=0.5)
    line = f"{close[0]}:{match[2]}" if close else ""
    return Meant("spelling", line, line, False) if line else None
