"""Here is a page of evidence, give me where articles begin.

Every place where a headline might stand (one to four rows) is scored by what speaks for and against
it; the best set of places over the whole stretch is then found by dynamic programming.  The weights are in
the profile.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.splitting.names import name_likeness
from corpus.splitting.page import Page
from corpus.splitting.unwrap import ENUMERATED, is_open, join_lines

MAX_TITLE_ROWS = 4
MAX_READINGS = 3
_NEAR = 3  # a body of fewer rows is looked at for its length
_SHORT_BODY = 36  # characters
_INSTITUTION = re.compile(
    r"公司|集团|[局厅署委院所厂站校]|协会|学会|商会|大学|医院|中心|[省市县区镇乡村]|党[委支组]|总?工会|[我全本][省市县校院会局司区国]|中国|国家"
)
_DATE_OPENING = re.compile(r"^(?:(?:19|20)\d\d\s*年)?\s*\d{1,2}\s*月\s*\d{1,2}\s*[日号]")
_BAD_OPENING = frozenset("，。、；：！？”’）》】,.;:!?)%％的了着")
_PRIZE = re.compile(r"(?:等奖|优秀奖|纪念奖|组织奖|提名奖|优胜奖|元|分|名|票)$")
_SUBTITLE = re.compile(r"^\s*[—–―─－-]{1,3}\s*\S")
_SPACES = re.compile(r"[\s\u3000]+")


Habits = tuple[tuple[float, float], ...]
"""For every trait what its presence and its absence are worth."""


@dataclass(frozen=True, slots=True)
class Start:
    """An article begins at row `at`: `rows` headline rows (0 = none), `by` author rows, then its text."""

    at: int
    rows: int
    by: int
    score: float
    traits: tuple[bool | None, ...] = ()

    @property
    def body(self) -> int:
        """First row of the text."""
        return self.at + self.rows + self.by


class Boundaries:
    """Finds the articles in stretches of a page."""

    def __init__(self, page: Page, contents: Sequence[str] = (), marked: frozenset[int] = frozenset()) -> None:
        self._page = page
        self._weights = page.profile.weights
        self._contents = [squeeze(entry) for entry in contents if len(squeeze(entry)) >= 4]
        self._marked = marked
        self._habits: Habits = ()
        self._rejected: list[Start] = []
        self._signed = [byline is not None for byline in page.bylines]
        self._signed_before = [0]
        for at, flag in enumerate(self._signed):
            last = at + 1 == len(self._signed) or not page.own_bylines[at + 1]
            self._signed_before.append(self._signed_before[-1] + (flag and last))

    def articles(self, stretches: Sequence[tuple[int, int]]) -> list[list[Start]]:
        """The articles of every stretch.  The issue's own habits, learnt from a first reading, guide the next."""
        found: list[list[Start]] = []
        for _ in range(MAX_READINGS):
            self._rejected = []
            again = [self.find(first, last) for first, last in stretches]
            if [[s.at for s in starts] for starts in again] == [[s.at for s in starts] for starts in found]:
                break
            found = again
            self._habits = learn(
                [start for starts in found for start in starts if start.rows], self._rejected
            )
        return found

    def find(self, first: int, last: int) -> list[Start]:
        """The best set of articles for rows [first, last); there is always one at `first`."""
        if first >= last:
            return []
        starts = self._candidates(first, last)
        best: dict[int, tuple[float, int | None]] = {}
        waiting: list[
            tuple[int, float, int]
        ] = []  # (row from which it is mature, worth, candidate), to be taken up
        mature: tuple[float, int] | None = None
        inside = self._weights["byline_inside"]
        order = sorted(range(len(starts)), key=lambda c: starts[c].at)
        for c in order:
            start = starts[c]
            for entry in [w for w in waiting if w[0] <= start.at]:
                waiting.remove(entry)
                mature = max(mature, (entry[1], entry[2])) if mature is not None else (entry[1], entry[2])
            options: list[tuple[float, int | None]] = [(0.0, None)] if start.at == first else []
            if mature is not None:
                options.append((mature[0] + inside * self._signed_before[start.at - 1], mature[1]))
            for ready, _, p in waiting:
                before = starts[p]
                if before.body < start.at < ready:
                    options.append((best[p][0] + self._body(before, start.at), p))
            if not options:
                best[c] = (-math.inf, None)
                continue
            worth, previous = max(options, key=lambda option: option[0])
            best[c] = (worth + start.score, previous)
            waiting.append((start.body + _NEAR, best[c][0] - inside * self._signed_before[start.body], c))
        ends = [(best[c][0] + self._body(starts[c], last), c) for c in order if best[c][0] > -math.inf]
        at: int | None = max(ends)[1]
        chain: list[Start] = []
        while at is not None:
            chain.append(starts[at])
            at = best[at][1]
        taken = {start.at for start in chain}
        covered = {row for start in chain for row in range(start.at, start.body)}
        self._rejected += [s for s in starts if s.rows == 1 and s.at not in taken | covered]
        return chain[::-1]

    def _body(self, start: Start, end: int) -> float:
        """What the stretch from a start to the next is worth."""
        if start.body >= end:
            return -8.0
        length = sum(len(self._page.rows[at].text) for at in range(start.body, min(end, start.body + 4)))
        score = self._weights["short_body"] if length < _SHORT_BODY else 0.0
        inner = self._signed_before[max(start.body, end - 1)] - self._signed_before[start.body]
        return score + self._weights["byline_inside"] * max(0, inner)

    def _candidates(self, first: int, last: int) -> list[Start]:
        starts = [Start(first, 0, 0, -4.0)]
        for at in range(first, last):
            for rows in range(1, MAX_TITLE_ROWS + 1):
                if at + rows >= last:
                    break
                start = self.score(at, rows, first, last)
                if start is not None and (start.score > -2.5 or at == first):
                    starts.append(start)
        return starts

    def score(self, at: int, rows: int, first: int, last: int) -> Start | None:
        """How well rows [at, at+rows) would do as the headline of an article; None if they cannot."""
        page, w = self._page, self._weights
        texts = [page.rows[i].text for i in range(at, at + rows)]
        title = page.profile.title_marks.sub("", join_lines(texts))
        squeezed = squeeze(title)
        if len(squeezed) > page.profile.title_max + 20 or len(squeezed) < 2:
            return None
        if any(self._signed[i] for i in range(at, at + rows)):
            return None
        by = self._author_rows(at + rows, last)
        if at + rows + by >= last:
            return None
        score = w["article"] + self._above(at, first) + self._wording(title, squeezed) + self._lines(at, rows)
        score += (
            self._looks(at, rows)
            + self._below(at + rows + by, last, squeezed)
            + (w["author_line"] if by else 0.0)
        )
        if self._in_contents(squeezed):
            score += w["in_contents"]
        if at in self._marked:
            score += w["marked"]
        traits = self._traits(at, rows, by, first, last, squeezed)
        score += sum(
            habit[0 if trait else 1] for habit, trait in zip(self._habits, traits, strict=False) if trait is not None
        )
        return Start(at, rows, by, score, traits)

    def _traits(self, at: int, rows: int, by: int, first: int, last: int, title: str) -> tuple[bool | None, ...]:
        """What sets the headlines of an issue apart, if this issue has the habit; None: cannot be told here."""
        page, row = self._page, self._page.rows[at]
        opening = page.rows[at + rows + by].text
        return (
            self._signed[at - 1] if at > first else None,
            by > 0,
            at in self._marked,
            page.relative_size(at) > 1.07,
            row.line.bold if page.bold_is_rare else None,
            all(page.centred(i) for i in range(at, at + rows)),
            row.blanks > page.gap if at > first and page.gaps_mean and not row.breaks_page else None,
            any(lead.search(opening) for lead in page.profile.leads),
            page.reader.lead(opening) is not None,
            len(title) >= 11,
            self._echo(title, at + rows + by, last) > 0.34,
            self._in_contents(title) if self._contents else None,
            ENUMERATED.match(title) is not None,
        )

    def _above(self, at: int, first: int) -> float:
        page, w = self._page, self._weights
        if at == first:
            return w["after_section"]
        row, above = page.rows[at], at - 1
        score = w["page_break"] if row.breaks_page else 0.0
        if page.gaps_mean and row.blanks > page.gap:
            score += w["wide_gap"]
        if self._signed[above]:
            return score + w["after_byline"]
        if page.ends[above]:
            return score + (0.0 if page.full[above] else w["after_full_stop"])
        if page.full[above] and not row.blanks > page.gap:
            return score + w["after_open_row"]
        return score + w["after_short_open"]

    def _wording(self, title: str, squeezed: str) -> float:
        w = self._weights
        n = len(squeezed)
        score = (
            w["length_good"]
            if 8 <= n <= 34
            else w["length_short"]
            if n < 5
            else w["length_long"]
            if n > 48
            else 0.0
        )
        if title[-1] in "。；;：:，,、":
            score += w["ends_like_sentence"]
        if "。" in title[:-1]:
            score += w["has_full_stop"]
        if "，" in title or "," in title:
            score += w["comma"]
        if ENUMERATED.match(title):
            score += w["enumerated"]
        if _DATE_OPENING.match(title):
            score += w["sentence_like"]
        if title[0] in _BAD_OPENING:
            score += w["bad_opening"]
        if is_open(title):
            score += w["unbalanced"]
        if is_list_item(title):
            score += w["list_item"]
        if any(verb in squeezed for verb in self._page.profile.title_verbs):
            score += w["verb"]
        if _INSTITUTION.search(squeezed[:14]):
            score += w["institution"]
        return score

    def _lines(self, at: int, rows: int) -> float:
        """What the further lines of a headline cost, or explain."""
        page, w = self._page, self._weights
        score = 0.0
        for i in range(at + 1, at + rows):
            score += w["more_lines"]
            above, text = page.rows[i - 1].text, page.rows[i].text
            joined = join_lines(page.rows[j].text for j in range(at, i))
            if _SUBTITLE.match(text) or is_open(joined) or page.full[i - 1] or above[-1] in "，、":
                score += w["continues"]
            if page.ends[i - 1] and above[-1] not in "！？!?”":
                score += w["ends_like_sentence"]
            if ENUMERATED.match(text):
                score += w["enumerated"]
            if page.reader.line(text, bare=True) is not None:
                score += w["looks_like_author"]
            if page.gaps_mean and page.rows[i].blanks > page.gap:
                score -= w["wide_gap"]
            if page.indented[i] and not page.indented[at] and not page.centred(i):
                score -= w["lead"]
            if abs(page.relative_size(i) - page.relative_size(at)) > 0.3:
                score -= 1.0
        if page.full[at + rows - 1]:
            score += w["last_row_full"]
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

    def _below(self, at: int, last: int, title: str) -> float:
        page, w = self._page, self._weights
        text = page.rows[at].text
        score = 0.0
        if any(lead.search(text) for lead in page.profile.leads):
            score += w["lead"]
        if page.running[at]:
            score += w["running_text"]
        elif not (
            ENUMERATED.match(text)
            or text[-1] in "：:"
            or (page.wrapped and at + 1 < last and page.running[at + 1])
        ):
            score += w["no_running_text"]
        return score + w["echo"] * self._echo(title, at, last)

    def _echo(self, title: str, at: int, last: int) -> float:
        """Share of the headline's character pairs that the opening of the text holds."""
        pairs = {title[i : i + 2] for i in range(len(title) - 1)}
        text = squeeze("".join(self._page.rows[i].text for i in range(at, min(last, at + 8))))[:240]
        return sum(1 for pair in pairs if pair in text) / len(pairs) if pairs else 0.0

    def _author_rows(self, at: int, last: int) -> int:
        """Rows under a headline that name its author, before running text."""
        page, n = self._page, 0
        while n < 2 and at + n + 1 < last and not page.ends[at + n] and not page.full[at + n]:
            byline = page.reader.line(page.rows[at + n].text, bare=True)
            if byline is None or not (byline.authors or byline.credit or byline.roles):
                break
            n += 1
        return (
            n
            if n and at + n < last and (page.running[at + n] or ENUMERATED.match(page.rows[at + n].text))
            else 0
        )

    def _in_contents(self, title: str) -> bool:
        return any(
            title == entry or (len(title) >= 8 and (entry.startswith(title) or title.startswith(entry)))
            for entry in self._contents
        )


