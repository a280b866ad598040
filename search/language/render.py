"""Here is a query tree; give me the canonical line that parses to it again.

Words that only engines use (`Word`, `Boost`) have no spelling: they are written as the text they stand for,
and other writings of a number (`whole`) as the one that was typed.
"""

from __future__ import annotations

import datetime as dt

from search.language import operators as ops
from search.language.runs import FINAL
from search.language.tree import (
    Among,
    And,
    AtLeast,
    Boost,
    DateRange,
    Everything,
    Fuzzy,
    Keyword,
    Near,
    Not,
    Nothing,
    Or,
    Phrase,
    Query,
    Text,
    Wildcard,
    Word,
)

_LOOSE, _ALL, _TIGHT = range(3)
"""How tightly the surroundings bind: an Or needs brackets inside an And, an And inside a Not."""


def render(query: Query) -> str:
    """The query as somebody could have typed it.  `parse(render(q)).query == q` for trees in normal form."""
    return "" if isinstance(query, Everything) else _render(query, _LOOSE)


def _render(query: Query, binding: int) -> str:
    match query:
        case Everything():
            return "*"
        case Nothing():
            return "-*"
        case And(parts):
            return _brackets(" ".join(_render(part, _ALL) for part in parts), binding > _ALL)
        case Or(parts):
            typed = [part for part in parts if not (isinstance(part, (Text, Phrase)) and part.whole)] or parts
            if len(typed) == 1:
                return _render(typed[0], binding)
            return _brackets(" OR ".join(_render(part, _ALL) for part in typed), binding > _LOOSE)
        case Not(part):
            inner = _render(part, _TIGHT)
            return ("NOT " if inner[:1].isdigit() else "-") + inner  # a dash before a number is its sign
        case Near():
            return _brackets(_near(query), binding > _ALL)
        case AtLeast(count, part):
            return f"atleast{count}:{_render(part, _TIGHT)}"
        case Keyword(field, values):
            return f"{field}:{_values(values)}"
        case Among(_, said):
            return _render(said, binding)
        case DateRange(start, end):
            return f"date:{_range(start, end)}"
        case Boost(part, _):
            return _render(part, binding)
        case Text() | Word() | Phrase() | Wildcard() | Fuzzy():
            return (f"{query.field}:" if query.field else "") + _leaf(query)


def _leaf(leaf: Text | Word | Phrase | Wildcard | Fuzzy) -> str:
    match leaf:
        case Text(text) | Word(text):
            return escape(text)
        case Phrase(text):
            return quote(text)
        case Wildcard(pattern):
            written = escape(pattern, keep="*?")
            # At the end of a plain line a question mark is punctuation; not of one that is written by hand.
            ends = pattern[len(pattern.rstrip(FINAL)) :]
            by_hand = "?" in ends and pattern[0] not in ops.ESCAPABLE
            return written if not by_hand or written.startswith("\\") else "\\" + written
        case Fuzzy(text, edits):
            return quote(text) + ("~" if edits == 1 else f"~{edits}")


def _near(near: Near) -> str:
    word = {
        "chars": f"{'BEFORE' if near.ordered else 'NEAR'}/{near.distance}",
        "sentence": "SAME_SENTENCE",
        "paragraph": "SAME_PARAGRAPH",
    }[near.within]
    return f" {word} ".join(_render(part, _TIGHT) for part in near.parts)


def _brackets(text: str, wanted: bool) -> str:
    return f"({text})" if wanted else text


def _values(values: tuple[str, ...]) -> str:
    written = [escape(value, keep="*?") if _plain_value(value) else quote(value) for value in values]
    return written[0] if len(written) == 1 else f"({' '.join(written)})"


def _plain_value(value: str) -> bool:
    plain = not any(char.isspace() or char in ops.SPACE_LIKE or char in "，,、;；\\:：" for char in value)
    special = any(char in ops.SPECIAL and char not in "*?" for char in value)
    return plain and not special and bool(value) and ops.spell(value) not in _RESERVED


def _range(start: dt.date | None, end: dt.date | None) -> str:
    if start and end:
        return f"{start}..{end}" if start != end else str(start)
    return f">={start}" if start else f"<={end}"


def quote(text: str) -> str:
    """The text as an exact phrase."""
    inner = text.replace("\\", "\\\\")
    return '"' + "".join("\\" + char if char in '"＂“”' else char for char in inner) + '"'


_RESERVED = {*ops.OPERATOR_BY_WORD}


def escape(text: str, keep: str = "") -> str:
    """The text as one unquoted run: every character that could be read as an operator gets a backslash."""
    escaped = "".join(
        "\\" + char if char in ops.ESCAPABLE and char not in keep and not _harmless(text, i) else char
        for i, char in enumerate(text)
    )
    word = ops.spell(text).replace("/", " ").split(" ")[0]
    if word in _RESERVED and not escaped.startswith("\\"):
        return "\\" + escaped
    return escaped


def _harmless(text: str, at: int) -> bool:
    """A hyphen or tilde inside a word, which reads better unescaped: NB-IoT."""
    return text[at] in ops.DASH and at > 0
