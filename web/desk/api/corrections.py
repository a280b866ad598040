"""Corrections and the review queue for programs: read with a version, correct upon it, undo, accept, skip."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from flask import request

from corpus.desk import Conflict, Correctable, CorrectableIssue, Correcting, Person, Queue, Teaching
from corpus.store import ARTICLE_FIELDS, ISSUE_FIELDS, Correction, Doubt
from web.archive import archive
from web.desk.api.bodies import shape
from web.desk.api.common import Sent, desk_operation
from web.desk.ordering import index_soon
from web.openapi import Parameter, Schema, array, record
from web.parameters import ARTICLE_ID, ISSUE_ID
from web.schemas import COUNTED, FLAG, NUMBER, STRING, STRINGS, TEXT_OR_NULL

SEQ: Schema = {"type": "integer", "minimum": 0, "maximum": 2**53}
VALUE: Schema = {}
CORRECTION = record(
    seq=COUNTED,
    target=STRING,
    field=STRING,
    old=VALUE,
    new=VALUE,
    who=STRING,
    at=STRING,
    reason=STRING,
    undone_by=TEXT_OR_NULL,
    undone_at=TEXT_OR_NULL,
)
CORRECTIONS = array(CORRECTION)
CORRECTABLE = record(id=STRING, version=STRING, fields={"type": "object"})
ALIKE = record(correction=COUNTED, field=STRING, old=VALUE, new=VALUE, form=STRING, articles=STRINGS)
DOUBT = record(article=STRING, title=STRING, field=STRING, value=VALUE, how=STRING, confidence=NUMBER)
GUESS = {"article": STRING, "field": STRING}
CHANGES = shape(("version", "changes"), version=STRING, changes={"type": "object"}, reason=STRING)
SEQS = shape(("seqs",), seqs={"type": "array", "items": SEQ, "minItems": 1, "maxItems": 1000})


def desk() -> Correcting:
    return Correcting(archive().store)


def plain(value: object) -> Any:
    """A field's value as JSON."""
    if isinstance(value, dt.date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def correction_json(one: Correction) -> dict[str, Any]:
    return {name: plain(getattr(one, name)) for name in CORRECTION["properties"]}


def correctable_json(one: Correctable) -> dict[str, Any]:
    values = {field: plain(getattr(one.article, field)) for field in ARTICLE_FIELDS}
    return {"id": one.article.id, "version": one.version, "fields": values}


def issue_json(one: CorrectableIssue) -> dict[str, Any]:
    values = {field: plain(getattr(one.issue, field)) for field in ISSUE_FIELDS}
    return {"id": one.issue.id, "version": one.version, "fields": values}


@contextmanager
def telling(read: Callable[[Any], dict[str, Any]]) -> Iterator[None]:
    """Where somebody was faster, both versions as JSON.  read: theirs."""
    try:
        yield
    except Conflict as error:
        mine = {field: plain(value) for field, value in error.mine.items()}
        raise Conflict(str(error), mine, read(error.theirs)) from error


def doubt_json(one: Doubt) -> dict[str, Any]:
    named = {"article": one.article.id, "title": one.article.title, "value": plain(one.value)}
    return named | {"field": one.field, "how": one.how, "confidence": one.confidence}


@desk_operation(
    "/articles/<path:article_id>/correctable",
    "An article's fields as they read now, with the version to correct them upon",
    (ARTICLE_ID,),
    CORRECTABLE,
    right="correct",
)
def correctable(me: Person, article_id: str) -> object:
    return correctable_json(desk().article(article_id))


@desk_operation(
    "/articles/<path:article_id>/corrections",
    "Every correction of an article or issue, newest first, undone ones too",
    (ARTICLE_ID,),
    record(corrections=CORRECTIONS),
    right="correct",
)
def corrections_of(me: Person, article_id: str) -> object:
    return {"corrections": [correction_json(one) for one in desk().history(article_id)]}


@desk_operation(
    "/articles/<path:article_id>/corrections",
    "Correct fields upon a version, all or none; 409 with `mine` and `theirs` where somebody was faster",
    (ARTICLE_ID,),
    CORRECTIONS,
    right="correct",
    method="post",
    body=CHANGES,
)
def correct_article(me: Person, article_id: str, sent: Sent) -> object:
    with telling(correctable_json):
        done = desk().correct(article_id, sent["changes"], sent["version"], me, sent.get("reason", ""))
    index_soon(me)
    return [correction_json(one) for one in done]


@desk_operation(
    "/issues/<issue_id>/correctable",
    "An issue's own fields (publication, number, year, month, title), with the version to correct them upon",
    (ISSUE_ID,),
    CORRECTABLE,
    right="correct",
)
def correctable_issue(me: Person, issue_id: str) -> object:
    return issue_json(desk().issue(issue_id))


@desk_operation(
    "/issues/<issue_id>/corrections",
    "Every correction of an issue's own fields, newest first, undone ones too",
    (ISSUE_ID,),
    record(corrections=CORRECTIONS),
    right="correct",
)
def corrections_of_issue(me: Person, issue_id: str) -> object:
    return {"corrections": [correction_json(one) for one in desk().history(issue_id)]}


@desk_operation(
    "/issues/<issue_id>/corrections",
    "Correct an issue's own fields upon a version, all or none; inferred dates of its articles follow",
    (ISSUE_ID,),
    CORRECTIONS,
    right="correct",
    method="post",
    body=CHANGES,
)
def correct_issue(me: Person, issue_id: str, sent: Sent) -> object:
    with telling(issue_json):
        done = desk().correct_issue(issue_id, sent["changes"], sent["version"], me, sent.get("reason", ""))
    index_soon(me)
    return [correction_json(one) for one in done]


@desk_operation(
    "/corrections/undo",
    "Take corrections back, all or none",
    (),
    CORRECTIONS,
    right="correct",
    method="post",
    body=SEQS,
)
def undo_corrections(me: Person, sent: Sent) -> object:
    done = desk().undo_all(sent["seqs"], me)
    index_soon(me)
    return [correction_json(one) for one in done]


@desk_operation(
    "/corrections/redo",
    "Put a correction back that was undone, as a correction of its own",
    (),
    CORRECTION,
    right="correct",
    method="post",
    body=shape(("seq",), seq=SEQ),
)
def redo_correction(me: Person, sent: Sent) -> object:
    done = desk().redo(sent["seq"], me)
    index_soon(me)
    return correction_json(done)


@desk_operation(
    "/corrections/alike",
    "What a correction teaches: the other articles that read the same from the same form",
    (Parameter("seq", "the number of a correction", SEQ, required=True),),
    ALIKE,
    right="correct",
)
def alike_corrections(me: Person) -> object:
    found = Teaching(archive().store).alike(min(request.args.get("seq", 0, type=int), 2**53))
    return {name: plain(getattr(found, name)) for name in ALIKE["properties"]}


@desk_operation(
    "/corrections/alike",
    "Correct these other articles alike; each can be undone by itself",
    (),
    CORRECTIONS,
    right="correct",
    method="post",
    body=shape(("seq", "articles"), seq=SEQ, articles=STRINGS),
)
def correct_alike(me: Person, sent: Sent) -> object:
    done = Teaching(archive().store).apply(sent["seq"], me, sent["articles"])
    index_soon(me)
    return [correction_json(one) for one in done]


@desk_operation(
    "/doubts",
    "Guesses that want looking at, the least certain first, without those you skipped; at most 200",
    (
        Parameter("only_field", "only guesses of this field", STRING),
        Parameter("only_issue", "only articles of this issue", STRING),
    ),
    record(doubts=array(DOUBT)),
    right="correct",
)
def doubts(me: Person) -> object:
    field, issue = request.args.get("only_field"), request.args.get("only_issue")
    found = Queue(archive().store).doubts(me, limit=200, field=field or None, issue=issue or None)
    return {"doubts": [doubt_json(one) for one in found]}


@desk_operation(
    "/doubts/accept",
    "A guess is right; `like`: and all like it",
    (),
    CORRECTIONS,
    right="correct",
    method="post",
    body=shape(("article", "field"), **GUESS, like=FLAG),
)
def accept_doubt(me: Person, sent: Sent) -> object:
    queue = Queue(archive().store)
    if sent.get("like"):
        done = queue.accept_like(sent["article"], sent["field"], me)
    else:
        done = (queue.accept(sent["article"], sent["field"], me),)
    index_soon(me)
    return [correction_json(one) for one in done]


@desk_operation(
    "/doubts/skip",
    "Do not show me this guess until the article is read differently",
    (),
    record(skipped=COUNTED),
    right="correct",
    method="post",
    body=shape(("article", "field"), **GUESS),
)
def skip_doubt(me: Person, sent: Sent) -> object:
    queue = Queue(archive().store)
    queue.skip(sent["article"], sent["field"], me)
    return {"skipped": queue.skipped(me)}


@desk_operation(
    "/doubts/unskip",
    "Show me again every guess that I skipped: how many",
    (),
    record(shown=COUNTED),
    right="correct",
    method="post",
)
def unskip_doubts(me: Person) -> object:
    return {"shown": Queue(archive().store).unskip(me)}
