"""Whatever somebody types, the archive answers or says what is wrong; it never breaks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.errors import QuerySyntaxError
from search.application.archive import Archive
from search.model import SearchRequest
from search.results import result_dict
from tests.search.conftest import TODAY
from tests.search.queries import CHARACTERS
from tests.search.test_request import REQUESTS

_PIECES = st.sampled_from(
    [
        *(
            "云岭",
            "演练",
            "5G",
            "林见山",
            "云岭省通信协会",
            " ",
            " ",
            "(",
            ")",
            '"',
            "“",
            "”",
            "-",
            "~",
            "*",
            "？",
        ),
        *(
            " 或 ",
            " 非 ",
            " 近/5 ",
            " 先/5 ",
            " 同句 ",
            " 同段 ",
            "标题:",
            "作者:",
            "单位:",
            "日期:",
            "期:",
            "月份:",
        ),
        *(
            "2022年5月",
            "去年",
            "有哪些活动",
            "至少2次:",
            "什么",
            "qingxi",
            "\\",
            "\n",
            "\x00",
            "𠀀",
            "，",
            "？",
        ),
    ]
)
_TYPED = st.lists(_PIECES, max_size=12).map("".join) | st.text(CHARACTERS, max_size=20) | st.text(max_size=20)


@pytest.fixture(scope="module")
def opened(archive_directory: Path) -> Iterator[Archive]:
    with Archive.open(archive_directory, today=lambda: TODAY) as archive:
        yield archive


@given(_TYPED)
@settings(deadline=None)
def test_any_text_is_answered(opened: Archive, typed: str) -> None:
    ids, scores = opened.ranking(typed, 10)
    assert len(ids) == len(scores) == len(set(ids))
    assert isinstance(opened.suggest(typed), list)
    try:
        page = opened.search(SearchRequest(q=typed))
    except QuerySyntaxError as error:
        page = opened.search(SearchRequest(q=error.repaired))
    assert len(page.hits) == min(10, page.total + page.soft_total)
    assert result_dict(page)["total"] == page.total
    spelled = any(notice.kind in ("pinyin", "spelling") for notice in page.notices)
    every = {each.article.id for each in opened.all_hits(page.request)}
    assert spelled or len(every) == page.total
    for hit in page.hits:
        spans = [(hit.article.title, hit.title_spans), *((s.text, s.spans) for s in hit.snippets)]
        assert all(0 <= a < b <= len(text) for text, marked in spans for a, b in marked)
        assert hit.soft or spelled or hit.article.id in every


@given(REQUESTS)
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_askedis_answered(opened: Archive, asked: SearchRequest) -> None:
    try:
        page = opened.search(asked)
    except QuerySyntaxError:
        return
    assert set(page.facets) == set(asked.facets) and len(page.hits) <= asked.size
