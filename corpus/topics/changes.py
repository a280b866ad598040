"""Here is what somebody did to a topic; tell me what the topic is after it.

A topic is nothing but its changes in order (`replay`): any earlier state is the changes up to it, an undo is
a mark on a change.  A change that no longer finds what it speaks of (a section that is gone) does nothing, so
that every subset of changes can be replayed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Literal, TypeVar, get_args

_Value = TypeVar("_Value")

Order = Literal["hand", "newest", "oldest"]
ORDERS: tuple[Order, ...] = get_args(Order)
"""How a topic's articles are listed: as they were placed, or by date."""


@dataclass(frozen=True, slots=True)
class TopicChange:
    """One change.  action: a key of ACTIONS, whose row says what the others hold there."""

    action: str
    articles: tuple[str, ...] = ()
    key: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class TopicState:
    """What a topic is.

    queries: key → URL parameters of a search; listed: article → the queries in force when it was taken in
    (pinned by hand: none), in the order of the hand; pinned, held: of those, what was put there by hand, and
    what stays whatever the queries find; excluded: article → reason; later: what was looked at and left for
    another day; notes: article → text; sections: in order; section_of: article → section.
    """

    name: str = ""
    cover: str = ""
    order: Order = "hand"
    queries: Mapping[str, str] = field(default_factory=dict)
    listed: Mapping[str, frozenset[str]] = field(default_factory=dict)
    pinned: frozenset[str] = frozenset()
    held: frozenset[str] = frozenset()
    excluded: Mapping[str, str] = field(default_factory=dict)
    later: frozenset[str] = frozenset()
    notes: Mapping[str, str] = field(default_factory=dict)
    sections: tuple[str, ...] = ()
    section_of: Mapping[str, str] = field(default_factory=dict)

    @property
    def sticky(self) -> frozenset[str]:
        """What stays whatever the queries find."""
        return self.pinned | self.held


def replay(changes: Iterable[TopicChange]) -> TopicState:
    """What a topic is after these changes, oldest first.  Raises ValueError for an action that is none."""
    state = TopicState()
    for change in changes:
        if change.action not in ACTIONS:
            raise ValueError(f"no action {change.action!r}")
        state = _DO[change.action](state, change)
    return state


def _rename(state: TopicState, change: TopicChange) -> TopicState:
    return replace(state, name=change.text)


def _cover(state: TopicState, change: TopicChange) -> TopicState:
    return replace(state, cover=change.text)


def _order(state: TopicState, change: TopicChange) -> TopicState:
    return replace(state, order=next((one for one in ORDERS if one == change.text), state.order))


def _ask(state: TopicState, change: TopicChange) -> TopicState:
    return replace(state, queries={**state.queries, change.key: change.text})


def _ask_no_more(state: TopicState, change: TopicChange) -> TopicState:
    return replace(state, queries=_without(state.queries, [change.key]))


def _accept(state: TopicState, change: TopicChange) -> TopicState:
    asked = frozenset(state.queries.values())
    fresh = {one: asked for one in change.articles if one not in state.listed}
    return replace(
        state,
        listed={**state.listed, **fresh},
        excluded=_without(state.excluded, change.articles),
        later=state.later - {*change.articles},
    )


def _pin(state: TopicState, change: TopicChange) -> TopicState:
    taken = _accept(state, change)
    filed = _filed(taken, change.articles, change.key) if change.key else taken
    return replace(filed, pinned=taken.pinned | {*change.articles})


def _exclude(state: TopicState, change: TopicChange) -> TopicState:
    gone = {*change.articles}
    return replace(
        state,
        listed=_without(state.listed, gone),
        pinned=state.pinned - gone,
        held=state.held - gone,
        later=state.later - gone,
        excluded={**state.excluded, **dict.fromkeys(change.articles, change.text)},
    )


def _drop(state: TopicState, change: TopicChange) -> TopicState:
    gone = {*change.articles}
    return replace(
        state,
        listed=_without(state.listed, gone),
        pinned=state.pinned - gone,
        held=state.held - gone,
        excluded=_without(state.excluded, gone),
        later=state.later - gone,
    )


def _later(state: TopicState, change: TopicChange) -> TopicState:
    return replace(state, later=state.later | ({*change.articles} - {*state.listed} - {*state.excluded}))


def _hold(state: TopicState, change: TopicChange) -> TopicState:
    return replace(state, held=state.held | ({*change.articles} & {*state.listed}))


def _let_go(state: TopicState, change: TopicChange) -> TopicState:
    return replace(state, held=state.held - {*change.articles}, pinned=state.pinned - {*change.articles})


