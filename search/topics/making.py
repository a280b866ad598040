"""Here is a search, make a topic of it, or add it to one: what it finds now is taken in.

What somebody takes in that no search of the topic finds was put there by hand: it would otherwise leave as it
comes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from corpus.desk.persons import Person
from corpus.topics.changes import ACTIONS, TopicChange, replay
from corpus.topics.keeping import KeptTopic, TopicKeeper
from corpus.topics.shelf import Access
from search.application.archive import Archive
from search.request import from_query_string
from search.topics.living import finds


def begin(
    archive: Archive, name: str, query: str, by: Person, *, cover: str = "", access: Access = "private"
) -> KeptTopic:
    """A new topic.  query: URL parameters of a search, "" = none yet.  Raises NotAllowed, Refused."""
    changes = [TopicChange("cover", text=cover)] if cover else []
    if query:
        changes += _asking(archive, "1", query)
    keeper = TopicKeeper(archive.store.database)
    return keeper.topic(keeper.shelf.begin(name, by, changes, access).id, by)


def add_search(archive: Archive, kept: KeptTopic, query: str, by: Person) -> KeptTopic:
    """One search more for a topic.  Raises NotAllowed, Conflict."""
    keeper = TopicKeeper(archive.store.database)
    return keeper.change(kept.id, _asking(archive, _unused(kept), query), kept.version, by)


def change(
    archive: Archive,
    kept: KeptTopic,
    changes: Sequence[TopicChange],
    by: Person,
    version: int | None = None,
    reason: str = "",
) -> KeptTopic:
    """Make changes upon a version (that of `kept` unless another is given), all or none.

    Raises NotFound, NotAllowed, Refused, Conflict.
    """
    done: list[TopicChange] = []
    before = [one.change for one in kept.changes if one.in_force]
    for one in changes:
        done += _taking(archive, [*before, *done], one) if one.action == "accept" else [one]
    keeper = TopicKeeper(archive.store.database)
    return keeper.change(kept.id, done, kept.version if version is None else version, by, reason)


def _taking(archive: Archive, before: Sequence[TopicChange], accepting: TopicChange) -> list[TopicChange]:
    found = finds(archive, replay(one for one in before if one.action in ACTIONS).queries)
    there = tuple(one for one in accepting.articles if one in found)
    if len(there) == len(accepting.articles):
        return [accepting]
    by_hand = tuple(one for one in accepting.articles if one not in found)
    return [*([replace(accepting, articles=there)] if there else []), TopicChange("pin", by_hand)]


def offer_search(archive: Archive, kept: KeptTopic, query: str, by: Person) -> KeptTopic:
    """One search more; what it finds is offered as new, nothing is taken in.

    Raises NotAllowed, Conflict, QuerySyntaxError.
    """
    archive.search(from_query_string(query))
    keeper = TopicKeeper(archive.store.database)
    return keeper.change(kept.id, [TopicChange("ask", key=_unused(kept), text=query)], kept.version, by)


def _unused(kept: KeptTopic) -> str:
    """A key that no search of the topic has, or had."""
    used = {one.change.key for one in kept.changes if one.change.action == "ask"}
    return next(str(number) for number in range(1, len(used) + 2) if str(number) not in used)


def _asking(archive: Archive, key: str, query: str) -> list[TopicChange]:
    found = tuple(finds(archive, {key: query}))
    taken = [TopicChange("accept", found)] if found else []
    return [TopicChange("ask", key=key, text=query), *taken]
