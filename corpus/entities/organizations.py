"""Here is an article's text and its context; give me the organisations it mentions and where.

Names known (`Finder`) and names read by their endings (`Grammar`) are laid over each other, what is no
mention is dropped (documents, customers, channels), and what only context can tell is resolved.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.entities.brands import brands
from corpus.entities.context import Context
from corpus.entities.contextual import in_context
from corpus.entities.finder import Finder, Found
from corpus.entities.forms import key
from corpus.entities.grammar import Grammar, Named
from corpus.entities.places import Places
from corpus.language.tagging import Tagged

DOCUMENT = re.compile(r"《[^《》]*(?:《[^《》]*》[^《》]*)*》")
_DATELINE = re.compile(
    r"^[^\n，。]{0,24}?(?:消息|电|讯|报道)(?:\([^()\n]{0,16}\))?[:：](?:本台消息[，,])?|^\([^()\n]{0,40}\)",
    re.M,
)
_CREDIT = re.compile(
    r"\((?:[^()\n]{0,10}(?:编辑|记者|作者|来源|摄影|供稿|通讯员|责编|图片|文/|据)[^()\n]{0,60})\)\s*$", re.M
)
_NOT_MENTION = re.compile(
    r"APP|App|app|微信|抖音|微博|视频号|公众号|客户端|用户|客户|营业厅|广场|大厦|大楼|手机|杯|路|街|号线|站(?!址)"
    r"|(?<=政府)新闻发布会|[一二三四五六七八九十]+[届次]|[一二三四五六七八九十]+中全会"
)
_INTRODUCED = re.compile(
    r"\([^()]{0,12}?(?:简称|下称|以下称)(?:为|:|：)?[\"“「《]?([^\"”」》()，,]{2,14})[\"”」》]?[^()]{0,12}\)"
)
_ROLL = re.compile(r"^[\u4e00-\u9fff][\u4e00-\u9fff \u3000]{1,4}[ \u3000]+\S", re.M)
_OFFICE = re.compile(r"[省市]?(?:分中心|分院|分社|分会|分局|记者站|代表处|监管局|证监局|银保监局)")
_OWN_NAME = re.compile(
    r"(?:有限责任公司|有限公司|研究院|研究所|设计院|大学|学院|学校|医院|协会|学会|联盟|银行|基金会|实验室|工会|联合会)$"
)
_COMPANY = re.compile(r"(?:股份|控股|集团|技术|科技)*(?:有限责任公司|有限公司|集团公司|总公司|公司|集团)$")
_SOCIETIES = ("协会", "学会", "商会", "研究会", "促进会", "联合会")
_TOGETHER = re.compile(r"(?:联合(?!会)|携手|会同|协同|联手)")
_ROLL_LINES = 4
"""So many lines that begin with a name make a roll (of prizes, of members); fewer are a coincidence."""


@dataclass(frozen=True, slots=True)
class Mention:
    """text[start:end] names the organisation `name`; how and confidence as in `Provenance`."""

    start: int
    end: int
    name: str
    how: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Reading:
    """One text with all that is needed to read it."""

    text: str
    cut: Tagged
    finder: Finder
    grammar: Grammar
    context: Context


def mentions(reading: Reading) -> list[Mention]:
    """Every mention in a plain text, in order of place."""
    text = reading.text
    found = reading.finder.find(text, reading.cut)
    known = [m for m in _known(reading, found) if not _no_mention(text, m)]
    read = list(_read(reading, found))
    read = [m for m in read if not any(_within(m, other) for other in read)]
    spans = [m for m in known if not any(_overlap(m.start, m.end, other) for other in read)] + read
    if reading.context.local:
        spans += _branded(reading, spans)
    spans += _introduced(text, spans)
    spans += _short_of(text, spans)
    silent = silent_spans(text)
    return _united(sorted((m for m in spans if not _silent(text, silent, m)), key=lambda m: m.start))


def printed(name: str) -> str:
    """A name read from plain text, as Chinese is set: full-width brackets, no white space."""
    return re.sub(r"\s+", "", name).replace("(", "（").replace(")", "）")


# ---------------------------------------------------------------------- known names
def _known(reading: Reading, found: Sequence[Found]) -> Iterator[Mention]:
    """The names that the gazetteer, the chains or the context tell."""
    resolved = in_context(reading.text, found, reading.context, reading.finder)
    roll = _roll(reading.text)
    for index, one in enumerate(found):
        if one.name is None:
            if index in resolved:
                yield Mention(one.start, one.end, resolved[index], "context", 0.75)
        elif one.run is None:
            end = _office(reading.text, one.end)
            name = printed(reading.text[one.start : end]) if end > one.end else one.name
            yield Mention(one.start, end, name, "gazetteer", 0.95)
        else:
            yield Mention(one.start, one.end, _employer(reading, one, roll), "chain grammar", 0.92)


def _no_mention(text: str, mention: Mention) -> bool:
    """What follows makes it a product, a place or a session; but 协会六届四次理事会 is the association's."""
    match = _NOT_MENTION.match(text, mention.end)
    return match is not None and not (match.group()[-1] in "届次" and mention.name.endswith(_SOCIETIES))


