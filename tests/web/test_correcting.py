"""Correct this: the form, two people at once, history and undo, what one teaches, the review queue."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient

from corpus.desk import LOCAL_ADMIN, Accounts, Correcting, Role, accounts
from corpus.intake.ingest import ingest_bytes
from corpus.model import Article, Issue, ParsedIssue, Provenance
from corpus.store import DOUBTFUL
from search.application.archive import Archive
from search.application.worker import work_off
from web.serving.app import create_app

PASSWORD = "渡口的老槐树今年开花"


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    quick = partial(PasswordHasher, time_cost=1, memory_cost=8, parallelism=1)  # the same hash, little work
    monkeypatch.setattr(accounts, "PasswordHasher", quick)
    rows = [
        {
            "id": f"r{n}",
            "title": title,
            "text": f"南川渡口{title}，请留意。",
            "author": "林见山",
            "date": "2031-07-05",
        }
        for n, title in enumerate(("停航三天", "恢复航行", "扩建泊位"))
    ]
    path = tmp_path / "渡口.jsonl"
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    with Archive.open(tmp_path / "archive", create=True) as archive:
        archive.ingest([path])
        kept = Accounts(archive.store.database)
        roles: dict[str, Role] = {"bian": "editor", "ling": "editor", "du": "reader"}
        for name, role in roles.items():
            kept.add(name, PASSWORD, role, LOCAL_ADMIN)
        yield create_app(archive, TESTING=True)


def archive_of(app: Flask) -> Archive:
    held = app.extensions["archive"]
    assert isinstance(held, Archive)
    return held


def signed_in(app: Flask, name: str) -> FlaskClient:
    client = app.test_client()
    form = hidden(client.get("/signin").text, "form")
    assert client.post("/signin", data={"name": name, "password": PASSWORD, "form": form}).status_code == 303
    return client


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, f"no {name} in the form"
    return html.unescape(found[1])


def first(app: Flask) -> Article:
    return next(iter(archive_of(app).store.iter_articles()))


def filled(page: str) -> dict[str, str]:
    """What the form would send if nothing were touched."""
    fields = re.findall(r'<input type="text" id="f-(\w+)" name="\w+" value="([^"]*)"', page)
    texts = re.findall(r"<textarea[^>]*>(.*?)</textarea>", page, re.DOTALL)
    return {
        **{name: html.unescape(value) for name, value in fields},
        "body": html.unescape("\n".join(texts)),
        **{name: hidden(page, name) for name in ("form", "version", "was")},
    }


def test_an_editor_corrects_finds_it_and_takes_it_back(app: Flask) -> None:
    client, article = signed_in(app, "bian"), first(app)
    assert f"/articles/{article.id}/correct" in client.get(f"/articles/{article.id}").text
    form = filled(client.get(f"/articles/{article.id}/correct").text)
    untouched = client.post(f"/articles/{article.id}/correct", data=form)
    assert untouched.location == f"/articles/{article.id}"
    assert archive_of(app).store.corrections() == []
    form |= {"title": "停航五天", "date": "2031年7月6日", "reason": "原稿为准"}
    sent = client.post(f"/articles/{article.id}/correct", data=form)
    assert sent.status_code == 303
    assert work_off(archive_of(app)) == 1
    assert "停航五天" in client.get("/search?q=停航五天").text
    page = client.get(f"/articles/{article.id}").text
    assert "已更正" in page and "停航五天" in page and "2031-07-06" in page
    shown = client.get(sent.location).text
    assert "<del>三</del>" in shown and "<ins>五</ins>" in shown and "原稿为准" in shown and "bian" in shown
    seqs = re.findall(r'name="seq" value="(\d+)"', shown)
    back = client.post(
        "/desk/corrections/undo", data={"form": form["form"], "seq": sorted(set(seqs)), "back": "/"}
    )
    assert back.status_code == 303 and archive_of(app).store.article(article.id).title == article.title
    assert "已更正" not in client.get(f"/articles/{article.id}").text
    client.post("/desk/corrections/redo", data={"form": form["form"], "seq": [seqs[0]], "back": "/"})
    assert "恢复" in client.get(f"/articles/{article.id}/history").text


def test_a_date_that_cannot_be_read_keeps_what_was_typed(app: Flask) -> None:
    client, article = signed_in(app, "bian"), first(app)
    form = filled(client.get(f"/articles/{article.id}/correct").text)
    form |= {"title": "别的标题", "date": "那一天"}
    answer = client.post(f"/articles/{article.id}/correct", data=form)
    assert answer.status_code == 422
    again = filled(answer.text)
    assert (again["title"], again["date"], again["version"]) == ("别的标题", "那一天", form["version"])
    assert client.post(f"/articles/{article.id}/correct", data=again | {"date": "7月9日"}).status_code in (
        303,
        422,
    )


def test_an_inferred_date_that_is_right_is_ticked_and_stated(app: Flask) -> None:
    head = "清渡简报\n2033年第4期\n\n【要闻】\n"
    text = "4月6日，清渡水务在柳湾启用新泵站，三个村当天恢复灌溉。"
    source = f"{head}清渡水务启用新泵站\n{text}\n（苏映）\n"
    store, parser = archive_of(app).store, archive_of(app).parser()
    ingest_bytes([("清渡.txt", source.encode())], store, parser)
    article = next(one for one in store.iter_articles() if one.date_basis == "inferred")
    client = signed_in(app, "bian")
    form = filled(page := client.get(f"/articles/{article.id}/correct").text)
    assert 'name="confirm" value="date"' in page and form["date"] == str(article.date)
    sent = client.post(f"/articles/{article.id}/correct", data={**form, "confirm": "date"})
    assert "done=" in sent.location
    now = store.article(article.id)
    assert (now.date, now.date_basis) == (article.date, "stated")
    assert 'name="confirm"' not in client.get(f"/articles/{article.id}/correct").text


def test_of_two_people_the_later_sees_both_and_chooses(app: Flask) -> None:
    one, other, article = signed_in(app, "bian"), signed_in(app, "ling"), first(app)
    url = f"/articles/{article.id}/correct"
    mine, theirs = filled(one.get(url).text), filled(other.get(url).text)
    assert other.post(url, data=theirs | {"title": "江月的标题"}).status_code == 303
    # another field than theirs: nothing to choose, nothing lost
    assert one.post(url, data=mine | {"section": "要闻"}).status_code == 303
    clash = one.post(url, data=mine | {"title": "陆行舟的标题", "credit": "渡口办"})
    assert clash.status_code == 409
    assert "江月的标题" in clash.text and "陆行舟的标题" in clash.text
    form = filled(clash.text)
    assert one.post(url, data=form | {"choose_title": "theirs"}).status_code == 303
    now = archive_of(app).store.article(article.id)
    assert (now.title, now.section, now.credit) == ("江月的标题", "要闻", "渡口办")


def test_the_text_paragraph_by_paragraph(app: Flask) -> None:
    client, article = signed_in(app, "bian"), first(app)
    url = f"/articles/{article.id}/correct"
    form = filled(client.get(url).text) | {"body": ["第一段。\r\n第二段。", "", "第三段。"]}
    assert client.post(url, data=form).status_code == 303
    assert archive_of(app).store.article(article.id).body == "第一段。\n第二段。\n第三段。"


def test_what_a_correction_teaches_is_offered_applied_and_undone(app: Flask) -> None:
    client, article = signed_in(app, "bian"), first(app)
    url = f"/articles/{article.id}/correct"
    sent = client.post(url, data=filled(client.get(url).text) | {"authors": "林建山"})
    offered = client.get(sent.location).text
    (alike,) = re.findall(r'href="(/desk/corrections/\d+/alike)"', offered)
    page = client.get(alike).text
    ids = re.findall(r'name="article" value="([^"]+)"', page)
    assert len(ids) == 2 and article.id not in ids
    done = client.post(alike, data={"form": hidden(page, "form"), "article": ids[:1]}).text
    authors = {one.id: one.authors for one in archive_of(app).store.iter_articles()}
    assert authors[ids[0]] == ("林建山",) and authors[ids[1]] == ("林见山",)
    seq = hidden(done, "seq")
    client.post("/desk/corrections/undo", data={"form": hidden(page, "form"), "seq": seq, "back": "/"})
    assert archive_of(app).store.article(ids[0]).authors == ("林见山",)


def test_fields_of_an_issue(app: Flask) -> None:
    client, issue_id = signed_in(app, "bian"), first(app).issue_id
    url = f"/issues/{issue_id}/correct"
    page = client.get(url).text
    form = {name: hidden(page, name) for name in ("form", "version", "was")}
    sent = client.post(url, data=form | {"publication": "渡口简报", "number": "7", "reason": "封面"})
    assert sent.status_code == 303 and "渡口简报" in client.get(sent.location).text
    assert archive_of(app).store.issue(issue_id or "").number == "7"
    clash = client.post(url, data=form | {"number": "8"})
    assert clash.status_code == 409 and "choose_number" in clash.text


def test_the_queue_is_worked_off(app: Flask) -> None:
    client = signed_in(app, "bian")
    assert archive_of(app).store.review(DOUBTFUL) == [], "that an article has no main subject is no doubt"
    guessed = {"section": Provenance("guess", 0.4)}
    two = [
        Article(title=name, body=f"{name}。", section="要闻", provenance=guessed) for name in ("涨水", "退水")
    ]
    archive_of(app).store.add_issue(ParsedIssue("河.txt", Issue(title="河报"), tuple(two)), b"river")
    waiting = archive_of(app).store.review(DOUBTFUL)
    assert len(waiting) == 2
    page = client.get("/desk/review").text
    assert "待核对" in page, page
    form = {"form": hidden(page, "form"), "article": hidden(page, "article"), "field": hidden(page, "field")}
    assert (form["article"], form["field"]) == (waiting[0].article.id, waiting[0].field)
    assert client.post("/desk/review", data=form | {"do": "skip"}).status_code == 303
    assert "重新显示" in client.get("/desk/review").text
    client.post("/desk/review", data={"form": form["form"], "do": "again"})
    sent = client.post("/desk/review", data=form | {"do": "accept"})
    assert len(archive_of(app).store.review(DOUBTFUL)) == len(waiting) - 1
    seq = re.findall(r"done=(\d+)", sent.location)
    assert "撤销" in client.get(sent.location).text
    client.post("/desk/corrections/undo", data={"form": form["form"], "seq": seq, "back": "/desk/review"})
    assert len(archive_of(app).store.review(DOUBTFUL)) == len(waiting)
    alike = client.get(f"/desk/review/like?article={form['article']}&field={form['field']}")
    assert alike.status_code == 200
    client.post("/desk/review", data=form | {"do": "like"})
    assert len(archive_of(app).store.review(DOUBTFUL)) < len(waiting)
    assert client.post("/desk/review", data=form | {"do": "accept"}).status_code == 404
    assert client.post("/desk/review", data=form | {"do": "nothing"}).status_code == 422


def test_a_reader_is_refused(app: Flask) -> None:
    article = first(app)
    version = Correcting(archive_of(app).store).article(article.id).version
    reader, editor = signed_in(app, "du"), signed_in(app, "bian")
    form = hidden(reader.get("/account").text, "form")
    asked = (f"/articles/{article.id}/correct", f"/issues/{article.issue_id}/correct", "/desk/review")
    for path in asked:
        assert reader.get(path).status_code == 403, path
        assert reader.post(path, data={"form": form, "version": version, "title": "改"}).status_code == 403
    for path in ("/desk/corrections/undo", "/desk/corrections/redo", "/desk/corrections/1/alike"):
        assert reader.post(path, data={"form": form, "seq": 1}).status_code == 403, path
    url = f"/articles/{article.id}/correct"
    editor.post(url, data=filled(editor.get(url).text) | {"title": "改过"})
    history = reader.get(f"/articles/{article.id}/history")
    assert history.status_code == 200 and "改过" in history.text and "bian" not in history.text
    assert archive_of(app).store.article(article.id).title == "改过"
    assert "/correct" not in reader.get(f"/articles/{article.id}").text
