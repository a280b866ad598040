"""Columns: here are the runs of a page, give me its regions in reading order.  Pure.

A *gutter* is an upright strip that no run of many successive rows touches, with prose on both sides of it.
A region with a gutter is read as: what is above, left, right, what is below.  A table of names also has
strips of white space; it is told from columns by its short, ragged cells.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from corpus.reading.layout import Run, row_text, rows

_GUTTER = 0.9
"""Narrowest gutter, in ems."""
_STRIP = 0.3
"""What a closing mark that hangs over the margin must leave free of it, in ems."""
_FOOT = re.compile(
    r"(?:[报送发抄]|主送|抄送|抄报|分送|印发|主管|主办|承办|编印|编辑|责任?编|责编|主编|审核|校对|地址|电话|邮编|邮箱|网址|投稿)"
    r"[^，。；]{0,8}[:：]|(?:本期)?共印|印数|[（(]?(?:内部)?(?:资料|刊物)"
)
"""How what is set under the columns of a last page begins."""
_UNDER = 1.45
"""White space above what stands under the columns, in line pitches."""
_ALONE = 1.9
"""The same where the left column goes on below the right one, so that only the gap speaks for it …"""
_WIDER = 1.15
"""… that is wider by this than any other in that column …"""
_LONG, _BEGUN = 12, 3
"""Rows of a left column that is long, and of a right one that has only begun."""
_TEXT = 2
"""Rows that fill the left column from which on what stands there is its text."""
_FEW = 6
"""… and it has no more rows than these."""


def order(items: Sequence[Run], hints: Sequence[float] = ()) -> list[tuple[list[Run], int]]:
    """Regions of a page in reading order, each with the number of columns it lies among.

    hints: gutters found on other pages, in points; near one of them less evidence is wanted.
    """
    found = _order(list(items), tuple(hints), 0)
    merged: list[tuple[list[Run], int]] = []
    for region, depth in found:
        if merged and merged[-1][1] == 0 and depth == 0:
            merged[-1][0].extend(region)
        elif region:
            merged.append((region, depth))
    return merged


def _order(items: list[Run], hints: tuple[float, ...], depth: int) -> list[tuple[list[Run], int]]:
    if not items:
        return []
    table = rows(items)
    cut = _gutter(table, hints) if depth < 3 else None
    if cut is None:
        return [(items, depth)]
    first, last, x = cut
    middle = [run for row in table[first:last] for run in row]
    left = [run for run in middle if run.x1 <= x]
    right = [run for run in middle if run.x1 > x]
    return [
        *_order([run for row in table[:first] for run in row], hints, depth),
        *_order(left, hints, depth + 1),
        *_order(right, hints, depth + 1),
        *_order([run for row in table[last:] for run in row], hints, depth),
    ]


def gutters(items: Sequence[Run]) -> list[float]:
    """Where a page's clear gutters are, as hints for its fellows."""
    table = rows(items)
    cut = _gutter(table, ())
    if cut is None:
        return []
    first, last, x = cut
    rest = [run for row in (*table[:first], *table[last:]) for run in row]
    return [x, *(gutters(rest) if len(rest) < len(items) else [])]


def _gutter(table: list[list[Run]], hints: Sequence[float]) -> tuple[int, int, float] | None:
    """(first row, end row, x) of the longest stretch of rows that a gutter divides."""
    if len(table) < 2:
        return None
    em = median(run.size for row in table for run in row)
    left = min(row[0].x0 for row in table)
    right = max(run.x1 for row in table for run in row)
    if right - left < 16 * em:
        return None
    best: tuple[int, int, float] | None = None
    for x in _candidates(table, left, right, em):
        for first, last in _stretches(table, x, em):
            if best is not None and last - first <= best[1] - best[0]:
                continue
            hinted = any(abs(x - hint) < 1.5 * em for hint in hints)
            trimmed = _trim(table, first, last, x)
            if trimmed is not None and _is_columns(table[trimmed[0] : trimmed[1]], x, em, hinted):
                best = (*trimmed, x)
    return best


def _candidates(table: list[list[Run]], left: float, right: float, em: float) -> list[float]:
    """Middles of the white strips between neighbouring runs, well inside the region."""
    ends = sorted({math.ceil(run.x1) for row in table for run in row})
    starts = sorted({math.floor(run.x0) for row in table for run in row})
    middles: set[float] = set()
    for start in starts:
        if left + 6 * em < start < right - 6 * em and ends[0] <= start - _GUTTER * em:
            middles.add(start - _STRIP * em / 2)
    return sorted(middles)


def _stretches(table: list[list[Run]], x: float, em: float) -> list[tuple[int, int]]:
    """Maximal stretches of rows of which no run touches the strip around x."""
    half = _STRIP * em / 2
    found: list[tuple[int, int]] = []
    start: int | None = None
    for number, row in enumerate(table):
        clear = all(run.x1 <= x - half + 0.01 or run.x0 >= x + half - 0.01 for run in row)
        if clear and start is None:
            start = number
        elif not clear and start is not None:
            found.append((start, number))
            start = None
    if start is not None:
        found.append((start, len(table)))
    return found


