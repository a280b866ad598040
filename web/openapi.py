"""OpenAPI 3.1, generated: here are the operations the API registered, give me the document."""

from __future__ import annotations

import datetime as dt
import types
import typing
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass
from typing import Any, Literal, Union, get_args, get_origin

Schema = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of an operation.  where: "query" | "path" | "header"; many: may be repeated."""

    name: str
    summary: str
    schema: Schema
    where: Literal["query", "path", "header"] = "query"
    required: bool = False
    many: bool = False

    def document(self) -> Schema:
        schema = {"type": "array", "items": self.schema} if self.many else self.schema
        return {
            "name": self.name,
            "in": self.where,
            "required": self.required or self.where == "path",
            "description": self.summary,
            "schema": schema,
            **({"style": "form", "explode": True} if self.many else {}),
        }


@dataclass(frozen=True, slots=True)
class Operation:
    """One route: method and path template, what it does, what it takes and what it returns.

    takes: the media type of the body; right: what whoever acts must be allowed, "" = anybody may.
    """

    method: str
    path: str
    name: str
    summary: str
    parameters: tuple[Parameter, ...]
    answer: Schema
    body: Schema | None = None
    errors: tuple[int, ...] = (400,)
    media: tuple[str, ...] = ("application/json",)
    headers: Schema = field(default_factory=dict)
    takes: str = "application/json"
    right: str = ""


def document(operations: Sequence[Operation], title: str, version: str, server: str) -> Schema:
    """The whole document."""
    paths: dict[str, dict[str, Any]] = {}
    for operation in operations:
        paths.setdefault(operation.path, {})[operation.method] = _operation(operation)
    return {
        "openapi": "3.1.0",
        "info": {"title": title, "version": version, "license": {"name": "MIT", "identifier": "MIT"}},
        "servers": [{"url": server}],
        "paths": paths,
        "components": {"schemas": {"Problem": PROBLEM}, "securitySchemes": {"token": TOKEN}},
    }


PROBLEM: Schema = {
    "type": "object",
    "required": ["title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "position": {"type": "integer"},
        "repaired": {"type": "string"},
    },
}


TOKEN: Schema = {
    "type": "http",
    "scheme": "bearer",
    "description": "A token of one's own account (/account); its scopes are the rights that it allows",
}


def _operation(operation: Operation) -> Schema:
    problem = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    content = {media: {"schema": operation.answer} for media in operation.media}
    headers = {"headers": operation.headers} if operation.headers else {}
    responses: dict[str, Any] = {"200": {"description": "OK", "content": content, **headers}}
    if operation.method == "get" and not operation.right:
        responses["304"] = {"description": "Not modified: the ETag in If-None-Match still holds"}
    for status in operation.errors:
        responses[str(status)] = {"description": "A problem document (RFC 9457)", "content": problem}
    described: Schema = {
        "operationId": operation.name,
        "summary": operation.summary,
        "parameters": [parameter.document() for parameter in operation.parameters],
        "responses": responses,
    }
    if operation.body is not None:
        described["requestBody"] = {
            "required": True,
            "content": {operation.takes: {"schema": operation.body}},
        }
    if operation.right:
        described["security"] = [{"token": [operation.right]}]
    return described


SIMPLE: Mapping[Any, Schema] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    dt.date: {"type": "string", "format": "date"},
    object: {},
    Any: {},
    type(None): {"type": "null"},
}


def schema_of(kind: Any) -> Schema:
    """JSON Schema of a type: dataclasses, tuples, mappings, unions, literals and the simple types."""
    if kind in SIMPLE:
        return dict(SIMPLE[kind])
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is Literal:
        return {"enum": list(arguments)}
    if origin in (Union, types.UnionType):
        return {"anyOf": [schema_of(argument) for argument in arguments]}
    if origin is tuple and arguments and arguments[-1] is not Ellipsis:
        # Not prefixItems: what generates clients and tests from documents trips over it.
        kinds = [schema_of(argument) for argument in dict.fromkeys(arguments)]
        items = kinds[0] if len(kinds) == 1 else {"anyOf": kinds}
        return {**array(items), "minItems": len(arguments), "maxItems": len(arguments)}
    if origin in (tuple, list):
        return array(schema_of(arguments[0]))
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return {"type": "object", "additionalProperties": schema_of(arguments[1])}
    if is_dataclass(kind):
        hints = typing.get_type_hints(kind)
        properties = {field.name: schema_of(hints[field.name]) for field in fields(kind)}
        return {"type": "object", "required": list(properties), "properties": properties}
    raise TypeError(f"no schema for {kind!r}")


def array(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def record(**properties: Schema) -> Schema:
    """An object with all of these properties required."""
    return {"type": "object", "required": list(properties), "properties": properties}
