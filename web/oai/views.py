"""`/oai`: the six verbs of OAI-PMH 2.0 over the articles that readers see."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flask import Blueprint, Response, request, url_for
from lxml import etree

from corpus.store.harvest import FiledBy, Harvest, HarvestSpan, Stamped
from web.archive import archive
from web.oai.asking import PREFIX, OaiError, asked, disseminable, span_asked
from web.oai.describing import article_of, dublin_core, identifier, set_spec, sets_of
from web.oai.resuming import ListPlace, place_of, token_of
from web.oai.writing import (
    OAI_DC,
    answer,
    put,
    put_dublin_core,
    put_identifier_scheme,
    written,
)

blueprint = Blueprint("oai", __name__)

PAGE = 100
"""Records of one answer."""

NOBODY = "nobody@example.invalid"
"""The address that `Identify` must give where the settings have none: one that visibly is none."""

_SETS: tuple[tuple[FiledBy, str], ...] = (
    ("publication", "刊物 / publications"),
    ("section", "版块 / sections"),
)


@blueprint.route("/oai", methods=["GET", "POST"])
def oai() -> Response:
    """One request of the protocol; its errors are answers with status 200, as it wants them."""
    base = url_for("oai.oai", _external=True)
    given: dict[str, str] = {}
    try:
        given = asked([*request.args.items(multi=True), *request.form.items(multi=True)])
        root, inside = answer(base, given)
        if inside is not None:
            disseminable(given)
            _VERBS[given["verb"]](inside, given)
    except OaiError as error:
        shown = {} if error.code in ("badVerb", "badArgument") else given
        root, unwanted = answer(base, shown)
        if unwanted is not None:
            root.remove(unwanted)
        put(root, "error", error.text).set("code", error.code)
    response = Response(written(root), mimetype="text/xml")
    response.cache_control.no_store = True
    return response


def harvest() -> Harvest:
    return Harvest(archive().store.database)


def namespace() -> str:
    return archive().settings.oai.namespace


def identify(inside: etree._Element, given: Mapping[str, str]) -> None:
    settings = archive().settings
    put(inside, "repositoryName", settings.oai.name or settings.export.publication or "寻章 Xunzhang")
    put(inside, "baseURL", url_for("oai.oai", _external=True))
    put(inside, "protocolVersion", "2.0")
    put(inside, "adminEmail", settings.oai.email or NOBODY)
    put(inside, "earliestDatestamp", harvest().earliest() or "1970-01-01T00:00:00Z")
    put(inside, "deletedRecord", "persistent")
    put(inside, "granularity", "YYYY-MM-DDThh:mm:ssZ")
    put_identifier_scheme(inside, namespace(), identifier(namespace(), "6rpbgztlakab"))


def list_metadata_formats(inside: etree._Element, given: Mapping[str, str]) -> None:
    if "identifier" in given and known(given["identifier"]).deleted:
        raise OaiError("noMetadataFormats", "该文已撤下 / the article is no longer shown")
    put_format(inside)


def put_format(inside: etree._Element) -> None:
    found = put(inside, "metadataFormat")
    put(found, "metadataPrefix", PREFIX)
    put(found, "schema", "http://www.openarchives.org/OAI/2.0/oai_dc.xsd")
    put(found, "metadataNamespace", OAI_DC)


def list_sets(inside: etree._Element, given: Mapping[str, str]) -> None:
    if "resumptionToken" in given:
        raise OaiError("badResumptionToken", "版块一次给全 / all sets come in one answer")
    for by, shown in _SETS:
        names = harvest().names(by)
        for spec, name in [(set_spec(by, one), one) for one in names]:
            if name == names[0]:
                put_set(inside, by, shown)
            put_set(inside, spec, name)
    if not len(inside):
        raise OaiError("noSetHierarchy", "本库没有刊名与版块 / nothing here has a publication or a section")


def put_set(inside: etree._Element, spec: str, name: str) -> None:
    found = put(inside, "set")
    put(found, "setSpec", spec)
    put(found, "setName", name)


def get_record(inside: etree._Element, given: Mapping[str, str]) -> None:
    put_record(inside, known(given["identifier"]))


def known(given: str) -> Stamped:
    """The article with this identifier.  Raises OaiError."""
    article_id = article_of(namespace(), given)
    found = harvest().one(article_id) if article_id else None
    if found is None:
        raise OaiError("idDoesNotExist", "本库没有这个标识符 / there is no such identifier here")
    return found


def put_record(inside: etree._Element, one: Stamped) -> None:
    record = put(inside, "record")
    put_header(record, one)
    if one.article is not None:
        url = url_for("articles.article", article_id=one.article_id, _external=True)
        issue_url = url_for("articles.issue", issue_id=one.issue.id, _external=True) if one.issue else ""
        put_dublin_core(record, dublin_core(one, url, issue_url, archive().settings.export.publication))


def put_header(inside: etree._Element, one: Stamped) -> None:
    header = put(inside, "header")
    if one.deleted:
        header.set("status", "deleted")
    put(header, "identifier", identifier(namespace(), one.article_id))
    put(header, "datestamp", one.at)
    for spec in sets_of(one):
        put(header, "setSpec", spec)


def lister(put_one: Callable[[etree._Element, Stamped], None]) -> Callable[..., None]:
    """What answers a verb that lists, one article with `put_one`."""

    def listed(inside: etree._Element, given: Mapping[str, str]) -> None:
        place = place_asked(given)
        found = harvest().page(place.span, place.after, place.upto, PAGE + 1)
        if not found and place.cursor:
            found = moved_on(place)
        if not found:
            raise OaiError("noRecordsMatch", "没有符合条件的文章 / no article matches")
        for one in found[:PAGE]:
            put_one(inside, one)
        whole = len(found) <= PAGE
        if whole and not place.cursor:
            return
        after = found[:PAGE][-1].seq
        following = ListPlace(
            place.verb, place.span, after, place.upto, place.cursor + min(PAGE, len(found)), place.size
        )
        token = put(inside, "resumptionToken", "" if whole else token_of(following))
        token.set("completeListSize", str(place.size))
        token.set("cursor", str(place.cursor))

    return listed


def moved_on(place: ListPlace) -> list[Stamped]:
    """What changed while the list was read, where nothing else is left of it: an answer must not be empty."""
    span = HarvestSpan(place.span.since, "", place.span.filed)
    return harvest().page(span, place.upto, harvest().newest(), PAGE)


def place_asked(given: Mapping[str, str]) -> ListPlace:
    """Where to begin or to go on.  Raises OaiError."""
    newest = harvest().newest()
    if "resumptionToken" in given:
        return place_of(given["resumptionToken"], given["verb"], newest)
    since, until = span_asked(given)
    span = HarvestSpan(since, until, filed(given["set"]) if "set" in given else None)
    return ListPlace(given["verb"], span, 0, newest, 0, harvest().count(span, newest))


def filed(spec: str) -> tuple[FiledBy, str]:
    """What a set stands for.  Raises OaiError for one that there is not."""
    for by, _ in _SETS:
        if spec == by:
            return by, ""
        for name in harvest().names(by) if spec.startswith(by) else ():
            if set_spec(by, name) == spec:
                return by, name
    raise OaiError("noRecordsMatch", "没有这个集合，见 ListSets / there is no such set, see ListSets")


_VERBS: Mapping[str, Callable[[etree._Element, Mapping[str, str]], None]] = {
    "Identify": identify,
    "ListMetadataFormats": list_metadata_formats,
    "ListSets": list_sets,
    "GetRecord": get_record,
    "ListIdentifiers": lister(put_header),
    "ListRecords": lister(put_record),
}
