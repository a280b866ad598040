"""Here is a page of evidence, give me the frame of the issue: masthead, contents, sections, footer.

Whatever is left between them is articles.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from corpus.model import AsideKind
from corpus.splitting.evidence import squeeze
from corpus.splitting.imprint import APPENDED, imprint_spans, is_imprint, is_masthead
from corpus.splitting.page import Page
from corpus.splitting.sections import bracketed, find_sections
from corpus.splitting.series import bare_headline, headline_rows, ordinal

_LEADERS = re.compile(r"(?:\s*[.…·。．\-—_\s]{2,}\s*|\s+|\s*[（(/／]\s*)第?\s*\d{1,3}\s*[页版]?\s*[)）]?$")
_CLEAR_LEADERS = re.compile(r"[.…·．]{3,}\s*[（(]?\s*\d{1,3}\s*[)）]?$")
_FRONT_ROWS = 14


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
    contents_end, contents = _contents(page, texts, front)
    spans = imprint_spans(page, contents_end)
    back = next((first for first, last in spans if last == len(texts)), len(texts))
    marks = headline_rows(page, contents_end, back, contents)
    apart: Apart = dict.fromkeys(range(contents_end), ("head", "masthead"))
    listed = frozenset(contents)
    apart |= {at: ("head", "contents") for at in range(contents_end) if _lists(page, texts[at], listed)}
    for first, last in spans:
        apart |= dict.fromkeys(range(first, last), ("imprint", "imprint"))
    sections = {
        at: name
        for at, name in find_sections(page, contents_end, back, contents, marks).items()
        if at not in apart
    }
    sections |= {last: "附件" for _, last in spans if last < back and APPENDED.match(texts[last])}
    apart |= dict.fromkeys(sections, ("section", "section heading"))
    return Outline(apart, tuple(contents), _stretches(len(texts), apart, sections), marks)


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
        name = sections.get(at, None if at in apart and apart[at][0] == "imprint" else name)
    return tuple(stretches)


def _masthead_end(page: Page, texts: Sequence[str]) -> int:
    """Row after the masthead: the last near the top that only a masthead can hold, below short ones."""
    end = 0
    for at, text in enumerate(texts[:_FRONT_ROWS]):
        if bracketed(page, text) is not None or any(p.search(text) for p in page.profile.toc):
            break
        if page.running[at] and not (is_masthead(page, text) or is_imprint(page, text)):
            break
        if is_masthead(page, text) or is_imprint(page, text):
            end = at + 1
    return end


def _entry(text: str) -> str:
    """A line of a table of contents without leaders, page number and what stands in front."""
    return squeeze(_LEADERS.sub("", bare_headline(text))).strip("….·")


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
        while (
            at > begin + 1
            and _heads_section(page, texts[at - 1], numbered=bool(_LEADERS.search(texts[begin + 1])))
            and not _counts_on(texts[at - 2], texts[at - 1])
        ):
            at -= 1
            entries.pop()
    at = _skip_masthead(page, texts, at)
    return at, entries


def _counts_on(above: str, text: str) -> bool:
    """The two rows bear neighbouring numbers of one kind."""
    one, two = ordinal(above), ordinal(text)
    return one is not None and two is not None and one[0] == two[0] and two[1] == one[1] + 1


def _lists(page: Page, text: str, entries: frozenset[str]) -> bool:
    """The row is the heading of the contents, or one of its entries."""
    return _entry(text) in entries or (bool(entries) and any(p.search(text) for p in page.profile.toc))


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
        and (is_masthead(page, texts[at]) or is_imprint(page, texts[at]))
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
