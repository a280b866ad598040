"""Pages that explain: the query language, the API, whether the server is well."""

from __future__ import annotations

from http import HTTPStatus

from flask import Blueprint, Response, jsonify, render_template

from corpus.errors import ArchiveError
from search.application.room import room
from search.model import SearchRequest
from web.api_words import said
from web.archive import archive
from web.operations import operations
from web.parameters import SEARCH
from web.syntax_help import field_rows, operator_rows

blueprint = Blueprint("pages", __name__)


@blueprint.get("/syntax")
def syntax() -> str:
    return render_template(
        "syntax.html", operators=operator_rows(), fields=field_rows(), stats=archive().stats()
    )


@blueprint.get("/api")
def api() -> str:
    return render_template("api.html", operations=operations(), shared=SEARCH, said=said)


@blueprint.get("/readyz")
def readyz() -> tuple[Response, int]:
    """Whether questions are answered, and what stands in the way."""
    try:
        archive().stats()
        archive().search(SearchRequest(facets=(), size=1))
    except ArchiveError as error:
        return jsonify({"status": "failing", "why": str(error)}), HTTPStatus.SERVICE_UNAVAILABLE
    short = room(archive().directory, archive().settings.serve.disk_mb).warning
    said = {"status": "degraded", "why": short} if short else {"status": "ok"}
    return jsonify({**said, "generation": archive().generation()}), HTTPStatus.OK


@blueprint.get("/healthz")
def healthz() -> Response:
    stats = archive().stats()
    return jsonify({"status": "ok", "articles": stats.articles, "issues": stats.issues})
