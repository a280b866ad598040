"""Here is a page, give me the rows that are its imprint: distribution list, editors, address, print run.

An imprint stands at the end, or between an issue and what is appended to it: text that follows a
distribution list is text again, never part of the list.
"""

from __future__ import annotations

import re

from corpus.splitting.page import Page
from corpus.splitting.unwrap import ends_sentence

Span = tuple[int, int]
"""(first, last): rows [first, last)."""

APPENDED = re.compile(r"^(?:附件|附录|附)\s*[\d一二三四五六七八九十]{0,3}\s*[:：]?$")
_PROSE = 40  # characters of running text that a note under a distribution list does not reach
_HEADED = 20  # characters of it under a headline of its own
_NOTE = re.compile("来稿|投稿|赐稿|稿件|电话|邮箱|邮编|地址|编辑部|印刷|赠阅|订阅|免费|版权|联系")
_AHEAD = 8  # rows within which text that is appended has begun


def imprint_spans(page: Page, first: int) -> list[Span]:
    """The imprints among rows [first, end), in order; the last reaches the end if there is one there."""
    end = len(page.rows)
    spans: list[Span] = []
    at = first
    while at < end:
        if not _opens(page, at):
            at += 1
            continue
        last = _last(page, at)
        begin = _first(page, at, max(first, spans[-1][1] if spans else first))
        if last == end or sum(page.profile.is_imprint(page.rows[i].text) for i in range(begin, last)) >= 2:
            spans.append((begin, last))
        at = last
    if spans and spans[-1][1] == end:
        return spans
    after = spans[-1][1] if spans else first
    begin = _trailing(page, after)
    return [*spans, (begin, end)] if begin < end else spans


def page_editors(page: Page, first: int) -> list[int]:
    """Rows that name the editors of one page of a paper, at its foot or under its head."""
    rows = page.rows
    edge = [at for at in range(first, len(rows)) if rows[at].breaks_page and at]
    near = {at - 1 for at in edge} | set(edge)
    return [at for at in sorted(near) if at >= first and page.profile.names_editors(rows[at].text)]


def _opens(page: Page, at: int) -> bool:
    return any(p.search(page.rows[at].text) for p in page.profile.footer_start)


def _first(page: Page, at: int, front: int) -> int:
    """The first row of the imprint whose distribution list begins at row `at`."""
    while at > front + 1 and page.profile.is_imprint(page.rows[at - 1].text):
        text = page.rows[at - 1].text
        editors = len(page.profile.imprint_labels.findall(text)) >= 2 and not ends_sentence(text)
        if page.running[at - 1] and not editors:  # only a row of several labels may run full
            break
        at -= 1
    return at


def _last(page: Page, at: int) -> int:
    """The row after the imprint that begins at row `at`: the end, or where text begins again."""
    end = len(page.rows)
    for i in range(at + 1, end):
        text, above = page.rows[i].text, page.rows[i - 1].text
        if page.profile.is_imprint(text) or page.profile.is_masthead(text):
            continue
        goes_on = (page.full[i - 1] and above[-1] not in "。") or above[-1] in "、，"
        if not goes_on and _text_follows(page, i):
            return i
    return end


def _text_follows(page: Page, at: int) -> bool:
    """Running text stands within a few rows, more of it than a note has; under a headline less will do."""
    rows = range(at, len(page.rows))
    text = [i for i in rows if page.running[i] and not page.profile.is_imprint(page.rows[i].text)]
    if not text or text[0] >= at + _AHEAD:
        return False
    headed = text[0] > at and not any(_NOTE.search(page.rows[i].text) for i in range(at, text[0] + 1))
    return sum(len(page.rows[i].text) for i in text) >= (_HEADED if headed else _PROSE)


def _trailing(page: Page, front: int) -> int:
    """The first of the imprint rows at the very end."""
    at = len(page.rows)
    signed = {row for closing in page.closings.values() for row in range(closing.first, closing.last + 1)}
    while at > front + 1 and at - 1 not in signed:
        text, row = page.rows[at - 1].text, at - 1
        sentence = page.running[row] and ends_sentence(text)
        editorial = page.profile.is_imprint(text) and not sentence and not _names_author(page, row)
        if not editorial and not (page.profile.is_masthead(text) and not page.running[row]):
            break
        at -= 1
    return at


def _names_author(page: Page, at: int) -> bool:
    byline = page.bylines[at]
    return byline is not None and bool(byline.authors)
