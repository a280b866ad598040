"""What every page of a topic shows, however it was reached: its articles, what is new, what left, and why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import request
from flask_babel import gettext as _

from corpus.model import Article
from corpus.topics.shelf import Standing
from search.model import SearchRequest
from search.request import from_query_string
from search.topics.folding import Prints, folded, original
from search.topics.living import LivingTopic
from search.topics.telling import Reasons, left_titles, titles_of
from web.archive import archive
from web.desk.markdown import rendered
from web.desk.opened import opened_among

PAGE = 50
"""Entries of a topic on one page, reprints counted as one."""

NEW = 20
"""New articles that are shown at a time with their reasons."""

PUT_AWAY = 50
"""Articles that left, or were excluded, that are shown; the rest is counted."""

Offered = tuple[Article, tuple[Article, ...], list[tuple[SearchRequest, tuple[str, ...]]]]
"""A new article, its reprints, and (search, printed words) for each search that finds it."""


def standings() -> dict[Standing, str]:
    return {"current": _("在用"), "archived": _("已收起"), "removed": _("已移除")}


def access_named() -> dict[str, str]:
    return {
        "private": _("只有自己可见"),
        "readable": _("读者可见"),
        "editors": _("读者可见，编辑可改"),
    }


def orders_named() -> dict[str, str]:
    return {"hand": _("手工排列"), "newest": _("新的在前"), "oldest": _("旧的在前")}


def causes_named() -> dict[str, str]:
    return {
        "withdrawn": _("所在一期已撤回"),
        "removed": _("所在一期已彻底删除"),
        "searches": _("专题的检索改过"),
        "corrected": _("更正后不再符合检索"),
        "reread": _("重新识读，或词典、名录改动后不再符合检索"),
    }


def shown(now: LivingTopic) -> dict[str, Any]:
    """The values of the template."""
    kept, state = now.kept, now.kept.state
    start, since = (max(request.args.get(name, 0, type=int), 0) for name in ("start", "new"))
    shelves = [(name, folded(archive(), ids)) for name, ids in now.by_section()]
    rows = sum(len(prints) for _name, prints in shelves)
    new, later = folded(archive(), now.new), folded(archive(), now.later)
    since = since if since < len(new) else 0
    fresh, kept_back = new[since : since + NEW], later[:NEW]
    reasons = Reasons(archive(), now)
    visible = [prints for _name, every in shelves for prints in every][start : start + PAGE]
    held = archive().shelf.held([one for prints in (*visible, *fresh, *kept_back) for one in prints])
    excluded = list(state.excluded.items())
    return {
        "opened": opened_among(held),
        "topic": kept,
        "state": state,
        "now": now,
        "cover": rendered(state.cover),
        "sections": _sections(shelves, start, held),
        "start": start,
        "step": PAGE,
        "total": len(now.entries),
        "rows": rows,
        "new": len(new),
        "since": since,
        "new_step": NEW,
        "offered": _offered(fresh, held, reasons),
        "later": _offered(kept_back, held, reasons),
        "left": left_titles(archive(), now.left[:PUT_AWAY]),
        "excluded": [
            (one, title, why)
            for (one, why), title in zip(
                excluded[-PUT_AWAY:], titles_of(archive(), [one for one, _why in excluded[-PUT_AWAY:]]),
                strict=True,
            )
        ],
        "causes": causes_named(),
        "searches": [(key, text, from_query_string(text)) for key, text in state.queries.items()],
    }  # fmt: skip


def _offered(listed: Sequence[Prints], held: dict[str, Article], reasons: Reasons) -> list[Offered]:
    found = [shown for prints in listed if (shown := original(prints, held))]
    return [(article, copies, reasons.of(article)) for article, copies in found]


def _sections(
    shelves: Sequence[tuple[str, Sequence[Prints]]], start: int, held: dict[str, Article]
) -> list[tuple[str, int, list[tuple[int, Article, tuple[Article, ...]]]]]:
    """(name, number of its articles, those on this page: number in the topic, the original, its reprints)."""
    number, found = 0, []
    for name, every in shelves:
        first, number = number, number + len(every)
        listed = []
        for place in range(max(first, start), min(number, start + PAGE)):
            if one := original(every[place - first], held):
                listed.append((place + 1, *one))
        if listed or not every:
            found.append((name, sum(map(len, every)), listed))
    return found
