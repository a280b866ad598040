"""What the desk's API does is what its document says, whoever asks it, whatever is asked."""

from __future__ import annotations

import pytest
import schemathesis
from flask import Flask
from hypothesis import given
from schemathesis import Case

from corpus.desk import Issues
from corpus.intake.ingest import ingest_bytes
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
