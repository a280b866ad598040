"""Here is a run of characters between two spaces; give me the leaf it means.

A run is text unless it carries `*`, `?` or a final `~`, and even then a question mark that asks is only
punctuation: 张? is a pattern, 司令长官是谁? is not.
"""

from __future__ import annotations

import re
import unicodedata

from search.language import operators as ops
from search.language.lexer import QueryProblem, QueryToken
from search.language.questions import asked_at, asks
from search.language.tree import Fuzzy, Phrase, Query, Text, Wildcard

LEAVES = (Text, Phrase, Wildcard, Fuzzy)
_FUZZY = re.compile(r"(.*?[^0-9０-９~～])[~～]([0-9０-９]*)|(.+)[~～]", re.DOTALL)
_GAPS = re.compile(r"[*?]+")
_MAX_PATTERN_RUN = 5
"""Characters before a final ? up to which it is a pattern (张?)."""
_SENTENCE = 4
"""Characters on both sides of a full-width ？ from which it ends a sentence (来了？准备好了吗)."""
FINAL = ops.QUERY_MARK + "!！。…，,；;、～"
"""Marks that end a sentence; a question mark among them is one of them."""


def has_words(text: str) -> bool:
    """Whether there is anything in it besides punctuation."""
    return any(char.isalnum() for char in text)


def leaf(token: QueryToken, field: str | None) -> Query:
    """The leaf of a run token.  Raises `QueryProblem` for a fuzzy distance out of range."""
    text = token.text
    match = _FUZZY.fullmatch(text)
    if match and len(text) - len(match[2] or "") - 1 not in token.escaped and has_words(match[1] or match[3]):
        stem = match[1] or match[3]
        edits = QueryToken("run", "~" + (match[2] or ""), token.start + len(stem), token.end)
        return fuzzy(stem, edits, field)
    pattern = _pattern(text, token.escaped)
    if pattern is None:
        spoken = text if token.escaped else _without_final_marks(text)
        return Phrase(spoken, field) if token.signed else Text(spoken, field)
    bare = pattern.strip("*")
    if not has_words(bare):
        return Wildcard("*", field)
    gaps = len(_GAPS.findall(bare))
    if gaps > ops.MAX_GAPS:
        raise QueryProblem(
            token.start,
            f"一个词里最多 {ops.MAX_GAPS} 处通配符 / at most {ops.MAX_GAPS} wildcards in one word",
            (token.start, token.end, bare.replace("*", " ").replace("?", " ")),
        )
    before = "*" if pattern[0] == "*" and _may_cut(bare[0]) else ""
    after = "*" if pattern[-1] == "*" and _may_cut(bare[-1]) else ""
    if not gaps and not before and not after:
        return Phrase(bare, field)
    whole = before + bare + after
    by_hand = () if whole[0] in "*?" else (0,)
    if _pattern(whole, ()) != whole and _pattern(whole, by_hand) != whole:
        # Where nothing can say that a final ? is no mark, it is one.
        return leaf(QueryToken("run", _without_final_marks(whole), token.start, token.end), field)
    return Wildcard(whole, field)


def _may_cut(char: str) -> bool:
    """Whether `*` beside this character opens a number or a Latin word; elsewhere it adds nothing."""
    folded = unicodedata.normalize("NFKC", char)
    return folded[:1].isalnum() and folded[:1] < ops.ALPHABETS


def fuzzy(stem: str, mark: QueryToken, field: str | None) -> Query:
    """`stem` with the edits that a `~`, `~1` or `~2` asks for."""
    digits = mark.text.lstrip(ops.TILDE)
    if len(stem) > ops.MAX_FUZZY:
        raise QueryProblem(
            mark.start,
            f"~ 之前最多 {ops.MAX_FUZZY} 个字 / at most {ops.MAX_FUZZY} characters before ~",
            (mark.start, mark.end, " "),
        )
    if digits and not (digits.isdecimal() and 1 <= int(digits[:4]) <= ops.MAX_EDITS):
        raise QueryProblem(
            mark.start,
            f"模糊程度须在 1 到 {ops.MAX_EDITS} 之间 / the fuzziness must be 1 to {ops.MAX_EDITS}",
            (mark.start, mark.end, f"~{ops.MAX_EDITS} "),
        )
    return Fuzzy(stem, int(digits) if digits else 1, field)


def _pattern(text: str, escaped: tuple[int, ...]) -> str | None:
    """The run as a wildcard pattern, or None where its marks are only punctuation."""
    marks = {i for i, char in enumerate(text) if i not in escaped and char in ops.STAR}
    body = text if escaped else _without_final_marks(text)
    ending = text[len(body) :]
    final_is_mark = bool(ending) and (
        ending.strip("?") != "" or not has_words(body) or len(body) > _MAX_PATTERN_RUN or asks(body)
    )
    inner = body if final_is_mark else text
    asked = asked_at(inner)
    marks |= {
        i
        for i, char in enumerate(inner[:asked])
        if char in ops.QUERY_MARK and i not in escaped and not _ends_sentence(inner, i)
    }
    if not marks or (not has_words(inner) and not any(text[i] in ops.STAR for i in marks)):
        return None
    spelled = ["*" if text[i] in ops.STAR else "?" if i in marks else char for i, char in enumerate(inner)]
    literal = {i for i in range(len(inner)) if inner[i] in ops.STAR + ops.QUERY_MARK and i not in marks}
    joined = "".join("?" if i in literal else char for i, char in enumerate(spelled))
    return re.sub(r"\*+", "*", joined)


def _without_final_marks(text: str) -> str:
    """The run without the question marks that end it, and the marks among them; itself if nothing is left."""
    body = text.rstrip(FINAL)
    return body if body and any(char in ops.QUERY_MARK for char in text[len(body) :]) else text


def _ends_sentence(text: str, at: int) -> bool:
    """Whether a full-width ？ stands between two sentences rather than for a character."""
    return text[at] == "？" and min(at, len(text) - at - 1) >= _SENTENCE
