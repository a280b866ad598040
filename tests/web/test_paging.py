"""No answer is without bounds: lists come in pages that say how many there are and where the next one is."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient

from search.application.archive import Archive
from search.model import SearchRequest
from search.request import PARAMETERS
from web.serving.app import create_app


def next_of(header: str | None) -> str | None:
    found = re.search(r'<([^>]+)>; rel="next"', header or "")
    return found and found.group(1)


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """An archive of one file of 450 records."""
    folder = tmp_path_factory.mktemp("records")
    body = "岚川省信息通信行业协会召开座谈会，听取会员单位对行业自律公约的意见，并就来年工作作出安排。" * 3
    with (folder / "news.jsonl").open("w", encoding="utf-8") as file:
        for number in range(450):
            text = f"第{number}号，{body[number % 7 :]}今日共{number * 37}人到场。"
            record = {
                "id": f"r{number}",
                "title": f"座谈会记录之{number}",
                "section": "要闻" if number % 2 else "综合",
                "date": "2021-03-04",
                "text": text,
            }
            file.write(json.dumps(record, ensure_ascii=False) + "\n")
    with Archive.open(folder / "archive", create=True) as archive:
        archive.ingest([folder / "news.jsonl"])
        yield create_app(archive, TESTING=True).test_client()


def test_an_issue_of_many_records_comes_page_by_page_and_whole(records: FlaskClient) -> None:
    issue = records.get("/api/v1/issues").json[0]["id"]  # type: ignore[index]
    url: str | None = f"/api/v1/issues/{issue}"
    seen: list[str] = []
    while url:
        response = records.get(url)
        answer = response.json
        assert answer and len(answer["articles"]) <= 100
        assert answer["total"] == 450 == int(response.headers["X-Total-Count"])
        assert "body" not in answer["articles"][0]
        seen += [one["id"] for one in answer["articles"]]
        url = next_of(response.headers.get("Link"))
    assert seen == [f"r{number}" for number in range(450)]
    beyond = records.get(f"/api/v1/issues/{issue}?page=9&size=200").json
    assert beyond and beyond["articles"] == [] and beyond["total"] == 450
    for size, shown in (("7", 7), ("100000", 200), ("-1", 100), ("x", 100), ("0", 100)):
        page = records.get(f"/api/v1/issues/{issue}?size={size}").json
        assert page and len(page["articles"]) == shown == page["size"], size


def test_an_issue_is_sent_with_its_text_when_asked_for(records: FlaskClient) -> None:
    issue = records.get("/api/v1/issues").json[0]["id"]  # type: ignore[index]
    page = records.get(f"/api/v1/issues/{issue}?size=2&page=20&text=1").json
    assert page
    for one in page["articles"]:
        assert one["body"] == records.get(f"/api/v1/articles/{one['id']}").json["body"]  # type: ignore[index]


def test_many_prints_of_one_text_are_counted_and_cut(
    client: FlaskClient, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = archive.search(SearchRequest(size=1)).hits[0].article
    monkeypatch.setattr(Archive, "prints", lambda *_: [one] * 230)
    answer = client.get("/api/v1/related", query_string={"article": one.id}).json
    assert answer and answer["prints_total"] == 230 and len(answer["prints"]) == 200
    html = client.get(f"/articles/{one.id}").text
    prints = html[html.index('id="prints"') :]
    assert prints[: prints.index("</section>")].count("<li>") == 20
    assert "共 230 次" in prints


@pytest.mark.parametrize("path", ["organizations", "people", "facets/organization", "issues"])
def test_a_list_comes_page_by_page(client: FlaskClient, path: str) -> None:
    whole = client.get(f"/api/v1/{path}").json
    assert whole and len(whole) > 6
    url: str | None = f"/api/v1/{path}?size=3"
    pages = []
    while url:
        response = client.get(url)
        assert response.headers["X-Total-Count"] == str(len(whole))
        pages.append(response.json)
        url = next_of(response.headers.get("Link"))
    assert [item for page in pages for item in page or ()] == whole
    assert len(pages) == -(-len(whole) // 3)


def test_a_list_is_searched(client: FlaskClient) -> None:
    for path, key in (("organizations", "name"), ("facets/organization", "value")):
        whole = client.get(f"/api/v1/{path}").json or []
        found = client.get(f"/api/v1/{path}", query_string={"contains": "大學"}).json
        assert found and found == [item for item in whole if "大学" in item[key]]


def test_every_parameter_of_a_search_is_in_the_document(client: FlaskClient) -> None:
    document = client.get("/api/v1/openapi.json").json
    assert document
    search = document["paths"]["/api/v1/search"]["get"]
    assert {one["name"] for one in search["parameters"]} == set(PARAMETERS)
    issue = document["paths"]["/api/v1/issues/{issue_id}"]["get"]
    assert {"page", "size", "text"} < {one["name"] for one in issue["parameters"]}
    assert {"X-Total-Count", "Link"} == set(issue["responses"]["200"]["headers"])


def test_no_page_grows_with_the_archive(records: FlaskClient) -> None:
    issue = records.get("/api/v1/issues").json[0]["id"]  # type: ignore[index]
    paths = ("/", "/search?size=200", "/issues", f"/issues/{issue}", "/articles/r3", "/api/v1/search")
    for path in paths:
        response = records.get(path)
        assert response.status_code == 200 and len(response.data) < 400_000, path
    assert records.get("/search.atom").text.count("<entry>") == 50
    assert records.get(f"/issues/{issue}").text.count("/articles/") == 400


OF_THE_PROGRAM = frozenset(("/api/v1/reports",))
"""Lists that no archive makes longer: the reports there are."""


def test_the_house_keeps_no_list_operation_without_pages(client: FlaskClient) -> None:
    document = client.get("/api/v1/openapi.json").json
    assert document
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            answer = operation["responses"]["200"]["content"].get("application/json", {}).get("schema", {})
            if answer.get("type") == "array" and method == "get" and path not in OF_THE_PROGRAM:
                assert {"page", "size"} <= {one["name"] for one in operation["parameters"]}, path


def test_a_file_of_records_is_a_list_with_days_and_not_a_heading_for_each(records: FlaskClient) -> None:
    issue = records.get("/api/v1/issues").json[0]["id"]  # type: ignore[index]
    html = records.get(f"/issues/{issue}").text
    assert html.count("<h2>") < 10 and html.count("2021-03-04") == 400


def test_the_links_to_other_pages_are_named_in_the_language_of_the_page(client: FlaskClient) -> None:
    assert "<nav class='pages' aria-label='Pages of results'>" in client.get("/search?lang=en").text
    assert "<nav class='pages' aria-label='分页'>" in client.get("/search?lang=zh").text


def test_what_was_typed_with_signs_stays_itself_on_other_pages(client: FlaskClient) -> None:
    html = client.get("/search", query_string={"q": "通信", "from": "<b>&'\""}).text
    assert "<b>&'" not in html
    onward = re.search(r"<a rel='next' href='([^']*)'", html)
    assert onward and parse_qs(urlsplit(unescape(onward[1])).query)["from"] == ["<b>&'\""]
