"""Lists to take away: a whole search, complete, or the articles a person ticked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from tempfile import TemporaryFile

from flask import Blueprint, Response, abort, request, stream_with_context

from corpus.model import Article
from search.exports import FORMATS, Context, export
from web.archive import archive
from web.links import asked

blueprint = Blueprint("exports", __name__)

CHUNK = 64 * 1024


def download(name: str, articles: Iterable[Article], stem: str) -> Response:
    """The articles as a file in format `name`; 404 for a format there is not."""
    if name not in FORMATS:
        abort(404)
    entry = FORMATS[name]
    issues = {issue.id: issue for issue in archive().issues()}

    def chunks() -> Iterator[bytes]:
        with TemporaryFile() as out:
            export(name, articles, out, Context(issues=issues))
            out.seek(0)
            while chunk := out.read(CHUNK):
                yield chunk

    response = Response(stream_with_context(chunks()), content_type=entry.media)
    response.headers.set("Content-Disposition", "attachment", filename=stem + entry.suffix)
    return response


@blueprint.get("/export")
def whole() -> Response:
    """Every strict hit of the search, in its order; never a page of it."""
    wanted = asked()
    hits = (hit.article for hit in archive().all_hits(wanted))
    return download(request.args.get("format", "csv"), hits, "xunzhang")


@blueprint.get("/export/selected")
def selected() -> Response:
    articles = archive().articles(request.args.getlist("id"))
    return download(request.args.get("format", "csv"), articles, "xunzhang-selected")
