"""Attention: what share of the articles names whom, over time and by section; who is new, who fell silent."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import TYPE_CHECKING, Literal, TypeAlias

from corpus.store.listing import ListedArticle
from search.answer.members import members_of, read_members
from search.language.build import all_of
from search.language.render import quote, render
from search.language.tree import Keyword
from search.model import SearchRequest
from search.reports.counting import count, found, narrowed, share
from search.reports.types import EMPTY, Cell, Chart, Heading, Options, Report, Table, Words

if TYPE_CHECKING:
    from search.application.archive import Archive

MOST = 20
"""Organisations that are shown where no names are given: those most articles are about."""
QUERIES = 5
"""Queries that are compared."""
SECTIONS = 12
"""Sections that are shown, those with most of these articles."""
SEEN = 2
"""Articles of an organisation from which it is called new, or silent."""

Step: TypeAlias = Literal["year", "quarter", "month"]


@dataclass(frozen=True, slots=True)
class Period:
    """A year, quarter or month.  start, end: its days, both within."""

    words: Words
    start: dt.date
    end: dt.date

    def within(self, request: SearchRequest) -> SearchRequest:
        """The request for this span only."""
        start = max(self.start, request.date_from) if request.date_from else self.start
        end = min(self.end, request.date_to) if request.date_to else self.end
        return replace(request, date_from=start, date_to=end)


@dataclass(frozen=True)
class _Named:
    """A name with what finds its articles, and their ids."""

    name: str
    request: SearchRequest
    articles: Sequence[ListedArticle]


def make(archive: Archive, request: SearchRequest, options: Options) -> Report:
    """The report of the articles that `request` finds."""
    articles = found(archive, request)
    step: Step = options.get("by", "year")  # type: ignore[assignment]
    spans = spans_of(articles, step)
    queries = [line.strip() for line in options.get("queries", "").splitlines() if line.strip()][:QUERIES]
    named = _names(archive, request, articles, options.get("names", ""))
    tables = [_shares(named, articles, spans), _sections(named)]
    if queries:
        compared = [_searched(archive, request, articles, query, query) for query in queries]
        tables.insert(0, _compared(compared, articles, spans))
    tables += [_together(named, request), *_changes(articles, request, spans)]
    return Report(
        "attention",
        ("报道关注度", "Attention"),
        request,
        tuple(tables),
        (),
        (
            (
                "占比为写到此名称的篇数占全部篇数的比例，一篇写到几个名称的各计一次。",
                "The share is that of articles naming it among all; one that names several counts for each.",
            ),
        ),
    )


def spans_of(articles: Iterable[ListedArticle], step: Step) -> list[Period]:
    """Every year, quarter or month from the first to the last that has an article."""
    days = [one.article.date for one in articles if one.article.date]
    if not days:
        return []
    size = {"year": 12, "quarter": 3, "month": 1}[step]
    at, last = _begin(min(days), size), max(days)
    spans = []
    while at <= last:
        after = _later(at, size)
        spans.append(Period(_called(at, step), at, after - dt.timedelta(days=1)))
        at = after
    return spans


def _begin(day: dt.date, months: int) -> dt.date:
    return dt.date(day.year, (day.month - 1) // months * months + 1, 1)


def _later(day: dt.date, months: int) -> dt.date:
    month = day.month - 1 + months
    return dt.date(day.year + month // 12, month % 12 + 1, 1)


def _called(day: dt.date, step: Step) -> Words:
    if step == "year":
        return f"{day.year}年", str(day.year)
    if step == "quarter":
        quarter = (day.month + 2) // 3
        return f"{day.year}年{quarter}季度", f"{day.year}Q{quarter}"
    return f"{day.year}年{day.month}月", f"{day:%Y-%m}"


def _names(
    archive: Archive, request: SearchRequest, articles: Sequence[ListedArticle], given: str
) -> list[_Named]:
    """Who is looked at: the names given, else the listed members, else whom most articles are about."""
    path = archive.settings.reports.members
    if given.strip():
        names = [one.unit for one in members_of(given.encode(), "names.csv")]
    elif path:
        names = [one.unit for one in read_members(archive.directory / path)]
    else:
        about = Counter(name for one in articles for name in one.article.subjects)
        names = [name for name, _ in about.most_common(MOST)]
    organizations: dict[str, list[ListedArticle]] = defaultdict(list)
    people: dict[str, list[ListedArticle]] = defaultdict(list)
    for one in articles:
        for name in dict.fromkeys(one.article.organizations):
            organizations[name].append(one)
        for name in dict.fromkeys(one.article.people):
            people[name].append(one)
    looked: dict[str, _Named] = {}
    for name in names:
        known = archive.resolve(name)
        canonical = known.name if known else name
        if canonical in organizations or (known and canonical not in people):
            asked = narrowed(request, organization=canonical)
            looked[canonical] = _Named(canonical, asked, organizations.get(canonical, []))
        elif name in people:
            looked[name] = _Named(name, narrowed(request, person=name), people[name])
        else:
            looked[name] = _searched(archive, request, articles, name, quote(name))
    return sorted(looked.values(), key=lambda one: (-len(one.articles), one.name))


def _searched(
    archive: Archive, request: SearchRequest, articles: Sequence[ListedArticle], name: str, line: str
) -> _Named:
    """A name that is looked for by a query, among these articles."""
    query = f"({request.q}) ({line})" if request.q else line
    asked = replace(request, q=query, soft=False)
    ids = frozenset(archive.answering.ids(asked))
    return _Named(name, asked, [one for one in articles if one.id in ids])


def _by_span(articles: Iterable[ListedArticle], spans: Sequence[Period]) -> list[int]:
    starts = [span.start for span in spans]
    tally = [0] * len(spans)
    for one in articles:
        day = one.article.date
        if day is not None:
            at = sum(start <= day for start in starts) - 1
            tally[at] += 1
    return tally


def _over(named: _Named, spans: Sequence[Period]) -> list[Cell]:
    return [
        count(number, span.within(named.request))
        for number, span in zip(_by_span(named.articles, spans), spans, strict=True)
    ]


def _heads(spans: Sequence[Period]) -> tuple[Heading, ...]:
    return tuple(Heading(span.words[1], span.words, "count") for span in spans)


def _shares(named: Sequence[_Named], articles: Sequence[ListedArticle], spans: Sequence[Period]) -> Table:
    rows = tuple(
        (
            Cell(one.name, one.request if one.articles else None),
            count(len(one.articles), one.request),
            share(len(one.articles), len(articles)),
            *_over(one, spans),
        )
        for one in named
    )
    return Table(
        "shares",
        ("各名称的篇数和占比", "Articles and share by name"),
        (
            Heading("name", ("名称", "Name")),
            Heading("articles", ("篇数", "Articles"), "count"),
            Heading("share", ("占比", "Share"), "share"),
            *_heads(spans),
        ),
        rows,
        chart=Chart("bar", "name", ("articles",)),
    )


def _compared(named: Sequence[_Named], articles: Sequence[ListedArticle], spans: Sequence[Period]) -> Table:
    """A row a span, a column a query; shares beside, so that a year with more articles is no peak."""
    totals = _by_span(articles, spans)
    counts = [_by_span(one.articles, spans) for one in named]
    rows = []
    for at, span in enumerate(spans):
        cells = [count(counts[which][at], span.within(one.request)) for which, one in enumerate(named)]
        shares = [share(tally[at], totals[at]) for tally in counts]
        rows.append((Cell(span.words[1]), *cells, *shares))
    return Table(
        "queries",
        ("检索式比较", "Queries compared"),
        (
            Heading("span", ("时间", "Time")),
            *(Heading(f"q{n}", (one.name, one.name), "count") for n, one in enumerate(named, start=1)),
            *(
                Heading(f"share{n}", (f"{one.name} 占比", f"{one.name}, share"), "share")
                for n, one in enumerate(named, start=1)
            ),
        ),
        tuple(rows),
        chart=Chart("line", "span", tuple(f"share{n}" for n in range(1, len(named) + 1)), 400),
    )


def _sections(named: Sequence[_Named]) -> Table:
    """Names by section, the fullest sections first."""
    tally = [Counter(one.article.section or "" for one in each.articles) for each in named]
    every = [name for name, _ in sum(tally, Counter()).most_common() if name]
    sections = every[:SECTIONS]
    rows = tuple(
        (
            Cell(each.name, each.request if each.articles else None),
            *(count(held[section], each.request, section=section) for section in sections),
        )
        for each, held in zip(named, tally, strict=True)
    )
    heads = (Heading("name", ("名称", "Name")), *(Heading(one, (one, one), "count") for one in sections))
    more = len(every) - len(sections)
    note = (f"另有 {more} 个栏目未列。", f"{more} more sections are not shown.") if more else ("", "")
    return Table("sections", ("分栏目", "By section"), heads, rows if sections else (), note)


def _together(named: Sequence[_Named], request: SearchRequest) -> Table:
    """Pairs of organisations that one article names, the most frequent first."""
    held: dict[str, list[str]] = defaultdict(list)
    for each in named:
        if each.request.filters.get("organization") == (each.name,):
            for one in each.articles:
                held[one.id].append(each.name)
    pairs = Counter(pair for names in held.values() for pair in combinations(sorted(names), 2))
    ranked = sorted(pairs.items(), key=lambda pair: (-pair[1], pair[0]))
    rows = tuple(
        (
            Cell(one, narrowed(request, organization=one)),
            Cell(other, narrowed(request, organization=other)),
            count(number, _both(request, one, other)),
        )
        for (one, other), number in ranked
    )
    heads = (
        Heading("one", ("名称", "Name")),
        Heading("other", ("同篇出现的名称", "Named with")),
        Heading("articles", ("篇数", "Articles"), "count"),
    )
    chart = Chart("network", "one", ("other", "articles"), 40)
    return Table("together", ("同篇出现", "Named together"), heads, rows, chart=chart)


def _both(request: SearchRequest, one: str, other: str) -> SearchRequest:
    line = render(all_of([Keyword("organization", (one,)), Keyword("organization", (other,))]))
    return replace(request, q=f"({request.q}) {line}" if request.q else line, soft=False)


def _changes(
    articles: Sequence[ListedArticle], request: SearchRequest, spans: Sequence[Period]
) -> list[Table]:
    """Organisations that articles are about: first in the last span; often before it and not in it."""
    if len(spans) < 2:
        return []
    before, now = Counter[str](), Counter[str]()
    last: dict[str, ListedArticle] = {}
    for one in articles:
        day = one.article.date
        if day is None:
            continue
        for name in dict.fromkeys(one.article.subjects):
            (now if day >= spans[-1].start else before)[name] += 1
            if name not in last or day >= (last[name].article.date or day):
                last[name] = one
    new = [(name, number) for name, number in now.items() if number >= SEEN and name not in before]
    silent = [(name, number) for name, number in before.items() if number >= SEEN and name not in now]
    span = spans[-1].words

    def table(key: str, words: Words, held: list[tuple[str, int]], note: Words) -> Table:
        held.sort(key=lambda pair: (-pair[1], pair[0]))
        rows = tuple(
            (
                Cell(name, narrowed(request, subject=name)),
                count(number, request, subject=name),
                Cell(str(last[name].article.date), article=last[name].id) if name in last else EMPTY,
            )
            for name, number in held
        )
        heads = (
            Heading("name", ("名称", "Name")),
            Heading("articles", ("篇数", "Articles"), "count"),
            Heading("last", ("最近一篇", "Last article")),
        )
        return Table(key, words, heads, rows, note)

    return [
        table(
            "new",
            ("新出现的", "New"),
            new,
            (f"{span[0]}首次成为报道对象，且不少于 {SEEN} 篇。", f"First in {span[1]}, with {SEEN} or more."),
        ),
        table(
            "silent",
            ("不再出现的", "Fallen silent"),
            silent,
            (f"以前不少于 {SEEN} 篇，{span[0]}没有。", f"{SEEN} or more before, none in {span[1]}."),
        ),
    ]
