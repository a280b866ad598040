"""Topics in the browser and by API: a librarian's morning, who may see and change, links, exports, feeds."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from corpus.desk import LOCAL_ADMIN, Accounts, Correcting, Issues, Role, accounts
from corpus.topics.keeping import TopicKeeper
from search.application.archive import Archive
from tests.web.test_desk_access import PASSWORD, archive_of, secret_of, signed_in
from tests.web.test_desk_api import token_of
from web.serving.app import create_app

ROWS = (
    ("a1", "山门架桥", "云岭县新桥通车，渡口停用。", "2031-01-05"),
    ("a2", "渡口改造", "渡口改为观景台。", "2031-02-05"),
    ("a3", "灯会", "元宵灯会开幕。", "2031-02-20"),
)


def bring_in(archive: Archive, path: Path, *rows: tuple[str, str, str, str]) -> None:
    lines = [
        json.dumps({"id": key, "title": title, "text": text, "date": date}, ensure_ascii=False)
        for key, title, text, date in rows
    ]
    path.write_text("\n".join(lines), encoding="utf-8")
    assert not archive.ingest([path]).failed


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    quick = partial(PasswordHasher, time_cost=1, memory_cost=8, parallelism=1)  # the same hash, little work
    monkeypatch.setattr(accounts, "PasswordHasher", quick)
    with Archive.open(tmp_path / "archive", create=True) as archive:
        bring_in(archive, tmp_path / "a.jsonl", *ROWS)
        roles: dict[str, Role] = {"guan": "administrator", "bian": "editor", "du": "reader", "pang": "reader"}
        for name, role in roles.items():
            Accounts(archive.store.database).add(name, PASSWORD, role, LOCAL_ADMIN)
        yield create_app(archive, TESTING=True)


class Librarian:
    """Somebody at a browser without scripts."""

    def __init__(self, app: Flask, name: str) -> None:
        self.client: FlaskClient = signed_in(app, name)
        self.at = "/topics"

    def send(self, url: str, status: int = 303, /, **values: object) -> TestResponse:
        secret = secret_of(self.client.get("/account").text)
        answer = self.client.post(url, data={"form": secret, **values})
        assert answer.status_code == status, answer.text
        return answer

    def begin(self, name: str, **values: object) -> str:
        where = self.send("/topics", name=name, **values).headers["Location"]
        self.at = where.partition("?")[0].partition("#")[0]
        return self.at

    def do(self, wish: str, status: int = 303, /, **values: object) -> str:
        version = re.search(r'name="version" value="(\d+)"', self.page())
        assert version
        self.send(self.at, status, **{"do": wish, "version": version[1], **values})
        return self.page()

    def taken(self, form: str) -> str:
        """The topic as a file in this format."""
        return self.client.get(f"{self.at}/export?format={form}", buffered=True).text

    def page(self) -> str:
        return self.client.get(self.at).text


def section(html: str, name: str) -> str:
    """What stands in a section of the page."""
    found = re.search(rf'<section id="{name}".*?</section>', html, re.DOTALL)
    return found[0] if found else ""


def listed(html: str) -> list[str]:
    return re.findall(r'data-article="(\w+)"', html)


@pytest.fixture
def guan(site: Flask) -> Librarian:
    return Librarian(site, "guan")


@pytest.fixture
def du(site: Flask) -> Librarian:
    return Librarian(site, "du")


def test_a_morning(site: Flask, du: Librarian, tmp_path: Path) -> None:
    archive = archive_of(site)
    results = du.client.get("/search?q=渡口").text
    keep = re.search(r'href="(/topics\?query=[^"]+)#begin"', results)
    assert keep and "渡口" in section(du.client.get(keep[1].replace("&amp;", "&")).text, "begin")
    du.begin("渡口", query="q=渡口")
    assert set(listed(du.page())) == {"a1", "a2"} and not section(du.page(), "new")
    bring_in(archive, tmp_path / "b.jsonl", ("b1", "渡船", "老渡口的渡船修好了。", "2031-03-01"),
             ("b2", "夜渡", "渡口夜景。", "2031-03-02"))  # fmt: skip
    fresh = section(du.page(), "new")
    assert "渡船" in fresh and "<mark>渡口</mark>" in fresh and 'value="b2"' in fresh
    assert "2" in du.client.get("/topics").text
    html = du.do("accept", article="b1")
    assert set(listed(html)) == {"a1", "a2", "b1"} and 'value="b1"' not in section(html, "new")
    html = du.do("exclude", article="b2")
    assert not section(html, "new") and "已排除 1 篇" in html
    correcting = Correcting(archive.store)
    version = correcting.article("a2").version
    correcting.correct("a2", {"title": "观景台", "body": "改为观景台。"}, version, LOCAL_ADMIN)
    archive.repair()
    left = section(du.page(), "left")
    assert "观景台" in left and "更正后不再符合检索" in left and LOCAL_ADMIN.name in left
    html = du.do("hold", article="a2")
    assert "a2" in listed(html) and not section(html, "left")
    du.do("section_add", text="工程")
    html = du.do("file", article=["a1", "b1"], key="工程")
    assert listed(html) == ["a2", "a1", "b1"] or listed(html)[0] == "a2"
    html = du.do("entry", article="a1", note="查桥名\n再核", section="工程")
    assert "查桥名" in html
    first = [one for one in listed(html) if one != "a2"]
    assert [one for one in listed(du.do("down", article=first[0])) if one != "a2"] == first[::-1]
    assert [one for one in listed(du.do("up", article=first[0])) if one != "a2"] == first
    html = du.do(
        "head", name="渡口与桥", cover="# 题解\n<b>不是标签</b> [坏](javascript:alert(1))", order="oldest"
    )
    assert "<h1>题解</h1>" in html and "&lt;b&gt;" in html and 'href="javascript' not in html
    rows = list(csv.DictReader(io.StringIO(du.taken("csv").lstrip("\ufeff"))))
    assert {row["编号"]: row["备注"] for row in rows}["a1"].startswith("查桥名")
    assert {row["分组"] for row in rows} == {"", "工程"}
    references = du.taken("gbt7714").splitlines()
    assert len(references) == 3 and references[0].startswith("[1]")
    for form, sign in (("ris", "N1  - 查桥名"), ("bibtex", "annotation"), ("markdown", "查桥名"),
                       ("csljson", '"note"'), ("jsonl", "topic_note")):  # fmt: skip
        assert sign in du.taken(form)
    history = du.client.get(f"{du.at}/history").text
    kept = TopicKeeper(archive.store.database).topic(du.at.rsplit("/", 1)[1], LOCAL_ADMIN)
    excluded = next(made for made in kept.changes if made.change.action == "exclude")
    assert history.count("<tr") > 8 and f'value="{excluded.id}"' in history
    du.send(f"{du.at}/undo", change=excluded.id)
    assert "夜渡" in section(du.page(), "new")
    assert "已由 du 撤销" in du.client.get(f"{du.at}/history").text
    du.send(f"{du.at}/undo", change=excluded.id, do="redo")
    assert not section(du.page(), "new")


def test_what_is_ticked_and_one_article_go_into_a_topic(du: Librarian) -> None:
    du.client.set_cookie("basket", "a3|a1|gone")
    assert "加入已选的 3 篇" in du.client.get("/topics").text
    du.begin("手选", ticked="1")
    assert listed(du.page()) == ["a3", "a1"] and du.page().count("手工加入") >= 2
    assert "手选" in du.client.get("/basket").text
    article = du.client.get("/articles/a2").text
    assert 'name="id" value="a2"' in article
    du.send("/topics/add", topic=du.at.rsplit("/", 1)[1], id="a2")
    assert listed(du.page()) == ["a3", "a1", "a2"]
    where = du.send("/topics/add", name="另一个", id="a2").headers["Location"]
    assert listed(du.client.get(where).text) == ["a2"]
    du.send("/topics/add", 422, topic=du.at.rsplit("/", 1)[1], id="nothing")


def test_who_sees_and_who_changes(site: Flask, du: Librarian) -> None:
    topic = du.begin("内部", query="q=渡口")
    stranger, editor, nobody = Librarian(site, "pang"), Librarian(site, "bian"), site.test_client()
    for client in (stranger.client, editor.client, nobody):
        for path in ("", "/history", "/export", "/feed"):
            assert client.get(topic + path, buffered=True).status_code == 404, path
        assert "内部" not in client.get("/topics").text
    stranger.send(topic, 404, do="section_add", text="x")
    du.send(f"{topic}/standing", access="readable")
    assert "内部" in nobody.get("/topics").text and "登录" in nobody.get("/topics").text
    assert nobody.get(topic).status_code == 200 and 'name="do"' not in section(
        nobody.get(topic).text, "articles"
    )
    for form in ("/standing", "/editions", "/links"):
        stranger.send(topic + form, 403, standing="removed", access="private")
    stranger.at = topic
    stranger.send(topic, 403, do="section_add", text="x")
    copied = stranger.send(f"{topic}/copy", name="我的").headers["Location"]
    assert set(listed(stranger.client.get(copied).text)) == {"a1", "a2"}
    du.send(f"{topic}/standing", access="editors")
    editor.at = topic
    assert "甲组" in editor.do("section_add", text="甲组")
    assert nobody.post(topic, data={"do": "section_add", "text": "x"}).status_code in {401, 422}
    assert "甲组" in du.page() and ">x<" not in du.page()


def test_two_people_and_one_cover(site: Flask, du: Librarian) -> None:
    topic = du.begin("共用", access="editors")
    version = re.search(r'name="version" value="(\d+)"', du.page())
    assert version
    editor = Librarian(site, "bian")
    editor.at = topic
    editor.do("head", name="共用", cover="编辑写的", order="hand")
    answer = du.send(topic, 409, do="head", version=version[1], name="共用", cover="读者写的", order="hand")
    assert "编辑写的" in answer.text and "读者写的</textarea>" in answer.text
    assert "读者写的" not in du.page()
    assert "读者写的" in du.do("head", name="共用", cover="读者写的", order="hand")


def test_a_link_is_read_by_a_stranger_until_it_ends(site: Flask, du: Librarian, tmp_path: Path) -> None:
    topic = du.begin("给外人", query="q=渡口")
    bring_in(archive_of(site), tmp_path / "c.jsonl", ("c1", "新渡口", "新渡口开工。", "2031-04-01"))
    page = du.send(f"{topic}/links", 200).text
    path = re.search(r"(/shared/[\w-]+)", page)
    assert path and path[1] not in du.page()
    stranger = site.test_client()
    shared = stranger.get(path[1]).text
    assert (
        "渡口改造" in shared
        and "新渡口" not in shared
        and '<form method="post" action="/topics' not in shared
    )
    assert len(stranger.get(f"{path[1]}/export?format=gbt7714", buffered=True).text.splitlines()) == 2
    feed = ElementTree.fromstring(stranger.get(f"{path[1]}/feed").data)
    assert len(feed.findall("{http://www.w3.org/2005/Atom}entry")) == 2
    ended = re.search(r'name="end" value="(\w+)"', du.page())
    assert ended
    du.send(f"{topic}/links", end=ended[1])
    for gone in ("", "/export", "/feed"):
        assert stranger.get(path[1] + gone).status_code == 404
    assert "已停用" in du.page()


def test_an_edition_stays_as_it_was_taken(site: Flask, du: Librarian) -> None:
    du.begin("年鉴", query="q=渡口")
    where = du.send(f"{du.at}/editions", name="送审稿").headers["Location"]
    assert "没有差别" in du.client.get(where).text
    du.do("exclude", article="a2")
    edition = du.client.get(where).text
    assert "送审稿" in edition and "渡口改造" in edition and "现在没有" in edition
    assert where in du.page()
    assert Librarian(site, "pang").client.get(where).status_code == 404


def test_put_away_removed_brought_back_merged_split(du: Librarian) -> None:
    one = du.begin("甲", query="q=渡口")
    two = du.begin("乙", query="q=灯会")
    name = two.rsplit("/", 1)[1]
    du.send(f"{one}/copy", do="merge", other=name)
    du.at = one
    assert set(listed(du.page())) == {"a1", "a2", "a3"}
    assert "乙" in du.client.get("/topics?standing=archived").text
    where = du.send(f"{one}/copy", do="split", article="a3", name="丙").headers["Location"]
    assert listed(du.client.get(where).text) == ["a3"] and set(listed(du.page())) == {"a1", "a2"}
    du.send(f"{one}/copy", 422, do="copy", name="丙")
    du.send(f"{one}/standing", standing="removed")
    assert ">甲<" not in du.client.get("/topics").text
    assert ">甲<" in du.client.get("/topics?standing=removed").text
    du.send(f"{one}/standing", standing="current")
    assert ">甲<" in du.client.get("/topics").text
    refused = du.send("/topics", 422, name="甲")
    assert "已有专题" in refused.text


def test_a_form_that_asks_for_nothing_says_what_to_do(du: Librarian) -> None:
    du.begin("空")
    assert "专题里还没有文章" in du.page()
    for wish in ("accept", "exclude", "fly", ""):
        assert "请先勾选文章" in du.send(du.at, 422, do=wish).text
    refused = du.send(du.at, 400, do="ask_words", words="（渡口").text
    assert "括号没有闭合" in refused and "bracket" not in refused
    assert set(listed(du.do("ask_words", words="渡口"))) == {"a1", "a2"}
    assert "渡口" not in section(du.do("ask_no_more", key="1"), "searches").replace("placeholder", "")


def test_suggestions_are_taken_in_rejected_and_added(site: Flask, du: Librarian, tmp_path: Path) -> None:
    """What no search of the topic finds, with the shared words; page and API say the same."""
    ferry = "摆渡船 缆绳 艄公 趸船 汛期"
    rows = [(f"f{n}", f"河上{n}", f"渡口有{ferry}。", "2031-07-01") for n in range(5)]
    rows += [(f"c{n}", f"岸边{n}", f"{ferry}都还在。", "2031-07-02") for n in range(3)]
    rows += [(f"x{n}", f"别的{n}", "会议开了，职工来了。", "2031-07-03") for n in range(30)]
    bring_in(archive_of(site), tmp_path / "f.jsonl", *rows)
    du.begin("渡口", query="q=渡口")
    assert f"{du.at}/suggested" in du.page()
    html = du.client.get(f"{du.at}/suggested").text
    close = section(html, "close")
    assert {"c0", "c1", "c2"} <= set(re.findall(r'name="article" value="(\w+)"', close))
    assert "<mark>艄公</mark>" in close and "灯会" not in close
    told = site.test_client().get(f"/api/v1{du.at}/suggested", headers=token_of(site, "du")).json
    assert {one["id"] for one in told["articles"]} == set(re.findall(r'name="article" value="(\w+)"', close))
    where = du.send(du.at, do="pin", article="c0", place="suggested").headers["Location"]
    assert where.endswith("/suggested")
    du.send(du.at, do="exclude", article="c1", place="suggested")
    assert "c0" in listed(du.page())
    html = du.client.get(f"{du.at}/suggested").text
    assert re.findall(r'name="article" value="(\w+)"', section(html, "close")) == ["c2"]
    query = re.search(r'name="query" value="([^"]+)"', section(html, "words"))
    assert query
    du.send(du.at, do="ask_new", query=query[1], place="suggested")
    assert "c2" in section(du.page(), "new") and "c2" not in listed(du.page())
    assert Librarian(site, "pang").client.get(f"{du.at}/suggested").status_code == 404


def test_reprints_stand_under_the_original_and_are_dealt_with_together(
    site: Flask, du: Librarian, tmp_path: Path
) -> None:
    story = (
        "渡口的石阶换成了新的，候船亭加了长凳，船工老魏把旧缆绳收进了库房，孩子们围着看。栏杆漆成深绿，"
        "夜里有灯照着台阶。对岸的集市每逢三六九开市，菜农挑着担子过江，再不用踩着跳板。镇里算过账，"
        "一年能省下两千多个工时，老人也敢自己坐船去看病。"
    )
    bring_in(archive_of(site), tmp_path / "r.jsonl", ("r2", "转载", story, "2031-08-05"),
             ("r1", "渡口新貌", story, "2031-08-01"), ("r3", "再转", story, "2031-08-09"))  # fmt: skip
    du.begin("渡口", query="q=渡口改造")
    du.do("ask_words", words="渡口")
    html = du.page()
    assert "其中转载 2 篇" in html, re.findall(r"<h1>.*?</header>", html, re.DOTALL)
    assert 'count">5<' in html
    assert [one for one in listed(html) if one.startswith("r")] == ["r1"]
    assert "另有 2 篇转载" in section(html, "articles")
    du.do("section_add", text="新貌")
    du.do("file", article="r1", key="新貌")
    kept = TopicKeeper(archive_of(site).store.database).topic(du.at.rsplit("/", 1)[1], LOCAL_ADMIN)
    assert {one for one, name in kept.state.section_of.items() if name == "新貌"} == {"r1", "r2", "r3"}
    html = du.do("exclude", article="r1")
    assert "转载" not in section(html, "articles") and "已排除 3 篇" in html and "再转" in html
    told = site.test_client().get(f"/api/v1{du.at}", headers=token_of(site, "du")).json
    assert all(one["copies"] == [] for part in told["sections"] for one in part["articles"])
    later = (
        "渡口开了夜航，灯光把江面照得通亮，赶夜市的人不用再绕路，票价也没有涨，大家都说方便。末班船改到"
        "十点半，船上备了救生衣和急救箱，两名年轻水手轮流值守。电厂下夜班的工人头一个叫好，说从前要等到"
        "天亮。海事所每周查一次缆绳与灯具。"
    )
    bring_in(archive_of(site), tmp_path / "s.jsonl", ("s2", "夜航转", later, "2031-09-02"),
             ("s1", "夜航", later, "2031-09-01"))  # fmt: skip
    new = section(du.page(), "new")
    assert re.findall(r'name="article" value="(\w+)"', new) == ["s1"] and "另有 1 篇转载" in new
    told = site.test_client().get(f"/api/v1{du.at}", headers=token_of(site, "du")).json
    assert [(one["id"], one["copies"]) for one in told["new"]] == [("s1", ["s2"])]
    assert not section(du.do("accept", article="s1"), "new")
    assert du.taken("ris").count("TY  - ") == 4, "an export has every print"


def test_an_article_goes_to_any_place_and_the_first_stays_first(
    du: Librarian, site: Flask, tmp_path: Path
) -> None:
    rows = [(f"p{n}", f"第{n}个", f"码头{n}。", "2031-01-01") for n in range(6)]
    bring_in(archive_of(site), tmp_path / "p.jsonl", *rows)
    du.begin("码头", query="q=码头")
    order = listed(du.page())
    assert listed(du.do("up", article=order[0])) == order
    assert listed(du.do("down", article=order[-1])) == order
    assert listed(du.do("move", article=order[0], at="4")) == [*order[1:4], order[0], *order[4:]]
    assert listed(du.do("move", article=order[0], at="1")) == order
    assert listed(du.do("move", article=order[2], at="99")) == [*order[:2], *order[3:], order[2]]
    for name in ("甲", "乙", "丙"):
        du.do("section_add", text=name)
    du.do("section_up", key="丙")
    names = re.findall(r'<h2 id="section-\d+">(\S+)', du.do("section_up", key="甲"))
    assert names == ["甲", "丙", "乙"]


def test_ticks_of_a_topic_join_the_selection(du: Librarian) -> None:
    du.begin("渡口", query="q=渡口")
    assert "已选 1 篇" in du.do("select", article="a1")
    assert "已选 2 篇" in du.do("select", article="a2") and listed(du.page())


def test_the_list_of_topics_counts_what_is_so_now(site: Flask, du: Librarian, tmp_path: Path) -> None:
    """However quickly one thing follows another."""
    du.begin("渡口", query="q=渡口")

    def counts() -> list[int]:
        row = re.search(r"<tr>(?:(?!</tr>).)*?渡口.*?</tr>", du.client.get("/topics").text, re.DOTALL)
        assert row
        return [int(one) for one in re.findall(r'<td class="n">(?:<a [^>]*>)?(\d+)', row[0])]

    assert counts() == [2, 0, 0]
    bring_in(archive_of(site), tmp_path / "q.jsonl", ("q1", "夜渡", "渡口夜景。", "2031-03-02"))
    assert counts() == [2, 1, 0]
    du.do("accept", article="q1")
    assert counts() == [3, 0, 0]
    kept = TopicKeeper(archive_of(site).store.database).topic(du.at.rsplit("/", 1)[1], LOCAL_ADMIN)
    du.send(f"{du.at}/undo", change=kept.version)
    assert counts() == [2, 1, 0]
    du.send(f"{du.at}/undo", change=kept.version, do="redo")
    assert counts() == [3, 0, 0]
    Issues(archive_of(site).store).withdraw(
        archive_of(site).article("q1").issue_id or "", LOCAL_ADMIN, "误发"
    )
    assert counts() == [2, 0, 1]


def test_a_large_topic_comes_page_by_page(site: Flask, du: Librarian, tmp_path: Path) -> None:
    rows = [(f"z{n}", f"渡口记{n}", f"渡口之{n}。", "2030-01-01") for n in range(430)]
    bring_in(archive_of(site), tmp_path / "z.jsonl", *rows)
    du.begin("大", query="q=渡口")
    seen = listed(du.page())
    step = len(seen)
    for start in range(step, 432, step):
        seen += listed(du.client.get(f"{du.at}?start={start}").text)
    assert step < 432 and len(seen) == len(set(seen)) == 432
    assert f'value="{step + 1}"' in du.client.get(f"{du.at}?start={step}").text


def test_the_api_says_what_the_page_says(site: Flask, tmp_path: Path) -> None:
    client, keys = site.test_client(), token_of(site, "du")

    def call(path: str, body: object = None, status: int = 200, headers: dict[str, str] = keys) -> Any:
        made = (
            client.get(f"/api/v1/topics{path}", headers=headers)
            if body is None
            else client.post(f"/api/v1/topics{path}", json=body, headers=headers)
        )
        assert made.status_code == status, made.text
        return made.json

    topic = call("", {"name": "渡口", "query": "q=渡口"})
    place = f"/{topic['id']}"
    assert {one["id"] for section in topic["sections"] for one in section["articles"]} == {"a1", "a2"}
    assert [one["name"] for one in call("")["topics"]] == ["渡口"]
    bring_in(archive_of(site), tmp_path / "d.jsonl", ("d1", "渡", "渡口。", "2031-05-01"))
    now = call(place)
    assert [(one["id"], one["because"]) for one in now["new"]] == [("d1", ["渡口"])]
    deeds = [{"action": "accept", "articles": ["d1"]}, {"action": "note", "articles": ["d1"], "text": "新"}]
    changes = {"version": now["version"], "changes": deeds}
    assert call(f"{place}/changes", changes)["new"] == []
    made = call(f"{place}/changes")["changes"]
    assert made[-1]["action"] == "note" and made[-1]["who"] == "du"
    undone = call(f"{place}/undo", {"changes": [made[-1]["id"], made[-2]["id"]]})
    assert [one["id"] for one in undone["new"]] == ["d1"]
    assert call(f"{place}/redo", {"changes": [made[-2]["id"]]})["new"] == []
    call(f"{place}/changes", {"version": 0, "changes": [{"action": "fly"}]}, 422)
    call(f"{place}/changes", {"version": 0, "changes": [{"action": "ask", "key": "9", "text": "q=（"}]}, 400)
    call(place, status=404, headers=token_of(site, "pang"))
    call(place, status=401, headers={})
    assert call(f"{place}/standing", {"access": "editors"})["access"] == "editors"
    call(f"{place}/changes", {"version": 0, "changes": []}, 403, token_of(site, "pang"))
    cover = {"version": now["version"], "changes": [{"action": "cover", "text": "甲"}]}
    call(f"{place}/changes", cover)
    clash = call(f"{place}/changes", cover, 409, token_of(site, "bian"))
    assert clash["theirs"]["cover"] == "甲" and clash["mine"][0]["text"] == "甲"
    call("", {"name": "x"}, 403, token_of(site, "du", "read"))
    call(f"{place}/standing", {"standing": "removed"})
    assert call("")["topics"] == []


def test_the_api_freezes_hands_out_and_divides(site: Flask) -> None:
    client, keys = site.test_client(), token_of(site, "du")

    def call(path: str, body: object = None, status: int = 200) -> Any:
        made = client.get(f"/api/v1/topics{path}", headers=keys) if body is None else client.post(
            f"/api/v1/topics{path}", json=body, headers=keys
        )  # fmt: skip
        assert made.status_code == status, made.text
        return made.json

    place = f"/{call('', {'name': '渡口', 'query': 'q=渡口'})['id']}"
    taken = call(f"{place}/editions", {"name": "送审"})
    assert {one["article"] for one in taken["articles"]} == {"a1", "a2"} and taken["since"]["gone"] == []
    out = {"version": call(place)["version"], "changes": [{"action": "exclude", "articles": ["a2"]}]}
    call(f"{place}/changes", out)
    assert call(f"{place}/editions/{taken['id']}")["since"]["gone"] == ["a2"]
    assert [(one["name"], one["articles"]) for one in call(f"{place}/editions")["editions"]] == [("送审", 2)]
    lines = client.get(
        f"/topics{place}/editions/{taken['id']}/export?format=gbt7714", headers=keys, buffered=True
    )
    assert [line[4:] for line in lines.text.splitlines()] == [one["reference"] for one in taken["articles"]]
    link = call(f"{place}/links", {})
    path = link["address"].removeprefix("http://localhost")
    assert client.get(path).status_code == 200
    assert call(f"{place}/links/{link['id']}/end", {})["links"][0]["ended"]
    assert client.get(path).status_code == 404
    copied = call(f"{place}/copy", {"name": "副本"})
    apart = call(f"/{copied['id']}/split", {"name": "另列", "articles": ["a1"]})
    merged = call(f"{place}/merge", {"other": apart["id"]})
    assert [one["id"] for part in merged["sections"] for one in part["articles"]] == ["a1"]
    call(f"/{copied['id']}/editions/{taken['id']}", status=404)


def test_the_log_says_in_words_what_was_done(du: Librarian, guan: Librarian) -> None:
    du.begin("渡口", query="q=渡口")
    du.do("section_add", text="工程")
    said = guan.client.get("/desk/activity?q=渡口").text
    assert "做了什么：添加分组" in said
    assert "[&#39;" not in said and "actions" not in said
    first = re.findall(r"<tr.*?</tr>", du.client.get(f"{du.at}/history").text, re.DOTALL)[-1]
    assert "新建专题" in first and "改名" not in first


def test_an_address_that_only_takes_forms_says_so(du: Librarian) -> None:
    du.begin("渡口", query="q=渡口")
    answer = du.client.get(f"{du.at}/links")
    assert answer.status_code == 405
    assert "不能直接打开" in answer.text and "Not Allowed" not in answer.text
    assert "only takes what a page sends" in du.client.get(f"{du.at}/links?lang=en").text
