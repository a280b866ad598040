"""Topics to read: the lists there are, one of them as it is now, its history, editions, exports and feed.

What a person may not read is not there for them.  A shared link shows one topic to whoever has it, and
nothing that could change it.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from flask import Blueprint, Response, current_app, render_template, request, url_for
from flask_babel import gettext as _

from corpus.errors import IndexMissing
from corpus.model import Article
from corpus.topics.changes import ACTIONS
from corpus.topics.editions import Editions, differing
from corpus.topics.keeping import KeptTopic, TopicKeeper
from corpus.topics.sharing import TopicLinks
from corpus.topics.shelf import ACCESS, STANDINGS, Standing, TopicHead, may_change
from search.request import from_query_string
from search.topics.freezing import as_listed, frozen, thawed
from search.topics.living import LivingTopic, living
from search.topics.suggesting import suggested
from web import basket
from web.archive import archive
from web.desk.identity import allowed, somebody
from web.desk.markdown import rendered
from web.desk.opened import opened_among
from web.desk.views.topic_page import access_named, orders_named, shown, standings
from web.i18n import in_language
from web.views.basket import reference
from web.views.exports import download
from web.views.feeds import instant

blueprint = Blueprint("topics", __name__)


def keeper() -> TopicKeeper:
    return TopicKeeper(archive().store.database)


@blueprint.get("/topics")
def topics() -> str:
    """The topics whoever asks may read; a form for a new one, with the search and the ticks it comes from."""
    wanted = request.args.get("standing", "current")
    standing: Standing = next((one for one in STANDINGS if one == wanted), "current")
    heads = keeper().shelf.topics(somebody(), standing)
    return render_template(
        "topics/topics.html",
        rows=[(head, counted(head)) for head in heads],
        standing=standing,
        standings=standings(),
        access=access_named(),
        ACCESS=ACCESS,
        query=from_query_string(request.args.get("query", "")),
        parameters=request.args.get("query", ""),
        picked=len(basket.selected()),
        may_begin=allowed("topics"),
    )


@dataclass(frozen=True, slots=True)
class TopicCounts:
    """How many articles are in a topic, are offered as new, and left it."""

    entries: int
    new: int
    left: int


COUNTED = 1000
"""Topics whose counts are remembered."""


def counted(head: TopicHead) -> TopicCounts:
    """The counts of a topic, made once for a state of it and of the archive."""
    kept: dict[object, TopicCounts] = current_app.extensions.setdefault("topic_counts", {})
    try:
        gone = archive().view().gone
    except IndexMissing:
        gone = frozenset()
    key = head.id, keeper().in_force(head.id), archive().generation(), gone, dt.date.today()
    if (found := kept.get(key)) is None:
        now = living(archive(), keeper().topic(head.id, somebody()))
        found = TopicCounts(len(now.entries), len(now.new), len(now.left))
        if len(kept) >= COUNTED:
            kept.clear()
        kept[key] = found
    return found


@blueprint.get("/topics/<topic_id>")
def topic(topic_id: str) -> str:
    """A topic as it is now."""
    return page(keeper().topic(topic_id, somebody()))


def page(kept: KeptTopic, error: str = "", typed: dict[str, str] | None = None) -> str:
    """The page of a topic; typed: what a refused form held, which is not lost."""
    me = somebody()
    changing = me is not None and may_change(kept.head, me)
    now = living(archive(), kept)
    return render_template(
        "topics/topic.html",
        changing=changing,
        own=me is not None and (kept.head.owner == me.id or me.role == "administrator"),
        error=error,
        typed=typed or {},
        links=TopicLinks(archive().store.database).links(kept.id, me) if changing and me else [],
        editions=Editions(archive().store.database).editions(kept.id, me),
        others=[one for one in keeper().shelf.topics(me) if me and one.id != kept.id and may_change(one, me)],
        secret="",
        edit=request.args.get("edit", "") if changing else "",
        access=access_named(),
        standings=standings(),
        orders=orders_named(),
        **shown(now),
    )


@blueprint.get("/topics/<topic_id>/suggested")
def suggestions(topic_id: str) -> str:
    """Articles close to the topic that none of its searches finds, and searches that would find them."""
    kept, me = keeper().topic(topic_id, somebody()), somebody()
    found = suggested(archive(), living(archive(), kept))
    return render_template(
        "topics/suggested.html",
        topic=kept,
        found=found,
        opened=opened_among(one.article.id for one in found.articles),
        changing=me is not None and may_change(kept.head, me),
        wanted=lambda one: from_query_string(one.parameters),
    )


@blueprint.get("/topics/<topic_id>/history")
def history(topic_id: str) -> str:
    """Who did what and when, newest first; every change can be undone, and every undo."""
    kept, me = keeper().topic(topic_id, somebody()), somebody()
    titles = {one: article.title for one, article in _articles_of(kept).items()}
    return render_template(
        "topics/history.html",
        topic=kept,
        changes=list(reversed(kept.changes)),
        named={action: in_language(names) for action, names in ACTIONS.items()},
        titles=titles,
        changing=me is not None and may_change(kept.head, me),
        searched=lambda text: from_query_string(text).q,
        orders=orders_named(),
    )


def _articles_of(kept: KeptTopic) -> dict[str, Article]:
    named = dict.fromkeys(one for made in kept.changes for one in made.change.articles[:3])
    return archive().shelf.held(tuple(named))


@blueprint.get("/topics/<topic_id>/editions/<edition_id>")
def edition(topic_id: str, edition_id: str) -> str:
    """An edition as it was taken, beside what the topic is now."""
    kept = keeper().topic(topic_id, somebody())
    taken = Editions(archive().store.database).edition(edition_id, somebody(), topic_id)
    now = frozen(archive(), living(archive(), kept), reference)
    return render_template(
        "topics/edition.html",
        topic=kept,
        edition=taken,
        cover=rendered(taken.cover),
        differs=differing(taken.articles, now),
        named={
            "title": _("标题"),
            "date": _("日期"),
            "section": _("分组"),
            "note": _("备注"),
            "reference": _("引文"),
        },
    )


@blueprint.get("/topics/<topic_id>/editions/<edition_id>/export")
def edition_export(topic_id: str, edition_id: str) -> Response:
    """The edition in its order, with the notes and references of then, in any format."""
    kept = keeper().topic(topic_id, somebody())
    taken = Editions(archive().store.database).edition(edition_id, somebody(), topic_id)
    title = f"{kept.state.name} {taken.name}"
    form = request.args.get("format", "csv")
    return download(form, thawed(archive(), taken), title, len(taken.articles), **as_listed(taken))


@blueprint.get("/topics/<topic_id>/export")
def take_away(topic_id: str) -> Response:
    """The topic in its order, with its notes, in any format."""
    return exported(living(archive(), keeper().topic(topic_id, somebody())))


def exported(now: LivingTopic) -> Response:
    ids = [one for _name, held in now.by_section() for one in held]
    held = archive().shelf.held(ids)
    articles = [held[one] for one in ids if one in held]
    return download(
        request.args.get("format", "csv"), articles, now.kept.state.name, len(articles),
        notes=now.kept.state.notes, headings=now.kept.state.section_of,
    )  # fmt: skip


@blueprint.get("/topics/<topic_id>/feed")
def feed(topic_id: str) -> Response:
    """The topic's articles as an Atom feed, the last taken in first."""
    return feed_of(
        living(archive(), keeper().topic(topic_id, somebody())),
        url_for("topics.topic", topic_id=topic_id, _external=True),
    )


