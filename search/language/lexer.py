"""Here is a query as typed; give me its tokens with their positions.

Operator characters count in half and full width alike.  Tokens keep the characters as typed, so that
whatever reaches an engine is folded there and nowhere else.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from search.language import operators as ops

Kind = Literal["run", "phrase", "(", ")", "and", "or", "not", "near", "field", "atleast", "end"]


@dataclass(frozen=True, slots=True)
class QueryToken:
    """text: unescaped characters (run, phrase), field name (field); start, end: slice of the query.

    escaped: indexes in `text` that a backslash made plain; glued: no space before it;
    number: distance or count; operator: which nearness ("near", "before", "sentence", "paragraph");
    signed: a run that begins with the sign of a number below zero.
    """

    kind: Kind
    text: str
    start: int
    end: int
    escaped: tuple[int, ...] = ()
    glued: bool = False
    number: int = 0
    operator: str = ""
    signed: bool = False


class QueryProblem(Exception):
    """Why a query cannot be read: position, a line for people, and the edit that mends it."""

    def __init__(self, position: int, hint: str, fix: tuple[int, int, str]) -> None:
        super().__init__(hint)
        self.position = position
        self.hint = hint
        self.fix = fix


_COUNT = re.compile(r"(?:至少(\d+|[一二两三四五六七八九十])次|atleast(\d+))[:：]", re.IGNORECASE)
_NAME = re.compile(r"([A-Za-zＡ-Ｚａ-ｚ_]+|[㐀-鿿]{1,6})([:：])\s*")
_NEAR = re.compile(r"(NEAR|BEFORE|近|先)(?:[/／](\d{1,9}))?", re.IGNORECASE)
_DIGITS = "零一二三四五六七八九十"
_AREA_CODE = re.compile(r"[(（]0\d{2,3}[)）]\d{7,8}(?!\d)")
"""A telephone number, whose brackets group nothing."""

_SIGNED = re.compile(
    rf"[{ops.DASH}]\s?(?:[0-9０-９]+(?:[.．,，][0-9０-９]+)*|[零一二三四五六七八九十百]+)\s?"
    r"(?:℃|℉|°|度|摄氏|攝氏|[%％‰]|个?百分点|個?百分點|dB|[kKmμ]?[VvＶ](?![A-Za-z])|伏|[万亿萬億]|[美欧日港]?元|公里|千米|[厘毫]?米)",
)
"""A number below zero: temperatures, shares, levels, losses, depths.  `-5G`, `-2021年` exclude a word."""


def tokenize(text: str) -> list[QueryToken]:
    """Tokens of `text`, ended by an "end" token.  Raises `QueryProblem`."""
    tokens: list[QueryToken] = []
    position = 0
    while True:
        before = position
        while position < len(text) and _is_space(text[position]):
            position += 1
        glued = position == before and bool(tokens)
        if position >= len(text):
            break
        token = _next(text, position, glued)
        tokens.append(replace(token, glued=glued))
        position = token.end
    tokens.append(QueryToken("end", "", len(text), len(text)))
    return _with_words(tokens)


def _is_space(char: str) -> bool:
    return char.isspace() or char in ops.SPACE_LIKE


def _next(text: str, start: int, glued: bool) -> QueryToken:
    char = text[start]
    if char in ops.LPAREN:
        telephone = _AREA_CODE.match(text, start)
        if telephone:
            return QueryToken("run", telephone[0], start, telephone.end())
        return QueryToken("(", char, start, start + 1)
    if char in ops.RPAREN:
        return QueryToken(")", char, start, start + 1)
    if char in ops.BAR:
        end = start + 1
        while end < len(text) and text[end] in ops.BAR:
            end += 1
        return QueryToken("or", text[start:end], start, end)
    if char in ops.OPENERS:
        return _quoted(text, start)
    if char in ops.CLOSERS:
        raise QueryProblem(
            start, f"多余的引号 {char} / a closing quote {char} without its opening", (start, start + 1, "")
        )
    if char in ops.DASH and not _after_text(text, start) and _starts_something(text, start + 1):
        if _SIGNED.match(text, start):
            return replace(_run(text, start), signed=True)
        return QueryToken("not", char, start, start + 1)
    return _counted(text, start) or _field(text, start) or _run(text, start)


def _after_text(text: str, start: int) -> bool:
    return start > 0 and not _is_space(text[start - 1]) and text[start - 1] not in ops.LPAREN + ops.BAR


def _starts_something(text: str, at: int) -> bool:
    return at < len(text) and not _is_space(text[at]) and text[at] not in ops.RPAREN + ops.DASH + ops.BAR


def _quoted(text: str, start: int) -> QueryToken:
    opener = text[start]
    end = _closing(text, start, opener)
    if end is None:
        if opener in '"＂' and start and text[start - 1].isdigit():  # 12" is inches
            return _run(text, start, force=True)
        raise QueryProblem(
            start, f"引号 {opener} 没有闭合 / the quote {opener} is never closed", _close(text, opener)
        )
    content: list[str] = []
    at = start + 1
    while at < end:
        if text[at] == "\\" and at + 1 < end and text[at + 1] in ops.ESCAPABLE:
            at += 1
        content.append(text[at])
        at += 1
    phrase = "".join(content)
    if not phrase.strip():
        raise QueryProblem(start, "引号里是空的 / nothing between the quotes", (start, end + 1, ""))
    return QueryToken("phrase", phrase, start, end + 1)


def _close(text: str, opener: str) -> tuple[int, int, str]:
    closer = ops.OPENERS[opener][-1 if opener == "”" else 0]
    slashes = len(text) - len(text.rstrip("\\"))
    return (len(text), len(text), ("\\" if slashes % 2 else "") + closer)


def _closing(text: str, start: int, opener: str) -> int | None:
    """Where the quote opened at `start` closes.  “ and 「 nest; a wrong half closes if no right one does."""
    closers = ops.OPENERS[opener]
    depth, at, stray = 0, start + 1, None
    while at < len(text):
        char = text[at]
        if char == "\\" and at + 1 < len(text) and text[at + 1] in ops.ESCAPABLE:
            at += 2
            continue
        if char in closers:
            if depth == 0:
                return at
            depth -= 1
        elif char == opener and char in "“「『":
            depth += 1
            stray = stray or at
        elif stray is None and char in '"＂“”' and opener in '"＂“”':
            stray = at
        at += 1
    if stray is None and depth:
        return None
    return stray if stray is not None and opener in '"＂“”' else None


def _counted(text: str, start: int) -> QueryToken | None:
    match = _COUNT.match(text, start)
    if match is None:
        return None
    printed = match[1] or match[2]
    number = _DIGITS.find(printed.replace("两", "二")) if printed in _DIGITS + "两" else int(printed[:9])
    if not 1 <= number <= ops.MAX_DISTANCE:
        raise QueryProblem(
            start,
            f"次数须在 1 到 {ops.MAX_DISTANCE} 之间 / the count must be 1 to {ops.MAX_DISTANCE}",
            (start, match.end(), ""),
        )
    return QueryToken("atleast", match[0], start, match.end(), number=number)


def _field(text: str, start: int) -> QueryToken | None:
    """A field with its colon.  A word before a colon that is no field is text: headlines begin so."""
    match = _NAME.match(text, start)
    field = ops.FIELD_BY_SPELLING.get(ops.spell(match[1])) if match else None
    return QueryToken("field", field.name, start, match.end()) if match and field else None


def _run(text: str, start: int, force: bool = False) -> QueryToken:
    """Characters up to a space or an operator character.  A bracketed remark glued to a word stays text."""
    content: list[str] = []
    escaped: list[int] = []
    at = start
    while at < len(text):
        char = text[at]
        if char == "\\" and at + 1 < len(text) and (text[at + 1] in ops.ESCAPABLE or at == start):
            if _is_space(text[at + 1]):
                content.append(char)
                break
            escaped.append(len(content))
            content.append(text[at + 1])
            at += 2
            continue
        if _is_space(char) or char in ops.BAR or char in ops.RPAREN:
            break
        if (char in ops.OPENERS or char in ops.CLOSERS) and not (force and at == start):
            break
        if char in ops.LPAREN:
            end = _remark(text, at) if at > start else None
            if end is None:
                break
            content.append(text[at:end])
            at = end
            continue
        content.append(char)
        at += 1
    return QueryToken("run", "".join(content), start, max(at, start + 1), tuple(escaped))


def _remark(text: str, start: int) -> int | None:
    """The end of a bracket that holds no space, quote or bar: 中国联通(山西)公司 is one run."""
    depth = 0
    for at in range(start, min(len(text), start + 60)):
        char = text[at]
        if char in ops.LPAREN:
            depth += 1
        elif char in ops.RPAREN:
            depth -= 1
            if depth == 0:
                return at + 1
        elif _is_space(char) or char in ops.OPENERS or char in ops.CLOSERS or char in ops.BAR or char == "\\":
            return None
    return None


def _with_words(tokens: list[QueryToken]) -> list[QueryToken]:
    """Runs that are operator words become operators, where that is what they can mean."""
    if len(tokens) == 2:  # one token and the end: a lone "OR" is somebody's word
        return tokens
    result = list(tokens)
    for index, token in enumerate(tokens):
        if token.kind != "run" or token.escaped:
            continue
        left = result[index - 1] if index else None
        right = tokens[index + 1]
        stands_alone = (not token.glued or (left is not None and left.kind == "(")) and (
            not right.glued or right.kind in "()"
        )
        if stands_alone:
            result[index] = _as_word(token, left, right, *_around(result, index))
    return result


def _around(tokens: list[QueryToken], index: int) -> tuple[QueryToken | None, QueryToken]:
    """The nearest tokens on both sides of a word that are no operator words (`and not` is one joint)."""
    first, last = index, index
    while first > 0 and _may_join(tokens[first - 1]):
        first -= 1
    while _may_join(tokens[last + 1]):
        last += 1
    return (tokens[first - 1] if first else None), tokens[last + 1]


def _may_join(token: QueryToken) -> bool:
    return token.kind in ("and", "or", "not") or (
        token.kind == "run" and not token.escaped and ops.spell(token.text) in ("and", "or", "not")
    )


def _as_word(
    token: QueryToken,
    left: QueryToken | None,
    right: QueryToken,
    before: QueryToken | None,
    after: QueryToken,
) -> QueryToken:
    """left, right: the neighbours; before, after: the nearest that are no operator words themselves."""
    near = _NEAR.fullmatch(token.text)
    word = near[1] if near else token.text
    operator = ops.OPERATOR_BY_WORD.get(ops.spell(word))
    if operator is None or operator.name == "atleast" or (near is None and operator.counted):
        return token
    chained = operator.name in ("and", "or", "not") and (left is not before or right is not after)
    if chained:
        left, right = before, after
    has_left = left is not None and _operand(left, ends=True)
    has_right = _operand(right, ends=False)
    certain = word.isupper() and word.isascii()
    counted = near is not None and near[2] is not None
    if not certain and not counted and not (has_right and (has_left or operator.name == "not")):
        return token
    if word.islower() and word.isascii() and not counted and (_prose(left) or _prose(right)):
        return token
    if operator.name in ("and", "or", "not"):
        return replace(token, kind=_KINDS[operator.name])
    number = int(near[2]) if near is not None and near[2] else ops.DEFAULT_DISTANCE
    if not 0 <= number <= ops.MAX_DISTANCE:
        raise QueryProblem(
            token.start,
            f"距离须在 0 到 {ops.MAX_DISTANCE} 之间 / the distance must be 0 to {ops.MAX_DISTANCE}",
            (token.start, token.end, f"NEAR/{ops.MAX_DISTANCE}"),
        )
    return replace(token, kind="near", number=number, operator=operator.name)


_KINDS: dict[str, Kind] = {"and": "and", "or": "or", "not": "not"}


def _operand(token: QueryToken, *, ends: bool) -> bool:
    return (
        token.kind in ("run", "phrase")
        or token.kind == (")" if ends else "(")
        or (not ends and token.kind in ("field", "atleast", "not"))
    )


def _prose(token: QueryToken | None) -> bool:
    """An ordinary Latin word: beside it a small `or` is a word of the same language.  Not AI, 5G, NB-IoT."""
    return (
        token is not None and token.kind == "run" and bool(re.fullmatch(r"[A-Za-z]?[a-z'’.,-]*", token.text))
    )
