"""Here is a plain text; give me the organisations known by name or by the grammar of chains.

No article, no context, no part of speech: what this finds is certain from the characters alone, so the
query side uses it too.  `Found.name` is None where a chain's member is meant that only context can tell.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from copy import copy
from dataclasses import dataclass
from functools import cached_property

from corpus.entities.forms import key, plain
from corpus.entities.gazetteer import Gazetteer
from corpus.entities.lexicon import NameSet
from corpus.entities.networks import ChainName, Networks
from corpus.entities.places import Places
from corpus.language.names import NameModel
from corpus.language.tagging import Tagged
from corpus.model import Organization

_COMMITTEE = re.compile(
    r"(?<=[省市县区州旗盟])委(?![员托派任会以内外])(?=$|[^\u4e00-\u9fff]|书记|印发|召开|决定|常委会|出台|下发|发布|要求|办(?!公)|和|与|主要)"
)
_LEGAL = re.compile(r"(?:股份)?(?:有限责任|有限)?公司$")
_PARTICLES = "为和与向对在"
_A_NAME = 1.0
_SHORT = 3
"""Names this short must stand between word borders: 央视 is not part of 中央视察."""


@dataclass(frozen=True, slots=True)
class Found:
    """text[start:end] names `name`; run: how a chain's name was read, None for a listed name."""

    start: int
    end: int
    name: str | None
    run: ChainName | None = None


class Finder:
    """The names of a gazetteer and the chains, ready to be looked for."""

    def __init__(self, gazetteer: Gazetteer, networks: Networks) -> None:
        self.gazetteer = gazetteer
        self.networks = networks
        self._listed = {
            plain(form): organization.name
            for organization in gazetteer.organizations.values()
            for form in (*organization.aliases, organization.name)
        }
        self._lexicon = NameSet((*self._listed, *networks.cores))

    def among(self, places: Places) -> Finder:
        """The same names, with chains that have members at these places too."""
        other = copy(self)
        other.networks = Networks(self.networks.networks, places)
        return other

    @cached_property
    def _by_form(self) -> dict[str, str]:
        """Names without what legal form and rank of place add → canonical name; none that two share."""
        forms: dict[str, set[str]] = {}
        for form, name in self._listed.items():
            if (loose := loosely(form)) is not None:
                forms.setdefault(loose, set()).add(name)
        return {loose: names.pop() for loose, names in forms.items() if len(names) == 1}

    def listed(self, name: str) -> Organization | None:
        """The gazetteer's organisation of this name, also where only legal form or 省 and 市 differ."""
        found = self.gazetteer.find(name)
        loose = loosely(plain(name)) if found is None else None
        if loose is None or loose not in self._by_form:
            return found
        return self.gazetteer.organizations[self._by_form[loose]]

    def find(self, text: str, cut: Tagged | None = None) -> list[Found]:
        """All names in a plain text, longest first where they overlap, in order of place."""
        return longest(self._all(text, cut))

    def _all(self, text: str, cut: Tagged | None) -> Iterator[Found]:
        cores = self.networks.cores
        for start, word in self._lexicon.scan(text):
            end = start + len(word)
            sure = len(word) > _SHORT or cut is None or cut.borders(start, end) or word.isascii()
            if len(word) == 2 and _within_a_person(text, start, word):
                continue
            if word in self._listed and sure:
                yield Found(start, end, self._listed[word])
            if word in cores and (sure or not cores[word][1]):
                yield from self._run(text, start, word)
        if "委" in text:
            for match in _COMMITTEE.finditer(text):
                yield from self._run(text, match.start(), "委")

    def _run(self, text: str, start: int, core: str) -> Iterator[Found]:
        run = self.networks.read(text, start, core)
        if run is not None:
            yield Found(run.start, run.end, self.canonical(run), run)

    def canonical(self, run: ChainName) -> str | None:
        """What a run names, under the name the gazetteer gives it; None where context must tell."""
        place = run.place
        if place is not None:
            name = run.network.member(place)
            if place.full.endswith("区") and run.network.kind != "company":  # many cities have a 新华区
                city = next((other for other in run.places if other.level == "city"), None)
                name = (city.full if city is not None else "") + name
        elif run.whole and run.network.root:
            name = run.network.root
        else:
            return None
        if key(name) in self.gazetteer.removed:
            return None
        listed = self.gazetteer.find(name)
        return listed.name if listed is not None else name

    def stems(self, name: str) -> tuple[str, ...]:
        """What the names of a chain's members hold, where an organisation is one of them; () for others."""
        text = plain(name)
        for _, word in self._lexicon.scan(text):
            if word in self.networks.cores:
                network = self.networks.cores[word][0]
                if network.kind == "company" and (network.root == name or word in network.stems):
                    return network.stems or (network.key,)
        return ()

    def resolve(self, name: str) -> Organization | None:
        """The organisation whose name this is as a whole, in any form; None where it is unknown."""
        listed = self.gazetteer.find(name)
        if listed is not None:
            return listed
        text = re.sub(r"\s+", "", plain(name))
        for found in self.find(text):
            if found.start == 0 and found.end == len(text) and found.name is not None:
                return self._organization(found.name, found.run, name)
        return None

    def _organization(self, name: str, run: ChainName | None, printed: str) -> Organization:
        listed = self.gazetteer.organizations.get(name)
        if listed is not None or run is None:
            return listed or Organization(name)
        place, network = run.place, run.network
        aliases = [printed] if printed != name else []
        kind = network.kind
        parent = network.root if network.root != name else None
        if place is not None:
            if place.level in ("city", "county") and network.kind == "company":
                kind = "branch"
                province = self.networks.places.get(place.province)
                parent = network.member(province) if province is not None else parent
            aliases += [form for form in _forms(run) if form not in (name, printed)]
        return Organization(name, tuple(aliases), parent, kind)


def _forms(run: ChainName) -> list[str]:
    """The usual forms of a member's name, for people to read; recognition does not depend on them."""
    place, network = run.place, run.network
    if place is None:
        return []
    stem = min((*network.stems, *network.roots), key=len)
    if network.kind != "company":
        return [place.short + form for form in network.stems] + [place.full + form for form in network.stems]
    forms = [place.short + stem, stem + place.short, place.full + stem + "公司"]
    forms += [root + place.full + "分公司" for root in network.roots[:2]]
    return forms


def _within_a_person(text: str, start: int, word: str) -> bool:
    """Whether a name of two characters begins with the end of a person's: 庄仕｜华为牧民."""
    if word[-1] not in _PARTICLES or start < 2:
        return False
    before = text[start - 2 : start + 1]
    return before[0] in NameModel.load().safe and NameModel.load().shape(before) >= _A_NAME


def loosely(name: str) -> str | None:
    """A company's name without what its legal form and the rank of its place add; None for other names."""
    match = _LEGAL.search(name)
    if match is None or match.start() < 4:
        return None
    place = Places.load().starting(name, 0)
    stem = name[: match.start()]
    return stem if place is None else place[1].short + stem[place[0] :].lstrip("省市县区")


def longest(found: Iterable[Found]) -> list[Found]:
    """Those that no longer one overlaps, in order of place."""
    kept: list[Found] = []
    for one in sorted(found, key=lambda f: (f.start - f.end, f.start, f.name is None)):
        if all(one.end <= other.start or one.start >= other.end for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda f: f.start)
