"""What an account keeps for itself: a selection that is the same everywhere, and what was opened."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from search.application.archive import Archive
from tests.web.test_desk_access import PASSWORD, archive_of, secret_of, signed_in
from tests.web.test_desk_api import token_of
from tests.web.test_topics import Librarian, bring_in, section, site
from web.serving.app import create_app

__all__ = ["site"]


def ticked_in(html: str) -> set[str]:
    return set(re.findall(r'class="pick"[^>]*value="(\w+)"[^>]* checked', html))


def tick(client: FlaskClient, *ids: str, shown: tuple[str, ...] = (), status: int = 303) -> None:
    form = secret_of(client.get("/search").text)
    answer = client.post(
        "/basket", data={"form": form, "id": [*ids], "shown": [*ids, *shown], "next": "/search"}
    )
    assert answer.status_code == status


def test_what_a_browser_held_is_taken_over_and_there_on_every_machine(site: Flask) -> None:
    client = site.test_client()
    client.post("/basket", data={"id": ["a1", "a3"], "shown": ["a1", "a2", "a3"]})
    assert "已选 2 篇" in client.get("/search").text
    form = secret_of(client.get("/signin").text)
    client.post("/signin", data={"name": "du", "password": PASSWORD, "form": form})
    assert client.get_cookie("basket") is None
    assert ticked_in(client.get("/search").text) == {"a1", "a3"}
    elsewhere = signed_in(site, "du")
    assert "已选 2 篇" in elsewhere.get("/search").text
    tick(elsewhere, "a2", "a3", shown=("a1",))
    assert ticked_in(client.get("/search").text) == {"a2", "a3"}
    assert "已选 0 篇" in signed_in(site, "pang").get("/search").text
    form = secret_of(client.get("/account").text)
    client.post("/signout", data={"form": form})
    assert "已选 0 篇" in client.get("/search").text


def test_ticks_made_before_this_was_so_are_taken_over_too(site: Flask) -> None:
    client = signed_in(site, "du")
    client.set_cookie("basket", "a1|a2")
    assert "已选 2 篇" in client.get("/search").text
    tick(client, "a3", shown=("a1",))
    assert client.get_cookie("basket") is None and ticked_in(client.get("/search").text) == {"a2", "a3"}


def test_the_selection_of_an_account_is_cleared_and_brought_back(site: Flask) -> None:
    client = signed_in(site, "du")
    tick(client, "a1", "a2")
    form = secret_of(client.get("/search").text)
    client.post("/basket", data={"form": form, "do": "clear"})
    html = client.get("/search").text
    assert "已选 0 篇" in html and "撤销清空（2 篇）" in html
    client.post("/basket", data={"form": form, "do": "undo"})
    assert "已选 2 篇" in client.get("/search").text


def test_no_other_site_ticks_for_somebody_who_is_signed_in(site: Flask) -> None:
    client = signed_in(site, "du")
    assert client.post("/basket", data={"id": "a1", "form": "0" * 43}).status_code == 422
    assert client.post("/basket", data={"do": "clear"}).status_code == 422
    assert "已选 0 篇" in client.get("/search").text


@pytest.mark.parametrize("page", ["issue", "batch", "topic", "article", "dossier", "search"])
def test_wherever_an_article_stands_it_can_be_ticked(site: Flask, page: str, tmp_path: Path) -> None:
    signed = {"id": "a4", "title": "渡口夜话", "text": "渡口的灯。", "date": "2031-02-05", "author": "李渡"}
    (tmp_path / "s.json").write_text(json.dumps(signed, ensure_ascii=False), encoding="utf-8")
    assert not archive_of(site).ingest([tmp_path / "s.json"]).failed
    du = Librarian(site, "du")
    client = du.client
    issue = archive_of(site).article("a1").issue_id
    du.begin("渡口", query="q=渡口", access="readable")
    address = {
        "issue": f"/issues/{issue}",
        "batch": "/batch?names=渡口",
        "topic": du.at,
        "article": "/articles/a1",
        "dossier": "/authors/李渡",
        "search": "/search?q=渡口",
    }[page]
    reader = signed_in(site, "pang") if page == "topic" else client
    tick(reader, "a1", "a3", "a4")
    html = reader.get(address).text
    boxes = re.findall(
        r'<input class="pick" type="checkbox" name="id" value="(\w+)" form="basket"( checked)?', html
    )
    assert ("a4" if page == "dossier" else "a1", " checked") in boxes
    assert all(bool(checked) == (article in ("a1", "a3", "a4")) for article, checked in boxes)
    assert 'id="basket"' in html and "已选 3 篇" in html


def test_ticks_of_a_batch_table_lead_back_to_it(site: Flask) -> None:
    client = site.test_client()
    html = client.post("/batch", data={"names": "渡口\n灯会"}).text
    back = re.search(r'name="next" value="([^"]+)"', html)
    assert back
    answer = client.post("/basket", data={"id": "a1", "shown": "a1", "next": back[1].replace("&amp;", "&")})
    assert ticked_in(client.get(answer.location).text) == {"a1"}


def test_the_api_keeps_the_same_selection(site: Flask) -> None:
    client, keys = site.test_client(), token_of(site, "du")
    page = signed_in(site, "du")
    added = client.post("/api/v1/basket", json={"add": ["a1", "a2", "a1"]}, headers=keys).json
    assert added == {"articles": ["a1", "a2"], "cleared": [], "left_out": 0}
    assert ticked_in(page.get("/search").text) == {"a1", "a2"}
    client.post("/api/v1/basket", json={"drop": ["a1"]}, headers=keys)
    assert client.get("/api/v1/basket", headers=keys).json["articles"] == ["a2"]
    cleared = client.post("/api/v1/basket/clear", json={}, headers=keys).json
    assert cleared["articles"] == [] and cleared["cleared"] == ["a2"]
    assert client.post("/api/v1/basket/undo", json={}, headers=keys).json["articles"] == ["a2"]
    assert client.get("/api/v1/basket").status_code == 401
    only_reads = token_of(site, "du", "read")
    assert client.post("/api/v1/basket", json={"add": ["a1"]}, headers=only_reads).status_code == 403


def marked_in(html: str) -> set[str]:
    """Articles in lists whose title is followed by the mark."""
    marked = r'href="/articles/(\w+)[^"]*"[^>]*>(?:(?!</h[123]>|</li>).)*?class="opened"'
    return set(re.findall(marked, html, re.DOTALL))


def test_what_was_opened_is_marked_quietly(site: Flask, tmp_path: Path) -> None:
    du = Librarian(site, "du")
    client = du.client
    assert "已读" not in client.get("/search?q=渡口").text
    client.get("/articles/a1")
    client.get("/articles/a2", headers={"Sec-Purpose": "prefetch"})
    assert marked_in(client.get("/search?q=渡口").text) == {"a1"}
    (issue,) = archive_of(site).issues()
    assert marked_in(client.get(f"/issues/{issue.id}").text) == {"a1"}
    du.begin("渡口", query="q=渡口")
    bring_in(archive_of(site), tmp_path / "n.jsonl", ("n1", "新渡口", "渡口重开。", "2031-06-01"))
    client.get("/articles/n1")
    assert marked_in(section(du.page(), "new")) == {"n1"}
    assert marked_in(section(du.page(), "articles")) == {"a1"}
    assert "已读" not in signed_in(site, "pang").get("/search?q=渡口").text
    assert "已读" not in site.test_client().get("/search?q=渡口").text


def test_marks_are_switched_off_and_cleared(site: Flask) -> None:
    client = signed_in(site, "du")
    client.get("/articles/a1")
    account = client.get("/account").text
    assert "已记下 1 篇" in account
    form = secret_of(account)
    client.post("/account/opened", data={"form": form, "do": "off"})
    client.get("/articles/a2")
    assert "已读" not in client.get("/search").text
    assert "现在不再记录" in client.get("/account").text
    client.post("/account/opened", data={"form": form, "do": "on"})
    assert marked_in(client.get("/search").text) == {"a1"}
    assert "已清除 1 篇" in client.post("/account/opened", data={"form": form, "do": "clear"}).text
    assert marked_in(client.get("/search").text) == set()
    keys = token_of(site, "du")
    assert client.get("/articles/a1", headers=keys).status_code == 200  # a program reads nothing
    assert site.test_client().get("/api/v1/opened", headers=keys).json == {"remembers": True, "count": 0}
    off = site.test_client().post("/api/v1/opened", json={"remember": False}, headers=keys).json
    assert off == {"remembers": False, "count": 0}


@pytest.fixture
def here(tmp_path: Path) -> Iterator[FlaskClient]:
    """Whoever sits at the machine, without an account."""
    with Archive.open(tmp_path / "local", create=True) as archive:
        bring_in(archive, tmp_path / "l.jsonl", ("a1", "渡口", "渡口。", "2031-01-01"))
        yield create_app(archive, TESTING=True, LOCAL=True).test_client()


def test_whoever_sits_at_the_machine_keeps_the_same(here: FlaskClient) -> None:
    tick(here, "a1")
    assert here.get_cookie("basket") is None and ticked_in(here.get("/search").text) == {"a1"}
    here.get("/articles/a1")
    assert marked_in(here.get("/search").text) == {"a1"}
    assert "已记下 1 篇" in here.get("/account").text
