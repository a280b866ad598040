"""Work that was ordered: what waits, what runs and how far it is, what came of it."""

from __future__ import annotations

from dataclasses import asdict
from http import HTTPStatus

from flask import Blueprint, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from corpus.desk import Job, Jobs, may
from corpus.desk.persons import PROGRAM
from search.alerts.rounds import ALERTS
from search.application.bringing import INDEX, INGEST, REINDEX
from search.application.dictionary import WORDS
from search.application.naming import NAMES
from search.application.proposing import COMPOUNDS
from web.archive import archive
from web.desk.identity import acting

blueprint = Blueprint("jobs", __name__, url_prefix="/desk/jobs")

PAGE = 50


def queue() -> Jobs:
    return Jobs(archive().store.database)


def kinds() -> dict[str, str]:
    """What a kind of job is called."""
    return {
        INDEX: _("更新索引"),
        INGEST: _("收入文件"),
        REINDEX: _("重建索引"),
        NAMES: _("重读名称"),
        WORDS: _("更新词典"),
        COMPOUNDS: _("找新词"),
        ALERTS: _("比对保存的检索"),
    }


def states() -> dict[str, str]:
    return {
        "queued": _("等待中"),
        "running": _("进行中"),
        "done": _("已完成"),
        "failed": _("失败"),
        "cancelled": _("已取消"),
    }


@blueprint.get("")
def jobs() -> str:
    me = acting("bring_in")
    before = request.args.get("before", type=int)
    whose = None if may(me, "administer") else me
    found = queue().jobs(by=whose, before=before, limit=PAGE + 1)
    return render_template(
        "desk/jobs.html",
        jobs=found[:PAGE],
        more=found[PAGE - 1].id if len(found) > PAGE else None,
        kinds=kinds(),
        states=states(),
    )


def mine(job_id: int) -> Job:
    """The job, where whoever asks may see it.  Raises NotFound, NotAllowed."""
    me, found = acting("bring_in"), queue().job(job_id)
    if found.account not in (me.id, PROGRAM.id):
        acting("administer")
    return found


@blueprint.get("/<int:job_id>")
def job(job_id: int) -> str:
    found = mine(job_id)
    return render_template(
        "desk/job.html", job=found, log=queue().log(job_id), kinds=kinds(), states=states()
    )


@blueprint.get("/<int:job_id>/state")
def state(job_id: int) -> Response:
    """How far it is, for a page that looks again and again."""
    found = asdict(mine(job_id))
    wanted = ("state", "done", "total", "line", "error")
    response = jsonify({name: found[name] for name in wanted} | {"named": states()[found["state"]]})
    response.cache_control.no_store = True
    return response


@blueprint.post("/<int:job_id>/cancel")
def cancel(job_id: int) -> Response:
    queue().cancel(job_id, acting("bring_in"))
    return redirect(url_for("jobs.job", job_id=job_id), HTTPStatus.SEE_OTHER)


@blueprint.post("/<int:job_id>/retry")
def retry(job_id: int) -> Response:
    queue().retry(job_id, acting("bring_in"))
    return redirect(url_for("jobs.job", job_id=job_id), HTTPStatus.SEE_OTHER)
