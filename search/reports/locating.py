"""Here are articles and their issues; give me where each is printed: issue:page (7:3)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from corpus.model import Issue
from corpus.store.listing import ListedArticle
from search.exports.work import issue_number
from search.reports.types import Cell


class Locators:
    """Where articles are printed; of what came as a file of records, their days.

    The issue is its number within the year, else its month; where several issues would be called so, the year
    stands before it, and where that is not enough, the publication or the issue's title.
    """

    def __init__(self, issues: Iterable[Issue], articles: Sequence[ListedArticle]) -> None:
        present = {one.article.issue_id for one in articles}
        self._issues = {one.id: one for one in issues if one.id in present}
        ways = (_number, _in_year, _in_full)
        labels = {id_: _number(one) for id_, one in self._issues.items()}
        for way in ways[1:]:
            often = Counter(labels.values())
            if max(often.values(), default=0) == 1:
                break
            labels = {
                id_: label if often[label] == 1 else way(self._issues[id_]) for id_, label in labels.items()
            }
        self._labels = labels
        self._turn = {
            id_: turn
            for turn, id_ in enumerate(sorted(self._issues, key=lambda id_: _turn(self._issues[id_])))
        }

    def of(self, one: ListedArticle) -> str:
        """7:3; 7 where no page is known."""
        issue = self._issues.get(one.article.issue_id or "")
        if issue is not None and not issue.number and not issue.month and one.article.date:
            return str(one.article.date)  # a file of records, whose articles are of many days
        label = self._labels.get(one.article.issue_id or "", "—")
        return f"{label}:{one.article.page_no}" if one.article.page_no is not None else label

    def printed(self, one: ListedArticle) -> str:
        """The issue by its title, with the page: 岚川通信 第7期 第3版; of a record its day."""
        page = one.article.page_no
        where = self.of(one) if str(one.article.date) == self.of(one) else f"第{page}版" if page else ""
        return " ".join(filter(None, (one.article.issue_title, where)))

    def issue(self, one: ListedArticle) -> str:
        """The issue by its title, as a heading."""
        return one.article.issue_title or self.of(one)

    def place(self, one: ListedArticle) -> tuple[int, int, int, str]:
        """What articles are sorted by: issue, page, place in it."""
        turn = self._turn.get(one.article.issue_id or "", len(self._turn))
        return turn, one.article.page_no or 0, one.position, one.id

    def cell(self, articles: Sequence[ListedArticle]) -> Cell:
        """The places of several articles, each leading to its own; in print one page is named once."""
        parts = tuple(Cell(self.of(one), article=one.id) for one in articles)
        return Cell("，".join(dict.fromkeys(str(part.value) for part in parts)), parts=parts)


def _number(issue: Issue) -> str:
    if issue.number:
        return issue_number(issue.number)
    return str(issue.month) if issue.month else issue.title


def _in_year(issue: Issue) -> str:
    return f"{issue.year}-{_number(issue)}" if issue.year else issue.title


def _in_full(issue: Issue) -> str:
    return f"{issue.publication}{_in_year(issue)}" if issue.publication else issue.title


def _turn(issue: Issue) -> tuple[int, int, str, str]:
    number = _number(issue)
    return issue.year or 0, issue.month or 0, number.zfill(6), issue.id
