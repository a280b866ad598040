"""Here is a search, make a topic of it, or add it to one: what it finds now is taken in."""

from __future__ import annotations

from corpus.desk.persons import Person
from corpus.topics.changes import TopicChange
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
