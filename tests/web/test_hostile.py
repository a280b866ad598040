"""What no person types: endless figures, ids of any characters, damaged workbooks; a database that fails."""

from __future__ import annotations

import io
import json
import random
import re
import sqlite3
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from html import unescape
from pathlib import Path
from urllib.parse import quote
from xml.etree import ElementTree

import openpyxl
import pytest
from flask import Flask, url_for
from flask.testing import FlaskClient

from corpus.desk import LOCAL_ADMIN, Accounts
from corpus.store import DATABASE
from search.application.archive import Archive
from web.serving.app import create_app

ENDLESS = ("9" * 20, "-" + "9" * 20, "1" * 5000, "٣" * 12, "１２３４５６７８９０１")
IDS = (
    "/x", "x/", "a//b", "a\nb", "a\r\nb", "..", ".", "../x", "%2F", "100%", "%", "%0A", "a/correct", "/",
    "//", "x/history", "a?b#c", "a\\b", "a b", "\x7f", "二〇三一/7", "𠮷", "'\"<>&", "+", "a;b", "\t", "~",
)  # fmt: skip


@pytest.mark.parametrize("value", ENDLESS)
@pytest.mark.parametrize("name", ["page", "size", "from", "to", "leaf", "start", "limit", "before", "width"])
def test_a_number_without_end_is_refused_in_a_line(client: FlaskClient, name: str, value: str) -> None:
    for path in ("/search", "/issues", "/people", "/desk/jobs", "/batch", "/export"):
        response = client.get(path, query_string={"q": "5G", name: value})
        assert response.status_code == 400, path
        assert len(response.data) < 60_000 and f"{name}={value[:20]}" in unescape(response.text)
    answer = client.get("/api/v1/search", query_string={"q": "5G", name: value})
    assert answer.status_code == 400 and answer.mimetype == "application/problem+json"
    assert name in answer.json["detail"] and "\n" not in answer.json["detail"]


def test_every_page_bears_any_number(app: Flask, client: FlaskClient) -> None:
    """No address of the site fails at a number; what has numbers in its path is not there."""
    asked = 0
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()):
            continue
        with app.test_request_context():
            path = url_for(
                rule.endpoint, **{name: 2**53 if "int" in str(rule) else "x" for name in rule.arguments}
            )
        for name in ("seq", "issue_id", "article_id", "count", "done", "_external", "_scheme"):
            for value in ("9" * 30, "2147483648", "-1", "٣", "x"):
                twice = [(name, value), (name, value)]
                answer = client.get(path, query_string=twice, buffered=True)
                assert answer.status_code < 500, (path, name, value)
                asked += 1
    assert asked > 3000
    for path in ("/desk/jobs/", "/api/v1/jobs/"):
        assert client.get(path + "9" * 30).status_code == 404


ROUTES = ("articles.article", "articles.text", "api.article", "correct.article", "correct.history")


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """An archive whose articles have ids that somebody else's program made up."""
    folder = tmp_path_factory.mktemp("odd")
    rows = [
        {"id": each, "title": f"渡口第{n}号", "text": f"渡口今日通航，这是第{n}号。"}
        for n, each in enumerate(IDS)
    ]
    (folder / "n.jsonl").write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    with Archive.open(folder / "archive", create=True) as archive:
        archive.ingest([folder / "n.jsonl"])
        kept = {one.title: one.id for one in archive.store.iter_articles()}
        assert len(kept) == len(IDS)
        yield archive


def test_articles_are_reached_whatever_their_ids_are(odd: Archive) -> None:
    app = create_app(odd, LOCAL=True, TESTING=True)
    client = app.test_client()
    for article in odd.store.iter_articles():
        with app.test_request_context():
            paths = {name: url_for(name, article_id=article.id) for name in ROUTES}
        for name, path in paths.items():
            found = client.get(path)
            assert found.status_code == 200, (article.id, name, path)
            assert article.title in found.get_data(as_text=True), (article.id, name)
        # A program escapes an id once and is understood, unless a browser would take it for a way up.
        if article.id not in (".", ".."):
            answer = client.get(f"/api/v1/articles/{quote(article.id, safe='')}")
            assert answer.status_code == 200 and answer.json["id"] == article.id


def test_links_of_a_page_of_results_lead_to_the_articles(odd: Archive) -> None:
    client = create_app(odd, LOCAL=True, TESTING=True).test_client()
    hits = client.get("/api/v1/search?q=渡口&size=100").json["hits"]
    assert {hit["id"] for hit in hits} == {one.id for one in odd.store.iter_articles()}
    page = client.get("/search?q=渡口&size=100").text
    found = re.findall(r'href="(/articles/[^"]+)"', page)
    assert len({*found}) >= len(IDS)
    assert [link for link in found if client.get(unescape(link)).status_code != 200] == []


