"""Everything the archive knows of one name: here is a name and its kind, give me its dossier.

A dossier is made of ordinary searches, so that each of its numbers is a link to exactly that search.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from corpus.model import Article, Organization
from search.language.build import all_of, any_of, negated
from search.language.entities import everywhere
from search.language.render import render
from search.language.tree import Keyword
from search.model import FacetCount, Part, ResultPage, SearchRequest

Kind = Literal["organization", "person", "author", "section"]
Ask = Callable[[SearchRequest], ResultPage]

NOTHING_ELSE = SearchRequest()
HISTOGRAM = ("year", "month")
COMPANY = ("organization", "person", "section")
"""Facets over the articles of a dossier: when, and in whose company."""


@dataclass(frozen=True, slots=True)
class NameUse:
    """One form of the name and the search that finds the articles printing it."""

    name: str
    count: int
    request: SearchRequest


@dataclass(frozen=True, slots=True)
class Dossier:
    """page: its articles, counted by year and month; about: the search for those it is subject of.

    first, last: earliest and latest dated article (None where nothing is dated); together: the search for all
    of its articles by a query, which marks the name and whose facets count the company it keeps (a filter's
    own facet counts as if it were not set); organizations, people, sections: those counts, itself left out;
    beside: the articles that the search for the name finds as well, since they print it (a credit, a tag, a
    namesake) though it was not recognised in them; None for sections and authors.
    """

    kind: Kind
    name: str
    page: ResultPage
    request: SearchRequest
    together: SearchRequest
    organization: Organization | None = None
    branches: tuple[str, ...] = ()
    names: tuple[NameUse, ...] = ()
    about: SearchRequest | None = None
    about_total: int = 0
    first: Article | None = None
    last: Article | None = None
    organizations: tuple[FacetCount, ...] = ()
    people: tuple[FacetCount, ...] = ()
    sections: tuple[FacetCount, ...] = ()
    beside: Part | None = None


def make_dossier(
    kind: Kind,
    name: str,
    ask: Ask,
    within: SearchRequest = NOTHING_ELSE,
    organization: Organization | None = None,
    branches: tuple[Organization, ...] = (),
    all_branches: bool = False,
) -> Dossier:
    """Compose the dossier of `name` from searches through `ask`.

    within: page, order and further conditions of the list ("relevance" means newest first); all_branches:
    articles that name a branch alone belong to it too.
    """
    names = (name, *(branch.name for branch in branches)) if all_branches else (name,)
    base = replace(
        within,
        q="",
        filters={**within.filters, kind: names},
        sort="newest" if within.sort == "relevance" else within.sort,
        facets=HISTOGRAM,
        grouped=False,
    )
    answer = ask(base)
    every = SearchRequest(filters={kind: names}, sort="newest", facets=(), size=1)
    together = SearchRequest(q=render(Keyword(kind, names)), sort="newest", grouped=False)
    company = ask(replace(together, size=1, facets=COMPANY, soft=False)).facets
    first = ask(replace(every, sort="oldest"))
    last = ask(every)
    about = replace(every, filters={"subject": names}, size=10) if kind == "organization" else None
    return Dossier(
        kind=kind,
        name=name,
        page=answer,
        request=base,
        organization=organization,
        branches=tuple(branch.name for branch in branches),
        names=_names(organization, replace(every, filters={kind: (name,)}), ask),
        about=about,
        about_total=ask(replace(about, size=1, facets=())).total if about else 0,
        first=_dated(first),
        last=_dated(last),
        together=together,
        organizations=_others(company, kind, "organization", name),
        people=_others(company, kind, "person", name),
        sections=_others(company, kind, "section", name),
        beside=_beside(kind, name, names, ask),
    )


def _beside(kind: Kind, name: str, names: tuple[str, ...], ask: Ask) -> Part | None:
    """What the search for the name finds and the dossier does not hold."""
    if kind not in ("organization", "person"):
        return None
    fields = ("person", "author") if kind == "person" else (kind,)
    found = any_of([*(Keyword(field, (name,)) for field in fields), *everywhere(name)])
    line = render(all_of([found, negated(Keyword(kind, names))]))
    request = SearchRequest(q=line, sort="newest", facets=(), aliases=False, dates=False, soft=False)
    return Part(ask(replace(request, size=1)).total, request)


def _names(organization: Organization | None, base: SearchRequest, ask: Ask) -> tuple[NameUse, ...]:
    """How often each form is printed in the articles of the dossier; unused forms are left out."""
    if organization is None:
        return ()
    uses = []
    for form in dict.fromkeys((organization.name, *organization.aliases)):
        request = replace(base, q=f'"{form}"', page=1, size=1, facets=(), aliases=False)
        count = ask(replace(request, soft=False)).total  # no proposals for a form that is not printed
        if count:
            uses.append(NameUse(form, count, replace(request, size=10)))
    return tuple(sorted(uses, key=lambda use: (-use.count, use.name)))


def _dated(answer: ResultPage) -> Article | None:
    article = answer.hits[0].article if answer.hits else None
    return article if article and article.date else None


def _others(
    company: Mapping[str, Sequence[FacetCount]], kind: Kind, field: str, name: str
) -> tuple[FacetCount, ...]:
    return tuple(item for item in company.get(field, ()) if field != kind or item.value != name)
