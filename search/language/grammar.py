"""Here are the tokens of a query; give me its tree.  Own recursive descent.

Grammar, loosest first (`field:` and `至少3次:` bind to the one part after them):

    any   := all (OR all)*
    all   := not ((AND)? not)*
    not   := NOT not | near
    near  := part (NEAR/n part)*
    part  := "(" any ")" | field:part | atleast:part | "phrase" | run
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable

from search.language import dates, runs
from search.language import operators as ops
from search.language.build import all_of, any_of, negated
from search.language.lexer import QueryProblem, QueryToken
from search.language.tree import (
    AtLeast,
    DateRange,
    Everything,
    Keyword,
    Near,
    Phrase,
    Query,
    Text,
    alternatives,
)


class QueryGrammar:
    """Recursive descent over one list of tokens.

    typed: every `Keyword` of the tree with the characters that it was written as: where its value is none
    that the field can have, they are text (人物：守塔人的一天).
    """

    def __init__(self, text: str, tokens: list[QueryToken], today: dt.date) -> None:
        self.text = text
        self.tokens = tokens
        self.typed: dict[Query, str] = {}
        self.at = 0
        self.depth = 0
        self.today = today
        self.count = 0

    def peek(self) -> QueryToken:
        return self.tokens[self.at]

    def take(self) -> QueryToken:
        token = self.peek()
        self.at += 1
        return token

    def query(self) -> Query:
        if self.peek().kind == "end":
            return Everything()
        tree = self.any(None)
        if self.peek().kind == ")":
            stray = self.peek()
            raise QueryProblem(
                stray.start, "多余的右括号 / a closing bracket without its opening", _drop(stray)
            )
        return tree

    def any(self, field: ops.Field | None) -> Query:
        parts = [self.all(field)]
        while self.peek().kind == "or":
            self.operand_after(self.take())
            parts.append(self.all(field))
        return any_of(parts)

    def all(self, field: ops.Field | None) -> Query:
        parts: list[Query] = []
        noise: list[Query] = []
        while self.peek().kind not in ("end", ")", "or"):
            if self.peek().kind == "and":
                word = self.take()
                if not parts and not noise:
                    raise _dangling(word)
                self.operand_after(word)
            part = self.negation(field)
            (noise if isinstance(part, Text) and not runs.has_words(part.text) else parts).append(part)
        if not parts and not noise:
            raise _dangling(self.peek())
        return all_of(parts or [Phrase(part.text, part.field) for part in noise if isinstance(part, Text)])

    def negation(self, field: ops.Field | None) -> Query:
        if self.peek().kind != "not":
            return self.nearness(field)
        word = self.take()
        self.operand_after(word)
        self.deeper(word)
        part = self.negation(field)
        self.depth -= 1
        return negated(part)

    def nearness(self, field: ops.Field | None) -> Query:
        first = self.peek()
        left = self.part(field)
        if self.peek().kind != "near":
            return left
        chain: list[tuple[QueryToken, Query]] = []
        while self.peek().kind == "near":
            word = self.take()
            self.operand_after(word)
            chain.append((word, self.part(field)))
        for operand in (left, *(right for _, right in chain)):
            if not _is_nearable(operand):
                raise QueryProblem(
                    first.start,
                    "邻近运算的两边只能是词、短语或它们的“或”"
                    " / both sides of NEAR must be words, phrases or an OR of them",
                    _drop(chain[0][0]),
                )
        return self.joined(left, chain)

    def joined(self, left: Query, chain: list[tuple[QueryToken, Query]]) -> Query:
        """One Near for a run of equal operators; unequal ones hold pairwise."""
        result: list[Query] = []
        operands = [left]
        for index, (word, right) in enumerate(chain):
            operands.append(right)
            following = chain[index + 1][0] if index + 1 < len(chain) else None
            if following is None or (following.operator, following.number) != (word.operator, word.number):
                result.append(self.near(word, operands))
                operands = [right]
        return all_of(result)

    def near(self, word: QueryToken, operands: list[Query]) -> Query:
        choices = [alternatives(part) for part in operands]
        total = 1
        for choice in choices:
            total *= len(choice)
        self.count += total
        if self.count > ops.MAX_LEAVES:
            raise _too_many(word)
        make = _NEARNESS[word.operator]
        return any_of(
            make(tuple(exactly(part) for part in combination), word.number)
            for combination in itertools.product(*choices)
        )

    def part(self, field: ops.Field | None) -> Query:
        token = self.peek()
        if token.kind == "(":
            return self.group(field)
        if token.kind == "field":
            return self.fielded()
        if token.kind == "atleast":
            return self.at_least(field)
        if token.kind not in ("run", "phrase"):
            raise _dangling(token)
        self.take()
        self.count += 1
        if self.count > ops.MAX_LEAVES:
            raise _too_many(token)
        if token.kind == "run":
            return runs.leaf(token, field.name if field else None)
        return self.phrase(token, field)

    def phrase(self, token: QueryToken, field: ops.Field | None) -> Query:
        following = self.peek()
        if (
            following.kind == "run"
            and following.glued
            and following.text[:1] in ops.TILDE
            and not following.escaped
        ):
            self.take()
            return runs.fuzzy(token.text, following, field.name if field else None)
        return Phrase(token.text, field.name if field else None)

    def group(self, field: ops.Field | None) -> Query:
        opening = self.take()
        self.deeper(opening)
        if self.peek().kind == ")":
            raise QueryProblem(
                opening.start,
                "括号里是空的 / nothing between the brackets",
                (opening.start, self.peek().end, ""),
            )
        if self.peek().kind == "end":
            raise QueryProblem(opening.start, "括号后面没有内容 / nothing after the bracket", _drop(opening))
        tree = self.any(field)
        if self.peek().kind != ")":
            end = self.peek().end
            raise QueryProblem(opening.start, "括号没有闭合 / the bracket is never closed", (end, end, ")"))
        self.take()
        self.depth -= 1
        return tree

    def fielded(self) -> Query:
        name = self.take()
        field = ops.FIELD_BY_NAME[name.text]
        if self.peek().kind in ("end", ")", "or", "and", "near"):
            raise QueryProblem(name.start, "字段后面没有内容 / nothing after the field", _drop(name))
        if field.kind == "text":
            self.deeper(name)
            tree = self.part(field)
            self.depth -= 1
            return tree
        values = self.values(name)
        if field.kind == "date":
            return self.dated(name, values)
        keyword = Keyword(field.name, values)
        self.typed[keyword] = self.written(name)
        return keyword

    def written(self, first: QueryToken) -> str:
        """The characters from a token to the last one taken."""
        return self.text[first.start : self.tokens[self.at - 1].end]

    def values(self, name: QueryToken) -> tuple[str, ...]:
        """One value, or several in brackets (any of them) parted by spaces, 或, commas; quotes keep them."""
        if self.peek().kind in ("run", "phrase"):
            return (self.take().text,)
        opening = self.peek()
        if opening.kind != "(":
            raise QueryProblem(
                opening.start, "这里应是字段的值 / here a value of the field is wanted", _drop(name)
            )
        self.take()
        found: list[str] = []
        while self.peek().kind in ("run", "phrase", "or"):
            token = self.take()
            if token.kind == "phrase":
                found.append(token.text)
            elif token.kind == "run":
                found += [value for value in _split_values(token.text) if value]
        if self.peek().kind == "end":
            end = self.peek().end
            raise QueryProblem(opening.start, "括号没有闭合 / the bracket is never closed", (end, end, ")"))
        if self.peek().kind != ")":
            raise QueryProblem(
                self.peek().start,
                "这个字段的括号里只能列出值 / only values may stand in this field's brackets",
                _drop(self.peek()),
            )
        closing = self.take()
        if not found:
            raise QueryProblem(
                opening.start, "括号里是空的 / nothing between the brackets", (name.start, closing.end, "")
            )
        return tuple(dict.fromkeys(found))

    def dated(self, name: QueryToken, values: tuple[str, ...]) -> Query:
        ranges: list[Query] = []
        for value in values:
            span = dates.read_whole(value, self.today)
            if span is None and not any(char.isdigit() for char in value):
                # 日期：定在下周: a sentence, not a date with a slip
                words = self.written(name).split()
                return all_of([Text(word) for word in words if runs.has_words(word)] or [Text(words[0])])
            if span is None:
                raise QueryProblem(
                    name.start,
                    f"看不懂日期“{value}”，可写 2021年9月、2021-07..2021-09、>=2022、去年"
                    f" / not a date: “{value}”",
                    _drop(name),
                )
            ranges.append(DateRange(span.start, span.end))
        return any_of(ranges)

    def at_least(self, field: ops.Field | None) -> Query:
        word = self.take()
        self.operand_after(word)
        self.deeper(word)
        part = self.part(field)
        self.depth -= 1
        if not isinstance(part, (*runs.LEAVES, Near)):
            raise QueryProblem(
                word.start,
                "“至少…次”后面只能是一个词或短语 / one word or phrase must follow “atleast”",
                _drop(word),
            )
        return AtLeast(word.number, part if isinstance(part, Near) else exactly(part))

    def operand_after(self, word: QueryToken) -> None:
        if self.peek().kind in ("end", ")", "or", "and", "near"):
            raise _dangling(word)

    def deeper(self, token: QueryToken) -> None:
        self.depth += 1
        if self.depth > ops.MAX_DEPTH:
            raise QueryProblem(
                token.start, f"嵌套太深（最多 {ops.MAX_DEPTH} 层）/ nested too deep", _drop(token)
            )


def exactly(part: Query) -> Query:
    """A run in a place where characters are counted is the exact run."""
    return Phrase(part.text, part.field) if isinstance(part, Text) else part


def _is_nearable(part: Query) -> bool:
    return all(isinstance(choice, runs.LEAVES) for choice in alternatives(part))


def _make(ordered: bool) -> Callable[[tuple[Query, ...], int], Query]:
    return lambda parts, distance: Near(parts, distance, ordered)


_NEARNESS: dict[str, Callable[[tuple[Query, ...], int], Query]] = {
    "near": _make(False),
    "before": _make(True),
    "sentence": lambda parts, _: Near(parts, within="sentence"),
    "paragraph": lambda parts, _: Near(parts, within="paragraph"),
}


def _split_values(text: str) -> list[str]:
    for comma in "，,、;；":
        text = text.replace(comma, "\n")
    return [value.strip() for value in text.split("\n")]


def _drop(token: QueryToken) -> tuple[int, int, str]:
    return token.start, token.end, " "


def _dangling(token: QueryToken) -> QueryProblem:
    if token.kind == "end":
        return QueryProblem(
            token.start, "查询没有写完 / the query ends too early", (token.start, token.start, "")
        )
    return QueryProblem(token.start, "运算符缺了一边 / an operator lacks one of its sides", _drop(token))


def _too_many(token: QueryToken) -> QueryProblem:
    return QueryProblem(
        token.start,
        f"条件太多（最多 {ops.MAX_LEAVES} 个）/ too many parts, at most {ops.MAX_LEAVES}",
        (token.start, ops.MAX_CHARS, ""),
    )
