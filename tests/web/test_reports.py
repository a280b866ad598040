"""Reports in the browser: a form, numbers that are links, files; the same by API."""

from __future__ import annotations

import re
from html import unescape

import pytest
from flask.testing import FlaskClient

from search.reports.registry import REPORTS


@pytest.mark.parametrize("name", list(REPORTS))
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_pages(client: FlaskClient, name: str, language: str) -> None:
    listed = client.get(f"/reports?lang={language}").text
    assert REPORTS[name].words[0 if language == "zh" else 1] in listed
    page = client.get(f"/reports/{name}?lang={language}&from=2021&to=2022")
    assert page.status_code == 200 and '<h2 id="' in page.text and "/search?" in page.text


def test_a_number_on_the_page_leads_to_as_many_articles(client: FlaskClient) -> None:
    page = client.get("/reports/contributions?from=2021&to=2021").text
    cells = re.findall(r'<td class="n"><a href="(/search\?[^"]+)">(\d+)</a>', page)
    assert len(cells) > 20
    for url, number in cells[:12]:
        api = unescape(url).replace("/search?", "/api/v1/search?", 1)
        assert client.get(api).json["total"] == int(number)
        shown = client.get(unescape(url))
        assert shown.status_code == 200 and "供稿单位" in shown.text


def test_a_report_by_api_is_the_page(client: FlaskClient) -> None:
    data = client.get("/api/v1/reports/contributions?from=2021&to=2021&table=units").json
    page = client.get("/reports/contributions?from=2021&to=2021&table=units").text
    assert [table["key"] for table in data["tables"]] == ["units"]
    for row in data["tables"][0]["rows"]:
        assert row[1]["value"] in page
    assert {one["name"] for one in client.get("/api/v1/reports").json} == set(REPORTS)


def test_files(client: FlaskClient) -> None:
    for form, begins in (("docx", b"PK"), ("xlsx", b"PK"), ("csv", "\ufeff各".encode()), ("md", b"# ")):
        with client.get(f"/reports/contributions/file?from=2021&to=2021&format={form}") as answer:
            assert answer.status_code == 200 and answer.data.startswith(begins)
            assert f".{form}" in answer.headers["Content-Disposition"]
    assert client.get("/reports/contributions/file?format=odt").status_code == 404


def test_what_there_is_not(client: FlaskClient) -> None:
    assert client.get("/reports/hours").status_code == 404
    assert client.get("/api/v1/reports/hours").status_code == 404
    assert client.get("/reports/contributions?table=hours").status_code == 400
    assert client.get("/reports/contributions?from=一会儿").status_code == 400
