"""Bringing in, publishing, withdrawing, removing: by page and by program, each role, nothing lost."""

from __future__ import annotations

import io
import re
import time
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from corpus.desk import LOCAL_ADMIN, PROGRAM, Issues, Jobs, NotAllowed, Person
from corpus.intake.ingest import ingest_bytes
from corpus.settings import UploadSettings
from search.application.bringing import INBOX, adopt, bring_in, safe_parts
from search.application.worker import work_off
from search.model import SearchRequest
from tests.web.test_desk_access import archive_of, desk, secret_of, signed_in
from tests.web.test_desk_api import token_of

__all__ = ["desk"]

PAPER = """石桥月报
2041年第5期

【要闻】
石桥镇修好旧水车
5月6日，石桥镇把停了多年的旧水车修好，村民又用它磨面，镇上的孩子们都来看热闹。
（苏映）
山口小学添了图书
5月9日，山口小学添了三百册图书，家长代表和学生一起布置了新的阅览室，并选出管理员。
（何望山）
"""


def form_of(client: FlaskClient) -> str:
    return secret_of(client.get("/desk/bring-in").text)


def uploaded(client: FlaskClient, *files: tuple[str, str]) -> str:
    """Where the upload leads; the job is done."""
    sent = client.post(
        "/desk/bring-in",
        data={"form": form_of(client), "files": [(io.BytesIO(text.encode()), name) for name, text in files]},
    )
    assert sent.status_code == 303, sent.text
    return str(sent.location)


def found(app: Flask, q: str) -> int:
    return archive_of(app).search(SearchRequest(q=q)).total


def test_an_issue_goes_from_upload_to_search_and_away_again(desk: Flask) -> None:
    client, archive = signed_in(desk, "guan"), archive_of(desk)
    where = uploaded(client, ("五月/石桥.txt", PAPER), ("空.txt", ""))
    work_off(archive)
    told = client.get(where).text
    (draft,) = Issues(archive.store).issues("draft")
    assert f'href="/desk/drafts/{draft.issue.id}"' in told and "2 篇" in told and "空.txt" in told
    assert "石桥.txt: 新增，草稿，2 篇" in told, "a line a file in the log"
    assert not list((archive.directory / INBOX).iterdir())
    assert found(desk, "旧水车") == 0
    assert draft.issue.title in client.get("/desk/").text
    listed = client.get("/desk/issues").text
    assert draft.issue.id in listed and "草稿 1" in listed
    form, at = secret_of(listed), f"/desk/issues/{draft.issue.id}"
    assert client.post(f"{at}/publish", data={"form": form}).status_code == 303
    work_off(archive)
    assert found(desk, "旧水车") == 1
    assert client.post(f"{at}/withdraw", data={"form": form, "reason": "版权"}).status_code == 303
    work_off(archive)
    assert found(desk, "旧水车") == 0 and "版权" in client.get("/desk/activity").text
    assert client.post(f"{at}/restore", data={"form": form}).status_code == 303
    work_off(archive)
    assert found(desk, "旧水车") == 1
    wrong = client.post(f"{at}/remove", data={"form": form, "title": "别的", "reason": "误收"})
    assert wrong.status_code == 422 and 'value="误收"' in wrong.text and found(desk, "旧水车") == 1
    assert client.post(f"{at}/remove", data={"form": form, "title": draft.issue.title}).status_code == 303
    work_off(archive)
    assert found(desk, "旧水车") == 0 and client.get(at).status_code == 404


def test_what_is_there_already_is_explained(desk: Flask) -> None:
    client, archive = signed_in(desk, "bian"), archive_of(desk)
    uploaded(client, ("石桥.txt", PAPER))
    work_off(archive)
    again = uploaded(client, ("另名.txt", PAPER))
    work_off(archive)
    assert "这个文件已于" in client.get(again).text
    assert len(Issues(archive.store).issues("draft")) == 1


def test_a_new_printing_is_published_once_its_difference_was_seen(desk: Flask) -> None:
    client, archive = signed_in(desk, "bian"), archive_of(desk)
    first = ingest_bytes([("石桥.txt", PAPER.encode())], archive.store, archive.parser()).outcomes[0][1]
    uploaded(client, ("石桥.txt", PAPER.replace("三百册", "五百册")))
    work_off(archive)
    (draft,) = Issues(archive.store).issues("draft")
    form = secret_of(client.get("/desk/issues").text)
    sent = client.post(f"/desk/issues/{draft.issue.id}/publish", data={"form": form})
    assert sent.status_code == 303 and sent.location.endswith(f"/desk/issues/{draft.issue.id}#difference")
    shown = client.get(f"/desk/issues/{draft.issue.id}").text
    assert "<del>" in shown and "五百册" in shown and f'name="before" value="{first.issue_id}"' in shown
    many = client.post("/desk/issues", data={"form": form, "do": "publish", "issue": [draft.issue.id]})
    assert many.status_code == 422 and "逐一核对差异" in many.text
    done = client.post(
        f"/desk/issues/{draft.issue.id}/publish", data={"form": form, "before": first.issue_id}
    )
    assert done.status_code == 303
    assert "五百册" in archive.store.issue_articles(first.issue_id)[1].body


