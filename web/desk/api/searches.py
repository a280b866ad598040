"""`/api/v1/searches`, `/api/v1/mails`: saved searches, what came in for them, the mails, for programs."""

from __future__ import annotations

from typing import Any

from flask import request, url_for

from corpus.alerts.arrivals import Arrivals
from corpus.alerts.digests import STATES, Digests
from corpus.alerts.links import AlertLinks
from corpus.alerts.searches import FREQUENCIES, KINDS, LANGUAGES, SavedSearch, SavedSearches, Wish
from corpus.desk import Person, Refused
from search.alerts.keeping import save
from search.alerts.showing import digest_dict, find_dict, search_dict
from search.alerts.telling import told
from web.archive import archive
from web.desk.api.bodies import shape
from web.desk.api.common import Sent, desk_operation
from web.openapi import Parameter, Schema, array, record
from web.paging import paging, window
from web.parameters import FLAG as ZERO_ONE
from web.schemas import COUNTED, FLAG, INTEGER, STRING, STRINGS

STEP, MOST = 50, 200
"""Articles on one page, unless another size is asked for; at most."""

SEARCH_ID = Parameter("search_id", "id of a saved search", STRING, "path")
MAIL_ID = Parameter("mail", "number of a mail", {"type": "integer", "minimum": 1, "maximum": 2**31}, "path")
ARRIVAL: Schema = {"type": "integer", "minimum": 0, "maximum": 2**53}
AFTER = Parameter("after", "only what came in after this arrival; else since you last looked", ARRIVAL)

_WISH = {
    "name": STRING,
    "frequency": {"enum": list(FREQUENCIES)},
    "email": STRING,
    "language": {"enum": list(LANGUAGES)},
}
SAVED = record(
    **{**_WISH, "email": STRING},
    id=STRING,
    kind={"enum": list(KINDS)},
    parameters=STRING,
    lines=STRINGS,
    standing={"enum": ["current", "removed"]},
    created=STRING,
    changed=STRING,
    seen=COUNTED,
    seen_at=STRING,
    evaluated=COUNTED,
    new=COUNTED,
)
FOUND = record(id=STRING, title=STRING, date=STRING, came=STRING, lines=STRINGS, passage=STRING)
MAIL = record(
    id=COUNTED,
    email=STRING,
    language={"enum": list(LANGUAGES)},
    searches=STRINGS,
    state={"enum": list(STATES)},
    attempts=COUNTED,
    articles=COUNTED,
    error=STRING,
    next=STRING,
    created=STRING,
    ended=STRING,
)


def _kept() -> SavedSearches:
    return SavedSearches(archive().store.database)


def _one(saved: SavedSearch) -> dict[str, Any]:
    return search_dict(saved, _arrivals().fresh([saved])[saved.id])


def _arrivals() -> Arrivals:
    return Arrivals(archive().store.database)


def _wish(sent: Sent) -> Wish:
    return Wish(sent.get("name"), sent.get("frequency"), sent.get("email"), sent.get("language"))


@desk_operation(
    "/searches",
    "The saved searches of whoever acts, with how much is new for each",
    (),
    record(searches=array(SAVED)),
    right="topics",
)
def saved_searches(me: Person) -> object:
    mine = _kept().searches(me)
    fresh = _arrivals().fresh(mine)
    return {"searches": [search_dict(one, fresh[one.id]) for one in mine]}


@desk_operation(
    "/searches",
    "Save a search (`parameters`: its URL parameters) or a list (`lines`): what comes in from now on is new",
    (),
    SAVED,
    right="topics",
    method="post",
    body=shape((), parameters=STRING, lines=STRINGS, **_WISH),
)
def save_search(me: Person, sent: Sent) -> object:
    if ("parameters" in sent) == ("lines" in sent):
        raise Refused("请给出 parameters 或 lines 之一 / give either parameters or lines")
    if "lines" in sent:
        return _one(save(archive(), "list", "\n".join(sent["lines"]), me, _wish(sent)))
    return _one(save(archive(), "query", sent["parameters"], me, _wish(sent)))


