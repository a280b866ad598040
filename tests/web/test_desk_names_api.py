"""Organisations, people and words by API: as the pages, by role, in the shapes of the document."""

from __future__ import annotations

import pytest
import schemathesis
from flask import Flask
from hypothesis import given

from search.application.worker import work_off
from tests.web.test_desk_access import archive_of
from tests.web.test_desk_api import token_of
from tests.web.test_desk_names import counted, desk
from tests.web.test_schema import CHECKS, FEW
from web.operations import operations

__all__ = ["desk"]

MINE = [one for one in operations() if one.path.startswith(("/api/v1/names", "/api/v1/words"))]


def test_a_merge_and_its_undo(desk: Flask) -> None:
    client, me = desk.test_client(), token_of(desk, "bian")
    before = counted(desk)
    edits = [{"action": "merge", "name": "青川联电", "value": "青川联合电信有限公司"}]
    effect = client.post("/api/v1/names/effect", json={"edits": edits}, headers=me).json
    assert len(effect["articles"]) == 1 and effect["listed"] == ["青川联电"]
    key = {**me, "Idempotency-Key": "merge-1"}
    done = client.post("/api/v1/names/changes", json={"edits": edits}, headers=key).json
    again = client.post("/api/v1/names/changes", json={"edits": edits}, headers=key).json
    assert again == done and len(done["changes"]) == 1
    work_off(archive_of(desk))
    one = client.get("/api/v1/names/organizations/青川联电", headers=me).json
    assert one["organization"]["name"] == "青川联合电信有限公司" and one["organization"]["articles"] == 2
    undone = client.post("/api/v1/names/undo", json={"changes": [done["changes"][0]["id"]]}, headers=me)
    assert undone.status_code == 200
    work_off(archive_of(desk))
    assert counted(desk) == before


def test_words_and_people(desk: Flask) -> None:
    client, me = desk.test_client(), token_of(desk, "bian")
    effect = client.post("/api/v1/words/effect", json={"add": ["低空经济"]}, headers=me).json
    assert (effect["articles"], effect["otherwise"]) == (2, 2)
    body = {"action": "add", "words": ["低空经济"]}
    assert client.post("/api/v1/words/changes", json=body, headers=me).json["job"]
    body = {"action": "join", "name": "沈知秋", "value": "沈知"}
    assert client.post("/api/v1/names/people/changes", json=body, headers=me).json["job"]
    work_off(archive_of(desk))
    known = client.get("/api/v1/words", headers=me).json
    assert known["state"] == known["applied"] and known["added"] == ["低空经济"]
    assert len(client.get("/api/v1/names/people/沈知", headers=me).json["articles"]) == 1
    assert client.post("/api/v1/words/undo", json={"state": 0}, headers=me).status_code == 200
    assert client.post("/api/v1/words/undo", json={}, headers=me).status_code == 422


@pytest.mark.parametrize("operation", MINE, ids=lambda each: each.name)
def test_readers_and_strangers_are_refused(desk: Flask, operation: schemathesis.BaseSchema) -> None:
    client = desk.test_client()
    path = operation.path.replace("{name}", "青川联电")
    strangers = {"Authorization": "Bearer xz_wrong"}
    for headers, status in ((token_of(desk, "du"), 403), (strangers, 401)):
        answer = client.open(path, method=operation.method.upper(), json={}, headers=headers)
        assert answer.status_code == status, path


@pytest.mark.parametrize(
    "name", ["bian", "du", *(pytest.param(one, marks=pytest.mark.slow) for one in ("guan", None))]
)
def test_answers_conform_to_the_document_for_each_role(desk: Flask, name: str | None) -> None:
    headers = token_of(desk, name) if name else {"Authorization": "Bearer xz_nobody"}
    api = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", desk)
    for operation in MINE:

        @FEW
        @given(case=api[operation.path][operation.method.upper()].as_strategy())
        def ask(case: schemathesis.Case) -> None:
            case.call_and_validate(checks=CHECKS, headers=headers)

        ask()
