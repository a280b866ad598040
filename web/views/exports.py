"""Lists to take away: a whole search, complete, or the articles a person ticked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from http import HTTPStatus
from tempfile import TemporaryFile
from typing import IO, cast

from flask import Blueprint, Response, abort, current_app, jsonify, request
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wsgi import wrap_file

from corpus.model import Article
from search.exports import FORMATS, Context, export
from search.model import SearchRequest
from web import basket
from web.archive import archive
from web.files import filename, named
from web.i18n import preference, publication
from web.links import asked_by_program as asked
from web.running import Abandoned, RunningExports, gone
from web.views.basket import held
from web.wording import issue_name

blueprint = Blueprint("exports", __name__)


def running() -> RunningExports:
    return cast(RunningExports, current_app.extensions["exports"])


def download(
    name: str,
    articles: Iterable[Article],
    title: str,
    total: int = 0,
    notes: Mapping[str, str] | None = None,
    headings: Mapping[str, str] | None = None,
    cited: Mapping[str, str] | None = None,
    citing: str = "",
) -> Response:
    """The articles as a file in format `name`, called after what it holds; 404 for a format there is not.

    notes, headings: of the articles that have one, by id, as a topic has them; cited, citing: see `Context`.
    The file is whole before the first byte goes out: a failure is an error page and not half a file, and
    the length is known.  It has no name on disk, so nothing is left of it however the request ends.
    """
    if name not in FORMATS:
        abort(404)
    entry = FORMATS[name]
    issues = {issue.id: issue for issue in archive().issues()}
    today = dt.date.today().isoformat()
    context = Context(
        title, today, issues, request.url_root.rstrip("/"), publication(), preference("style"),
        notes or {}, headings or {}, cited or {}, citing,
    )  # fmt: skip
    out = TemporaryFile()  # noqa: SIM115 - closed by the response that sends it
    try:
        with running().watched(request.args.get("ticket", ""), total, gone) as report:
            count = export(name, articles, out, context, report)
        said = ngettext("%(num)s篇", "%(num)s篇", count)
        return sent(out, entry.media, f"{filename(title)}-{said}-{today}{entry.suffix}")
    except Abandoned:
        out.close()
        return Response(status=HTTPStatus.REQUEST_TIMEOUT)  # nobody reads it
    except BaseException:  # whatever it was goes on; the file does not stay open
        out.close()
        raise


def title_of(wanted: SearchRequest) -> str:
    """What a search is called: its words, else the values it is filtered by."""
    spans = [f"{wanted.date_from or ''}–{wanted.date_to or ''}"] if wanted.date_from or wanted.date_to else []
    issues = [issue_name(archive().issue(one)) for one in wanted.filters.get("issue", ())]
    values = [one for field, chosen in wanted.filters.items() if field != "issue" for one in chosen]
    return " ".join(part for part in (wanted.q, *issues, *values, *spans) if part) or str(_("全部文章"))


def sent(out: IO[bytes], media: str, name: str) -> Response:
    """The finished file as a response that closes it."""
    length = out.tell()
    out.seek(0)
    response = Response(wrap_file(request.environ, out), content_type=media, direct_passthrough=True)
    response.content_length = length
    named(response, name)
    return response


@blueprint.get("/export")
def whole() -> Response:
    """Every strict hit of the search, in its order; never a page of it."""
    wanted = asked()
    with archive().steady() as steady:
        total = steady.count(wanted) if "ticket" in request.args else 0
        hits = (hit.article for hit in steady.all_hits(wanted))
        return download(request.args.get("format", "csv"), hits, title_of(wanted), total)


@blueprint.get("/export/progress")
def progress() -> Response:
    """How far the export of `ticket` is; no content where none of that name is being written."""
    found = running().of(request.args.get("ticket", ""))
    response = jsonify(asdict(found)) if found else Response(status=HTTPStatus.NO_CONTENT)
    response.cache_control.no_store = True
    return response


@blueprint.get("/export/selected")
def selected() -> Response:
    """The articles of `id`; without any, those of the browser's selection that the archive still holds."""
    ids = request.args.getlist("id")
    articles = archive().articles(ids) if ids else held(basket.selected())
    title = articles[0].title if len(ids) == 1 else str(_("所选文章"))
    return download(request.args.get("format", "csv"), articles, title, len(articles))
