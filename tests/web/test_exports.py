"""Exports are complete, whole before they are sent, watched while written, given up with their reader."""

from __future__ import annotations

import csv
import io
import json
from urllib.parse import unquote

import pytest
from flask import Flask
from flask.testing import FlaskClient

from search.application.archive import Archive
from search.exports import FORMATS
from search.model import SearchRequest
from web.files import filename
from web.running import Abandoned, ExportProgress, RunningExports
from web.serving.app import create_app

TICKET = "0f3c-9a1b-77"


@pytest.mark.parametrize("form", FORMATS)
def test_a_file_says_its_length_and_kind(client: FlaskClient, form: str) -> None:
    response = client.get(
        "/export", query_string={"q": "5G", "format": form, "ticket": TICKET}, buffered=True
    )
    assert response.content_type == FORMATS[form].media
    assert response.headers["Content-Length"] == str(len(response.data)) != "0"
    assert FORMATS[form].suffix in response.headers["Content-Disposition"]


def test_an_export_is_the_whole_answer_in_its_order(client: FlaskClient, archive: Archive) -> None:
    everything = client.get("/export?format=jsonl&size=3&page=2", buffered=True).text.splitlines()
    assert len(everything) == archive.stats().articles
    wanted = SearchRequest(q="5G", sort="oldest", size=200)
    table = client.get("/export?q=5G&sort=oldest", buffered=True).data.decode("utf-8-sig")
    rows = csv.DictReader(io.StringIO(table, newline=""))
    assert [row["编号"] for row in rows] == [
        hit.article.id for hit in archive.search(wanted).hits if not hit.soft
    ]


def test_a_failure_is_an_error_and_not_half_a_file(client: FlaskClient) -> None:
    for url, status in (
        ("/export?q=(", 400),
        ("/export?format=none", 404),
        ("/export/selected?id=none", 404),
    ):
        response = client.get(url)
        assert response.status_code == status and "Content-Disposition" not in response.headers, url


def test_a_running_export_tells_how_far_it_is(
    app: Flask, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    total = archive.count(SearchRequest(q="5G"))
    hits, seen = archive.all_hits, []

    def watched(_: Archive, request: SearchRequest):  # type: ignore[no-untyped-def]
        for hit in hits(request):
            seen.append(app.test_client().get("/export/progress", query_string={"ticket": TICKET}).json)
            yield hit

    monkeypatch.setattr(Archive, "all_hits", watched)
    app.test_client().get("/export", query_string={"q": "5G", "format": "xlsx", "ticket": TICKET}).close()
    assert seen == [{"done": done, "total": total} for done in range(total)]
    assert app.test_client().get("/export/progress", query_string={"ticket": TICKET}).status_code == 204


def test_work_stops_when_the_reader_has_hung_up(
    client: FlaskClient, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    hits, fetched = archive.all_hits, []

    def counted(_: Archive, request: SearchRequest):  # type: ignore[no-untyped-def]
        for hit in hits(request):
            fetched.append(hit)
            yield hit

    monkeypatch.setattr(Archive, "all_hits", counted)
    hung_up = {"waitress.client_disconnected": lambda: len(fetched) >= 5}
    response = client.get("/export?format=xlsx", environ_overrides=hung_up)
    assert response.status_code == 408 and not response.data
    assert len(fetched) == 5 < archive.stats().articles


def test_what_is_no_ticket_is_not_kept() -> None:
    running = RunningExports()
    with running.watched("短", 3, lambda: False) as report:
        report(1)
        assert running.of("短") is None
    with running.watched(TICKET, 3, lambda: False) as report:
        report(1)
        assert running.of(TICKET) == ExportProgress(1, 3)
        report(4)  # an article came in meanwhile
        assert running.of(TICKET) == ExportProgress(4, 4)
    assert running.of(TICKET) is None
    with pytest.raises(Abandoned), running.watched(TICKET, 3, lambda: True):
        pass


def test_only_a_long_export_gets_a_bar(client: FlaskClient, archive: Archive) -> None:
    issue = archive.issues()[0].id
    pages = ("/search", "/organizations/岚川远讯", f"/issues/{issue}")
    watched = create_app(archive, TESTING=True, LONG_EXPORT=2).test_client()
    for path in pages:
        assert "data-export=" not in client.get(path).text, path
        html = watched.get(path).text
        assert html.count("data-export=") == len(FORMATS), path
    everything = json.loads(watched.get("/api/v1/search?size=1").data)["total"]
    assert f'data-export="{everything}"' in watched.get("/search").text


@pytest.mark.parametrize(
    ("query", "begin"),
    [
        ("q=铜陂矿业集团", "铜陂矿业集团-"),
        ("q=%22铜陂矿业集团%22%20OR%20a/b:c", "铜陂矿业集团_OR_a_b_c-"),
        ("organization=铜陂矿业集团", "铜陂矿业集团-"),
        ("", "全部文章-"),
    ],
)
def test_a_file_is_called_after_what_it_holds(
    client: FlaskClient, archive: Archive, query: str, begin: str
) -> None:
    response = client.get(f"/export?{query}&format=ris", buffered=True)
    header = response.headers["Content-Disposition"]
    header.encode("latin-1")
    name = unquote(header.rpartition("filename*=UTF-8''")[2])
    total = response.text.count("TY  - ")
    assert name.startswith(f"{begin}{total}篇-") and name.endswith(".ris")
    assert response.text.count("UR  - http://localhost/articles/") == total


def test_a_title_makes_a_safe_name() -> None:
    assert filename('a/b\\c:"“山”<x>|?*\n') == "a_b_c_山_x" and filename("///") == "xunzhang"
    assert len(filename("长" * 500)) == 60
