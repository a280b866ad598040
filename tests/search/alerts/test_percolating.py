"""What a saved search finds of what came in is what the search finds in the archive, among these."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from search.alerts.keeping import ids_of
from search.alerts.needs import ANY, NeedReading, needs_of
from search.alerts.percolating import NewArticles, indexed, percolate
from search.application.archive import Archive
from search.language import render
from search.model import SearchRequest
from tests.search.conftest import RECORDS, TODAY
from tests.search.queries import QUERIES

LATER: list[dict[str, object]] = [
    {
        "id": "n1",
        "title": "第三届清溪通信大会开幕",
        "date": "2024-03-01",
        "section": "要闻",
        "authors": ["苏晚"],
        "organizations": ["清溪通信公司", "中国移动通信集团有限公司"],
        "people": ["周望舒"],
        "text": "3月1日，大会在云岭开幕。清溪在会上展示通信设备，NBIoT终端增长30%。",
    },
    {
        "id": "n2",
        "title": "水库除险加固",
        "date": "2023-11-20",
        "section": "行业动态",
        "organizations": ["云岭省应急管理厅"],
        "text": "清溪水庫完成除险加固，防汛能力提高百分之三十。顾长河报道了演练。",
    },
    {
        "id": "n3",
        "title": "副刊：二〇二三年的雨",
        "section": "副刊",
        "authors": ["顾·长河"],
        "text": "雨下了5天。",
    },
]
OLD, NEW = tuple(str(row["id"]) for row in RECORDS), tuple(str(row["id"]) for row in LATER)


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Archive, NewArticles, NeedReading]]:
    """An archive to which LATER came in last, these articles by themselves, and how needs are read."""
    folder = tmp_path_factory.mktemp("grown")
    archive = Archive.open(folder / "archive", create=True, today=lambda: TODAY)
    for name, rows in (("old", RECORDS), ("new", LATER)):
        path = folder / f"{name}.jsonl"
        path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
        archive.ingest([path])
    view = archive.answering.view
    reading = NeedReading(view.analysis, view.vocabulary.recognizer, TODAY)
    with indexed(archive.articles(NEW), view.analysis.analyzer) as new:
        yield archive, new, reading
    archive.close()


def agrees(grown: tuple[Archive, NewArticles, NeedReading], request: SearchRequest) -> set[str]:
    """What the search finds among the new ones; the small index says the same, and the need excludes none."""
    archive, new, reading = grown
    wanted = {one for one in ids_of(archive, request) if one in NEW}
    assert set(new.matching(request, archive.answering)) == wanted
    (need,) = needs_of([request], reading)
    met = new.meeting(need)
    if wanted:
        assert met, (request, need)
    return wanted


PIECES = st.sampled_from(
    (
        *(
            "清溪",
            "通信",
            "大会",
            "云岭",
            "清溪通信大会",
            "清溪通信公司",
            "中国移动",
            "移动 集团",
            "周望舒",
            "顾长河",
        ),
        *(
            "顾 长河",
            "第3届",
            "第三届",
            "30%",
            "百分之三十",
            "3月1日",
            "2023年",
            "二〇二三年",
            "NB IoT",
            "NB-IoT",
        ),
        *(
            "5天",
            "水库",
            "水庫",
            "防汛演练",
            "去年",
            "上个月",
            "机构：中国移动",
            "作者：苏晚",
            "人物：周望舒",
            "消防",
        ),
        *(
            "栏目：要闻",
            "雨",
            "清溪水库除险",
            "副刊",
            "应急管理厅",
            "云岭应急管理厅通报",
            "哪些公司参加了大会？",
        ),
        *("标题：水库", "近3 清溪 设备", "设*备"),
    )
)
LINES = st.lists(PIECES, min_size=1, max_size=4).map(" ".join) | st.lists(PIECES, min_size=2, max_size=3).map(
    " OR ".join
) | st.builds("{} -{}".format, PIECES, PIECES) | st.builds('"{}"'.format, PIECES)  # fmt: skip
DAYS = st.none() | st.dates(dt.date(2022, 1, 1), dt.date(2024, 12, 31))
REQUESTS = st.builds(
    SearchRequest,
    q=LINES | QUERIES.map(render) | st.text('清溪通信云岭第三届3%"()-*水库', max_size=9),
    filters=st.sampled_from(
        ({}, {"section": ("要闻",)}, {"organization": ("清溪通信公司",)}, {"year": ("2023",)})
    ),
    excluded=st.sampled_from(({}, {"section": ("副刊",)}, {"author": ("苏晚",)})),
    date_from=DAYS,
    date_to=DAYS,
    aliases=st.booleans(),
    dates=st.booleans(),
    literal=st.booleans(),
    soft=st.just(False),
)


@given(REQUESTS)
@example(SearchRequest(q="清溪通信大会", soft=False))
@example(SearchRequest(q="移动通信集团", soft=False))
@example(SearchRequest(q="第3届 通信大会", soft=False))
@example(SearchRequest(q="顾长河", soft=False))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_saved_search_finds_what_the_search_finds(
    grown: tuple[Archive, NewArticles, NeedReading], asked: SearchRequest
) -> None:
    agrees(grown, asked)


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("清溪 通信", {"n1"}),
        ("清溪通信大会", {"n1"}),
        ("第3届", {"n1"}),
        ("中国移动", {"n1"}),
        ("30%", {"n1", "n2"}),
        ("清溪水库", {"n2"}),
        ("顾长河", {"n2", "n3"}),
        ("NB-IoT", {"n1"}),
        ("消防培训", set()),
        ("清溪 -大会", {"n2"}),
        ("防汛 去年", {"n2"}),
    ],
)
def test_each_way_of_asking(
    grown: tuple[Archive, NewArticles, NeedReading], line: str, wanted: set[str]
) -> None:
    assert agrees(grown, SearchRequest(q=line, soft=False)) == wanted


@pytest.mark.parametrize("field", ["unit", "unit_by"])
def test_a_condition_that_no_field_holds(grown: tuple[Archive, NewArticles, NeedReading], field: str) -> None:
    archive, _, _ = grown
    held = archive.answering.view.submissions()
    told = {held.of(one).unit if field == "unit" else held.of(one).basis for one in NEW}
    for value in filter(None, told):
        for line in ("", "清溪 通信"):
            agrees(grown, SearchRequest(q=line, filters={field: (value,)}, soft=False))
    if field == "unit_by":
        assert any(agrees(grown, SearchRequest(filters={field: (value,)}, soft=False)) for value in told)


def test_what_no_new_article_prints_is_not_even_understood(
    grown: tuple[Archive, NewArticles, NeedReading], monkeypatch: pytest.MonkeyPatch
) -> None:
    archive, _, reading = grown
    lines = [f"{place}灯塔第{number}号" for number in range(40) for place in ("黑石", "白鹭", "龙门")]
    asked = [SearchRequest(q=line, soft=False) for line in (*lines, "清溪 通信")]
    needs = needs_of(asked, reading)
    understood: list[str] = []
    answering = archive.answering
    whole = answering.understood

    def understand(request: SearchRequest) -> object:
        understood.append(request.q)
        return whole(request)

    monkeypatch.setattr(answering, "understood", understand)
    given_ = {str(n): [(one, need)] for n, (one, need) in enumerate(zip(asked, needs, strict=True))}
    found = percolate(archive.articles(NEW), given_, answering, answering.view.analysis.analyzer)
    assert found == {"120": {"n1": [0]}}
    assert understood == ["清溪 通信"]
    assert ANY not in needs


def test_two_of_the_same_question_are_matched_once_and_both_told(
    grown: tuple[Archive, NewArticles, NeedReading],
) -> None:
    archive, _, reading = grown
    one = SearchRequest(q="防汛", soft=False)
    (need,) = needs_of([one], reading)
    asked = {"mine": [(one, need)], "list": [(replace(one, q="消防"), ANY), (one, need)]}
    answering = archive.answering
    found = percolate(archive.articles(NEW), asked, answering, answering.view.analysis.analyzer)
    assert found == {"mine": {"n2": [0]}, "list": {"n2": [1]}}
