"""One request, one answer: page, count, export, batch, explanation, feed, API and dossier agree."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import QuerySyntaxError
from search.answer.lists import Question
from search.application.archive import Archive
from search.commands import COMMANDS, group
from search.model import SearchRequest
from search.request import to_query_string
from web.serving.app import create_app

RECORDS: list[dict[str, object]] = [
    {"id": "s1", "title": "桐花联通改造机房", "date": "2022-03-04", "section": "要闻",
     "organizations": ["桐花联通"],
     "people": ["曲望岳"],
     "text": "桐花联通的机房改造完工，曲望岳到场。保障性的住房旁新建5G基站。"},
    {"id": "s2", "title": "保障房配套通信先行", "date": "2022-05-06", "section": "黨建園地",
     "text": "保障房小区的光缆同步入户，防汛演练一次。"},
    {"id": "s3", "title": "防汛演练：一场及时雨", "date": "2023-07-08", "section": "党建园地",
     "authors": ["曲 望岳"],
     "text": "演练分两天。消防演练随后举行。"},
    {"id": "s4", "title": "读者来信", "date": "2023-07-09", "credit": "曲望岳 供稿",
     "text": "来信照登，机房停电两次。"},
    {"id": "s5", "title": "气温骤降 -12℃ 抢修不停", "date": "2024-01-02", "tags": ["桐花联通"],
     "text": "线路抢修到天明，C919客机的航线通信也得保障。"},
    {"id": "s6", "title": "桐花的联通工程", "date": "2024-01-03",
     "text": "桐花县的联通工程通车，望岳亭同日开放，曲艺上演。"},
    {"id": "s7", "title": "消防演练", "text": "无日期的一则消防演练，三十二人参加，电话（0359）2233445。"},
]  # fmt: skip

QUERIES = (
    *(
        "演练",
        "防汛演练",
        "保障房",
        "保障 住房",
        "桐花联通",
        "曲望岳",
        "曲 望岳",
        "quwangyue",
        "qwy",
        "thlt",
        "C929",
    ),
    *(
        "“防汛演练”",
        "“防讯演练”",
        "防讯演练",
        "栏目:党建 园地",
        "作者:曲望岳",
        "人物：一场及时雨",
        "演练 –消防",
        "演练 and not 消防",
    ),
    *(
        "防汛演练：一场及时雨",
        "气温骤降 -12℃ 抢修不停",
        "2023年7月 演练",
        "去年 演练",
        "上个月",
        "机房*",
        "机坊~",
        "至少2次:演练",
    ),
    *(
        "",
        "演练 或 机房",
        "附注:供稿",
        "机房 近/9 改造",
        "没有印过的事",
        "桐花联通机房",
        "谁改造了机房？",
        "日期:2022年",
    ),
    *(
        "停电2次",
        "机房 2次 停电",
        "32人参加演练",
        "三十二人 或 132人",
        "演练 NOT 32人",
        "抢修 -12℃",
        "(0359)2233445",
        "wangyueting",
        "演练 近/9 32人",
    ),
    "桐花 联通 机房 改造 演练 消防 防汛 保障 通信 抢修 航线",
)

REQUESTS = st.builds(
    SearchRequest,
    q=st.sampled_from(QUERIES)
    | st.lists(st.sampled_from((*QUERIES[:16], *QUERIES[-10:-5])), min_size=2, max_size=2).map(" ".join),
    size=st.integers(1, 4),
    sort=st.sampled_from(("relevance", "newest", "oldest", "title")),
    filters=st.sampled_from(({}, {"section": ("要闻",)}, {"year": ("2022", "2023")})),
    excluded=st.sampled_from(({}, {"tag": ("桐花联通",)})),
    facets=st.sampled_from(((), ("year",), ("subject", "issue"))),
    aliases=st.booleans(),
    dates=st.booleans(),
    soft=st.booleans(),
    grouped=st.booleans(),
    literal=st.sampled_from((False, False, False, True)),
)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    folder = tmp_path_factory.mktemp("one")
    records = folder / "records.jsonl"
    records.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in RECORDS), "utf-8")
    with Archive.open(folder / "archive", create=True) as opened:
        assert not opened.ingest([records]).failed
        yield opened


@pytest.fixture(scope="module")
def client(archive: Archive) -> FlaskClient:
    return create_app(archive, TESTING=True).test_client()


def readable(archive: Archive, request: SearchRequest) -> bool:
    try:
        archive.search(request)
    except QuerySyntaxError:
        return False
    return True


@given(request=REQUESTS)
def test_within_the_program(archive: Archive, request: SearchRequest) -> None:
    if not readable(archive, request):
        return
    page = archive.search(request)
    everything = [hit.article.id for hit in archive.all_hits(request)]
    assert page.total == archive.count(request) == len(everything) == len(set(everything))
    (row,) = archive.batch([Question("1", request.q)], 1, request)
    assert row.total == page.total
    if not request.grouped:
        known = [str(record["id"]) for record in RECORDS]
        explained = [each for each in known if (why := archive.explain(request, each)) and why.matched]
        assert sorted(explained) == sorted(everything)
    strict = [hit.article.id for hit in page.hits if not hit.soft]
    if not page.mixed:
        assert strict == everything[: request.size]
    assert set(strict) <= set(everything)


@given(request=REQUESTS)
def test_parts_find_what_they_count(archive: Archive, request: SearchRequest) -> None:
    if not readable(archive, request):
        return
    page = archive.search(replace(request, grouped=False))
    if page.literal is None or page.dispersed is None:
        return
    assert page.literal.total + page.dispersed.total == page.total
    for part in (page.literal, page.dispersed):
        assert archive.search(part.request).total == part.total


@settings(max_examples=12)
@given(request=REQUESTS)
def test_over_http(archive: Archive, client: FlaskClient, request: SearchRequest) -> None:
    if not readable(archive, request):
        return
    wanted = archive.search(request)
    asked = to_query_string(request)
    answer = client.get(f"/api/v1/search?{asked}").json
    assert answer is not None
    assert (answer["total"], answer["soft_total"]) == (wanted.total, wanted.soft_total)
    with client.get(f"/export?{asked}&format=jsonl") as exported:
        assert len(exported.get_data(as_text=True).splitlines()) == wanted.total
    feed = client.get(f"/search.atom?{asked}").text
    assert feed.count("<entry>") == wanted.total
    assert client.get(f"/search?{asked}").status_code == 200


@pytest.mark.parametrize("query", QUERIES)
def test_on_the_command_line(archive: Archive, tmp_path: Path, query: str) -> None:
    if not query:
        return
    directory = str(archive.directory)

    def run(*words: str) -> str:
        result = CliRunner().invoke(group(COMMANDS), ["--archive", directory, *words])
        assert result.exit_code == 0, result.output
        return result.stdout

    found = json.loads(run("search", "--json", "--", query))["total"]
    assert len(run("export", "-f", "jsonl", "-q", "--", query).splitlines()) == found
    (tmp_path / "q.jsonl").write_text(json.dumps({"text": query}), "utf-8")
    row = json.loads(run("batch", str(tmp_path / "q.jsonl"), "--format", "jsonl", "-q"))
    assert row["total"] == found


@pytest.mark.parametrize(
    ("kind", "name", "total"), [("person", "曲望岳", 3), ("organization", "桐花联通", 2)]
)
def test_a_dossier_has_what_its_name_finds(archive: Archive, kind: str, name: str, total: int) -> None:
    dossier = archive.dossier(kind, name)  # type: ignore[arg-type]
    assert archive.search(SearchRequest(q=name)).total == total
    assert dossier.beside is not None and dossier.page.total + dossier.beside.total == total
    assert archive.search(dossier.beside.request).total == dossier.beside.total > 0
    assert archive.search(dossier.request).total == archive.search(dossier.together).total


@pytest.mark.parametrize("name", ["曲望岳", "桐花联通"])
def test_a_name_never_finds_less_than_it_prints(archive: Archive, name: str) -> None:
    page = archive.search(SearchRequest(q=name))
    apart = [notice for notice in page.notices if notice.kind == "apart"]
    left_out = int(apart[0].value) if apart else 0
    words = archive.search(SearchRequest(q=name, aliases=False, soft=False)).total
    assert page.total + left_out >= words
    for notice in apart:
        assert notice.undo is not None and archive.search(notice.undo).total == left_out
