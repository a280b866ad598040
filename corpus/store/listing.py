"""Here is the store; give me every article as lists and counts need it: without its text, with its place.

A report counts tens of thousands of articles and reads none of them, so the body stays where it is: one row
says how long it is.  Corrections are laid over, as wherever an article is read.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa

from corpus.model import Article
from corpus.store import schema
from corpus.store.overlay import Overlay, corrected
from corpus.store.rows import ARTICLE_COLUMNS, ISSUE_ID, YEAR_MONTH, article_from

_article, _issue = schema.article, schema.issue

_NO_BODY = {"article.body": sa.literal(""), "article.provenance": sa.literal("")}
"""What a list needs of none; the columns stand where `article_from` expects them."""


@dataclass(frozen=True, slots=True)
class ListedArticle:
    """One article in a list.

    article: without body and provenance; length: characters of its body; position: 0-based place in its
    issue.
    """

    article: Article
    length: int
    position: int

    @property
    def id(self) -> str:
        """Of the article."""
        return self.article.id


class _Lists(dict[str, tuple[str, ...]]):
    """The lists of names by their JSON: the same authors and organisations come again and again."""

    def __missing__(self, text: str) -> tuple[str, ...]:
        found = self[text] = tuple(json.loads(text)) if text else ()
        return found


def select_listed() -> sa.Select[Any]:
    """The statement whose rows `listed_from` reads."""
    columns = [
        _NO_BODY.get(name, schema.metadata.tables[name.split(".")[0]].c[name.split(".")[1]])
        for name in ARTICLE_COLUMNS
    ]
    return sa.select(*columns, sa.func.length(_article.c.body), _article.c.position).join_from(
        _article, _issue, _article.c.issue_id == _issue.c.id
    )


def listed_from(rows: Iterable[Sequence[Any]], overlay: Overlay) -> Iterator[ListedArticle]:
    """The articles of such rows, corrections laid over."""
    lists = _Lists()
    for row in rows:
        *columns, length, position = row
        article = article_from(columns, lists)
        own = overlay.get(article.id)
        if own is not None or columns[ISSUE_ID] in overlay:
            article = corrected(article, overlay, *columns[YEAR_MONTH])
            own = own or {}
            if "body" in own:
                length, article = len(article.body), replace(article, body="")
        yield ListedArticle(article, int(length or 0), int(position))
