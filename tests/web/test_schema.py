"""The API does what its document says, whatever it is asked: no failure of the server, no other shape."""

from __future__ import annotations

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import Case
from schemathesis.checks import not_a_server_error
from schemathesis.core import NOT_SET
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from search.application.archive import Archive
from search.model import SearchRequest
from web.openapi import Operation
from web.operations import operations

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
FEW = settings(
    max_examples=6,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
MANY = settings(FEW, max_examples=150)


@pytest.fixture(scope="session")
def api(app: Flask) -> schemathesis.BaseSchema:
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)


def asked_anything(api: schemathesis.BaseSchema, operation: Operation, many: settings) -> None:
    """Ask one operation whatever its description allows."""

    @many
    @given(case=api[operation.path][operation.method.upper()].as_strategy())
    def ask(case: Case) -> None:
        case.call_and_validate(checks=CHECKS)

    ask()


@pytest.mark.parametrize("operation", operations(), ids=lambda each: each.name)
def test_answers_conform_to_the_document(api: schemathesis.BaseSchema, operation: Operation) -> None:
    asked_anything(api, operation, FEW)


@pytest.mark.slow
@pytest.mark.parametrize("operation", operations(), ids=lambda each: each.name)
def test_answers_conform_under_many_more_questions(
    api: schemathesis.BaseSchema, operation: Operation
) -> None:
    asked_anything(api, operation, MANY)


def test_answers_about_what_is_there_conform(api: schemathesis.BaseSchema, archive: Archive) -> None:
    hit = archive.search(SearchRequest(q="铜陂矿业集团")).hits[0].article
    asked = {
        "q": "铜陂矿业集团",
        "article": hit.id,
        "name": "铜陂矿业集团",
        "kind": "organization",
        "limit": 3,
    }
    places = {"article_id": hit.id, "issue_id": hit.issue_id, "field": "organization"}
    places["name"] = "contributions"  # of a report
    for operation in (each for each in operations() if not each.right):
        taken = {parameter.name: parameter.where for parameter in operation.parameters}
        case = api[operation.path][operation.method.upper()].Case(
            query={name: value for name, value in asked.items() if taken.get(name) == "query"},
            path_parameters={name: value for name, value in places.items() if taken.get(name) == "path"},
            body={"queries": ["5G", "("]} if operation.body else NOT_SET,
            media_type="application/json" if operation.body else None,
        )
        response = case.call_and_validate(checks=CHECKS)
        assert response.status_code == 200, operation.name
