"""The API's routes: here are a view and its description, give me both at one address or neither."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from typing import Any, Literal

from flask import Blueprint, Response, request

from web.archive import edition
from web.openapi import Operation, Parameter, Schema

blueprint = Blueprint("api", __name__, url_prefix="/api/v1")

_registered: list[Operation] = []


def operation(
    path: str,
    summary: str,
    parameters: tuple[Parameter, ...],
    answer: Schema,
    *,
    method: Literal["get", "post", "put", "delete"] = "get",
    **more: Any,
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Register a route together with its description, so that neither is without the other."""

    def register(view: Callable[..., Any]) -> Callable[..., Any]:
        template = "/api/v1" + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", path)
        _registered.append(Operation(method, template, view.__name__, summary, parameters, answer, **more))
        blueprint.add_url_rule(path, view.__name__, view, methods=[method.upper()])
        return view

    return register


def operations() -> tuple[Operation, ...]:
    """Every operation, in the order of the code."""
    return tuple(_registered)


@blueprint.after_request
def tag(response: Response) -> Response:
    """An ETag over the answer; the time it took is no part of the answer."""
    if response.cache_control.no_store:  # what the desk says is of this moment
        return response
    if request.method in ("GET", "HEAD") and response.status_code == 200 and not response.direct_passthrough:
        if "ETag" not in response.headers:
            asked = f"{edition()} {request.full_path}".encode()
            response.set_etag(hashlib.sha256(asked).hexdigest()[:24], weak=True)
        response.make_conditional(request)
    return response
