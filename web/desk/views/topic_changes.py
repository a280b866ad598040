"""What people do to topics: every change a form that leads back to the topic, every one with an undo."""

from __future__ import annotations

from http import HTTPStatus

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from corpus.desk import Conflict, Person, Refused
from corpus.errors import ArchiveError, QuerySyntaxError
from corpus.topics.changes import TopicChange, TopicState
from corpus.topics.editions import Editions
from corpus.topics.keeping import KeptTopic
from corpus.topics.sharing import TopicLinks
from corpus.topics.shelf import ACCESS, STANDINGS, Access
from search.model import SearchRequest
from search.request import from_query_string, to_query_string
from search.topics import making
from search.topics.folding import Prints, folded, with_reprints
from search.topics.freezing import frozen
from search.topics.living import living
from search.topics.making import add_search, begin, offer_search
from web import basket
from web.archive import archive
from web.desk.identity import acting
from web.desk.views import topics as reading
from web.desk.views.topics import keeper
from web.errors import in_one_language, status_of
from web.i18n import preference
from web.views.basket import reference

blueprint = Blueprint("topic_changes", __name__, url_prefix="/topics")

Answer = str | tuple[str, int] | Response

OF_TICKED = ("accept", "exclude", "later", "hold", "let_go", "drop", "pin")
"""What can be done to ticked articles as it stands."""

MANY = 5000
"""Ticked articles of one form."""


def _to(topic_id: str, place: str = "") -> Response:
    if place == "suggested":
        return redirect(url_for("topics.suggestions", topic_id=topic_id), HTTPStatus.SEE_OTHER)
    where = url_for("topics.topic", topic_id=topic_id, start=request.form.get("start") or None)
    return redirect(where + (f"#{place}" if place else ""), HTTPStatus.SEE_OTHER)


def _refused(topic_id: str, error: ArchiveError) -> Answer:
    """The topic again, with what was wrong and what was typed; a conflict says both versions."""
    kept = keeper().topic(topic_id, acting())
    said = in_one_language(error.hint if isinstance(error, QuerySyntaxError) else str(error))
    if isinstance(error, Conflict):
        typed = {one.action: one.text for one in error.mine}
        said = _("%(said)s。下面是现在的内容，您写的在输入框里，没有丢失。", said=said)
        return reading.page(kept, said, typed), HTTPStatus.CONFLICT
    return reading.page(kept, said, dict(request.form)), status_of(error)


@blueprint.post("")
def new() -> Answer:
    """A topic: empty, of a search, or of what is ticked."""
    me, form = acting("topics"), request.form
    access: Access = next((one for one in ACCESS if one == form.get("access")), "private")
    try:
        kept = begin(archive(), form.get("name", ""), form.get("query", ""), me, access=access)
        if form.get("ticked") and (ids := basket.selected()):
            keeper().change(kept.id, [TopicChange("pin", _there(ids))], kept.version, me)
    except ArchiveError as error:
        return (
            render_template("error.html", message=in_one_language(str(error)), status=int(status_of(error))),
            status_of(error),
        )
    return _to(kept.id)


@blueprint.post("/add")
def add() -> Answer:
    """Put articles into a topic that is chosen: those of `id`, else what is ticked; or begin a new one."""
    me, form = acting("topics"), request.form
    ids = _there(tuple(form.getlist("id")) or basket.selected())
    if not ids:
        raise Refused("还没有选中文章 / no article is ticked yet")
    if name := form.get("name", "").strip():
        topic = keeper().shelf.begin(name, me).id
    else:
        topic = form.get("topic", "")
    kept = keeper().topic(topic, me)
    keeper().change(topic, [TopicChange("pin", ids)], kept.version, me)
    return _to(topic)


def _there(ids: tuple[str, ...]) -> tuple[str, ...]:
    """Those of the articles that the archive holds, each once, at most MANY."""
    wanted = tuple(dict.fromkeys(ids))[:MANY]
    held = archive().shelf.held(wanted)
    return tuple(one for one in wanted if one in held)


