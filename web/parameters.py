"""What the operations of the API take, described once."""

from __future__ import annotations

from search.model import FACET_FIELDS
from search.request import FILTER_FIELDS, MAX_SIZE
from web.openapi import Parameter, Schema
from web.paging import paging
from web.schemas import STRING

ARTICLE_ID = Parameter("article_id", "article id", {"type": "string", "minLength": 1}, "path")
ISSUE_ID = Parameter("issue_id", "issue id", STRING, "path")
ARTICLE = Parameter("article", "article id", STRING, required=True)
QUERY = Parameter("q", "query in the archive's query language", STRING)
FLAG: Schema = {"enum": ["0", "1"]}

CONDITIONS = (
    QUERY,
    Parameter("from", "first date: a day, a month, a year or words (2021年9月, 202109, 去年)", STRING),
    Parameter("to", "last date, likewise", STRING),
    *(Parameter(name, f"only articles with this {name}", STRING, many=True) for name in FILTER_FIELDS),
    *(
        Parameter(f"not_{name}", f"only articles without this {name}", STRING, many=True)
        for name in FILTER_FIELDS
    ),
    Parameter("aliases", "0: names are words, not organisations", FLAG),
    Parameter("dates", "0: dates in the query are words, not filters", FLAG),
)
"""Parameters that say which articles are meant."""

SEARCH = (
    *CONDITIONS,
    *paging(10, MAX_SIZE),
    Parameter("sort", "order", {"enum": ["relevance", "newest", "oldest", "title"]}),
    Parameter("facet", "a facet to count; none for none", {"enum": [*FACET_FIELDS, "none"]}, many=True),
    Parameter("recency", "1: newer articles a little higher", FLAG),
    Parameter("soft", "0: no articles that have only some of the words", FLAG),
    Parameter("grouped", "1: reprints under their original", FLAG),
    Parameter("literal", "1: q exactly as it is printed, no syntax and no names in it", FLAG),
)
"""Parameters every search shares."""

ARTICLES = 100
"""Articles of an issue on one page, unless another size is asked for."""

NAMES = 1000
"""Names on one page of a list, which is also the most."""

LIST = paging(NAMES, NAMES)
NAMED = (*LIST, Parameter("contains", "only names that contain this", STRING))