def test_two_drafts_of_one_issue_are_both_kept_and_compared(desk: Flask) -> None:
    client, archive = signed_in(desk, "bian"), archive_of(desk)
    uploaded(client, ("石桥.txt", PAPER))
    work_off(archive)
    where = uploaded(client, ("石桥.txt", PAPER.replace("三百册", "五百册")))
    work_off(archive)
    assert "两份都留着" in client.get(where).text, "said where the files were brought in"
    later, first = Issues(archive.store).issues("draft")
    page = client.get(f"/desk/issues/{later.issue.id}").text
    assert f'href="/desk/drafts/{first.issue.id}"' in page and "更改 1 篇" in page and "<del>" in page
    form = secret_of(page)
    both = {"form": form, "do": "publish", "issue": [first.issue.id, later.issue.id]}
    done = client.post("/desk/issues", data=both)
    assert done.status_code == 422 and "已完成 1 期" in done.text and "逐一核对差异" in done.text
    assert "三百册" in archive.store.issue_articles(first.issue.id)[1].body, "nothing is replaced unseen"
    client.post(f"/desk/issues/{later.issue.id}/discard", data={"form": form})
    work_off(archive)
    assert Issues(archive.store).counts()["draft"] == 0 and found(desk, "三百册") == 1


def test_many_at_once(desk: Flask) -> None:
    client, archive = signed_in(desk, "bian"), archive_of(desk)
    uploaded(client, *((f"{n}.txt", PAPER.replace("石桥", name).replace("第5期", f"第{n}期")) for n, name in (
        (1, "东坡"), (2, "西坡"), (3, "南坡"))))  # fmt: skip
    work_off(archive)
    ids = [one.issue.id for one in Issues(archive.store).issues("draft")]
    assert len(ids) == 3
    form = secret_of(client.get("/desk/issues").text)
    assert client.get("/desk/issues").text.count(" checked") == 0
    assert client.get("/desk/issues?tick=all").text.count(" checked") == 3, "without scripts, too"
    doubtful = sum(bool(one.doubtful) for one in Issues(archive.store).issues("draft"))
    assert client.get("/desk/issues?tick=sure").text.count(" checked") == 3 - doubtful
    sent = client.post("/desk/issues", data={"form": form, "do": "publish", "issue": ids[:2]})
    assert sent.status_code == 303 and "已发布 2 期" in client.get(sent.location).text
    sent = client.post("/desk/issues", data={"form": form, "do": "discard", "issue": ids[2:]})
    assert sent.status_code == 303 and Issues(archive.store).counts()["draft"] == 0
    assert client.post("/desk/issues", data={"form": form, "do": "publish"}).status_code == 422
    assert client.post("/desk/issues", data={"form": form, "do": "burn", "issue": ids}).status_code == 400


def test_too_much_is_refused_unread_with_the_remedy(desk: Flask) -> None:
    object.__setattr__(archive_of(desk).settings, "upload", UploadSettings(size_mb=1))
    client = signed_in(desk, "bian")
    form = form_of(client)
    data = {"form": form, "files": (io.BytesIO(b"x"), "大.txt")}
    declared = {"CONTENT_LENGTH": str(2**21)}
    refused = client.post("/desk/bring-in", data=data, environ_overrides=declared)
    assert refused.status_code == 413 and "1 MB" in refused.text
    assert not (archive_of(desk).directory / INBOX).exists()
    empty = client.post("/desk/bring-in", data={"form": form}, content_type="multipart/form-data")
    assert empty.status_code == 422 and "请先选择文件" in empty.text


PLACES = [
    ("get", "/desk/", "bring_in"),
    ("get", "/desk/bring-in", "bring_in"),
    ("post", "/desk/bring-in", "bring_in"),
    ("get", "/desk/issues", "bring_in"),
    ("post", "/desk/issues", "bring_in"),
    ("get", "/desk/issues/ID", "bring_in"),
    *(("post", f"/desk/issues/ID/{do}", "bring_in") for do in ("publish", "discard", "withdraw", "restore")),
    ("post", "/desk/issues/ID/remove", "remove"),
    ("post", "/api/v1/drafts", "bring_in"),
    ("get", "/api/v1/shelf", "bring_in"),
    ("get", "/api/v1/drafts/ID/difference", "bring_in"),
    *(("post", f"/api/v1/drafts/ID/{do}", "bring_in") for do in ("publish", "discard")),
    *(("post", f"/api/v1/issues/ID/{do}", "bring_in") for do in ("withdraw", "restore")),
    ("post", "/api/v1/issues/ID/remove", "remove"),
]
MAY = {"guan": {"bring_in", "remove"}, "bian": {"bring_in"}, "du": set[str]()}


