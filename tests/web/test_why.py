"""A person can always find out why an article is, or is not, in an answer."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from search.application.archive import Archive
from search.model import SearchRequest
from tests.web.test_pages import links_of, text_of


def test_every_hit_links_to_its_reason(client: FlaskClient, archive: Archive) -> None:
    html = client.get("/search", query_string={"q": "5G 医院"}).text
    reasons = [url for url in links_of(html) if url.startswith("/why?") and "article=" in url]
    assert len(reasons) == html.count('class="pick"')
    page = client.get(reasons[0]).text
    assert "命中原因" in page and "得分说明" in page


def test_the_reason_adds_up_to_the_score(client: FlaskClient, archive: Archive) -> None:
    hit = archive.search(SearchRequest(q="铜陂矿业集团")).hits[0]
    found = client.get("/api/v1/explain", query_string={"q": "铜陂矿业集团", "article": hit.article.id}).json
    assert found and found["matched"]
    assert sum(term["gain"] for term in found["terms"]) + found["nearness"] == pytest.approx(found["score"])
    assert found["score"] == pytest.approx(hit.score, rel=1e-3)


def test_why_not_names_the_condition_that_fails(client: FlaskClient, archive: Archive) -> None:
    article = archive.search(SearchRequest(q="铜陂矿业集团")).hits[0].article
    html = client.get("/why", query_string={"q": "铜陂矿业集团", "year": "1999", "article": article.id}).text
    assert "未命中原因" in html and "不符合" in html


def test_an_article_may_be_named_by_its_title_or_link(client: FlaskClient, archive: Archive) -> None:
    article = archive.search(SearchRequest(q="铜陂矿业集团")).hits[0].article
    asked = client.get("/why", query_string={"q": "5G", "article": article.title[:8]}).text
    assert any(f"article={article.id}" in url for url in links_of(asked))
    linked = client.get("/why", query_string={"q": "5G", "article": f"http://x/articles/{article.id}?q=1"})
    assert article.title in text_of(linked.text)
    for nonsense in ("", '"(', "没有这样的题目呀"):
        assert client.get("/why", query_string={"q": "5G", "article": nonsense}).status_code == 200


def test_reprints_are_folded_when_asked_for(client: FlaskClient, archive: Archive) -> None:
    grouped = archive.search(SearchRequest(grouped=True, size=200))
    heads = [hit for hit in grouped.hits if hit.copies]
    assert heads, "the samples hold a reprint"
    html = client.get("/search?grouped=1&size=200").text
    assert f"另有 {len(heads[0].copies)} 篇转载" in text_of(html)
    page = client.get(f"/articles/{heads[0].article.id}").text
    assert "本文历次刊载" in page and "首次刊载" in page
    answer = client.get("/api/v1/related", query_string={"article": heads[0].article.id}).json
    assert answer and {one["id"] for one in answer["prints"]} >= set(heads[0].copies)
    assert answer["related"] and heads[0].article.id not in {one["id"] for one in answer["related"]}