def _note(state: TopicState, change: TopicChange) -> TopicState:
    if not change.text:
        return replace(state, notes=_without(state.notes, change.articles))
    return replace(state, notes={**state.notes, **dict.fromkeys(change.articles, change.text)})


def _add_section(state: TopicState, change: TopicChange) -> TopicState:
    known = change.text in state.sections or not change.text
    return state if known else replace(state, sections=(*state.sections, change.text))


def _rename_section(state: TopicState, change: TopicChange) -> TopicState:
    if change.key not in state.sections or change.text in state.sections or not change.text:
        return state
    return replace(
        state,
        sections=tuple(change.text if one == change.key else one for one in state.sections),
        section_of={
            one: change.text if name == change.key else name for one, name in state.section_of.items()
        },
    )


def _drop_section(state: TopicState, change: TopicChange) -> TopicState:
    return replace(
        state,
        sections=tuple(one for one in state.sections if one != change.key),
        section_of={one: name for one, name in state.section_of.items() if name != change.key},
    )


def _place_section(state: TopicState, change: TopicChange) -> TopicState:
    if change.key not in state.sections:
        return state
    return replace(state, sections=_moved(state.sections, (change.key,), change.text))


def _file(state: TopicState, change: TopicChange) -> TopicState:
    return _filed(state, change.articles, change.key)


def _place(state: TopicState, change: TopicChange) -> TopicState:
    moving = tuple(one for one in dict.fromkeys(change.articles) if one in state.listed)
    places = _moved(tuple(state.listed), moving, change.key)
    return replace(state, listed={one: state.listed[one] for one in places})


def _filed(state: TopicState, articles: Iterable[str], section: str) -> TopicState:
    if section and section not in state.sections:
        return state
    kept = _without(state.section_of, articles)
    return replace(state, section_of=kept if not section else {**kept, **dict.fromkeys(articles, section)})


def _moved(places: tuple[str, ...], moving: tuple[str, ...], before: str) -> tuple[str, ...]:
    """`moving` put before `before`, in the given order; at the end where that is not among the rest."""
    rest = [one for one in places if one not in moving]
    at = rest.index(before) if before in rest else len(rest)
    return (*rest[:at], *moving, *rest[at:])


def _without(held: Mapping[str, _Value], keys: Iterable[str]) -> dict[str, _Value]:
    gone = {*keys}
    return {key: value for key, value in held.items() if key not in gone}


ACTIONS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "rename": ("改名", "renamed"),  # text: the name
        "cover": ("改说明", "changed the cover"),  # text: Markdown
        "order": ("改排列", "changed the order"),  # text: one of ORDERS
        "ask": ("添加或修改检索", "added or changed a search"),  # key: the search's; text: URL parameters
        "ask_no_more": ("去掉检索", "dropped a search"),  # key
        "accept": ("收入", "took in"),  # articles
        "pin": ("手工加入", "put in by hand"),  # articles; key: section or nothing
        "exclude": ("排除", "excluded"),  # articles; text: reason
        "drop": ("移出", "took out"),  # articles: neither listed nor excluded afterwards
        "later": ("留待以后", "left for later"),  # articles
        "hold": ("固定保留", "held fast"),  # articles
        "let_go": ("不再固定", "no longer held fast"),  # articles
        "note": ("写备注", "noted"),  # articles; text, nothing = no note
        "section_add": ("添加分组", "added a section"),  # text: its name
        "section_rename": ("分组改名", "renamed a section"),  # key: old; text: new
        "section_drop": ("去掉分组", "dropped a section"),  # key
        "section_place": ("移动分组", "moved a section"),  # key; text: before which, nothing = last
        "file": ("归入分组", "filed"),  # articles; key: section, nothing = none
        "place": ("移动", "moved"),  # articles; key: before which, nothing = last
    }
)
"""Every action, in Chinese and English."""

_DO: Mapping[str, Callable[[TopicState, TopicChange], TopicState]] = MappingProxyType(
    {
        "rename": _rename,
        "cover": _cover,
        "order": _order,
        "ask": _ask,
        "ask_no_more": _ask_no_more,
        "accept": _accept,
        "pin": _pin,
        "exclude": _exclude,
        "drop": _drop,
        "later": _later,
        "hold": _hold,
        "let_go": _let_go,
        "note": _note,
        "section_add": _add_section,
        "section_rename": _rename_section,
        "section_drop": _drop_section,
        "section_place": _place_section,
        "file": _file,
        "place": _place,
    }
)
