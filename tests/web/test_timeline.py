"""The date histogram says the same as the facets it is drawn from."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from search.model import FacetCount, SearchRequest
from search.request import to_query_string
from web.timeline import HEIGHT, WIDTH, timeline


def year_of(request: SearchRequest) -> str:
    return ",".join(request.filters.get("month", request.filters.get("year", ())))


@given(st.dictionaries(st.integers(1980, 2030), st.integers(1, 500), min_size=2, max_size=12))
def test_every_year_between_first_and_last_has_a_bar_of_its_height(counts: dict[int, int]) -> None:
    years = [FacetCount(str(year), count) for year, count in counts.items()]
    chart = timeline(SearchRequest(), years, (), year_of)
    assert [bar.label for bar in chart.bars] == [str(y) for y in range(min(counts), max(counts) + 1)]
    assert {int(bar.label): bar.count for bar in chart.bars if bar.count} == counts
    assert max(bar.height for bar in chart.bars) == HEIGHT
    assert abs(chart.bars[-1].x + chart.bars[-1].step - WIDTH) < 0.1
    assert all(bar.url == bar.label for bar in chart.bars)


def test_one_chosen_year_opens_into_its_months_with_a_way_back() -> None:
    asked = SearchRequest(filters={"year": ("2020",), "section": ("要闻",)}, page=3)
    years = [FacetCount("2020", 3, True), FacetCount("2021", 9)]
    months = [FacetCount("2020-02", 2), FacetCount("2020-12", 1)]
    chart = timeline(asked, years, months, lambda r: f"{dict(r.filters)} {r.page}")
    assert len(chart.bars) == 12
    assert chart.bars[1].count == 2 and (chart.bars[1].start, chart.bars[1].end) == (
        "2020-02-01",
        "2020-02-29",
    )
    assert chart.bars[1].url == "{'section': ('要闻',), 'year': ('2020',), 'month': ('2020-02',)} 1"
    assert chart.up == "{'section': ('要闻',)} 1"


def test_nothing_dated_draws_nothing() -> None:
    assert timeline(SearchRequest(), (), (), year_of).bars == ()


def test_few_years_are_shown_month_by_month_at_once() -> None:
    years = [FacetCount("2021", 3), FacetCount("2022", 1)]
    months = [FacetCount("2021-09", 3), FacetCount("2022-01", 1)]
    chart = timeline(SearchRequest(), years, months, year_of)
    assert [bar.label for bar in chart.bars if bar.count] == ["2021-09", "2022-01"]
    assert len(chart.bars) == 24 and not chart.up
    assert [bar.tick for bar in chart.bars if bar.tick] == ["2021", "2022"]
    assert abs(chart.bars[-1].x + chart.bars[-1].step - WIDTH) < 0.1


def test_a_brushed_span_opens_into_its_months_and_leads_back_to_all_of_time() -> None:
    asked = SearchRequest(q="煤", date_from=dt.date(2021, 9, 1), date_to=dt.date(2022, 3, 31), page=2)
    months = [FacetCount("2021-09", 3), FacetCount("2022-01", 1)]
    chart = timeline(asked, [FacetCount("2021", 3), FacetCount("2022", 1)], months, to_query_string)
    assert len(chart.bars) == 24
    assert chart.up == chart.brush == "q=%E7%85%A4"
