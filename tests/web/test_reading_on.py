"""Reading is no dead end: the way back, the hits beside, the printed page, the selection."""

from __future__ import annotations

import io
import re
from html import unescape
from pathlib import Path
from urllib.parse import quote, unquote

import pytest
from flask import Flask, url_for
from flask.testing import FlaskClient
from PIL import Image

from corpus.intake.account import account_of_issue
from corpus.model import Article
from search.application.archive import Archive
from search.model import SearchRequest
from search.request import to_query_string
from web import basket
from web.links import DOSSIERS, article_link, choices_of, dossier_link, toggled
from web.serving.app import create_app

COMPANY = "铜陂矿业集团"


def link_of(html: str, pattern: str) -> str:
    found = re.search(pattern, html)
    assert found, pattern
    return unescape(found[1])


# -- the way back ----------------------------------------------------------------------------------


def test_from_hit_to_hit_and_back_to_its_place(client: FlaskClient, archive: Archive) -> None:
    wanted = SearchRequest(q="5G", size=10, sort="oldest")
    hits = [
        hit.article.id
        for page in (1, 2)
        for hit in archive.search(SearchRequest("5G", page, sort="oldest")).hits
    ]
    html = client.get(f"/search?{to_query_string(wanted)}").text
    url = unescape(re.findall(r'<h2><a href="([^"]+)"', html)[9])  # the last of its page
    assert url.startswith(f"/articles/{quote(hits[9])}?")
    page = client.get(url).text
    assert "第 10 篇，共" in page
    back = link_of(page, r'<a href="([^"]+)">← 回到结果')
    assert (
        back.endswith(f"#hit-{hits[9]}") and f'id="hit-{hits[9]}"' in client.get(back.partition("#")[0]).text
    )
    onward = link_of(page, r'<a rel="next" href="([^"]+)"')
    assert onward.startswith(f"/articles/{quote(hits[10])}?")  # on the next page of results
    again = client.get(onward).text
    assert "第 11 篇，共" in again
    assert link_of(again, r'<a rel="prev" href="([^"]+)"') == url


def test_an_article_of_no_search_has_no_way_back(client: FlaskClient, archive: Archive) -> None:
    article = archive.search(SearchRequest(size=1)).hits[0].article
    assert "回到结果" not in client.get(f"/articles/{article.id}").text
    elsewhere = client.get(f"/articles/{article.id}?q=zzz").text
    assert "回到结果" in elsewhere and "第 1 篇" not in elsewhere


def test_from_a_dossier_and_back_to_it(client: FlaskClient) -> None:
    html = client.get(f"/organizations/{COMPANY}?sort=oldest").text
    url = unescape(re.findall(r'<h2><a href="([^"]+)"', html)[0])
    page = client.get(url).text
    assert "<mark>" in page, "the name of the dossier is marked"
    back = unquote(link_of(page, r'<a href="([^"]+)">← 回到结果'))
    assert back.startswith(f"/organizations/{COMPANY}?sort=oldest#hit-")
    assert client.get(back.partition("#")[0]).status_code == 200


# -- dossiers --------------------------------------------------------------------------------------


def test_a_dossier_is_read_from_either_end_and_by_its_bars(client: FlaskClient, archive: Archive) -> None:
    every = archive.search(SearchRequest(filters={"organization": (COMPANY,)}, sort="oldest"))
    html = client.get(f"/organizations/{COMPANY}?sort=oldest").text
    shown = re.findall(r'<li id="hit-([^"]+)"', html)
    assert shown == [hit.article.id for hit in every.hits]
    bar = link_of(html, r'<svg class="histogram".*?<a href="([^"]+)"'.replace(".*?", r"[\s\S]*?"))
    assert unquote(bar).startswith(f"/organizations/{COMPANY}?") and "month=" in bar
    fewer = client.get(bar).text
    assert 0 < fewer.count('<li id="hit-') < every.total


def test_a_name_has_its_namesakes(client: FlaskClient, archive: Archive) -> None:
    authors = {item.value for item in archive.facet(SearchRequest(), "author")}
    both = [item for item in archive.facet(SearchRequest(), "person") if item.value in authors]
    assert both
    html = client.get(f"/people/{both[0].value}").text
    assert "另有同名" in html and f"/authors/{quote(both[0].value)}" in html


# -- the printed page ------------------------------------------------------------------------------


@pytest.fixture
def printed(archive: Archive) -> Article:
    issue = next(one for one in archive.issues() if one.source_file.endswith(".pdf"))
    return next(one for one in archive.issue_articles(issue.id) if one.organizations)


