"""`/api/v1`: everything the pages read, as JSON; described by the OpenAPI document it generates."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import asdict
from typing import Any, Literal, cast, get_args

from flask import Blueprint, Response, abort, jsonify, request, url_for
from flask_babel import gettext as _

from corpus.model import Article, Organization
from search.batch import row_dict
from search.citations import STYLES, cite, work_of
from search.dossier import Kind
from search.explain import Explanation
from search.model import FACET_FIELDS, SearchRequest
from search.request import MAX_SIZE
from search.results import article_dict, result_dict
from web import schemas
from web.archive import archive
from web.links import asked
from web.openapi import Operation, Parameter, Schema, array, document, record, schema_of
from web.present import field_labels
from web.schemas import STRING
from web.views.batch import LONGEST, MOST, too_many
from web.views.why import explanation

blueprint = Blueprint("api", __name__, url_prefix="/api/v1")

API_VERSION = "1.0"

EVERYTHING = SearchRequest(facets=())

_registered: list[Operation] = []

ARTICLE_ID = Parameter("article_id", "article id", {"type": "string", "minLength": 1}, "path")
ARTICLE = Parameter("article", "article id", STRING, required=True)
QUERY = Parameter("q", "query in the archive's query language", STRING)
"""Parameters every search shares."""
SEARCH = (
    QUERY,
    Parameter("page", "page of results, from 1", {"type": "integer", "minimum": 1, "default": 1}),
    Parameter("size", "hits a page", {"type": "integer", "minimum": 1, "maximum": MAX_SIZE, "default": 10}),
    Parameter("sort", "order", {"enum": ["relevance", "newest", "oldest", "title"]}),
    Parameter("from", "first date", {"type": "string", "format": "date"}),
    Parameter("to", "last date", {"type": "string", "format": "date"}),
    *(Parameter(name, f"only articles with this {name}", STRING, many=True) for name in FACET_FIELDS),
    *(
        Parameter(f"not_{name}", f"only articles without this {name}", STRING, many=True)
        for name in FACET_FIELDS
    ),
)


def operation(
    path: str,
    summary: str,
    parameters: tuple[Parameter, ...],
    answer: Schema,
    *,
    method: Literal["get", "post"] = "get",
    **more: Any,
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Register a route together with its description, so that neither is without the other."""

    def register(view: Callable[..., Any]) -> Callable[..., Any]:
        template = "/api/v1" + path.replace("<path:", "{").replace("<", "{").replace(">", "}")
        _registered.append(Operation(method, template, view.__name__, summary, parameters, answer, **more))
        blueprint.add_url_rule(path, view.__name__, view, methods=[method.upper()])
        return view

    return register


def operations() -> tuple[Operation, ...]:
    """Every operation, in the order of the code."""
    return tuple(_registered)


@blueprint.after_request
def tag(response: Response) -> Response:
    """An ETag over the answer; the time it took is no part of the answer."""
    if request.method in ("GET", "HEAD") and response.status_code == 200 and not response.direct_passthrough:
        if "ETag" not in response.headers:
            generation = f"{archive().generation()} {request.full_path}".encode()
            response.set_etag(hashlib.sha256(generation).hexdigest()[:24], weak=True)
        response.make_conditional(request)
    return response


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


@operation("/issues", "Every issue", (), array(schemas.ISSUE), errors=())
def issues() -> Response:
    return jsonify([asdict(issue) for issue in archive().issues()])


@operation(
    "/issues/<issue_id>",
    "One issue with its articles in printed order",
    (Parameter("issue_id", "issue id", STRING, "path"),),
    record(issue=schemas.ISSUE, articles=array(schemas.BRIEF)),
    errors=(404,),
)
def issue(issue_id: str) -> Response:
    found = archive().issue(issue_id)
    return jsonify(
        {"issue": asdict(found), "articles": [brief(one) for one in archive().issue_articles(issue_id)]}
    )


@operation(
    "/facets/<field>",
    "All values of one facet over a search",
    (Parameter("field", "facet field", {"enum": list(FACET_FIELDS)}, "path"), *SEARCH),
    schemas.COUNTS,
    errors=(400, 404),
)
def facets(field: str) -> Response:
    if field not in FACET_FIELDS:
        abort(404)
    return jsonify([asdict(value) for value in archive().facet(asked(), field)])


@operation(
    "/organizations",
    "Every organisation that some article names, most named first",
    (),
    array(schemas.ORGANIZATION),
    errors=(),
)
def organizations() -> Response:
    named = archive().facet(EVERYTHING, "organization")
    known = ((item, archive().resolve(item.value) or Organization(item.value)) for item in named)
    return jsonify([{**asdict(one), "name": item.value, "count": item.count} for item, one in known])


@operation("/people", "Every person that some article names, most named first", (), schemas.COUNTS, errors=())
def people() -> Response:
    return jsonify([asdict(item) for item in archive().facet(EVERYTHING, "person")])


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
    record(related=array(schemas.BRIEF), prints=array(schemas.BRIEF)),
    errors=(404,),
)
def related() -> Response:
    found = archive().article(request.args.get("article", ""))
    limit = min(max(request.args.get("limit", 6, type=int), 1), 50)
    return jsonify(
        {
            "related": [brief(one) for one in archive().related(found, limit)],
            "prints": [brief(one) for one in archive().prints(found)],
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
