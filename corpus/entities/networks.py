"""Here is a text and the place of a chain's name in it (联通, 民政厅, 工商银行); give me the member meant.

A *network* is an organisation with a member in every province and city: operators, banks, power
companies, departments of government.  Their names are built from few pieces in many orders:

    山西联通 · 联通山西 · 山西省联通公司 · 联通太原分公司 · 山西联通太原市分公司
    中国联合网络通信有限公司山西省分公司 · 中国移动通信集团山西有限公司

so they are read as a run of pieces – places, the chain's own names, words such as 省 and 分公司 – around
one *core*, and the smallest place in the run says which member it is.  Nothing is materialised: the
3,000 places × 150 networks × a dozen orders exist only as this grammar over `networks.csv` and
`departments.csv`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from corpus.entities.places import RANK, Place, Places
from corpus.language.data import parts, rows, words
from corpus.language.tagging import known

_BRANCH = re.compile(
    r"(?:省|市|县|区|本地)?(?:\)|\()?(?:\(?集团\))?(?:股份|控股)?(?:省|市|县|区)?"
    r"(?:有限责任公司|有限公司|集团公司|总公司|分公司|支公司|公司|电力公司|集团(?!公司))"
)
_BANK = re.compile(r"(?:省|市|县|区)?(?:分行|支行|中心支行|营业管理部)")
_POWER = re.compile(r"(?:省|市|县)?(?:电力(?:有限|集团)?(?:责任)?公司|供电(?:分|有限)?公司|供电局|电力)")
_DISTRICT = re.compile(r"(?<=[市省州盟])([\u4e00-\u9fff]{2,3}[区县])$")
"""A district that is not in the lists, after its city."""
_CONJOINED = re.compile(r"[局会院队委司校厅部处所心办](?:和|会同)$")
"""A body and a conjunction before 县: 教育局和｜县财政局 is not of 和县, 会同｜县财政局 not of 会同县."""
_UNITS = ("省", "市", "县", "区")
_FUNCTION = frozenset("由与和及向在对同到经受为被请据是的了等各将把从或暨如原时任团会得给赴")
_LOCAL = re.compile(r"([\u4e00-\u9fff]{2,3})[市县区旗]?(?:分公司|支公司)")


@dataclass(frozen=True, slots=True)
class Network:
    """One chain.

    key: short name; kind: of its members; root: canonical name of the whole or ""; roots: names of the
    whole; stems: names that need a place; template: how a member is called, with {place} (山西) or
    {full} (山西省); bare: its stem alone may stand for one member in context;
    barred: what may not follow; foreign: its members are those of other countries (俄罗斯外交部).
    """

    key: str
    kind: str
    root: str
    roots: tuple[str, ...]
    stems: tuple[str, ...]
    template: str
    city_template: str = ""
    bare: bool = False
    barred: re.Pattern[str] | None = None
    foreign: bool = False

    def member(self, place: Place) -> str:
        """The canonical name of the member at a place."""
        local = place.level in ("city", "county") and self.city_template
        short = place.short if len(place.short) > 1 else place.full
        template = local or self.template
        if place.level == "county":
            template = template.replace("分行", "支行").replace("国网{place}", "国网{full}")
        return template.format(place=short, full=place.full)


@dataclass(frozen=True, slots=True)
class ChainName:
    """A chain's name as found: text[start:end].

    places: every place in it, as read; relative: "省", "市", "县" or "区" for 省联通, 市公安局; suffixed: it
    carries a word such as 公司; whole: the core is a name of the whole chain.
    """

    start: int
    end: int
    network: Network
    places: tuple[Place, ...]
    relative: str | None
    suffixed: bool
    whole: bool

    @property
    def place(self) -> Place | None:
        """The smallest place named: the member's own."""
        return max(self.places, key=lambda place: RANK[place.level], default=None)


