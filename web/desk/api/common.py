"""What every write by a program shares: who acts, what was sent, done once however often it is sent.

    @desk_operation("/drafts/<issue_id>/publish", "Publish a draft", (ISSUE_ID,), OUTCOME,
                    right="bring_in", method="post", body=shape(beside=FLAG))
    def publish_draft(me: Person, issue_id: str, sent: Sent) -> Answer: ...

The view is given who acts, with the right, and what was sent, in the shape that the document promises; it
returns plain JSON values and raises `ArchiveError`, which `web.errors` turns into a problem.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, Literal

from flask import Response, current_app, request

from corpus.desk import Answers, Person, Right
from web.archive import archive
from web.desk.api.bodies import read_json
from web.desk.identity import acting
from web.openapi import Parameter, Schema
from web.operations import operation

Sent = Mapping[str, Any]
"""The object in the body of a request."""

KEY = "Idempotency-Key"
KEYED = Parameter(
    KEY,
    "any string of yours, new for every deed: the same key with the same request is done once and answered "
    "the same for a week",
    {"type": "string", "minLength": 1, "maxLength": 200},
    "header",
)

READS = (400, 401, 403, 404, 422)
WRITES = (400, 401, 403, 404, 409, 413, 415, 422)
"""How a desk's operation may be refused."""


def desk_operation(
    path: str,
    summary: str,
    parameters: tuple[Parameter, ...],
    answer: Schema,
    *,
    right: Right,
    method: Literal["get", "post", "put", "delete"] = "get",
    body: Schema | None = None,
    takes: str = "application/json",
    **more: Any,
) -> Callable[[Callable[..., object]], Callable[..., Response]]:
    """Register an operation of the desk: `view(me, **places)`, with `sent=` where it has a JSON body.

    right: what whoever acts must be allowed; parameters: as for any operation, the key of a write is added.
    """
    writes = method != "get"

    def register(view: Callable[..., object]) -> Callable[..., Response]:
        @wraps(view)
        def answered(**places: Any) -> Response:
            me = acting(right)
            if not writes:
                return told(view(me, **places))
            if body is not None and takes == "application/json":
                places["sent"] = read_json(request.get_data(), request.mimetype, body)
            return once(me, lambda: view(me, **places))

        described = (*parameters, KEYED) if writes else parameters
        refusals = more.pop("errors", WRITES if writes else READS)
        register_at = operation(
            path, summary, described, answer, method=method, body=body, takes=takes, right=right,
            errors=refusals, **more,
        )  # fmt: skip
        registered: Callable[..., Response] = register_at(answered)
        return registered

    return register


def once(me: Person, do: Callable[[], object]) -> Response:
    """The answer; the one that was given before where the request carries a key that was used for it."""
    key = request.headers.get(KEY)
    if key is None:
        return told(do())
    answers = Answers(archive().store.database)
    before = answers.begin(me, key, asked())
    if before is not None:
        return _response(before[1], before[0])
    try:
        response = told(do())
    except BaseException:  # whatever went wrong, nothing was done: the key must not stay taken
        answers.drop(me, key)
        raise
    answers.keep(me, key, response.status_code, response.get_data(as_text=True))
    return response


def asked() -> str:
    """A digest of everything in the request that says what is to be done."""
    digest = hashlib.sha256(f"{request.method} {request.full_path}\n".encode())
    if request.mimetype != "multipart/form-data":
        digest.update(request.get_data())
        return digest.hexdigest()
    for name, value in sorted(request.form.items(multi=True)):
        digest.update(f"{name!r}={value!r}\n".encode())
    for name, file in request.files.items(multi=True):
        digest.update(f"{name!r}: {file.filename!r}\n".encode())
        while block := file.stream.read(2**20):
            digest.update(block)
        file.stream.seek(0)
    return digest.hexdigest()


def told(values: object) -> Response:
    """Plain values as an answer of this moment."""
    return _response(json.dumps(values, ensure_ascii=False, separators=(",", ":")), 200)


def _response(text: str, status: int) -> Response:
    response = current_app.response_class(text, status, mimetype="application/json")
    response.cache_control.no_store = True
    return response
