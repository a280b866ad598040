"""`/api/v1/basket`, `/api/v1/opened`: what an account keeps for itself."""

from __future__ import annotations

from typing import Any

from corpus.desk import Person
from corpus.topics.opened import OpenedArticles
from corpus.topics.ticked import MOST, Ticked
from web.archive import archive
from web.desk.api.bodies import shape
from web.desk.api.common import Sent, desk_operation
from web.openapi import Schema, record
from web.schemas import COUNTED, FLAG, STRING, STRINGS

BASKET = record(articles=STRINGS, cleared=STRINGS, left_out=COUNTED)
OPENED = record(remembers=FLAG, count=COUNTED)
_IDS: Schema = {"type": "array", "items": STRING, "maxItems": MOST}


def _ticked() -> Ticked:
    return Ticked(archive().store.database)


def _basket(me: Person, left_out: int = 0) -> dict[str, Any]:
    kept = _ticked()
    return {
        "articles": list(kept.articles(me.id)), "cleared": list(kept.cleared(me.id)), "left_out": left_out,
    }  # fmt: skip


@desk_operation(
    "/basket",
    "The selection of whoever acts, in the order of ticking; what was cleared and can be brought back",
    (),
    BASKET,
    right="read",
)
def basket(me: Person) -> object:
    return _basket(me)


@desk_operation(
    "/basket",
    "Select articles (`add`), let others go (`drop`); `left_out` is how many there was no room for",
    (),
    BASKET,
    right="topics",
    method="post",
    body=shape((), add=_IDS, drop=_IDS),
)
def change_basket(me: Person, sent: Sent) -> object:
    return _basket(me, _ticked().change(me.id, sent.get("add", ()), sent.get("drop", ())))


@desk_operation(
    "/basket/clear", "Select nothing any more", (), BASKET, right="topics", method="post", body=shape()
)
def clear_basket(me: Person, sent: Sent) -> object:
    _ticked().clear(me.id)
    return _basket(me)


@desk_operation(
    "/basket/undo",
    "Select again what was cleared last, within an hour, beside what has been ticked since",
    (),
    BASKET,
    right="topics",
    method="post",
    body=shape(),
)
def undo_basket(me: Person, sent: Sent) -> object:
    _ticked().bring_back(me.id)
    return _basket(me)


def _opened() -> OpenedArticles:
    return OpenedArticles(archive().store.database)


def _remembered(me: Person) -> dict[str, Any]:
    return {"remembers": _opened().remembers(me.id), "count": _opened().count(me.id)}


@desk_operation(
    "/opened",
    "Whether what whoever acts opens is remembered, and how many articles are",
    (),
    OPENED,
    right="read",
)
def opened(me: Person) -> object:
    return _remembered(me)


@desk_operation(
    "/opened",
    "Remember what whoever acts opens, or do not (`remember`); forget for good what was opened (`clear`)",
    (),
    OPENED,
    right="topics",
    method="post",
    body=shape((), remember=FLAG, clear=FLAG),
)
def change_opened(me: Person, sent: Sent) -> object:
    if "remember" in sent:
        _opened().switch(me.id, sent["remember"])
    if sent.get("clear"):
        _opened().clear(me.id)
    return _remembered(me)
