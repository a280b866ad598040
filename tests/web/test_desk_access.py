"""Who may do what: signing in, forms of our own, tokens, roles, reading by login."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient

from corpus.desk import LOCAL_ADMIN, Accounts, Jobs, Role, Tokens, accounts
from corpus.settings import AccessSettings
from search.application.archive import Archive
from search.application.bringing import INDEX
from web.serving.app import create_app

PASSWORD = "渡口的老槐树今年开花"


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    quick = partial(PasswordHasher, time_cost=1, memory_cost=8, parallelism=1)  # the same hash, little work
    monkeypatch.setattr(accounts, "PasswordHasher", quick)
    (tmp_path / "渡口.txt").write_text("渡口停航\n\n　　南川渡口停航三天。（林见山）\n", encoding="utf-8")
    with Archive.open(tmp_path / "archive", create=True) as archive:
        archive.ingest([tmp_path / "渡口.txt"])
        kept = Accounts(archive.store.database)
        roles: dict[str, Role] = {"guan": "administrator", "bian": "editor", "du": "reader"}
        for name, role in roles.items():
            kept.add(name, PASSWORD, role, LOCAL_ADMIN)
        yield create_app(archive, TESTING=True)


def secret_of(html: str) -> str:
    found = re.search(r'name="form" value="([^"]+)"', html)
    assert found, "no form of ours"
    return found[1]


def signed_in(app: Flask, name: str, password: str = PASSWORD) -> FlaskClient:
    client = app.test_client()
    form = secret_of(client.get("/signin").text)
    sent = client.post("/signin", data={"name": name, "password": password, "form": form})
    assert sent.status_code == 303, sent.text
    return client


def archive_of(app: Flask) -> Archive:
    held = app.extensions["archive"]
    assert isinstance(held, Archive)
    return held


GUARDED = ("/desk/jobs", "/desk/accounts", "/desk/activity")


@pytest.mark.parametrize(
    ("name", "opened"),
    [("guan", set(GUARDED)), ("bian", {"/desk/jobs"}), ("du", set())],
)
def test_each_role_opens_its_pages_and_no_others(desk: Flask, name: str, opened: set[str]) -> None:
    client = signed_in(desk, name)
    for path in GUARDED:
        page = client.get(path)
        assert page.status_code == (200 if path in opened else 403), path
    shown = client.get("/account").text
    assert {path for path in GUARDED if f'href="{path}"' in shown} == opened


def test_who_is_not_signed_in_is_sent_to_sign_in_and_comes_back(desk: Flask) -> None:
    client = desk.test_client()
    sent = client.get("/desk/jobs")
    assert sent.status_code == 303 and sent.location == "/signin?next=/desk/jobs"
    form = secret_of(client.get(sent.location).text)
    back = client.post(
        "/signin", data={"name": "bian", "password": PASSWORD, "form": form, "next": "/desk/jobs"}
    )
    assert back.location == "/desk/jobs"
    elsewhere = client.post(
        "/signin", data={"name": "bian", "password": PASSWORD, "form": form, "next": "//evil.example/x"}
    )
    assert "evil" not in (elsewhere.location or "")


def test_a_wrong_password_says_so_and_too_many_wait(desk: Flask) -> None:
    client = desk.test_client()
    form = secret_of(client.get("/signin").text)
    answers = [
        client.post("/signin", data={"name": "bian", "password": "不是这个密码呀", "form": form})
        for _ in range(12)
    ]
    assert answers[0].status_code == 401 and "用户名或密码不对" in answers[0].text
    assert answers[-1].status_code == 429
    nobody = client.post("/signin", data={"name": "无此人", "password": PASSWORD, "form": form})
    assert nobody.status_code in (401, 429)


def test_a_form_that_is_not_ours_changes_nothing(desk: Flask) -> None:
    client = signed_in(desk, "guan")
    data = {"name": "xin", "password": PASSWORD, "role": "administrator"}
    for form in ({}, {"form": ""}, {"form": "0" * 64}):
        assert client.post("/desk/accounts", data={**data, **form}).status_code == 422
    names = {each.name for each in Accounts(archive_of(desk).store.database).accounts(LOCAL_ADMIN)}
    assert names == {"guan", "bian", "du"}
    form = secret_of(client.get("/desk/accounts").text)
    assert client.post("/desk/accounts", data={**data, "form": form}).status_code == 200
    log = client.get("/desk/activity?q=xin").text
    assert "xin" in log
    assert client.post("/signin", data={"name": "guan", "password": PASSWORD}).status_code == 422


def test_an_administrator_keeps_accounts_and_one_is_left(desk: Flask) -> None:
    client = signed_in(desk, "guan")
    listed = {each.name: each for each in Accounts(archive_of(desk).store.database).accounts(LOCAL_ADMIN)}
    form = secret_of(client.get("/desk/accounts").text)
    reader = signed_in(desk, "du")
    assert reader.get("/account").status_code == 200
    url = f"/desk/accounts/{listed['du'].id}"
    assert client.post(url, data={"do": "close", "form": form}).status_code == 200
    assert reader.get("/account").status_code == 303  # a closed account is signed out at once
    assert client.post(url, data={"do": "open", "form": form}).status_code == 200
    assert client.post(url, data={"do": "role", "role": "editor", "form": form}).status_code == 200
    last = client.post(
        f"/desk/accounts/{listed['guan'].id}", data={"do": "role", "role": "reader", "form": form}
    )
    assert last.status_code == 422
    weak = client.post("/desk/accounts", data={"name": "ruo", "password": "短密码", "form": form})
    assert weak.status_code == 422 and 'value="ruo"' in weak.text


def test_a_new_password_ends_the_other_sessions(desk: Flask) -> None:
    here, elsewhere = signed_in(desk, "bian"), signed_in(desk, "bian")
    form = secret_of(here.get("/account").text)
    wrong = here.post("/account/password", data={"old": "不对的旧密码", "new": PASSWORD, "form": form})
    assert wrong.status_code != 200
    new = "渡口的老槐树明年开花"
    assert here.post("/account/password", data={"old": PASSWORD, "new": new, "form": form}).status_code == 200
    assert here.get("/account").status_code == 200 and elsewhere.get("/account").status_code == 303
    signed_in(desk, "bian", new)
    assert here.post("/signout", data={"form": form}).status_code == 303
    assert here.get("/account").status_code == 303


def test_a_token_is_shown_once_allows_its_scopes_and_can_be_revoked(desk: Flask) -> None:
    client = signed_in(desk, "guan")
    form = secret_of(client.get("/account").text)
    made = client.post(
        "/account/tokens", data={"label": "夜间导入", "scope": ["read", "bring_in"], "form": form}
    )
    (token,) = re.findall(r"<code>(xz_[^<]+)</code>", made.text)
    assert token not in client.get("/account").text
    assert "权限：阅读、收入、发布与撤回" in re.sub(r"\s*：\s*", "：", client.get("/desk/activity").text)
    outside = desk.test_client()
    headers = {"Authorization": f"Bearer {token}"}
    assert outside.get("/desk/jobs", headers=headers).status_code == 200
    assert outside.get("/desk/accounts", headers=headers).status_code == 403
    owner = next(
        each
        for each in Accounts(archive_of(desk).store.database).accounts(LOCAL_ADMIN)
        if each.name == "guan"
    )
    (kept,) = Tokens(archive_of(desk).store.database).tokens(owner.id, owner.person)
    assert client.post(f"/account/tokens/{kept.id}/revoke", data={"form": form}).status_code == 200
    assert outside.get("/desk/jobs", headers=headers).status_code == 303
    assert outside.get("/desk/jobs", headers={"Authorization": "Bearer xz_none"}).status_code == 303


def test_reading_by_login_shows_nothing_to_strangers(desk: Flask) -> None:
    archive = archive_of(desk)
    object.__setattr__(archive.settings, "access", AccessSettings(reading="login"))
    stranger = desk.test_client()
    for path in ("/", "/search?q=渡口", "/feed", "/export?q=渡口&format=csv"):
        sent = stranger.get(path)
        assert sent.status_code == 303 and "渡口停航" not in sent.text, path
    assert stranger.get("/api/v1/search?q=渡口").status_code == 401
    assert "渡口停航" in signed_in(desk, "du").get("/search?q=渡口").text


def test_whoever_sits_at_the_machine_is_its_administrator(desk: Flask) -> None:
    local = create_app(archive_of(desk), TESTING=True, LOCAL=True)
    client = local.test_client()
    assert client.get("/desk/accounts").status_code == 200
    assert client.get("/desk/accounts", environ_base={"REMOTE_ADDR": "10.1.2.3"}).status_code == 303
    form = secret_of(client.get("/desk/accounts").text)
    data = {"name": "xin", "password": PASSWORD}
    assert client.post("/desk/accounts", data=data).status_code == 422
    assert client.post("/desk/accounts", data={**data, "form": form}).status_code == 200
    stranger = local.test_client()  # a page of another site has no cookie of ours to go with its form
    assert stranger.post("/desk/accounts", data={**data, "form": form}).status_code == 422


def test_jobs_are_watched_cancelled_and_tried_again(desk: Flask) -> None:
    client = signed_in(desk, "bian")
    jobs = Jobs(archive_of(desk).store.database)
    editor = next(
        each.person
        for each in Accounts(archive_of(desk).store.database).accounts(LOCAL_ADMIN)
        if each.name == "bian"
    )
    job, other = jobs.enqueue(INDEX, {}, editor), jobs.enqueue(INDEX, {}, LOCAL_ADMIN)
    listed = client.get("/desk/jobs").text
    assert f"/desk/jobs/{job.id}" in listed and f"/desk/jobs/{other.id}" not in listed
    assert client.get(f"/desk/jobs/{other.id}").status_code == 403
    page = client.get(f"/desk/jobs/{job.id}").text
    assert "等待中" in page
    form = secret_of(page)
    assert client.post(f"/desk/jobs/{job.id}/cancel", data={"form": form}).status_code == 303
    told = client.get(f"/desk/jobs/{job.id}/state").json
    assert told is not None and told["state"] == "cancelled" and told["named"] == "已取消"
    assert client.post(f"/desk/jobs/{job.id}/retry", data={"form": form}).status_code == 303
    assert jobs.job(job.id).state == "queued"
    assert client.get("/desk/jobs/99999").status_code == 404


def test_every_order_wakes_the_worker_beside_the_server(desk: Flask) -> None:
    woken: list[str] = []
    desk.config["WAKE"] = lambda: woken.append("!")
    client = signed_in(desk, "bian")
    woken.clear()
    secret = secret_of(client.get("/account").text)
    (issue,) = archive_of(desk).issues()
    for path, status in ((f"/desk/issues/{issue.id}/withdraw", 303), ("/desk/issues/nothing/withdraw", 404)):
        assert client.post(path, data={"form": secret, "reason": "误发"}).status_code == status
    client.get("/desk/issues")
    assert woken == ["!"]
