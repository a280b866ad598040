"""Here is a topic; tell what is in it now, what its searches find besides, and what left it and why.

In the topic is what was taken in and is still found by one of its searches, or stays because somebody put it
there or holds it.  Nothing enters by itself: what a search finds later is offered as new.  A topic into which
nothing was ever taken shows what its searches find.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from corpus.errors import IndexMissing, QuerySyntaxError
from corpus.model import Article
from corpus.topics.changes import TopicState
from corpus.topics.keeping import KeptTopic
from search.answer.answering import Marked
from search.application.archive import Archive
from search.engine.ranking.titles import collation
from search.model import SearchRequest, Sort
from search.request import from_query_string

Cause = Literal["withdrawn", "removed", "searches", "corrected", "reread"]
"""Why something left: its issue was withdrawn; it is gone for good; the topic's searches were changed; it was
corrected so that none finds it; it reads or is understood otherwise than when it was taken in."""

WORDS = 6
"""Printed words that are named as the reason of a find."""


@dataclass(frozen=True, slots=True)
class Departure:
    """An article that was taken in and is found no more.  who, at: of the correction, where that is why."""

    article: str
    cause: Cause
    who: str = ""
    at: str = ""


@dataclass(frozen=True, slots=True)
class LivingTopic:
    """A topic at this moment.

    entries: articles in the topic, in its order; found: article → keys of the searches that find it; new:
    offered, newest first, without what was left for later, which is `later`; left: what left; settled: False
    while nothing was ever taken in and the entries are what the searches find.
    """

    kept: KeptTopic
    entries: tuple[str, ...]
    found: Mapping[str, tuple[str, ...]]
    new: tuple[str, ...]
    later: tuple[str, ...]
    left: tuple[Departure, ...]
    settled: bool

    def by_section(self) -> list[tuple[str, tuple[str, ...]]]:
        """(section, its entries) in order; those in no section first, under ""."""
        state = self.kept.state
        filed: dict[str, list[str]] = {name: [] for name in ("", *state.sections)}
        for one in self.entries:
            filed[state.section_of.get(one, "")].append(one)
        return [(name, tuple(ids)) for name, ids in filed.items() if ids or name]


def living(archive: Archive, kept: KeptTopic) -> LivingTopic:
    """The topic over the archive as it is now."""
    state = kept.state
    found = finds(archive, state.queries)
    if not state.listed and not state.excluded:
        entries = _ordered(archive, tuple(found), state)
        return LivingTopic(kept, entries, found, (), (), (), settled=False)
    sticky = _present(archive, state.sticky - found.keys())
    inside = tuple(one for one in state.listed if one in found or one in sticky)
    fresh = [one for one in found if one not in state.listed and one not in state.excluded]
    gone = [one for one in state.listed if one not in found and one not in sticky]
    return LivingTopic(
        kept,
        _ordered(archive, inside, state),
        found,
        tuple(one for one in fresh if one not in state.later),
        tuple(one for one in fresh if one in state.later),
        tuple(_departures(archive, kept, gone)),
        settled=True,
    )


def finds(archive: Archive, queries: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """Article → keys of the searches that find it, as a search says; newest first within each search."""
    found: dict[str, tuple[str, ...]] = {}
    for key, parameters in queries.items():
        request = replace(from_query_string(parameters), sort="newest", grouped=False)
        for article in _ids(archive, request):
            found[article] = (*found.get(article, ()), key)
    return found


def _ids(archive: Archive, request: SearchRequest) -> tuple[str, ...]:
    """What a search finds; what is no query any more, or an archive without articles, finds nothing."""
    try:
        return archive.answering.ids(request)
    except (QuerySyntaxError, IndexMissing):
        return ()


def because(marking: Callable[[Article], Marked], article: Article) -> tuple[str, ...]:
    """The printed words, in order, by which a search finds the article; () where it is by a field.

    marking: of the search, see `Answering.marking`.
    """
    title, body = marking(article)
    words = [article.title[start:end] for start, end in title]
    words += [article.body[start:end] for start, end in body]
    return tuple(dict.fromkeys("".join(word.split()) for word in words))[:WORDS]


def _ordered(archive: Archive, ids: Sequence[str], state: TopicState) -> tuple[str, ...]:
    """By the hand's order, or by date with the undated last and equal days in the hand's order."""
    if state.order == "hand":
        return tuple(ids)
    held = archive.shelf.held(ids)
    return tuple(one.id for one in in_order([held[one] for one in ids if one in held], state.order))


def in_order(articles: Sequence[Article], sort: Sort | None) -> list[Article]:
    """Articles of a topic in another order than its own; None or by relevance: as they come."""
    if sort == "title":
        return sorted(articles, key=lambda one: [collation(char) for char in one.title])
    if sort in ("newest", "oldest"):
        dated = [one for one in articles if one.date is not None]
        dated.sort(key=lambda one: str(one.date), reverse=sort == "newest")
        return [*dated, *(one for one in articles if one.date is None)]
    return list(articles)


def _present(archive: Archive, ids: Iterable[str]) -> frozenset[str]:
    return frozenset(archive.shelf.held(sorted(ids)))


def _departures(archive: Archive, kept: KeptTopic, gone: Sequence[str]) -> Iterator[Departure]:
    """Why the articles are found no more."""
    if not gone:
        return
    there, known = _present(archive, gone), archive.store.whole.held(gone)
    asked, since = set(kept.state.queries.values()), _taken(kept)
    for article in gone:
        if article not in there:
            yield Departure(article, "withdrawn" if article in known else "removed")
        elif kept.state.listed[article] - asked:
            yield Departure(article, "searches")
        else:
            yield _changed(archive, article, since.get(article, ""))


def _taken(kept: KeptTopic) -> dict[str, str]:
    """Article → when it was taken in last."""
    taking = (one for one in kept.changes if one.in_force and one.change.action in ("accept", "pin"))
    return {article: one.at for one in taking for article in one.change.articles}


def _changed(archive: Archive, article: str, since: str) -> Departure:
    for correction in archive.store.corrections(article):
        if correction.at >= since:
            return Departure(article, "corrected", correction.who, correction.at)
    return Departure(article, "reread")
