"""What a person sees on each page, over the sample issues."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from dataclasses import replace
from html import unescape
from pathlib import Path
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient

from search.answer.dossier import Kind
from search.application.archive import Archive
from search.model import ResultPage, SearchRequest
from search.request import to_query_string
from web.serving.app import create_app
from web.views.articles import paragraphs_of
from web.views.batch import AT_ONCE
from web.wording import place_label, quoted


def text_of(html: str) -> str:
    return unescape(re.sub(r"<[^>]+>", "", html))


def links_of(html: str) -> list[str]:
    return [unescape(url) for url in re.findall(r'href="([^"]+)"', html)]


@pytest.fixture
def article_id(archive: Archive) -> str:
    return archive.search(SearchRequest(q="铜陂矿业集团", size=1)).hits[0].article.id


def test_results_show_total_marks_and_facets(client: FlaskClient, archive: Archive) -> None:
    html = client.get("/search", query_string={"q": "5G"}).text
    total = archive.search(SearchRequest(q="5G")).total
    assert f"{total} 篇" in text_of(html)
    assert "<mark>5G</mark>" in html
    assert "栏目" in html and "机构" in html


def test_every_link_on_the_results_page_leads_somewhere(client: FlaskClient) -> None:
    html = client.get("/search", query_string={"q": "5G 医院"}).text
    for url in sorted(set(links_of(html))):
        if url.startswith("/"):
            with client.get(url) as response:
                assert response.status_code == 200, url


def test_choosing_a_facet_narrows_and_its_chip_takes_it_back(client: FlaskClient, archive: Archive) -> None:
    page = archive.search(SearchRequest(q="5G"))
    choice = page.facets["section"][0]
    narrowed = client.get("/search", query_string={"q": "5G", "section": choice.value}).text
    assert f"{choice.count} 篇" in text_of(narrowed)
    chip = re.search(r'<a class="chip" href="([^"]+)"', narrowed)
    assert chip and f"{page.total} 篇" in text_of(client.get(unescape(chip.group(1))).text)


def test_paging_reaches_the_last_hit(client: FlaskClient, archive: Archive) -> None:
    page = archive.search(SearchRequest(size=10))
    last = -(-page.total // 10)
    html = client.get("/search", query_string={"page": last}).text
    assert html.count('class="pick"') == page.total - (last - 1) * 10


def test_an_article_is_shown_as_printed_with_its_hits(
    client: FlaskClient, archive: Archive, article_id: str
) -> None:
    html = client.get(f"/articles/{article_id}", query_string={"q": "铜陂矿业集团"}).text
    article = archive.article(article_id)
    shown = text_of(html)
    for paragraph in article.body.split("\n"):
        assert paragraph.strip() in shown
    assert "<mark>" in html and "命中" in shown
    assert "citation_title" in html and "Z3988" in html


def test_the_text_version_is_the_article(client: FlaskClient, archive: Archive, article_id: str) -> None:
    response = client.get(f"/text/{article_id}")
    assert response.mimetype == "text/plain"
    assert archive.article(article_id).body in response.text


def test_paragraphs_share_out_the_spans() -> None:
    first, second = paragraphs_of("甲乙\n\n丙丁戊", [(0, 1), (5, 7)])
    assert (first.text, first.spans) == ("甲乙", ((0, 1),))
    assert (second.text, second.spans) == ("丙丁戊", ((1, 3),))


def test_issues_stand_in_their_months_and_gaps_show(client: FlaskClient, archive: Archive) -> None:
    html = client.get("/issues").text
    for issue in archive.issues():
        assert f"/issues/{issue.id}" in html
    assert 'class="gap"' in html


def test_a_page_of_a_pdf_is_shown_beside_its_article(client: FlaskClient, archive: Archive) -> None:
    printed = next(one for one in archive.issues() if one.source_file.endswith(".pdf"))
    article = archive.issue_articles(printed.id)[0]
    html = client.get(f"/articles/{article.id}").text
    picture = re.search(r'<img class="sheet"[^>]*src="([^"]+)"', html)
    assert picture
    response = client.get(unescape(picture.group(1)))
    assert response.mimetype == "image/png" and response.data.startswith(b"\x89PNG")
    assert client.get(f"/issues/{printed.id}/pages/999").status_code == 404
    plain = next(one for one in archive.issues() if not one.source_file.endswith(".pdf"))
    assert client.get(f"/issues/{plain.id}/pages/1").status_code == 404


def test_an_issue_lists_its_articles_in_order(client: FlaskClient, archive: Archive) -> None:
    issue = archive.issues()[0]
    shown = client.get(f"/issues/{issue.id}").text
    ids = re.findall(r"/articles/([^\"?]+)\"", shown)
    assert [unescape(one) for one in ids] == [quote(a.id) for a in archive.issue_articles(issue.id)]


@pytest.mark.parametrize("kind", ["organizations", "people", "authors", "sections"])
def test_every_name_in_a_list_has_a_dossier(client: FlaskClient, kind: str) -> None:
    names = [url for url in links_of(client.get(f"/{kind}").text) if url.startswith(f"/{kind}/")]
    assert names
    for url in names[:5]:
        assert client.get(url).status_code == 200


def test_a_dossier_counts_what_a_search_counts(client: FlaskClient, archive: Archive) -> None:
    wanted = SearchRequest(filters={"organization": ("铜陂矿业集团",)})
    shown = text_of(client.get("/organizations/铜陂矿业集团").text)
    assert f"{archive.search(wanted).total} 篇" in shown
    assert "一同出现的机构" in shown and "最早" in shown


@pytest.mark.parametrize(
    ("kind", "name"),
    [("organization", "铜陂矿业集团"), ("organization", "岚川远讯"), ("section", None), ("person", None)],
)
def test_company_is_counted_in_the_articles_of_the_dossier(
    client: FlaskClient, archive: Archive, kind: Kind, name: str | None
) -> None:
    name = name or archive.facet(SearchRequest(facets=()), kind)[0].value
    found = archive.dossier(kind, name)
    articles = [hit.article for hit in archive.all_hits(found.request)]
    assert len(articles) == found.page.total == archive.count(found.together) > 0
    for field, counted in (("organizations", found.organizations), ("people", found.people)):
        held = Counter(value for article in articles for value in getattr(article, field))
        held.pop(name, None)
        assert {item.value: item.count for item in counted} == dict(
            sorted(held.items(), key=lambda each: (-each[1], each[0]))[: len(counted)]
        )
    for item in found.organizations[:3]:
        joint = replace(found.together, filters={"organization": (item.value,)})
        assert archive.count(joint) == item.count
        path = {"organization": "organizations", "person": "people"}.get(kind, f"{kind}s")
        assert f"/search?{to_query_string(joint)}" in links_of(client.get(f"/{path}/{name}").text)


def test_a_dossier_shows_the_sentences_that_name_it(client: FlaskClient) -> None:
    html = client.get("/organizations/铜陂矿业集团").text
    passages = re.findall(r'<p class="snippet">(.*?)</p>', html)
    marked = [passage for passage in passages if "<mark>" in passage]
    assert len(marked) >= len(passages) / 2
    assert any("<mark>铜陂矿业集团</mark>" in passage for passage in marked)


def test_the_rows_of_a_long_list_come_as_they_are_found(app: Flask, archive: Archive) -> None:
    asked: list[str] = []
    search = archive.search

    def watched(_: Archive, request: SearchRequest) -> ResultPage:
        asked.append(request.q)
        return search(request)

    names = [f"标题:第{number}号" for number in range(AT_ONCE + 1)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Archive, "search", watched)
        response = app.test_client().post("/batch", data={"names": "\n".join(names)}, buffered=False)
        pieces = response.iter_encoded()
        while not asked:
            next(pieces)
        assert len(set(asked)) < len(names)
        rest = b"".join(pieces).decode()
    assert rest.count("<tr>") >= len(names) - 10 and set(asked) == set(names)


def test_a_batch_says_what_the_search_box_says(client: FlaskClient, archive: Archive) -> None:
    html = client.post("/batch", data={"names": "铜陂矿业集团\n没有这家公司\n"}).text
    total = archive.search(SearchRequest(q="铜陂矿业集团", soft=False)).total
    row = re.search(r"铜陂矿业集团</a></th><td class=\"n\">(\d+)", html)
    assert row and int(row.group(1)) == total
    table = client.post("/batch/table", data={"names": "铜陂矿业集团", "format": "csv"})
    assert str(total) in table.data.decode("utf-8-sig")


def test_a_batch_obeys_one_range_of_dates(client: FlaskClient, archive: Archive) -> None:
    within = SearchRequest("5G", soft=False, date_from=dt.date(2022, 1, 1), date_to=dt.date(2022, 12, 31))
    total, every = archive.search(within).total, archive.search(SearchRequest("5G", soft=False)).total
    assert 0 < total < every
    html = client.post("/batch", data={"names": "5G", "from": "2022年", "to": "2022"}).text
    row = re.search(r'href="([^"]+)">5G</a></th><td class="n">(\d+)', html)
    assert row and int(row[2]) == total and "from=2022-01-01" in row[1]
    sent = {"names": "5G", "format": "csv", "from": "2022年", "to": "2022"}
    assert f",{total}," in client.post("/batch/table", data=sent).data.decode("utf-8-sig")
    assert "无法识别日期“哪天”" in client.post("/batch", data={"names": "5G", "from": "哪天"}).text


def test_nothing_found_offers_ways_out(client: FlaskClient) -> None:
    html = client.get("/search", query_string={"q": "铜陂矿业集团", "year": "1999"}).text
    assert "去掉全部筛选条件" in html
    asked = {"q": '"没有的词" 铜陂矿业集团', "year": "1999", "soft": "0"}
    assert '去掉筛选和 "没有的词" 再查' in text_of(client.get("/search", query_string=asked).text)


def test_a_broken_query_is_explained_with_its_repair(client: FlaskClient) -> None:
    response = client.get("/search", query_string={"q": "标题:（5G"})
    assert response.status_code == 400
    assert "建议改为" in response.text


def test_missing_pages_say_so(client: FlaskClient) -> None:
    for path in ("/articles/none", "/nowhere", "/organizations/不存在的单位名"):
        assert client.get(path).status_code == 404


def test_english_beside_chinese_and_remembered(client: FlaskClient) -> None:
    assert 'lang="zh-Hans"' in client.get("/").text
    english = client.get("/?lang=en")
    assert 'lang="en"' in english.text and "Search" in english.text
    assert 'lang="en"' in client.get("/issues").text


@pytest.mark.parametrize(
    "hostile, status",
    [
        ("<script>alert(1)</script>", 200),
        ('"><img src=x onerror=1>', 400),
        ("\x00\ufffe", 200),
        ("é" * 3000, 200),
    ],
)
def test_hostile_queries_are_only_text(client: FlaskClient, hostile: str, status: int) -> None:
    response = client.get("/search", query_string={"q": hostile})
    assert response.status_code == status
    assert "<script>alert" not in response.text and "<img src=x" not in response.text
    assert "default-src 'self'" in response.headers["Content-Security-Policy"]


@pytest.mark.parametrize("year", ["abc", "0", "0000", "99999", "²⁰²¹", "-1"])
def test_a_year_that_is_none_is_only_an_empty_answer(client: FlaskClient, year: str) -> None:
    assert client.get("/search", query_string={"year": year}).status_code == 200
    assert client.get("/search", query_string={"month": year}).status_code == 200


def test_a_chosen_value_stays_visible_however_rare(client: FlaskClient, archive: Archive) -> None:
    rare = archive.facet(SearchRequest(), "organization")[-1].value
    html = client.get("/search", query_string={"organization": rare}).text
    facets = html[html.index("<aside") : html.index("</aside>")]
    assert rare in text_of(facets) and 'aria-current="true"' in facets


def test_a_long_list_is_searched_on_the_server_too(client: FlaskClient, archive: Archive) -> None:
    names = [item.value for item in archive.facet(SearchRequest(), "organization")]
    found = text_of(client.get("/organizations", query_string={"contains": "大學"}).text)
    for name in names:
        assert (name in found) == ("大学" in name)


def test_density_is_remembered(client: FlaskClient) -> None:
    assert 'class="room compact"' not in client.get("/search?q=5G").text
    assert 'class="room compact"' in client.get("/search?q=5G&density=compact").text
    assert 'class="room compact"' in client.get("/search?q=医院").text


def test_a_short_list_is_a_link(client: FlaskClient) -> None:
    html = client.post("/batch", data={"names": "铜陂矿业集团\n岚川大学"}).text
    shared = next(url for url in links_of(html) if url.startswith("/batch?"))
    assert client.get(shared).text.count('<th scope="row">') == 2


def test_a_broken_query_can_be_mended_where_it_stands(client: FlaskClient) -> None:
    html = client.get("/search", query_string={"q": "(标题:5G"}).text
    assert 'value="(标题:5G"' in html and "↑" in html


def test_script_and_style_stay_small(app: Flask) -> None:
    folder = Path(app.static_folder or "")
    files = [file for file in folder.rglob("*") if file.is_file()]
    assert sum(file.stat().st_size for file in files if file.parent == folder) <= 100_000  # of every page
    assert all(file.stat().st_size <= 50_000 for file in files if file.parent != folder)  # of one page alone
    for file in files:
        assert not re.search(r"(?:url\(|import|fetch\()\s*[\"']?https?:", file.read_text("utf-8")), file


def test_sources_without_a_month_come_in_leaves(
    client: FlaskClient, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = archive.issues()[0]
    many = [replace(one, id=f"u{number}", year=None, month=None) for number in range(950)]
    monkeypatch.setattr(Archive, "issues", lambda _: many)
    assert client.get("/issues").text.count("/issues/u") == 400
    assert client.get("/issues?leaf=3").text.count("/issues/u") == 150


def test_a_slip_that_is_already_mended_is_not_asked_about_again(client: FlaskClient) -> None:
    shown = text_of(client.get("/search", query_string={"q": "岚川远迅"}).text)
    assert "已改为检索 岚川远讯" in shown and "您要找的是不是" not in shown


def test_several_values_are_chosen_and_others_kept_out(client: FlaskClient, archive: Archive) -> None:
    first, second, *_ = archive.facet(SearchRequest(q="5G"), "section")
    out = archive.facet(SearchRequest(q="5G"), "organization")[0].value
    asked = {"q": "5G", "section": [first.value, second.value], "not_organization": out}
    html = client.get("/search", query_string=asked).text
    wanted = SearchRequest(
        "5G", filters={"section": (first.value, second.value)}, excluded={"organization": (out,)}
    )
    assert f"{archive.count(wanted)} 篇" in text_of(html)
    assert len(re.findall(r'<a class="chip(?: not)?" href="[^"]+" aria-label', html)) == 3
    assert html.count('class="chip not"') == 1 and "全部清除" in html


def test_a_dossier_says_in_which_issue_and_on_which_page(
    app: Flask, client: FlaskClient, archive: Archive
) -> None:
    wanted = SearchRequest(filters={"organization": ("岚川远讯",)}, sort="newest")
    placed = [hit.article for hit in archive.search(wanted).hits if hit.article.page_no]
    html = client.get("/organizations/岚川远讯").text
    assert placed
    for article in placed:
        with app.test_request_context("/"):
            place = place_label(article, archive.issue(article.issue_id or ""))
        assert f"/issues/{article.issue_id}" in html and place in html


def test_an_article_is_cited_in_every_style_and_format(client: FlaskClient, article_id: str) -> None:
    html = client.get(f"/articles/{article_id}").text
    for style in ("GB/T 7714—2025", "GB/T 7714—2015", "APA", "MLA", "Chicago"):
        assert f'<summary class="small soft">{style}' in html
    for form, mark in (("ris", "TY  - "), ("bibtex", "@")):
        files = [url for url in links_of(html) if url.startswith("/export/selected")]
        url = next(url for url in files if f"format={form}" in url)
        assert mark in client.get(url, buffered=True).text


def test_lists_of_names_lead_to_each_other(client: FlaskClient) -> None:
    html = client.get("/people").text
    tabs = html[html.index('class="tabs"') :]
    for path in ("/organizations", "/people", "/authors", "/sections"):
        assert f'href="{path}"' in tabs[: tabs.index("</nav>")]


def test_an_empty_archive_says_what_to_do_first(tmp_path: Path) -> None:
    with Archive.open(tmp_path / "empty", create=True) as archive:
        empty = create_app(archive, TESTING=True).test_client()
        assert "档案还是空的" in empty.get("/").text and "xunzhang ingest" in empty.get("/").text
        pages = ("/search?q=5G", "/issues", "/organizations", "/batch?names=5G", "/search.atom", "/why?q=5G")
        operations = (
            "search?q=5G",
            "issues",
            "organizations",
            "facets/author",
            "suggest?q=5",
            "openapi.json",
        )
        for path in (*pages, *(f"/api/v1/{name}" for name in operations)):
            assert empty.get(path).status_code == 200, path
        for path in (
            "/organizations/无",
            "/people/无",
            "/articles/无",
            "/issues/无",
            "/api/v1/dossier?name=无",
        ):
            assert empty.get(path).status_code == 404, path
        assert empty.get("/export?q=5G&format=jsonl", buffered=True).status_code == 200


def test_text_that_brings_its_own_quotation_marks_gets_no_more() -> None:
    assert (quoted("煤矿"), quoted('"煤矿" 安全')) == ("“煤矿”", '"煤矿" 安全')


def test_pages_have_neighbours_and_a_size(client: FlaskClient, archive: Archive) -> None:
    total = archive.stats().articles
    middle = client.get("/search?page=2&sort=oldest").text
    assert re.search(r"<a rel='prev' href='[^']*page=1", middle)
    assert re.search(r"<a rel='next' href='[^']*page=3", middle)
    assert "rel='prev'" not in client.get("/search").text
    assert "rel='next'" not in client.get(f"/search?page={-(-total // 10)}").text
    fifty = next(url for url in links_of(middle) if "size=50" in url)
    assert "sort=oldest" in fifty and "page=" not in fifty
    assert client.get(fifty).text.count('class="pick"') == 50
    assert 'class="small soft noprint sizes"' not in client.get("/search?q=zzz").text