def test_the_original_file_is_given_back_unaltered(
    client: FlaskClient, archive: Archive, printed: Article
) -> None:
    with client.get(f"/issues/{printed.issue_id}/source") as response:
        assert response.data == archive.store.source_bytes(printed.issue_id or "")
        response.headers["Content-Disposition"].encode("latin-1")


def test_hits_are_framed_on_the_printed_page(client: FlaskClient, printed: Article) -> None:
    form = printed.body[:4]
    html = client.get(f"/scan/{printed.id}", query_string={"q": f'"{form}"'}).text
    frames = re.findall(
        r'class="frame" style="left:([\d.]+)%;top:([\d.]+)%;width:([\d.]+)%;height:([\d.]+)%', html
    )
    assert frames and "<mark>" in html
    for left, top, width, height in (map(float, frame) for frame in frames):
        assert 0 <= left < left + width <= 100 and 0 <= top < top + height <= 100
    assert 'class="frame"' not in client.get(f"/scan/{printed.id}").text


def test_an_article_is_cut_out_of_its_page(client: FlaskClient, archive: Archive, printed: Article) -> None:
    page = client.get(f"/cutting/{printed.id}").text
    assert "[J]" in page and "/articles/" in page
    url = link_of(page, r'<img src="([^"]+format=png[^"]*)"')
    picture = Image.open(io.BytesIO(client.get(url).data))
    assert "[J]" in picture.info["Source"]
    whole = Image.open(
        io.BytesIO(client.get(f"/issues/{printed.issue_id}/pages/{printed.page_no}?width=1488").data)
    )
    assert picture.height < whole.height
    pdf = client.get(f"/cutting/{printed.id}?format=pdf")
    assert pdf.data.startswith(b"%PDF") and pdf.mimetype == "application/pdf"
    assert client.get(f"/cutting/{printed.id}?format=gif").status_code == 404
    plain = next(
        hit.article for hit in archive.all_hits(SearchRequest()) if hit.article.source_file.endswith("txt")
    )
    assert client.get(f"/cutting/{plain.id}").status_code == 404


# -- the selection ---------------------------------------------------------------------------------


def ids(archive: Archive, page: int = 1) -> list[str]:
    return [hit.article.id for hit in archive.search(SearchRequest(page=page)).hits]


def test_ticks_are_kept_across_pages_and_searches(client: FlaskClient, archive: Archive) -> None:
    first, second = ids(archive), ids(archive, 2)
    answer = client.post("/basket", data={"id": first[:2], "shown": first, "next": "/search?page=2"})
    assert answer.status_code == 303 and answer.location == "/search?page=2"
    client.post("/basket", data={"id": second[:1], "shown": second})
    html = client.get("/search").text
    assert "已选 3 篇" in html and len(re.findall(r'class="pick"[^>]* checked', html)) == 2
    client.post("/basket", data={"id": first[1:2], "shown": first})  # one is taken back
    listed = client.get("/basket").text
    assert re.findall(r'<li id="hit-([^"]+)"', listed) == [first[1], second[0]]
    assert listed.count('class="cite small"') == 2
    table = client.get("/export/selected?format=jsonl", buffered=True).text
    assert table.count("\n") == 2


def test_a_cleared_selection_can_be_brought_back(client: FlaskClient, archive: Archive) -> None:
    first = ids(archive)
    client.post("/basket", data={"id": first[:4], "shown": first})
    client.post("/basket", data={"do": "clear"})
    html = client.get("/search").text
    assert "已选 0 篇" in html and "撤销清空（4 篇）" in html
    client.post("/basket", data={"do": "undo"})
    assert "已选 4 篇" in client.get("/search").text and "撤销清空" not in client.get("/search").text


@pytest.mark.parametrize(
    "place", ["https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere.example", ""]
)
def test_the_form_leads_nowhere_else(client: FlaskClient, place: str) -> None:
    assert client.post("/basket", data={"do": "clear", "next": place}).location == "/basket"


def test_what_left_the_archive_is_said(client: FlaskClient, archive: Archive) -> None:
    client.post("/basket", data={"id": [ids(archive)[0], "gone"]})
    assert "另有 1 篇已不在档案中" in client.get("/basket").text


def test_what_does_not_fit_into_a_selection_is_said(client: FlaskClient, archive: Archive) -> None:
    many = [f"article-{number:04}" for number in range(400)]
    client.post("/basket", data={"id": many, "shown": many})
    html = client.get("/search").text
    held = int(re.search(r"已选 (\d+) 篇", html)[1])  # type: ignore[index]
    assert 200 < held < 400 and f"另外 {400 - held} 篇没有放进去" in html
    client.post("/basket", data={"do": "clear"})


