"""What the desk's API does is what its document says, whoever asks it, whatever is asked."""

from __future__ import annotations

import pytest
import schemathesis
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st
from schemathesis import Case

from corpus.desk import Issues
from corpus.intake.ingest import ingest_bytes
from corpus.store import ARTICLE_FIELDS, ISSUE_FIELDS
from tests.web.test_desk_access import archive_of, desk
from tests.web.test_desk_api import token_of
from tests.web.test_desk_shelf import PAPER
from tests.web.test_schema import CHECKS, FEW
from web.desk.api import corrections, me, shelf
from web.operations import operations

__all__ = ["desk"]

NAMES = {name for module in (corrections, me, shelf) for name in vars(module)}
MINE = [each for each in operations() if each.right and each.name in NAMES]


@pytest.mark.parametrize(
    "name", ["guan", *(pytest.param(one, marks=pytest.mark.slow) for one in ("bian", "du", None))]
)
def test_each_role_is_answered_as_the_document_says(desk: Flask, name: str | None) -> None:
    archive = archive_of(desk)
    ingest_bytes([("石桥.txt", PAPER.encode())], archive.store, archive.parser(), draft=True)
    before = Issues(archive.store).counts()
    headers = token_of(desk, name) if name else {"Authorization": "Bearer xz_nobody"}
    api = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", desk)
    assert {each.name for each in MINE} >= {
        *("bring_in_files", "publish_draft", "remove_issue", "shelf", "me"),
        *("correct_article", "correct_issue", "undo_corrections", "accept_doubt", "unskip_doubts"),
    }
    for operation in MINE:

        @FEW
        @given(case=api[operation.path][operation.method.upper()].as_strategy())
        def ask(case: Case) -> None:
            sent = {key: value for key, value in (case.headers or {}).items() if key != "Authorization"}
            case.headers = sent
            response = case.call(headers=headers)
            case.validate_response(response, checks=CHECKS)
            if name is None:
                assert response.status_code in (401, 400, 404, 405, 413, 415, 422)

        ask()
    assert Issues(archive.store).counts() == before, "nothing that random questions name is there"
    assert archive.store.corrections() == []


VALUES = st.one_of(
    *(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=40)),
    *(
        st.lists(st.text(max_size=10), max_size=3),
        st.dictionaries(st.text(max_size=3), st.none(), max_size=2),
    ),
    st.sampled_from(["7月9日", "2031-13-01", "0001-01-01", "\x00", "\ud800", "９", 2041, 10**30]),
)


@pytest.mark.parametrize("kind", ["articles", "issues"])
def test_whatever_value_is_sent_is_kept_or_refused_as_the_document_says(desk: Flask, kind: str) -> None:
    archive, headers = archive_of(desk), token_of(desk, "bian")
    article = next(iter(archive.store.iter_articles()))
    place = {"article_id": article.id} if kind == "articles" else {"issue_id": article.issue_id}
    fields = ARTICLE_FIELDS if kind == "articles" else ISSUE_FIELDS
    api = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", desk)
    path = f"/api/v1/{kind}/{{{next(iter(place))}}}/corrections"
    client, seen = desk.test_client(), set()

    @settings(FEW, max_examples=60)
    @given(changes=st.dictionaries(st.sampled_from(sorted(fields)), VALUES, min_size=1, max_size=2))
    def ask(changes: dict[str, object]) -> None:
        now = client.get(f"/api/v1/{kind}/{next(iter(place.values()))}/correctable", headers=headers).json
        before = archive.store.corrections()
        body = {"version": now["version"], "changes": changes}
        case = api[path]["POST"].Case(path_parameters=place, body=body, media_type="application/json")
        response = case.call_and_validate(checks=CHECKS, headers=headers)
        seen.add(response.status_code)
        assert response.status_code in (200, 400, 422), response.text
        made = len(archive.store.corrections()) - len(before)
        assert made == (len(changes) if response.status_code == 200 else 0)

    ask()
    assert {200, 422} <= seen
