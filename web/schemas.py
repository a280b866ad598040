"""The shapes of the API's answers as JSON Schema.  `search.results` and `web.views.api` make the answers."""

from __future__ import annotations

from corpus.model import Issue, Organization
from web.openapi import Schema, array, record, schema_of

STRING: Schema = {"type": "string"}
INTEGER: Schema = {"type": "integer"}
COUNTED: Schema = {"type": "integer", "minimum": 0}
NUMBER: Schema = {"type": "number"}
FLAG: Schema = {"type": "boolean"}
TEXT_OR_NULL: Schema = {"type": ["string", "null"]}
DAY: Schema = {"type": ["string", "null"], "format": "date"}
STRINGS = array(STRING)
SPANS = array({"type": "array", "items": COUNTED, "minItems": 2, "maxItems": 2})
"""[start, end) in characters of the text beside them."""

COUNT = record(value=STRING, count=COUNTED, selected=FLAG)
COUNTS = array(COUNT)
HIT = record(
    id=STRING,
    title=STRING,
    title_spans=SPANS,
    date=DAY,
    date_basis=STRING,
    section=TEXT_OR_NULL,
    authors=STRINGS,
    organizations=STRINGS,
    subjects=STRINGS,
    issue=TEXT_OR_NULL,
    issue_title=STRING,
    source=STRING,
    score=NUMBER,
    soft=FLAG,
    copies=STRINGS,
    snippets=array(record(text=STRING, spans=SPANS)),
)
NOTICE = record(kind=STRING, text=STRING, value=STRING, undo=TEXT_OR_NULL)
PART = {"anyOf": [{"type": "null"}, record(total=COUNTED, query=STRING)]}
"""A part of an answer, with the parameters that find exactly it."""

RESULT = record(
    q=STRING,
    page=INTEGER,
    size=INTEGER,
    total=COUNTED,
    soft_total=COUNTED,
    took_ms=NUMBER,
    hits=array(HIT),
    facets={"type": "object", "additionalProperties": COUNTS},
    mixed=FLAG,
    literal=PART,
    dispersed=PART,
    suggestion=TEXT_OR_NULL,
    notices=array(NOTICE),
)
REPORT_VALUE: Schema = {"type": ["string", "number", "null"]}
REPORT = record(
    name=STRING,
    title=STRING,
    query=STRING,
    text=STRINGS,
    notes=STRINGS,
    tables=array(
        record(
            key=STRING,
            title=STRING,
            note=STRING,
            columns=array(record(key=STRING, title=STRING, shape=STRING)),
            rows=array(
                array({"type": "object", "required": ["value"], "properties": {"value": REPORT_VALUE}})
            ),
        )
    ),
)
BRIEF = record(
    id=STRING,
    title=STRING,
    subtitle=STRING,
    section=TEXT_OR_NULL,
    authors=STRINGS,
    credit=TEXT_OR_NULL,
    date=DAY,
    date_basis=STRING,
    organizations=STRINGS,
    subjects=STRINGS,
    people=STRINGS,
    tags=STRINGS,
    issue=TEXT_OR_NULL,
    issue_title=STRING,
    source=STRING,
    source_file=STRING,
    page_no={"type": ["integer", "null"]},
    lines={"anyOf": [{"type": "null"}, {"type": "array", "items": INTEGER, "minItems": 2, "maxItems": 2}]},
    extra={"type": "object"},
)
"""An article without its text."""

ARTICLE = record(**BRIEF["properties"], body=STRING, links=record(html=STRING, text=STRING))
ISSUE = schema_of(Issue)
ORGANIZATION = record(**schema_of(Organization)["properties"], count=COUNTED)
"""count: articles that name it, under any of its names."""

OR_NULL: Schema = {"type": "null"}
DOSSIER = record(
    kind=STRING,
    name=STRING,
    total=COUNTED,
    about_total=COUNTED,
    first={"anyOf": [BRIEF, OR_NULL]},
    last={"anyOf": [BRIEF, OR_NULL]},
    organization={"anyOf": [schema_of(Organization), OR_NULL]},
    branches=STRINGS,
    beside=PART,
    names=array(record(name=STRING, count=COUNTED)),
    organizations=COUNTS,
    people=COUNTS,
    sections=COUNTS,
)
SUGGESTIONS: Schema = {
    "oneOf": [
        record(suggestions=array(record(text=STRING, kind=STRING, count=COUNTED, label=STRING))),
        {"type": "array", "items": {"anyOf": [STRING, STRINGS]}, "minItems": 2, "maxItems": 2},
    ]
}
BATCH_ROW = record(
    id=STRING,
    query=STRING,
    total=COUNTED,
    first=TEXT_OR_NULL,
    last=TEXT_OR_NULL,
    top=array(record(id=STRING, title=STRING, date=DAY)),
    note=STRING,
)
