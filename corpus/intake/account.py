"""Here is what a source was understood to be, give me the account of its characters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from corpus.model import Article, Aside, Issue, ParsedIssue
from corpus.reading.chrome import PAGE_FURNITURE

_MUCH_CHARACTERS, _MUCH_SHARE = 200, 0.25
_TOLD = 20
_KINDS = {"head": "刊头", "imprint": "刊尾", "section": "栏目", "furniture": "版面用字"}


@dataclass(frozen=True, slots=True)
class TextAccount:
    """What came of the characters of one source.

    name: of the source; issue: its title; articles: how many; characters: in articles; apart: kind of aside →
    characters in no article, the menus and lists of a web page left out; notices: as in `Document`.
    """

    name: str
    issue: str
    articles: int
    characters: int
    apart: tuple[tuple[str, int], ...] = ()
    notices: tuple[str, ...] = ()

    @property
    def much_apart(self) -> int:
        """Characters that stand in no article, where they are much of the source; else 0."""
        total = sum(count for _, count in self.apart)
        much = total >= _MUCH_CHARACTERS and total >= _MUCH_SHARE * (total + self.characters)
        return total if much else 0

    def lines(self) -> list[str]:
        """In words for the person who brought the source, Chinese / English, the first line always there."""
        found = [f"{self.issue}，{self.articles} 篇 / {self.articles} articles"]
        if total := self.much_apart:
            kinds = "、".join(f"{_KINDS.get(kind, kind)} {count}" for kind, count in self.apart)
            found.append(
                f"{total} 字不在任何一篇之内（{kinds}），请核对 / "
                f"{total} characters stand in no article: check them on the issue's page"
            )
        return [*found, *self.notices]


def told(notices: Sequence[str]) -> tuple[str, ...]:
    """The first notices on the rows of one file, and how many more there are."""
    if len(notices) <= _TOLD:
        return tuple(notices)
    more = len(notices) - _TOLD
    return (*notices[:_TOLD], f"还有 {more} 行同样经过修补 / {more} more rows were mended likewise")


def account_of(parsed: ParsedIssue) -> TextAccount:
    """The account of a parsed source; white space is not counted."""
    account = account_of_issue(parsed.issue, parsed.articles, parsed.asides)
    return replace(account, name=parsed.source, notices=parsed.notices)


def account_of_issue(issue: Issue, articles: Sequence[Article], asides: Iterable[Aside]) -> TextAccount:
    """The same of an issue as it is kept: all of its articles, and what stands in none."""
    apart: Counter[str] = Counter()
    for aside in asides:
        if aside.reason not in PAGE_FURNITURE:
            apart[aside.kind] += _length((aside.text,))
    inside = sum(_length((one.title, one.subtitle, one.byline, one.body)) for one in articles)
    return TextAccount(issue.source_file, issue.title, len(articles), inside, tuple(sorted(apart.items())))


def _length(texts: Iterable[str]) -> int:
    return sum(len("".join(text.split())) for text in texts)