@blueprint.post("/<topic_id>")
def change(topic_id: str) -> Answer:
    """What the pressed button says (`do`), upon the version that the form was made of."""
    me, form = acting("topics"), request.form
    try:
        kept = keeper().topic(topic_id, me)
        if form.get("do") == "ask_new":
            offer_search(archive(), kept, form.get("query", ""), me)
            return _to(topic_id, "new")
        if form.get("do") in ("ask", "ask_words"):
            words = SearchRequest(q=form.get("words", ""))
            query = form.get("query", "") if form["do"] == "ask" else to_query_string(words)
            archive().search(from_query_string(query))
            add_search(archive(), kept, query, me)
            return _to(topic_id, "searches")
        if form.get("do") == "select":
            return _select(tuple(form.getlist("article")))
        changes = _changes(kept, form.get("do", ""))
        making.change(archive(), kept, changes, me, form.get("version", kept.version, type=int))
    except ArchiveError as error:
        return _refused(topic_id, error)
    return _to(topic_id, form.get("place", ""))


def _select(ids: tuple[str, ...]) -> Response:
    """The ticked articles join the selection."""
    response = _to(request.view_args["topic_id"] if request.view_args else "", "articles")
    basket.selection().change(response, ids, ())
    return response


def _with_reprints(kept: KeptTopic, ids: tuple[str, ...]) -> tuple[str, ...]:
    """What is ticked, with the reprints that the page shows under it."""
    now = living(archive(), kept)
    return with_reprints(
        archive(), ids, [now.new, now.later, *(listed for _name, listed in now.by_section())]
    )


def _changes(kept: KeptTopic, wish: str) -> list[TopicChange]:
    """The form as changes.  Raises Refused for what asks for nothing."""
    form, ids = request.form, tuple(request.form.getlist("article"))[:MANY]
    if wish == "accept_all":
        return [TopicChange("accept", living(archive(), kept).new)]
    if wish == "settle":
        return [TopicChange("accept", living(archive(), kept).entries)]
    if wish == "drop_left":
        return [TopicChange("drop", tuple(one.article for one in living(archive(), kept).left))]
    if wish in (*OF_TICKED, "file", "place") and ids:
        ids = _with_reprints(kept, ids)
    if wish in OF_TICKED and ids:
        return [TopicChange(wish, ids, text=form.get("reason", "") if wish == "exclude" else "")]
    if wish in ("file", "place") and ids:
        return [TopicChange(wish, ids, form.get("key", ""))]
    if wish in ("up", "down", "move") and ids:
        return _moved(kept, ids[0], wish)
    if wish == "entry" and ids:
        return _entry(kept, ids[0])
    if wish == "head":
        return _head(kept)
    if wish in ("ask_no_more", "section_drop"):
        return [TopicChange(wish, key=form.get("key", ""))]
    if wish == "section_add" and form.get("text", "").strip():
        return [TopicChange(wish, text=form["text"].strip())]
    if wish == "section_up":
        return _section_up(kept.state, form.get("key", ""))
    if wish in ("section_rename", "section_place"):
        return [TopicChange(wish, key=form.get("key", ""), text=form.get("text", "").strip())]
    raise Refused("请先勾选文章 / tick some articles first")


def _entry(kept: KeptTopic, article: str) -> list[TopicChange]:
    """Note and section of one article, as far as they changed."""
    form, state = request.form, kept.state
    changes = []
    note, section = form.get("note", "").strip(), form.get("section", "")
    if note != state.notes.get(article, ""):
        changes.append(TopicChange("note", (article,), text=note))
    if section != state.section_of.get(article, ""):
        changes.append(TopicChange("file", (article,), section))
    return changes


def _head(kept: KeptTopic) -> list[TopicChange]:
    """Name, cover and order, as far as they changed."""
    form, state = request.form, kept.state
    cover = form.get("cover", "").replace("\r\n", "\n")
    changes = []
    if (name := " ".join(form.get("name", "").split())) != state.name:
        changes.append(TopicChange("rename", text=name))
    if cover != state.cover:
        changes.append(TopicChange("cover", text=cover))
    if (order := form.get("order", state.order)) != state.order:
        changes.append(TopicChange("order", text=order))
    return changes


