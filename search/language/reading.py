"""Here is a query's tree; give me its plain speech understood: dates as ranges, asking words gone.

Both readings are kept.  `query` takes the dates as filters, `literal` takes them as printed text; who holds
the archive decides (an archive with no article from those days can only mean the text).  Dates count when

- they are parts of their own: `2021年9月 山西移动`, also `5月1日 到 5月15日 …`;
- the query asks for a list: `2022年5月有哪些活动？`, or names a stretch of days: `5月1日到15日谁来过？`;
- they begin a short run and are finer than a year: `2021年9月山西移动`;
- they are all of the query: `上个月`, `2021年9月` (of days of the calendar, the archive decides).

Inside longer runs (2022年某省信息通信业工作方案) and inside quotes they are what is printed.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from search.language import dates, questions
from search.language.build import all_of, any_of
from search.language.tree import DateRange, Query, Text, conjuncts, is_plain

_SHORT_REST = 8
_JOINED = 5
_BEFORE = re.compile(r"(?:在|于|於|自|从|從|由)$")
_LINK = "(?:期间|期間|之间|之間|这段时间|的|里|裡|中|内|內|间|間|，|,|、|：|:)+"
_AFTER = re.compile(f"^{_LINK}")
_AROUND = re.compile(f"^(?:在|于|於|自|从|從)|{_LINK}$")
_TITLE_MARKS = re.compile(r"[《》“”「」『』〈〉]")


@dataclass(frozen=True, slots=True)
class FreeDate:
    """A date that stood in plain speech.  start, end: its days, None = open; relative: counts from today."""

    text: str
    start: dt.date | None
    end: dt.date | None
    relative: bool = False


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a query means.

    query: with free dates as `DateRange`; literal: with them left as text (the same tree when there are
    none); question: asked in a sentence; dropped: asking words that are not searched;
    rest: characters of free text beside the dates (long ones may be a title that carries a year);
    alone: the dates are all that was asked;
    typed: keyword fields of the tree as they were written;
    signed: numbers below zero among other parts, whose dash could have meant NOT; excluding: the line where
    it does.
    """

    text: str
    query: Query
    literal: Query
    dates: tuple[FreeDate, ...] = ()
    question: bool = False
    dropped: tuple[str, ...] = ()
    rest: int = 0
    alone: bool = False
    typed: Mapping[Query, str] = field(default_factory=dict)
    signed: tuple[str, ...] = ()
    excluding: str = ""


def read(text: str, tree: Query, today: dt.date) -> Parsed:
    """The reading of `tree`, parsed from `text`."""
    parts = list(conjuncts(tree))
    question = questions.is_question(text)
    literal, dropped = _without_asking(parts, question)
    found, left = _take_dates(parts, today, question)
    remaining = _without_asking(left, question)[0]
    lists = questions.lists(text)
    whole = _listed(literal, lists) if literal else all_of(parts)
    rest = sum(len(part.text) for part in remaining if isinstance(part, Text))
    if not found:
        return Parsed(text, whole, whole, (), question, dropped if literal else (), rest)
    ranges = any_of(DateRange(date.start, date.end) for date in found)
    dated = _listed([*remaining, ranges], lists)
    alone = not (remaining or question)
    return Parsed(text, dated, whole, tuple(found), question, dropped, rest, alone)


def _listed(parts: list[Query], lists: bool) -> Query:
    """All of the parts; where a list is asked for, 活动 or 新闻 helps to rank and is not demanded."""
    helping = [part for part in parts if isinstance(part, Text) and questions.is_generic(part.text)]
    wanted = [part for part in parts if part not in helping]
    if not lists or not helping or not wanted:
        return all_of(parts)
    return any_of([all_of(wanted), all_of(parts)])


def _without_asking(parts: list[Query], question: bool) -> tuple[list[Query], tuple[str, ...]]:
    if not question:
        return parts, ()
    kept: list[Query] = []
    dropped: list[str] = []
    for part in parts:
        if is_plain(part):
            fragments, words = questions.without_asking(part.text)
            kept += [Text(fragment) for fragment in fragments]
            dropped += words
        else:
            kept.append(part)
    return kept, tuple(dropped)


def _take_dates(parts: list[Query], today: dt.date, question: bool) -> tuple[list[FreeDate], list[Query]]:
    """(the dates that filter, the parts without them)."""
    found: list[FreeDate] = []
    left: list[Query] = []
    at = 0
    while at < len(parts):
        part = parts[at]
        if not is_plain(part):
            left.append(part)
            at += 1
            continue
        taken, date = _whole(parts, at, today)
        if date:
            found.append(date)
            at += taken
            continue
        date, pieces = _inside(part.text, today, question)
        if date:
            found.append(date)
        left += [Text(piece) for piece in pieces]
        at += 1
    return found, left


def _whole(parts: list[Query], at: int, today: dt.date) -> tuple[int, FreeDate | None]:
    """A date made of whole parts: how many, and which.  The longest wins."""
    words: list[str] = []
    for part in parts[at : at + _JOINED]:
        if not is_plain(part):
            break
        words.append(part.text)
    for count in range(len(words), 0, -1):
        bare = _AROUND.sub("", "".join(words[:count]))
        spans = dates.find(bare, today)
        if len(spans) == 1 and spans[0].begin == 0 and spans[0].stop == len(bare):
            return count, FreeDate(" ".join(words[:count]), spans[0].start, spans[0].end, spans[0].relative)
    return 0, None


def _inside(text: str, today: dt.date, question: bool) -> tuple[FreeDate | None, list[str]]:
    """A date within a run, where it can only be meant as a filter, and the run's other pieces."""
    spans = dates.find(text, today)
    if not spans or _TITLE_MARKS.search(text):
        return None, [text]
    span = spans[0]
    before = _BEFORE.sub("", text[: span.begin])
    after = _AFTER.sub("", text[span.stop :])
    stretch = span.start is not None and span.end is not None and (span.end - span.start).days > 0
    ranged = stretch and re.search(r"[到至~～〜—–]|\.\.", text[span.begin : span.stop]) is not None
    starts_short = not before and span.precise and 0 < len(after) <= _SHORT_REST
    if not (questions.lists(text) or (question and ranged) or (starts_short and not question)):
        return None, [text]
    pieces = [piece for piece in (before, after) if any(char.isalnum() for char in piece)]
    return FreeDate(text[span.begin : span.stop], span.start, span.end, span.relative), pieces
