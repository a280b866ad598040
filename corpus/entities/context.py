"""Here is an issue; give me what its readers take for granted: which province 我省 is, which city 市.

A newsletter says 省通管局, 市律协 and 铁塔公司 without a place; its readers know.  Home is what the name of
the publication says, else what its articles name most, with some margin.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from corpus.entities.forms import plain
from corpus.entities.lexicon import NameSet
from corpus.entities.places import Level, Place, Places
from corpus.language.data import rows, words
from corpus.language.names import common, name_likeness
from corpus.language.tagging import known
from corpus.model import Article, Issue

_UNITS: dict[str, Level] = {"省": "province", "市": "city", "县": "county", "区": "county"}


@dataclass(frozen=True, slots=True)
class Home:
    """province, city, county: where an issue is at home, or None; local: it is a newsletter from there.

    places: all places, with those that no list has and the issue names; None where there are none of these;
    people: the names of three characters and more that its articles print, those who wrote them among these.
    """

    province: Place | None = None
    local: bool = False
    city: Place | None = None
    county: Place | None = None
    places: Places | None = None
    people: frozenset[str] = frozenset()

    def home(self, unit: str) -> Place | None:
        """The home that 省, 市, 县 or 区 before a name stands for; None where it is not known."""
        match _UNITS.get(unit):
            case "province":
                return self.province
            case "city":
                return self.city
            case "county":
                return self.county if self.county is not None and self.county.full.endswith(unit) else None
            case _:
                return None


_AN_ISSUE = 3
"""Articles from which a source is an issue of something and not a lone article."""
_A_NAME, _SURE = 3, 0.9
_OFTEN, _MOSTLY, _TWICE, _PRINTED = 4, 0.5, 2, 50


@lru_cache(maxsize=1)
def _names() -> tuple[NameSet, dict[str, tuple[Level, str, str]]]:
    """A lexicon of places, and for each form: its level, its name, its province."""
    home: dict[str, tuple[Level, str, str]] = {}
    for word in words("counties.txt"):
        full = word.rstrip("!")
        if full[-1] in "县区市旗" and len(full) > 2:
            home[full] = ("county", full, "")
    for row in rows("places.csv"):
        home[row["name"]] = ("province", row["name"], row["name"])
        for city in row["cities"].split():
            short = city.partition("=")[0]
            home[short] = ("city", short, row["name"])
    return NameSet(home), home


_LONGER = re.compile(r"[\u4e00-\u9fff](?<![市省地全各])[市县](?!场)")


def _none() -> dict[str, Counter[str]]:
    return {"province": Counter(), "named": Counter(), "city": Counter(), "county": Counter()}


def place_counts(text: str) -> dict[str, Counter[str]]:
    """How often each province, city and county is named; for a province its cities count a third.

    "named": how often each province is named itself.
    """
    lexicon, home = _names()
    counts = _none()
    end = 0
    for start, form in lexicon.scan(text):
        if start < end:
            continue
        end = start + len(form)
        if _LONGER.match(text, end):
            continue  # 天水 in 天水关市: another city
        level, name, province = home[form]
        counts[level][name] += 3 if level == "province" else 1
        if level == "province":
            counts["named"][name] += 1
        if level == "city":
            counts["province"][province] += 1
    return counts


def context_of(issue: Issue, articles: Iterable[Article], front: str = "") -> Home:
    """The context of an issue.  Places in the publication's own name decide; else the articles do.

    front: what masthead and imprint say besides, who publishes it among that: a city or county that no list
    has is taken from it as from an article, and one named in it is home.
    """
    articles = tuple(articles)
    head = plain(f"{issue.publication} {issue.title}")
    front = plain(front)
    named = place_counts(head)
    counts = _none()
    for article in articles:
        for level, more in place_counts(plain(f"{article.title}\n{article.title}\n{article.body}")).items():
            counts[level].update(more)
    province = _only(named["province"]) or _only(place_counts(front)["named"]) or _most(counts["province"])
    titled = len(named["province"]) == 1
    # a paper of a province names its capital often: the city is home where it is named more than its province
    city = _only(named["city"]) or _most(counts["city"], counts["named"].total())
    places = Places.load()
    at_city = places.get(city) if city is not None else None
    if at_city is not None and province is None:
        province = at_city.province
    if at_city is not None and at_city.province != province:
        at_city = None
    unlisted = _unlisted(f"{head}\n{front}", [plain(f"{a.title}\n{a.body}") for a in articles])
    wider = places.with_more(place for place, _ in unlisted)
    for place, often in unlisted:  # what no list has is home where it is named most
        if place.level == "city" and often >= max(_OFTEN, counts["city"].total()):
            at_city = place
    county = _only(named["county"]) or _most(counts["county"], counts["city"].total())
    return Home(
        places.get(province) if province is not None else None,
        local=province is not None and (titled or len(articles) >= _AN_ISSUE),
        city=at_city,
        county=places.get(county) if county is not None else _most_of(unlisted, counts["county"].total()),
        places=wider if unlisted else None,
        people=people_of(articles),
    )


def people_of(articles: Iterable[Article]) -> frozenset[str]:
    """The people that articles name or were written by, in plain characters, without the shortest names.

    Those are words too.
    """
    printed: set[str] = set()
    for article in articles:
        printed.update(name for name in article.people if len(name) >= _A_NAME)
        printed.update(one for one in article.authors if len(one) >= _A_NAME and name_likeness(one) >= _SURE)
    return frozenset(name for name in map(plain, printed) if not common(name))


_UNLISTED = re.compile(r"([\u4e00-\u9fff]{2,3})([市县区])(?![长里内外民场级区])")
_BEGINS = re.compile(r"(?:^|[^\u4e00-\u9fff])$")
_NO_PLACE = re.compile(
    r"^[在到来由与和对向从为多两三几]|[我全各本该每某]"
    r"|[们都城超门社园小校厂景辖地山矿灾郊老新街片战库特分治业务作港产务住牧林居厅农于]$"
)


def _unlisted(front: str, texts: Sequence[str]) -> list[tuple[Place, int]]:
    """Cities, counties and districts that no list has, by what begins a clause or follows a listed place,
    with their counts.

    One that masthead or imprint prints, with its unit or without (东川农技通讯), counts as named often.
    """
    places = Places.load()
    forms: Counter[str] = Counter()
    for text in (front, *texts):
        for match in _UNLISTED.finditer(text):
            start = _after_place(places, text, match)
            form = text[start : match.end()]
            if start < 0 or places.get(form) is not None or _NO_PLACE.search(form[:-1]):
                continue
            told = form[:-1] in front or places.ending(text, start, max(0, start - 5)) is not None
            if told or not known(form[-2:]):
                forms[form] += 1
    whole = "\n".join((front, *texts))
    counted = [(form, whole.count(form) + _PRINTED * (form[:-1] in front)) for form in forms]
    return [
        (Place(form[:-1], form, "city" if form[-1] == "市" else "county"), count)
        for form, count in sorted(counted, key=lambda pair: -pair[1])
        if count >= _TWICE
    ]


def _after_place(places: Places, text: str, match: re.Match[str]) -> int:
    """Where the name of a place begins in what looks like one: at the head of a clause, or after the city
    or province it lies in (长沙市｜洋湖东区); -1 where it is none."""
    start = match.start()
    if _BEGINS.search(text, max(0, start - 1), start):
        return start
    wider = places.ending(text, start, max(0, start - 5))
    if wider is not None and wider[1].level in ("province", "city"):
        return start + (match.end() - start > 3 and text[start] in "省市")
    return -1


def _most_of(unlisted: Sequence[tuple[Place, int]], above: int) -> Place | None:
    """The unlisted county or district named most, where it is named oftener than all others."""
    ranked = [(place, count) for place, count in unlisted if place.level == "county"]
    return ranked[0][0] if ranked and ranked[0][1] >= max(_OFTEN, above) else None


def _only(counts: Counter[str]) -> str | None:
    return next(iter(counts)) if len(counts) == 1 else None


def _most(counts: Counter[str], above: int = 0) -> str | None:
    """The one named most: often, as often as all others together, and as what is above it."""
    ranked = counts.most_common(1)
    if not ranked or ranked[0][1] < max(_OFTEN, above) or ranked[0][1] < _MOSTLY * counts.total():
        return None
    return ranked[0][0]
