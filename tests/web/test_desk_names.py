"""Organisations, people and words in the browser's forms: the effect first, then the deed, then the undo."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict

from corpus.desk import LOCAL_ADMIN, Accounts, Jobs, Role, accounts
from corpus.entities.gazetteer import Edit
from search.application.archive import Archive
from search.application.naming import names_of
from search.application.worker import work_off
from search.model import SearchRequest
from tests.web.test_desk_access import PASSWORD, archive_of, secret_of, signed_in
from web.serving.app import create_app

ONE = (
    "青川联合电信有限公司开通基站\n\n　　8月2日，青川联合电信有限公司在北岭开通基站，推进低空经济。"
    "公司经理闻溪说，闻溪小组月底完工。\n"
)
TWO = "青川联电招聘\n\n　　青川联电今年招聘四十人，由沈知秋负责。沈知秋说，低空经济缺人。\n"


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    quick = partial(PasswordHasher, time_cost=1, memory_cost=8, parallelism=1)  # the same hash, little work
    monkeypatch.setattr(accounts, "PasswordHasher", quick)
    with Archive.open(tmp_path / "archive", create=True) as archive:
        listed = [Edit("add", "青川联合电信有限公司"), Edit("add", "青川联电")]
        names_of(archive).change(listed, LOCAL_ADMIN)
        for name, text in (("一", ONE), ("二", TWO)):
            (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
            archive.ingest([tmp_path / f"{name}.txt"])
        kept = Accounts(archive.store.database)
        roles: dict[str, Role] = {"guan": "administrator", "bian": "editor", "du": "reader"}
        for name, role in roles.items():
            kept.add(name, PASSWORD, role, LOCAL_ADMIN)
        yield create_app(archive, TESTING=True)


@pytest.fixture
def editor(desk: Flask) -> FlaskClient:
    return signed_in(desk, "bian")


def counted(desk: Flask, field: str = "organization") -> dict[str, int]:
    return {one.value: one.count for one in archive_of(desk).facet(SearchRequest(), field)}


def send_the_form(client: FlaskClient, page: str, **more: str) -> str:
    """Send the last form of a page as it stands; the page that follows."""
    main = page[: page.index("</main>")]
    form = main[main.rindex('<form method="post"') :].partition("</form>")[0]
    action = re.search(r'action="([^"]+)"', form)
    assert action
    fields = MultiDict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form))
    fields.update(more)
    sent = client.post(action[1], data=fields, follow_redirects=True)
    assert sent.status_code == 200, sent.text
    return sent.text


PAGES = (
    "/desk/organizations",
    "/desk/organizations/青川联电",
    "/desk/organizations/similar",
    "/desk/organizations/effect?do=merge&name=青川联电&value=青川联合电信有限公司",
    "/desk/organizations/export.csv",
    "/desk/people",
    "/desk/people/沈知秋",
    "/desk/people/effect?do=join&name=沈知秋&value=沈知",
    "/desk/words",
    "/desk/words/effect?add=低空经济",
    "/desk/words/proposals",
    "/desk/words/export.txt",
)
DEEDS = (
    "/desk/organizations/change",
    "/desk/organizations/codes",
    "/desk/organizations/different",
    "/desk/organizations/import",
    "/desk/people/change",
    "/desk/words/effect",
    "/desk/words/change",
    "/desk/words/apply",
    "/desk/words/proposals",
)


@pytest.mark.parametrize(
    "edit",
    [
        Edit("merge", "青川联电", "北岭无线电厂"),  # which no list has: what prints it is read, too
        Edit("rename", "青川联电", "青川联合电信集团"),
        Edit("remove", "青川联合电信有限公司"),
    ],
)
def test_page_program_and_job_read_the_same_articles_again(desk: Flask, edit: Edit) -> None:
    client, archive = signed_in(desk, "bian"), archive_of(desk)
    third = archive.directory.parent / "三.txt"
    third.write_text("厂里来信\n\n　　8月6日，北岭无线电厂来信，说厂里的收音机还在用。\n", encoding="utf-8")
    archive.ingest([third])
    page = client.get(f"/desk/organizations/effect?do={edit.action}&name={edit.name}&value={edit.value}").text
    told = re.search(r"要重读 (\d+) 篇", page)
    assert told is not None
    form = {"X-Form": secret_of(page)}
    edits = [{"action": edit.action, "name": edit.name, "value": edit.value}]
    program = client.post("/api/v1/names/effect", json={"edits": edits}, headers=form).json
    send_the_form(client, page)
    work_off(archive)
    (job,) = Jobs(archive.store.database).jobs(kinds=["names"])
    assert isinstance(job.result, dict)
    assert int(told[1]) == len(program["articles"]) == job.result["read"] > 0


def test_editors_open_every_page_readers_none_and_others_sign_in(desk: Flask, editor: FlaskClient) -> None:
    reader, nobody = signed_in(desk, "du"), desk.test_client()
    form = secret_of(reader.get("/account").text)
    for path in PAGES:
        assert editor.get(path).status_code == 200, path
        assert reader.get(path).status_code == 403, path
        assert nobody.get(path).status_code == 303, path
    for path in DEEDS:
        assert reader.post(path, data={"form": form}).status_code == 403, path
        assert nobody.post(path).status_code in (401, 422), path


def test_a_merge_shows_its_effect_is_made_and_taken_back(desk: Flask, editor: FlaskClient) -> None:
    before = counted(desk)
    assert (before["青川联合电信有限公司"], before["青川联电"]) == (1, 1)
    page = editor.get("/desk/organizations/effect?do=merge&name=青川联电&value=青川联合电信有限公司").text
    assert "青川联电 并入 青川联合电信有限公司" in page and "招聘" in page and "2 篇" in page
    assert counted(desk) == before
    page = send_the_form(editor, page, reason="同一家")
    assert "正在更新文章" in page and "同一家" in page
    work_off(archive_of(desk))
    assert counted(desk)["青川联合电信有限公司"] == 2 and "青川联电" not in counted(desk)
    undo = re.search(r'href="(/desk/organizations/effect\?undo=\d+)"', page)
    assert undo
    send_the_form(editor, editor.get(undo[1]).text)
    work_off(archive_of(desk))
    assert counted(desk) == before
    assert editor.get(undo[1]).status_code == 422  # taken back once


def test_codes_are_checked_and_shown(editor: FlaskClient) -> None:
    page = editor.get("/desk/organizations/青川联电").text
    form, name = secret_of(page), "青川联电"
    wrong = editor.post("/desk/organizations/codes", data={"form": form, "name": name, "credit": "91"})
    assert wrong.status_code == 422 and "校验码" in wrong.text
    data = {"form": form, "name": name, "stock": "600050.SH", "wikidata": "Q42"}
    assert "600050.SH" in editor.post("/desk/organizations/codes", data=data, follow_redirects=True).text


def test_a_list_as_csv_goes_out_and_comes_in(desk: Flask, editor: FlaskClient) -> None:
    data = editor.get("/desk/organizations/export.csv").data
    assert "青川联电".encode() in data
    more = data + "青川广电,company,,青广;川广\n".encode()
    form = secret_of(editor.get("/desk/organizations").text)
    sent = {"form": form, "file": (io.BytesIO(more), "名录.csv")}
    page = editor.post("/desk/organizations/import", data=sent, follow_redirects=True)
    assert page.status_code == 200 and "导入了" in page.text
    assert names_of(archive_of(desk)).gazetteer().organizations["青川广电"].aliases == ("青广", "川广")
    bad = {"form": form, "file": (io.BytesIO(b"name,kind\n,company\n"), "x.csv")}
    assert editor.post("/desk/organizations/import", data=bad).status_code in (400, 422)


def test_people_are_joined_told_apart_and_taken_back(desk: Flask, editor: FlaskClient) -> None:
    before = counted(desk, "person")
    page = editor.get("/desk/people/effect?do=join&name=闻溪&value=闻小溪").text
    page = send_the_form(editor, page)
    work_off(archive_of(desk))
    assert counted(desk, "person")["闻小溪"] == 1
    [article] = archive_of(desk).search(SearchRequest(q="沈知秋")).hits
    url = f"/desk/people/effect?do=tell&name=沈知秋&value=沈知秋（人事）&place={article.article.id}"
    told = send_the_form(editor, editor.get(url).text)
    work_off(archive_of(desk))
    assert counted(desk, "person")["沈知秋（人事）"] == 1
    for one in (page, told):
        undo = re.search(r'href="(/desk/people/effect\?undo=\d+)"', one)
        assert undo
        send_the_form(editor, editor.get(undo[1]).text)
    work_off(archive_of(desk))
    assert counted(desk, "person") == before
    assert editor.get("/desk/people/effect?do=tell&name=沈知秋&value=甲").status_code == 422


def test_a_word_is_previewed_added_found_and_rolled_back(desk: Flask, editor: FlaskClient) -> None:
    page = editor.get("/desk/words/effect?add=低空经济").text
    assert "2 篇文章含有这些词" in page and '<span class="cut">低空经济</span>' in page
    page = send_the_form(editor, page, reason="新词")
    assert "索引还按第 0 版词典切词" in page
    work_off(archive_of(desk))
    page = editor.get("/desk/words").text
    assert "索引还按" not in page and "低空经济" in page
    assert archive_of(desk).parts.reader.newest()[0].frequency("低空经济") == 2
    found = editor.get("/search?q=低空经济").text
    assert "招聘" in found and "基站" in found
    send_the_form(editor, editor.get("/desk/words/effect?state=0").text)
    work_off(archive_of(desk))
    assert archive_of(desk).parts.reader.newest()[0].frequency("低空经济") == 0
    assert editor.get("/desk/words/effect?state=77").status_code == 404
    assert editor.get("/desk/words/effect?add=，").status_code == 422


def test_a_list_of_words_is_looked_at_before_it_is_taken(desk: Flask, editor: FlaskClient) -> None:
    form = secret_of(editor.get("/desk/words").text)
    file = (io.BytesIO("# 新词\n低空经济 100 n\n县域经济\n".encode()), "词.txt")
    page = editor.post("/desk/words/effect", data={"form": form, "file": file}).text
    assert "低空经济、县域经济" in page
    send_the_form(editor, page)
    work_off(archive_of(desk))
    assert editor.get("/desk/words/export.txt").text == "低空经济\n县域经济\n"


def test_proposals_come_from_a_job(desk: Flask, editor: FlaskClient, tmp_path: Path) -> None:
    text = "".join(
        f"{who}谈低空经济{what}。" for who in "甲乙丙丁戊" for what in ("的好处", "怎么做", "难在哪")
    )
    (tmp_path / "三.txt").write_text(f"座谈\n\n　　{text}\n", encoding="utf-8")
    archive_of(desk).ingest([tmp_path / "三.txt"])
    send_the_form(editor, editor.get("/desk/words/proposals").text)
    work_off(archive_of(desk))
    page = editor.get("/desk/words/proposals").text
    assert "低空经济" in page and "3 篇" in page and "结合度" in page