class Networks:
    """Every chain, and the grammar of its members' names."""

    def __init__(self, networks: tuple[Network, ...], places: Places) -> None:
        self.networks = networks
        self.places = places
        self.divisions = frozenset(words("divisions.txt"))
        self.cores: dict[str, tuple[Network, bool]] = {}
        for network in networks:
            for stem in network.stems:
                self.cores.setdefault(stem, (network, False))
            for root in network.roots:
                self.cores[root] = (network, True)

    @classmethod
    @lru_cache(maxsize=1)
    def load(cls) -> Networks:
        """The networks that ship with the package."""
        chains = [_network(row) for row in rows("networks.csv")]
        departments = [
            Network(
                row["key"],
                row["kind"],
                "",
                (),
                tuple(dict.fromkeys((row["key"], *parts(row["stems"])))),
                "{full}" + row["key"],
                foreign=row["level"] == "country",
            )
            for row in rows("departments.csv")
        ]
        return cls((*chains, *departments), Places.load())

    def read(self, text: str, start: int, core: str, floor: int = 0) -> ChainName | None:
        """The longest name around the core at `start`, not reaching left of `floor`."""
        network, whole = self.cores[core]
        end = start + len(core)
        barred = network.barred.match(text, end) if network.barred is not None else None
        if text[end : end + 1] == "长" and text[end - 1] in "部厅局署行院":
            return None  # 卫生部长 is a person
        meant = (whole and text.startswith("网络", end)) or self.places.starting(text, end) is not None
        if barred and not meant and not _BRANCH.match(text, end):
            return None
        start, places, relative = self._leftwards(text, start, floor)
        if network.foreign and not places and start > floor:
            country = self.places.initial(text[start - 1])
            if country is not None:
                start, places = start - 1, [country]
        end, right, suffixed = self._rightwards(text, end, network)
        places += right
        if not places and not whole and relative is None and not network.bare:
            return None
        if any(place.level == "country" for place in places) is not network.foreign:
            return None
        return ChainName(start, end, network, tuple(places), relative, suffixed, whole)

    def _leftwards(self, text: str, start: int, floor: int) -> tuple[int, list[Place], str | None]:
        places: list[Place] = []
        while True:
            at = start
            inner = self.places.ending(text, at - 1, floor) if text[at - 1 : at] == ")" else None
            if inner is not None and text[inner[0] - 1 : inner[0]] == "(":
                start = inner[0] - 1
                places.append(inner[1])
                continue
            if (
                not places
                and text[at - 1 : at] == "县"
                and _CONJOINED.search(text, max(at - 6, floor), at - 1)
            ):
                return at - 1, places, "县"
            found = self.places.ending(text, at, floor)
            if found and (not places or RANK[found[1].level] < RANK[places[-1].level]):
                start = found[0]
                places.append(found[1])
                continue
            local = (
                _DISTRICT.search(text, floor, at)
                if not places and text[at - 1 : at] in ("区", "县")
                else None
            )
            if local is not None:
                start = local.start(1)
                places.append(Place(local.group(1), local.group(1), "county"))
                continue
            unit = text[at - 1 : at] if at > floor and not places else ""
            if unit and unit in _UNITS:
                wide = 2 if text[max(at - 2, floor) : at - 1] in ("全", "我") else 1
                if wide == 1 and _named_before(text, at - 1):
                    return start, places, None  # 青岚市公安局: a city that is in no list
                return at - wide, places, unit
            return start, places, None

    def _rightwards(self, text: str, end: int, network: Network) -> tuple[int, list[Place], bool]:
        """Pieces after the core; a place counts only when a branch word or the name's end follows."""
        places: list[Place] = []
        suffixed = False
        while True:
            at = end
            closing = text[at : at + 1] == "("
            found = self.places.starting(text, at + closing)
            if found and (not closing or text[found[0] : found[0] + 1] == ")"):
                after = found[0] + closing
                branch = self._branch(text, after, network)
                if branch or (_boundary(text, after) and not places and network.kind == "company"):
                    places.append(found[1])
                    end = after
                    if branch:
                        end = branch
                        suffixed = True
                    continue
            if found is None and network.bare and (local := _LOCAL.match(text, at)) and suffixed is False:
                place = local.group(1)
                if place not in self.divisions:
                    places.append(Place(place, place, "county"))
                    return local.end(), places, True
            branch = self._branch(text, at, network)
            if branch and not (suffixed and branch - at > 4):
                end = branch
                suffixed = True
                continue
            return end, places, suffixed

    @staticmethod
    def _branch(text: str, at: int, network: Network) -> int:
        """Where a branch word that begins at `at` ends, or 0."""
        for pattern in (_BRANCH, _BANK, _POWER):
            if pattern is _POWER and network.key not in ("国网电力", "南网电力"):
                continue
            if pattern is _BRANCH and network.kind != "company":
                continue
            if match := pattern.match(text, at):
                return match.end()
        return 0


def _network(row: dict[str, str]) -> Network:
    barred = re.compile(row["not_before"]) if row["not_before"] else None
    return Network(
        row["key"],
        row["kind"],
        row["root"],
        parts(row["roots"]),
        parts(row["stems"]),
        row["template"],
        row["city_template"],
        row["bare"] == "yes",
        barred,
    )


def _named_before(text: str, at: int) -> bool:
    """Whether what stands right before 市 or 县 looks like the name of one: no mark, no particle, no word."""
    before = text[max(at - 1, 0) : at]
    return "\u4e00" <= before <= "\u9fff" and before not in _FUNCTION and not known(text[max(at - 2, 0) : at])


def _boundary(text: str, at: int) -> bool:
    return at >= len(text) or not ("一" <= text[at] <= "鿿")
