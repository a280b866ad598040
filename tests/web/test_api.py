"""The API: the documented shapes, ETags, problems."""

from __future__ import annotations

import xml.etree.ElementTree as ET

from flask.testing import FlaskClient

from search.application.archive import Archive
from search.model import SearchRequest

ATOM = "{http://www.w3.org/2005/Atom}"


def test_search_has_the_promised_shape(client: FlaskClient) -> None:
    answer = client.get("/api/v1/search", query_string={"q": "5G", "size": 3}).json
    assert answer and {"total", "took_ms", "hits", "facets", "suggestion"} <= set(answer)
    assert len(answer["hits"]) == 3
    expected = {"id", "title", "date", "section", "authors", "organizations", "score", "snippets"}
    assert all(expected <= set(hit) for hit in answer["hits"])
    assert answer["facets"]["section"][0]["count"] >= answer["facets"]["section"][-1]["count"]


def test_an_unchanged_answer_is_not_sent_again(client: FlaskClient) -> None:
    first = client.get("/api/v1/search?q=5G")
    again = client.get("/api/v1/search?q=5G", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304 and not again.data
    other = client.get("/api/v1/search?q=4G", headers={"If-None-Match": first.headers["ETag"]})
    assert other.status_code == 200


def test_a_broken_query_is_a_problem_with_its_place(client: FlaskClient) -> None:
    response = client.get("/api/v1/search", query_string={"q": '"'})
    assert response.status_code == 400
    assert response.mimetype == "application/problem+json"
    assert response.json and {"title", "status", "detail", "position", "repaired"} <= set(response.json)


def test_missing_things_are_404_problems(client: FlaskClient) -> None:
    for path in ("articles/none", "issues/none", "facets/none", "nothing"):
        response = client.get(f"/api/v1/{path}")
        assert (response.status_code, response.mimetype) == (404, "application/problem+json"), path


def test_suggestions_complete_names_and_pinyin(client: FlaskClient) -> None:
    plain = client.get("/api/v1/suggest", query_string={"q": "铜陂"}).json
    assert plain and any(item["text"].startswith("铜陂矿业") for item in plain["suggestions"])
    pinyin = client.get("/api/v1/suggest", query_string={"q": "lanchuan daxue"}).json
    assert pinyin and any(item["text"] == "岚川大学" for item in pinyin["suggestions"])


def test_the_feed_is_atom_newest_first(client: FlaskClient) -> None:
    feed = ET.fromstring(client.get("/search.atom?q=5G").data)
    updated = [entry.findtext(f"{ATOM}updated") for entry in feed.iter(f"{ATOM}entry")]
    assert updated and updated == sorted(updated, key=str, reverse=True)


def test_browsers_can_add_the_archive(client: FlaskClient) -> None:
    described = ET.fromstring(client.get("/opensearch.xml").data)
    urls = [url.get("template", "") for url in described if url.tag.endswith("Url")]
    assert any("{searchTerms}" in url for url in urls)


def test_the_document_names_every_operation(client: FlaskClient) -> None:
    document = client.get("/api/v1/openapi.json").json
    assert document and document["openapi"].startswith("3.1")
    assert {"/api/v1/search", "/api/v1/articles/{article_id}", "/api/v1/suggest"} <= set(document["paths"])


def test_lists_are_complete_and_know_their_names(client: FlaskClient, archive: Archive) -> None:
    everything = SearchRequest()
    for path, field in (("organizations", "organization"), ("people", "person")):
        listed = client.get(f"/api/v1/{path}").json
        assert listed is not None
        counted = {item.value: item.count for item in archive.facet(everything, field)}
        assert {item.get("name", item.get("value")): item["count"] for item in listed} == counted
    company = next(one for one in client.get("/api/v1/organizations").json or [] if one["aliases"])
    assert company["kind"]


def test_a_batch_says_what_the_search_says(client: FlaskClient) -> None:
    rows = client.post("/api/v1/batch", json={"queries": ["5G", "没有这家公司"]}).json
    searched = client.get("/api/v1/search", query_string={"q": "5G", "soft": "0"}).json
    assert rows and searched and [row["total"] for row in rows] == [searched["total"], 0]
    for wrong in ({}, {"queries": "5G"}, {"queries": [1]}, ["5G"]):
        response = client.post("/api/v1/batch", json=wrong)
        assert (response.status_code, response.mimetype) == (400, "application/problem+json")
    assert client.post("/api/v1/batch", json={"queries": ["甲"] * 2001}).status_code == 413
