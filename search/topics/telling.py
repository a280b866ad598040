"""Here is a living topic, tell it as plain values: what the command line prints and the API answers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict
from functools import lru_cache
from typing import Any

from corpus.model import Article
from index.text.fold import fold
from search.answer.answering import Marked
from search.application.archive import Archive
from search.model import SearchRequest
from search.request import from_query_string
from search.topics.folding import printed
from search.topics.living import Departure, LivingTopic, because
from search.topics.suggesting import Suggestions


def told(archive: Archive, topic: LivingTopic) -> dict[str, Any]:
    """The topic with its articles in order, what is new with its reasons, what left with its causes."""
    state = topic.kept.state
    reasons = Reasons(archive, topic)
    held = archive.shelf.held((*topic.entries, *topic.new, *topic.later))
    return {
        "id": topic.kept.id,
        "name": state.name,
        "cover": state.cover,
        "order": state.order,
        "version": topic.kept.version,
        "queries": [
            {"key": key, "q": from_query_string(text).q, "parameters": text}
            for key, text in state.queries.items()
        ],
        "sections": [
            {
                "name": name,
                "articles": [
                    {
                        **_said(one),
                        "copies": [each.id for each in copies],
                        "note": state.notes.get(one.id, ""),
                        "pinned": one.id in state.pinned,
                        "held": one.id in state.held,
                    }
                    for one, copies in printed(archive, ids, held)
                ],
            }
            for name, ids in topic.by_section()
        ],
        "new": [offered(topic, reasons, *one) for one in printed(archive, topic.new, held)],
        "later": [offered(topic, reasons, *one) for one in printed(archive, topic.later, held)],
        "left": [
            {"id": one.article, "title": title, "cause": one.cause, "who": one.who}
            for one, title in left_titles(archive, topic.left)
        ],
    }


class Reasons:
    """Why the searches of a topic find its articles; each search is understood once."""

    def __init__(self, archive: Archive, topic: LivingTopic) -> None:
        self._archive = archive
        self._topic = topic
        self._asked: dict[str, tuple[SearchRequest, Callable[[Article], Marked]]] = {}
        self._fold = lru_cache(maxsize=4)(fold)  # one article is marked for every search that finds it

    def of(self, article: Article) -> list[tuple[SearchRequest, tuple[str, ...]]]:
        """(search that finds the article, the printed words by which it does), for each that does."""
        found = [self._search(key) for key in self._topic.found.get(article.id, ())]
        return [(request, because(marking, article)) for request, marking in found]

    def _search(self, key: str) -> tuple[SearchRequest, Callable[[Article], Marked]]:
        if key not in self._asked:
            request = from_query_string(self._topic.kept.state.queries[key])
            self._asked[key] = request, self._archive.answering.marking(request, self._fold)
        return self._asked[key]


def offered(
    topic: LivingTopic, reasons: Reasons, article: Article, copies: Sequence[Article]
) -> dict[str, Any]:
    """A new article and its reprints, with the searches that bring it and the printed words by which."""
    words = dict.fromkeys(word for _, found in reasons.of(article) for word in found)
    return {
        **_said(article),
        "copies": [one.id for one in copies],
        "queries": list(topic.found.get(article.id, ())),
        "because": list(words),
    }


def told_suggestions(found: Suggestions) -> dict[str, Any]:
    """The suggestions as plain values."""
    return {
        "articles": [{**_said(one.article), "words": list(one.words)} for one in found.articles],
        "searches": [asdict(one) for one in found.searches],
    }


def left_titles(archive: Archive, left: Sequence[Departure]) -> list[tuple[Departure, str]]:
    """What left, with what it was called; "" where it is gone for good."""
    return list(zip(left, titles_of(archive, [one.article for one in left]), strict=True))


def titles_of(archive: Archive, articles: Sequence[str]) -> list[str]:
    """What articles are called, those that readers do not see any more too; "" for what is gone for good."""
    held = archive.store.whole.held(articles)
    return [held[one].title if one in held else "" for one in articles]


def _said(article: Article) -> dict[str, Any]:
    return {
        "id": article.id,
        "title": article.title,
        "date": article.date.isoformat() if article.date else "",
    }
