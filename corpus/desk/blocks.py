"""Here is a parsed issue as lines that belong to articles or to none; give me it after an edit.  Pure.

Every line of the source is in exactly one block (an article to be) or in the frame (asides), before and
after every edit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, cast

from corpus.desk.draft_edits import DraftEdit, Join, Mark, Resection, SetField, SetIssue, Split
from corpus.errors import ArchiveError
from corpus.model import Article, Aside, ParsedIssue
from corpus.splitting.drafts import JUMP_MARK
from corpus.splitting.rereading import LineRole, Rereader, Stated
from corpus.splitting.wording import squeeze

PARTS_OF_LINES = ("mark of a headline", JUMP_MARK)
"""The reasons of asides that are part of a line of text, not a line of their own."""


class Inapplicable(ArchiveError):
    """An edit that has no meaning here (any more)."""


@dataclass(frozen=True)
class Block:
    """An article to be.  lines: numbers in order; base: the article as parsed, None = to be read again;
    values: fields that a person set."""

    lines: tuple[int, ...]
    section: str | None = None
    base: Article | None = None
    stated: Stated = field(default_factory=lambda: Stated({}))
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class State:
    """An issue between two edits.  frame: line → why it stands in no article; issue: fields set by hand."""

    blocks: tuple[Block, ...]
    frame: Mapping[int, Aside]
    issue: Mapping[str, Any] = field(default_factory=dict)


def state_of(parsed: ParsedIssue, reader: Rereader) -> State:
    """The issue as it was parsed."""
    frame: dict[int, Aside] = {}
    for aside in sorted(parsed.asides, key=_span):  # the narrower of two decides
        if aside.lines is not None and aside.reason not in PARTS_OF_LINES:
            for number in range(aside.lines[0], aside.lines[1] + 1):
                if number in reader.lines:
                    frame[number] = aside
    blocks: list[Block] = []
    taken = set(frame)
    for article in parsed.articles:
        first, last = article.lines or (1, 0)
        lines = tuple(n for n in range(first, last + 1) if n in reader.lines and n not in taken)
        taken.update(lines)
        stated = Stated(reader.seen(article, lines))
        blocks.append(Block(lines, article.section, article, stated))
    for at, number in _going_on(blocks, [n for n in reader.lines if n not in taken], reader):
        taken.add(number)
        blocks[at] = replace(blocks[at], lines=(*blocks[at].lines, number))
    for number, line in reader.lines.items():  # read before asides were kept: nothing is lost all the same
        if number not in taken:
            frame[number] = Aside("furniture", line.text, "not read", (number, number), line.page)
    return State(tuple(blocks), frame)


def _going_on(blocks: Sequence[Block], free: Sequence[int], reader: Rereader) -> Iterator[tuple[int, int]]:
    """(block, line) of lines that no article spans and one holds: the rest of a text, elsewhere."""
    if not free:
        return
    bodies = [squeeze(block.base.body) if block.base is not None else "" for block in blocks]
    for number in free:
        text = squeeze(reader.text(number))
        above = [n for n, block in enumerate(blocks) if block.lines and block.lines[0] < number]
        at = next((n for n in reversed(above) if text and text in bodies[n]), None)
        if at is not None:
            yield at, number


def _span(aside: Aside) -> int:
    return aside.lines[0] - aside.lines[1] if aside.lines is not None else 0


def after(state: State, edit: DraftEdit, reader: Rereader) -> State:
    """The issue after an edit.  Raises Inapplicable."""
    match edit:
        case Split():
            return _split(state, _line(edit, reader))
        case Join():
            return _join(state, _line(edit, reader))
        case Mark():
            first = _line(edit, reader)
            lines = [n for n in reader.lines if first <= n <= first + edit.last - edit.line]
            return _mark(state, lines, edit, reader)
        case Resection():
            return _set(state, _line(edit, reader), "section", edit.name or None)
        case SetField():
            return _set(state, _line(edit, reader), edit.field, edit.value)
        case SetIssue():
            return replace(state, issue={**state.issue, edit.field: edit.value})


def _line(edit: Split | Join | Mark | Resection | SetField, reader: Rereader) -> int:
    """The line an edit speaks of, found by what it says where the numbers have moved."""
    if edit.line in reader.lines and edit.anchor in ("", reader.text(edit.line)):
        return edit.line
    same = [number for number in reader.lines if edit.anchor and reader.text(number) == edit.anchor]
    if not same:
        raise Inapplicable(f"没有第 {edit.line} 行 / there is no line {edit.line}")
    return min(same, key=lambda number: abs(number - edit.line))


def _at(state: State, line: int) -> int:
    for index, block in enumerate(state.blocks):
        if line in block.lines:
            return index
    raise Inapplicable(
        f"第 {line} 行不在任何文章中，请先把它标为正文 / line {line} stands in no article: make it text first"
    )


def _with(state: State, at: int, count: int, blocks: Iterable[Block]) -> State:
    """With blocks [at, at+count) changed for others; those without lines are gone."""
    kept = [one for one in blocks if one.lines]
    return replace(state, blocks=(*state.blocks[:at], *kept, *state.blocks[at + count :]))


def _part(block: Block, lines: Sequence[int], *, cut: bool = True) -> Block:
    """Some of a block's lines, to be read again."""
    inside = frozenset(lines)
    stated = Stated(
        {number: role for number, role in block.stated.roles.items() if number in inside},
        block.stated.by_hand & inside,
        block.stated.cut or cut,
    )
    return replace(block, lines=tuple(lines), base=None, stated=stated)


