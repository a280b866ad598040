"""What is printed on every page and belongs to none: page numbers, running heads.  Pure.

Here are the rows of every page, give me the numbers of those that are furniture.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

_NUMBER = re.compile(
    r"[\s—–\-_·•.~…|/\[\]()（）第共页版]*(?:\d{1,4}|[ivxIVX]{1,5})(?:\s*[/／of]+\s*\d{1,4}|\s*页?\s*[,，]?\s*共\s*\d{1,4}\s*)?"
    r"[\s—–\-_·•.~…|/\[\]()（）页版]*"
)
_BROWSER = re.compile(
    r"(?:\d{1,4}[/年]\d{1,2}[/月]\d{1,4}日?[,，]?\s+(?:上午|下午)?\d{1,2}:\d{2}|https?://|file://).*"
)
"""What a browser prints over and under a page: the time, the address."""
_EDGE = 2
"""Rows at either edge of a page that may be furniture."""
_MARGIN = 0.13
"""Share of the page's height, at either end, in which a page number may stand."""


@dataclass(frozen=True, slots=True)
class PageRow:
    """One row of a page.  height: distance of the base line from the foot as a share of the page (0–1)."""

    text: str
    height: float


def is_page_number(text: str) -> bool:
    """Whether the whole of `text` is a page number: 4, —4—, - 4 -, 第4页, 4/16, iv."""
    return bool(_NUMBER.fullmatch(text.strip())) and bool(text.strip())


def furniture(pages: Sequence[Sequence[PageRow]]) -> list[set[int]]:
    """For each page the indices of its rows (top first) that are furniture."""
    found: list[set[int]] = [set() for _ in pages]
    for page, rows in enumerate(pages):
        for index in _edges(rows):
            margin = min(rows[index].height, 1 - rows[index].height)
            text = rows[index].text.strip()
            if margin < _MARGIN and (is_page_number(text) or (margin < 0.05 and _BROWSER.fullmatch(text))):
                found[page].add(index)
    repeated, mast = _repeated(pages), _masthead(pages)
    for page, rows in enumerate(pages):
        for index in _edges(rows):
            again = page > 0 and index == 0 and rows[index].height > 1 - _MARGIN / 1.5
            if _key(rows[index]) in repeated or (again and "".join(rows[index].text.split()) in mast):
                found[page].add(index)
    return found


def _masthead(pages: Sequence[Sequence[PageRow]]) -> str:
    """What stands at the top of the first page; a head that says it again is one, even on one page."""
    top = "".join("".join(row.text.split()) for row in (pages[0][:3] if pages else ()))
    return top if re.search(r"\d{4}年|第\d+期", top) else ""


def _edges(rows: Sequence[PageRow]) -> list[int]:
    count = len(rows)
    return sorted({*range(min(_EDGE, count)), *range(max(0, count - _EDGE), count)})


def _key(row: PageRow) -> tuple[str, int]:
    return re.sub(r"\d+|\s+", "", row.text), round(row.height * 100)


def _repeated(pages: Sequence[Sequence[PageRow]]) -> set[tuple[str, int]]:
    """Rows that stand at the same height on at least two fifths of the pages (facing pages may differ)."""
    counts: Counter[tuple[str, int]] = Counter()
    for rows in pages:
        counts.update({_key(rows[index]) for index in _edges(rows)})
    wanted = max(2, len(pages) * 0.4)
    return {key for key, count in counts.items() if count >= wanted and len(key[0]) <= 60 and key[0]}
