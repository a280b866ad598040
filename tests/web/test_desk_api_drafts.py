"""Drafts by API: what a page does, a program can; the same roles, the same refusals, both versions."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from argon2 import PasswordHasher
from hypothesis import given
from hypothesis import strategies as st
from schemathesis import Case
from werkzeug.test import TestResponse

from corpus.desk import LOCAL_ADMIN, Accounts, Issues, Role, accounts
from corpus.desk.draft_edits import MARK_ROLES
from search.application.archive import Archive
from tests.web.test_desk_access import PASSWORD
from tests.web.test_desk_api import token_of
from tests.web.test_desk_preview import NUMBERS, Desk, line, titles
from tests.web.test_schema import CHECKS, FEW
from web.operations import operations

OWN = [one for one in operations() if one.path.startswith("/api/v1/drafts/{issue_id}")]
OWN = [one for one in OWN if one.name in ("draft", "edit_draft", "undo_draft", "redo_draft")]


@pytest.fixture(scope="module")
def lasting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with Archive.open(tmp_path_factory.mktemp("api") / "archive", create=True) as archive:
        quick = partial(
            PasswordHasher, time_cost=1, memory_cost=8, parallelism=1
        )  # the same hash, little work
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(accounts, "PasswordHasher", quick)
            roles: dict[str, Role] = {"guan": "administrator", "bian": "editor", "du": "reader"}
            for name, role in roles.items():
                Accounts(archive.store.database).add(name, PASSWORD, role, LOCAL_ADMIN)
        yield Desk(archive)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with Archive.open(tmp_path / "archive", create=True) as archive:
        yield Desk(archive)


def read(desk: Desk) -> dict[str, Any]:
    answer = desk.client.get(f"/api/v1/drafts/{desk.draft}")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json or {}
    return found


def post(desk: Desk, what: str, headers: dict[str, str] | None = None, **body: object) -> TestResponse:
    path = f"/api/v1/drafts/{desk.draft}/{what}"
    return desk.client.post(path, json=body, headers={"X-Form": desk.secret, **(headers or {})})


def made(desk: Desk, **edit: object) -> dict[str, Any]:
    answer = post(desk, "edits", version=read(desk)["version"], edit=edit)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json or {}
    return found


def test_the_api_says_what_the_page_shows(desk: Desk) -> None:
    found = read(desk)
    assert [one["title"] for one in found["articles"]] == titles(desk.page())
    assert [one["number"] for one in found["lines"]] == NUMBERS
    assert found["articles"][1]["authors"] == ["何望山"] and found["articles"][1]["date"] == "2033-04-09"
    assert 0 < found["articles"][1]["known"]["authors"]["confidence"] <= 1
    assert {one["reason"] for one in found["lines"] if one["article"] is None} >= {"masthead", "page number"}
    assert (found["version"], found["edits"], found["state"]) == (0, [], "draft")


def test_every_edit_undo_and_redo(desk: Desk) -> None:
    at = line("4月9日")
    assert len(made(desk, edit="split", line=at)["articles"]) == 4
    assert len(made(desk, edit="join", line=at)["articles"]) == 3
    for role in MARK_ROLES:
        found = made(desk, edit="mark", line=line("谢。"), last=line("谢。"), role=role)
        assert next(one for one in found["lines"] if one["number"] == line("谢。"))["role"] == role
    found = made(desk, edit="section", line=at, name="教育")
    assert [one["section"] for one in found["articles"]].count("教育") == 1
    found = made(desk, edit="set", line=at, field="people", value=["何望山", "苏映"])
    assert ["何望山", "苏映"] in [one["people"] for one in found["articles"]]
    assert made(desk, edit="issue", field="number", value="第5期")["issue"]["number"] == "第5期"
    count = len(read(desk)["edits"])
    for step in range(count):
        undone = post(desk, "undo", version=read(desk)["version"]).json or {}
        assert undone["in_force"] == count - step - 1
    assert [one["title"] for one in read(desk)["articles"]] == titles(desk.page())
    assert post(desk, "undo", version=read(desk)["version"]).status_code == 422
    redone = post(desk, "redo", version=read(desk)["version"]).json or {}
    assert redone["in_force"] == 1


def test_the_later_of_two_is_given_both(desk: Desk) -> None:
    made(desk, edit="split", line=line("4月9日"))
    late = post(desk, "edits", version=0, edit={"edit": "set", "line": 9, "field": "title", "value": "校车"})
    assert late.status_code == 409 and late.mimetype == "application/problem+json"
    told: dict[str, Any] = late.json or {}
    assert told["mine"]["value"] == "校车" and told["theirs"]["version"] == 1
    assert told["theirs"]["edits"][0]["edit"] == "split"
    undone = post(desk, "undo", version=0)
    assert undone.status_code == 409 and (undone.json or {})["mine"] is None


def test_many_at_once_lose_and_double_nothing(desk: Desk) -> None:
    """Each makes its edits upon whatever version it is told; every edit that was answered stands, once."""
    path = f"/api/v1/drafts/{desk.draft}"

    def somebody(who: int) -> list[str]:
        client = desk.app.test_client()
        client.set_cookie("xz_form", desk.secret)
        answered, version = [], 0
        for number in range(3):
            name = f"{who}之{number}"
            edit = {"edit": "section", "line": 9, "name": name}
            while True:
                body = {"version": version, "edit": edit}
                answer = client.post(f"{path}/edits", json=body, headers={"X-Form": desk.secret})
                told = answer.json or {}
                if answer.status_code == 200:
                    answered.append(name)
                    version = told["version"]
                    break
                assert answer.status_code == 409, answer.text
                version = told["theirs"]["version"]
        return answered

    with ThreadPoolExecutor(4) as people:
        answered = [name for names in people.map(somebody, range(4)) for name in names]
    found = read(desk)
    assert sorted(one["name"] for one in found["edits"]) == sorted(answered)
    assert found["version"] == found["in_force"] == 12


def test_what_cannot_be_is_refused_and_changes_nothing(desk: Desk) -> None:
    wrong: list[dict[str, object]] = [
        {"edit": "explode", "line": 9},
        {"edit": "split"},
        {"edit": "split", "line": "9"},
        {"edit": "split", "line": 9, "more": 1},
        {"edit": "split", "line": 4000},
        {"edit": "set", "line": 9, "field": "shape", "value": "x"},
        {"edit": "mark", "line": 9, "role": "hero"},
    ]
    for edit in wrong:
        assert post(desk, "edits", version=0, edit=edit).status_code == 422, edit
    date = post(desk, "edits", version=0, edit={"edit": "set", "line": 9, "field": "date", "value": "x"})
    assert date.status_code == 422
    assert desk.client.get("/api/v1/drafts/nothing").status_code == 404
    assert read(desk)["version"] == 0
    Issues(desk.archive.store).publish(desk.draft, LOCAL_ADMIN)
    assert post(desk, "edits", version=0, edit={"edit": "split", "line": 9}).status_code == 422


def test_an_edit_with_a_key_is_made_once(desk: Desk) -> None:
    body: dict[str, Any] = {"version": 0, "edit": {"edit": "split", "line": line("4月9日")}}
    first, again = (post(desk, "edits", {"Idempotency-Key": "k1"}, **body) for _ in range(2))
    assert first.status_code == again.status_code == 200 and first.json == again.json
    assert read(desk)["version"] == 1


def test_readers_and_narrow_tokens_are_refused(lasting: Desk) -> None:
    client = lasting.app.test_client()
    path = f"/api/v1/drafts/{lasting.draft}"
    body = {"version": 0, "edit": {"edit": "split", "line": line("4月9日")}}
    for headers in (token_of(lasting.app, "du"), token_of(lasting.app, "bian", "read", "correct")):
        assert client.get(path, headers=headers).status_code == 403
        for what, sent in (("edits", body), ("undo", {"version": 0}), ("redo", {"version": 0})):
            assert client.post(f"{path}/{what}", json=sent, headers=headers).status_code == 403, what
    assert client.get(path, headers=token_of(lasting.app, "bian", "bring_in")).status_code == 200


@pytest.mark.parametrize("name", ["guan", "bian", "du"])
@pytest.mark.parametrize("operation", OWN, ids=lambda each: each.name)
def test_the_document_is_kept_for_every_role(lasting: Desk, operation: Any, name: str) -> None:
    api = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", lasting.app)
    headers = token_of(lasting.app, name)
    places = st.sampled_from([lasting.draft, "nothing"])

    @FEW
    @given(api[operation.path][operation.method.upper()].as_strategy(), places)
    def ask(case: Case, place: str) -> None:
        case.path_parameters = {"issue_id": place}
        answer = case.call_and_validate(checks=CHECKS, headers=headers)
        if name == "du":
            assert answer.status_code in (400, 403, 415, 422)

    ask()
