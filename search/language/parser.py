"""Here is a typed query; give me what it means, or a friendly error with the repaired query."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from corpus.errors import QuerySyntaxError
from search.language import operators as ops
from search.language import runs
from search.language.build import all_of
from search.language.grammar import QueryGrammar
from search.language.lexer import QueryProblem, QueryToken, tokenize
from search.language.reading import Parsed, read
from search.language.tree import Phrase, Query, Text, conjuncts

_MAX_EDITS = 12


def parse(text: str, today: dt.date | None = None, *, speech: bool = True) -> Parsed:
    """What `text` asks.  today: what 去年 counts from (default: the clock).

    speech: understand dates and questions in plain speech; a rendered query is read back without.
    Raises QuerySyntaxError, whose `repaired` always parses.
    """
    today = today or dt.date.today()
    try:
        grammar = _grammar(text, today)
        tree = grammar.query()
    except QueryProblem as problem:
        repaired = _repair(text, problem, today)
        raise QuerySyntaxError(text, problem.position, problem.hint, repaired) from None
    parsed = read(text, tree, today) if speech else Parsed(text, tree, tree)
    parsed = replace(parsed, typed=grammar.typed) if grammar.typed else parsed
    signed = [token for token in grammar.tokens if token.signed]
    if not signed or len(signed) == len(conjuncts(tree)):
        return parsed
    said = tuple(text[token.start : token.end] for token in signed)
    return replace(parsed, signed=said, excluding=_with_nots(text, signed))


def _with_nots(text: str, signed: Sequence[QueryToken]) -> str:
    """The line with NOT for the dash of each of these numbers."""
    for token in reversed(signed):
        number = text[token.start + 1 : token.end].lstrip()
        text = f"{text[: token.start]}NOT {number}{text[token.end :]}"
    return text


def parse_plain(text: str) -> Query:
    """`text` as plain words with no syntax at all, cut at MAX_CHARS.  Never fails."""
    words = "".join(" " if char in ops.SPACE_LIKE else char for char in text[: ops.MAX_CHARS]).split()
    parts = [Text(word) for word in words if runs.has_words(word)]
    if not parts and words:
        return Phrase(" ".join(words))
    return all_of(parts[: ops.MAX_LEAVES])


def _tree(text: str, today: dt.date) -> Query:
    return _grammar(text, today).query()


def _grammar(text: str, today: dt.date) -> QueryGrammar:
    if len(text) > ops.MAX_CHARS:
        cut = text[: ops.MAX_CHARS // 8]
        raise QueryProblem(
            ops.MAX_CHARS,
            f"查询太长（{len(text)} 个字符，最多 {ops.MAX_CHARS}）"
            f" / the query is too long, at most {ops.MAX_CHARS} characters",
            (0, len(text), cut),
        )
    return QueryGrammar(text, tokenize(text), today)


def _repair(text: str, problem: QueryProblem, today: dt.date) -> str:
    """The nearest query that parses: each problem's own edit in turn; failing that, the plain words."""
    mended = text
    for _ in range(_MAX_EDITS):
        start, end, replacement = problem.fix
        before, after = mended[:start], mended[end:]
        if replacement == " " and before[-1:].isspace():
            before = before.rstrip()
        if replacement == " " and after[:1].isspace():
            after = after.lstrip()
        mended = before + replacement + after
        try:
            _tree(mended, today)
        except QueryProblem as another:
            problem = another
        else:
            return mended.strip()
    plain = "".join(" " if char in ops.ESCAPABLE else char for char in text[: ops.MAX_CHARS // 8])
    plain = " ".join(plain.split())
    try:
        _tree(plain, today)
    except QueryProblem:
        return ""
    return plain