@pytest.mark.parametrize("name", MAY)
def test_every_route_is_open_to_those_who_may_and_to_no_others(desk: Flask, name: str) -> None:
    headers = token_of(desk, name)
    client = desk.test_client()
    for method, path, right in PLACES:
        body = {"json": {"title": "x"}} if path.endswith("remove") and "/api/" in path else {}
        answer = client.open(path, method=method.upper(), headers=headers, **body)
        assert (answer.status_code == 403) == (right not in MAY[name]), (path, answer.status_code)
        stranger = client.open(path, method=method.upper())
        assert stranger.status_code in (303, 401, 422), path
    assert Issues(archive_of(desk).store).counts()["published"] == 1, "nothing was changed by anybody"


def test_a_program_brings_in_publishes_and_removes_once(desk: Flask) -> None:
    client, archive = desk.test_client(), archive_of(desk)
    editor = token_of(desk, "bian")
    keyed = {**editor, "Idempotency-Key": "今日"}
    sent = [
        client.post("/api/v1/drafts", data={"files": (io.BytesIO(PAPER.encode()), "石桥.txt")}, headers=keyed)
        for _ in range(2)
    ]
    assert [one.status_code for one in sent] == [200, 200] and sent[0].json == sent[1].json
    other = client.post("/api/v1/drafts", data={"files": (io.BytesIO(b"x"), "y.txt")}, headers=keyed)
    assert other.status_code == 422
    work_off(archive)
    job = client.get(f"/api/v1/jobs/{sent[0].json['id']}", headers=editor).json
    assert job["state"] == "done" and len(job["log"]) == 1
    (issue,) = job["result"]["drafts"]
    listed = client.get("/api/v1/shelf", headers=editor).json
    assert [one["issue"] for one in listed["issues"]] == [issue] and listed["total"] == 1
    for _ in range(2):
        done = client.post(
            f"/api/v1/drafts/{issue}/publish", json={}, headers={**editor, "Idempotency-Key": "p"}
        )
        assert done.json == {"issue": issue, "state": "published"}
    assert client.post(f"/api/v1/drafts/{issue}/publish", json={}, headers=editor).status_code == 422
    gone = {"title": listed["issues"][0]["title"]}
    assert client.post(f"/api/v1/issues/{issue}/remove", json=gone, headers=editor).status_code == 403
    admin = token_of(desk, "guan")
    assert (
        client.post(f"/api/v1/issues/{issue}/remove", json={"title": "?"}, headers=admin).status_code == 404
    )
    assert client.post(f"/api/v1/issues/{issue}/remove", json=gone, headers=admin).status_code == 200
    work_off(archive)
    assert found(desk, "旧水车") == 0


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("甲.txt", ("甲.txt",)),
        ("../../etc/passwd", ("etc", "passwd")),
        ("C:\\年刊\\一.doc", ("C_", "年刊", "一.doc")),
        ("/a//./b.txt", ("a", "b.txt")),
        ("\x00", ("_",)),
        ("..", ("file",)),
        ("长" * 300 + ".txt", ("长" * 65 + ".txt",)),
    ],
)
def test_a_name_leads_nowhere_else(given: str, kept: tuple[str, ...]) -> None:
    assert safe_parts(given) == kept


def test_an_upload_without_its_job_is_found_by_the_next_worker(desk: Flask) -> None:
    archive = archive_of(desk)
    old = archive.directory / INBOX / "abandoned"
    old.mkdir(parents=True)
    (old / "石桥.txt").write_text(PAPER, encoding="utf-8")
    assert adopt(archive) == 0, "its request may be about to order it"
    import os

    os.utime(old, (time.time() - 3600,) * 2)
    assert adopt(archive) == 1
    adopt(archive)
    assert len(Jobs(archive.store.database).jobs(by=PROGRAM)) == 1
    work_off(archive)
    assert Issues(archive.store).counts()["draft"] == 1 and not old.exists()


def test_bringing_in_asks_for_the_right_and_two_of_one_name_are_two(desk: Flask) -> None:
    archive = archive_of(desk)
    with pytest.raises(NotAllowed):
        bring_in(archive, [("a.txt", io.BytesIO(b"x"))], Person("r", "读者", "reader"))
    files = [
        ("甲.txt", io.BytesIO(PAPER.encode())),
        ("甲.txt", io.BytesIO(PAPER.replace("石桥", "木桥").encode())),
    ]
    job = bring_in(archive, files, LOCAL_ADMIN)
    folder: Path = archive.directory / INBOX / str(job.payload["folder"])
    assert sorted(one.name for one in folder.iterdir()) == ["甲 (2).txt", "甲.txt"]


def test_a_hundred_drafts_are_listed_quickly(desk: Flask) -> None:
    archive = archive_of(desk)
    papers = [
        (f"{n}.txt", PAPER.replace("石桥", f"石桥{n}村").replace("第5期", f"第{n}期").encode())
        for n in range(100)
    ]
    for name, data in papers:
        ingest_bytes([(name, data)], archive.store, archive.parser(), draft=True)
    client = signed_in(desk, "bian")
    took = []
    for _ in range(5):
        began = time.process_time()
        page = client.get("/desk/issues")
        took.append(time.process_time() - began)
    assert len(re.findall(r'name="issue"', page.text)) == 100
    assert min(took) <= 0.1, took
