"""Here is an article's text and its context; give me the organisations it mentions and where.

Names known (`Finder`) and names read by their endings (`Grammar`) are laid over each other, what is no
mention is dropped (documents, customers, channels), and what only context can tell is resolved.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from corpus.entities.context import Context
from corpus.entities.finder import Finder, Found
from corpus.entities.forms import key
from corpus.entities.grammar import Grammar, Named
from corpus.entities.networks import Network
from corpus.entities.places import Place
from corpus.entities.tagging import Tagged

_DOCUMENT = re.compile(r"《[^《》]*(?:《[^《》]*》[^《》]*)*》")
_DATELINE = re.compile(
    r"^[^\n，。]{0,24}?(?:消息|电|讯|报道)(?:\([^()\n]{0,16}\))?[:：](?:本台消息[，,])?|^\([^()\n]{0,40}\)",
    re.M,
)
_CREDIT = re.compile(
    r"\((?:[^()\n]{0,10}(?:编辑|记者|作者|来源|摄影|供稿|通讯员|责编|图片|文/|据)[^()\n]{0,60})\)\s*$", re.M
)
_NOT_MENTION = re.compile(
    r"(?:APP|App|app|微信|抖音|微博|视频号|公众号|客户端|用户|客户|营业厅|广场|大厦|大楼|手机|宽带用户|杯|路|街|号线|站(?!址))"
)
_INTRODUCED = re.compile(
    r"\([^()]{0,12}?(?:简称|下称|以下称)(?:为|:|：)?[\"“「《]?([^\"”」》()，,]{2,14})[\"”」》]?[^()]{0,12}\)"
)
_COORDINATED = re.compile(r"^[\"“”、，和与及/—\-–·]{1,4}(?:以及)?[\"“”]?$")
_OWN_NAME = re.compile(
    r"(?:有限责任公司|有限公司|研究院|研究所|设计院|大学|学院|学校|医院|协会|学会|联盟|银行|基金会|实验室)$"
)
_COMPANY = re.compile(r"(?:股份|控股|集团|技术|科技)*(?:有限责任公司|有限公司|集团公司|总公司|公司|集团)$")


@dataclass(frozen=True, slots=True)
class Mention:
    """text[start:end] names the organisation `name`; how and confidence as in `Provenance`."""

    start: int
    end: int
    name: str
    how: str
    confidence: float


def mentions(text: str, cut: Tagged, finder: Finder, grammar: Grammar, context: Context) -> list[Mention]:
    """Every mention in a plain text, in order of place.

    Contextual forms are resolved by what the text names in full, then by `context`.
    """
    documents = [match.span() for match in _DOCUMENT.finditer(text)]
    silent = [match.span() for pattern in (_DATELINE, _CREDIT) for match in pattern.finditer(text)]
    found = finder.find(text, cut)
    resolved = _in_context(text, found, documents, context, finder)
    spans = [m for m in resolved if not _NOT_MENTION.match(text, m.end)]
    spans = _with_named(text, cut, spans, found, grammar, finder)
    spans += _introduced(text, spans)
    outside = [
        m for m in spans if not _within(m, silent) and not (_within(m, documents) and not _titled(m, text))
    ]
    return _united(sorted(outside, key=lambda m: m.start))


def _within(mention: Mention, spans: Iterable[tuple[int, int]]) -> bool:
    return any(start <= mention.start and mention.end <= end for start, end in spans)


def _titled(mention: Mention, text: str) -> bool:
    """Whether the title marks hold the name alone: 《人民日报》 is the paper itself."""
    return text[mention.start - 1 : mention.start] == "《" and text[mention.end : mention.end + 1] == "》"


# ------------------------------------------------------------------ context
def _in_context(
    text: str, found: list[Found], documents: list[tuple[int, int]], context: Context, finder: Finder
) -> list[Mention]:
    """The found names with those resolved that need context; those that cannot be are dropped."""
    result: list[Mention] = []
    places = _chained(text, found, finder)
    for index, one in enumerate(found):
        if one.name is not None:
            how = "gazetteer" if one.run is None else "chain grammar"
            result.append(Mention(one.start, one.end, one.name, how, 0.95))
            continue
        run = one.run
        if run is None:
            continue
        name = None
        if run.relative is not None:
            name = _relative(one, context, finder)
        elif index in places:
            name = _member(run.network, places[index], finder)
        elif run.suffixed or index in _coordinated(text, found):
            name = _nearest(found, index, finder) or _home(run.network, context, finder)
        if name is not None:
            result.append(Mention(one.start, one.end, name, "context", 0.75))
    return result


def _member(network: Network, place: Place | None, finder: Finder) -> str | None:
    name = network.root if place is None else network.member(place)
    if not name or key(name) in finder.gazetteer.removed:
        return None
    listed = finder.gazetteer.find(name)
    return listed.name if listed is not None else name


def _home(network: Network, context: Context, finder: Finder) -> str | None:
    return None if context.province is None else _member(network, context.province, finder)


def _relative(one: Found, context: Context, finder: Finder) -> str | None:
    """省通管局 → the home province's.  省委, 省政府, 市政府 are formulas and name nobody."""
    run = one.run
    if run is None or run.relative != "province" or run.network.key in ("委", "政府"):
        return None
    return _home(run.network, context, finder)


