"""A search is a URL, exactly."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import UnreadParameter
from search.language.tree import KEYWORD_FIELDS
from search.model import FACET_FIELDS, SearchRequest
from search.request import (
    MAX_PAGE,
    MAX_SIZE,
    PARAMETERS,
    from_params,
    from_query_string,
    on_page,
    refuse_unread,
    to_params,
    to_query_string,
    with_excluded,
    with_filter,
    without_filter,
)

_TEXT = st.text(min_size=1, max_size=12).filter(lambda text: text.isprintable())
_CHOSEN = st.dictionaries(
    st.sampled_from(KEYWORD_FIELDS),
    st.lists(_TEXT, min_size=1, max_size=3, unique=True).map(tuple),
    max_size=3,
)
REQUESTS = st.builds(
    SearchRequest,
    q=st.text(max_size=20).filter(lambda text: "\x00" not in text),
    page=st.integers(1, MAX_PAGE),
    size=st.integers(1, MAX_SIZE),
    sort=st.sampled_from(("relevance", "newest", "oldest", "title")),
    filters=_CHOSEN,
    excluded=_CHOSEN,
    date_from=st.none() | st.dates(),
    date_to=st.none() | st.dates(),
    facets=st.lists(st.sampled_from(FACET_FIELDS), unique=True).map(tuple),
    aliases=st.booleans(),
    dates=st.booleans(),
    recency=st.booleans(),
    soft=st.booleans(),
    grouped=st.booleans(),
    literal=st.booleans(),
)


@given(REQUESTS)
def test_round_trip(request: SearchRequest) -> None:
    assert from_params(to_params(request)) == request


@given(REQUESTS.filter(lambda request: request.q.isprintable()))
def test_round_trip_through_a_query_string(request: SearchRequest) -> None:
    assert from_query_string(to_query_string(request)) == request


@given(st.lists(st.tuples(st.sampled_from(PARAMETERS) | st.text(max_size=5), st.text(max_size=12))))
def test_any_link_opens(pairs: list[tuple[str, str]]) -> None:
    request = from_params(pairs)
    assert request.page >= 1 and 1 <= request.size <= MAX_SIZE
    assert from_params(to_params(request)) == request


def test_defaults_are_left_out() -> None:
    assert to_params(SearchRequest()) == []
    assert to_query_string(SearchRequest(q="5G")) == "q=5G"


def test_months_and_years_are_whole() -> None:
    request = from_params({"from": "2021-02", "to": "2021-02"})
    assert (request.date_from, request.date_to) == (dt.date(2021, 2, 1), dt.date(2021, 2, 28))
    assert from_params({"to": "2020"}).date_to == dt.date(2020, 12, 31)


@pytest.mark.parametrize(
    "typed", ["2021年9月", "2021/9", "202109", "2021.9", "２０２１年９月", "二〇二一年九月", "2021 年 9 月"]
)
def test_a_date_box_takes_what_the_field_takes(typed: str) -> None:
    request = from_params({"from": typed, "to": typed})
    assert (request.date_from, request.date_to) == (dt.date(2021, 9, 1), dt.date(2021, 9, 30))
    assert request.unread == () and from_params(to_params(request)) == request


def test_a_date_box_counts_from_today() -> None:
    request = from_params({"from": "去年", "to": "上个月"}, today=dt.date(2024, 3, 15))
    assert (request.date_from, request.date_to) == (dt.date(2023, 1, 1), dt.date(2024, 2, 29))


@pytest.mark.parametrize("typed", ["2021-13", "soon", "9" * 20, "2021-02-30", "12月32日", "９" * 500])
def test_what_is_no_date_is_kept_and_said(typed: str) -> None:
    request = from_params({"from": typed})
    assert request.date_from is None and request.unread == (("from", typed),)
    assert from_params(to_params(request)) == request
    with pytest.raises(UnreadParameter) as caught:
        refuse_unread(request)
    assert "看不懂日期" in str(caught.value) and "is not a date" in str(caught.value)
    assert len(str(caught.value)) < 300


def test_a_facet_that_is_none_is_kept_and_said() -> None:
    request = from_params({"facet": "subject,colour,issue"})
    assert request.facets == ("subject", "issue") and request.unread == (("facet", "colour"),)
    assert from_params(to_params(request)) == request
    with pytest.raises(UnreadParameter, match="colour"):
        refuse_unread(request)
    assert refuse_unread(from_params({"facet": "none"})).facets == ()


def test_facets_may_be_listed_or_switched_off() -> None:
    assert from_params({"facet": "year,tag"}).facets == ("year", "tag")
    assert from_params({"facet": "none"}).facets == ()


def test_filters_come_and_go() -> None:
    request = on_page(with_filter(with_filter(SearchRequest(q="x"), "section", "甲"), "section", "乙"), 3)
    assert request.filters == {"section": ("甲", "乙")}
    assert without_filter(request, "section", "甲") == SearchRequest(q="x", filters={"section": ("乙",)})
    excluded = with_excluded(request, "section", "甲")
    assert excluded.filters == {"section": ("乙",)} and excluded.excluded == {"section": ("甲",)}
    assert with_filter(excluded, "section", "甲").excluded == {}
