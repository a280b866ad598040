"""Help is made of the archive itself: whatever it offers to try finds something there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient

from search.answer.examples import Examples
from search.application.archive import Archive
from search.language.operators import FIELDS, OPERATORS
from search.model import SearchRequest
from web.serving.app import create_app


def offered(html: str, pattern: str) -> list[str]:
    """Queries of the links that the pattern finds."""
    urls = (unescape(url) for url in re.findall(pattern, html))
    return [parse_qs(urlsplit(url).query)["q"][0] for url in urls]


def helped(html: str) -> list[str]:
    return offered(html, r'href="(/search[^"]*)" data-fill=')


def tried(html: str) -> list[str]:
    return offered(html, r'<a href="(/search\?q=[^"]*)">')


@pytest.mark.parametrize("page", ["/", "/search?q=5G", "/syntax", "/organizations"])
def test_every_line_of_the_helper_finds_an_article(client: FlaskClient, page: str) -> None:
    lines = helped(client.get(page).text)
    assert len(lines) == 6
    for line in lines:
        assert client.get("/api/v1/search", query_string={"q": line}).json["total"] >= 1, line


def test_every_example_of_the_syntax_page_finds_an_article(client: FlaskClient, archive: Archive) -> None:
    lines = tried(client.get("/syntax").text)
    assert len(lines) >= len(OPERATORS) + len(FIELDS) - 1  # the samples have no tags
    for line in lines:
        page = archive.search(SearchRequest(line))
        assert page.total >= 1, line
        assert not {notice.kind for notice in page.notices} & {"spelling", "pinyin", "soft", "words"}, line


def test_what_the_start_page_says_to_try_finds_an_article(client: FlaskClient, archive: Archive) -> None:
    lines = tried(client.get("/").text)
    assert len(lines) == 3
    assert all(archive.count(SearchRequest(line)) for line in lines)


@pytest.mark.parametrize("name", [one.name for one in OPERATORS])
def test_an_example_shows_its_operator(archive: Archive, name: str) -> None:
    signs = next({*one.words, *one.signs} for one in OPERATORS if one.name == name)
    examples = Examples(archive.search, archive.count).of(name)
    assert examples
    assert name == "and" or all(any(sign in line for sign in signs) for line in examples)


def test_what_the_archive_has_nothing_for_has_no_example(archive: Archive) -> None:
    assert not archive.facet(SearchRequest(), "tag")
    assert Examples(archive.search, archive.count).of("tag") == ()


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path / "empty", create=True) as opened:
        yield opened


def test_an_empty_archive_offers_shapes_and_no_links(empty: Archive) -> None:
    client = create_app(empty, TESTING=True).test_client()
    for page in ("/", "/syntax"):
        html = client.get(page).text
        assert not helped(html)
        assert "<code>甲 或 乙</code>" in html
    assert not tried(html)
    assert "档案还是空的" in html
    english = client.get("/syntax?lang=en").text
    assert "<code>A OR B</code>" in english


def test_examples_follow_what_is_added(empty: Archive, tmp_path: Path) -> None:
    client = create_app(empty, TESTING=True).test_client()
    assert not helped(client.get("/").text)
    printed = tmp_path / "one.jsonl"
    printed.write_text(
        '{"title": "梅河渔港冬捕开网", "date": "2023-12-20", "text": "梅河渔港冬捕，渔港捕鱼120吨。"}\n',
        encoding="utf-8",
    )
    empty.ingest([printed])
    lines = helped(client.get("/").text)
    assert lines
    assert all(empty.count(SearchRequest(line)) == 1 for line in lines)


def test_a_date_that_cannot_be_read_is_said_once(client: FlaskClient) -> None:
    for page in ("/search?q=5G&from=某日", "/search?from=某日"):
        html = client.get(page).text
        assert html.count("某日</b>”") == 1
        assert "看不懂" not in html
    assert "看不懂“<b>某栏</b>”" in client.get("/search?q=5G&facet=某栏").text