def _nearest(found: list[Found], index: int, finder: Finder) -> str | None:
    """The member of the same chain named in full nearest before, else nearest after."""
    run = found[index].run
    if run is None:
        return None
    for there in (*reversed(found[:index]), *found[index + 1 :]):
        if there.name is not None and there.run is not None and there.run.network is run.network:
            return there.name
        if there.name is not None and there.name == run.network.root:
            return there.name
    return None


def _links(text: str, found: list[Found]) -> list[int]:
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


def _coordinated(text: str, found: list[Found]) -> set[int]:
    """Indexes of bare names joined to a name of another chain."""
    return {member for index in _links(text, found) for member in (index, index + 1)}


def _chained(text: str, found: list[Found], finder: Finder) -> dict[int, Place | None]:
    """Bare names in 山西移动、联通、电信 → the place of the name that heads the row (None: the whole)."""
    heads: dict[int, Place | None] = {}
    for index in _links(text, found):
        run = found[index].run
        if run is not None and run.place is not None:
            heads[index] = run.place
        elif run is not None and run.whole and index not in heads:
            heads[index] = None
        if index in heads and found[index + 1].name is None:
            heads[index + 1] = heads[index]
    return heads


# ------------------------------------------------------------------ grammar
def _with_named(
    text: str, cut: Tagged, known: list[Mention], found: list[Found], grammar: Grammar, finder: Finder
) -> list[Mention]:
    """The known mentions with those read by suffix laid over them."""
    accepted: list[Mention] = []
    for named in grammar.find(text, cut):
        inside = [one for one in found if named.start <= one.start and one.end <= named.end]
        crossing = [
            one for one in found if one.start < named.start < one.end or one.start < named.end < one.end
        ]
        if crossing and not inside:
            continue
        named, keep = _against(text, named, inside)
        if not keep:
            continue
        name = printed(text[named.start : named.end])
        if key(name) in finder.gazetteer.removed:
            continue
        listed = finder.gazetteer.find(name)
        accepted.append(
            Mention(named.start, named.end, listed.name if listed else name, "suffix grammar", named.strength)
        )
    accepted = [m for m in accepted if not any(_inside(m, other) for other in accepted)]
    rest = [m for m in known if not any(_inside(m, other) or _crosses(m, other) for other in accepted)]
    return rest + accepted


def _against(text: str, named: Named, inside: list[Found]) -> tuple[Named, bool]:
    """A name read by suffix against the known names in it: whether it stands beside them."""
    if not inside:
        return named, True
    if any(one.start == named.start and one.end == named.end for one in inside):
        return named, False
    own = _OWN_NAME.search(text[named.start : named.end])
    last = inside[-1]
    if last.end == named.end:  # 近日山西联通公司: the border was set too far to the left
        return named, False
    if own is not None and inside[0].start == named.start:
        return named, True
    if own is not None and all(one.start > named.start for one in inside):
        return named, True
    return named, False


def _inside(one: Mention, other: Mention) -> bool:
    return (
        one is not other
        and other.start <= one.start
        and one.end <= other.end
        and (other.end - other.start > one.end - one.start)
    )


def _crosses(one: Mention, other: Mention) -> bool:
    return one.start < other.end and other.start < one.end


def printed(name: str) -> str:
    """A name read from plain text, as Chinese is set: full-width brackets, no white space."""
    return re.sub(r"\s+", "", name).replace("(", "（").replace(")", "）")


# ------------------------------------------------------------------ forms within the text
def _introduced(text: str, spans: list[Mention]) -> list[Mention]:
    """Mentions under names that the text itself introduces: …（以下简称"众城"）."""
    more: list[Mention] = []
    ends = {span.end: span for span in spans}
    for match in _INTRODUCED.finditer(text):
        span = ends.get(match.start())
        if span is None:
            continue
        for again in re.finditer(re.escape(match.group(1)), text):
            if not any(_overlap(again.start(), again.end(), m) for m in (*spans, *more)):
                more.append(Mention(again.start(), again.end(), span.name, "introduced in the text", 0.9))
    return more


def _overlap(start: int, end: int, mention: Mention) -> bool:
    return start < mention.end and mention.start < end


def _united(spans: list[Mention]) -> list[Mention]:
    """Shorter forms of a name read by suffix go by the longest one."""
    names = {m.name for m in spans}
    read = sorted({m.name for m in spans if m.how == "suffix grammar"}, key=len)
    same: dict[str, str] = {}
    for short in read:
        stem = _COMPANY.sub("", short)
        if stem == short or len(stem) < 2:
            continue
        for full in sorted(names - {short}, key=len, reverse=True):
            if len(full) > len(short) and stem in full:
                same[short] = full
                break
    return [replace(m, name=same.get(m.name, m.name)) for m in spans]
