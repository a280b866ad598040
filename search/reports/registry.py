"""The table of reports.  One more is one module with a `make` and one row here."""

from __future__ import annotations

import datetime as dt
import gc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING

from search.model import SearchRequest
from search.reports.counting import kept_for
from search.reports.types import Make, Option, Options, Report, ReportKind, ReportProblem

if TYPE_CHECKING:
    from search.application.archive import Archive

REPORTS: Mapping[str, ReportKind] = MappingProxyType(
    {
        one.name: one
        for one in (
            ReportKind(
                "contributions",
                ("用稿统计", "Contributions"),
                (
                    "各供稿单位、通讯员的篇数、占比、名次、积分和与上年相比的增减；没有来稿的会员；用稿证明名单",
                    "Articles, share, rank, points and change of every submitting unit and correspondent; "
                    "members without any; the list for certificates",
                ),
                "contributions",
                (
                    Option(
                        "members",
                        ("会员名单（每行一个，不填用设置中的名单）", "Members, one a line"),
                        "names",
                    ),
                ),
                yearly=True,
            ),
            ReportKind(
                "annual-index",
                ("年度总目次与索引", "Contents and indexes"),
                (
                    "按栏目、期、版的总目次；作者、人名、机构、主要报道对象、地名、题名索引，注明期和版",
                    "Contents by section and issue; indexes of authors, persons, organisations, subjects, "
                    "places and titles with issue and page",
                ),
                "annual_index",
                (
                    Option(
                        "order",
                        ("排列", "Order"),
                        choices=(("pinyin", ("汉语拼音", "pinyin")), ("strokes", ("笔画", "strokes"))),
                    ),
                ),
                yearly=True,
                kept=True,
            ),
            ReportKind(
                "chronicle",
                ("大事记草稿", "Chronicle, a draft"),
                (
                    "逐日列出大事，一事一条，注明全部来源；可用本单位的表头",
                    "Day by day what happened, an event a line with all its sources, in the office's columns",
                ),
                "chronicle",
                (
                    Option("columns", ("表头（用顿号隔开）", "Columns, with 、 between"), "text"),
                    Option(
                        "lines",
                        ("列出", "Lines"),
                        choices=(("all", ("全部", "all")), ("accepted", ("已采用的", "accepted only"))),
                    ),
                ),
                yearly=True,
            ),
            ReportKind(
                "attention",
                ("报道关注度", "Attention"),
                (
                    "各会员或任意名称的篇数、占比、逐年变化、分栏目；谁新出现、谁不再出现；几个检索式的比较",
                    "Share of coverage of members or any names over time and by section; who is new, "
                    "who fell silent; queries compared",
                ),
                "attention",
                (
                    Option(
                        "by",
                        ("时段", "By"),
                        choices=(
                            ("year", ("年", "year")),
                            ("quarter", ("季度", "quarter")),
                            ("month", ("月", "month")),
                        ),
                    ),
                    Option("names", ("名称（每行一个）", "Names, one a line"), "names"),
                    Option(
                        "queries",
                        ("比较的检索式（每行一个，至多五个）", "Queries, up to five, one a line"),
                        "names",
                    ),
                ),
                kept=True,
            ),
            ReportKind(
                "events",
                ("事件脉络", "Events"),
                (
                    "不止一天提到的专名（如“万兆矿山”）：最早、最近、逐篇来龙去脉",
                    "Names of events that several days tell of, from first to last, article by article",
                ),
                "events",
                kept=True,
            ),
        )
    }
)
"""Every report by name."""


def report_kind(name: str) -> ReportKind:
    """Raises ReportProblem where there is none of this name."""
    if name not in REPORTS:
        known = ", ".join(REPORTS)
        raise ReportProblem(f"没有报表 {name}，可用：{known} / no report {name}; there are: {known}")
    return REPORTS[name]


def make_report(
    archive: Archive, name: str, request: SearchRequest | None = None, options: Options | None = None
) -> Report:
    """The report of this name over the articles that `request` finds, as the archive stands.

    Raises ReportProblem for a name or an option there is not, QuerySyntaxError, IndexMissing.
    """
    kind = report_kind(name)
    made: Make = import_module(f"search.reports.{kind.module}").make
    wanted = period_of(archive, kind, request or SearchRequest())
    chosen = _checked(kind, options or {})
    with uncollected():
        if not kind.kept:
            return made(archive, wanted, chosen)
        told_by = name, wanted, tuple(sorted(chosen.items()))
        return kept_for(archive, told_by, lambda: made(archive, wanted, chosen))


@contextmanager
def uncollected() -> Iterator[None]:
    """No garbage is looked for meanwhile: among so many cells that are all kept, it takes longer than the
    report."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def period_of(archive: Archive, kind: ReportKind, asked: SearchRequest) -> SearchRequest:
    """The articles that a report of this kind is about: as asked, of a yearly one without a period the newest
    year."""
    # Counted is what was asked for, not what else may have been meant.
    wanted = replace(
        asked, page=1, size=SearchRequest().size, sort="relevance", soft=not asked.q, grouped=False
    )
    if kind.yearly and not (wanted.date_from or wanted.date_to or wanted.filters.get("year")):
        return _newest_year(archive, wanted)
    return wanted


def _newest_year(archive: Archive, request: SearchRequest) -> SearchRequest:
    years = [one.value for one in archive.facet(request, "year") if one.count]
    if not years:
        return request
    year = int(max(years))
    return replace(request, date_from=dt.date(year, 1, 1), date_to=dt.date(year, 12, 31))


def _checked(kind: ReportKind, options: Options) -> dict[str, str]:
    """Every option of the report with its value."""
    known = {one.name: one for one in kind.options}
    for name in options:
        if name not in known:
            listed = ", ".join(known) or "（无）"
            raise ReportProblem(
                f"这份报表没有选项 {name}，可用：{listed} / no option {name}; there are: {listed}"
            )
    return {name: _value(one, options.get(name, "").strip()) for name, one in known.items()}


def _value(option: Option, asked: str) -> str:
    if option.kind != "choice":
        return asked
    values = [value for value, _ in option.choices]
    if asked and asked not in values:
        listed = ", ".join(values)
        raise ReportProblem(f"{option.name} 应为 / must be one of: {listed}")
    return asked or values[0]