@desk_operation("/searches/<search_id>", "A saved search", (SEARCH_ID,), SAVED, right="topics")
def saved_search(me: Person, search_id: str) -> object:
    return _one(_kept().search(search_id, me))


@desk_operation(
    "/searches/<search_id>",
    "Another name, frequency, address or language of a saved search",
    (SEARCH_ID,),
    SAVED,
    right="topics",
    method="post",
    body=shape((), **_WISH),
)
def change_search(me: Person, search_id: str, sent: Sent) -> object:
    return _one(_kept().change(search_id, _wish(sent), me))


@desk_operation(
    "/searches/<search_id>/new",
    "What came in for a saved search, newest first, by when it came in; `upto` is for marking it as seen",
    (SEARCH_ID, AFTER, *paging(STEP, MOST)),
    record(
        search=STRING,
        after=COUNTED,
        upto=COUNTED,
        page=INTEGER,
        size=INTEGER,
        total=COUNTED,
        articles=array(FOUND),
    ),
    right="topics",
)
def search_news(me: Person, search_id: str) -> object:
    one = _kept().search(search_id, me)
    after = request.args.get("after", one.seen, type=int)
    shown = window(STEP, MOST)
    total, finds = _arrivals().seen_finds(one.id, after, shown.start, shown.size)
    articles = [find_dict(each) for each in told(archive(), one, finds)]
    return {
        "search": one.id, "after": after, "upto": one.evaluated, "page": shown.page, "size": shown.size,
        "total": total, "articles": articles,
    }  # fmt: skip


@desk_operation(
    "/searches/<search_id>/seen",
    "You have seen what came in up to this arrival; a smaller one than before takes that back",
    (SEARCH_ID,),
    SAVED,
    right="topics",
    method="post",
    body=shape(("upto",), upto=ARRIVAL),
)
def look_at_search(me: Person, search_id: str, sent: Sent) -> object:
    return _one(_kept().look(search_id, sent["upto"], me))


@desk_operation(
    "/searches/<search_id>/standing",
    "Remove a saved search, or bring it back; what came in meanwhile is found",
    (SEARCH_ID,),
    SAVED,
    right="topics",
    method="post",
    body=shape(("standing",), standing={"enum": ["current", "removed"]}),
)
def search_standing(me: Person, search_id: str, sent: Sent) -> object:
    return _one(_kept().set_standing(search_id, sent["standing"], me))


@desk_operation(
    "/searches/<search_id>/feed",
    "Open the Atom feed of a saved search, at an address that is told once, or close it",
    (SEARCH_ID,),
    record(address=STRING),
    right="topics",
    method="post",
    body=shape(("open",), open=FLAG),
)
def search_feed(me: Person, search_id: str, sent: Sent) -> object:
    links = AlertLinks(archive().store.database)
    if not sent["open"]:
        links.close_feed(search_id, me)
        return {"address": ""}
    return {"address": url_for("alerts.feed", secret=links.open_feed(search_id, me), _external=True)}


@desk_operation(
    "/mails",
    "The mails to whoever acts about saved searches, newest first; all=1: everybody's, for administrators",
    (Parameter("all", "1: everybody's", ZERO_ONE),),
    record(mails=array(MAIL)),
    right="topics",
)
def search_mails(me: Person) -> object:
    every = request.args.get("all") == "1"
    return {"mails": [digest_dict(o) for o in Digests(archive().store.database).digests(me, everybody=every)]}


@desk_operation(
    "/mails/<int:mail>/retry",
    "Send a mail that waits or has failed again",
    (MAIL_ID,),
    MAIL,
    right="topics",
    method="post",
    body=shape(),
)
def retry_mail(me: Person, mail: int, sent: Sent) -> object:
    return digest_dict(Digests(archive().store.database).retry(mail, me))
