"""The date histogram: here are facet counts, give me bars with their links.  Pure."""

from __future__ import annotations

import calendar
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from search.model import FacetCount, SearchRequest

WIDTH = 240
HEIGHT = 64
MONTHLY = 3
"""Years up to which months are shown at once."""

Row = tuple[str, str, int, str, str, dict[str, tuple[str, ...]], bool]
"""label, tick, count, start, end, filters that choose it, whether it is chosen."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One year or month.  x, step, height, inner (of the bar itself), middle (of its tick) in SVG units;
    start, end: ISO dates, inclusive."""

    label: str
    tick: str
    count: int
    x: float
    step: float
    height: float
    start: str
    end: str
    url: str
    selected: bool
    inner: float
    middle: float


@dataclass(frozen=True, slots=True)
class Timeline:
    """bars oldest first; up: link back to all of time, "" when there; brush: link a dragged span extends;
    caption: the year where all bars are of one."""

    bars: tuple[Bar, ...]
    up: str
    brush: str
    width: int = WIDTH

    @property
    def caption(self) -> str:
        years = {bar.start[:4] for bar in self.bars}
        return years.pop() if len(years) == 1 and len(self.bars) > 1 else ""


def timeline(
    asked: SearchRequest,
    years: Sequence[FacetCount],
    months: Sequence[FacetCount],
    link: Callable[[SearchRequest], str],
) -> Timeline:
    """Months of the one chosen (or only) year, else one bar a year with the empty years between."""
    chosen = asked.filters.get("year", ())
    filters = {key: value for key, value in asked.filters.items() if key not in ("year", "month")}
    bare = replace(asked, filters=filters, page=1, date_from=None, date_to=None)
    brush = link(bare)
    up = brush if chosen or asked.date_from or asked.date_to else ""
    present = {item.value for item in years}
    if len(chosen) == 1 and not _year(chosen[0]):
        return Timeline((), up, brush)
    if len(chosen) == 1 or (len(present) == 1 and not chosen and not months):
        year = chosen[0] if chosen else next(iter(present))
        return Timeline(_months(asked, bare, _year(year), months, link), up, brush)
    run = _run(months)
    if run and not chosen:
        return Timeline(_months(asked, bare, run, months, link), up, brush)
    return Timeline(_years(asked, bare, years, link), up, brush)


def _years(
    asked: SearchRequest,
    bare: SearchRequest,
    years: Sequence[FacetCount],
    link: Callable[[SearchRequest], str],
) -> tuple[Bar, ...]:
    counts = {int(item.value): item.count for item in years if item.value.isdecimal()}
    if not counts:
        return ()
    span = range(min(counts), max(counts) + 1)
    if len(span) > 150:
        span_years: list[int] = sorted(counts)
    else:
        span_years = list(span)
    every = max(1, -(-len(span_years) // 6))
    rows: list[Row] = [
        (
            str(year),
            str(year) if position % every == 0 else "",
            counts.get(year, 0),
            f"{year:04d}-01-01",
            f"{year:04d}-12-31",
            {"year": (str(year),)},
            str(year) in asked.filters.get("year", ()),
        )
        for position, year in enumerate(span_years)
    ]
    return _bars(rows, bare, link)


def _months(
    asked: SearchRequest,
    bare: SearchRequest,
    run: Sequence[tuple[int, int]],
    months: Sequence[FacetCount],
    link: Callable[[SearchRequest], str],
) -> tuple[Bar, ...]:
    counts = {item.value: item.count for item in months}
    rows: list[Row] = []
    one_year = run[0][0] == run[-1][0]
    for year, month in run:
        value = f"{year:04d}-{month:02d}"
        last = calendar.monthrange(year, month)[1]
        tick = str(month) if one_year else str(year) if month == 1 else ""
        rows.append(
            (
                value,
                tick,
                counts.get(value, 0),
                f"{value}-01",
                f"{value}-{last:02d}",
                {"year": (f"{year:04d}",), "month": (value,)},
                value in asked.filters.get("month", ()),
            )
        )
    return _bars(rows, bare, link)


def _year(year: str) -> list[tuple[int, int]]:
    """The months of one year; none of what is no year."""
    if not (year.isdecimal() and len(year) == 4 and year != "0000"):
        return []
    return [(int(year), month) for month in range(1, 13)]


def _run(months: Sequence[FacetCount]) -> list[tuple[int, int]]:
    """Every month of the years from first to last, where these are at most MONTHLY."""
    years = [int(item.value[:4]) for item in months if item.value[:4].isdecimal()]
    if not years or max(years) - min(years) >= MONTHLY:
        return []
    return [(year, month) for year in range(min(years), max(years) + 1) for month in range(1, 13)]


def _middle(x: float, tick: str) -> float:
    """Where a tick stands: a year's not beyond an edge."""
    return round(min(max(x, 14), WIDTH - 14) if len(tick) > 2 else x, 2)


def _bars(
    rows: Sequence[Row],
    bare: SearchRequest,
    link: Callable[[SearchRequest], str],
) -> tuple[Bar, ...]:
    step = WIDTH / len(rows)
    top = max(max(row[2] for row in rows), 1)
    return tuple(
        Bar(
            label=label,
            tick=tick,
            count=count,
            x=round(position * step, 2),
            step=round(step, 2),
            height=round(HEIGHT * count / top, 2) if count else 0,
            start=start,
            end=end,
            url=link(replace(bare, filters={**bare.filters, **chosen})),
            selected=selected,
            inner=max(round(step - 2, 2), 1),
            middle=_middle((position + 0.5) * step, tick),
        )
        for position, (label, tick, count, start, end, chosen, selected) in enumerate(rows)
    )