def feed_of(now: LivingTopic, address: str) -> Response:
    """The 50 that were taken in last, each dated by when that was."""
    kept = now.kept
    taken: dict[str, str] = {}
    for made in kept.changes:
        if made.in_force and made.change.action in ("accept", "pin"):
            taken |= {one: made.at for one in made.change.articles if one not in taken}
    ids = sorted(now.entries, key=lambda one: taken.get(one, ""), reverse=True)[:50]
    held = archive().shelf.held(ids)
    xml = render_template(
        "topics/feed.xml",
        topic=kept,
        address=address,
        self_url=request.url,
        entries=[(held[one], taken.get(one) or instant(held[one].date)) for one in ids if one in held],
        notes=kept.state.notes,
    )
    return Response(xml, mimetype="application/atom+xml")


# -- for whoever has the link ------------------------------------------------------------------------


def opened(secret: str) -> LivingTopic:
    """The topic of a link, without what is new or left: that is for those who keep it."""
    now = living(archive(), TopicLinks(archive().store.database).opened(secret))
    return replace(now, new=(), later=(), left=())


@blueprint.get("/shared/<secret>")
def shared(secret: str) -> str:
    """A topic to read, for somebody who need not have an account."""
    return render_template(
        "topics/topic.html", changing=False, own=False, error="", typed={}, links=[], editions=[], others=[],
        secret=secret, edit="", access={}, standings={}, orders=orders_named(), **shown(opened(secret)),
    )  # fmt: skip


@blueprint.get("/shared/<secret>/export")
def shared_export(secret: str) -> Response:
    return exported(opened(secret))


@blueprint.get("/shared/<secret>/feed")
def shared_feed(secret: str) -> Response:
    return feed_of(opened(secret), url_for("topics.shared", secret=secret, _external=True))
