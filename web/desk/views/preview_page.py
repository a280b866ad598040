"""Here is a draft, give me the leaf of it that a person looks at: its lines and what they became.  Pure.

A leaf is a page where the source has pages and places, else a stretch of lines, so that a paper of two
hundred pages costs what one page does.  Every line of the source is on one leaf, once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from corpus.desk import Draft, PreviewLine
from corpus.model import Article, Aside
from corpus.store.review import DOUBTFUL
from web.rectangles import Rectangle

STRETCH = 150
"""Lines of a leaf where there are no pages."""

SURE = 0.9
"""Confidence from which a value is shown as certain."""

Sureness = Literal["hand", "sure", "likely", "doubtful"]


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A line as it is shown.  key: first line of its article, 0 where it stands in none; begins: it is that
    line, or the first of those that stand in none; place: None where the page shows none."""

    said: PreviewLine
    key: int
    begins: bool
    place: Rectangle | None = None

    @property
    def number(self) -> int:
        return self.said.line.number


@dataclass(frozen=True, slots=True)
class Card:
    """An article as it is shown.  key, last: its first and last line; before, after: it stands on the leaf
    before or after as well."""

    article: Article
    key: int
    last: int
    before: bool = False
    after: bool = False


@dataclass(frozen=True, slots=True)
class Apart:
    """Lines in a row that stand in no article, for one reason."""

    rows: tuple[ShownLine, ...]
    kind: str
    reason: str
    by_hand: bool

    @property
    def key(self) -> int:
        return self.rows[0].number


@dataclass(frozen=True, slots=True)
class PreviewPage:
    """What is looked at at once.

    number: 1-based; page: of the source, None where it has none; size: of that page in points; entries: cards
    and what stands apart, as they follow each other; loose: what stands in no article and is no line of its
    own.
    """

    number: int
    page: int | None
    size: tuple[float, float] | None
    rows: tuple[ShownLine, ...] = ()
    entries: tuple[Card | Apart, ...] = ()
    loose: tuple[Aside, ...] = ()

    @property
    def placed(self) -> list[ShownLine]:
        """Lines that the picture shows."""
        return [row for row in self.rows if row.place is not None]

    @property
    def unplaced(self) -> list[ShownLine]:
        return [row for row in self.rows if row.place is None]


@dataclass(frozen=True, slots=True)
class Listed:
    """An article in the list of all.  doubts: its fields that are doubtful."""

    title: str
    section: str
    key: int
    leaf: int
    doubts: tuple[str, ...]


