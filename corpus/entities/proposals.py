"""Here is the archive; give me the names it keeps mentioning that the gazetteer does not know.

A proposal is an `Edit` with its evidence.  A name that differs from another only in its legal form or in a
place before it (清禾数字科技公司, 浙江清禾数字科技有限公司) is proposed as one with it; any other as new.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from corpus.entities.gazetteer import Edit, Gazetteer
from corpus.entities.places import Places
from corpus.entities.recognizer import Recognizer
from corpus.model import Article, Organization

_FORM = re.compile(r"(?:股份|控股|集团|（集团）)*(?:有限责任公司|有限公司|集团公司|总公司|公司|集团)$")
_EVIDENCE = 5


@dataclass(frozen=True, slots=True)
class Proposal:
    """count: articles that name it; articles: ids of the first few; edit: what is proposed."""

    name: str
    count: int
    articles: tuple[str, ...]
    edit: Edit


def propose(articles: Iterable[Article], recognizer: Recognizer, minimum: int = 3) -> list[Proposal]:
    """The names of at least `minimum` articles that the gazetteer lacks, most mentioned first."""
    where: dict[str, list[str]] = {}
    for article in articles:
        for name in article.organizations:
            where.setdefault(name, []).append(article.id)
    gazetteer = recognizer.gazetteer
    by_core: dict[str, str] = {}
    for name in sorted({*where, *gazetteer.organizations}, key=lambda name: (-len(name), name)):
        by_core.setdefault(core(name), name)
    found = []
    for name, ids in where.items():
        if len(ids) < minimum or name in gazetteer.organizations or recognizer.resolve(name) is not None:
            continue
        into = by_core[core(name)]
        edit = Edit("add", name, "company") if into == name else Edit("merge", name, into)
        if edit.action == "add" and not _FORM.search(name):
            edit = Edit("add", name)
        found.append(Proposal(name, len(ids), tuple(ids[:_EVIDENCE]), edit))
    return sorted(found, key=lambda proposal: (-proposal.count, proposal.name))


def core(name: str) -> str:
    """A name without its legal form and the place before it: 清禾数字科技 of 浙江清禾数字科技有限公司.

    The whole name where too little would be left to tell two organisations apart.
    """
    stem = _FORM.sub("", name)
    place = Places.load().starting(stem, 0) if stem != name else None
    if place is not None and len(stem) - place[0] >= 4:
        stem = stem[place[0] :].lstrip("省市县区")
    return stem if len(stem) >= 4 else name


def edits_for(gazetteer: Gazetteer, organizations: Iterable[Organization]) -> Iterator[Edit]:
    """The edits that bring organisations (of an imported file) into a gazetteer: none where it has them so.

    What the gazetteer knows besides is kept.  ValueError where one cannot be applied.
    """
    for wanted in organizations:
        known = gazetteer.organizations.get(wanted.name)
        edits = [] if known is not None else [Edit("add", wanted.name)]
        if wanted.kind != "other" and (known is None or known.kind != wanted.kind):
            edits.append(Edit("kind", wanted.name, wanted.kind))
        if wanted.parent is not None and (known is None or known.parent != wanted.parent):
            edits.append(Edit("parent", wanted.name, wanted.parent))
        held = set(known.aliases) if known is not None else set()
        edits += [Edit("alias", wanted.name, alias) for alias in wanted.aliases if alias not in held]
        gazetteer = gazetteer.merged(edits)
        yield from edits
