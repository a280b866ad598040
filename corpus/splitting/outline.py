"""Here is a page of evidence, give me the frame of the issue: masthead, contents, sections, footer.

Whatever is left between them is articles.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median

from corpus.splitting.evidence import squeeze
from corpus.splitting.page import Page
from corpus.splitting.sections import MARK, bracketed, find_sections, opens_article

_LEADERS = re.compile(r"(?:\s*[.…·。．\-—_\s]{2,}\s*|\s+|\s*[（(/／]\s*)第?\s*\d{1,3}\s*[页版]?\s*[)）]?$")
_CLEAR_LEADERS = re.compile(r"[.…·．]{3,}\s*[（(]?\s*\d{1,3}\s*[)）]?$")
_FRONT_ROWS = 14
_BACK_ROWS = 40


Stretch = tuple[int, int, str | None]
"""(first, last, section): rows [first, last) hold articles of a section."""


@dataclass(frozen=True)
class Outline:
    """The frame: rows of each kind (indices into the page's rows), and the stretches of articles between.

    stretches: (first, last, section) with rows [first, last); marked: rows that a headline's mark opens.
    """

    masthead: tuple[str, ...]
    imprint: tuple[str, ...]
    contents: tuple[str, ...]
    stretches: tuple[Stretch, ...]
    marked: frozenset[int] = field(default_factory=frozenset)


def outline(page: Page) -> Outline:
    """The frame of the issue on this page."""
    texts = [row.text for row in page.rows]
    front = _masthead_end(page, texts)
    contents_end, contents = _contents(page, texts, front)
    back = footer_start(page, contents_end)
    marks = _marked_titles(page, texts, contents_end, back)
    sections = find_sections(page, contents_end, back, contents, marks)
    stretches: list[Stretch] = []
    at, name = contents_end, None
    for i in sorted(sections):
        if i > at:
            stretches.append((at, i, name))
        at, name = i + 1, sections[i]
    if back > at:
        stretches.append((at, back, name))
    heads = tuple(texts[:contents_end]) if contents_end > front else tuple(texts[:front])
    masthead = tuple(text for text in heads if text not in contents)
    return Outline(masthead, tuple(texts[back:]), tuple(contents), tuple(stretches), marks)


def _is_masthead(page: Page, text: str) -> bool:
    profile = page.profile
    return len(text) <= 70 and any(p.search(text) for p in profile.masthead) and not text.endswith("。")


def _is_imprint(page: Page, text: str) -> bool:
    return len(text) <= 90 and any(
        p.search(text) for p in (*page.profile.imprint, *page.profile.footer_start)
    )


def _masthead_end(page: Page, texts: Sequence[str]) -> int:
    """Row after the masthead: the last near the top that only a masthead can hold, below short ones."""
    end = 0
    for at, text in enumerate(texts[:_FRONT_ROWS]):
        if bracketed(page, text) is not None or any(p.search(text) for p in page.profile.toc):
            break
        if page.running[at] and not (_is_masthead(page, text) or _is_imprint(page, text)):
            break
        if _is_masthead(page, text) or _is_imprint(page, text):
            end = at + 1
    return end


def _entry(text: str) -> str:
    """A line of a table of contents without leaders, page number and mark."""
    mark = MARK.match(text)
    return squeeze(_LEADERS.sub("", mark[2] if mark else text)).strip("….·")


def _contents(page: Page, texts: Sequence[str], front: int) -> tuple[int, list[str]]:
    """Row after the table of contents, and its entries; (front, []) where there is none."""
    begin = next(
        (
            at
            for at in range(min(len(texts), front + 6))
            if any(p.search(texts[at]) for p in page.profile.toc)
        ),
        None,
    )
    if begin is None:
        led = [at for at in range(front, min(len(texts), front + 12)) if _CLEAR_LEADERS.search(texts[at])]
        if len(led) < 3:
            return front, []
        begin = led[0] - 1
    entries: list[str] = []
    known: set[str] = set()
    at = begin + 1
    while at < len(texts):
        text = texts[at]
        numbered = _LEADERS.search(text) is not None
        entry = _entry(text)
        if not numbered and _returns(entry, known):
            break
        goes_on = at + 1 < len(texts) and _LEADERS.search(texts[at + 1]) is not None  # a wrapped entry
        if not numbered and not goes_on and page.running[at] and not _comes_back(entry, texts, at):
            break
        if entry:
            entries.append(entry)
            known.add(entry)
        at += 1
    if at >= len(texts):
        return front, []
    if not _returns(_entry(texts[at]), known):  # ran into text: its headline above was taken for an entry
        back = at
        while back > begin + 1 and at - back < 4 and not _LEADERS.search(texts[back - 1]):
            back -= 1
        del entries[len(entries) - (at - back) :]
        at = back
    else:
        while at > begin + 1 and _heads_section(
            page, texts[at - 1], numbered=bool(_LEADERS.search(texts[begin + 1]))
        ):
            at -= 1
            entries.pop()
    at = _skip_masthead(page, texts, at)
    return at, entries


def _heads_section(page: Page, text: str, numbered: bool) -> bool:
    """The last row of the contents is the head of the first section (one without entries)."""
    if _LEADERS.search(text):
        return False
    if len(squeeze(text)) > 12:
        return False
    return numbered or bracketed(page, text) is not None or _entry(text).endswith(page.profile.section_words)


def _skip_masthead(page: Page, texts: Sequence[str], at: int) -> int:
    while (
        at < len(texts)
        and (_is_masthead(page, texts[at]) or _is_imprint(page, texts[at]))
        and not page.running[at]
    ):
        at += 1
    return at


def _comes_back(entry: str, texts: Sequence[str], at: int) -> bool:
    """A later row opens with the same eight characters."""
    return len(entry) >= 8 and any(_entry(text).startswith(entry[:8]) for text in texts[at + 1 :])


def _returns(entry: str, known: set[str]) -> bool:
    """The line is one of the entries again: the issue itself begins."""
    return entry in known or (len(entry) >= 10 and any(other.startswith(entry) for other in known))


def footer_start(page: Page, front: int) -> int:
    """First row of the distribution list and imprint at the end; len(texts) where there is none."""
    texts = [row.text for row in page.rows]
    end = len(texts)
    first = end
    for at in range(max(front, end - _BACK_ROWS), end):
        if any(p.search(texts[at]) for p in page.profile.footer_start):
            first = at
            break
    if first == end:
        return _trailing_imprint(page, texts, front)
    after = [
        i for i in range(first + 1, end) if page.running[i] and page.ends[i] and texts[i].count("，") >= 2
    ]
    if len(after) > 2:
        return end
    while first > front + 1 and _is_imprint(page, texts[first - 1]) and not page.running[first - 1]:
        first -= 1
    return first


def _trailing_imprint(page: Page, texts: Sequence[str], front: int) -> int:
    at = len(texts)
    while at > front + 1:
        text = texts[at - 1]
        if (
            _is_imprint(page, text)
            and not (page.running[at - 1] and page.ends[at - 1])
            and not _names_author(page, at - 1)
        ) or (_is_masthead(page, text) and not page.running[at - 1]):
            at -= 1
        else:
            break
    return at


def _names_author(page: Page, at: int) -> bool:
    byline = page.bylines[at]
    return byline is not None and bool(byline.authors)


def _marked_titles(page: Page, texts: Sequence[str], first: int, last: int) -> frozenset[int]:
    """Rows whose mark opens a headline: the kind of mark mostly has running text right below."""
    rows = [at for at in range(first, last) if MARK.match(texts[at])]
    opening = [at for at in rows if len(texts[at]) >= 7 and opens_article(page, at, last)]
    if len(opening) < 2 or len(opening) < 0.6 * len(rows) or median(len(texts[at]) for at in opening) < 8:
        return frozenset()
    return frozenset(opening)
