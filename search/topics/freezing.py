"""Here is a living topic, give me what an edition keeps of each of its articles."""

from __future__ import annotations

from collections.abc import Callable

from corpus.model import Article
from corpus.topics.editions import FrozenArticle
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
