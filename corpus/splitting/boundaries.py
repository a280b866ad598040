"""Here is a page of evidence, give me where articles begin.

Every place where a headline might stand (one to four rows) is weighed; the best set of places over the
whole stretch is then found by dynamic programming.  What sets headlines apart in this very issue is learnt
from a first reading and guides the next.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from corpus.splitting.evidence import Evidence, Start
from corpus.splitting.page import Page

MAX_TITLE_ROWS = 4
MAX_READINGS = 3
_NEAR = 3  # a body of fewer rows is looked at for its length
_SHORT_BODY = 36  # characters
Habits = tuple[tuple[float, float], ...]
"""For every trait what its presence and its absence are worth."""


class Boundaries:
    """Finds the articles in stretches of a page."""

    def __init__(
        self,
        page: Page,
        contents: Sequence[str] = (),
        marked: frozenset[int] = frozenset(),
        bias: float = 0.0,
    ) -> None:
        self._page = page
        self._bias = bias
        self._weights = page.profile.weights
        self._evidence = Evidence(page, contents, marked)
        self._habits: Habits = ()
        self._rejected: list[Start] = []
        self._known: dict[tuple[int, int], Start | None] = {}
        self._signed = [byline is not None for byline in page.bylines]
        self._signed_before = [0]
        for at, flag in enumerate(self._signed):
            last = at + 1 == len(self._signed) or not page.own_bylines[at + 1]
            self._signed_before.append(self._signed_before[-1] + (flag and last))

    def articles(self, stretches: Sequence[tuple[int, int]]) -> list[list[Start]]:
        """The articles of every stretch; the issue's habits, learnt from one reading, guide the next."""
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

    def single(self, first: int, last: int) -> Start:
        """Rows [first, last) as one article: its headline is the best that stands at the top."""
        return max((s for s in self._candidates(first, last) if s.at == first), key=lambda start: start.score)

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
        key = (at, rows)
        if key not in self._known:
            self._known[key] = self._evidence.weigh(at, rows, first, last)
        start = self._known[key]
        if start is None:
            return None
        score = start.score + (self._bias if at > first else 0.0)
        if self._habits:
            pairs = zip(self._habits, start.traits, strict=True)
            score += sum(h[0 if t else 1] for h, t in pairs if t is not None)
        return Start(at, rows, start.by, score, start.traits, start.marked)


def learn(accepted: Sequence[Start], rejected: Sequence[Start]) -> Habits:
    """Log odds of every trait, present and absent, among headlines against other short lines.

    Rates are smoothed towards no difference: a handful of articles teaches little.  Each is cut to ±2.5.
    """
    if len(accepted) < 4:
        return ()
    habits = []
    for trait in range(len(accepted[0].traits)):
        yes = [start.traits[trait] for start in accepted if start.traits[trait] is not None]
        no = [start.traits[trait] for start in rejected if start.traits[trait] is not None]
        pooled = (sum(map(bool, yes)) + sum(map(bool, no)) + 1.0) / (len(yes) + len(no) + 2.0)
        among = (sum(map(bool, yes)) + 2.0 * pooled) / (len(yes) + 2.0)
        other = (sum(map(bool, no)) + 2.0 * pooled) / (len(no) + 2.0)
        habits.append((_log_odds(among, other), _log_odds(1 - among, 1 - other)))
    return tuple(habits)


def _log_odds(a: float, b: float) -> float:
    return max(-2.5, min(2.5, math.log(max(a, 1e-6) / max(b, 1e-6))))


def confidence(score: float) -> float:
    """A score as a probability, 0.0–0.99: nothing read off a page is certain."""
    return min(0.99, round(1 / (1 + math.exp(-0.8 * (score - 0.5))), 2))
