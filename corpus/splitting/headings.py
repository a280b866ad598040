"""Here is a page whose format states headings, give me the articles they open.

One level of headings opens articles: the highest of which most stand right above text.  Levels above it are
sections, levels below it sub-heads.  Where sections hold nothing but lists, every item is an article.
"""

from __future__ import annotations

from dataclasses import dataclass

from corpus.splitting.evidence import Piece, Start, author_rows, squeeze
from corpus.splitting.outline import footer_start
from corpus.splitting.page import Page
from corpus.splitting.sections import MARK, bracketed

_LONG_ITEM = 24  # characters of a list item that can stand as an article
_OWN_SCORE = 4.0


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
        return None
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


def _like_section(page: Page, at: int) -> bool:
    text = page.rows[at].text
    name = squeeze(text)
    return bracketed(page, text) is not None or (len(name) <= 8 and name.endswith(page.profile.section_words))


def _items_are_articles(page: Page) -> bool:
    items = [row.text for row in page.rows if row.line.style == "list"]
    return sum(len(item) >= _LONG_ITEM for item in items) >= 0.7 * len(items)


def headed_articles(page: Page, levels: Levels) -> tuple[list[str], list[str], list[Piece]]:
    """(rows above the first section or article, rows of the footer, the articles)."""
    front: list[str] = []
    found: list[Piece] = []
    section: str | None = None
    heads = _bracketed_sections(page, levels)
    last = footer_start(page, 0)
    first = next(at for at in range(len(page.rows)) if (level_of(page, at) or 9) <= levels.article)
    while first < len(page.rows) and _is_name_of_issue(page, first, levels):
        first += 1
    at = first
    front.extend(row.text for row in page.rows[:first])
    while at < last:
        level = level_of(page, at)
        if at in heads or (level is not None and level < levels.article):
            section = section_name(page.rows[at].text, page)
            at += 1
        elif levels.items and level is None:
            found.append(Piece(Start(at, 0, 0, 1.5), at + 1, section))
            at += 1
        elif level == levels.article:
            end = _end(page, at + _headline_rows(page, at, last), last, levels, heads)
            rows = _headline_rows(page, at, end)
            by = author_rows(page, at + rows, end)
            found.append(Piece(Start(at, rows, by, _OWN_SCORE), end, section))
            at = end
        else:
            front.append(page.rows[at].text)
            at += 1
    return front, [row.text for row in page.rows[last:]], found


def _is_name_of_issue(page: Page, at: int, levels: Levels) -> bool:
    """A heading above the articles' level that stands alone at the top, and the text between it and them."""
    level = level_of(page, at)
    if level is None:
        return not levels.items or page.rows[at].line.style != "list"
    alone = sum(level_of(page, other) == level for other in range(len(page.rows))) == 1
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
    """Rows in section brackets that are no headings themselves, right above an article's."""
    return frozenset(
        at
        for at in range(len(page.rows) - 1)
        if level_of(page, at + 1) == levels.article
        and level_of(page, at) is None
        and bracketed(page, page.rows[at].text) is not None
    )


def section_name(text: str, page: Page) -> str:
    """A section heading without its brackets and marks."""
    mark = MARK.match(text)
    return bracketed(page, text) or (mark[2] if mark else text).strip()


def inline_headline(page: Page, text: str) -> tuple[str, str] | None:
    """(headline, text) of a paragraph that carries its own headline, by the profile's patterns."""
    for pattern in page.profile.title_inline:
        if match := pattern.match(text):
            return match["title"].strip(), match["body"].strip()
    return None
