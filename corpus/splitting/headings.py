"""Here is a page whose format states headings, give me the articles they open.

One level of headings opens articles: the highest of which most stand right above text.  Levels above it are
sections, levels below it sub-heads.  Where sections hold nothing but lists, every item is an article.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from corpus.splitting.evidence import Piece, Start, author_rows
from corpus.splitting.imprint import imprint_spans
from corpus.splitting.outline import Apart
from corpus.splitting.page import Page
from corpus.splitting.sections import bracketed
from corpus.splitting.series import MARK, ordinal
from corpus.splitting.wording import squeeze

_LONG_ITEM = 24  # characters of a list item that can stand as an article
_NO_LEVEL = 9
_MANY_ITEMS = 4
_GREETING = 300  # characters of what an editor says under the name of the issue
_SECTION_MAX = 12  # characters
_HEADLINE = 7  # characters that a headline has and a sub-head mostly has not
_OWN_SCORE = 4.0
_LOOSE_SCORE = 1.5
_SUBSTANCE = 40  # characters of running text that are more than a line of the masthead


@dataclass(frozen=True, slots=True)
class Levels:
    """Which heading levels mean what: `article` opens articles, smaller numbers are sections."""

    article: int
    items: bool


def level_of(page: Page, at: int) -> int | None:
    """1 for heading1 and title, 2 for heading2, …; None for any other row."""
    style = page.rows[at].line.style or ""
    if style == "title":
        return 1
    return int(style[7:]) if style.startswith("heading") and style[7:].isdigit() else None


def find_levels(page: Page) -> Levels | None:
    """What the headings of this page mean; None where they do not open articles."""
    rows = range(len(page.rows))
    levels = {at: level for at in rows if (level := level_of(page, at)) is not None}
    if len(levels) < 2:
        return Levels(_NO_LEVEL, items=True) if _nothing_but_items(page) else None
    for level in sorted(set(levels.values())):
        here = [at for at, of in levels.items() if of == level]
        above_text = [at for at in here if at + 1 < len(page.rows) and at + 1 not in levels]
        if len(here) < 2 or len(above_text) < 0.6 * len(here):
            continue
        named = sum(_like_section(page, at) for at in here)
        listed = sum(page.rows[at + 1].line.style == "list" for at in above_text)
        if listed >= 0.6 * len(above_text) and _items_are_articles(page):
            return Levels(level + 1, items=True)
        return None if named >= 0.6 * len(here) else Levels(level, items=False)
    return None


def _nothing_but_items(page: Page) -> bool:
    """A page without headings that is a list of news, perhaps under names of sections."""
    items = sum(row.line.style == "list" for row in page.rows)
    return items >= _MANY_ITEMS and items >= 0.5 * len(page.rows) and _items_are_articles(page)


def _like_section(page: Page, at: int) -> bool:
    text = page.rows[at].text
    name = squeeze(text)
    return bracketed(page, text) is not None or (len(name) <= 8 and page.profile.names_section(name))


def _items_are_articles(page: Page) -> bool:
    items = [row.text for row in page.rows if row.line.style == "list"]
    return sum(len(item) >= _LONG_ITEM for item in items) >= 0.7 * len(items)


def headed_articles(page: Page, levels: Levels) -> tuple[Apart, list[Piece]]:
    """The rows that stand in no article, and the articles.

    Text above the first article, or between a section's heading and its first article, is an article of its
    own under the heading above it; a line or two there are the head of the issue.
    """
    apart: Apart = {}
    for first, last in imprint_spans(page, 0):
        apart |= dict.fromkeys(range(first, last), ("imprint", "imprint"))
    found: list[Piece] = []
    section: str | None = None
    heads = _bracketed_sections(page, levels)
    end = len(page.rows)
    at = _loose(page, 0, _first_heading(page, levels), None, apart, found)
    while at < end:
        level = level_of(page, at)
        if at in apart:
            at += 1
        elif at in heads or (level is not None and level < levels.article):
            section = section_name(page.rows[at].text, page)
            last = _end(page, at + 1, _next_apart(apart, at, end), levels, heads)
            if levels.items or last == at + 1 or not _substantial(page, at + 1, last):
                apart[at] = ("section", "section heading")
                at += 1
            else:
                at = _loose(page, at, last, section, apart, found)
        elif levels.items and level is None:
            found.append(Piece(Start(at, 0, 0, 1.5), at + 1, section))
            at += 1
        elif level == levels.article:
            limit = _next_apart(apart, at, end)
            last = _end(page, at + _headline_rows(page, at, limit), limit, levels, heads)
            rows = _headline_rows(page, at, last)
            by = author_rows(page, at + rows, last)
            found.append(Piece(Start(at, rows, by, _OWN_SCORE), last, section))
            at = last
        else:
            last = _end(page, at + 1, _next_apart(apart, at, end), levels, heads)
            at = _loose(page, at, last, section, apart, found)
    return _with_numbered_items(page, apart, found)


def _with_numbered_items(page: Page, apart: Apart, found: list[Piece]) -> tuple[Apart, list[Piece]]:
    """Headings under which every text has its number and headline (1、 2、 …) are sections of such articles.

    Several headings must be so, or many items: one numbered text alone has sub-heads.
    """
    items = [_numbered_items(page, piece) for piece in found]
    longest = max((len(rows) for rows in items), default=0)
    if sum(map(bool, items)) < 2 and longest < _MANY_ITEMS + 1:
        return apart, found
    pieces: list[Piece] = []
    for piece, rows in zip(found, items, strict=True):
        if not rows:
            pieces.append(piece)
            continue
        name = section_name(page.rows[piece.start.at].text, page)
        apart |= dict.fromkeys(range(piece.start.at, rows[0]), ("section", "section heading"))
        for at, end in pairwise((*rows, piece.end)):
            by = author_rows(page, at + 1, end)
            pieces.append(Piece(Start(at, 1, by, _OWN_SCORE, marked=True), end, name))
    return apart, pieces


def _numbered_items(page: Page, piece: Piece) -> list[int]:
    """Rows that number the texts under a heading from 1; [] where it has none, or text above them."""
    start = piece.start
    rows = [at for at in range(start.at + start.rows, piece.end) if ordinal(page.rows[at].text)]
    values = [ordinal(page.rows[at].text) for at in rows]
    short = all(not page.ends[at] and len(page.rows[at].text) <= _LONG_ITEM * 2 for at in rows)
    followed = all(b - a >= 2 for a, b in pairwise((*rows, piece.end)))
    headlines = [value[2] for value in values if value]
    counted = [value[1] for value in values if value] == list(range(1, len(rows) + 1))
    directly = bool(rows) and start.by == 0 and rows[0] == start.at + start.rows and start.rows > 0
    named = len(rows) >= 2 and median(map(len, headlines)) >= _HEADLINE
    return rows if directly and counted and short and followed and named else []


def _first_heading(page: Page, levels: Levels) -> int:
    """The first row that a section or an article begins with; the issue's own name is passed over."""
    heads = _bracketed_sections(page, levels)
    first = next(at for at in range(len(page.rows)) if (level_of(page, at) or 9) <= levels.article)
    while first < len(page.rows) and first not in heads and _is_name_of_issue(page, first, levels):
        first += 1
    return first


