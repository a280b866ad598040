"""Here is a page of evidence, give me the frame of the issue: masthead, contents, sections, footer.

Whatever is left between them is articles.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median

from corpus.splitting.boundaries import is_list_item, squeeze
from corpus.splitting.names import name_likeness
from corpus.splitting.page import Page
from corpus.splitting.unwrap import ENUMERATED

_LEADERS = re.compile(r"(?:\s*[.…·。．\-—_\s]{2,}\s*|\s+|\s*[（(/／]\s*)第?\s*\d{1,3}\s*[页版]?\s*[)）]?$")
_CLEAR_LEADERS = re.compile(r"[.…·．]{3,}\s*[（(]?\s*\d{1,3}\s*[)）]?$")
_FRONT_ROWS = 14
_BACK_ROWS = 40
_MARK = re.compile(r"^([★☆※◎◆◇■□●○▲△▼▌▍▎►▶✦❖◈⊙♦•])\s*(\S.*)$")
_ORDINAL = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}\s*[、.．]|第[一二三四五六七八九十]{1,3}[部章][分]?[:：]?|[ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ]\s*[、.．:：]?)\s*(\S.*)$"
)


@dataclass(frozen=True)
class Outline:
    """The frame: rows of each kind (indices into the page's rows), and the stretches of articles between.

    stretches: (first, last, section) with rows [first, last); marked: rows that a headline's mark opens.
    """

    masthead: tuple[str, ...]
    imprint: tuple[str, ...]
    contents: tuple[str, ...]
    stretches: tuple[tuple[int, int, str | None], ...]
    marked: frozenset[int] = field(default_factory=frozenset)


def outline(page: Page) -> Outline:
    """The frame of the issue on this page."""
    texts = [row.text for row in page.rows]
    front = _masthead_end(page, texts)
    contents_end, contents = _contents(page, texts, front)
    back = _footer_start(page, texts, contents_end)
    marks = _marked_titles(page, texts, contents_end, back)
    sections = _sections(page, texts, contents_end, back)
    stretches: list[tuple[int, int, str | None]] = []
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
        if section_name(page, text) is not None or any(p.search(text) for p in page.profile.toc):
            break
        if page.running[at] and not (_is_masthead(page, text) or _is_imprint(page, text)):
            break
        if _is_masthead(page, text) or _is_imprint(page, text):
            end = at + 1
    return end


def _entry(text: str) -> str:
    """A line of a table of contents without leaders, page number and mark."""
    mark = _MARK.match(text)
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
    at = _skip_masthead(page, texts, at)
    return at, entries


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
    return len(entry) >= 8 and any(squeeze(text).startswith(entry[:8]) for text in texts[at + 1 :])


def _returns(entry: str, known: set[str]) -> bool:
    """The line is one of the entries again: the issue itself begins."""
    return entry in known or (len(entry) >= 10 and any(other.startswith(entry) for other in known))


def _footer_start(page: Page, texts: Sequence[str], front: int) -> int:
    """First row of the distribution list and imprint at the end; len(texts) where there is none."""
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


def section_name(page: Page, text: str) -> str | None:
    """The section that a line opens by its brackets or rules; None for any other line."""
    for pattern in page.profile.section_patterns:
        if match := pattern.match(text):
            name = re.sub(r"\s+", "", match["name"])
            if name not in page.profile.section_not and not name.endswith(("摄", "报道")):
                return name
    return None


def _sections(page: Page, texts: Sequence[str], first: int, last: int) -> dict[int, str]:
    found = {at: name for at in range(first, last) if (name := section_name(page, texts[at])) is not None}
    if len(found) < 2:
        for rows in _classes(page, texts, first, last).values():
            found |= _by_class(page, texts, rows, last)
    if not found:
        found |= _by_words(page, texts, first, last)
    return found


def _classes(page: Page, texts: Sequence[str], first: int, last: int) -> dict[str, list[tuple[int, str]]]:
    """Rows that begin with the same mark, or with an ordinal (一、 第一部分 Ⅰ), and their text without it."""
    found: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for at in range(first, last):
        if mark := _MARK.match(texts[at]):
            if page.bylines[at] is None and name_likeness(squeeze(mark[2])) < 0.9:
                found[mark[1]].append((at, mark[2]))
        elif ordinal := _ORDINAL.match(texts[at]):
            found["一"].append((at, ordinal[1]))
    return found


def _opens_article(page: Page, texts: Sequence[str], at: int, last: int) -> bool:
    """Row `at` could be a headline over text: short, no sentence, running text one to three rows below."""
    if at >= last or page.ends[at] or texts[at][-1] in "，、；：" or ENUMERATED.match(texts[at]):
        return False
    if page.bylines[at] is not None or is_list_item(texts[at]):
        return False
    for below in range(at + 1, min(at + 4, last)):
        if page.ends[below - 1]:
            return False
        if page.running[below] and not page.full[below - 1]:
            return True
    return False


def _by_class(
    page: Page, texts: Sequence[str], rows: Sequence[tuple[int, str]], last: int
) -> dict[int, str]:
    """Rows of one class are sections if most are short and have a headline below them."""
    short = [(at, name) for at, name in rows if len(squeeze(name)) <= 10 and not page.ends[at]]
    if len(short) < 2 or len(short) < 0.6 * len(rows):
        return {}
    opening = [at for at, _ in short if _opens_article(page, texts, at + 1, last)]
    if len(opening) < 0.6 * len(short):
        return {}
    return {at: squeeze(name).strip("★☆◆◇■□●○▲△※") for at, name in short}


def _by_words(page: Page, texts: Sequence[str], first: int, last: int) -> dict[int, str]:
    """Bare short lines that end like a section's name, a headline below and a finished text above."""
    found: dict[int, str] = {}
    for at in range(first, last - 2):
        name = squeeze(texts[at])
        if not 3 <= len(name) <= 8 or not name.endswith(page.profile.section_words) or page.ends[at]:
            continue
        above_done = at == first or page.bylines[at - 1] is not None or page.ends[at - 1]
        if above_done and _opens_article(page, texts, at + 1, last):
            found[at] = name
    return found if len(found) >= 2 else {}


def _marked_titles(page: Page, texts: Sequence[str], first: int, last: int) -> frozenset[int]:
    """Rows whose mark opens a headline: the kind of mark mostly has running text right below."""
    rows = [at for at in range(first, last) if _MARK.match(texts[at])]
    opening = [at for at in rows if len(texts[at]) >= 7 and _opens_article(page, texts, at, last)]
    if len(opening) < 2 or len(opening) < 0.6 * len(rows) or median(len(texts[at]) for at in opening) < 8:
        return frozenset()
    return frozenset(opening)
