"""Lists to take away: a whole search, complete, or the articles a person ticked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from http import HTTPStatus
from tempfile import TemporaryFile
from typing import IO, cast

from flask import Blueprint, Response, abort, current_app, jsonify, request
from werkzeug.wsgi import wrap_file

from corpus.model import Article
from search.exports import FORMATS, Context, export
from web.archive import archive
from web.links import asked
from web.running import Abandoned, Running

blueprint = Blueprint("exports", __name__)


def running() -> Running:
    return cast(Running, current_app.extensions["exports"])


def gone() -> bool:
    """Whether whoever asked has hung up; a server that cannot tell says no."""
    return bool(request.environ.get("waitress.client_disconnected", bool)())


def download(name: str, articles: Iterable[Article], stem: str, total: int = 0) -> Response:
    """The articles as a file in format `name`; 404 for a format there is not.

    The file is whole before the first byte goes out: a failure is an error page and not half a file, and
    the length is known.  It has no name on disk, so nothing is left of it however the request ends.
    """
    if name not in FORMATS:
        abort(404)
    entry = FORMATS[name]
    issues = {issue.id: issue for issue in archive().issues()}
    out = TemporaryFile()  # noqa: SIM115 - closed by the response that sends it
    try:
        with running().watched(request.args.get("ticket", ""), total, gone) as report:
            export(name, articles, out, Context(issues=issues), report)
        return sent(out, entry.media, stem + entry.suffix)
    except Abandoned:
        out.close()
        return Response(status=HTTPStatus.REQUEST_TIMEOUT)  # nobody reads it
    except BaseException:  # whatever it was goes on; the file does not stay open
        out.close()
        raise


def sent(out: IO[bytes], media: str, name: str) -> Response:
    """The finished file as a response that closes it."""
    length = out.tell()
    out.seek(0)
    response = Response(wrap_file(request.environ, out), content_type=media, direct_passthrough=True)
    response.content_length = length
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


@blueprint.get("/export")
def whole() -> Response:
    """Every strict hit of the search, in its order; never a page of it."""
    wanted = asked()
    with archive().steady() as steady:
        total = steady.count(wanted) if "ticket" in request.args else 0
        hits = (hit.article for hit in steady.all_hits(wanted))
        return download(request.args.get("format", "csv"), hits, "xunzhang", total)


@blueprint.get("/export/progress")
def progress() -> Response:
    """How far the export of `ticket` is; no content where none of that name is being written."""
    found = running().of(request.args.get("ticket", ""))
    response = jsonify(asdict(found)) if found else Response(status=HTTPStatus.NO_CONTENT)
    response.cache_control.no_store = True
    return response


@blueprint.get("/export/selected")
def selected() -> Response:
    articles = archive().articles(request.args.getlist("id"))
    return download(request.args.get("format", "csv"), articles, "xunzhang-selected", len(articles))
