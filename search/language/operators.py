"""Here is the whole vocabulary of the query language: operators and fields, each in every spelling.

The lexer reads these tables, `docs/query-language*.md` documents them, and a test holds the two together.
Spellings are looked up after `spell`: full-width and traditional forms need no rows of their own.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Literal

MAX_CHARS = 4_000
MAX_DEPTH = 50
MAX_LEAVES = 1_000
MAX_DISTANCE = 1_000
MAX_EDITS = 2
MAX_FUZZY = 100
MAX_GAPS = 20
DEFAULT_DISTANCE = 10
ALPHABETS = "\u0600"
"""Letters that are spelt into words are below it."""

_SIMPLIFIED = str.maketrans("標題單機構欄來籤發", "标题单机构栏来签发")


def spell(word: str) -> str:
    """A spelling as the tables have it: half-width, lower case, simplified."""
    return unicodedata.normalize("NFKC", word).casefold().translate(_SIMPLIFIED)


@dataclass(frozen=True, slots=True)
class Operator:
    """words: spellings that stand alone between spaces; signs: characters that may touch their neighbours.

    A Latin word is an operator in capitals; in small letters only between Chinese or quoted neighbours.
    counted: a distance or number belongs to it (`NEAR/20`, `至少3次:`).
    """

    name: str
    words: tuple[str, ...]
    signs: tuple[str, ...] = ()
    counted: bool = False


@dataclass(frozen=True, slots=True)
class Field:
    """The last spelling is the one messages show.

    kind "text": searched inside `name`; "keyword": whole values of `name`; "date": a date expression.
    """

    name: str
    kind: Literal["text", "keyword", "date"]
    spellings: tuple[str, ...]


OPERATORS = (
    Operator("and", ("AND", "且")),
    Operator("or", ("OR", "或"), ("|",)),
    Operator("not", ("NOT", "非"), ("-", "–", "—", "−", "―")),
    Operator("group", (), ("(", ")")),
    Operator("phrase", (), ('"', "“", "”", "「", "」", "『", "』")),
    Operator("wildcard", (), ("*", "?")),
    Operator("fuzzy", (), ("~",)),
    Operator("near", ("NEAR", "近"), counted=True),
    Operator("before", ("BEFORE", "先"), counted=True),
    Operator("sentence", ("SAME_SENTENCE", "同句")),
    Operator("paragraph", ("SAME_PARAGRAPH", "同段")),
    Operator("atleast", ("atleast", "至少"), counted=True),
    Operator("escape", (), ("\\",)),
)

FIELDS = (
    Field("title", "text", ("title", "题目", "标题")),
    Field("body", "text", ("body", "正文")),
    Field("about", "text", ("about", "附注")),
    Field("author", "keyword", ("author", "作者")),
    Field("organization", "keyword", ("organization", "org", "机构", "单位")),
    Field("subject", "keyword", ("subject", "主体")),
    Field("person", "keyword", ("person", "人物")),
    Field("section", "keyword", ("section", "栏目")),
    Field("source", "keyword", ("source", "来源")),
    Field("date", "date", ("date", "日期")),
    Field("year", "keyword", ("year", "年份")),
    Field("month", "keyword", ("month", "月份")),
    Field("issue", "keyword", ("issue", "期")),
    Field("tag", "keyword", ("tag", "标签")),
)

FIELD_BY_SPELLING = {spelling: field for field in FIELDS for spelling in field.spellings}
FIELD_BY_NAME = {field.name: field for field in FIELDS}
OPERATOR_BY_WORD = {spell(word): operator for operator in OPERATORS for word in operator.words}

SPACE_LIKE = "\u200b\ufeff\u2060"
"""Invisible characters that paste brings along; they separate like a space."""

OPENERS = {'"': '"＂', "＂": '"＂', "“": "”", "”": "“”", "「": "」", "『": "』", "｢": "｣"}
"""Opening quote → what closes it.  A pair typed with one wrong half still closes, see `lexer`."""

CLOSERS = "」』｣"
LPAREN, RPAREN = "(（", ")）"
BAR, TILDE, STAR, QUERY_MARK, COLON, SLASH = "|｜", "~～", "*＊", "?？", ":：", "/／"
DASH = "-－–—−―‒﹣‐‑─━"
"""A dash of any length before a word excludes it: an input method or a word processor chooses which it is."""

SPECIAL = frozenset("".join(OPENERS) + CLOSERS + LPAREN + RPAREN + BAR + DASH + TILDE + STAR + QUERY_MARK)
ESCAPABLE = SPECIAL | frozenset(COLON + "\\")
