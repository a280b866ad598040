"""`/api/v1/names/…`: organisations and people as the desk's pages change them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from flask import request

from corpus.desk import Change, Codes, NotFound, OrganizationCodes, Person, reached, similar_names
from corpus.desk.people import PERSON_ACTIONS
from corpus.entities.gazetteer import ACTIONS, Edit
from corpus.model import Organization
from search.application.naming import (
    Done,
    edit_names,
    edit_people,
    names_of,
    people_of,
    undo_names,
    undo_people,
)
from web.archive import archive
from web.desk.api.bodies import shape
from web.desk.api.common import Sent, desk_operation
from web.desk.naming import EVERYTHING, counts_of, printing
from web.leafing import containing
from web.openapi import Parameter, Schema, array, record
from web.schemas import COUNTED, FLAG, INTEGER, NUMBER, STRING, STRINGS, TEXT_OR_NULL

MOST = 200
"""Names, pairs and changes in one answer."""

NAME = Parameter("name", "the name", STRING, "path")
PART = Parameter("contains", "only names that contain this", STRING)
LIMIT = Parameter("limit", "how many at most", {"type": "integer", "minimum": 1, "maximum": MOST})

CHANGE = record(
    id=INTEGER, action=STRING, name=STRING, value=STRING, place=STRING, who=STRING, at=STRING, reason=STRING,
    undone_by=TEXT_OR_NULL, undone_at=TEXT_OR_NULL,
)  # fmt: skip
DONE = record(changes=array(CHANGE), job={"type": ["integer", "null"]})
"""What was changed, and the job by which the articles follow; null where nothing changed."""
CODES = record(name=STRING, credit=STRING, stock=STRING, wikidata=STRING, who=STRING, at=STRING)
ORGANIZATION = record(
    name=STRING, articles=COUNTED, listed=FLAG, kind=STRING, parent=TEXT_OR_NULL, aliases=STRINGS
)
WORD = {**STRING, "minLength": 1, "maxLength": 200}
IDS = {**array({"type": "integer", "minimum": 1, "maximum": 2**31}), "minItems": 1, "maxItems": MOST}
EDIT = shape(("action", "name"), action={"enum": list(ACTIONS)}, name=WORD, value=STRING)
EDITS = {**array(EDIT), "minItems": 1, "maxItems": MOST}
ARTICLES: Schema = {"type": "array", "items": STRING}


def change_json(one: Change) -> dict[str, object]:
    """A change as the API gives it."""
    return asdict(one)


def done_json(done: Done) -> dict[str, object]:
    """What was done as the API gives it."""
    return {"changes": [change_json(one) for one in done.changes], "job": done.job.id if done.job else None}


def limit() -> int:
    """How many the request asks for."""
    return min(max(request.args.get("limit", MOST, type=int), 1), MOST)


# -- organisations ---------------------------------------------------------------------------------


def _organization(one: Organization, listed: bool, articles: int) -> dict[str, object]:
    return {
        "name": one.name,
        "articles": articles,
        "listed": listed,
        "kind": one.kind,
        "parent": one.parent,
        "aliases": list(one.aliases),
    }


@desk_operation(
    "/names/organizations",
    "Organisations that articles name, most named first, with what the list says of them",
    (PART, LIMIT),
    record(organizations=array(ORGANIZATION), total=COUNTED),
    right="names",
)
def named_organizations(me: Person) -> object:
    listed = names_of(archive()).gazetteer().organizations
    every = archive().facet(EVERYTHING, "organization")
    found = containing(every, request.args.get("contains", "").strip())
    rows = [
        _organization(listed.get(one.value, Organization(one.value)), one.value in listed, one.count)
        for one in found[: limit()]
    ]
    return {"organizations": rows, "total": len(found)}


@desk_operation(
    "/names/organizations/<path:name>",
    "One organisation: its names with the number of articles that print each, what belongs to it, its codes",
    (NAME,),
    record(
        organization=ORGANIZATION,
        forms=array(record(form=STRING, articles=COUNTED)),
        children=STRINGS,
        codes=CODES,
    ),
    right="names",
)
def named_organization(me: Person, name: str) -> object:
    kept = names_of(archive())
    found, articles = kept.gazetteer().find(name), counts_of("organization").get(name, 0)
    if found is None and not articles:
        raise NotFound(f"没有名为“{name}”的机构 / no organisation is called {name!r}")
    one = found or Organization(name)
    articles = counts_of("organization").get(one.name, 0)
    return {
        "organization": _organization(one, found is not None, articles),
        "forms": [{"form": form, "articles": len(printing(form))} for form in (one.name, *one.aliases)],
        "children": [child.name for child in archive().branches(one.name)],
        "codes": asdict(Codes(archive().store.database).of(one.name)),
    }


@desk_operation(
    "/names/effect",
    "What changes of organisations, or taking some back, would reach; nothing is changed",
    (),
    record(articles=ARTICLES, listed=STRINGS, printed=STRINGS),
    right="names",
    method="post",
    body=shape(edits=EDITS, undo=IDS),
)
def effect_of_names(me: Person, sent: Sent) -> object:
    what = names_of(archive()).reach(_edits(sent.get("edits", ())), sent.get("undo", ()))
    ids = reached(archive().store.database, what)
    return {"articles": list(ids), "listed": list(what.listed), "printed": list(what.printed)}


def _edits(sent: Sequence[Sent]) -> list[Edit]:
    return [Edit(one["action"], one["name"], one.get("value", "")) for one in sent]


@desk_operation(
    "/names/changes",
    "Change the list of organisations, all or nothing; a job lets the articles follow",
    (),
    DONE,
    right="names",
    method="post",
    body=shape(("edits",), edits=EDITS, reason=STRING),
)
def change_names(me: Person, sent: Sent) -> object:
    return done_json(edit_names(archive(), _edits(sent["edits"]), me, sent.get("reason", "")))


@desk_operation(
    "/names/changes",
    "Every change of the list of organisations, the newest first",
    (LIMIT,),
    record(changes=array(CHANGE)),
    right="names",
)
def changes_of_names(me: Person) -> object:
    return {"changes": [change_json(one) for one in names_of(archive()).history()[: limit()]]}


@desk_operation(
    "/names/undo",
    "Take changes of the list of organisations back",
    (),
    DONE,
    right="names",
    method="post",
    body=shape(("changes",), changes=IDS),
)
def take_names_back(me: Person, sent: Sent) -> object:
    return done_json(undo_names(archive(), sent["changes"], me))


@desk_operation(
    "/names/similar",
    "Pairs of names that may be one organisation, the likeliest first, with sentences that print them",
    (LIMIT,),
    record(
        pairs=array(
            record(
                name=STRING,
                other=STRING,
                articles={**array(COUNTED), "minItems": 2, "maxItems": 2},
                likeness=NUMBER,
                sentences=array(record(article_id=STRING, name=STRING, text=STRING)),
            )
        )
    ),
    right="names",
)
def similar_organizations(me: Person) -> object:
    pairs = similar_names(archive().store.database, names_of(archive()).gazetteer(), limit(), printing)
    return {"pairs": [asdict(one) for one in pairs]}


@desk_operation(
    "/names/codes",
    "Set codes of an organisation; an empty one is taken away, one that is not sent stays",
    (),
    CODES,
    right="names",
    method="post",
    body=shape(("name",), name=WORD, credit=STRING, stock=STRING, wikidata=STRING),
)
def set_codes(me: Person, sent: Sent) -> object:
    given = {kind: sent.get(kind) for kind in ("credit", "stock", "wikidata")}
    found: OrganizationCodes = Codes(archive().store.database).set(sent["name"], me, **given)
    return asdict(found)


# -- people ----------------------------------------------------------------------------------------


@desk_operation(
    "/names/people/<path:name>",
    "One person: the articles listed under the name, and the name it goes under",
    (NAME,),
    record(name=STRING, called=STRING, articles=ARTICLES),
    right="names",
)
def named_person(me: Person, name: str) -> object:
    kept = people_of(archive())
    ids, called = kept.listing(name), kept.register().called(name)
    if not ids and called == name:
        raise NotFound(f"没有名为“{name}”的人物 / no person is called {name!r}")
    return {"name": name, "called": called, "articles": list(ids)}


@desk_operation(
    "/names/people/changes",
    "Say who is who: `join` name and value, or tell them apart in articles (`tell`) or where an organisation "
    "is named (`where`)",
    (),
    DONE,
    right="names",
    method="post",
    body=shape(
        ("action", "name", "value"),
        action={"enum": list(PERSON_ACTIONS)},
        name=WORD,
        value=WORD,
        places={**array(WORD), "minItems": 1, "maxItems": 1000},
        reason=STRING,
    ),
)
def change_people(me: Person, sent: Sent) -> object:
    places = sent.get("places", ())
    return done_json(
        edit_people(
            archive(), sent["action"], sent["name"], sent["value"], places, me, sent.get("reason", "")
        )
    )


@desk_operation(
    "/names/people/changes",
    "Every change of who is who, the newest first",
    (LIMIT,),
    record(changes=array(CHANGE)),
    right="names",
)
def changes_of_people(me: Person) -> object:
    return {"changes": [change_json(one) for one in people_of(archive()).history()[: limit()]]}


@desk_operation(
    "/names/people/undo",
    "Take changes of who is who back",
    (),
    DONE,
    right="names",
    method="post",
    body=shape(("changes",), changes=IDS),
)
def take_people_back(me: Person, sent: Sent) -> object:
    return done_json(undo_people(archive(), sent["changes"], me))