def _loose(page: Page, first: int, last: int, section: str | None, apart: Apart, found: list[Piece]) -> int:
    """Put rows [first, last) under no article's heading where they belong; the row after them."""
    while first < last and first in apart:
        first += 1
    end = min(_next_apart(apart, first, last), last)
    if first < end and not _substantial(page, first, end):
        reason = "front matter" if found else "masthead"
        apart |= dict.fromkeys(range(first, end), ("head", reason))
    elif first < end:
        named = first == 0
        while page.profile.is_masthead(page.rows[first].text):
            apart[first] = ("head", "masthead")
            first += 1
        if named and first and sum(len(page.rows[at].text) for at in range(first, end)) <= _GREETING:
            apart |= dict.fromkeys(range(first, end), ("head", "front matter"))
            return _loose(page, end, last, section, apart, found) if end < last else last
        headed = level_of(page, first) is not None or bracketed(page, page.rows[first].text) is not None
        by = author_rows(page, first + 1, end) if headed else 0
        found.append(Piece(Start(first, int(headed), by, _LOOSE_SCORE), end, section))
    return _loose(page, end, last, section, apart, found) if end < last else last


def _substantial(page: Page, first: int, last: int) -> bool:
    """Running text, more than a masthead's line or two."""
    text = [page.rows[at].text for at in range(first, last) if page.running[at]]
    return sum(map(len, text)) >= _SUBSTANCE


def _next_apart(apart: Apart, at: int, end: int) -> int:
    return next((i for i in range(at, end) if i in apart), end)


def _is_name_of_issue(page: Page, at: int, levels: Levels) -> bool:
    """A heading above the articles' level that stands alone at the top, and the text between it and them."""
    level = level_of(page, at)
    if level is None:
        return not levels.items or page.rows[at].line.style != "list"
    alone = sum(level_of(page, other) == level for other in range(len(page.rows))) == 1
    if at == 0 and level == levels.article and len(page.rows) > 1:  # one style for the name and the headlines
        named = page.profile.publication.search(page.rows[0].text) is not None
        return named and page.profile.is_masthead(page.rows[1].text)
    return level < levels.article and alone and at == 0


def _headline_rows(page: Page, at: int, last: int) -> int:
    """A headline of several lines is several headings of one level, or a heading and its sub-title."""
    rows = 1
    while rows < 3 and at + rows + 1 < last:
        style = page.rows[at + rows].line.style
        if style != "subtitle" and style != page.rows[at].line.style:
            break
        rows += 1
    return rows


def _end(page: Page, at: int, last: int, levels: Levels, heads: frozenset[int]) -> int:
    while at < last and at not in heads and (level_of(page, at) or 9) > levels.article:
        at += 1
    return at


def _bracketed_sections(page: Page, levels: Levels) -> frozenset[int]:
    """Rows that name a section and are no headings themselves, right above an article's or an item."""
    rows = range(len(page.rows) - 1)
    if levels.article == _NO_LEVEL:
        above = [at for at in rows if page.rows[at + 1].line.style == "list" != page.rows[at].line.style]
        return frozenset(
            at for at in above if len(page.rows[at].text) <= _SECTION_MAX and level_of(page, at) is None
        )
    return frozenset(
        at
        for at in rows
        if level_of(page, at + 1) == levels.article
        and level_of(page, at) is None
        and bracketed(page, page.rows[at].text) is not None
    )


def section_name(text: str, page: Page) -> str:
    """A section heading without its brackets and marks."""
    mark = MARK.match(text)
    return bracketed(page, text) or (mark[2] if mark else text).strip()


def inline_headline(page: Page, text: str) -> tuple[str, str, str] | None:
    """(headline, text, the marks around them) of a paragraph that carries its own headline."""
    for pattern in page.profile.title_inline:
        if match := pattern.match(text):
            marks = text[: match.start("title")] + text[match.end("title") : match.start("body")]
            marks += text[match.end("body") :]
            return match["title"].strip(), match["body"].strip(), marks.strip()
    return None
