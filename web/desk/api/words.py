"""`/api/v1/words/…`: the dictionary as the desk's pages change it."""

from __future__ import annotations

from dataclasses import asdict

from corpus.desk import Jobs, Person, Refused
from search.application.dictionary import (
    at_state,
    edit_words,
    effect,
    one_word,
    undo_words,
    with_changes,
    words_of,
)
from search.application.proposing import COMPOUNDS
from web.archive import archive
from web.desk.api.bodies import shape
from web.desk.api.common import Sent, desk_operation
from web.desk.api.names import CHANGE, DONE, IDS, LIMIT, WORD, change_json, done_json, limit
from web.openapi import array, record
from web.schemas import COUNTED, INTEGER, NUMBER, STRING, STRINGS

LIST = {**array(WORD), "minItems": 1, "maxItems": 5000}
STATE = {"type": "integer", "minimum": 0, "maximum": 2**31}


@desk_operation(
    "/words",
    "The dictionary: words added and removed, its state, and the state by which the index is cut",
    (),
    record(state=INTEGER, applied=INTEGER, added=STRINGS, removed=STRINGS),
    right="names",
)
def dictionary(me: Person) -> object:
    return {**asdict(words_of(archive()).dictionary()), "applied": archive().parts.keeper.state()}


@desk_operation(
    "/words/changes",
    "Every change of the dictionary, the newest first; its ids are the states to go back to",
    (LIMIT,),
    record(changes=array(CHANGE)),
    right="names",
)
def changes_of_words(me: Person) -> object:
    return {"changes": [change_json(one) for one in words_of(archive()).history()[: limit()]]}


@desk_operation(
    "/words/effect",
    "How texts would be cut after a change, an undo, or going back to a state; nothing is changed",
    (),
    record(
        words=STRINGS,
        articles=COUNTED,
        looked=COUNTED,
        otherwise=COUNTED,
        sentences=array(record(article_id=STRING, title=STRING, before=STRINGS, after=STRINGS)),
    ),
    right="names",
    method="post",
    body=shape(add=LIST, remove=LIST, undo=IDS, state=STATE),
    errors=(400, 401, 403, 404, 409, 413, 415, 422, 503),
)
def effect_of_words(me: Person, sent: Sent) -> object:
    kept = words_of(archive())
    if "undo" in sent or "state" in sent:
        then = at_state(kept, sent.get("state"), sent.get("undo", ()))
    else:
        add, remove = (one_word(sent.get(name, ())) for name in ("add", "remove"))
        then = with_changes(kept.dictionary(), add, remove)
    return asdict(effect(archive(), then))


@desk_operation(
    "/words/changes",
    "Add or remove words; a job cuts the articles anew that hold them",
    (),
    DONE,
    right="names",
    method="post",
    body=shape(("action", "words"), action={"enum": ["add", "remove"]}, words=LIST, reason=STRING),
)
def change_words(me: Person, sent: Sent) -> object:
    done = edit_words(archive(), sent["action"], sent["words"], me, sent.get("reason", ""))
    return done_json(done)


@desk_operation(
    "/words/undo",
    "Take changes of the dictionary back, or all after a state",
    (),
    DONE,
    right="names",
    method="post",
    body=shape(changes=IDS, state=STATE),
)
def take_words_back(me: Person, sent: Sent) -> object:
    if ("changes" in sent) == ("state" in sent):
        raise Refused("请给出 changes 或 state 之一 / send either changes or state")
    return done_json(undo_words(archive(), me, sent.get("changes", ()), sent.get("state")))


@desk_operation(
    "/words/proposals",
    "Words that the archive keeps printing and that are cut: what the last look through it found",
    (LIMIT,),
    record(
        proposals=array(
            record(word=STRING, frequency=COUNTED, articles=COUNTED, cohesion=NUMBER, freedom=NUMBER)
        ),
        at={"type": ["string", "null"]},
    ),
    right="names",
)
def proposals(me: Person) -> object:
    jobs = Jobs(archive().store.database).jobs(states=("done",), kinds=(COMPOUNDS,), limit=1)
    rows = jobs[0].result["proposals"][: limit()] if jobs else []
    return {"proposals": rows, "at": jobs[0].ended if jobs else None}


@desk_operation(
    "/words/proposals",
    "Look through the archive for words: the job that does",
    (),
    record(job=INTEGER),
    right="names",
    method="post",
)
def look_for_words(me: Person) -> object:
    return {"job": Jobs(archive().store.database).enqueue(COMPOUNDS, {}, me).id}
