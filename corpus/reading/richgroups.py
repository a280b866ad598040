"""Here is the source of an RTF file, give me its text with notes and boxes in place, and what stands on the
page beside it.

striprtf reads the text and passes over every other group: notes, text boxes, heads and feet of pages,
comments, properties.  This module takes them out of the source, so that it can read them one by one.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field

_TOKEN = re.compile(r"\\([a-zA-Z]+)(-?\d+)? ?|\\'[0-9a-fA-F]{2}|\\.|[{}]", re.DOTALL)
_INLINE = frozenset({"footnote", "shptxt"})
_BESIDE = frozenset(
    {"headerf", "header", "headerl", "headerr", "footerf", "footer", "footerl", "footerr"}
    | {"annotation", "title", "author"}
)


@dataclass
class Groups:
    """The source without the groups that were taken out, notes and boxes set after their paragraph; the
    others as (kind, source of the group)."""

    text: str = ""
    beside: list[tuple[str, str]] = field(default_factory=list)


@dataclass
class _Open:
    """A group that is not closed yet.  kind: what is taken out; silent: striprtf passes over it."""

    start: int
    silent: bool
    kind: str = ""


def taken_apart(source: str, silent: Collection[str]) -> Groups:
    """The parts of an RTF file.  silent: control words that begin a group without text."""
    found, kept, waiting = Groups(), [], []
    stack: list[_Open] = []
    done = 0
    opening = False
    for token in _TOKEN.finditer(source):
        taken = any(group.kind for group in stack)
        if token[0] == "{":
            stack.append(_Open(token.start(), bool(stack and stack[-1].silent)))
            opening = True
            continue
        if token[0] == "}":
            group = stack.pop() if stack else _Open(token.start(), True)
            if group.kind:
                body = _without_kind(source[group.start : token.end()], group.kind)
                kept.append(source[done : group.start])
                done = token.end()
                if group.kind in _INLINE:
                    waiting.append(body)
                else:
                    found.beside.append((group.kind, body))
        elif opening and token[0] == "\\*":
            continue
        elif opening and token[1] and not taken and token[1] in _INLINE | _BESIDE:
            stack[-1].kind = token[1]
        elif opening and token[1] in silent:
            stack[-1].silent = True
        elif token[1] in ("par", "row") and waiting and not taken and not (stack and stack[-1].silent):
            kept.append(f"{source[done : token.end()]} {_set(waiting)}")
            done = token.end()
            waiting.clear()
        opening = False
    end = source.rfind("}") if source.rfind("}") >= done else len(source)
    closing = f"\\par {_set(waiting)}" if waiting else ""
    found.text = "".join([*kept, source[done:end], closing, source[end:]])
    return found


def _set(groups: list[str]) -> str:
    return "".join(f"{group}\\par " for group in groups)


def _without_kind(group: str, kind: str) -> str:
    """The group as plain text of the document: without the words that make it something else."""
    return re.sub(rf"^\{{\s*(?:\\\*\s*)?\\{kind}(?![a-zA-Z])-?\d* ?", "{", group)
