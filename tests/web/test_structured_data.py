"""What an article's page tells programs: schema.org's NewsArticle, in an element that no title can end."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient
from lxml import html

from corpus.model import Article, Issue, ParsedIssue
from search.application.archive import Archive
from web.serving.app import create_app


def told(client: FlaskClient, article_id: str) -> dict[str, Any]:
    """The one JSON-LD object of an article's page, read as a browser would."""
    answer = client.get(f"/articles/{article_id}")
    assert answer.status_code == 200
    page = html.fromstring(answer.get_data(as_text=True))
    (element,) = page.xpath("//script[@type='application/ld+json']")
    found: dict[str, Any] = json.loads(element.text)
    return found


def test_every_sample_article_says_where_it_was_printed(client: FlaskClient, archive: Archive) -> None:
    for article in list(archive.store.iter_articles())[:40]:
        found = told(client, article.id)
        assert found["@context"] == "https://schema.org"
        assert found["@type"] == "NewsArticle"
        assert found["headline"] == article.title
        assert found["url"].startswith("http://localhost/articles/")
        assert found.get("printSection") == article.section
        assert found.get("printPage") == (str(article.page_no) if article.page_no else None)
        assert [one["name"] for one in found.get("about", [])] == list(article.subjects)
        assert all(found.values()), "nothing empty is said"


def test_an_issue_and_its_publication_are_named(tmp_path: Path) -> None:
    issue = Issue(
        "河阳简报 第7期", publication="河阳简报", number="第7期", year=2031, month=4, date_basis="masthead"
    )
    hostile = '</script><script>alert("x")</script> & <!-- 通知'
    article = Article(hostile, "正文。", section="要闻", authors=("周小舟",), page_no=3)
    with Archive.open(tmp_path / "a", create=True) as archive:
        archive.store.add_issue(ParsedIssue("a.txt", issue, (article,)), b"a")
        archive.repair()
        (kept,) = archive.store.iter_articles()
        client = create_app(archive, TESTING=True).test_client()
        found = told(client, kept.id)
        page = client.get(f"/articles/{kept.id}").get_data(as_text=True)
    assert found["headline"] == hostile
    assert "<script>alert" not in page
    assert (found["printEdition"], found["printSection"], found["printPage"]) == ("第7期", "要闻", "3")
    assert found["author"] == [{"@type": "Person", "name": "周小舟"}]
    inside = found["isPartOf"]
    assert (inside["@type"], inside["issueNumber"], inside["datePublished"]) == (
        "PublicationIssue",
        "7",
        "2031-04",
    )
    assert inside["isPartOf"] == {"@type": "Periodical", "name": "河阳简报"}
    assert inside["url"].endswith(f"/issues/{kept.issue_id}")


def test_a_reference_manager_finds_the_records_of_an_article(client: FlaskClient, archive: Archive) -> None:
    article = next(archive.store.iter_articles())
    page = html.fromstring(client.get(f"/articles/{article.id}").text)
    doors = {one.get("type"): one.get("href") for one in page.xpath("//link[@rel='alternate'][@type]")}
    (record,) = json.loads(client.get(doors["application/vnd.citationstyles.csl+json"], buffered=True).text)
    assert record["title"] == article.title and record["type"]
    ris = client.get(doors["application/x-research-info-systems"], buffered=True).text
    assert ris.lstrip("\ufeff").startswith("TY  - ") and article.title in ris
    assert client.get(doors["application/x-bibtex"], buffered=True).text.lstrip("\ufeff").startswith("@")
