"""Organisations: the list, one of them with its names, and every change with its effect before it is made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from corpus.desk import Change, Codes, Effect, Names, OrganizationCodes, Refused, reached, similar_names
from corpus.entities.gazetteer import ACTIONS, Edit, Gazetteer, read_csv
from corpus.entities.proposals import edits_for
from corpus.model import Organization
from search.application.naming import Done, edit_names, names_of, undo_names
from search.model import FacetCount
from web.archive import archive
from web.desk.identity import acting
from web.desk.naming import EVERYTHING, PrintedForm, counts_of, job_of, page, printed_in, printing
from web.leafing import leaf_of

blueprint = Blueprint("names", __name__, url_prefix="/desk/organizations")

SHOWN, CHANGES, PAIRS = 20, 20, 20
"""Articles of an effect, changes and pairs of similar names on a page."""


def kinds() -> dict[str, str]:
    """What a kind of organisation is called."""
    return {
        "company": _("企业"),
        "branch": _("分支机构"),
        "government": _("政府机关"),
        "association": _("社会团体"),
        "institute": _("院校与研究机构"),
        "media": _("媒体"),
        "other": _("其他"),
    }


def deeds() -> dict[str, str]:
    """What a change does, in a word."""
    return {
        "add": _("列入"),
        "remove": _("移出"),
        "merge": _("并入"),
        "rename": _("改名为"),
        "split": _("分出"),
        "alias": _("添加别名"),
        "unalias": _("去掉别名"),
        "parent": _("上级改为"),
        "kind": _("类别改为"),
    }


@blueprint.get("")
def organizations() -> str:
    acting("names")
    listed = names_of(archive()).gazetteer().organizations
    named = list(archive().facet(EVERYTHING, "organization"))
    if request.args.get("all"):
        there = {each.value for each in named}
        named += [FacetCount(name, 0) for name in sorted(listed) if name not in there]
    rows = leaf_of(named)
    return desk_page(
        "desk/organizations.html", leaf=rows, listed=listed, changes=_recent(names_of(archive()))
    )


def desk_page(template: str, **values: object) -> str:
    """A page of this part of the desk."""
    return page(template, kinds=kinds(), change_said=change_said, **values)


def change_said(one: Edit | Change) -> str:
    """What a change says, in the language of the page."""
    value = kinds().get(one.value, one.value) if one.action in ("kind", "add") else one.value
    value = value or (_("无") if one.action == "parent" else "")
    return " ".join(filter(None, (one.name, deeds()[one.action], value)))


def _recent(names: Names, concerning: str | None = None) -> list[Change]:
    every = names.history()
    if concerning is not None:
        every = [one for one in every if concerning in (one.name, one.value)]
    return every[:CHANGES]


@dataclass(frozen=True, slots=True)
class OrganizationShown:
    """What the desk shows of an organisation.  forms: each name with where it is printed; codes: its own, and
    such as were given to a name that it goes by now."""

    organization: Organization
    listed: bool
    articles: int
    forms: tuple[tuple[str, PrintedForm], ...]
    children: tuple[Organization, ...]
    codes: tuple[OrganizationCodes, ...]


@blueprint.get("/<path:name>")
def organization(name: str) -> str:
    acting("names")
    names = names_of(archive())
    gazetteer = names.gazetteer()
    found = gazetteer.find(name)
    if found is not None and found.name != name:
        return render_template("desk/organization_goes_by.html", name=name, found=found)
    number = counts_of("organization").get(name, 0)
    if found is None and not number and not _recent(names, name):
        abort(404, _("没有名为“%(name)s”的机构。", name=name))
    known = _known(found or archive().resolve(name) or Organization(name), found is not None, number)
    choices = sorted({*gazetteer.organizations, *counts_of("organization")} - {name})
    return desk_page("desk/organization.html", known=known, changes=_recent(names, name), choices=choices)


def _known(one: Organization, listed: bool, number: int) -> OrganizationShown:
    codes = Codes(archive().store.database)
    known = (one.name, *(one.aliases if listed else ()))
    forms = tuple((form, printed_in(archive(), form, printing(form))) for form in known)
    own = codes.of(one.name)
    former = (codes.of(alias) for alias in one.aliases)
    held = (own, *(each for each in former if each.credit or each.stock or each.wikidata))
    return OrganizationShown(one, listed, number, forms, archive().branches(one.name), held)


# -- a change: first its effect, then the deed -----------------------------------------------------


def wanted() -> Edit:
    """The change that a form speaks of.  Raises Refused."""
    given = {**request.args.to_dict(), **request.form.to_dict()}
    action = next((one for one in ACTIONS if one == given.get("do")), None)
    if action is None:
        raise Refused("没有这种修改 / there is no such change")
    return Edit(action, " ".join(given.get("name", "").split()), " ".join(given.get("value", "").split()))


@blueprint.get("/effect")
def effect() -> str:
    acting("names")
    names = names_of(archive())
    if undone := request.args.getlist("undo", type=int):
        what = names.reach(undone=undone)
        changes = [one for one in names.history() if one.id in undone and one.in_force]
        if not changes:
            raise Refused("这项修改已经撤销 / this change was taken back already")
        ids = reached(archive().store.database, what)
        found = Effect(
            (), ids, tuple((name, counts_of("organization").get(name, 0)) for name in what.listed), ()
        )
        return _effect_page(found, ids, edit=None, undone=changes)
    edit = wanted()
    return _effect_page(
        names.effect(edit), reached(archive().store.database, names.reach([edit])), edit=edit, undone=[]
    )


def _effect_page(found: Effect, ids: Sequence[str], edit: Edit | None, undone: list[Change]) -> str:
    """ids: the articles that are read again, by page, program and job alike."""
    shown = archive().store.held(ids[:SHOWN]).values()
    return desk_page(
        "desk/organization_effect.html",
        effect=found,
        edit=edit,
        undone=undone,
        said="；".join(map(change_said, [edit] if edit else undone)),
        after=dict(found.after),
        articles=list(shown),
        total=len(ids),
        back=request.args.get("back", ""),
    )


@blueprint.post("/change")
def change() -> AnyResponse:
    me = acting("names")
    if undone := request.form.getlist("undo", type=int):
        done = undo_names(archive(), undone, me)
        return _back(done.changes[0].name, done)
    edit = wanted()
    done = edit_names(archive(), [edit], me, request.form.get("reason", ""))
    if request.form.get("back") == "similar":
        return redirect(url_for("names.similar", job=job_of(done)), HTTPStatus.SEE_OTHER)
    return _back(edit.value if edit.action in ("merge", "rename") else edit.name, done)


def _back(name: str, done: Done) -> AnyResponse:
    return redirect(url_for("names.organization", name=name, job=job_of(done)), HTTPStatus.SEE_OTHER)


@blueprint.post("/codes")
def codes() -> AnyResponse:
    me, given = acting("names"), request.form
    name = given.get("name", "")
    kept = Codes(archive().store.database)
    kept.set(name, me, credit=given.get("credit"), stock=given.get("stock"), wikidata=given.get("wikidata"))
    return redirect(url_for("names.organization", name=name), HTTPStatus.SEE_OTHER)


# -- similar names ---------------------------------------------------------------------------------


@blueprint.get("/similar")
def similar() -> str:
    acting("names")
    put_off = set(request.args.getlist("later"))
    gazetteer = names_of(archive()).gazetteer()
    every = similar_names(archive().store.database, gazetteer, PAIRS + len(put_off), printing)
    pairs = [one for one in every if f"{one.name}\t{one.other}" not in put_off]
    return desk_page("desk/organizations_similar.html", pairs=pairs[:PAIRS], later=sorted(put_off))


@blueprint.post("/different")
def different() -> AnyResponse:
    """Two organisations: both are listed, so that nobody is asked again."""
    me = acting("names")
    pair = [Edit("add", request.form.get(one, "")) for one in ("name", "other")]
    done = edit_names(archive(), pair, me, "两个机构 / two organisations")
    return redirect(url_for("names.similar", job=job_of(done)), HTTPStatus.SEE_OTHER)


# -- CSV -------------------------------------------------------------------------------------------


@blueprint.get("/export.csv")
def export() -> Response:
    acting("names")
    data = names_of(archive()).gazetteer().exported().encode("utf-8-sig")
    response = Response(data, mimetype="text/csv")
    response.headers["Content-Disposition"] = 'attachment; filename="organizations.csv"'
    return response


@blueprint.post("/import")
def take_in() -> AnyResponse:
    """Lay a CSV file over the list: as `xunzhang orgs import`."""
    me, file = acting("names"), request.files.get("file")
    if file is None or not file.filename:
        raise Refused("请选择 CSV 文件 / choose a CSV file")
    edits = edits_of(names_of(archive()).gazetteer(), file.stream.read(), file.filename)
    done = edit_names(archive(), edits, me, file.filename)
    return redirect(
        url_for("names.organizations", taken=len(done.changes), job=job_of(done)), HTTPStatus.SEE_OTHER
    )


def edits_of(gazetteer: Gazetteer, data: bytes, name: str) -> list[Edit]:
    """What a CSV file changes.  Raises CorpusError with the line, Refused for what is no text."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused("CSV 须为 UTF-8 编码 / save the CSV file as UTF-8") from None
    return list(edits_for(gazetteer, read_csv(text, name)))