def _office(text: str, at: int) -> int:
    """Where the office of an organisation at a place ends, 新华社｜山西分社; `at` where none follows."""
    place = Places.load().starting(text, at)
    match = _OFFICE.match(text, place[0]) if place is not None else None
    return match.end() if match else at


def _roll(text: str) -> tuple[tuple[int, int], ...]:
    """The lines of a roll: a person, where they work, perhaps a prize."""
    lines = [match.start() for match in _ROLL.finditer(text)]
    if len(lines) < _ROLL_LINES:
        return ()
    return tuple((start, end if (end := text.find("\n", start)) >= 0 else len(text)) for start in lines)


def _employer(reading: Reading, one: Found, roll: Sequence[tuple[int, int]]) -> str:
    """In a roll 山西移动运城分公司 stands for the employer, 山西移动; elsewhere for itself."""
    run = one.run
    if run is not None and any(start <= one.start < end for start, end in roll):
        for place in run.places:
            if place.level == "province":
                name = run.network.member(place)
                listed = reading.finder.gazetteer.find(name)
                return listed.name if listed is not None else name
    return one.name or ""


# ---------------------------------------------------------------------- names read by suffix
def _read(reading: Reading, found: Sequence[Found]) -> Iterator[Mention]:
    """The names read by suffix that stand beside the known ones."""
    text, gazetteer = reading.text, reading.finder.gazetteer
    for read in reading.grammar.find(text, reading.cut):
        named = _after_partner(text, read, found)
        inside = [one for one in found if named.start <= one.start and one.end <= named.end]
        if not inside and any(_crosses(one, named) for one in found):
            continue
        if inside and not _stands(text, named, inside):
            continue
        name = _at_home(printed(text[named.start : named.end]), reading.context)
        if key(name) in gazetteer.removed:
            continue
        listed = gazetteer.find(name)
        yield Mention(
            named.start, named.end, listed.name if listed else name, "suffix grammar", named.strength
        )


def _after_partner(text: str, named: Named, found: Sequence[Found]) -> Named:
    """临江移动联合云岭大学 names two: what is known at its beginning, and what comes after 联合."""
    for one in found:
        joint = _TOGETHER.match(text, one.end) if one.start == named.start else None
        if joint is not None and named.end - joint.end() >= 4:
            return replace(named, start=joint.end())
    return named


def _branded(reading: Reading, spans: Sequence[Mention]) -> Iterator[Mention]:
    """Firms of a local newsletter that go by their brand."""
    gazetteer = reading.finder.gazetteer
    for named in brands(reading.text, reading.cut, [(m.start, m.end) for m in spans]):
        name = printed(reading.text[named.start : named.end])
        if key(name) not in gazetteer.removed:
            yield Mention(named.start, named.end, name, "brand", named.strength)


def _crosses(one: Found, named: Named) -> bool:
    return one.start < named.start < one.end or one.start < named.end < one.end


