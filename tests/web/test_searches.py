"""Saved searches in the browser and by API: a reporter's morning, whose they are, feeds, the end of mails."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
import schemathesis
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from schemathesis import Case

from corpus.alerts.digests import Digests
from corpus.alerts.links import AlertLinks
from corpus.desk import LOCAL_ADMIN, Accounts, Issues
from corpus.settings import AccessSettings
from search.alerts.keeping import evaluate
from tests.web.test_desk_access import archive_of
from tests.web.test_desk_api import token_of
from tests.web.test_schema import CHECKS, FEW
from tests.web.test_topics import Librarian, bring_in, site
from web.desk.api import searches as searches_api
from web.operations import operations

__all__ = ["site"]

NEW = (
    ("b1", "渡船", "老渡口的渡船修好了。", "1987-03-01"),
    ("b2", "灯会收官", "灯会收官。", "2031-03-02"),
)


@pytest.fixture
def du(site: Flask) -> Librarian:
    return Librarian(site, "du")


def came_in(site: Flask, tmp_path: Path) -> None:
    """NEW came in, and the worker has done its round."""
    bring_in(archive_of(site), tmp_path / "b.jsonl", *NEW)
    evaluate(archive_of(site))


def titles(html: str) -> list[str]:
    return re.findall(r'<li id="hit-(\w+)"', html)


def save(du: Librarian, content: str = "q=渡口", **values: object) -> str:
    """Save a search; where its page is."""
    where = du.send("/searches", content=content, **{"kind": "query", **values}).headers["Location"]
    return urlsplit(where).path


def test_a_morning(site: Flask, du: Librarian, tmp_path: Path) -> None:
    results = du.client.get("/search?q=渡口").text
    keep = re.search(r'href="(/searches\?query=[^"]+)#save"', results)
    assert keep
    form = du.client.get(keep[1].replace("&amp;", "&")).text
    assert "“渡口”" in form and 'name="email"' in form
    at = save(du, name="渡口消息")
    assert "已保存" in du.client.get(f"{at}?saved=1").text
    came_in(site, tmp_path)
    listed = du.client.get("/searches").text
    exactly = re.search(r'href="(/searches/\w+\?after=\d+)"><b>1 篇', listed)
    assert exactly and "渡口消息" in listed
    page = du.client.get(exactly[1]).text
    assert titles(page) == ["b1"] and "<mark>渡口</mark>" in page and "1987" in page
    upto = re.search(r'name="upto" value="(\d+)"', page)
    assert upto
    after = du.send(f"{at}/seen", upto=upto[1]).headers["Location"]
    seen = du.client.get(after).text
    assert "已记为看过" in seen and titles(seen) == ["b1"], "the same articles stay before one's eyes"
    assert titles(du.client.get(at).text) == []
    was = re.search(r'name="upto" value="(\d+)"', seen)
    assert was
    du.send(f"{at}/seen", upto=was[1])
    assert titles(du.client.get(at).text) == ["b1"], "taken back"
    assert titles(du.client.get(exactly[1]).text) == ["b1"]


def test_who_is_not_signed_in_is_led_there_and_back_to_the_form(site: Flask) -> None:
    results = site.test_client().get("/search?q=渡口").text
    link = re.search(r'href="(/signin\?next=[^"]+)"[^>]*>保存检索', results)
    assert link
    page = site.test_client().get(link[1].replace("&amp;", "&")).text
    assert 'value="/searches?query=q%3D%25E6' in page


def test_a_list_from_the_batch_page(site: Flask, du: Librarian, tmp_path: Path) -> None:
    table = du.client.post("/batch", data={"names": "1. 渡船\n2. 灯会\n3. 无名"}).text
    assert 'action="/searches"' in table
    at = save(du, "1. 渡船\n2. 灯会\n3. 无名", kind="list")
    came_in(site, tmp_path)
    page = du.client.get(at).text
    assert sorted(titles(page)) == ["b1", "b2"] and "查到它的名称：渡船" in page
    assert "/batch?names=" in page


def test_renamed_told_by_mail_removed_and_back(site: Flask, du: Librarian) -> None:
    at = save(du)
    refused = du.send(at, 422, name="渡", frequency="daily", email="", language="zh").text
    assert "邮箱" in refused
    assert "不像邮箱地址" in du.send(at, 422, name="渡", frequency="daily", email="无", language="zh").text
    du.send(at, name="渡", frequency="weekly", email="du@example.org", language="en")
    listed = du.client.get("/searches").text
    assert "每周一封" in listed and "du@example.org" in listed
    gone = du.send(f"{at}/standing", standing="removed").headers["Location"]
    page = du.client.get(gone).text
    assert "已移除" in page and "撤销" in page and "du@example.org" not in page
    assert "du@example.org" in du.client.get("/searches?standing=removed").text
    du.send(f"{at}/standing", standing="current")
    assert "du@example.org" in du.client.get("/searches").text


def test_a_refused_form_keeps_what_was_typed(du: Librarian) -> None:
    page = du.send("/searches", 422, kind="query", content="q=渡口", name="我的渡口", frequency="daily").text
    assert 'value="我的渡口"' in page and "“渡口”" in page
    wrong = du.send("/searches", 400, kind="query", content="q=%28渡口", name="括号").text
    assert 'value="括号"' in wrong and "alert" in wrong


def test_one_sees_ones_own_only(site: Flask, du: Librarian) -> None:
    at = save(du)
    other = Librarian(site, "guan")
    assert "渡口" not in other.client.get("/searches").text.partition("<main")[2]
    assert other.client.get(at).status_code == 404
    for place, values in (
        ("", {"name": "x"}), ("/seen", {"upto": 1}), ("/standing", {"standing": "removed"}),
        ("/feed", {"do": "open"}),
    ):  # fmt: skip
        other.send(at + place, 404, **values)
    stranger = site.test_client()
    assert stranger.get("/searches").status_code == 303
    assert stranger.get(at).headers["Location"].startswith("/signin")
    assert du.client.post(at, data={"name": "x"}).status_code == 422, "a form of another site"


def feed_of(du: Librarian, at: str) -> str:
    page = du.send(f"{at}/feed", 200, do="open").text
    found = re.search(r"<code>http://localhost(/feeds/searches/[\w-]+)</code>", page)
    assert found
    return found[1]


def test_the_feed_dates_by_when_it_came_in_and_opens_without_signing_in(
    site: Flask, du: Librarian, tmp_path: Path
) -> None:
    at = save(du)
    address = feed_of(du, at)
    came_in(site, tmp_path)
    stranger = site.test_client()
    atom = ElementTree.fromstring(stranger.get(address).text)
    (entry,) = atom.findall("{*}entry")
    assert entry.findtext("{*}title") == "渡船"
    assert str(entry.findtext("{*}updated")) > "2026", "not the day it carries"
    assert address not in du.client.get(at).text, "shown once"
    issue = archive_of(site).article("b1").issue_id
    assert issue is not None
    Issues(archive_of(site).store).withdraw(issue, LOCAL_ADMIN)
    assert ElementTree.fromstring(stranger.get(address).text).findall("{*}entry") == []
    du.send(f"{at}/feed", do="close")
    assert stranger.get(address).status_code == 404


def test_where_reading_asks_for_a_login_secrets_still_open_and_nothing_else(
    site: Flask, du: Librarian, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = save(du)
    address = feed_of(du, at)
    settings = archive_of(site).settings
    object.__setattr__(settings, "access", AccessSettings(reading="login"))
    stranger = site.test_client()
    assert stranger.get(address).status_code == 200
    assert stranger.get("/feeds/searches/nothing").status_code == 404
    assert stranger.get("/search").status_code == 303
    kept = Accounts(archive_of(site).store.database)
    owner = next(one for one in kept.accounts(LOCAL_ADMIN) if one.name == "du")
    kept.change(owner.id, LOCAL_ADMIN, active=False)
    assert stranger.get(address).status_code == 404, "a closed account reads nothing"


def mailed(site: Flask, du: Librarian) -> tuple[str, list[str]]:
    """(link that ends the mails, pages of the searches)."""
    ats = [save(du, name=name, frequency="daily", email="du@example.org") for name in ("渡口甲", "渡口乙")]
    database = archive_of(site).store.database
    owner = next(one for one in Accounts(database).accounts(LOCAL_ADMIN) if one.name == "du").id
    return f"/mail/end/{AlertLinks(database).end_of(owner, 'du@example.org')}", ats


def test_looking_ends_nothing_pressing_does(site: Flask, du: Librarian) -> None:
    link, _ = mailed(site, du)
    stranger = site.test_client()
    page = stranger.get(link)
    assert "渡口甲" in page.text and page.headers["Cache-Control"] == "no-store"
    assert "每天一封" in du.client.get("/searches").text
    one = re.search(r'name="only" value="(\w+)"', page.text)
    assert one
    left = stranger.post(link, data={"only": one[1]}).text
    assert "渡口甲" in left and "渡口乙" in left
    done = stranger.post(link, data={}).text
    assert "不会再收到" in done
    assert "每天一封" not in du.client.get("/searches").text.partition("<table")[2]
    assert stranger.get("/mail/end/nothing").status_code == 404


def test_a_mail_program_ends_it_by_one_click(site: Flask, du: Librarian) -> None:
    link, _ = mailed(site, du)
    sent = site.test_client().post(link, data={"List-Unsubscribe": "One-Click"})
    assert sent.status_code == 200
    assert "每天一封" not in du.client.get("/searches").text.partition("<table")[2]


def test_mails_are_shown_to_their_reader_and_all_to_an_administrator(
    site: Flask, du: Librarian, tmp_path: Path
) -> None:
    save(du, frequency="at_once", email="du@example.org")
    came_in(site, tmp_path)
    digests = Digests(archive_of(site).store.database)
    digests.compose({"at_once": float("inf")}, "")
    taken = digests.take()
    assert taken is not None
    digests.refused(taken, "550 no such person", for_good=True)
    page = du.client.get("/searches/mails").text
    assert "发送失败" in page and "550 no such person" in page
    assert "du@example.org" not in Librarian(site, "pang").client.get("/searches/mails?all=1").text
    assert "du@example.org" in Librarian(site, "guan").client.get("/searches/mails?all=1").text
    Librarian(site, "pang").send(f"/searches/mails/{taken.id}/retry", 404)
    du.send(f"/searches/mails/{taken.id}/retry")
    assert "待发" in du.client.get("/searches/mails").text


def test_in_english(site: Flask, du: Librarian, tmp_path: Path) -> None:
    at = save(du)
    came_in(site, tmp_path)
    for place in ("/searches", at, "/searches/mails"):
        page = du.client.get(f"{place}?lang=en").text
        assert "Saved searches" in page, place
    link, _ = mailed(site, du)
    assert "End mails" in site.test_client().get(f"{link}?lang=en").text


def asked(
    client: FlaskClient, method: str, path: str, headers: dict[str, str], **body: object
) -> dict[str, object]:
    answer = client.open(
        f"/api/v1{path}", method=method, headers=headers, json=body if method == "POST" else None
    )
    assert answer.status_code == 200, answer.text
    found: dict[str, object] = answer.json
    return found


def test_by_api(site: Flask, tmp_path: Path) -> None:
    client, me = site.test_client(), token_of(site, "du")
    one = asked(client, "POST", "/searches", me, parameters="q=渡口", name="渡口")
    asked(client, "POST", "/searches", me, lines=["灯会", "无名"], frequency="daily", email="a@b.example")
    came_in(site, tmp_path)
    listed = asked(client, "GET", "/searches", me)["searches"]
    assert isinstance(listed, list)
    assert {each["name"]: each["new"] for each in listed} == {"渡口": 1, "灯会…（2）": 1}
    news = asked(client, "GET", f"/searches/{one['id']}/new", me)
    assert [each["id"] for each in news["articles"]] == ["b1"]  # type: ignore[attr-defined]
    assert asked(client, "POST", f"/searches/{one['id']}/seen", me, upto=news["upto"])["new"] == 0
    assert asked(client, "POST", f"/searches/{one['id']}", me, name="渡")["name"] == "渡"
    assert (
        asked(client, "POST", f"/searches/{one['id']}/standing", me, standing="removed")["standing"]
        == "removed"
    )
    other = next(each["id"] for each in listed if each["id"] != one["id"])
    address = asked(client, "POST", f"/searches/{other}/feed", me, open=True)["address"]
    assert client.get(urlsplit(str(address)).path).status_code == 200
    refused = client.post("/api/v1/searches", headers=me, json={"parameters": "q=1", "lines": ["a"]})
    assert refused.status_code == 422
    assert client.get("/api/v1/searches", headers=token_of(site, "du", "read")).status_code == 403
    assert client.get("/api/v1/mails?all=1", headers=me).status_code == 403
    assert (
        client.post(f"/api/v1/searches/{one['id']}", headers=token_of(site, "guan"), json={}).status_code
        == 404
    )


MINE = [each for each in operations() if each.right and each.name in vars(searches_api)]


def test_the_api_answers_as_its_document_says(site: Flask) -> None:
    headers = token_of(site, "du")
    api = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", site)
    assert len(MINE) == 10
    for operation in MINE:

        @FEW
        @given(case=api[operation.path][operation.method.upper()].as_strategy())
        def ask(case: Case) -> None:
            case.headers = {k: v for k, v in (case.headers or {}).items() if k != "Authorization"}
            case.validate_response(case.call(headers=headers), checks=CHECKS)

        ask()
