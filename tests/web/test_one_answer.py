"""One question, one answer: search, export, batch, API and explanation agree; a headline finds itself."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from search.application.archive import Archive
from search.model import SearchRequest

WORDS = (
    "5G",
    "基站",
    "铜陂矿业集团",
    "岚川远讯",
    "协会",
    "团体标准",
    "会议",
    "白羊领煤矿",
    "携号转往",
    "C929",
)
JOINTS = (" ", " 或 ", " 非 ", " 同句 ", " -")


def questions() -> Iterator[str]:
    """Words alone, quoted, in fields, joined; the same every time."""
    chance = random.Random(12)
    for word in WORDS:
        yield from (word, f"“{word}”", f"标题:{word}", f"{word}？")
    for _ in range(40):
        first, second = chance.sample(WORDS, 2)
        yield first + chance.choice(JOINTS) + second


@pytest.mark.parametrize("q", list(dict.fromkeys(questions())))
def test_every_way_of_asking_counts_alike(archive: Archive, client: FlaskClient, q: str) -> None:
    page = archive.search(SearchRequest(q=q, size=5))
    ids = [hit.article.id for hit in archive.all_hits(SearchRequest(q=q))]
    assert len(ids) == len(set(ids)) == page.total, "export"
    (row,) = archive.batch([q])
    assert row.total == page.total, "batch"
    told = client.get("/api/v1/search", query_string={"q": q, "size": 5}).json
    assert told is not None and told["total"] == page.total, "API"
    assert [hit["id"] for hit in told["hits"]] == [hit.article.id for hit in page.hits]
    assert client.get("/search", query_string={"q": q}).status_code == 200
    for article_id in ids[:3]:
        why = archive.explain(SearchRequest(q=q), article_id)
        assert why is not None and why.matched, "explanation"


def test_a_pasted_headline_finds_its_article_first(archive: Archive) -> None:
    titles: dict[str, set[str]] = {}
    for hit in archive.all_hits(SearchRequest()):
        titles.setdefault(hit.article.title, set()).add(hit.article.id)
    late = [
        title
        for title, ids in titles.items()
        if not (found := archive.search(SearchRequest(q=title, size=1)).hits)
        or found[0].article.id not in ids
    ]
    assert len(titles) > 50 and late == []
