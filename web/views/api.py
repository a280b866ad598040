"""`/api/v1`: everything the pages read, as JSON; described by the OpenAPI document it generates."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from typing import TypeVar, cast, get_args

from flask import Response, abort, jsonify, request, url_for
from flask_babel import gettext as _

from corpus.model import Article, Organization
from search.answer.batch import row_dict
from search.answer.dossier import Kind
from search.engine.explain import Explanation
from search.exports.citations import STYLES, cite
from search.exports.work import work_of
from search.model import FACET_FIELDS, FacetCount, SearchRequest
from search.request import MAX_SIZE
from search.results import article_dict, part_dict, result_dict
from web import schemas
from web.archive import archive
from web.leafing import containing
from web.links import asked_by_program as asked
from web.openapi import Parameter, array, document, record, schema_of
from web.operations import blueprint, operation, operations
from web.paging import PAGED_HEADERS, paging, window
from web.parameters import ARTICLE, ARTICLE_ID, ARTICLES, CONDITIONS, FLAG, LIST, NAMED, NAMES, QUERY, SEARCH
from web.schemas import STRING
from web.views.batch import LONGEST, MOST, too_many
from web.views.why import explanation
from web.wording import field_labels

API_VERSION = "1.0"

EVERYTHING = SearchRequest(facets=())

Item = TypeVar("Item")


@operation("/search", "Ranked search with snippets and facets", SEARCH, schemas.RESULT, errors=(400, 503))
def search() -> Response:
    return jsonify(result_dict(archive().search(asked())))


@operation("/articles/<path:article_id>", "One article", (ARTICLE_ID,), schemas.ARTICLE, errors=(404,))
def article(article_id: str) -> Response:
    found = archive().article(article_id)
    links = {
        "html": url_for("articles.article", article_id=found.id, _external=True),
        "text": url_for("articles.text", article_id=found.id, _external=True),
    }
    return jsonify({**article_dict(found), "links": links})


@operation(
    "/citation",
    "One article as a citation",
    (
        ARTICLE,
        Parameter("style", "citation style", {"enum": list(STYLES)}),
    ),
    record(style=STRING, citation=STRING),
    errors=(400, 404),
)
def citation() -> Response:
    style = request.args.get("style", next(iter(STYLES)))
    if style not in STYLES:
        abort(400, _("没有这种引文格式"))
    found = archive().article(request.args.get("article", ""))
    issue = archive().issue(found.issue_id) if found.issue_id else None
    return jsonify({"style": style, "citation": cite(style, work_of(found, issue)).text})


@operation(
    "/issues", "Every issue, newest first", LIST, array(schemas.ISSUE), errors=(), headers=PAGED_HEADERS
)
def issues() -> Response:
    return listed(archive().issues(), asdict)


@operation(
    "/issues/<issue_id>",
    "One issue with its articles in printed order, page by page: a file of records holds thousands",
    (
        Parameter("issue_id", "issue id", STRING, "path"),
        *paging(ARTICLES, MAX_SIZE),
        Parameter("text", "1: every article with its text, as `body`", FLAG),
    ),
    record(
        issue=schemas.ISSUE,
        page=schemas.INTEGER,
        size=schemas.INTEGER,
        total=schemas.COUNTED,
        articles=array(schemas.BRIEF),
    ),
    errors=(404,),
    headers=PAGED_HEADERS,
)
def issue(issue_id: str) -> Response:
    found = archive().issue(issue_id)
    shown = window(ARTICLES, MAX_SIZE)
    total = archive().count(replace(EVERYTHING, filters={"issue": (issue_id,)}, size=1))
    told = article_dict if request.args.get("text") == "1" else brief
    articles = archive().issue_articles(issue_id, shown.start, shown.size)
    answer = {"issue": asdict(found), "page": shown.page, "size": shown.size, "total": total}
    return shown.tell(jsonify({**answer, "articles": [told(one) for one in articles]}), total)


@operation(
    "/facets/<field>",
    "All values of one facet over a search; its `page` and `size` are those of this list",
    (Parameter("field", "facet field", {"enum": list(FACET_FIELDS)}, "path"), *NAMED, *CONDITIONS),
    schemas.COUNTS,
    errors=(400, 404),
    headers=PAGED_HEADERS,
)
def facets(field: str) -> Response:
    if field not in FACET_FIELDS:
        abort(404)
    return listed(named(asked(), field), asdict)


@operation(
    "/organizations",
    "Every organisation that some article names, most named first",
    NAMED,
    array(schemas.ORGANIZATION),
    errors=(),
    headers=PAGED_HEADERS,
)
def organizations() -> Response:
    return listed(named(EVERYTHING, "organization"), known)


@operation(
    "/people",
    "Every person that some article names, most named first",
    NAMED,
    schemas.COUNTS,
    errors=(),
    headers=PAGED_HEADERS,
)
def people() -> Response:
    return listed(named(EVERYTHING, "person"), asdict)


def known(item: FacetCount) -> dict[str, object]:
    """An organisation with what the gazetteer says of it."""
    there = archive().resolve(item.value) or Organization(item.value)
    return {**asdict(there), "name": item.value, "count": item.count}


def named(wanted: SearchRequest, field: str) -> Sequence[FacetCount]:
    """The values of a facet that contain the part asked for."""
    return containing(archive().facet(wanted, field), request.args.get("contains", "").strip())


def listed(items: Sequence[Item], told: Callable[[Item], dict[str, object]]) -> Response:
    """The page of a list that was asked for; what it tells of an item is worked out for that page only."""
    shown = window(NAMES, NAMES)
    return shown.tell(jsonify([told(item) for item in shown.of(items)]), len(items))


@operation(
    "/batch",
    "Many queries at once: how often, first, last and the best articles of each",
    (),
    array(schemas.BATCH_ROW),
    method="post",
    body=record(
        queries={"type": "array", "items": {**schemas.STRING, "maxLength": LONGEST}, "maxItems": MOST}
    ),
    errors=(400, 413, 415),
)
def batch() -> Response:
    asked_for = request.get_json()
    queries = asked_for.get("queries") if isinstance(asked_for, dict) else None
    if not isinstance(queries, list) or not all(isinstance(q, str) and len(q) <= LONGEST for q in queries):
        abort(400, _('需要 {"queries": ["…", …]}'))
    if len(queries) > MOST:
        abort(413, too_many())
    return jsonify([row_dict(row) for row in archive().batch(queries)])


@operation(
    "/explain",
    "Why an article is, or is not, in the answer of a search; the gains and nearness add up to its score",
    (ARTICLE, *SEARCH),
    schema_of(Explanation),
    errors=(400, 404),
)
def explain() -> Response:
    return jsonify(asdict(explanation(asked(), request.args.get("article", ""))))


@operation(
    "/related",
    "What else was printed on the same matter; and every print of this very text, the original first",
    (ARTICLE, Parameter("limit", "articles", {"type": "integer", "minimum": 1, "maximum": 50})),
    record(related=array(schemas.BRIEF), prints=array(schemas.BRIEF), prints_total=schemas.COUNTED),
    errors=(404,),
)
def related() -> Response:
    found = archive().article(request.args.get("article", ""))
    limit = min(max(request.args.get("limit", 6, type=int), 1), 50)
    prints = archive().prints(found)
    return jsonify(
        {
            "related": [brief(one) for one in archive().related(found, limit)],
            "prints": [brief(one) for one in prints[:MAX_SIZE]],
            "prints_total": len(prints),
        }
    )


@operation(
    "/dossier",
    "Everything about one name: totals, names, first and last mention, company it keeps",
    (
        Parameter("kind", "what the name is", {"enum": list(get_args(Kind))}),
        Parameter("name", "the name", STRING, required=True),
    ),
    schemas.DOSSIER,
    errors=(400, 404),
)
def dossier() -> Response:
    kind = request.args.get("kind", "organization")
    if kind not in get_args(Kind) or not request.args.get("name"):
        abort(400, _("需要 kind 与 name"))
    found = archive().dossier(cast(Kind, kind), request.args["name"])
    if not found.page.total and found.organization is None:
        abort(404)
    return jsonify(
        {
            "kind": found.kind,
            "name": found.name,
            "total": found.page.total,
            "about_total": found.about_total,
            "first": brief(found.first) if found.first else None,
            "last": brief(found.last) if found.last else None,
            "organization": asdict(found.organization) if found.organization else None,
            "branches": found.branches,
            "beside": part_dict(found.beside),
            "names": [{"name": use.name, "count": use.count} for use in found.names],
            "organizations": [asdict(item) for item in found.organizations],
            "people": [asdict(item) for item in found.people],
            "sections": [asdict(item) for item in found.sections],
        }
    )


@operation(
    "/suggest",
    "Completions of what is being typed; pinyin and initials too",
    (QUERY, Parameter("form", '"opensearch" for the browser form', {"enum": ["json", "opensearch"]})),
    schemas.SUGGESTIONS,
    errors=(),
    media=("application/json", "application/x-suggestions+json"),
)
def suggest() -> Response:
    typed = request.args.get("q", "")[:100]
    found = archive().suggest(typed)
    if request.args.get("form") == "opensearch":
        response = jsonify([typed, [item.text for item in found]])
        response.mimetype = "application/x-suggestions+json"
        return response
    labels = {**field_labels(), "title": _("标题"), "phrase": _("词语")}
    return jsonify(
        {"suggestions": [{**asdict(item), "label": labels.get(item.kind, item.kind)} for item in found]}
    )


@blueprint.get("/openapi.json")
def openapi() -> Response:
    return jsonify(document(operations(), "寻章 Xunzhang", API_VERSION, request.host_url.rstrip("/")))


def brief(found: Article) -> dict[str, object]:
    """An article without its text, for lists."""
    return {name: value for name, value in article_dict(found).items() if name not in ("body", "text")}