def test_a_selection_fits_into_a_cookie() -> None:
    value = basket.written(f"编号 {number}|;," for number in range(2000))
    assert len(value) <= basket.BYTES and ";" not in value and "," not in value
    assert basket.changed(("a", "b"), ("c",), ("b",)) == ("a", "c")


# -- links -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["甲/乙", "a b", "100%", "?x#y", "é;=@:,+&", "~'()*!$"])
def test_cheap_links_are_those_of_the_router(app: Flask, name: str) -> None:
    with app.test_request_context("/"):
        assert article_link(name) == url_for("articles.article", article_id=name)
        for kind in DOSSIERS:
            assert dossier_link(kind, name) == url_for(f"dossiers.{kind}", name=name)


def test_cheap_choices_ask_what_a_toggled_request_asks(app: Flask, archive: Archive) -> None:
    wanted = SearchRequest("5G", page=3, filters={"section": ("行业综合",)}, excluded={"author": ("无",)})
    with app.test_request_context("/search"):
        from web.links import asked

        counts = archive.facet(wanted, "organization")[:5]
        urls = [
            (c.url, toggled(wanted, "organization", c.value))
            for c in choices_of(wanted, "organization", counts)
        ]
        urls += [
            (c.without, toggled(wanted, "organization", c.value, exclude=True))
            for c in choices_of(wanted, "organization", counts)
        ]
    assert urls
    for cheap, dear in urls:
        with app.test_request_context(cheap):
            mine = asked()
        with app.test_request_context(dear):
            assert mine == asked()


# -- languages -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("en-US,en;q=0.9", "en"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh-Hans"),
        ("fr", "zh-Hans"),
        ("zh-TW", "zh-Hans"),
    ],
)
def test_the_browser_s_language_is_honoured(app: Flask, header: str, language: str) -> None:
    client = app.test_client()
    assert f'lang="{language}"' in client.get("/", headers={"Accept-Language": header}).text
    client.get("/?lang=zh")
    assert 'lang="zh-Hans"' in client.get("/", headers={"Accept-Language": header}).text


def test_one_is_one_in_english(client: FlaskClient, archive: Archive) -> None:
    once = next(item.value for item in archive.facet(SearchRequest(), "organization") if item.count == 1)
    html = re.sub("<[^>]+>", "", client.get("/organizations/" + quote(once) + "?lang=en").text)
    assert "1 article" in html and "1 articles" not in html