def workbook() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["序号", "单位"], [1, "铜陂矿业集团"], [2, "岚川远讯"], [3.5, None], [True, "=A1"]):
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def mutated(whole: bytes, chance: random.Random) -> bytes:
    """The workbook after something went wrong: in its bytes, or in one part of it."""
    if chance.random() < 0.3:
        data = bytearray(whole)
        for _ in range(chance.randint(1, 30)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        return bytes(data[: chance.randrange(len(data))] if chance.random() < 0.5 else data)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as old, zipfile.ZipFile(out, "w") as new:
        broken = chance.choice(old.namelist())
        for name in old.namelist():
            data = old.read(name)
            if name == broken:
                data = _broken(data, chance)
            if data is not None:
                new.writestr(name, data)
    return out.getvalue()


def _broken(data: bytes, chance: random.Random) -> bytes | None:
    at = chance.randrange(len(data))
    ways: tuple[Callable[[], bytes | None], ...] = (
        lambda: None,
        lambda: b"",
        lambda: data[:at],
        lambda: data[:at] + bytes(chance.randrange(256) for _ in range(8)) + data[at:],
        lambda: data.replace(b'r="', b'r="Z9999999999'),
        lambda: data.replace(b't="s"', b't="d"').replace(b't="n"', b't="e"'),
        lambda: data.replace(b"<v>", b"<v>-99999999999"),
        lambda: data.replace(b'Id="', b'Id="x'),
        lambda: data.replace(b"worksheets/sheet1", b"../../../etc/passwd"),
        lambda: data.replace(b"UTF-8", b"UTF-32").replace(b"<?xml", b"<!DOCTYPE a [<!ENTITY b 'c'>]><?xml"),
    )
    return chance.choice(ways)()


def test_a_list_in_a_damaged_workbook_is_read_or_refused(client: FlaskClient) -> None:
    whole, chance, statuses = workbook(), random.Random(15), []
    for _ in range(200):
        file = io.BytesIO(mutated(whole, chance))
        response = client.post("/batch", data={"file": (file, "n.xlsx")})
        statuses.append(response.status_code)
        assert response.status_code in (200, 400), response.text[:300]
        assert len(response.data) > 500  # a page
    assert statuses.count(200) > 20 and statuses.count(400) > 20


READ = (
    "/healthz", "/readyz", "/", "/search?q=渡口", "/issues", "/desk/", "/desk/issues", "/people",
    "/search.atom?q=渡口", "/export?q=渡口", "/api/v1/search?q=渡口",
    "/oai?verb=ListRecords&metadataPrefix=oai_dc",
)  # fmt: skip


@pytest.mark.parametrize("harm", ["taken away", "overwritten", "a table lost"])
def test_a_failing_database_is_unavailable_not_a_bad_request(tmp_path: Path, harm: str) -> None:
    (tmp_path / "n.txt").write_text(
        "南川通航\n\n　　渡口今日通航，两岸居民往来方便。（林见山）\n", encoding="utf-8"
    )
    with Archive.open(tmp_path / "archive", create=True) as archive:
        archive.ingest([tmp_path / "n.txt"])
        Accounts(archive.store.database).add("管理员", "a long password", "administrator", LOCAL_ADMIN)
        article = next(iter(archive.store.iter_articles())).id
        client = create_app(archive, LOCAL=True).test_client()
        assert client.get("/healthz").status_code == 200
        file = archive.directory / DATABASE
        if harm == "taken away":
            file.rename(tmp_path / "away")
        elif harm == "overwritten":
            archive.store.close()
            for name in (file, *file.parent.glob(f"{DATABASE}-*")):
                name.unlink()
            file.write_bytes(b"not a database" * 1000)
        else:
            with closing(sqlite3.connect(file)) as conn, conn:
                conn.execute("DROP TABLE article")
        for path in (*READ, f"/articles/{article}"):
            response = client.get(path)
            assert response.status_code == 503, path
            assert "Internal Server Error" not in response.text


def test_a_feed_holds_whatever_was_printed(tmp_path: Path) -> None:
    odd = "渡口\x00\x08\x0b\x1b\ufffe\uffff通航"
    row = {"id": "c", "title": odd, "text": f"{odd}，两岸居民往来方便。", "section": odd, "author": odd}
    (tmp_path / "n.jsonl").write_text(json.dumps(row), encoding="utf-8")
    with Archive.open(tmp_path / "archive", create=True) as archive:
        archive.ingest([tmp_path / "n.jsonl"])
        client = create_app(archive, LOCAL=True, TESTING=True).test_client()
        for asked in ("", "渡口", "居民\x0b往来", "\x01"):
            answer = client.get("/search.atom", query_string={"q": asked, "section": odd} if asked else {})
            assert answer.status_code in (200, 400)
            if answer.status_code == 200:
                ElementTree.fromstring(answer.data)
        assert len(ElementTree.fromstring(client.get("/search.atom?q=渡口").data)) > 4