def _moved(kept: KeptTopic, article: str, wish: str) -> list[TopicChange]:
    """The article and its reprints at another place of its section; nothing where they stand there."""
    number = 0
    for _name, ids in living(archive(), kept).by_section():
        prints = folded(archive(), ids)
        at = next((place for place, one in enumerate(prints) if article in one), None)
        if at is not None:
            to = {"up": at - 1, "down": at + 1}.get(wish, request.form.get("at", 0, type=int) - 1 - number)
            return _placed(prints, at, min(max(to, 0), len(prints) - 1))
        number += len(prints)
    raise Refused("文章不在专题中 / the article is not in the topic")


def _placed(prints: list[Prints], at: int, to: int) -> list[TopicChange]:
    if to == at:
        return []
    behind = to if to < at else to + 1
    before = prints[behind][0] if behind < len(prints) else ""
    return [TopicChange("place", prints[at], before)]


def _section_up(state: TopicState, name: str) -> list[TopicChange]:
    """The section before the one that stands before it; nothing where it is the first."""
    at = state.sections.index(name) if name in state.sections else 0
    return [TopicChange("section_place", key=name, text=state.sections[at - 1])] if at else []


@blueprint.post("/<topic_id>/undo")
def undo(topic_id: str) -> Answer:
    """Take changes back, or put them into force again."""
    me, form = acting("topics"), request.form
    ids = [int(one) for one in form.getlist("change") if one.isdecimal()]
    act = keeper().redo if form.get("do") == "redo" else keeper().undo
    act(topic_id, ids, me)
    back = url_for("topics.history", topic_id=topic_id)
    return redirect(back, HTTPStatus.SEE_OTHER)


@blueprint.post("/<topic_id>/standing")
def standing(topic_id: str) -> Answer:
    """Put it away, remove it, bring it back; or change who sees it."""
    me, form = acting("topics"), request.form
    shelf = keeper().shelf
    if wanted := next((one for one in ACCESS if one == form.get("access")), None):
        shelf.set_access(topic_id, wanted, me)
    if chosen := next((one for one in STANDINGS if one == form.get("standing")), None):
        shelf.set_standing(topic_id, chosen, me)
        if chosen != "current":
            return redirect(url_for("topics.topics", standing=chosen), HTTPStatus.SEE_OTHER)
    return _to(topic_id)


@blueprint.post("/<topic_id>/copy")
def copy(topic_id: str) -> Answer:
    """Copy it, split ticked articles off, or put another topic into it."""
    me, form = acting("topics"), request.form
    try:
        return _to(_made_of(topic_id, me, form.get("do", ""), form.get("name", "")))
    except ArchiveError as error:
        return _refused(topic_id, error)


def _made_of(topic_id: str, me: Person, wish: str, name: str) -> str:
    if wish == "merge":
        return keeper().merge(topic_id, request.form.get("other", ""), me).id
    if wish == "split":
        return keeper().split(topic_id, request.form.getlist("article"), name, me).id
    return keeper().copy(topic_id, name, me).id


@blueprint.post("/<topic_id>/editions")
def take_edition(topic_id: str) -> Answer:
    """Freeze the topic as it is now."""
    me = acting("topics")
    kept = keeper().topic(topic_id, me)
    articles = frozen(archive(), living(archive(), kept), reference)
    editions = Editions(archive().store.database)
    taken = editions.take(
        topic_id, request.form.get("name", ""), articles, kept.version, me, preference("style")
    )
    where = url_for("topics.edition", topic_id=topic_id, edition_id=taken.id)
    return redirect(where, HTTPStatus.SEE_OTHER)


@blueprint.post("/<topic_id>/links")
def share(topic_id: str) -> Answer:
    """A link for people without an account, shown this once; or the end of one."""
    me, form = acting("topics"), request.form
    links = TopicLinks(archive().store.database)
    if ended := form.get("end"):
        links.end(topic_id, ended, me)
        return _to(topic_id, "sharing")
    secret, _link = links.share(topic_id, me)
    address = url_for("topics.shared", secret=secret, _external=True)
    return render_template("topics/link.html", topic=keeper().topic(topic_id, me), link_address=address)
