"""Here is a place where a headline might stand, tell me what speaks for and against it.

The wording, the lines it takes, its looks, what stands above and what follows: each adds its weight, which
is the profile's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.language.names import name_likeness
from corpus.splitting.bylines import Byline
from corpus.splitting.page import Page
from corpus.splitting.series import bare_headline, ordinal
from corpus.splitting.unwrap import ENUMERATED, is_open, join_lines
from corpus.splitting.wording import (
    CAPTION,
    PROSE,
    SALUTATION,
    SUBTITLE,
    TABLE_HEAD,
    is_list_item,
    squeeze,
    weigh_wording,
)

_TWO_APART = re.compile(r"[\u4e00-\u9fff][\s\u3000]{1,6}[\u4e00-\u9fff]")
_HONOURED = re.compile(r"(?:\S[\s\u3000]?){2,8}[（(][^（）()]+[)）][\s\u3000]+(?:\S[\s\u3000]?){2,8}[（(]")
"""A row of people with their units, side by side: of those who are honoured, not of those who wrote."""

_AUTHOR_ROWS = 3  # under a headline at most
_NOTICES = re.compile(
    "启事|公告|通告|通知|声明|决定|通报|意见|办法|规定|简讯|讣告|倡议|简介|名单|公示|附录|后记|前言|之[一二三]|其[一二三]"
)
_VERSE = 40  # columns of a row of verse


@dataclass(frozen=True, slots=True)
class Start:
    """An article begins at row `at`: `rows` headline rows (0 = none), `by` author rows, then its text.

    marked: what stands in front of the headline, a number or a mark, is no part of it.
    """

    at: int
    rows: int
    by: int
    score: float
    traits: tuple[
        bool | None, ...
    ] = ()  # what sets headlines apart, if the issue has the habit; None: unknown
    marked: bool = False

    @property
    def body(self) -> int:
        """First row of the text."""
        return self.at + self.rows + self.by


@dataclass(frozen=True, slots=True)
class Piece:
    """An article as rows: its start, the row after its last, and its section.

    alone: the only text of its section, which may lend it its name; more: the rows of its rest elsewhere.
    """

    start: Start
    end: int
    section: str | None
    alone: bool = False
    more: tuple[tuple[int, int], ...] = ()


class Evidence:
    """Weighs candidate headlines on one page."""

    def __init__(
        self, page: Page, contents: Sequence[str] = (), marked: frozenset[int] = frozenset()
    ) -> None:
        self._page = page
        self._weights = page.profile.weights
        self._contents = [squeeze(entry) for entry in contents if len(squeeze(entry)) >= 4]
        self._marked = marked
        self._signed = [byline is not None for byline in page.bylines]

    def weigh(self, at: int, rows: int, first: int, last: int) -> Start | None:
        """Rows [at, at+rows) as the headline of an article in [first, last); None if they cannot be one."""
        page, w = self._page, self._weights
        if any(self._signed[i] or page.tabular[i] or page.info[i] for i in range(at, at + rows)):
            return None
        if at > first and self._goes_on(at):
            return None
        sizes = [page.relative_size(i) for i in range(at, at + rows)]
        if max(sizes) > 1.15 and min(sizes) <= 1.05:  # a headline and the text below it, in a narrow column
            return None
        title = join_lines(page.rows[i].text for i in range(at, at + rows))
        title = bare_headline(title) if at in self._marked else page.profile.title_marks.sub("", title)
        squeezed = squeeze(title)
        if not 2 <= len(squeezed) <= page.profile.title_max:
            return None
        if rows > 1 and squeezed[-1] in "：:":  # a salutation (各会员单位：) opens the text
            return None
        by = author_rows(page, at + rows, last)
        body = at + rows + by
        if body >= last:
            return None
        if at > first and page.tabular[body] and TABLE_HEAD.match(title):
            return None
        echo = self._echo(squeezed, body, last)
        score = (
            w["article"]
            + self._above(at, first)
            + weigh_wording(title, squeezed, page.profile)
            + self._lines(at, rows, first)
        )
        score += self._looks(at, rows) + self._below(body, last) + w["echo"] * echo
        score += w["author_line"] if by else 0.0
        score += w["info_row"] if by and page.info[at + rows] else 0.0
        if self._outdented(at, rows, first):
            score += w["outdented"] - (w["last_row_full"] if page.full[at + rows - 1] else 0.0)
        if by and self._verse(body, last):
            score += w["verse"]
        if at > first and (named := under_headline(page, at)) is not None and named.authors:
            score += w["looks_like_author"]
        if at in self._marked:
            score += w["marked"] + (w["numbered"] if ordinal(page.rows[at].text) else 0.0)
        listed = self._in_contents(squeezed)
        score += w["in_contents"] if listed else 0.0
        opening = page.rows[body].text
        row = page.rows[at]
        traits = (
            self._signed[at - 1] if at > first else None,
            by > 0,
            at in self._marked,
            page.relative_size(at) > 1.07,
            row.line.bold if page.bold_is_rare else None,
            all(page.centred(i) for i in range(at, at + rows)),
            page.wide(at) if at > first and not row.breaks_page else None,
            page.profile.leads_in(opening),
            page.reader.lead(opening) is not None,
            len(squeezed) >= 11,
            echo > 0.34,
            listed if self._contents else None,
            ENUMERATED.match(title) is not None,
        )
        return Start(at, rows, by, score, traits, at in self._marked)

    def _goes_on(self, at: int) -> bool:
        """The row above runs full, in mid-sentence, and nothing about this row says that it begins."""
        page, above = self._page, at - 1
        if _drawn_apart(page.rows[at].text):
            return False
        if not page.full[above] or page.ends[above] or page.wide(at) or at in self._marked:
            return False
        return page.relative_size(at) <= 1.07 and not page.rows[at].breaks_page and not self._contents

    def _outdented(self, at: int, rows: int, first: int) -> bool:
        """Unindented between a finished paragraph and an indented one, where paragraphs are set in."""
        page, body = self._page, at + rows
        if CAPTION.search(page.rows[at].text):
            return False
        if not page.indents_mean or at == first or page.tabular[body] or any(page.indented[at:body]):
            return False
        if page.ends[body - 1] and page.rows[body - 1].text[-1] not in "！？!?":  # a paragraph's last row
            return False
        finished = page.ends[at - 1] or at in self._marked or _drawn_apart(page.rows[at].text)
        return finished and page.indented[body] and not page.own_bylines[body]

    def _verse(self, at: int, last: int) -> bool:
        """Short rows of much the same length, none of which runs full."""
        rows = range(at, min(at + 3, last))
        widths = [self._page.rows[i].width for i in rows]
        return len(widths) == 3 and max(widths) <= _VERSE and not any(self._page.full[i] for i in rows)

    def _above(self, at: int, first: int) -> float:
        page, w = self._page, self._weights
        if at == first:
            return w["after_section"]
        row, above = page.rows[at], at - 1
        score = w["page_break"] if row.breaks_page else 0.0
        if page.wide(at):
            score += w["wide_gap"]
        if self._signed[above]:
            return score + w["after_byline"]
        if page.ends[above]:
            return score + (0.0 if page.full[above] and page.full[at] else w["after_full_stop"])
        if page.full[above] and not page.wide(at):
            begins = ordinal(row.text) if at in self._marked else _drawn_apart(row.text)
            return score + (0.0 if begins else w["after_open_row"])
        if above - 2 >= first and self._verse(above - 2, at):
            return score
        if is_list_item(page.rows[above].text):
            return score
        orphan = above > first and page.ends[above - 1] and len(page.rows[above].text) >= 5
        return score + w["after_orphan" if orphan else "after_short_open"]

    def _lines(self, at: int, rows: int, first: int) -> float:
        """What the further lines of a headline cost, or explain."""
        page, w = self._page, self._weights
        score = 0.0
        for i in range(at + 1, at + rows):
            score += w["more_lines"]
            above, text = page.rows[i - 1].text, page.rows[i].text
            joined = join_lines(page.rows[j].text for j in range(at, i))
            if SUBTITLE.match(text) or is_open(joined) or page.full[i - 1] or above[-1] in "，、":
                score += w["continues"]
            if i - 4 >= first and self._verse(i - 4, i):  # the end of a poem and the headline of the next
                score -= w["verse"]
            if page.ends[i - 1] and above[-1] not in "！？!?”":
                score += w["ends_like_sentence"]
            if ENUMERATED.match(text):
                score += w["enumerated"]
            if under_headline(page, i) is not None:
                score += w["looks_like_author"]
            if page.wide(i):
                score -= w["wide_gap"]
            if page.indented[i] and not (page.indented[at] or page.centred(i) or SUBTITLE.match(text)):
                score -= w["lead"]
            if is_list_item(text):
                score += w["list_item"]
            if abs(page.relative_size(i) - page.relative_size(at)) > 0.3:
                score -= 1.0
        last = at + rows - 1
        if page.full[last] and not (rows > 1 and SUBTITLE.match(page.rows[last].text)):
            score += w["last_row_full"]
            if PROSE.search(page.rows[last].text):
                score += w["prose"]
        return score

    def _looks(self, at: int, rows: int) -> float:
        page, w = self._page, self._weights
        score = 0.0
        size = min(page.relative_size(i) for i in range(at, at + rows))
        if size > 1.07:
            score += w["larger"]
        elif size < 0.93:
            score += w["smaller"]
        if page.bold_is_rare and all(page.rows[i].line.bold for i in range(at, at + rows)):
            score += w["bold"]
        if all(page.centred(i) for i in range(at, at + rows)):
            score += w["centred"]
        elif page.indents_mean:
            score += w["indented"] if page.indented[at] else w["unindented"]
        return score

    def _below(self, at: int, last: int) -> float:
        page, w = self._page, self._weights
        text = page.rows[at].text
        score = w["salutation"] if SALUTATION.match(text) else 0.0
        score += w["subtitle_left"] if SUBTITLE.match(text) else 0.0
        if page.running[at]:
            score += w["running_text"]
            score += w["lead"] if page.profile.leads_in(text) else 0.0
        elif not (ENUMERATED.match(text) or text[-1] in "：:"):
            follows = at + 1 < last and page.running[at + 1]
            score += w["short_opening" if follows else "no_running_text"]
        return score

    def _echo(self, title: str, at: int, last: int) -> float:
        """Share of the headline's character pairs that the opening of the text holds."""
        pairs = {title[i : i + 2] for i in range(len(title) - 1)}
        text = squeeze("".join(self._page.rows[i].text for i in range(at, min(last, at + 8))))[:240]
        return sum(1 for pair in pairs if pair in text) / len(pairs) if pairs else 0.0

    def _in_contents(self, title: str) -> bool:
        return any(
            title == entry or (len(title) >= 8 and (entry.startswith(title) or title.startswith(entry)))
            for entry in self._contents
        )


