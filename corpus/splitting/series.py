"""Here are rows with a number or a mark in front, tell me which of them are headlines.

A paper that numbers its headlines numbers them through; one that numbers its sub-heads begins anew in every
article.  What the contents list, what is signed above and what opens like an article below decides for
all rows of one kind together; the contents page itself is not counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from corpus.numerals import from_han
from corpus.splitting.page import Page
from corpus.splitting.unwrap import ENUMERATED, is_open
from corpus.splitting.wording import SUBTITLE

MARK = re.compile(r"^([★☆※◎◆◇■□●○▲△▼▌▍▎►▶✦❖◈⊙♦▷▸▹▪▫➤➢☞✧✩◦‣•])\s*(\S.*)$")
_ORDINALS = (
    ("han", re.compile(r"^([一二三四五六七八九十]{1,3})\s*[、.．]\s*(\S.*)$")),
    ("han bracketed", re.compile(r"^[（(]\s*([一二三四五六七八九十]{1,3})\s*[)）]\s*[、.．]?\s*(\S.*)$")),
    ("digit", re.compile(r"^(\d{1,2})\s*[、.．]\s*(?!\d)(\S.*)$")),
    ("padded", re.compile(r"^(?:NO\.?|No\.?)?\s*(0\d|1\d)\s*[|｜/.、]?\s+(\D.*)$")),
    ("digit bracketed", re.compile(r"^[（(【\[]\s*(\d{1,2})\s*[)）】\]]\s*[、.．]?\s*(\S.*)$")),
)
_LONG = 8  # characters that headlines have and names of sections mostly have not
_SHARE = 0.6


@dataclass(frozen=True, slots=True)
class SeriesRow:
    """A row of a series.  value: its number, None for a mark; rest: the text after it."""

    at: int
    value: int | None
    rest: str


def ordinal(text: str) -> tuple[str, int, str] | None:
    """(kind, number, rest) of a row that begins with a number; None for any other."""
    for kind, pattern in _ORDINALS:
        if (match := pattern.match(text)) and (value := from_han(match[1])):
            return kind, value, match[2]
    return None


def bare_headline(text: str) -> str:
    """A row without the number or the marks in front of it."""
    found = ordinal(text)
    if found is not None:
        return found[2]
    while (mark := MARK.match(text)) is not None:
        text = mark[2]
    return text


def headline_rows(page: Page, first: int, last: int, contents: Sequence[str]) -> frozenset[int]:
    """The rows of [first, last) whose number or mark opens a headline."""
    kinds: dict[str, list[SeriesRow]] = {}
    for at in range(first, last):
        text = page.rows[at].text
        if (mark := MARK.match(text)) is not None:
            kinds.setdefault(mark[1], []).append(SeriesRow(at, None, mark[2]))
        elif (found := ordinal(text)) is not None:
            kinds.setdefault(found[0], []).append(SeriesRow(at, found[1], found[2]))
    rows: set[int] = set()
    for members in kinds.values():
        series = _Series(page, members, first, last, frozenset(contents))
        rows |= set(series.marked() if members[0].value is None else series.numbered())
    return frozenset(rows)


class _Series:
    """The rows with one kind of mark or number."""

    def __init__(
        self, page: Page, members: Sequence[SeriesRow], first: int, last: int, contents: frozenset[str]
    ) -> None:
        self._page, self._members, self._first, self._last = page, members, first, last
        self._listed = {m.at for m in members if _squeezed(m.rest) in contents} if contents else set()
        self._contents = contents
        self._short = [m for m in members if self._may_be_headline(m)]

    def marked(self) -> list[int]:
        """Rows with a mark: most of them open an article, or the contents list them."""
        if len(self._listed) >= max(2, _SHARE * len(self._short)) and self._most_of_contents():
            return [m.at for m in self._short]
        opening = [m for m in self._short if len(m.rest) >= 6 and self._opens(m)]
        if len(opening) < 2 or len(opening) < 0.5 * len(self._members):
            return []
        if median(len(m.rest) for m in opening) < _LONG - 1:
            return []
        return [m.at for m in self._short]  # one above a table, or a short one, by likeness

    def numbered(self) -> list[int]:
        """Rows with a number: the contents list them, or they are signed above and open articles below."""
        short = self._short
        if len(short) < 2:
            return []
        if len(self._listed) >= max(2, 0.5 * len(short)) and self._most_of_contents():
            return [m.at for m in self._counting(short)]
        opening = [m for m in short if self._opens(m)]
        if len(opening) < 2 or median(map(self._length, opening)) < _LONG:
            return []
        sure = [m for m in opening if self._leads(m) or self._signed_above(m)]
        enough = 0.3 * len(short) if self._runs_through() else _SHARE * len(self._members)
        if len(sure) < max(1 if self._runs_through() else 2, enough):
            return []
        return [m.at for m in self._counting(short) if m in opening or self._follows(m, opening)]

    def _runs_through(self) -> bool:
        """The numbers count from 1 at the first text of the page, without beginning anew: an issue's own."""
        counted = list(self._counting(self._short))
        values = [m.value for m in counted]
        above = range(self._first, counted[0].at) if counted else range(0)
        from_top = not any(self._page.running[at] for at in above)
        return from_top and len(values) >= 3 and values == list(range(1, len(values) + 1))

    def _most_of_contents(self) -> bool:
        """The contents list these rows, and not other headlines under them."""
        return len(self._listed) >= 0.5 * len(self._contents)

    def _counting(self, members: Sequence[SeriesRow]) -> Iterator[SeriesRow]:
        """Those that count on from the one before, or begin anew in a new section."""
        expected = 1
        for member in members:
            if member.value == expected or member.at in self._listed or self._begins_anew(member):
                yield member
                expected = (member.value or 0) + 1

    def _begins_anew(self, member: SeriesRow) -> bool:
        """The first number below a short row (a section's head) or a signature: no item of a text."""
        page, above = self._page, member.at - 1
        if member.value != 1 or above < 0:
            return False
        short = not (page.ends[above] or page.full[above] or page.rows[above].text[-1] in "：:，、；")
        return short or page.bylines[above] is not None

    def _follows(self, member: SeriesRow, opening: Sequence[SeriesRow]) -> bool:
        """A short headline (a poem's) whose number follows that of a certain one."""
        return any(
            above.at < member.at and (above.value or 0) + 1 == member.value
            for above, below in pairwise([*self._short, member])
            if below == member and (above in opening or above.at in self._listed)
        )

    def _may_be_headline(self, member: SeriesRow) -> bool:
        page, at = self._page, member.at
        if at + 1 >= self._last or not 2 <= len(member.rest) <= page.profile.title_max:
            return False
        return not (page.ends[at] or member.rest[-1] in "，、；：:" or "。" in member.rest)

    def _opens(self, member: SeriesRow) -> bool:
        """Running text stands one to three rows below, and neither sentence nor number between."""
        page = self._page
        for below in range(member.at + 1, min(member.at + 4, self._last)):
            text = page.rows[below].text
            if page.running[below] and not page.full[below - 1]:
                return True
            if ENUMERATED.match(text) or MARK.match(text):
                return False
            if page.full[below - 1] and not is_open(page.rows[below - 1].text) and below > member.at + 2:
                return False
        return False

    def _length(self, member: SeriesRow) -> int:
        """Characters of the headline, with its sub-title."""
        below = self._page.rows[member.at + 1].text
        return len(member.rest) + (len(below) if SUBTITLE.match(below) else 0)

    def _leads(self, member: SeriesRow) -> bool:
        page = self._page
        below = range(member.at + 1, min(member.at + 4, self._last))
        text = next((page.rows[at].text for at in below if page.running[at]), "")
        return page.profile.leads_in(text)

    def _signed_above(self, member: SeriesRow) -> bool:
        return member.at > 0 and self._page.bylines[member.at - 1] is not None


def _squeezed(text: str) -> str:
    return "".join(text.split())
