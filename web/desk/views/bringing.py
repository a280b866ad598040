"""What waits for whoever sits down at the desk; and bringing files in."""

from __future__ import annotations

from collections.abc import Iterator
from http import HTTPStatus
from typing import BinaryIO, cast

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from corpus.desk import Issues, Jobs, may
from corpus.errors import ArchiveError
from corpus.store import DOUBTFUL
from search.application.bringing import bring_in as keep
from web.archive import archive
from web.desk.identity import acting
from web.desk.views.jobs import kinds, states
from web.errors import in_one_language, status_of

blueprint = Blueprint("bringing", __name__, url_prefix="/desk")

SHOWN = 8
"""Of each list on the first page."""
MANY = 1000
"""Guesses that are counted; beyond, the page says "more than"."""


@blueprint.get("/")
def home() -> str:
    """Drafts, guesses and jobs that wait."""
    me = acting("bring_in")
    shelf, jobs = Issues(archive().store), Jobs(archive().store.database)
    whose = None if may(me, "administer") else me
    return render_template(
        "desk/home.html",
        counts=shelf.counts(),
        drafts=shelf.issues("draft", SHOWN),
        doubts=len(archive().store.review(DOUBTFUL, MANY + 1)),
        many=MANY,
        running=jobs.jobs(states=("running", "queued"), by=whose, limit=SHOWN),
        failed=jobs.jobs(states=("failed",), by=whose, limit=SHOWN),
        kinds=kinds(),
        states=states(),
    )


@blueprint.get("/bring-in")
def bring_in() -> str:
    acting("bring_in")
    return page()


def page(error: str = "") -> str:
    return render_template(
        "desk/bring_in.html", size=archive().settings.upload.size_mb, error=in_one_language(error)
    )


@blueprint.post("/bring-in")
def upload() -> Response | tuple[str, int]:
    """Keep what was sent and follow the job that reads it."""
    try:
        job = keep(archive(), sent_files(), acting("bring_in"))
    except ArchiveError as error:
        return page(str(error)), status_of(error)
    return redirect(url_for("jobs.job", job_id=job.id), HTTPStatus.SEE_OTHER)


def sent_files() -> Iterator[tuple[str, BinaryIO]]:
    """(name, stream) of every file in the form; an empty choice is none."""
    for file in request.files.getlist("files"):
        if file.filename:
            yield file.filename, cast(BinaryIO, file.stream)