@dataclass
class Book:
    """All leaves of a draft, of which only the one that is asked for is laid out."""

    draft: Draft
    sizes: Sequence[tuple[float, float]] = ()
    leaves: list[tuple[int | None, list[PreviewLine]]] = field(init=False)

    def __post_init__(self) -> None:
        self.leaves = _leaves(self.draft.lines, len(self.sizes))
        self.leaf_of = {one.line.number: at for at, (_, lines) in enumerate(self.leaves, 1) for one in lines}
        self.lines_of: dict[int, list[int]] = {}
        for one in self.draft.lines:
            if one.article is not None:
                self.lines_of.setdefault(one.article, []).append(one.line.number)
        self.article_of = {one.line.number: one.article for one in self.draft.lines}

    def nearest(self, line: int) -> int:
        """The line, or the one before it where it is empty; 0 where there is none."""
        return max((number for number in self.leaf_of if number <= line), default=0)

    def key(self, line: int) -> int:
        """The first line of the article in which this line stands; 0 for none."""
        article = self.article_of.get(line)
        return self.lines_of[article][0] if article is not None else 0

    def article(self, line: int) -> Article | None:
        """The article in which this line stands."""
        found = self.article_of.get(line)
        return self.draft.parsed.articles[found] if found is not None else None

    def listed(self) -> list[Listed]:
        """Every article, in order."""
        return [
            Listed(
                article.title, article.section or "", numbers[0], self.leaf_of[numbers[0]], doubts_of(article)
            )
            for at, article in enumerate(self.draft.parsed.articles)
            if (numbers := self.lines_of.get(at))
        ]

    def leaf(self, number: int) -> PreviewPage:
        """The leaf of this number, or the nearest there is."""
        number = min(max(number, 1), len(self.leaves))
        page, lines = self.leaves[number - 1]
        size = self.sizes[page - 1] if page and page <= len(self.sizes) else None
        rows = self._rows(lines, size)
        return PreviewPage(
            number, page, size, rows, tuple(self._entries(rows, number)), self._loose(number, page)
        )

    def _rows(self, lines: Sequence[PreviewLine], size: tuple[float, float] | None) -> tuple[ShownLine, ...]:
        rows: list[ShownLine] = []
        for one in lines:
            key = self.key(one.line.number)
            begins = not rows or rows[-1].key != key or rows[-1].said.reason != one.reason
            rows.append(ShownLine(one, key, begins, _place(one, size)))
        return tuple(rows)

    def _entries(self, rows: Sequence[ShownLine], leaf: int) -> list[Card | Apart]:
        entries: list[Card | Apart] = []
        seen: set[int] = set()
        apart: list[ShownLine] = []
        for row in rows:
            if apart and (row.key or row.said.reason != apart[-1].said.reason):
                entries.append(_apart(apart))
                apart = []
            if not row.key:
                apart.append(row)
            elif row.key not in seen:
                seen.add(row.key)
                entries.append(self._card(row.number, leaf))
        entries += [_apart(apart)] if apart else []
        return entries + self._lineless() if leaf == len(self.leaves) else entries

    def _lineless(self) -> list[Card | Apart]:
        """Articles of which the reader counts no lines."""
        articles = enumerate(self.draft.parsed.articles)
        return [Card(article, 0, 0) for at, article in articles if at not in self.lines_of]

    def _card(self, line: int, leaf: int) -> Card:
        at = self.article_of[line]
        assert at is not None
        numbers = self.lines_of[at]
        on = {self.leaf_of[number] for number in numbers}
        return Card(self.draft.parsed.articles[at], numbers[0], numbers[-1], min(on) < leaf, max(on) > leaf)

    def _loose(self, number: int, page: int | None) -> tuple[Aside, ...]:
        """What the reader kept out of the lines, or a mark that a headline carried."""
        found = []
        for aside in self.draft.parsed.asides:
            if aside.lines is not None and aside.lines[0] in self.leaf_of:
                if self.article_of[aside.lines[0]] is not None and self.leaf_of[aside.lines[0]] == number:
                    found.append(aside)
                continue
            pages = [at for at, (one, _) in enumerate(self.leaves, 1) if one and one == aside.page]
            if (pages[0] if pages else len(self.leaves)) == number:
                found.append(aside)
        return tuple(found)


def sureness(article: Article, field: str) -> Sureness:
    """How sure it is that a field reads so."""
    known = article.provenance.get(field)
    if known is None:
        return "likely"
    if known.how == "marked by hand" or known.how == "correction":
        return "hand"
    if known.confidence < DOUBTFUL:
        return "doubtful"
    return "sure" if known.confidence >= SURE else "likely"


def doubts_of(article: Article) -> tuple[str, ...]:
    """The fields that a person should look at."""
    return tuple(name for name, known in article.provenance.items() if known.confidence < DOUBTFUL)


def _leaves(lines: Sequence[PreviewLine], pages: int) -> list[tuple[int | None, list[PreviewLine]]]:
    if pages:
        by_page: dict[int, list[PreviewLine]] = {page: [] for page in range(1, pages + 1)}
        page = 1
        for one in lines:
            page = one.line.page or page
            by_page.setdefault(page, []).append(one)
        return list(by_page.items())
    stretches = [list(lines[at : at + STRETCH]) for at in range(0, len(lines), STRETCH)]
    return [(None, stretch) for stretch in stretches or [[]]]


def _place(one: PreviewLine, size: tuple[float, float] | None) -> Rectangle | None:
    if size is None or one.line.box is None:
        return None
    left, top, right, bottom = one.line.box
    across, down = 100 / size[0], 100 / size[1]
    return Rectangle(*(round(each, 2) for each in (
        left * across, top * down, (right - left) * across, (bottom - top) * down
    )))  # fmt: skip


def _apart(rows: Sequence[ShownLine]) -> Apart:
    first = rows[0].said
    return Apart(tuple(rows), first.role, first.reason, first.by_hand)
