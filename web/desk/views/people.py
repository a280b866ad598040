"""People: who is who.  One person under two names joined, two of one name told apart."""

from __future__ import annotations

from http import HTTPStatus

from flask import Blueprint, abort, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from corpus.desk import Change, Refused
from corpus.desk.people import PERSON_ACTIONS
from search.application.naming import edit_people, people_of, undo_people
from web.archive import archive
from web.desk.identity import acting
from web.desk.naming import EVERYTHING, counts_of, job_of, page
from web.leafing import leaf_of

blueprint = Blueprint("people", __name__, url_prefix="/desk/people")

SHOWN, CHANGES = 200, 20
"""Articles of a person, and changes, on a page."""


def change_said(one: Change) -> str:
    """What a change says, in the language of the page."""
    if one.action == "join":
        return str(_("%(name)s 就是 %(value)s", name=one.name, value=one.value))
    if one.action == "where":
        return str(
            _("提到%(place)s的 %(name)s 是 %(value)s", place=one.place, name=one.name, value=one.value)
        )
    held = archive().store.held([one.place]).get(one.place)
    title = held.title if held else one.place
    return str(_("《%(title)s》中的 %(name)s 是 %(value)s", title=title, name=one.name, value=one.value))


@blueprint.get("")
def people() -> str:
    acting("names")
    leaf = leaf_of(archive().facet(EVERYTHING, "person"))
    return page(
        "desk/people.html",
        change_said=change_said,
        leaf=leaf,
        changes=people_of(archive()).history()[:CHANGES],
    )


@blueprint.get("/<path:name>")
def person(name: str) -> str:
    acting("names")
    kept = people_of(archive())
    ids = kept.listing(name)
    changes = [one for one in kept.history() if name in (one.name, one.value)]
    if not ids and not changes:
        abort(404, _("没有名为“%(name)s”的人物。", name=name))
    articles = list(archive().store.held(ids[::-1][:SHOWN]).values())
    organizations = sorted({each for one in articles for each in one.organizations})
    return page(
        "desk/person.html",
        change_said=change_said,
        name=name,
        articles=articles,
        total=len(ids),
        organizations=organizations,
        changes=changes[:CHANGES],
        choices=sorted({*counts_of("person")} - {name}),
        called=kept.register().called(name),
    )


def wanted() -> tuple[str, str, str, list[str]]:
    """(action, name, person, places) that a form speaks of.  Raises Refused."""
    given = request.form if request.method == "POST" else request.args
    action = given.get("do", "")
    if action not in PERSON_ACTIONS:
        raise Refused("没有这种修改 / there is no such change")
    name, value = (" ".join(given.get(one, "").split()) for one in ("name", "value"))
    places = given.getlist("place") if action != "join" else [""]
    if not name or not value or not places or (not all(places) and action != "join"):
        raise Refused(
            "请填写人名，并选出文章或机构 / fill in a name, and choose the articles or the organisation"
        )
    if name == value:
        raise Refused("两个名字相同 / the two names are the same")
    return action, name, value, places


@blueprint.get("/effect")
def effect() -> str:
    acting("names")
    kept = people_of(archive())
    if undone := request.args.getlist("undo", type=int):
        changes = [one for one in kept.history() if one.id in undone and one.in_force]
        if not changes:
            raise Refused("这项修改已经撤销 / this change was taken back already")
        names = [each for one in changes for each in (one.name, one.value)]
        ids = kept.naming(names)
        before = {each: len(kept.listing(each)) for each in names}
        return page(
            "desk/person_effect.html",
            said="；".join(map(change_said, changes)),
            undone=changes,
            before=before,
            after={},
            ids=ids,
            articles=_some(ids),
            name=changes[0].name,
        )
    action, name, value, places = wanted()
    listed, there = kept.listing(name), kept.listing(value)
    moved = _moved(action, listed, places)
    after = {name: len(listed) - len(moved), value: len({*there, *moved})}
    return page(
        "desk/person_effect.html",
        said=_said(action, name, value, places),
        undone=[],
        before={name: len(listed), value: len(there)},
        after=after,
        ids=moved,
        articles=_some(moved),
        name=name,
        do=action,
        value=value,
        places=places,
    )


def _said(action: str, name: str, value: str, places: list[str]) -> str:
    change = Change(0, action, name, value, places[0], "", "", "", None, None)
    if len(places) > 1:
        return str(_("%(num)s 篇文章中的 %(name)s 是 %(value)s", num=len(places), name=name, value=value))
    return change_said(change)


def _moved(action: str, listed: tuple[str, ...], places: list[str]) -> tuple[str, ...]:
    """The articles whose person goes under another name then."""
    if action == "join":
        return listed
    if action == "tell":
        return tuple(one for one in listed if one in places)
    held = archive().store.held(listed)
    return tuple(one for one in listed if one in held and places[0] in held[one].organizations)


def _some(ids: tuple[str, ...]) -> list[object]:
    return list(archive().store.held(ids[:CHANGES]).values())


@blueprint.post("/change")
def change() -> AnyResponse:
    me = acting("names")
    if undone := request.form.getlist("undo", type=int):
        done = undo_people(archive(), undone, me)
        name = done.changes[0].name
    else:
        action, name, value, places = wanted()
        done = edit_people(archive(), action, name, value, places, me, request.form.get("reason", ""))
        name = value if action == "join" else name
    return redirect(url_for("people.person", name=name, job=job_of(done)), HTTPStatus.SEE_OTHER)
