"""Here are the names found in a text; give me those resolved that only context can tell.

省通管局 is the home province's; 铁塔公司 is the one named in full nearest before; in 山西移动、联通、电信 the
place of the first holds for all.  What cannot be told is dropped: no name is better than a wrong one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.entities.context import Home
from corpus.entities.finder import Finder, Found
from corpus.entities.forms import key
from corpus.entities.networks import Network
from corpus.entities.places import Place

_COORDINATED = re.compile(r"^[\"“”、，和与及/—\-–·]{1,4}(?:以及)?[\"“”]?$")
_FORMULAS = (
    "委",
    "人民政府",
    "人民政府办公厅",
    "委办公厅",
    "人民代表大会常务委员会",
    "政协",
    "纪委监委",
)
"""省委, 省政府, 省人大: said of every province in every speech; only with a place do they name somebody."""


def in_context(text: str, found: Sequence[Found], context: Home, finder: Finder) -> dict[int, str]:
    """Index of a found name without a canonical name → the one that context gives it."""
    links = _links(text, found)
    joined = {member for index in links for member in (index, index + 1)}
    headed = _headed(found, links)
    resolved: dict[int, str] = {}
    for index, one in enumerate(found):
        run = one.run
        if one.name is not None or run is None:
            continue
        name = None
        if run.relative is not None:
            if run.network.key not in _FORMULAS:
                name = _home(run.network, context, finder, run.relative)
        elif index in headed:
            name = _member(run.network, headed[index], finder)
        elif run.suffixed or index in joined:
            name = _nearest(found, index, run.network) or _home(run.network, context, finder)
        if name is not None:
            resolved[index] = name
    return resolved


def _member(network: Network, place: Place | None, finder: Finder) -> str | None:
    name = network.root if place is None else network.member(place)
    if not name or key(name) in finder.gazetteer.removed:
        return None
    listed = finder.gazetteer.find(name)
    return listed.name if listed is not None else name


def _home(network: Network, context: Home, finder: Finder, unit: str = "省") -> str | None:
    place = context.home(unit)
    return None if place is None else _member(network, place, finder)


def _nearest(found: Sequence[Found], index: int, network: Network) -> str | None:
    """The member of the same chain named in full nearest before, else nearest after."""
    for there in (*reversed(found[:index]), *found[index + 1 :]):
        if there.name is None:
            continue
        if there.name == network.root or (there.run is not None and there.run.network is network):
            return there.name
    return None


def _links(text: str, found: Sequence[Found]) -> list[int]:
    """Indexes of the chains' names that are joined to the next one: 移动、联通."""
    return [
        index
        for index in range(len(found) - 1)
        if (run := found[index].run) is not None
        and (after := found[index + 1].run) is not None
        and run.network.bare
        and after.network.bare
        and _COORDINATED.match(text[found[index].end : found[index + 1].start])
    ]


def _headed(found: Sequence[Found], links: Sequence[int]) -> dict[int, Place | None]:
    """Bare names in 山西移动、联通、电信 → the place of the name that heads the row (None: the whole)."""
    heads: dict[int, Place | None] = {}
    for index in links:
        run = found[index].run
        if run is not None and run.place is not None:
            heads[index] = run.place
        elif run is not None and run.whole and index not in heads:
            heads[index] = None
        if index in heads and found[index + 1].name is None:
            heads[index + 1] = heads[index]
    return heads
