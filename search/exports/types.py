"""What every format is given, and what it gives."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import BinaryIO, TypeAlias

from corpus.model import Article, Issue
from search.exports.citations import Work, work_of


@dataclass(frozen=True, slots=True)
class Context:
    """What is known beside the articles.

    title: of the list, e.g. the query; note: a line under it; issues: by id, for the citations.
    """

    title: str = ""
    note: str = ""
    issues: Mapping[str, Issue] = field(default_factory=dict)

    def work(self, article: Article) -> Work:
        """What a reference to the article names."""
        return work_of(article, self.issues.get(article.issue_id or ""))


Writer: TypeAlias = Callable[[Iterator[Article], BinaryIO, Context], None]
"""Writes all articles to the stream, which it leaves open."""
