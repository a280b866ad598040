"""Here are a value as it was and as it is; give me what stayed, what went and what came.  Pure."""

from __future__ import annotations

import datetime as dt
import difflib
import re
from collections.abc import Sequence
from typing import Literal, NamedTuple

_TOKEN = re.compile(r"[A-Za-z0-9]+|\s+|.", re.DOTALL)
_LONG = 4000
"""Characters beyond which only paragraphs are compared first."""


class DifferencePiece(NamedTuple):
    """A stretch of text that both have, or only one."""

    kind: Literal["same", "gone", "added"]
    text: str


def pieces(old: object, new: object) -> list[DifferencePiece]:
    """Word for word for texts, name for name for lists; together the pieces of each side are that side."""
    if isinstance(old, tuple) or isinstance(new, tuple):
        return _listed(old if isinstance(old, tuple) else (), new if isinstance(new, tuple) else ())
    before, after = _text(old), _text(new)
    if len(before) + len(after) <= _LONG:
        return _compared(_TOKEN.findall(before), _TOKEN.findall(after))
    found: list[DifferencePiece] = []
    gone = ""
    for piece in _compared(before.splitlines(keepends=True), after.splitlines(keepends=True)):
        if piece.kind == "gone":
            gone = piece.text
            continue
        if piece.kind == "added" and gone and len(gone) + len(piece.text) <= _LONG:
            found += _compared(_TOKEN.findall(gone), _TOKEN.findall(piece.text))
        else:
            found += [DifferencePiece("gone", gone)] * bool(gone) + [piece]
        gone = ""
    return found + [DifferencePiece("gone", gone)] * bool(gone)


def shortened(found: Sequence[DifferencePiece], around: int = 40) -> list[DifferencePiece]:
    """The same with long stretches that stayed cut to what stands around a change."""
    short = []
    for number, piece in enumerate(found):
        text = piece.text
        if piece.kind == "same" and len(text) > 2 * around:
            head = text[:around] if number else ""
            tail = text[-around:] if number < len(found) - 1 else ""
            text = f"{head} … {tail}"
        short.append(DifferencePiece(piece.kind, text))
    return short


def _listed(old: tuple[str, ...], new: tuple[str, ...]) -> list[DifferencePiece]:
    return [piece for piece in _compared(old, new, apart="、") if piece.text]


def _compared(before: Sequence[str], after: Sequence[str], apart: str = "") -> list[DifferencePiece]:
    found: list[DifferencePiece] = []
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    for how, a, b, c, d in matcher.get_opcodes():
        if how == "equal":
            found.append(DifferencePiece("same", apart.join(before[a:b])))
            continue
        if b > a:
            found.append(DifferencePiece("gone", apart.join(before[a:b])))
        if d > c:
            found.append(DifferencePiece("added", apart.join(after[c:d])))
    return found


def _text(value: object) -> str:
    if isinstance(value, dt.date):
        return value.isoformat()
    return "" if value is None else str(value)
