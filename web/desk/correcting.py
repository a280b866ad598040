"""Here is what somebody typed into the form of an article or an issue; give me what they changed in it.

A form carries what it was filled with, so that whoever did not touch a field changes nothing in it, though
somebody else has meanwhile; and so that what both touched is found, field by field.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from typing import Any, cast

from werkzeug.datastructures import MultiDict

from corpus.desk import Conflict, Correctable, CorrectableIssue, Person
from corpus.model import Article, Issue
from corpus.store import Correction
from web.desk.drafting import FIELDS, ISSUE_FIELDS, LISTS, said, shown, stated

Form = MultiDict[str, str]


def body_mark(body: str) -> str:
    """What tells one text from another, in a form's few bytes."""
    return hashlib.sha256(body.encode()).hexdigest()[:24]


def standing(article: Article) -> dict[str, Any]:
    """The fields of an article as its form is filled with them."""
    return {field: shown(article, field) for field in FIELDS} | {"body": body_mark(article.body)}


def standing_issue(issue: Issue) -> dict[str, Any]:
    """The same of an issue."""
    return {field: str(getattr(issue, field) or "") for field in ISSUE_FIELDS}


def as_json(stands: Mapping[str, Any]) -> str:
    """What a form carries under `was`."""
    return json.dumps(stands, ensure_ascii=False)


def typed_body(form: Form) -> str:
    """The text: a box a paragraph; an empty one is none, a line end in one makes two."""
    lines = (line.strip() for box in form.getlist("body") for line in box.splitlines())
    return "\n".join(line for line in lines if line)


def changed(form: Form, issue: Issue) -> dict[str, object]:
    """What differs from what the form was filled with, without what was decided for the other's; and what was
    ticked as right.  Raises Refused."""
    was = stated(form.get("was", ""))
    found: dict[str, object] = {}
    for field in FIELDS:
        if field in form:
            value = form[field].strip() if field == "date" else said(field, form[field], issue)
            if value != was.get(field) or field in form.getlist("confirm"):
                found[field] = value
    if "body" in form and body_mark(body := typed_body(form)) != was.get("body"):
        found["body"] = body
    return {field: value for field, value in found.items() if form.get(f"choose_{field}") != "theirs"}


def changed_issue(form: Form) -> dict[str, object]:
    """The same of an issue's form."""
    was = stated(form.get("was", ""))
    typed = {field: " ".join(form[field].split()) for field in ISSUE_FIELDS if field in form}
    return {
        field: value
        for field, value in typed.items()
        if value != was.get(field) and form.get(f"choose_{field}") != "theirs"
    }


def clashing(form: Form, theirs: Mapping[str, Any], mine: Mapping[str, object]) -> list[str]:
    """The fields that both have changed since the form was filled."""
    was = stated(form.get("was", ""))
    return [field for field in mine if theirs.get(field) != was.get(field)]


def stands_now(one: Correctable | CorrectableIssue) -> dict[str, Any]:
    """What its form is filled with."""
    return standing(one.article) if isinstance(one, Correctable) else standing_issue(one.issue)


def correct(
    keep: Callable[[str, Mapping[str, object], str, Person, str], tuple[Correction, ...]],
    target: str,
    form: Form,
    changes: Mapping[str, object],
    me: Person,
) -> tuple[Correction, ...]:
    """Correct upon the form's version; where nothing that it changes was touched meanwhile, upon the newest.

    keep: `Correcting.correct` or `correct_issue`.  Raises Conflict where both changed a field, and what
    `keep` raises.
    """
    reason = form.get("reason", "").strip()
    try:
        return keep(target, changes, form.get("version", ""), me, reason)
    except Conflict as conflict:
        theirs = cast("Correctable | CorrectableIssue", conflict.theirs)
        if clashing(form, stands_now(theirs), changes):
            raise
        return keep(target, changes, theirs.version, me, reason)


def names_replaced(done: Correction) -> tuple[str, str] | None:
    """(name that went, name that came) where a correction put one name in the place of one other."""
    if done.field not in LISTS or not isinstance(done.old, tuple) or not isinstance(done.new, tuple):
        return None
    gone = [one for one in done.old if one not in done.new]
    came = [one for one in done.new if one not in done.old]
    return (gone[0], came[0]) if len(gone) == len(came) == 1 else None
