"""Bringing in and what becomes of an issue, for programs: upload, jobs, publish, withdraw, remove."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import asdict
from typing import get_args

from flask import request

from corpus.desk import Comparing, FieldChange, Issues, Jobs, Person
from corpus.desk.issues import shelved_dict
from corpus.errors import IssueNotFound
from corpus.store.writing import IssueState
from search.application.bringing import bring_in
from web.archive import archive
from web.desk.api.bodies import shape
from web.desk.api.common import Sent, desk_operation
from web.desk.ordering import index_soon
from web.desk.views.bringing import sent_files
from web.desk.views.jobs import mine
from web.openapi import Parameter, Schema, array, record
from web.paging import paging, window
from web.parameters import ISSUE_ID
from web.schemas import COUNTED, FLAG, INTEGER, NUMBER, STRING, STRINGS, TEXT_OR_NULL

REASON = {"type": "string", "maxLength": 2000}
STATE: Schema = {"enum": list(get_args(IssueState))}
YEAR: Schema = {"type": ["integer", "null"]}
SHELVED = record(
    issue=STRING, title=STRING, publication=STRING, number=TEXT_OR_NULL, year=YEAR, month=YEAR,
    source_file=STRING, state=STATE, articles=COUNTED, doubtful=COUNTED, doubt=NUMBER, added=STRING,
    size=COUNTED, complete=FLAG,
)  # fmt: skip
JOB = record(
    id=INTEGER, kind=STRING, state=STRING, who=STRING, created=STRING, ended=TEXT_OR_NULL, done=COUNTED,
    total={"type": ["integer", "null"]}, line=STRING, error=STRING, result={}, log=STRINGS,
)  # fmt: skip
STANDS = record(issue=STRING, state={"enum": [*get_args(IssueState), "gone"]})
FIELD = record(field=STRING, old={}, new={})
PLACED = record(title=STRING)
DIFFERENCE = record(
    replaces=TEXT_OR_NULL,
    fields=array(FIELD),
    added=STRINGS,
    gone=STRINGS,
    changed=array(record(article=STRING, title=STRING, fields=array(FIELD))),
    unchanged=COUNTED,
)
FILES: Schema = {
    "type": "object",
    "required": ["files"],
    "properties": {
        "files": {"type": "array", "items": {"type": "string", "format": "binary"}, "minItems": 1}
    },
}


def _shelf() -> Issues:
    return Issues(archive().store)


def _job(me: Person, job_id: int) -> dict[str, object]:
    jobs = Jobs(archive().store.database)
    found = asdict(jobs.job(job_id))
    told = {name: found[name] for name in JOB["properties"] if name != "log"}
    return {**told, "log": [one.line for one in jobs.log(job_id)]}


@desk_operation(
    "/drafts",
    "Bring files in as drafts: the job that reads them",
    (),
    JOB,
    right="bring_in",
    method="post",
    body=FILES,
    takes="multipart/form-data",
)
def bring_in_files(me: Person) -> object:
    return _job(me, bring_in(archive(), sent_files(), me).id)


@desk_operation(
    "/jobs/<int:job_id>",
    "A job: how far it is, its log, its result",
    (Parameter("job_id", "job id", {"type": "integer", "minimum": 1, "maximum": 2**31}, "path"),),
    JOB,
    right="bring_in",
)
def job(me: Person, job_id: int) -> object:
    return _job(me, mine(job_id).id)


@desk_operation(
    "/shelf",
    "The issues in one state: drafts with the doubtful first, others the newest first",
    (Parameter("state", "draft, published or withdrawn", STATE), *paging(100, 1000)),
    record(state=STATE, page=INTEGER, size=INTEGER, total=COUNTED, issues=array(SHELVED)),
    right="bring_in",
)
def shelf(me: Person) -> object:
    asked, shown = request.args.get("state", "draft"), window(100, 1000)
    state: IssueState = next((one for one in get_args(IssueState) if one == asked), "draft")
    listed = _shelf().issues(state, shown.size, shown.start)
    total = _shelf().counts()[state]
    issues = [shelved_dict(one) for one in listed]
    return {"state": state, "page": shown.page, "size": shown.size, "total": total, "issues": issues}


@desk_operation(
    "/drafts/<issue_id>/difference",
    "What publishing a draft would change in the issue whose place it takes",
    (ISSUE_ID,),
    DIFFERENCE,
    right="bring_in",
)
def difference(me: Person, issue_id: str) -> object:
    before = _shelf().predecessor(issue_id)
    found = Comparing(archive().store).difference(issue_id) if before else None
    if found is None:
        return {"replaces": None, "fields": [], "added": [], "gone": [], "changed": [], "unchanged": 0}
    return {
        "replaces": before,
        "fields": _fields(found.changes),
        "added": [one.title for one in found.added],
        "gone": [one.title for one in found.gone],
        "changed": [
            {"article": one.id, "title": one.new.title, "fields": _fields(one.changes)}
            for one in found.changed
        ],
        "unchanged": found.unchanged,
    }


def _fields(changes: Iterable[FieldChange]) -> list[dict[str, object]]:
    return [{"field": one.field, "old": _plain(one.old), "new": _plain(one.new)} for one in changes]


def _plain(value: object) -> object:
    return value if value is None or isinstance(value, str | int | list | tuple) else str(value)


@desk_operation(
    "/drafts/<issue_id>/publish",
    "Let readers see a draft; a new printing takes the place of the older one",
    (ISSUE_ID,),
    STANDS,
    right="bring_in",
    method="post",
    body=shape(beside=FLAG, instead_of=STRING),
)
def publish_draft(me: Person, issue_id: str, sent: Sent) -> object:
    beside, instead_of = sent.get("beside", False), sent.get("instead_of")
    done = _shelf().publish(issue_id, me, beside=beside, instead_of=instead_of)
    index_soon(me)
    return {"issue": done.issue_id, "state": "published"}


@desk_operation(
    "/drafts/<issue_id>/discard",
    "Drop a draft and its source",
    (ISSUE_ID,),
    STANDS,
    right="bring_in",
    method="post",
)
def discard_draft(me: Person, issue_id: str) -> object:
    _shelf().discard(issue_id, me)
    return {"issue": issue_id, "state": "gone"}


@desk_operation(
    "/issues/<issue_id>/withdraw",
    "Take an issue out of readers' sight; everything is kept",
    (ISSUE_ID,),
    STANDS,
    right="bring_in",
    method="post",
    body=shape(reason=REASON),
)
def withdraw_issue(me: Person, issue_id: str, sent: Sent) -> object:
    return _moved(me, issue_id, sent, _shelf().withdraw, "withdrawn")


@desk_operation(
    "/issues/<issue_id>/restore",
    "Put a withdrawn issue back",
    (ISSUE_ID,),
    STANDS,
    right="bring_in",
    method="post",
    body=shape(reason=REASON),
)
def restore_issue(me: Person, issue_id: str, sent: Sent) -> object:
    return _moved(me, issue_id, sent, _shelf().restore, "published")


@desk_operation(
    "/issues/<issue_id>/remove",
    "Remove an issue for good: sources, articles, corrections; there is no undo",
    (ISSUE_ID,),
    STANDS,
    right="remove",
    method="post",
    body=shape(("title",), title=STRING, reason=REASON),
)
def remove_issue(me: Person, issue_id: str, sent: Sent) -> object:
    if archive().store.whole.issue(issue_id).title != sent["title"]:
        raise IssueNotFound(issue_id)
    return _moved(me, issue_id, sent, _shelf().remove, "gone")


def _moved(
    me: Person, issue_id: str, sent: Sent, move: Callable[[str, Person, str], None], state: str
) -> object:
    """The issue is moved, with the reason that was sent, and the index follows."""
    move(issue_id, me, sent.get("reason", ""))
    index_soon(me)
    return {"issue": issue_id, "state": state}
