"""GB/T 7714, the Chinese standard for references, in its editions of 2025 and 2015: from `Work` to text.

Newspaper `作者. 题名[N]. 报名，年-月-日（版次）.`, serial `作者. 题名[J]. 刊名，年（期）：页.`;
three authors, then 等 or et al.  The edition of 2025 (in force since 2026-07-01) sets commas, colons and
round brackets in full width, full stops and square brackets in half width, and gives names in full as they
are; that of 2015 sets all marks in half width and shortens Latin names to capitals and initials.  A work of
which nothing is Chinese has half-width marks in both.
"""

from __future__ import annotations

from dataclasses import dataclass

from search.exports.naming import joined, latin, parts_of, stopped
from search.exports.work import Work, iso


@dataclass(frozen=True, slots=True)
class Punctuation:
    """The marks of one edition; full: names as they are, not shortened."""

    comma: str
    colon: str
    left: str
    right: str
    full: bool


_2015 = Punctuation(", ", ": ", "(", ")", full=False)
_2025 = Punctuation("，", "：", "（", "）", full=True)
_2025_LATIN = Punctuation(", ", ": ", "(", ")", full=True)


def edition_2025(work: Work) -> list[tuple[str, bool]]:
    """GB/T 7714—2025 as runs of (text, italic)."""
    chinese = not (latin(work.title) and latin(work.container))
    return _reference(work, _2025 if chinese else _2025_LATIN)


def edition_2015(work: Work) -> list[tuple[str, bool]]:
    """GB/T 7714—2015 as runs of (text, italic)."""
    return _reference(work, _2015)


def _reference(work: Work, marks: Punctuation) -> list[tuple[str, bool]]:
    name_of = _in_full if marks.full else _shortened
    names = [name_of(name) for name in work.authors[:3]]
    if len(work.authors) > 3:
        names.append("et al" if all(map(latin, work.authors[:3])) else "等")
    who = stopped(marks.comma.join(names) or work.organization)
    mark = "N" if work.kind == "newspaper" else "J"
    title = work.title
    if work.subtitle and title.endswith(f": {work.subtitle}"):
        title = f"{title.removesuffix(f': {work.subtitle}')}{marks.colon}{work.subtitle}"
    printed = marks.comma.join(part for part in (work.container, _where(work, marks)) if part)
    return [(joined(who, f"{title}[{mark}].", stopped(printed)), False)]


def _where(work: Work, marks: Punctuation) -> str:
    """Date and page of a newspaper; year, number and page of a serial."""
    if work.kind == "newspaper":
        return iso(work) + (f"{marks.left}{work.page}{marks.right}" if work.page else "")
    where = str(work.year or "")
    if work.number or work.month:  # a monthly that prints no number is known by its month
        where += f"{marks.left}{work.number or work.month}{marks.right}"
    return where + (f"{marks.colon}{work.page}" if work.page else "")


def _in_full(name: str) -> str:
    """Surname first, given names in full (Smith John Paul)."""
    if not latin(name):
        return name
    surname, given = parts_of(name)
    return joined(surname, *given)


def _shortened(name: str) -> str:
    """Surname in capitals, initials without stops (SMITH J P)."""
    if not latin(name):
        return name
    surname, given = parts_of(name)
    return joined(surname.upper(), *(one[0].upper() for one in given))
