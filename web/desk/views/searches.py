"""Saved searches: the list of them with what is new, one of them, and everything that changes one.

Everybody sees their own only.  Every change leads back to where it was made, with a way back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from http import HTTPStatus
from urllib.parse import urlencode

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from corpus.alerts.arrivals import Arrivals
from corpus.alerts.digests import STATE_NAMES, Digests
from corpus.alerts.links import AlertLinks
from corpus.alerts.searches import FREQUENCY_NAMES, Kind, SavedSearch, SavedSearches, Wish
from corpus.desk import may
from corpus.errors import ArchiveError, QuerySyntaxError
from search.alerts.keeping import requests_of, save
from search.alerts.rounds import mail_off
from search.alerts.telling import ToldFind, told
from search.model import Hit
from search.request import from_query_string
from web.archive import archive
from web.desk.identity import acting
from web.errors import in_one_language, status_of
from web.i18n import in_language, language
from web.links import link

blueprint = Blueprint("searches", __name__, url_prefix="/searches")

STEP = 50
"""Articles of a saved search on one page."""

Answer = str | tuple[str, int] | Response


def kept() -> SavedSearches:
    return SavedSearches(archive().store.database)


def arrivals() -> Arrivals:
    return Arrivals(archive().store.database)


def frequencies() -> dict[str, str]:
    return {name: in_language(names) for name, names in FREQUENCY_NAMES.items()}


@blueprint.get("")
def searches() -> str:
    """What whoever acts has saved; a form for the search it was opened from."""
    return listed()


def listed(error: str = "", typed: dict[str, str] | None = None) -> str:
    """The list; typed: what a refused form held, which is not lost."""
    me = acting("topics")
    removed = request.args.get("standing") == "removed"
    mine = kept().searches(me, "removed" if removed else "current")
    form = typed or {"kind": "query", "content": request.args.get("query", "")}
    asked = from_query_string(form["content"]) if form["kind"] == "query" else None
    return render_template(
        "searches/searches.html",
        rows=[(one, fresh) for one, fresh in zip(mine, _fresh(mine), strict=True)],
        removed=removed,
        frequencies=frequencies(),
        saving=bool(typed or request.args.get("query") is not None),
        typed={"name": "", "frequency": "never", "email": _last_address(mine), "language": language()} | form,
        asked=asked,
        error=error,
        waiting=arrivals().waiting(),
        off=in_one_language(mail_off(archive())),
    )


def _fresh(mine: list[SavedSearch]) -> list[int]:
    counts = arrivals().fresh(mine)
    return [counts[one.id] for one in mine]


def _last_address(mine: list[SavedSearch]) -> str:
    """The address that was given last: whoever saves another search most likely means it again."""
    return next((one.email for one in mine if one.email), "")


@blueprint.post("")
def begin() -> Answer:
    """Save a search, or a list of names."""
    me, form = acting("topics"), request.form
    kind: Kind = "list" if form.get("kind") == "list" else "query"
    content = form.get("content", "")
    try:
        one = save(archive(), kind, content, me, _wish())
    except ArchiveError as error:
        said = in_one_language(error.hint if isinstance(error, QuerySyntaxError) else str(error))
        return listed(said, {**form.to_dict(), "kind": kind, "content": content}), status_of(error)
    return redirect(url_for("searches.search", search_id=one.id, saved=1), HTTPStatus.SEE_OTHER)


def _wish() -> Wish:
    """What the form says; what it does not say stays."""
    form = request.form
    return Wish(form.get("name"), form.get("frequency"), form.get("email"), form.get("language"))  # type: ignore[arg-type]  # looked at where it is kept


@blueprint.get("/<search_id>")
def search(search_id: str) -> str:
    """One saved search: what came in since its owner last looked, or after the arrival `after`."""
    return shown(search_id)


def shown(search_id: str, error: str = "", feed: str = "", typed: Mapping[str, str] | None = None) -> str:
    """The page of a saved search; feed: the address of its feed, shown once; typed: what a refused form
    held, which is not lost."""
    me = acting("topics")
    one = kept().search(search_id, me)
    everything = request.args.get("all") == "1"
    after = 0 if everything else request.args.get("after", one.seen, type=int)
    start = max(request.args.get("start", 0, type=int), 0)
    total, finds = arrivals().seen_finds(one.id, after, start, STEP)
    return render_template(
        "searches/search.html",
        saved=one,
        after=after,
        since=_since(one, after),
        everything=everything,
        total=total,
        start=start,
        step=STEP,
        entries=[(hit_of(each), each) for each in told(archive(), one, finds)],
        upto=one.evaluated,
        waiting=arrivals().waiting(),
        whole=whole_of(one),
        frequencies=frequencies(),
        has_feed=AlertLinks(archive().store.database).has_feed(one.id),
        feed=feed,
        error=error,
        form={name: getattr(one, name) for name in Wish.__dataclass_fields__} | dict(typed or {}),
        was=_back(),
        off=in_one_language(mail_off(archive())),
    )


def _since(one: SavedSearch, after: int) -> str:
    """When what is shown begins, where that can be said."""
    if after == one.seen:
        return one.seen_at
    return arrivals().moment(after)


def _back() -> int | None:
    """The arrival up to which its owner had looked before the last time, to take that back."""
    return request.args.get("was", type=int)


def hit_of(found: ToldFind) -> Hit:
    """A find as it stands in a list of results."""
    passages = (found.passage,) if found.passage else ()
    return Hit(found.article, 0.0, passages, found.title_spans)


def whole_of(one: SavedSearch) -> str:
    """URL of all that the search finds, whenever it came in; of a list, its table."""
    if one.kind == "query":
        return link("search.results", requests_of(one)[0])
    names = "\n".join(one.lines)
    return f"{url_for('batch.batch')}?{urlencode({'names': names})}" if len(names) < 1500 else ""


@blueprint.post("/<search_id>")
def change(search_id: str) -> Answer:
    """Another name, frequency, address or language."""
    me = acting("topics")
    try:
        kept().change(search_id, _wish(), me)
    except ArchiveError as error:
        if status_of(error) != HTTPStatus.UNPROCESSABLE_ENTITY:
            raise
        return shown(search_id, in_one_language(str(error)), typed=request.form), status_of(error)
    return redirect(url_for("searches.search", search_id=search_id, changed=1), HTTPStatus.SEE_OTHER)


@blueprint.post("/<search_id>/seen")
def look(search_id: str) -> Response:
    """Its owner has looked at what came in up to `upto`; the way back is on the page that follows."""
    me, saved = acting("topics"), kept()
    before = saved.search(search_id, me)
    upto = request.form.get("upto", before.seen, type=int)
    saved.look(search_id, upto, me)
    back = before.seen if upto >= before.seen else None
    return redirect(
        url_for("searches.search", search_id=search_id, was=back, after=back), HTTPStatus.SEE_OTHER
    )


@blueprint.post("/<search_id>/standing")
def standing(search_id: str) -> Response:
    """Remove it, or bring it back."""
    me = acting("topics")
    removed = request.form.get("standing") == "removed"
    one = kept().set_standing(search_id, "removed" if removed else "current", me)
    if removed:
        return redirect(url_for("searches.searches", gone=one.id), HTTPStatus.SEE_OTHER)
    return redirect(url_for("searches.search", search_id=one.id), HTTPStatus.SEE_OTHER)


@blueprint.post("/<search_id>/feed")
def feed(search_id: str) -> Answer:
    """Open its feed (the address is shown once), or close it."""
    me, links = acting("topics"), AlertLinks(archive().store.database)
    if request.form.get("do") == "close":
        links.close_feed(search_id, me)
        return redirect(url_for("searches.search", search_id=search_id) + "#feed", HTTPStatus.SEE_OTHER)
    secret = links.open_feed(search_id, me)
    return shown(search_id, feed=url_for("alerts.feed", secret=secret, _external=True))


@blueprint.get("/mails")
def mails() -> str:
    """The mails that were made: sent, waiting, failed and why; an administrator sees everybody's."""
    me = acting("topics")
    every = request.args.get("all") == "1" and may(me, "administer")
    listed = Digests(archive().store.database).digests(me, everybody=every)
    return render_template(
        "searches/mails.html",
        mails=[replace(one, content={}) for one in listed],
        states={name: in_language(names) for name, names in STATE_NAMES.items()},
        every=every,
        off=in_one_language(mail_off(archive())),
    )


@blueprint.post("/mails/<int:mail>/retry")
def retry(mail: int) -> Response:
    """Send a mail that failed again."""
    Digests(archive().store.database).retry(mail, acting("topics"))
    every = "1" if request.form.get("all") == "1" else None
    return redirect(url_for("searches.mails", all=every), HTTPStatus.SEE_OTHER)
