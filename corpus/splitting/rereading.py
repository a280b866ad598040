"""Here are some lines of a document and what a person says of them, give me the article they make.

The rules are those of `drafts`; what the person says (this line is the headline, that one the byline) goes
before them, and what they leave open is read as ever, against the measures of the whole document.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from corpus.model import Article, Aside, Document, Issue, Line, Provenance
from corpus.splitting.boundaries import Boundaries
from corpus.splitting.dates import Month, event_date
from corpus.splitting.drafts import draft
from corpus.splitting.evidence import Piece, Start, author_rows
from corpus.splitting.headings import section_name
from corpus.splitting.jumps import read_rows
from corpus.splitting.page import Page
from corpus.splitting.profile import Profile, choose, load_profiles
from corpus.splitting.rows import Row, columns
from corpus.splitting.unwrap import join_title
from corpus.splitting.wording import squeeze

LineRole = Literal["title", "subtitle", "byline", "body"]
"""What a line is inside its article."""

BY_HAND = Provenance("marked by hand", 1.0)
_SURE = 9.0


@dataclass(frozen=True, slots=True)
class Stated:
    """What is known of some lines before they are read.  roles: line → role; by_hand: those lines whose role
    a person gave; cut: a person decided where the article begins or ends."""

    roles: Mapping[int, LineRole]
    by_hand: frozenset[int] = frozenset()
    cut: bool = False


class Rereader:
    """Reads stretches of one document again.  What is measured once is kept."""

    def __init__(self, document: Document, profiles: Sequence[Profile] | None = None) -> None:
        self.lines: dict[int, Line] = {one.number: one for one in document.lines if one.text.strip()}
        rows, _ = read_rows(document)
        known = {row.number: row for row in rows}
        self._rows = {number: known.get(number) or _plain_row(one) for number, one in self.lines.items()}
        profile = choose(profiles if profiles is not None else load_profiles(), list(self.lines.values()))
        self._whole = Page(list(self._rows.values()), profile, wrapped=document.wrapped)

    def text(self, number: int) -> str:
        """The line without outer white space; "" where there is none."""
        row = self._rows.get(number)
        return row.text if row is not None else ""

    def section(self, numbers: Iterable[int]) -> str:
        """The name of a section whose head these lines are."""
        return section_name("".join(self.text(number) for number in numbers), self._whole)

    def seen(self, article: Article, numbers: Sequence[int]) -> dict[int, LineRole]:
        """Which of its lines an article's headline and bylines were read from, as far as they can be told."""
        roles: dict[int, LineRole] = {}
        title, taken = squeeze(article.title), ""
        for count, number in enumerate(numbers[:6], 1):
            taken += squeeze(self.text(number))
            if title and taken.strip("【】").endswith(title) and len(taken) <= len(title) + 6:
                roles |= dict.fromkeys(numbers[:count], "title")
                break
            if len(taken) > len(title) + 6:
                break
        bylines = {squeeze(one) for one in article.byline.split("\n") if one.strip()}
        for number in numbers:
            if number not in roles and squeeze(self.text(number)) in bylines:
                roles[number] = "byline"
        return roles

    def article(
        self, numbers: Sequence[int], stated: Stated, section: str | None
    ) -> tuple[Article, tuple[Aside, ...]]:
        """(the article that these lines make, the marks that were taken from its headline).

        numbers: of lines that are there, in order, at least one.
        """
        of = {role: [n for n in numbers if stated.roles.get(n) == role] for role in ("subtitle", "title")}
        rest = [n for n in numbers if n not in of["subtitle"] and n not in of["title"]]
        bylines = [n for n in rest if stated.roles.get(n) == "byline" and n in stated.by_hand]
        rest = [n for n in rest if n not in bylines]
        first = numbers[0]
        if not rest:  # nothing is left for a text: the last line of what there is must be one
            rest = [(bylines or of["title"] or of["subtitle"]).pop()]
        if of["title"]:
            page, at = self._page(numbers, [*of["title"], *rest])
            rows = len(of["title"])
            start = Start(at, rows, author_rows(page, at + rows, at + rows + len(rest)), _SURE)
        else:
            page, at = self._page(numbers, rest)
            start = Boundaries(page).single(at, at + len(rest))
            if stated.roles.get(rest[0]) == "body":
                start = Start(at, 0, 0, start.score)
        if bylines:
            ahead = [*of["title"], *rest][: start.rows + start.by]
            behind = [*of["title"], *rest][start.rows + start.by :]
            page, at = self._page(numbers, [*ahead, *bylines, *behind])
            start = Start(at, start.rows, start.by + len(bylines), start.score)
            if not start.rows:  # a byline stands below a headline only: it is taken from the end instead
                page, at = self._page(numbers, [*behind, *bylines])
                start = Start(at, 0, 0, start.score)
        end = at + len(of["title"]) + len(rest) + len(bylines)
        made = draft(page, Piece(start, end, section))
        article = replace(made.article, lines=(first, numbers[-1]), page_no=self._rows[first].line.page)
        article = self._with_bylines(article, bylines, start.rows)
        if of["subtitle"]:
            article = replace(article, subtitle=self._joined(of["subtitle"]))
        return replace(article, provenance=_known(article, of, bylines, stated)), made.aside

    def _page(self, numbers: Sequence[int], arranged: Sequence[int]) -> tuple[Page, int]:
        """The whole document with some lines rearranged, and the row with which they begin."""
        inside, at = set(numbers), 0
        rows: list[Row] = []
        for number, row in self._rows.items():
            if number == numbers[0]:
                at = len(rows)
                rows.extend(self._rows[each] for each in arranged)
            elif number not in inside:
                rows.append(row)
        page = Page(rows, self._whole.profile, wrapped=self._whole.wrapped)
        page.wrapped, page.reader = self._whole.wrapped, self._whole.reader
        return page, at

    def _with_bylines(self, article: Article, bylines: Sequence[int], headed: int) -> Article:
        """Whatever a person marked as a byline is one: what no rule reads is kept as printed."""
        texts = [self.text(number) for number in bylines]
        if not texts:
            return article
        if not headed:  # they were put at the end, where some may not have been taken for a byline
            left = [text for text in texts if text not in article.byline.split("\n")]
            body = article.body.split("\n")
            while left and body[-1] in left and len(body) > 1:
                article = replace(article, byline="\n".join(filter(None, (body[-1], article.byline))))
                left.remove(body.pop())
            article = replace(article, body="\n".join(body))
        if not article.authors and not article.credit:
            article = replace(article, credit=" ".join(texts))
        return article

    def _joined(self, numbers: Sequence[int]) -> str:
        texts = [self.text(number) for number in numbers]
        return join_title(texts, [False] * len(texts))


def dated(article: Article, issue: Issue, day: dt.date | None) -> Article:
    """The article with its event's date against the issue's month, else the day that the masthead names."""
    found = event_date(article.body, Month(issue.year, issue.month), published=day)
    known = {**article.provenance, "date": Provenance(found.how, found.confidence)}
    return replace(article, date=found.date or day, date_basis=found.basis, provenance=known)


def _plain_row(line: Line) -> Row:
    text = line.text.strip(" \t\r\n\f\v\u3000\xa0\ufeff\u200b") or line.text.strip()
    return Row(text, line, 0.0, 0, columns(text), breaks_page=False)


def _known(
    article: Article, of: Mapping[str, Sequence[int]], bylines: Sequence[int], stated: Stated
) -> dict[str, Provenance]:
    known = dict(article.provenance)
    if stated.cut:
        known["bounds"] = BY_HAND
    if any(number in stated.by_hand for number in of["title"]):
        known["title"] = BY_HAND
    if any(number in stated.by_hand for number in of["subtitle"]):
        known["subtitle"] = BY_HAND
    if bylines:
        known["authors"] = known["credit"] = Provenance(BY_HAND.how, known["authors"].confidence)
    return known
