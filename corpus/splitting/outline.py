"""Here is a page of evidence, give me the frame of the issue: masthead, contents, sections, footer.

Whatever is left between them is articles.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from corpus.model import AsideKind
from corpus.splitting.contents import lists, read_contents
from corpus.splitting.imprint import APPENDED, imprint_spans, page_editors
from corpus.splitting.page import CELLS, Page
from corpus.splitting.sections import bracketed, find_sections
from corpus.splitting.series import headline_rows
from corpus.splitting.unwrap import ends_sentence

_FRONT_ROWS = 14
_EDITORS = "editors of a page"


Stretch = tuple[int, int, str | None]
"""(first, last, section): rows [first, last) hold articles of a section."""


Apart = dict[int, tuple[AsideKind, str]]
"""Row → where it belongs and why, for rows that stand in no article."""


@dataclass(frozen=True)
class Outline:
    """The frame: which rows stand in no article, and the stretches of articles between them.

    Every row is in `apart` or in one stretch.  contents: entries of the table of contents; marked: rows that
    a headline's mark opens.
    """

    apart: Apart
    contents: tuple[str, ...]
    stretches: tuple[Stretch, ...]
    marked: frozenset[int] = field(default_factory=frozenset)


def outline(page: Page) -> Outline:
    """The frame of the issue on this page."""
    texts = [row.text for row in page.rows]
    front = _masthead_end(page, texts)
    contents = read_contents(page, front)
    page.reader.know(contents.authors)
    contents_end = contents.end
    spans = imprint_spans(page, contents_end)
    back = next((first for first, last in spans if last == len(texts)), len(texts))
    marks = headline_rows(page, contents_end, back, contents.entries)
    apart: Apart = dict.fromkeys(range(contents_end), ("head", "masthead"))
    listed = frozenset(contents.entries)
    apart |= {at: ("head", "contents") for at in range(contents_end) if lists(page, texts[at], listed)}
    for first, last in spans:
        apart |= dict.fromkeys(range(first, last), ("imprint", "imprint"))
    for at in page_editors(page, contents_end):
        apart.setdefault(at, ("imprint", _EDITORS))
    sections = {
        at: name
        for at, name in find_sections(
            page, contents_end, back, contents.entries, marks, contents.sections
        ).items()
        if at not in apart
    }
    sections |= {last: "附件" for _, last in spans if last < back and APPENDED.match(texts[last])}
    apart |= dict.fromkeys(_above_sections(page, contents_end, sections), ("head", "masthead"))
    apart |= dict.fromkeys(sections, ("section", "section heading"))
    return Outline(apart, contents.entries, _stretches(len(texts), apart, sections), marks)


def _above_sections(page: Page, first: int, sections: Mapping[int, str]) -> range:
    """The rows above the first section, where they hold no text: the rest of the masthead."""
    last = min(sections, default=first)
    short = all(not page.running[at] and not page.ends[at] for at in range(first, last))
    return range(first, last) if short and last - first <= _FRONT_ROWS else range(0)


def _stretches(end: int, apart: Apart, sections: Mapping[int, str]) -> tuple[Stretch, ...]:
    """The runs of rows that stand in articles; a section holds until the next, or an imprint."""
    stretches: list[Stretch] = []
    first, name = 0, None
    for at in range(end + 1):
        if at < end and at not in apart:
            continue
        if at > first:
            stretches.append((first, at, name))
        first = at + 1
        name = sections.get(at, None if apart.get(at) == ("imprint", "imprint") else name)
    return tuple(stretches)


def _in_cells(text: str) -> bool:
    """Words set apart, and no sentence: 每周五出版　　网址：…"""
    return len(CELLS.split(text)) >= 2 and not ends_sentence(text) and "，" not in text


def _masthead_end(page: Page, texts: Sequence[str]) -> int:
    """Row after the masthead: the last near the top that only a masthead can hold, below short ones."""
    end = 0
    for at, text in enumerate(texts[:_FRONT_ROWS]):
        if bracketed(page, text) is not None or page.profile.heads_contents(text):
            break
        framed = page.profile.is_masthead(text) or page.profile.is_imprint(text)
        if page.running[at] and not framed and not _in_cells(text):
            break
        if page.profile.is_masthead(text) or page.profile.is_imprint(text):
            end = at + 1
    return end
