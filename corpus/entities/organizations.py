"""Here is an article's text and its context; give me the organisations it mentions and where.

Four ways lead to a name: the gazetteer and the chains (`Finder`), how it ends (`Grammar`), what the tagger
reads, a firm's brand.  They are laid over each other and the longest well-formed name wins; what is no
mention is dropped (documents, projects, customers, channels), and what only context can tell is resolved.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from corpus.entities.brands import brands
from corpus.entities.composing import composed
from corpus.entities.context import Home
from corpus.entities.contextual import in_context
from corpus.entities.finder import Finder, Found
from corpus.entities.forms import key
from corpus.entities.grammar import Grammar, Named
from corpus.entities.guesses import guessed
from corpus.entities.mention import Mention, printed
from corpus.entities.places import Places
from corpus.entities.shortforms import introduced, short_of, united
from corpus.entities.silence import is_silent, silent_spans
from corpus.entities.tagger import Stretch
from corpus.entities.units import units
from corpus.language.tagging import Tagged, known

_NOT_MENTION = re.compile(
    r"APP|App|app|微信|抖音|微博|视频号|公众号|客户端|用户|客户|营业厅|广场|大厦|大楼|手机|杯|路|街(?!道)|号线|站(?!址)"
    r"|(?<=政府)新闻发布会|[一二三四五六七八九十]+[届次]|[一二三四五六七八九十]+中全会"
)
_ROLL = re.compile(r"^[\u4e00-\u9fff][\u4e00-\u9fff \u3000]{1,4}[ \u3000]+\S", re.M)
_OFFICE = re.compile(r"[省市]?(?:分中心|分院|分社|分会|分局|记者站|代表处|监管局|证监局|银保监局)")
_SOCIETIES = ("协会", "学会", "商会", "研究会", "促进会", "联合会")
_TOGETHER = re.compile(r"(?:联合(?!会)|携手|会同|协同|联手|与|和|及|以及|同|以|将)")
_DESK = re.compile(r"《[^《》\n]{2,20}》(?:编辑部|杂志社|编委会)")
_LEAGUE = re.compile(
    r"共青团(?P<seat>[\u4e00-\u9fff]{2,10}?[省市县区州旗])委(?:员会)?|(?<![\u4e00-\u9fff])(?:共青)?团(?P<unit>[省市县区])委(?![托员派])"
)
_HIGHEST = ("党中央、", "党中央和")
_VENUES = ("酒店", "饭店", "宾馆", "体育馆", "会展中心", "文化宫", "少年宫", "大剧院", "礼堂", "度假村")
_AT = re.compile(r"[在于][^，。；\n]{0,12}$")
_HELD = re.compile(r"(?:隆重|顺利|成功|如期)?(?:召开|举行|举办|开幕|闭幕|启动|开展|开班|开赛|落幕|座谈|拉开)")
_PLACES_TOO = ("社区", "街道")
_BODIES = ("党", "书记", "主任", "居委", "团委", "联合", "工会", "妇联", "综治", "办事")
_PARTY = ("中共", "共青团")
_ROLL_LINES = 4
"""So many lines that begin with a name make a roll (of prizes, of members); fewer are a coincidence."""


@dataclass(frozen=True, slots=True)
class NameReading:
    """One text with all that is needed to read it.  guesses: the tagger's organisations, in order."""

    text: str
    cut: Tagged
    finder: Finder
    grammar: Grammar
    context: Home
    guesses: Sequence[Stretch] = ()


