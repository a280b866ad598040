"""Events: what several days tell of under a name of its own (“万兆矿山”), from first to last.

The names are those that headlines quote.  A storyline is every article that prints the name, in title or
text, as a search for it finds them; reprints of one text are one step.  Names whose articles are the same are
one storyline.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from corpus.store.listing import ListedArticle
from search.language.render import quote
from search.model import SearchRequest
from search.reports.counting import count, found
from search.reports.locating import Locators
from search.reports.types import Cell, Heading, Options, Report, Table

if TYPE_CHECKING:
    from search.application.archive import Archive

NAMES = 120
"""Quoted names that are looked for, the most quoted and the longest first."""
MOST = 60
"""Articles from which a name is a word of the time and no event."""
SAME = 0.8
"""Share of the smaller storyline's articles from which two are one."""

_QUOTED = re.compile(r"[“《「]([^“”《》「」]{3,24})[”》」]")
_SPEECH = re.compile(r"[，。！？；：,!?]")


@dataclass(frozen=True, slots=True)
class Storyline:
    """names: under which it goes, the first found most; request: finds its articles; articles: by day."""

    names: tuple[str, ...]
    request: SearchRequest
    articles: tuple[ListedArticle, ...]


def make(archive: Archive, request: SearchRequest, options: Options) -> Report:
    """The storylines among the articles that `request` finds."""
    listed = found(archive, request)
    locators = Locators(archive.store.issues(), listed)
    lines = storylines(archive, request, listed)
    first = {each: group[0] for group in set(archive.answering.view.reprints().values()) for each in group}
    rows = tuple(_row(line) for line in lines)
    steps = tuple(row for line in lines for row in _steps(line, first, locators))
    heads = (
        Heading("name", ("事件", "Event")),
        Heading("articles", ("篇数", "Articles"), "count"),
        Heading("first", ("最早", "First")),
        Heading("last", ("最近", "Last")),
        Heading("organizations", ("涉及单位", "Organisations")),
    )
    columns = (
        Heading("name", ("事件", "Event")),
        Heading("step", ("报道", "Article")),
        Heading("day", ("日期", "Date")),
        Heading("places", ("出处", "Locators")),
    )
    return Report(
        "events",
        ("事件脉络", "Events"),
        request,
        (
            Table("events", ("事件", "Events"), heads, rows),
            Table("steps", ("来龙去脉", "Storylines"), columns, steps, layout="index"),
        ),
        (),
        (
            (
                f"事件取标题中加引号或书名号的名称，在不止一天的文章里出现；"
                f"超过 {MOST} 篇的视为常用词，不列。转载在脉络中只列一次。",
                f"Events go by names that headlines quote and that articles of several days print; those of "
                f"more than {MOST} articles are words of the time and left out. A reprint is no step.",
            ),
        ),
    )


def storylines(archive: Archive, request: SearchRequest, listed: Sequence[ListedArticle]) -> list[Storyline]:
    """Storylines with articles of more than one day, those with most first."""
    by_id = {one.id: one for one in listed}
    lines: list[Storyline] = []
    for name in quoted_names(listed):
        query = f"({request.q}) {quote(name)}" if request.q else quote(name)
        asked = replace(request, q=query, soft=False)
        held = [by_id[each] for each in archive.answering.ids(replace(asked, sort="oldest")) if each in by_id]
        if len({one.article.date for one in held if one.article.date}) < 2 or len(held) > MOST:
            continue
        held.sort(key=lambda one: (str(one.article.date or "9999"), one.id))
        lines.append(Storyline((name,), asked, tuple(held)))
    lines.sort(key=lambda line: (-len(line.articles), line.names[0]))
    kept: list[Storyline] = []
    for line in lines:
        ids = {one.id for one in line.articles}
        for at, other in enumerate(kept):
            if len(ids & {one.id for one in other.articles}) >= SAME * len(ids):
                kept[at] = replace(other, names=(*other.names, *line.names))
                break
        else:
            kept.append(line)
    return kept


def quoted_names(listed: Sequence[ListedArticle]) -> list[str]:
    """Names that titles quote; no speech.  The most quoted first, then the longest."""
    named = Counter(
        name.strip()
        for one in listed
        for name in dict.fromkeys(_QUOTED.findall(one.article.title))
        if not _SPEECH.search(name)
    )
    ranked = sorted(named, key=lambda name: (-named[name], -len(name), name))
    return ranked[:NAMES]


def _row(line: Storyline) -> tuple[Cell, ...]:
    first, last = line.articles[0], line.articles[-1]
    often = Counter(name for one in line.articles for name in one.article.organizations)
    shared = [name for name, number in often.most_common(5) if number > 1]
    return (
        Cell("、".join(line.names), line.request),
        count(len(line.articles), line.request),
        Cell(_day(first), article=first.id),
        Cell(_day(last), article=last.id),
        Cell("、".join(shared)),
    )


def _steps(line: Storyline, first_print: Mapping[str, str], locators: Locators) -> list[tuple[Cell, ...]]:
    steps: dict[str, list[ListedArticle]] = {}
    for one in line.articles:
        steps.setdefault(first_print.get(one.id, one.id), []).append(one)
    return [
        (
            Cell(line.names[0]),
            Cell(" ".join(held[0].article.title.split()), article=held[0].id),
            Cell(_day(held[0])),
            locators.cell(held),
        )
        for held in steps.values()
    ]


def _day(one: ListedArticle) -> str:
    """The day as far as it is known."""
    day = one.article.date
    if day is None:
        return ""
    return f"{day:%Y-%m}" if one.article.date_basis == "issue" else day.isoformat()