def _drawn_apart(text: str) -> bool:
    """Two characters with white space between, as notices are headed (启　事), and no name."""
    return _TWO_APART.fullmatch(text) is not None and name_likeness("".join(text.split())) < 0.5


def author_rows(page: Page, at: int, last: int) -> int:
    """How many rows under a headline that ends above row `at` name its author, source or day, before text."""
    n, sure = 0, False
    while n < _AUTHOR_ROWS and at + n + 1 < last and (page.info[at + n] or not page.full[at + n]):
        byline = author_row(page, at + n)
        if byline is None or not (
            byline.authors or byline.credit or byline.roles or byline.how == "date line"
        ):
            break
        if n and page.info[at + n - 1] and not byline.roles:  # the row of labels named the author
            break
        if page.full[at - 1] and byline.confidence < 0.9:  # rather the tail of a headline that ran full
            break
        sure = (
            sure
            or page.info[at + n] is not None
            or (bool(byline.authors) and (byline.confidence >= 0.8 or byline.roles))
        )
        n += 1
    if n == 0 or at + n >= last:
        return 0
    # Verse and letters open with short lines; a certain author above them is enough.
    return n if sure or page.running[at + n] or ENUMERATED.match(page.rows[at + n].text) else 0


def author_row(page: Page, at: int) -> Byline | None:
    """The byline that row `at` is where it stands between a headline and its text.

    Two characters drawn apart are a name there, whatever word they are (季　风), but for notices (启　事) and
    for the headline of a second poem, with white above it and verse.
    """
    byline = under_headline(page, at)
    if byline is not None:
        return byline
    text = squeeze(page.rows[at].text)
    if (
        at
        and not page.wide(at)
        and _TWO_APART.fullmatch(page.rows[at].text)
        and _NOTICES.fullmatch(text) is None
    ):
        apart = _TWO_APART.fullmatch(page.rows[at - 1].text) is not None
        return None if apart else Byline((text,), None, 0.8, "drawn apart under a headline")
    return None


def under_headline(page: Page, at: int) -> Byline | None:
    """The byline that row `at` is if it stands under a headline."""
    text = page.rows[at].text
    if (info := page.info[at]) is not None:
        return info.named()
    if _HONOURED.match(text):
        return None
    return page.reader.line(text, bare=True) or page.reader.from_place(text)