def mentions(reading: NameReading) -> list[Mention]:
    """Every mention in a plain text, in order of place."""
    text = reading.text
    found = reading.finder.find(text, reading.cut)
    listed = list(_known(reading, found))
    read = list(_read(reading, found, {one.start: one.name for one in listed}))
    read = [m for m in read if not any(m.within(other) for other in read)]
    spans = [m for m in listed if not any(other.overlaps(m.start, m.end) for other in read)] + read
    spans = [_of_the_party(reading, m) for m in spans]
    spans = [_listed(reading, m) for m in composed(text, reading.cut, spans) if not _no_mention(text, m)]
    spans = [m for m in spans if m.name[-2:] not in _PLACES_TOO or _acts(reading, m.end)]
    spans += _desks(text, spans)
    spans = _youth(reading, spans)
    spans += _of_the_house(reading, spans)
    spans += _guessed(reading, spans)
    if reading.context.local:
        spans += _branded(reading, spans)
    spans += introduced(text, spans)
    spans += short_of(text, spans)
    silent = silent_spans(text)
    spans = [m for m in spans if not is_silent(text, silent, m.start, m.end)]
    return united(sorted(spans, key=lambda m: m.start))


def _listed(reading: NameReading, mention: Mention) -> Mention:
    """A mention under the gazetteer's name, where it lists the one read."""
    listed = reading.finder.listed(mention.name)
    return mention if listed is None else replace(mention, name=listed.name)


_COMMITTEE = re.compile(r"[\u4e00-\u9fff]{2,12}[省市县区州旗]委")


def _of_the_party(reading: NameReading, mention: Mention) -> Mention:
    """中共｜青岚市委宣传部 with what is printed before it, where no list has the body without."""
    text, start = reading.text, mention.start
    if not text.endswith("中共", 0, start) or _COMMITTEE.match(text, start, mention.end) is None:
        return mention
    if reading.finder.gazetteer.find(mention.name) is not None:
        return replace(mention, start=start - 2)
    return replace(mention, start=start - 2, name="中共" + mention.name)


# ---------------------------------------------------------------------- known names
def _known(reading: NameReading, found: Sequence[Found]) -> Iterator[Mention]:
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
    """What follows makes it a product, a place or a session; but 协会六届四次理事会 is the association's.

    A formula names nobody (党中央、国务院), nor does where something is held (在绵江饭店召开).
    """
    if mention.name.endswith(_VENUES):
        return bool(_HELD.match(text, mention.end) and _AT.search(text, 0, mention.start))
    if text.endswith(_HIGHEST, 0, mention.start):
        return True
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


def _employer(reading: NameReading, one: Found, roll: Sequence[tuple[int, int]]) -> str:
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
def _read(reading: NameReading, found: Sequence[Found], names: Mapping[int, str]) -> Iterator[Mention]:
    """The names read by suffix that stand beside the known ones, or are more than those they hold.

    names: place → canonical name of the known ones.
    """
    text, gazetteer = reading.text, reading.finder.gazetteer
    for read in reading.grammar.find(text, reading.cut, reading.guesses):
        named = _after_partner(text, read, found)
        inside = [one for one in found if named.start <= one.start and one.end <= named.end]
        if not inside and not named.agreed and any(_crosses(one, named) for one in found):
            continue
        if inside and not _stands(named, inside):
            continue
        if name_of_part := next((p for p in _PARTY if text.endswith(p, 0, named.start)), ""):
            named = replace(named, start=named.start - len(name_of_part))
        name = printed(text[named.start : named.end])
        if name in reading.finder.networks.cores and name not in gazetteer.names():
            continue  # 工信局 alone: of which place nobody can tell
        if name[0] in "省市县区" and inside and named.start in names:
            name = names[named.start] + printed(text[inside[0].end : named.end])
        else:
            at_home = _at_home(name, reading.context)
            if at_home == name and name[0] in "省市县区" and not inside and not gazetteer.find(name):
                continue  # whose it is nobody can tell
            name = at_home
        if key(name) not in gazetteer.removed:
            yield Mention(named.start, named.end, name, "suffix grammar", named.strength)


def _acts(reading: NameReading, end: int) -> bool:
    """Whether 铁山社区 is what acts, and not where: a verb follows, or one of its bodies."""
    index = reading.cut.at(end)
    if index >= len(reading.cut.words) or reading.cut.starts[index] != end:
        return False
    return reading.cut.tags[index][:1] == "v" or reading.text.startswith(_BODIES, end)


