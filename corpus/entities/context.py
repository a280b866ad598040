"""Here is an issue; give me what its readers take for granted: which province 我省 is, which city 市.

A newsletter says 省通管局, 市律协 and 铁塔公司 without a place; its readers know.  Home is what the name of
the publication says, else what its articles name most, with some margin.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from corpus.entities.forms import plain
from corpus.entities.lexicon import Lexicon
from corpus.entities.places import Level, Place, Places
from corpus.language.data import rows, words
from corpus.model import Article, Issue

_UNITS: dict[str, Level] = {"省": "province", "市": "city", "县": "county", "区": "county"}


@dataclass(frozen=True, slots=True)
class Context:
    """province, city, county: where an issue is at home, or None; local: it is a newsletter from there."""

    province: Place | None = None
    local: bool = False
    city: Place | None = None
    county: Place | None = None

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
_OFTEN, _MOSTLY = 4, 0.5


@lru_cache(maxsize=1)
def _names() -> tuple[Lexicon, dict[str, tuple[Level, str, str]]]:
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
    return Lexicon(home), home


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
        level, name, province = home[form]
        counts[level][name] += 3 if level == "province" else 1
        if level == "province":
            counts["named"][name] += 1
        if level == "city":
            counts["province"][province] += 1
    return counts


def context_of(issue: Issue, articles: Iterable[Article]) -> Context:
    """The context of an issue.  Places in the publication's own name decide; else the articles do."""
    articles = tuple(articles)
    named = place_counts(plain(f"{issue.publication} {issue.title}"))
    counts = _none()
    for article in articles:
        for level, more in place_counts(plain(f"{article.title}\n{article.title}\n{article.body}")).items():
            counts[level].update(more)
    province = _only(named["province"]) or _most(counts["province"])
    titled = len(named["province"]) == 1
    # a paper of a province names its capital often: the city is home where it is named more than its province
    city = _only(named["city"]) or _most(counts["city"], counts["named"].total())
    places = Places.load()
    at_city = places.get(city) if city is not None else None
    if at_city is not None and province is None:
        province = at_city.province
    if at_city is not None and at_city.province != province:
        at_city = None
    county = _only(named["county"]) or _most(counts["county"], counts["city"].total())
    return Context(
        places.get(province) if province is not None else None,
        local=province is not None and (titled or len(articles) >= _AN_ISSUE),
        city=at_city,
        county=places.get(county) if county is not None else None,
    )


def _only(counts: Counter[str]) -> str | None:
    return next(iter(counts)) if len(counts) == 1 else None


def _most(counts: Counter[str], above: int = 0) -> str | None:
    """The one named most: often, as often as all others together, and as what is above it."""
    ranked = counts.most_common(1)
    if not ranked or ranked[0][1] < max(_OFTEN, above) or ranked[0][1] < _MOSTLY * counts.total():
        return None
    return ranked[0][0]
