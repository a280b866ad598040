"""Here is the front of a page, give me its table of contents: what it lists is evidence for what follows.

It lists headlines, often with their authors, and the names of sections, which have no page numbers where
headlines have them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.splitting.page import Page
from corpus.splitting.sections import bracketed
from corpus.splitting.series import bare_headline, ordinal
from corpus.splitting.wording import squeeze

_PAGE = r"第?\s*\d{1,3}\s*[页版]?\s*[)）]?$"
_LEADERS = re.compile(rf"(?:\s*[.…⋯‥┄┈·。．\-—_>＞≫→\s]{{2,}}\s*|\s+|\s*[（(/／]\s*){_PAGE}")
_CLEAR_LEADERS = re.compile(r"[.…⋯‥┄┈·．]{3,}\s*[（(]?\s*\d{1,3}\s*[)）]?$")
_PAGED = re.compile(r"^(?:[pP]\s*\d{1,3}|第?\s*\d{1,3}\s*[页版])[\s.:：、|]+(?=\S)")
_KICKERS = 4  # rows between the last entry and the first headline that the contents list
_AUTHOR = re.compile(
    rf"^(?P<title>\S.*?)\s*[.…⋯‥┄┈·．—_]{{2,}}\s*(?P<who>[^\d.…⋯‥┄┈·．（()）]{{2,24}}?)\s*(?:[.…⋯‥┄┈·．\s]*[（(/／]?\s*{_PAGE}|$)"
)


@dataclass(frozen=True, slots=True)
class Contents:
    """What a table of contents lists, without white space, page numbers and what stands in front.

    entries: headlines and names of sections; sections: those of them that have no page number where most
    have one; authors: who is named beside a headline; end: the row after the contents.
    """

    end: int
    entries: tuple[str, ...] = ()
    sections: frozenset[str] = frozenset()
    authors: frozenset[str] = frozenset()


def entry(text: str) -> str:
    """A line of a table of contents without leaders, author, page number and what stands in front."""
    return squeeze(_LEADERS.sub("", bare_headline(_PAGED.sub("", _titled(text)[0])))).strip("…⋯‥┄┈.·")


def _titled(text: str) -> tuple[str, str]:
    """(title, author) of a line of the contents; no author: ""."""
    match = _AUTHOR.match(text)
    return (match["title"], squeeze(match["who"])) if match else (text, "")


def _numbered(text: str) -> bool:
    """A page number stands behind the entry, or before it (P3  …)."""
    return _LEADERS.search(text) is not None or _PAGED.match(text) is not None


def read_contents(page: Page, front: int) -> Contents:
    """The table of contents below row `front`; one without entries where there is none."""
    texts = [row.text for row in page.rows]
    end, found = _contents(page, texts, front)
    rows = [text for text in texts[:end] if entry(text) in found]
    numbered = [text for text in rows if _numbered(text)]
    sections: frozenset[str] = frozenset()
    if len(numbered) >= 0.5 * len(rows) and len(numbered) >= 2:
        plain = [entry(text) for text in rows if text not in numbered]
        sections = frozenset(name for name in plain if 2 <= len(name) <= 8)
    authors = frozenset(who for text in numbered for who in re.split("[、,，]", _titled(text)[1]) if who)
    return Contents(end, tuple(found), sections, authors)


def _contents(page: Page, texts: Sequence[str], front: int) -> tuple[int, list[str]]:
    """Row after the table of contents, and its entries; (front, []) where there is none."""
    begin = next(
        (at for at in range(min(len(texts), front + 6)) if page.profile.heads_contents(texts[at])),
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
        numbered = _numbered(text)
        name = entry(text)
        if not numbered and _returns(name, known):
            break
        goes_on = at + 1 < len(texts) and _numbered(texts[at + 1])  # a wrapped entry
        if not numbered and not goes_on and page.running[at] and not _comes_back(name, texts, at):
            break
        if name:
            entries.append(name)
            known.add(name)
        at += 1
    if at >= len(texts):
        return front, []
    if not _returns(entry(texts[at]), known):  # ran into text: its headline above was taken for an entry
        back = at
        while back > begin + 1 and at - back < 4 and not _numbered(texts[back - 1]):
            back -= 1
        del entries[len(entries) - (at - back) :]
        at = back
    else:
        at = _last_numbered(texts, begin + 1, at, entries)
        while (
            at > begin + 1
            and _heads_section(page, texts[at - 1], numbered=_numbered(texts[begin + 1]))
            and not _counts_on(texts[at - 2], texts[at - 1])
        ):
            at -= 1
            entries.pop()
    at = _skip_masthead(page, texts, at)
    return at, entries


def _last_numbered(texts: Sequence[str], first: int, at: int, entries: list[str]) -> int:
    """The row after the last entry, where entries have page numbers; what stands below begins the issue."""
    numbered = [row for row in range(first, at) if _numbered(texts[row])]
    if len(numbered) < 2 or len(numbered) < 0.5 * (at - first) or at - numbered[-1] > _KICKERS:
        return at
    del entries[len(entries) - (at - numbered[-1] - 1) :]
    return numbered[-1] + 1


def _counts_on(above: str, text: str) -> bool:
    """The two rows bear neighbouring numbers of one kind."""
    one, two = ordinal(above), ordinal(text)
    return one is not None and two is not None and one[0] == two[0] and two[1] == one[1] + 1


def lists(page: Page, text: str, entries: frozenset[str]) -> bool:
    """The row is the heading of the contents, or one of its entries."""
    return entry(text) in entries or (bool(entries) and page.profile.heads_contents(text))


def _heads_section(page: Page, text: str, numbered: bool) -> bool:
    """The last row of the contents is the head of the first section (one without entries)."""
    if _numbered(text):
        return False
    if len(squeeze(text)) > 12:
        return False
    return numbered or bracketed(page, text) is not None or page.profile.names_section(entry(text))


def _skip_masthead(page: Page, texts: Sequence[str], at: int) -> int:
    while (
        at < len(texts)
        and (page.profile.is_masthead(texts[at]) or page.profile.is_imprint(texts[at]))
        and not page.running[at]
    ):
        at += 1
    return at


def _comes_back(name: str, texts: Sequence[str], at: int) -> bool:
    """A later row opens with the same eight characters."""
    return len(name) >= 8 and any(entry(text).startswith(name[:8]) for text in texts[at + 1 :])


def _returns(name: str, known: set[str]) -> bool:
    """The line is one of the entries again: the issue itself begins."""
    return name in known or (len(name) >= 10 and any(other.startswith(name) for other in known))
