"""Drafts for programs: what was understood of a source, line by line; change it, undo, redo."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from corpus.desk import MARK_ROLES, Conflict, Draft, Person, edit_from, edit_json
from corpus.model import Aside, Issue
from corpus.store import ARTICLE_FIELDS, ISSUE_FIELDS
from web.desk.api.bodies import shape
from web.desk.api.common import Sent, desk_operation
from web.desk.drafting import draft_json, drafting
from web.openapi import Parameter, Schema, array, record, schema_of
from web.schemas import COUNTED, FLAG, INTEGER, NUMBER, STRING, STRINGS, TEXT_OR_NULL

DRAFT_ID = Parameter("issue_id", "the id of a draft", STRING, "path")

LINE: Schema = {"type": "integer", "minimum": 1}
KNOWN: Schema = {"type": "object", "additionalProperties": record(how=STRING, confidence=NUMBER)}
ARTICLE = record(
    title=STRING,
    subtitle=STRING,
    section=TEXT_OR_NULL,
    authors=STRINGS,
    credit=TEXT_OR_NULL,
    byline=STRING,
    date={"type": ["string", "null"], "format": "date"},
    date_basis=STRING,
    organizations=STRINGS,
    subjects=STRINGS,
    people=STRINGS,
    tags=STRINGS,
    body=STRING,
    page_no={"type": ["integer", "null"]},
    lines={"type": ["array", "null"], "items": INTEGER},
    known=KNOWN,
)
EDIT: Schema = {
    "anyOf": [
        shape(("edit", "line"), edit={"enum": ["split", "join"]}, line=LINE, anchor=STRING),
        shape(
            ("edit", "line", "role"),
            edit={"enum": ["mark"]},
            line=LINE,
            last=LINE,
            role={"enum": list(MARK_ROLES)},
            anchor=STRING,
        ),
        shape(("edit", "line", "name"), edit={"enum": ["section"]}, line=LINE, name=STRING, anchor=STRING),
        shape(
            ("edit", "line", "field", "value"),
            edit={"enum": ["set"]},
            line=LINE,
            field={"enum": list(ARTICLE_FIELDS)},
            value={},
            anchor=STRING,
        ),
        shape(
            ("edit", "field", "value"), edit={"enum": ["issue"]}, field={"enum": list(ISSUE_FIELDS)}, value={}
        ),
    ]
}
"""An edit as docs/architecture/desk.md has it; the value of a field has the form that the field needs."""

DRAFT = record(
    issue_id=STRING,
    state={"enum": ["draft", "published", "withdrawn"]},
    version=COUNTED,
    issue=schema_of(Issue),
    articles=array(ARTICLE),
    lines=array(
        record(
            number=INTEGER,
            text=STRING,
            page={"type": ["integer", "null"]},
            box={"type": ["array", "null"], "items": NUMBER},
            article={"type": ["integer", "null"]},
            role=STRING,
            reason=STRING,
            by_hand=FLAG,
        )
    ),
    asides=array(schema_of(Aside)),
    notices=STRINGS,
    edits=array(record(edit=STRING, who=STRING, at=STRING)),
    in_force=COUNTED,
    refused=array(record(edit=COUNTED, reason=STRING)),
)
VERSION: Schema = COUNTED
UPON = shape(("version",), version=VERSION)


@desk_operation(
    "/drafts/<issue_id>",
    "A draft: its articles with how sure each field is, its lines and what each is, its edits, its version",
    (DRAFT_ID,),
    DRAFT,
    right="bring_in",
)
def draft(me: Person, issue_id: str) -> object:
    return draft_json(drafting().drafts.draft(issue_id))


@desk_operation(
    "/drafts/<issue_id>/edits",
    "Make one edit upon a version of a draft; 409 with `mine` and `theirs` where somebody was faster",
    (DRAFT_ID,),
    DRAFT,
    right="bring_in",
    method="post",
    body=shape(("version", "edit"), version=VERSION, edit=EDIT),
)
def edit_draft(me: Person, issue_id: str, sent: Sent) -> object:
    edit = edit_from(sent["edit"])
    return _made(lambda: drafting().drafts.change(issue_id, edit, sent["version"], me))


@desk_operation(
    "/drafts/<issue_id>/undo",
    "Take the last edit of a draft back",
    (DRAFT_ID,),
    DRAFT,
    right="bring_in",
    method="post",
    body=UPON,
)
def undo_draft(me: Person, issue_id: str, sent: Sent) -> object:
    return _made(lambda: drafting().drafts.undo(issue_id, sent["version"], me))


@desk_operation(
    "/drafts/<issue_id>/redo",
    "Make the edit of a draft again that was undone last",
    (DRAFT_ID,),
    DRAFT,
    right="bring_in",
    method="post",
    body=UPON,
)
def redo_draft(me: Person, issue_id: str, sent: Sent) -> object:
    return _made(lambda: drafting().drafts.redo(issue_id, sent["version"], me))


def _made(change: Callable[[], Draft]) -> object:
    """The draft after a change.  Raises Conflict with both sides as JSON."""
    try:
        return draft_json(change())
    except Conflict as error:
        mine: Any = edit_json(error.mine) if error.mine is not None else None
        raise Conflict(str(error), mine, draft_json(error.theirs)) from error
