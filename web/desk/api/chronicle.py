"""`/api/v1/chronicle/…`: the lines of the chronicle as the desk's page changes them."""

from __future__ import annotations

from corpus.desk import LINE_ACTIONS, Chronicle, Person
from web.archive import archive
from web.desk.api.bodies import shape
from web.desk.api.common import Sent, desk_operation
from web.desk.api.names import CHANGE, IDS, LIMIT, WORD, change_json, limit
from web.openapi import array, record
from web.schemas import STRING


@desk_operation(
    "/chronicle/changes",
    "Every change of the chronicle, the newest first",
    (LIMIT,),
    record(changes=array(CHANGE)),
    right="correct",
)
def changes_of_chronicle(me: Person) -> object:
    every = Chronicle(archive().store).changes(undone=True)[::-1]
    return {"changes": [change_json(one) for one in every[: limit()]]}


@desk_operation(
    "/chronicle/changes",
    "Change the line of the chronicle that an article tells of",
    (),
    record(change=CHANGE),
    right="correct",
    method="post",
    body=shape(
        ("action", "article"),
        action={"enum": list(LINE_ACTIONS)},
        article=WORD,
        value=STRING,
        place=STRING,
        reason=STRING,
    ),
)
def change_chronicle(me: Person, sent: Sent) -> object:
    more = {name: sent.get(name, "") for name in ("value", "place", "reason")}
    made = Chronicle(archive().store).change(sent["action"], sent["article"], me, **more)
    return {"change": change_json(made)}


@desk_operation(
    "/chronicle/undo",
    "Take changes of the chronicle back",
    (),
    record(changes=array(CHANGE)),
    right="correct",
    method="post",
    body=shape(("changes",), changes=IDS),
)
def undo_chronicle(me: Person, sent: Sent) -> object:
    done = Chronicle(archive().store).undo(sent["changes"], me)
    return {"changes": [change_json(one) for one in done]}