def _trim(table: list[list[Run]], first: int, last: int, x: float) -> tuple[int, int] | None:
    """The stretch without one-sided rows at its ends that belong to what is above or below.

    The last line of a paragraph set across the page may be short and lie on the left only; it does not
    belong to the columns, which begin where both sides have text.  Nor does a distribution list that is
    set at the left margin under the columns.
    """
    sides = [(any(r.x1 <= x for r in row), any(r.x0 >= x for r in row)) for row in table[first:last]]
    pitch = _pitch(table[first:last], x)
    while sides and (not _both(sides) or _is_apart(table[first : first + 2], sides[0], pitch)):
        first, sides = first + 1, sides[1:]
    return (first, first + _foot(table[first:last], x)) if sides else None


def _pitch(table: list[list[Run]], x: float) -> float:
    """The usual distance of rows on one side of x; 0 where there is none."""
    ends = [row[0].y for row in table if row[0].x1 <= x], [row[-1].y for row in table if row[-1].x0 >= x]
    steps = [a - b for side in ends for a, b in pairwise(side)]
    return median(steps) if steps else 0.0


def _is_apart(pair: list[list[Run]], sides: tuple[bool, bool], pitch: float) -> bool:
    """Whether the first of two rows stands on one side only, far above the other: a date under a masthead."""
    return len(pair) == 2 and not all(sides) and 0 < _ALONE * pitch < pair[0][0].y - pair[1][0].y


def _foot(table: list[list[Run]], x: float) -> int:
    """The first row of what stands under the columns at the left margin; the number of rows if nothing."""
    ends = max(at for at, row in enumerate(table) if any(run.x0 >= x for run in row)) + 1
    left = [at for at, row in enumerate(table) if row[0].x1 <= x]
    steps = {b: table[a][0].y - table[b][0].y for a, b in pairwise(left)}
    if not steps:
        return len(table)
    pitch, below = median(steps.values()), [at for at in left if at >= ends]
    edges = sorted(table[at][-1].x1 if at >= ends else _end(table[at], x) for at in left)
    edge = edges[int(len(edges) * 0.8)]
    listed = next((at for at in below if _FOOT.match(row_text(table[at]))), len(table))
    for before, at in pairwise(left):
        if not ends <= at < listed:
            continue
        lead = max(1.0, table[before][0].size / table[at][0].size)  # a headline's white belongs to it
        wide = steps[at] > _UNDER * pitch * lead
        level = table[before][0].y >= table[ends - 1][0].y - pitch / 2
        others = max((step for other, step in steps.items() if other != at), default=0.0)
        alone = listed == len(table) and steps[at] >= max(_WIDER * others, _ALONE * pitch)
        filled = sum(table[i][-1].x1 > edge - 2.2 * table[i][0].size for i in below if at <= i < listed)
        if wide and filled < _TEXT and (level or (alone and len(table) - at <= _FEW)):
            return at
    return listed


def _end(row: list[Run], x: float) -> float:
    """Where the part of a row that lies left of x ends."""
    return max(run.x1 for run in row if run.x1 <= x)


def _both(sides: Sequence[tuple[bool, bool]]) -> bool:
    """Both sides begin within the first two rows."""
    return any(s[0] for s in sides[:2]) and any(s[1] for s in sides[:2])


def _is_columns(table: list[list[Run]], x: float, em: float, hinted: bool) -> bool:
    """Whether both sides of x are prose, with white between them on nearly every row."""
    left = [[r for r in row if r.x1 <= x] for row in table]
    right = [[r for r in row if r.x0 >= x] for row in table]
    ends, starts = [row[-1] for row in left if row], [row[0] for row in right if row]
    fewest = min(len(ends), len(starts))
    if not fewest or sum(end.x1 <= x - (_GUTTER - _STRIP) * em for end in ends) < 0.7 * len(ends):
        return False
    last = max(r.order for row in left for r in row)
    apart = last < min(r.order for row in right for r in row)
    begun = apart and len(ends) >= _LONG and len(starts) < _BEGUN and bool(left[0]) and bool(right[0])
    if begun:  # the last page: the right column has only just begun
        return _is_prose(ends, em, 0.45)
    if fewest < (1 if hinted and apart else 2 if hinted else 3 if apart else 4):
        return False
    if hinted and fewest >= 4:
        return True
    share = 0.3 if apart or hinted else 0.45
    return _is_prose(ends, em, share) and (hinted or _is_prose(starts, em, share))


def _is_prose(side: list[Run], em: float, share: float) -> bool:
    """Enough wide lines that are filled to the usual right edge (a closing mark may hang over it)."""
    left = min(run.x0 for run in side)
    edges = sorted(run.x1 for run in side)
    right = edges[int(len(edges) * 0.8)]
    filled = sum(edge > right - 2.2 * em for edge in edges)
    return right - left >= 8 * em and filled >= share * len(side)