def test_a_page_past_the_end_says_how_many_there_are(client: FlaskClient, archive: Archive) -> None:
    last = -(-archive.stats().articles // 10)
    html = client.get("/search?page=999").text
    assert f"结果只有 {last} 页" in html and f"page={last}" in html


def test_a_date_that_cannot_be_read_is_named(client: FlaskClient) -> None:
    assert "无法识别日期“<b>上回</b>”" in client.get("/search?q=5G&from=上回").text
    assert "无法识别日期" not in client.get("/search?q=5G&from=2021-09").text


def test_searching_as_written_is_a_chip_and_does_not_stick(client: FlaskClient) -> None:
    asked = {"q": "铜陂矿业集团 或 5G", "literal": "1", "section": "综合"}
    html = client.get("/search", query_string=asked).text
    chip = link_of(html, r'<a class="chip" href="([^"]+)" aria-label="去掉条件 按原文检索"')
    assert "literal" not in chip and "section" in chip
    box = html[html.index('<form class="ask"') : html.index("</form>")]
    assert 'name="section"' in box and 'name="literal"' not in box


@pytest.mark.parametrize(
    "off, label",
    [("aliases", "不识别名称"), ("dates", "不识别日期"), ("soft", "只看全部符合的")],
)
def test_how_a_query_is_read_is_a_chip_and_does_not_stick(client: FlaskClient, off: str, label: str) -> None:
    html = client.get("/search", query_string={"q": "5G", off: "0"}).text
    chip = link_of(html, rf'<a class="chip" href="([^"]+)" aria-label="去掉条件 {label}"')
    assert off not in chip
    box = html[html.index('<form class="ask"') : html.index("</form>")]
    assert f'name="{off}"' not in box


def test_what_was_recognised_can_be_searched_sign_for_sign(client: FlaskClient, archive: Archive) -> None:
    known = archive.resolve(COMPANY)
    assert known and known.aliases
    form = known.aliases[0]
    html = client.get("/search", query_string={"q": form}).text
    url = link_of(html, r'<a href="([^"]+)">按原文检索</a>')
    assert "literal=1" in url
    articles = [hit.article for hit in archive.all_hits(SearchRequest())]
    printed = sum(form in article.title + article.body for article in articles)
    found = archive.search(SearchRequest(form, literal=True)).total
    assert printed <= found < archive.search(SearchRequest(form)).total
    assert f"{found} 篇" in client.get(url).text


# -- the parts of an answer ------------------------------------------------------------------------


@pytest.mark.parametrize("q", ["基站建设", "安全会议", "基站建设 5G"])
def test_the_head_line_counts_what_prints_the_words_and_what_scatters_them(
    client: FlaskClient, archive: Archive, q: str
) -> None:
    page = archive.search(SearchRequest(q))
    assert page.literal and page.dispersed and page.dispersed.total
    html = client.get("/search", query_string={"q": q}).text
    line = html[html.index('<p class="parts') :].split("</p>")[0]
    links = [unescape(url) for url in re.findall(r'href="([^"]+)"', line)]
    parts = [part for part in (page.literal, page.dispersed) if part.total]
    assert len(links) == len(parts)
    every: list[str] = []
    for url, part in zip(links, parts, strict=True):
        assert f">{part.total} 篇</a>" in line
        ids = [hit["id"] for hit in (client.get(f"/api/v1{url}&size=200").json or {})["hits"]]
        assert len(ids) == part.total
        every += ids
    assert sorted(every) == sorted(hit.article.id for hit in archive.all_hits(SearchRequest(q)))
    told = client.get("/api/v1/search", query_string={"q": q}).json
    assert told and told["literal"]["total"] == page.literal.total
    ranked = [hit.article.id for hit in archive.search(SearchRequest(q, size=200, soft=False)).hits]
    printed = {hit.article.id for hit in archive.all_hits(page.literal.request)}
    assert set(ranked[: len(printed)]) == printed, "the literal ones come first"


def test_a_dossier_leads_to_what_its_name_finds_besides(client: FlaskClient, archive: Archive) -> None:
    shown = 0
    for kind in ("organization", "person"):
        for item in archive.facet(SearchRequest(), kind)[:40]:
            beside = archive.dossier(kind, item.value).beside  # type: ignore[arg-type]
            assert beside is not None
            html = client.get(dossier_link_of(client, kind, item.value)).text
            told = client.get("/api/v1/dossier", query_string={"kind": kind, "name": item.value}).json
            assert told and told["beside"]["total"] == beside.total
            assert ("印有这个名称，未计入" in html) == bool(beside.total)
            if beside.total:
                shown += 1
                url = link_of(html, r'<a href="([^"]+)">另有 \d+ 篇印有这个名称')
                assert f"{beside.total} 篇" in client.get(url).text
    assert shown, "no name of the samples is printed where it is not recognised"


def dossier_link_of(client: FlaskClient, kind: str, name: str) -> str:
    with client.application.test_request_context():
        return dossier_link(kind, name)


# -- what stands in no article ---------------------------------------------------------------------


def test_an_issue_says_where_much_of_it_stands_in_no_article(tmp_path: Path) -> None:
    story = "渡口停航三天\n　　南川渡口五月四日起停航三天，请绕行云岭大桥，复航时间另行通知。\n（林见山）\n"
    noise = "".join(
        f"主办：南川航运编辑部第{n}组　地址：南川市渡口路{n}号　电话：0311-55500{n}\n" for n in range(12)
    )
    (tmp_path / "航运.txt").write_text(story + "\n责任编辑：林见山\n" + noise, encoding="utf-8")
    (tmp_path / "短讯.txt").write_text(story.replace("南川", "北川"), encoding="utf-8")
    with Archive.open(tmp_path / "archive", create=True) as archive:
        archive.ingest([tmp_path / "航运.txt", tmp_path / "短讯.txt"])
        client = create_app(archive, TESTING=True).test_client()
        named = {one.source_file: one for one in archive.issues()}
        much, little = named["航运.txt"], named["短讯.txt"]
        html = client.get(f"/issues/{much.id}").text
        counted = account_of_issue(
            much, archive.issue_articles(much.id), archive.store.asides(much.id)
        ).much_apart
        assert counted and f"{counted} 字不在任何一篇之内" in html and 'id="beside" open' in html
        assert "不在任何一篇之内" not in client.get(f"/issues/{little.id}").text
