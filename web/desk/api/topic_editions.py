"""`/api/v1/topics/…/editions`, `links`, `copy`, `merge`, `split`: frozen, handed out, made into others."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from flask import url_for

from corpus.desk import Person
from corpus.topics.editions import Edition, Editions, differing
from corpus.topics.keeping import TopicKeeper
from corpus.topics.sharing import TopicLinks
from search.topics.freezing import frozen
from search.topics.living import living
from search.topics.telling import told
from web.archive import archive
from web.desk.api.bodies import shape
from web.desk.api.common import Sent, desk_operation
from web.desk.api.topics import HEAD, TOPIC, TOPIC_ID
from web.i18n import preference
from web.openapi import Parameter, array, record
from web.schemas import COUNTED, STRING, STRINGS, TEXT_OR_NULL
from web.views.basket import reference

EDITION_ID = Parameter("edition_id", "id of an edition", STRING, "path")
LINK_ID = Parameter("link_id", "id of a link (not its secret)", STRING, "path")

FROZEN = record(article=STRING, title=STRING, date=STRING, section=STRING, note=STRING, reference=STRING)
TAKEN = {"id": STRING, "topic": STRING, "name": STRING, "who": STRING, "at": STRING, "upto": COUNTED}
EDITION = record(
    **TAKEN,
    cover=STRING,
    sections=STRINGS,
    style=STRING,
    articles=array(FROZEN),
    since=record(added=STRINGS, gone=STRINGS, changed=STRINGS),
)
LINK = {"id": STRING, "topic": STRING, "who": STRING, "at": STRING, "ended": TEXT_OR_NULL}


def _keeper() -> TopicKeeper:
    return TopicKeeper(archive().store.database)


def _told(taken: Edition, me: Person) -> dict[str, Any]:
    """The edition, and what differs now."""
    now = frozen(archive(), living(archive(), _keeper().topic(taken.topic, me)), reference)
    differs = differing(taken.articles, now)
    since = {
        "added": [one.article for one in differs.added],
        "gone": [one.article for one in differs.gone],
        "changed": [after.article for _before, after in differs.changed],
    }
    return {**asdict(taken), "since": since}


@desk_operation(
    "/topics/<topic_id>/editions",
    "The editions of a topic, the newest first",
    (TOPIC_ID,),
    record(editions=array(record(**TAKEN, articles=COUNTED))),
    right="read",
)
def topic_editions(me: Person, topic_id: str) -> object:
    taken = Editions(archive().store.database).editions(topic_id, me)
    return {
        "editions": [
            {**{name: getattr(one, name) for name in TAKEN}, "articles": len(one.articles)} for one in taken
        ]
    }


@desk_operation(
    "/topics/<topic_id>/editions",
    "Freeze a topic as it is now; without `name` the edition is called after the day",
    (TOPIC_ID,),
    EDITION,
    right="topics",
    method="post",
    body=shape((), name=STRING),
)
def take_topic_edition(me: Person, topic_id: str, sent: Sent) -> object:
    kept = _keeper().topic(topic_id, me)
    articles = frozen(archive(), living(archive(), kept), reference)
    editions = Editions(archive().store.database)
    taken = editions.take(topic_id, sent.get("name", ""), articles, kept.version, me, preference("style"))
    return _told(taken, me)


@desk_operation(
    "/topics/<topic_id>/editions/<edition_id>",
    "An edition as it was taken; `since` has the ids of what differs now",
    (TOPIC_ID, EDITION_ID),
    EDITION,
    right="read",
)
def topic_edition(me: Person, topic_id: str, edition_id: str) -> object:
    return _told(Editions(archive().store.database).edition(edition_id, me, topic_id), me)


def _links(topic_id: str, me: Person) -> dict[str, Any]:
    return {"links": [asdict(one) for one in TopicLinks(archive().store.database).links(topic_id, me)]}


@desk_operation(
    "/topics/<topic_id>/links",
    "The links that were given out, the newest first; their secrets are kept nowhere",
    (TOPIC_ID,),
    record(links=array(record(**LINK))),
    right="topics",
)
def topic_links(me: Person, topic_id: str) -> object:
    return _links(topic_id, me)


@desk_operation(
    "/topics/<topic_id>/links",
    "A link that anyone can read the topic with; its `address` is told this once",
    (TOPIC_ID,),
    record(**LINK, address=STRING),
    right="topics",
    method="post",
    body=shape(),
)
def share_topic(me: Person, topic_id: str, sent: Sent) -> object:
    secret, link = TopicLinks(archive().store.database).share(topic_id, me)
    return {**asdict(link), "address": url_for("topics.shared", secret=secret, _external=True)}


@desk_operation(
    "/topics/<topic_id>/links/<link_id>/end",
    "End a link: it opens nothing any more",
    (TOPIC_ID, LINK_ID),
    record(links=array(record(**LINK))),
    right="topics",
    method="post",
    body=shape(),
)
def end_topic_link(me: Person, topic_id: str, link_id: str, sent: Sent) -> object:
    TopicLinks(archive().store.database).end(topic_id, link_id, me)
    return _links(topic_id, me)


@desk_operation(
    "/topics/<topic_id>/copy",
    "A topic of one's own with everything that is in this one",
    (TOPIC_ID,),
    HEAD,
    right="topics",
    method="post",
    body=shape(("name",), name=STRING),
)
def copy_topic(me: Person, topic_id: str, sent: Sent) -> object:
    return asdict(_keeper().copy(topic_id, sent["name"], me))


@desk_operation(
    "/topics/<topic_id>/merge",
    "Everything of topic `other` into this one; `other` is put away",
    (TOPIC_ID,),
    TOPIC,
    right="topics",
    method="post",
    body=shape(("other",), other=STRING),
)
def merge_topic(me: Person, topic_id: str, sent: Sent) -> object:
    return told(archive(), living(archive(), _keeper().merge(topic_id, sent["other"], me)))


@desk_operation(
    "/topics/<topic_id>/split",
    "These articles into a new topic `name`; they leave this one",
    (TOPIC_ID,),
    HEAD,
    right="topics",
    method="post",
    body=shape(
        ("name", "articles"), name=STRING, articles={"type": "array", "items": STRING, "maxItems": 5000}
    ),
)
def split_topic(me: Person, topic_id: str, sent: Sent) -> object:
    return asdict(_keeper().split(topic_id, sent["articles"], sent["name"], me))