def _split(state: State, line: int) -> State:
    at = _at(state, line)
    block = state.blocks[at]
    place = block.lines.index(line)
    if place == 0:
        raise Inapplicable(f"第 {line} 行已是一篇的开头 / an article begins with line {line} already")
    above, below = _part(block, block.lines[:place]), _part(block, block.lines[place:])
    return _with(state, at, 1, (above, replace(below, values={})))


def _join(state: State, line: int) -> State:
    at = _at(state, line)
    if at == 0:
        raise Inapplicable("前面没有文章可并入 / there is no article before it")
    above, below = state.blocks[at - 1], state.blocks[at]
    roles = {**above.stated.roles, **{n: r for n, r in below.stated.roles.items() if r == "body"}}
    by_hand = frozenset(n for n in above.stated.by_hand | below.stated.by_hand if n in roles)
    joined = replace(
        above,
        lines=tuple(sorted((*above.lines, *below.lines))),
        base=None,
        stated=Stated(roles, by_hand, cut=True),
    )
    return _with(state, at - 1, 2, (joined,))


def _set(state: State, line: int, name: str, value: object) -> State:
    at = _at(state, line)
    block = state.blocks[at]
    if name == "section":
        block = replace(block, section=cast("str | None", value))
    return _with(state, at, 1, (replace(block, values={**block.values, name: value}),))


def _mark(state: State, lines: Sequence[int], edit: Mark, reader: Rereader) -> State:
    if edit.role in ("furniture", "section"):
        return _to_frame(state, lines, edit, reader)
    for line in lines:
        if line in state.frame:
            state = _to_text(state, line)
    role = cast(LineRole, edit.role)
    for at in sorted({_at(state, line) for line in lines}):
        block = state.blocks[at]
        mine = [line for line in lines if line in block.lines]
        roles = dict(block.stated.roles)
        if role == "title":
            roles = {number: was for number, was in roles.items() if was != "title"}
        roles |= dict.fromkeys(mine, role)
        stated = Stated(roles, block.stated.by_hand | frozenset(mine), block.stated.cut)
        values = {name: value for name, value in block.values.items() if name not in _READ_FROM[role]}
        state = _with(state, at, 1, (replace(block, base=None, stated=stated, values=values),))
    return state


_READ_FROM: Mapping[str, tuple[str, ...]] = {
    "title": ("title",), "subtitle": ("subtitle",), "byline": ("authors", "credit"), "body": ("body",),
}  # fmt: skip


def _to_text(state: State, line: int) -> State:
    """A line of the frame joins the article above it, else the one below, else it is one."""
    frame = {number: aside for number, aside in state.frame.items() if number != line}
    state = replace(state, frame=frame)
    above = [at for at, block in enumerate(state.blocks) if block.lines and block.lines[0] < line]
    if not above and not any(block.lines for block in state.blocks):
        return _with(state, len(state.blocks), 0, (Block((line,), stated=Stated({}, cut=True)),))
    at = above[-1] if above else next(at for at, block in enumerate(state.blocks) if block.lines)
    block = state.blocks[at]
    grown = _part(block, block.lines)
    return _with(state, at, 1, (replace(grown, lines=tuple(sorted((*block.lines, line)))),))


def _to_frame(state: State, lines: Sequence[int], edit: Mark, reader: Rereader) -> State:
    """Lines leave their articles; the head of a section cuts the one it stood in and names what follows."""
    kind, reason = ("section", "section head") if edit.role == "section" else ("furniture", "marked")
    frame = dict(state.frame)
    for line in lines:
        was = reader.lines[line]
        aside = Aside(cast(Any, kind), reader.text(line), f"{reason} by hand", (line, line), was.page)
        frame[line] = aside
    gone, blocks = frozenset(lines), []
    for block in state.blocks:
        if not gone & set(block.lines):
            blocks.append(block)
        elif edit.role == "furniture":
            blocks.append(_part(block, [n for n in block.lines if n not in gone], cut=False))
        else:
            above = [n for n in block.lines if n < lines[0]]
            below = [n for n in block.lines if n > lines[0] and n not in gone]
            kept = block.values if not above else {}
            blocks += [_part(block, above), replace(_part(block, below), values=kept)]
    state = replace(state, blocks=tuple(one for one in blocks if one.lines or one.base), frame=frame)
    return _named_below(state, lines, reader) if edit.role == "section" else state


def _named_below(state: State, lines: Sequence[int], reader: Rereader) -> State:
    """The articles from a section's head to the next are its own."""
    name, last = reader.section(lines), lines[-1]
    heads = [n for n, aside in state.frame.items() if aside.kind == "section" and n > last]
    end = min(heads, default=max(reader.lines) + 1)
    inside: Callable[[Block], bool] = lambda one: bool(one.lines) and last < one.lines[0] < end  # noqa: E731
    blocks = (
        replace(one, section=name, values={**one.values, "section": name}) if inside(one) else one
        for one in state.blocks
    )
    return replace(state, blocks=tuple(blocks))
