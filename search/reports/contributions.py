"""用稿统计: units and correspondents by articles, share, rank, points and change; members without any."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from corpus.store.listing import ListedArticle
from search.answer.members import ListedUnit, members_of, read_members
from search.answer.submitting import BASES, Submissions
from search.model import SearchRequest
from search.reports.counting import count, found, month_of, named, periods, share, year_before
from search.reports.points import PointRules, read_points
from search.reports.types import EMPTY, Cell, Chart, Heading, Options, Report, Table, Words

if TYPE_CHECKING:
    from search.application.archive import Archive

BASIS: Mapping[str, Words] = {
    "credit": ("署名中的单位", "the unit in the credit"),
    "listed": ("会员名单中的通讯员", "a correspondent on the list of members"),
    "headline": ("标题冒号前的单位", "the unit before the headline's colon"),
    "correspondent": ("同一署名的文章多写此单位（推定）", "what most articles so signed name (inferred)"),
    "subject": ("首要报道对象（推定）", "what the article is about first (inferred)"),
    "reprint": ("摘编、转载，不计单位", "taken over from elsewhere, no unit's"),
    "none": ("无署名或看不出单位", "unsigned, or no unit to be seen"),
}
"""How a unit is known, in words."""


@dataclass(frozen=True)
class _Count:
    """What is counted.  before: the articles of a year earlier, None where the archive has none; again: ids
    of texts that were printed before."""

    articles: Sequence[ListedArticle]
    before: Sequence[ListedArticle] | None
    request: SearchRequest
    submitted: Submissions
    rules: PointRules
    again: frozenset[str]

    @cached_property
    def by_unit(self) -> Mapping[str, list[ListedArticle]]:
        """Unit → its articles, most first; of as many, by name."""
        return _most_first(self._by_unit(self.articles))

    @cached_property
    def earlier(self) -> Mapping[str, list[ListedArticle]]:
        """The same of a year earlier."""
        return self._by_unit(self.before or ())

    def points(self, articles: Iterable[ListedArticle]) -> float:
        """Points of these articles together."""
        return round(sum(self.rules.of(one, one.id in self.again) for one in articles), 2)

    def _by_unit(self, articles: Iterable[ListedArticle]) -> dict[str, list[ListedArticle]]:
        held: dict[str, list[ListedArticle]] = defaultdict(list)
        for one in articles:
            if unit := self.submitted.of(one.id).unit:
                held[unit].append(one)
        return held


def make(archive: Archive, request: SearchRequest, options: Options) -> Report:
    """The report of the articles that `request` finds.  Raises CorpusError for a table it cannot read."""
    settings = archive.settings
    rules = (
        read_points(settings.directory / settings.reports.points) if settings.reports.points else PointRules()
    )
    earlier = year_before(request)
    counted = _Count(
        found(archive, request),
        (found(archive, earlier) or None) if earlier else None,
        request,
        archive.answering.view.submissions(),
        rules,
        _printed_before(archive),
    )
    members = _members(archive, options)
    tables = [_units(counted), _correspondents(counted)]
    if members:
        tables.append(_silent(counted, members))
    tables += [_bases(counted), _certificates(counted)]
    return Report(
        "contributions",
        ("用稿统计", "Contributions"),
        request,
        tuple(tables),
        _letter(counted),
        (
            (
                "供稿单位按署名、会员名单、标题、署名惯例和首要报道对象依次判定，一篇只计一个单位，"
                "分支机构计入所属单位；判定有误时更正该篇的“供稿单位”即可。",
                "The unit is read from the credit, the list of members, the headline, the signature's habit "
                "and the first subject, in this order; an article counts for one unit, a branch for what it "
                "belongs to. Where it is wrong, correct the article's credit.",
            ),
            (f"积分：{rules.said()[0]}", f"Points: {rules.said()[1]}"),
        ),
    )


def _members(archive: Archive, options: Options) -> tuple[ListedUnit, ...]:
    if options.get("members"):
        return members_of(options["members"].encode(), "members.csv")
    path = archive.settings.reports.members
    return read_members(archive.directory / path) if path else ()


def _printed_before(archive: Archive) -> frozenset[str]:
    """Ids of all prints of a text but the first, by day and place."""
    listed = archive.answering.view.submissions().listed
    later: set[str] = set()
    for group in set(archive.answering.view.reprints().values()):
        there = [listed[each] for each in group if each in listed]
        there.sort(key=lambda one: (one.article.date is None, str(one.article.date), one.id))
        later.update(one.id for one in there[1:])
    return frozenset(later)


def _most_first(held: Mapping[str, list[ListedArticle]]) -> dict[str, list[ListedArticle]]:
    return dict(sorted(held.items(), key=lambda pair: (-len(pair[1]), pair[0])))


def _ranks(sizes: Sequence[int]) -> list[int]:
    """Places from 1; as many articles share a place."""
    return [sizes.index(size) + 1 for size in sizes]


def _over_time(counted: _Count) -> tuple[str, list[str], tuple[Heading, ...]]:
    field, values = periods(counted.articles)
    heads = tuple(
        Heading(value, (f"{int(value[5:])}月", value) if field == "month" else (f"{value}年", value), "count")
        for value in values
    )
    return field, values, heads


def _units(counted: _Count) -> Table:
    field, values, heads = _over_time(counted)
    ranks = _ranks([len(held) for held in counted.by_unit.values()])
    total = sum(map(len, counted.by_unit.values()))
    rows = []
    for rank, (unit, held) in zip(ranks, counted.by_unit.items(), strict=True):
        before = len(counted.earlier.get(unit, ()))
        rows.append(
            (
                Cell(rank),
                named(unit, counted.request, unit=unit),
                count(held, counted.request, unit=unit),
                share(len(held), total),
                Cell(counted.points(held)),
                Cell(len(held) - before) if counted.before is not None else EMPTY,
                Cell(len({(month_of(one)[:4], _quarter(one)) for one in held if month_of(one)})),
                *_spread(held, counted.request, field, values, unit=unit),
            )
        )
    return Table(
        "units",
        ("各单位用稿", "Units"),
        (
            Heading("rank", ("名次", "Rank"), "count"),
            Heading("unit", ("单位", "Unit")),
            Heading("articles", ("篇数", "Articles"), "count"),
            Heading("share", ("占比", "Share"), "share"),
            Heading("points", ("积分", "Points"), "points"),
            Heading("change", ("比上年", "Change"), "change"),
            Heading("quarters", ("有稿季度", "Quarters"), "count"),
            *heads,
        ),
        tuple(rows),
        ("占比按判定出单位的篇数计算。", "The share is of the articles whose unit is known."),
        chart=Chart("bar", "unit", ("articles",)),
    )


def _quarter(one: ListedArticle) -> int:
    return (int(month_of(one)[5:]) + 2) // 3


def _spread(
    held: Sequence[ListedArticle], request: SearchRequest, field: str, values: Sequence[str], **own: str
) -> list[Cell]:
    """Counts of these articles by month or year."""
    tally: dict[str, int] = defaultdict(int)
    for one in held:
        tally[month_of(one)[: 7 if field == "month" else 4]] += 1
    return [count(tally[value], request, **own, **{field: value}) for value in values]


def _correspondents(counted: _Count) -> Table:
    field, values, heads = _over_time(counted)
    wrote: dict[tuple[str, str], list[ListedArticle]] = defaultdict(list)
    for unit, held in counted.by_unit.items():
        for one in held:
            for author in dict.fromkeys(one.article.authors):
                wrote[unit, author].append(one)
    order = {unit: place for place, unit in enumerate(counted.by_unit)}
    ranked = sorted(wrote.items(), key=lambda pair: (order[pair[0][0]], -len(pair[1]), pair[0][1]))
    rows = tuple(
        (
            named(unit, counted.request, unit=unit),
            named(author, counted.request, unit=unit, author=author),
            count(held, counted.request, unit=unit, author=author),
            Cell(counted.points(held)),
            *_spread(held, counted.request, field, values, unit=unit, author=author),
        )
        for (unit, author), held in ranked
    )
    return Table(
        "correspondents",
        ("各通讯员用稿", "Correspondents"),
        (
            Heading("unit", ("单位", "Unit")),
            Heading("author", ("通讯员", "Correspondent")),
            Heading("articles", ("篇数", "Articles"), "count"),
            Heading("points", ("积分", "Points"), "points"),
            *heads,
        ),
        rows,
        ("几人合写的，各计一篇。", "An article by several counts once for each."),
    )


def _silent(counted: _Count, members: Sequence[ListedUnit]) -> Table:
    """Members without an article, with their last one of all time."""
    last: dict[str, ListedArticle] = {}
    for one in counted.submitted.listed.values():
        unit = counted.submitted.of(one.id).unit
        day = one.article.date
        if unit and day and (unit not in last or day > (last[unit].article.date or day)):
            last[unit] = one
    rows = []
    for unit in dict.fromkeys(counted.submitted.unit_of(one.unit) for one in members):
        if unit not in counted.by_unit:
            newest = last.get(unit)
            printed = str(newest.article.date) if newest else ""
            rows.append((Cell(unit), Cell(printed, article=newest.id if newest else "")))
    return Table(
        "silent",
        ("没有来稿的会员", "Members without any"),
        (Heading("unit", ("单位", "Unit")), Heading("last", ("最近一篇", "Last article"))),
        tuple(rows),
        (f"会员名单共 {len(members)} 个单位。", f"The list has {len(members)} members."),
    )


def _bases(counted: _Count) -> Table:
    held: dict[str, list[ListedArticle]] = defaultdict(list)
    for one in counted.articles:
        held[counted.submitted.of(one.id).basis].append(one)
    rows = tuple(
        (Cell(BASIS[basis][0], said=basis), count(held[basis], counted.request, unit_by=basis),
         share(len(held[basis]), len(counted.articles)))
        for basis in BASES
    )  # fmt: skip
    return Table(
        "bases",
        ("单位怎样判定", "How units are known"),
        (
            Heading("basis", ("依据", "Basis")),
            Heading("articles", ("篇数", "Articles"), "count"),
            Heading("share", ("占比", "Share"), "share"),
        ),
        rows,
    )


def _certificates(counted: _Count) -> Table:
    """Every piece under each of its authors: what a certificate of publication lists."""
    pieces = [
        (unit, author, one)
        for unit, held in counted.by_unit.items()
        for one in held
        for author in one.article.authors
    ]
    pieces.sort(key=lambda piece: (piece[1], str(piece[2].article.date), piece[2].position))
    rows = tuple(
        (
            named(author, counted.request, unit=unit, author=author),
            Cell(unit, said=counted.submitted.of(one.id).said),
            Cell(one.article.title, article=one.id),
            Cell(one.article.issue_title),
            Cell(one.article.page_no),
            Cell(str(one.article.date or "") if one.article.date_basis != "issue" else month_of(one)),
        )
        for unit, author, one in pieces
    )
    return Table(
        "certificates",
        ("用稿证明名单", "List for certificates"),
        (
            Heading("author", ("通讯员", "Correspondent")),
            Heading("unit", ("单位", "Unit")),
            Heading("title", ("标题", "Title")),
            Heading("issue", ("期", "Issue")),
            Heading("page", ("版", "Page"), "count"),
            Heading("date", ("日期", "Date")),
        ),
        rows,
    )


def _letter(counted: _Count) -> tuple[Words, ...]:
    """The first paragraph of the year's notice."""
    total, known = len(counted.articles), sum(map(len, counted.by_unit.values()))
    first = "、".join(f"{unit}（{len(held)}篇）" for unit, held in list(counted.by_unit.items())[:3])
    pieces = (one for held in counted.by_unit.values() for one in held)
    authors = len({name for one in pieces for name in one.article.authors})
    start, end = counted.request.date_from, counted.request.date_to
    span = f"{start:%Y年}" if start and end and start.year == end.year else f"{start or ''}至{end or ''}"
    when = span if start or end else "建档以来"
    return (
        (
            f"{when}共刊发 {total} 篇，其中 {known} 篇来自 {len(counted.by_unit)} 个单位、"
            f"{authors} 位通讯员。" + (f"用稿居前的是{first}。" if first else ""),
            f"{start or ''} to {end or ''}: {total} articles, {known} of them from "
            f"{len(counted.by_unit)} units and {authors} correspondents.",
        ),
    )
