"""What every write by a program shares: who acts, bodies that are checked, deeds that are done once."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.exceptions import BadRequest, UnsupportedMediaType

from corpus.desk import LOCAL_ADMIN, RIGHTS, Accounts, Answers, Conflict, Person, Refused, Tokens
from corpus.store import Store
from tests.web.test_desk_access import archive_of, desk, secret_of, signed_in
from web.desk.api.bodies import read_json, shape
from web.openapi import array
from web.schemas import STRING

__all__ = ["desk"]

SHAPE = shape(("ids",), ids={**array(STRING), "maxItems": 3}, beside={"type": "boolean"}, note=STRING)


def token_of(app: Flask, name: str, *scopes: str) -> dict[str, str]:
    """The header of a fresh token of this account."""
    database = archive_of(app).store.database
    owner = next(one for one in Accounts(database).accounts(LOCAL_ADMIN) if one.name == name)
    rights = [right for right in RIGHTS if not scopes or right in scopes]
    token, _ = Tokens(database).issue(owner.id, "试", rights, owner.person, 1)
    return {"Authorization": f"Bearer {token}"}


def test_a_token_and_a_session_say_who_acts_and_what_they_may(desk: Flask) -> None:
    asked = desk.test_client()
    editor = asked.get("/api/v1/me", headers=token_of(desk, "bian")).json
    assert editor["name"] == "bian" and "bring_in" in editor["rights"]
    assert not {"remove", "administer"} & set(editor["rights"])
    narrow = asked.get("/api/v1/me", headers=token_of(desk, "guan", "read", "correct")).json
    assert narrow["rights"] == ["read", "correct"]
    assert signed_in(desk, "du").get("/api/v1/me").json["rights"][0] == "read"
    for headers in ({}, {"Authorization": "Bearer xz_wrong"}):
        refused = asked.get("/api/v1/me", headers=headers)
        assert refused.status_code == 401 and refused.mimetype == "application/problem+json"
    kept = asked.get("/api/v1/me", headers=token_of(desk, "bian")).headers
    assert kept["Cache-Control"] == "no-store" and "ETag" not in kept
    assert secret_of(signed_in(desk, "du").get("/account").text)


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ({}, "ids"),
        ({"ids": "a"}, "ids"),
        ({"ids": ["a", 3]}, "ids[1]"),
        ({"ids": ["a"] * 4}, "ids"),
        ({"ids": [], "beside": 1}, "beside"),
        ({"ids": [], "besides": True}, "besides"),
        ([], "body"),
        (None, "body"),
    ],
)
def test_a_body_of_another_shape_is_refused_with_the_place(body: object, says: str) -> None:
    with pytest.raises(Refused) as refused:
        read_json(json.dumps(body).encode(), "application/json", SHAPE)
    said = str(refused.value)
    assert said.startswith(f"{says}：") and f" / {says} " in said and "\n" not in said


def test_what_is_no_json_is_said_to_be_none() -> None:
    for data in (b"", b"{", b'{"ids": NaN}', b"\xff\xfe", b"[" * 100_000):
        with pytest.raises(BadRequest):
            read_json(data, "application/json", SHAPE)
    with pytest.raises(UnsupportedMediaType):
        read_json(b"{}", "text/plain", SHAPE)


ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: (
        st.lists(inner) | st.dictionaries(st.sampled_from(["ids", "beside", "note", "other"]), inner)
    ),
)


@given(ANY)
def test_a_body_is_read_as_sent_or_refused(body: object) -> None:
    try:
        found = read_json(json.dumps(body).encode(), "application/json", SHAPE)
    except Refused:
        return
    assert found == body and isinstance(found["ids"], list)


@pytest.fixture
def answers(tmp_path: Path) -> Iterator[tuple[Answers, list[float]]]:
    now = [1000.0]
    store = Store.open(tmp_path / "archive")
    yield Answers(store.database, lambda: now[0]), now
    store.close()


def test_a_deed_is_done_once_however_often_it_is_asked_for(answers: tuple[Answers, list[float]]) -> None:
    kept, now = answers
    other = replace(LOCAL_ADMIN, id="other")
    assert kept.begin(LOCAL_ADMIN, "k", "asked") is None
    with pytest.raises(Conflict):
        kept.begin(LOCAL_ADMIN, "k", "asked")
    assert kept.begin(other, "k", "asked") is None, "another person's key is another key"
    kept.keep(LOCAL_ADMIN, "k", 200, '{"做":1}')
    assert kept.begin(LOCAL_ADMIN, "k", "asked") == (200, '{"做":1}')
    with pytest.raises(Refused):
        kept.begin(LOCAL_ADMIN, "k", "asked for something else")
    kept.drop(other, "k")
    assert kept.begin(other, "k", "something else") is None
    now[0] += 61  # its process died
    assert kept.begin(other, "k", "something else") is None
    now[0] += 8 * 86400
    assert kept.begin(LOCAL_ADMIN, "k", "asked for something else") is None


@pytest.mark.parametrize("key", ["", "  ", "k" * 201])
def test_a_key_has_a_length(answers: tuple[Answers, list[float]], key: str) -> None:
    person: Person = LOCAL_ADMIN
    with pytest.raises(Refused):
        answers[0].begin(person, key, "asked")
