"""`/api/v1/topics`: lists that somebody keeps, for programs."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from corpus.desk import Conflict, Person
from corpus.topics.changes import ACTIONS, TopicChange
from corpus.topics.keeping import KeptTopic, TopicKeeper
from corpus.topics.shelf import ACCESS, STANDINGS, TopicHead
from search.request import from_query_string
from search.topics.living import living
from search.topics.making import begin, change
from search.topics.suggesting import suggested
from search.topics.telling import told, told_suggestions
from web.archive import archive
from web.desk.api.bodies import shape
from web.desk.api.common import Sent, desk_operation
from web.openapi import Parameter, Schema, array, record
from web.schemas import COUNTED, FLAG, STRING, STRINGS

TOPIC_ID = Parameter("topic_id", "id of a topic", STRING, "path")

HEAD = record(
    id=STRING,
    name=STRING,
    owner=STRING,
    who=STRING,
    access={"enum": list(ACCESS)},
    standing={"enum": list(STANDINGS)},
    created=STRING,
    changed=STRING,
)
LISTED = {"id": STRING, "title": STRING, "date": STRING}
PRINTED = {**LISTED, "copies": STRINGS}
OFFERED = record(**PRINTED, queries=STRINGS, because=STRINGS)
TOPIC = record(
    id=STRING,
    name=STRING,
    cover=STRING,
    order=STRING,
    version=COUNTED,
    queries=array(record(key=STRING, q=STRING, parameters=STRING)),
    sections=array(
        record(name=STRING, articles=array(record(**PRINTED, note=STRING, pinned=FLAG, held=FLAG)))
    ),
    new=array(OFFERED),
    later=array(OFFERED),
    left=array(record(id=STRING, title=STRING, cause=STRING, who=STRING)),
)
CHANGE: Schema = shape(("action",), action={"enum": list(ACTIONS)}, articles=STRINGS, key=STRING, text=STRING)
"""One change; docs/architecture/topics.md says what `articles`, `key` and `text` hold for each action."""

HISTORY = record(
    changes=array(
        record(
            id=COUNTED,
            action=STRING,
            articles=STRINGS,
            key=STRING,
            text=STRING,
            who=STRING,
            at=STRING,
            reason=STRING,
            undone_by={"type": ["string", "null"]},
        )
    )
)


def _keeper() -> TopicKeeper:
    return TopicKeeper(archive().store.database)


def _topic(kept: KeptTopic) -> dict[str, Any]:
    return told(archive(), living(archive(), kept))


def _head(head: TopicHead) -> dict[str, Any]:
    return asdict(head)


@desk_operation(
    "/topics", "The topics that whoever acts may read", (), record(topics=array(HEAD)), right="read"
)
def topics(me: Person) -> object:
    return {"topics": [_head(one) for one in _keeper().shelf.topics(me)]}


@desk_operation(
    "/topics",
    "Begin a topic; what `query` (URL parameters of a search) finds now is taken in",
    (),
    TOPIC,
    right="topics",
    method="post",
    body=shape(("name",), name=STRING, query=STRING, cover=STRING, access={"enum": list(ACCESS)}),
)
def begin_topic(me: Person, sent: Sent) -> object:
    if query := sent.get("query", ""):
        archive().search(from_query_string(query))
    kept = begin(
        archive(), sent["name"], query, me, cover=sent.get("cover", ""), access=sent.get("access", "private")
    )
    return _topic(kept)


@desk_operation(
    "/topics/<topic_id>",
    "A topic as it is now: its articles in order, what is new with its reasons, what left and why",
    (TOPIC_ID,),
    TOPIC,
    right="read",
)
def topic(me: Person, topic_id: str) -> object:
    return _topic(_keeper().topic(topic_id, me))


@desk_operation(
    "/topics/<topic_id>/suggested",
    "Articles close to a topic that no search of it finds, with the words they share; searches that would "
    "bring them",
    (TOPIC_ID,),
    record(
        articles=array(record(**LISTED, words=STRINGS)),
        searches=array(record(q=STRING, parameters=STRING, brings=COUNTED, close=COUNTED)),
    ),
    right="read",
)
def topic_suggestions(me: Person, topic_id: str) -> object:
    return told_suggestions(suggested(archive(), living(archive(), _keeper().topic(topic_id, me))))


@desk_operation(
    "/topics/<topic_id>/changes",
    "Change a topic upon a version, all or none; 409 where somebody has just written what this overwrites",
    (TOPIC_ID,),
    TOPIC,
    right="topics",
    method="post",
    body=shape(
        ("version", "changes"),
        version=COUNTED,
        changes={"type": "array", "items": CHANGE, "maxItems": 500},
        reason=STRING,
    ),
)
def change_topic(me: Person, topic_id: str, sent: Sent) -> object:
    changes = [
        TopicChange(one["action"], tuple(one.get("articles", ())), one.get("key", ""), one.get("text", ""))
        for one in sent["changes"]
    ]
    for one in changes:
        if one.action == "ask":
            archive().search(from_query_string(one.text))
    try:
        before = _keeper().topic(topic_id, me)
        kept = change(archive(), before, changes, me, sent["version"], sent.get("reason", ""))
    except Conflict as error:
        raise Conflict(str(error), [asdict(one) for one in error.mine], _topic(error.theirs)) from error
    return _topic(kept)


@desk_operation(
    "/topics/<topic_id>/changes",
    "Everything that was done to a topic, oldest first; what was taken back says by whom",
    (TOPIC_ID,),
    HISTORY,
    right="read",
)
def topic_history(me: Person, topic_id: str) -> object:
    made = _keeper().topic(topic_id, me).changes
    return {
        "changes": [
            {
                "id": one.id,
                "action": one.change.action,
                "articles": list(one.change.articles),
                "key": one.change.key,
                "text": one.change.text,
                "who": one.who,
                "at": one.at,
                "reason": one.reason,
                "undone_by": one.undone_by,
            }
            for one in made
        ]
    }


_IDS = shape(("changes",), changes={"type": "array", "items": COUNTED, "minItems": 1, "maxItems": 500})


@desk_operation(
    "/topics/<topic_id>/undo",
    "Take changes of a topic back",
    (TOPIC_ID,),
    TOPIC,
    right="topics",
    method="post",
    body=_IDS,
)
def undo_topic(me: Person, topic_id: str, sent: Sent) -> object:
    return _topic(_keeper().undo(topic_id, sent["changes"], me))


@desk_operation(
    "/topics/<topic_id>/redo",
    "Put changes of a topic that were taken back into force again",
    (TOPIC_ID,),
    TOPIC,
    right="topics",
    method="post",
    body=_IDS,
)
def redo_topic(me: Person, topic_id: str, sent: Sent) -> object:
    return _topic(_keeper().redo(topic_id, sent["changes"], me))


@desk_operation(
    "/topics/<topic_id>/standing",
    "Put a topic away, remove it, bring it back; change who sees it",
    (TOPIC_ID,),
    HEAD,
    right="topics",
    method="post",
    body=shape((), standing={"enum": list(STANDINGS)}, access={"enum": list(ACCESS)}),
)
def topic_standing(me: Person, topic_id: str, sent: Sent) -> object:
    shelf = _keeper().shelf
    head = shelf.head(topic_id, me)
    if "access" in sent:
        head = shelf.set_access(topic_id, sent["access"], me)
    if "standing" in sent:
        head = shelf.set_standing(topic_id, sent["standing"], me)
    return _head(head)
