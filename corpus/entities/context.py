"""Here is an issue; give me what its readers take for granted: whose province 我省 is.

A newsletter says 省通管局, 联通公司 and 铁塔公司 without a province; its readers know.  The province is the
one that its articles name most, with some margin.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from corpus.entities.forms import plain
from corpus.entities.places import Place, Places
from corpus.language.data import rows
from corpus.model import Article, Issue


@dataclass(frozen=True, slots=True)
class Context:
    """province: the province an issue is at home in, or None; local: it is a newsletter of that province."""

    province: Place | None = None
    local: bool = False


_AN_ISSUE = 3
"""Articles from which a source is an issue of something and not a lone article."""


@lru_cache(maxsize=1)
def _pattern() -> tuple[re.Pattern[str], dict[str, str]]:
    home: dict[str, str] = {}
    for row in rows("places.csv"):
        home[row["name"]] = row["name"]
        for city in row["cities"].split():
            home[city.partition("=")[0]] = row["name"]
    names = sorted(home, key=len, reverse=True)
    return re.compile("|".join(names)), home


def province_counts(text: str) -> Counter[str]:
    """How often each province is named, itself or by its cities (these count a third)."""
    pattern, home = _pattern()
    counts: Counter[str] = Counter()
    for name in pattern.findall(text):
        province = home[name]
        counts[province] += 3 if name == province else 1
    return counts


def context_of(issue: Issue, articles: Iterable[Article]) -> Context:
    """The context of an issue.  A province in the publication's own name decides; else the articles do."""
    named = province_counts(plain(f"{issue.publication} {issue.title}"))
    if len(named) == 1:
        return Context(Places.load().get(next(iter(named))), local=True)
    counts: Counter[str] = Counter()
    articles = tuple(articles)
    for article in articles:
        counts.update(province_counts(plain(f"{article.title}\n{article.title}\n{article.body}")))
    ranked = counts.most_common(2)
    if not ranked or ranked[0][1] < 4 or ranked[0][1] < 0.5 * sum(counts.values()):
        return Context()
    return Context(Places.load().get(ranked[0][0]), local=len(articles) >= _AN_ISSUE)
