"""Here is a living topic, give me what an edition keeps of each of its articles; and the articles again.

An edition keeps what is listed, not the texts: these belong to the archive, which may have to remove them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from corpus.model import Article
from corpus.topics.editions import Edition, FrozenArticle
from search.application.archive import Archive
from search.topics.living import LivingTopic


def frozen(
    archive: Archive, topic: LivingTopic, reference: Callable[[Article], str]
) -> tuple[FrozenArticle, ...]:
    """The articles in their order.  reference: how one is cited."""
    state = topic.kept.state
    ids = [one for _, section in topic.by_section() for one in section]
    held = archive.shelf.held(ids)
    return tuple(
        FrozenArticle(
            one,
            held[one].title,
            str(held[one].date or ""),
            state.section_of.get(one, ""),
            state.notes.get(one, ""),
            reference(held[one]),
        )
        for one in ids
        if one in held
    )


def thawed(archive: Archive, edition: Edition) -> list[Article]:
    """The edition's articles in its order, with title and date as they were then and the text as it is now;
    of what readers do not see any more, title and date alone."""
    held = archive.shelf.held([one.article for one in edition.articles])
    found = []
    for one in edition.articles:
        date = dt.date.fromisoformat(one.date) if one.date else None
        article = held.get(one.article, Article("", "", one.article))
        found.append(replace(article, title=one.title, date=date))
    return found


def as_listed(edition: Edition) -> dict[str, Any]:
    """What an export says of the edition's articles, see `search.exports.Context`."""
    return {
        "notes": {one.article: one.note for one in edition.articles if one.note},
        "headings": {one.article: one.section for one in edition.articles if one.section},
        "cited": {one.article: one.reference for one in edition.articles},
        "citing": edition.style,
    }
