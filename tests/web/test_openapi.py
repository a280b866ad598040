"""Schemas are read off the types, so that document and code cannot drift."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pytest

from web.openapi import Operation, Parameter, document, schema_of


@dataclass(frozen=True)
class Sample:
    name: str
    when: dt.date | None
    spans: tuple[tuple[int, int], ...]


def test_a_dataclass_becomes_an_object_with_its_fields() -> None:
    assert schema_of(Sample) == {
        "type": "object",
        "required": ["name", "when", "spans"],
        "properties": {
            "name": {"type": "string"},
            "when": {"anyOf": [{"type": "string", "format": "date"}, {"type": "null"}]},
            "spans": {
                "type": "array",
                "items": {
                    "type": "array",
                    "items": {"type": "integer"},
                    "minItems": 2,
                    "maxItems": 2,
                },
            },
        },
    }


def test_an_unknown_type_is_refused_rather_than_described_wrongly() -> None:
    with pytest.raises(TypeError):
        schema_of(set[str])


def test_path_parameters_are_required_and_errors_are_problems() -> None:
    item = Parameter("id", "the id", {"type": "string"}, "path")
    made = document(
        [Operation("get", "/x/{id}", "x", "An x", (item,), {}, errors=(404,))], "t", "1", "http://h"
    )
    operation = made["paths"]["/x/{id}"]["get"]
    assert operation["parameters"][0]["required"] is True
    assert "application/problem+json" in operation["responses"]["404"]["content"]
