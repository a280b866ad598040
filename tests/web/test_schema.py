"""The API does what its document says, whatever it is asked: no failure of the server, no other shape."""

from __future__ import annotations

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import Case
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from web.openapi import Operation
from web.views.api import operations

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
