"""Here are all articles of an archive; give me the unit that submitted each, and how that is known.

In the order of trust: the unit printed in the credit (众恒科技综合部); the unit that the office lists a
correspondent under; the unit before the colon of a headline (岚川塔桥：…); the unit that most articles under
the same signature name; the organisation that the article is about first.  What nobody signs, and what is
taken over from elsewhere (据…、转载), was submitted by nobody.  A branch counts for what it belongs to.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, TypeAlias, get_args

from corpus.model import Article, Organization
from corpus.store.listing import ListedArticle
from corpus.store.overlay import CORRECTED
from search.answer.members import ListedUnit

Basis: TypeAlias = Literal["credit", "listed", "headline", "correspondent", "subject", "reprint", "none"]
BASES: tuple[Basis, ...] = get_args(Basis)
Resolve: TypeAlias = Callable[[str], "Organization | None"]

_TAKEN_OVER = re.compile(r"^\s*(?:据|来源|原载|摘自|转自|选自)|转载|转自|摘自|摘编")
_DEPARTMENT = re.compile(r"(?:部|处|室|科|组|中心|工会|办|秘书处|OA)$")
_DONE = re.compile(r"(?:综合|编辑|供稿|整理|报道|提供|信息|\s)+$")
_ABOUT = re.compile(r"^([^：:]{2,20})[：:]")


@dataclass(frozen=True, slots=True)
class Submission:
    """unit: canonical name, "" for none; basis: how it is known; said: what was printed that says so."""

    unit: str
    basis: Basis
    said: str = ""


@dataclass(frozen=True, slots=True)
class _Home:
    """Whom a signature writes for; articles: that name any organisation."""

    unit: str
    articles: int


NOBODY = Submission("", "none")


@dataclass(frozen=True)
class Submissions:
    """Who submitted what.

    listed: all articles, issue by issue in the order of print; resolve: an organisation under any of its
    names; members: the units that the office lists, with their correspondents; reports: what was made of
    these articles, for who asks again.
    """

    listed: Mapping[str, ListedArticle]
    resolve: Resolve
    members: tuple[ListedUnit, ...] = ()
    reports: dict[object, object] = field(default_factory=dict, compare=False)

    @cached_property
    def by_article(self) -> Mapping[str, Submission]:
        """Article id → who submitted it."""
        homes = self._homes()
        return {id_: self._submission(one.article, homes) for id_, one in self.listed.items()}

    def of(self, article_id: str) -> Submission:
        """Who submitted one article."""
        return self.by_article.get(article_id, NOBODY)

    def articles(self, name: str, value: str) -> frozenset[str]:
        """Ids of the articles that a unit submitted ("unit"), or whose unit is so known ("unit_by")."""
        return self._sets.get((name, value), frozenset())

    @cached_property
    def _sets(self) -> Mapping[tuple[str, str], frozenset[str]]:
        sets: dict[tuple[str, str], list[str]] = defaultdict(list)
        for id_, found in self.by_article.items():
            sets["unit_by", found.basis].append(id_)
            if found.unit:
                sets["unit", found.unit].append(id_)
        return {key: frozenset(ids) for key, ids in sets.items()}

    @cached_property
    def _of_member(self) -> Mapping[str, str]:
        return {person: one.unit for one in self.members for person in one.correspondents}

    @cached_property
    def _listed_units(self) -> frozenset[str]:
        return frozenset(self.unit_of(one.unit) for one in self.members)

    @cached_property
    def _units(self) -> dict[str, str]:
        return {}

    def unit_of(self, name: str) -> str:
        """What a name counts for: its canonical name, of a branch what it belongs to."""
        held = self._units.get(name)
        if held is None:
            known = self.resolve(name)
            whole = known.parent if known and known.kind == "branch" and known.parent else ""
            held = self._units[name] = whole or (known.name if known else name)
        return held

    def _homes(self) -> Mapping[str, _Home]:
        """Signature → the unit that more than half of its articles name, and half are about."""
        named: dict[str, Counter[str]] = defaultdict(Counter)
        first: dict[str, Counter[str]] = defaultdict(Counter)
        wrote: Counter[str] = Counter()
        for one in self.listed.values():
            article = one.article
            if not article.organizations or taken_over(article):
                continue
            about = {self.unit_of(name) for name in article.subjects}
            units = {self.unit_of(name) for name in article.organizations}
            head = self._headline(article)
            for author in signatures(article):
                wrote[author] += 1
                named[author].update(units)
                first[author].update(about)
                if head:
                    first[author][head] += 1
        homes = {}
        for author, count in wrote.items():
            ranked = sorted(
                named[author], key=lambda unit: (-first[author][unit], -named[author][unit], unit)
            )
            best = next((unit for unit in ranked if named[author][unit] * 2 > count), "")
            if best and first[author][best] * 2 >= count:
                homes[author] = _Home(best, count)
        return homes

    def _submission(self, article: Article, homes: Mapping[str, _Home]) -> Submission:
        if taken_over(article):
            return Submission("", "reprint", article.credit or "")
        credit = article.credit or ""
        unit = self._credited(credit, article) if credit else ""
        if unit:
            return Submission(unit, "credit", credit)
        listed = next((self._of_member[one] for one in article.authors if one in self._of_member), "")
        if listed:
            return Submission(self.unit_of(listed), "listed", "、".join(article.authors))
        signed, head = signatures(article), self._headline(article)
        if head and (signed or head in self._listed_units):
            return Submission(head, "headline", article.title)
        home = next((homes[one] for one in signed if one in homes), None)
        if home is not None and (home.articles > 1 or not article.organizations):
            return Submission(home.unit, "correspondent", "、".join(signed))
        if article.subjects and signed:
            return Submission(self.unit_of(article.subjects[0]), "subject", article.subjects[0])
        return NOBODY

    def _credited(self, credit: str, article: Article) -> str:
        """The unit that a credit names, whole or before one of its departments; "" where it names none."""
        told = article.provenance.get("credit")
        if told is not None and told.how == CORRECTED.how:
            return self.unit_of(credit)
        bare = _DONE.sub("", credit) or credit
        for size in range(len(bare), 2 if len(bare) > 2 else 1, -1):
            known = self.resolve(bare[:size])
            if known is not None and (size == len(bare) or _DEPARTMENT.search(bare)):
                return self.unit_of(known.name)
        short = re.sub(r"\s|OA$", "", bare)
        alike = [
            name for name in article.organizations if 2 <= len(short) < len(name) and _within(short, name)
        ]
        return self.unit_of(alike[0]) if alike else ""

    def _headline(self, article: Article) -> str:
        """The unit before the colon with which a headline begins."""
        found = _ABOUT.match(article.title)
        known = self.resolve(found[1].strip()) if found else None
        return self.unit_of(known.name) if known else ""


def signatures(article: Article) -> tuple[str, ...]:
    """Who signs an article: its authors, else the office in its credit (秘书处整理 is 秘书处)."""
    credit = article.credit or ""
    return article.authors or ((_DONE.sub("", credit) or credit,) if credit else ())


def taken_over(article: Article) -> bool:
    """Whether the article's credit says that it was printed elsewhere before."""
    return bool(article.credit and _TAKEN_OVER.search(article.credit))


def submissions(
    listed: Iterable[ListedArticle], resolve: Resolve, members: tuple[ListedUnit, ...]
) -> Submissions:
    """Who submitted what, of these articles."""
    return Submissions({one.id: one for one in listed}, resolve, members)


def _within(short: str, name: str) -> bool:
    """Whether the characters of an abbreviation stand in a name, in their order (行协 in 通信行业协会)."""
    rest = iter(name)
    return all(char in rest for char in short)
