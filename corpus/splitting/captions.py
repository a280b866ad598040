"""Here are the rows of a text, give me its paragraphs, with what stands under pictures kept out of sentences.

A picture is set where there is room for it, so its caption may stand between two rows of one sentence.  It is
a paragraph of its own, after the one that it interrupts.
"""

from __future__ import annotations

import re

from corpus.splitting.page import Page
from corpus.splitting.unwrap import join_lines
from corpus.traditional import simplified

_OPENS = re.compile(
    r"^[▲△▼◀▶←→↑↓]\s*[\u4e00-\u9fff]|^[（(]?(?:图为|图中为|题图|(?:图片|照片)(?:说明)?\s*[:：]|"
    r"[上下左右]图\s*[:：为是\s]|图\s*[\d一二三四五六①-⑳]+\s*[:：为\s])"
)
_SIGNED = re.compile(r"(?:[\s/／(（]摄|摄影|供图|图片?提供)\s*[)）]?[。.]?$")
_NOTE = re.compile(
    r"^(?:[①-⑳⑴-⒇]|[\[［【〔(（]\s*(?:注\s*)?\d{1,2}\s*[\]］】〕)）]|注\s*\d{0,2}\s*[:：]|[*＊※†])\s*\S"
)
_SMALL = 0.93  # of the size of the text
_ROWS = 3  # that one caption takes at most


def text_of(page: Page, first: int, last: int) -> list[str]:
    """The paragraphs of rows [first, last)."""
    groups: list[list[int]] = []
    captions: dict[int, list[str]] = {}  # number of paragraphs above → captions
    above: int | None = None
    at = first
    while at < last:
        if rows := _caption(page, at, first, last):
            text = join_lines(page.rows[i].text for i in range(at, at + rows))
            captions.setdefault(len(groups), []).append(text)
            at += rows
            continue
        if above is None or not _goes_on(page, above, at):
            groups.append([])
        groups[-1].append(at)
        above, at = at, at + 1
    found = captions.get(0, [])
    for number, group in enumerate(groups, start=1):
        found = [*found, join_lines(page.rows[i].text for i in group), *captions.get(number, [])]
    return found


def opens_caption(text: str) -> bool:
    """Whether a paragraph is worded as what stands under a picture."""
    return _OPENS.match(simplified(text)) is not None


def is_note(page: Page, at: int) -> bool:
    """Whether a row begins a note at the foot of a page: marked as one, and smaller where sizes are known."""
    small = page.rows[at].line.size is None or page.relative_size(at) < _SMALL
    return small and _NOTE.match(page.rows[at].text) is not None


def _goes_on(page: Page, above: int, at: int) -> bool:
    """Row `at` continues the paragraph of row `above`, the last one before it that is no caption."""
    if at == above + 1:
        return not page.begins_paragraph(at)
    return page.full[above] and not page.ends[above] and not page.indented[at]


def _caption(page: Page, at: int, first: int, last: int) -> int:
    """How many rows from `at` are the caption of a picture; 0 where it is none."""
    if not page.wrapped or at == first:
        return 0
    if page.rows[at].line.size is not None and is_note(page, at):
        return next((i for i in range(at + 1, last) if page.relative_size(i) >= _SMALL), last) - at
    text = page.rows[at].text
    apart = not page.full[at] or page.wide(at) or page.centred(at) or page.relative_size(at) < _SMALL
    if not apart or (page.own_bylines[at] and text[0] in "（("):
        return 0
    if _SIGNED.search(text):
        return 1 if _interrupts(page, at) or _OPENS.match(text) else 0
    if not _OPENS.match(text):
        return 0
    ends = (i for i in range(at + 1, min(at + _ROWS, last)) if _SIGNED.search(page.rows[i].text))
    return next(ends, at) - at + 1


def _interrupts(page: Page, at: int) -> bool:
    """The row stands in the middle of a sentence and is no part of it, for it stops short of the edge."""
    return page.full[at - 1] and not page.ends[at - 1] and not page.full[at]
