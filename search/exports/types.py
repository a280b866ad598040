"""What every format is given, and what it gives."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import BinaryIO, TypeAlias
from urllib.parse import quote

from corpus.model import Article, Issue
from search.exports.citations import Citation, cite
from search.exports.work import Work, work_of


@dataclass(frozen=True, slots=True)
class Context:
    """What is known beside the articles.

    title: of the list, e.g. the query; note: a line under it; issues: by id, for the citations;
    address: URL of the archive's pages, without a stroke at its end ("" = none, and no links);
    publication: name of the publication where an article's issue states none; style: of the references
    that stand in texts, one of `citations.STYLES`; notes, headings: of articles that have one in a list
    that somebody keeps, by id; cited, citing: references that were kept as they were once, by id, and the
    style that these are in.
    """

    title: str = ""
    note: str = ""
    issues: Mapping[str, Issue] = field(default_factory=dict)
    address: str = ""
    publication: str = ""
    style: str = "gbt7714"
    notes: Mapping[str, str] = field(default_factory=dict)
    headings: Mapping[str, str] = field(default_factory=dict)
    cited: Mapping[str, str] = field(default_factory=dict)
    citing: str = ""

    @property
    def kept(self) -> bool:
        """Whether it is a list with notes or headings of somebody's own."""
        return bool(self.notes or self.headings)

    def work(self, article: Article) -> Work:
        """What a reference to the article names."""
        return work_of(article, self.issues.get(article.issue_id or ""), publication=self.publication)

    def citation(self, article: Article) -> Citation:
        """The reference to the article: as it was kept, where it was kept in this style."""
        if self.citing == self.style and article.id in self.cited:
            return Citation(((self.cited[article.id], False),))
        return cite(self.style, self.work(article))

    def url(self, article: Article) -> str:
        """Where the article is read; "" where the archive's address is not known."""
        return f"{self.address}/articles/{quote(article.id)}" if self.address and article.id else ""


Writer: TypeAlias = Callable[[Iterator[Article], BinaryIO, Context], None]
"""Writes all articles to the stream, which it leaves open."""