def learn(accepted: Sequence[Start], rejected: Sequence[Start]) -> Habits:
    """Log odds of every trait, present and absent, among headlines against other short lines.

    Rates are smoothed towards no difference, so that a handful of articles teaches little; each is cut to ±2.5.
    """
    if len(accepted) < 4:
        return ()
    habits = []
    for trait in range(len(accepted[0].traits)):
        yes = [start.traits[trait] for start in accepted if start.traits[trait] is not None]
        no = [start.traits[trait] for start in rejected if start.traits[trait] is not None]
        pooled = (sum(map(bool, yes)) + sum(map(bool, no)) + 1.0) / (len(yes) + len(no) + 2.0)
        among = (sum(map(bool, yes)) + 4.0 * pooled) / (len(yes) + 4.0)
        other = (sum(map(bool, no)) + 4.0 * pooled) / (len(no) + 4.0)
        habits.append((_log_odds(among, other), _log_odds(1 - among, 1 - other)))
    return tuple(habits)


def _log_odds(a: float, b: float) -> float:
    return max(-2.5, min(2.5, math.log(max(a, 1e-6) / max(b, 1e-6))))


def squeeze(text: str) -> str:
    """Without white space."""
    return _SPACES.sub("", text)


def is_list_item(text: str) -> bool:
    """A row of a table or name list: a name first and cells after it, or a prize at its end."""
    cells = _SPACES.split(text)
    if len(cells) >= 2 and _PRIZE.search(cells[-1]) and len(cells[-1]) <= 5:
        return True
    named = name_likeness(cells[0]) >= 0.9 or (
        len(cells[0]) == 1 and len(cells) > 2 and name_likeness("".join(cells[:2])) >= 0.9
    )
    return len(cells) >= 3 and named


def confidence(score: float) -> float:
    """A score as a probability, 0.0–1.0."""
    return round(1 / (1 + math.exp(-0.8 * (score - 0.5))), 2)