def _after_partner(text: str, named: Named, found: Sequence[Found]) -> Named:
    """临江移动联合云岭大学 names two: what is known at its beginning, and what comes after 联合."""
    for one in found:
        joint = _TOGETHER.match(text, one.end) if one.start == named.start else None
        if joint is not None and named.end - joint.end() >= 4:
            return replace(named, start=joint.end(), agreed=False)
    return named


def _crosses(one: Found, named: Named) -> bool:
    return one.start < named.start < one.end or one.start < named.end < one.end


def _stands(named: Named, inside: Sequence[Found]) -> bool:
    """Whether a name read by suffix is more than the known names in it: a unit, or agreed by the tagger."""
    if inside[-1].end == named.end:  # 近日山西联通公司: the border was set too far to the left
        own = inside[-1].run is None or inside[-1].name is None  # 北塬市总工会, of a city that no list has
        return named.agreed and own and inside[-1].start > named.start
    if inside[0].start == named.start and not (named.agreed and named.unit):
        return False  # a known name and what follows: `composed` looks closer
    return named.unit or named.agreed


def _at_home(name: str, context: Home) -> str:
    """省信息业工会联合会, 市律师协会 → with the name of the home province or city before it."""
    place = context.home(name[0])
    return place.full + name[1:] if place is not None and len(name) >= 4 and not known(name[:2]) else name


# ---------------------------------------------------------------------- what no list and no suffix tells
def _desks(text: str, spans: Sequence[Mention]) -> Iterator[Mention]:
    """Offices named by a paper: 《…学刊》编辑部."""
    for match in _DESK.finditer(text):
        yield Mention(match.start(), match.end(), match.group(), "suffix grammar", 0.8)


def _youth(reading: NameReading, spans: Sequence[Mention]) -> list[Mention]:
    """The mentions, with the committees of the Youth League in place of what else was read there."""
    found = []
    for match in _LEAGUE.finditer(reading.text):
        seat, unit = match.group("seat"), match.group("unit")
        home = reading.context.home(unit) if unit else None
        if seat or home is not None:
            full = seat or (home.full if home is not None else "")
            found.append(Mention(match.start(), match.end(), f"共青团{full}委员会", "suffix grammar", 0.85))
    kept = [m for m in spans if not any(other.overlaps(m.start, m.end) for other in found)]
    return kept + found


def _of_the_house(reading: NameReading, spans: Sequence[Mention]) -> Iterator[Mention]:
    """Units told by a number or a task, and missions abroad, where nothing else was read."""
    for start, end, _, strength in units(reading.text, reading.cut, reading.grammar):
        if not any(other.overlaps(start, end) for other in spans):
            yield Mention(start, end, printed(reading.text[start:end]), "unit", strength)


def _guessed(reading: NameReading, spans: Sequence[Mention]) -> Iterator[Mention]:
    """Names that only the tagger reads."""
    for start, end, strength in guessed(
        reading.text, reading.cut, reading.guesses, [(m.start, m.end) for m in spans]
    ):
        name = _at_home(printed(reading.text[start:end]), reading.context)
        mention = Mention(start, end, name, "tagger", strength)
        if key(name) not in reading.finder.gazetteer.removed and not _no_mention(reading.text, mention):
            yield mention


def _branded(reading: NameReading, spans: Sequence[Mention]) -> Iterator[Mention]:
    """Firms of a local newsletter that go by their brand."""
    gazetteer = reading.finder.gazetteer
    for named in brands(reading.text, reading.cut, [(m.start, m.end) for m in spans]):
        name = printed(reading.text[named.start : named.end])
        if key(name) not in gazetteer.removed:
            yield Mention(named.start, named.end, name, "brand", named.strength)