def _stands(text: str, named: Named, inside: Sequence[Found]) -> bool:
    """Whether a name read by suffix is more than the known names in it with a department or a verb added."""
    if inside[-1].end == named.end:  # 近日山西联通公司: the border was set too far to the left
        return False
    if inside[0].start == named.start and text.startswith(("工会", "联合会"), named.end - 2):
        return False
    return _OWN_NAME.search(text[named.start : named.end]) is not None


def _at_home(name: str, context: Context) -> str:
    """省信息业工会联合会 → with the home province's name before it."""
    if name[0] == "省" and len(name) > 4 and context.province is not None:
        return context.province.full + name[1:]
    return name


# ---------------------------------------------------------------------- forms within the text
def _introduced(text: str, spans: Sequence[Mention]) -> list[Mention]:
    """Mentions under names that the text itself introduces: …（以下简称"众城"）."""
    more: list[Mention] = []
    ends = {span.end: span for span in spans}
    for match in _INTRODUCED.finditer(text):
        span = ends.get(match.start())
        if span is not None:
            more += _again(text, match.group(1), span, (*spans, *more), "introduced in the text")
    return more


def _short_of(text: str, spans: Sequence[Mention]) -> list[Mention]:
    """Mentions under the place and brand that begin a company's full name: 山西顺达 of 山西顺达…有限公司."""
    more: list[Mention] = []
    places = Places.load()
    seen: set[str] = set()
    for span in spans:
        if span.how != "suffix grammar" or span.name in seen or not _COMPANY.search(span.name):
            continue
        seen.add(span.name)
        place = places.starting(span.name, 0)
        if place is not None and len(span.name) >= place[0] + 6:
            more += _again(text, span.name[: place[0] + 2], span, (*spans, *more), "short form in the text")
    return more


def _again(text: str, form: str, span: Mention, taken: Sequence[Mention], how: str) -> list[Mention]:
    return [
        Mention(match.start(), match.end(), span.name, how, 0.85)
        for match in re.finditer(re.escape(form), text)
        if not any(_overlap(match.start(), match.end(), other) for other in taken)
    ]


def _united(spans: list[Mention]) -> list[Mention]:
    """Shorter forms of a name read by suffix go by the longest one."""
    names = {m.name for m in spans}
    same: dict[str, str] = {}
    for short in {m.name for m in spans if m.how == "suffix grammar" or m.name[-1] in "局委"}:
        core = _core(short)
        longer = [
            full
            for full in names
            if len(full) > len(short) and (full.endswith(short) or (len(core) > 1 and core in full))
        ]
        if longer:
            same[short] = max(longer, key=len)
    return [replace(m, name=same.get(m.name, m.name)) for m in spans]


def _core(name: str) -> str:
    """A company's name without place and legal form: 吕临能化 of 临县吕临能化集团; "" for others."""
    stem = _COMPANY.sub("", name)
    if stem == name:
        return ""
    place = Places.load().starting(stem, 0)
    return stem[place[0] :] if place is not None and len(stem) >= place[0] + 3 else stem


# ---------------------------------------------------------------------- what is no mention
def _silent(text: str, silent: Iterable[tuple[int, int]], mention: Mention) -> bool:
    """Whether it stands in a dateline, a credit or a document's title (but 《人民日报》 is the paper)."""
    if text[mention.start - 1 : mention.start] == "《" and text[mention.end : mention.end + 1] == "》":
        return False
    return any(start <= mention.start and mention.end <= end for start, end in silent)


def _within(one: Mention, other: Mention) -> bool:
    wider = other.end - other.start > one.end - one.start
    return wider and other.start <= one.start and one.end <= other.end


def _overlap(start: int, end: int, other: Mention) -> bool:
    return start < other.end and other.start < end


def silent_spans(text: str) -> Iterable[tuple[int, int]]:
    """Datelines, credits and titles of documents: no one named there is in the article."""
    return [match.span() for pattern in (_DATELINE, _CREDIT, DOCUMENT) for match in pattern.finditer(text)]
