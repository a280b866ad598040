"""Here are the rows of a document, tell me which of them the page needs and no reader misses.

Page numbers, running heads, rules and left-overs of a page are told by what they are made of, where they
stand and that they come back; only the controls of a web page by their words.
"""

from __future__ import annotations

import itertools
import re
import statistics
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import Protocol

from corpus.language.names import is_han, name_likeness
from corpus.splitting.webcontrols import is_control

_MARKS = r"[-—–―─－_·•.…\s~～▪●◆■※*＊|｜=＝]"
_DASH = r"[-—–―─－]{1,3}"
_PAGE_NUMBER = re.compile(
    rf"{_MARKS}+(?:\d{{1,4}}|[一二三四五六七八九十]{{1,3}}){_MARKS}+|{_DASH}\s*\d{{1,4}}(?:\s*{_DASH})?"
    r"|第\s*(?:\d{1,4}|[一二三四五六七八九十]{1,3})\s*页(?:\s*[,，/]?\s*共\s*\d{1,4}\s*页)?"
    r"|\d{1,4}\s*/\s*\d{1,4}|[pP](?:age)?\s*[.．]?\s*\d{1,4}"
    r"|第\s*(?:[一二三四五六七八九十]{1,3}|[A-Z]?\d{1,2})\s*版|[A-Z]?\d{1,2}\s*版"
)
_BARE_NUMBER = re.compile(r"\d{1,3}|[ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ]")
_ISSUE_NUMBER = re.compile(r"第\s*\d{1,4}\s*期(?:\s*[（(]?总第?\s*\d+\s*期?[)）]?)?[^，。；：]{0,12}$")
_DIGITS = re.compile(r"\d+")
_CELLS = re.compile(r"\s{2,}|\u3000+|\s*[|｜]\s*")
_PAGE_NAMED = re.compile(r"第?\s*(?:[一二三四五六七八九十]{1,3}|[A-Z]?\d{1,2})\s*[版页]")
_PLAIN_PAGE = re.compile(r"\d{1,2}")
_DAY_CELL = re.compile(
    r"[^\d，。；：]{0,12}(?:(?:19|20)\d\d\s*[-年/.]\s*\d{1,2}\s*[-月/.]\s*\d{1,2}\s*日?|[二〇○零一九]{4}年\S{2,6}日)"
    r"(?:\s*星期[一二三四五六日天])?"
)
_CLOSING = frozenset("。，、；：？！”’）》】」』)〉…,.;:?!%％")
_SENTENCE_END = frozenset("。！？!?…；：:”）)")
_HEAD_MAX = 36  # characters of a running head
_LONG_HEAD = 70  # characters of one that names its editors as well
_APART = 8  # rows that lie at least between two comings of a running head
_MASTHEAD_ROWS = 4
_NAME_ROWS = 2  # in which the masthead names the paper
_NAME_MAX = 12  # characters of that name


class PrintedRow(Protocol):
    """What this module looks at of a row."""

    @property
    def text(self) -> str: ...
    @property
    def breaks_page(self) -> bool: ...
    @property
    def indent(self) -> int: ...
    @property
    def width(self) -> int: ...


def furniture(rows: Sequence[PrintedRow]) -> dict[int, str]:
    """Row → why it is furniture: "page number", "running head", "rule", "stray mark", "web page control"."""
    found: dict[int, str] = {}
    for at, row in enumerate(rows):
        if is_rule(row.text):
            found[at] = "rule"
        elif _PAGE_NUMBER.fullmatch(row.text):
            found[at] = "page number"
        elif is_control(row.text):
            found[at] = "web page control"
        elif _stands_at_edge(rows, at):
            if at > 3 and _names_issue(row.text):
                found[at] = "running head"
            elif len(row.text) <= 2 and row.text.isascii() and not set(row.text) <= _CLOSING:
                found[at] = "stray mark"
    found |= dict.fromkeys(_bare_page_numbers(rows), "page number")
    numbered = {at for at in range(4, len(rows)) if _names_issue(rows[at].text) and _beside_number(at, found)}
    repeated = _at_page_edges(rows) | _between_pages(rows, found) | _page_heads(rows)
    found |= dict.fromkeys(numbered | repeated, "running head")
    return found | dict.fromkeys(_left_over(rows, found), "stray mark")


def is_rule(text: str) -> bool:
    """Nothing but signs: no letter, no digit.  Closing punctuation that the wrap cut off is text."""
    if any(c.isalnum() for c in text):
        return False
    if set(text) <= _CLOSING and len(text) <= 4:
        return False
    return {unicodedata.category(c)[0] for c in text} <= {"S", "P", "C", "Z", "M"}


def _names_issue(text: str) -> bool:
    """Ends with the number of the issue, as running heads do."""
    return len(text) <= _HEAD_MAX and _ISSUE_NUMBER.search(text) is not None


def _stands_at_edge(rows: Sequence[PrintedRow], at: int) -> bool:
    return rows[at].breaks_page or at + 1 == len(rows) or rows[at + 1].breaks_page


def _bare_page_numbers(rows: Sequence[PrintedRow]) -> set[int]:
    """Rows that are bare numbers and count the pages: at a page's edge, or rising one by one."""
    bare = [(at, row) for at, row in enumerate(rows) if _BARE_NUMBER.fullmatch(row.text)]
    found = {at for at, _ in bare if _stands_at_edge(rows, at)}
    values = [(at, int(row.text)) for at, row in bare if row.text.isdigit()]
    for (at, value), (then, following) in itertools.pairwise(values):
        if following == value + 1 and then - at >= _APART:
            found |= {at, then}
    return found


def _key(text: str) -> str:
    """The text without spaces, its numbers all alike."""
    return _DIGITS.sub("#", re.sub(r"\s", "", text))


def _at_page_edges(rows: Sequence[PrintedRow]) -> set[int]:
    """Rows at the top or bottom of pages whose text, digits aside, comes back on page after page."""
    starts = [0, *(at for at, row in enumerate(rows) if row.breaks_page), len(rows)]
    pages = [(a, b) for a, b in itertools.pairwise(starts) if b - a >= 4]
    if len(pages) < 3:
        return set()
    seen: Counter[str] = Counter()
    edges: list[tuple[str, int]] = []
    for first, last in pages:
        for at in {first, first + 1, last - 2, last - 1}:
            key = _key(rows[at].text)
            if len(key) <= 30 and key[-1:] not in "）)。；，":
                edges.append((key, at))
    seen.update(key for key, _ in edges)
    return {at for key, at in edges if seen[key] >= max(3, len(pages) * 0.3) and not key.startswith("【")}


def _between_pages(rows: Sequence[PrintedRow], known: dict[int, str]) -> set[int]:
    """The same where no page break is marked: rows that come back at even distances, between pages.

    That a page ends there shows in a sentence that the row interrupts, or in a page number beside it; a
    sub-head or a signature that comes back does neither.  The first of them may be the masthead itself.
    """
    places: defaultdict[str, list[int]] = defaultdict(list)
    for at, row in enumerate(rows):
        key = _key(row.text)
        if (
            at not in known
            and 3 <= len(key) <= _HEAD_MAX
            and key[-1] not in "。；，、：:！？”"
            and key[0] not in "【（("
        ):
            places[key].append(at)
    found: set[int] = set()
    usual = statistics.median([row.width for row in rows]) if rows else 0
    for comings in places.values():
        later = [at for at in comings if at >= _MASTHEAD_ROWS]
        enough = 3 if len(later) == len(comings) else 2
        if len(later) < enough or not _evenly(comings):
            continue
        between = [at for at in later if _cuts_sentence(rows, at, known, usual) or _beside_number(at, known)]
        if len(between) >= max(1, 0.3 * len(later)):
            found |= set(later)
    return found


def _evenly(places: Sequence[int]) -> bool:
    gaps = [b - a for a, b in itertools.pairwise(places)]
    middle = statistics.median(gaps)
    return min(gaps) >= max(_APART, 0.5 * middle) and max(gaps) <= 2.2 * middle


def _page_heads(rows: Sequence[PrintedRow]) -> set[int]:
    """Rows of cells of which one is a day and one names the page (第二版), as newspapers head their pages.

    A bare number does for the page where such rows come back and their numbers rise, or where the name of
    the paper, as the masthead prints it, is one of the cells.
    """
    named: set[int] = set()
    bare: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    heads = {_key(row.text) for row in rows[:_NAME_ROWS] if 3 <= len(_key(row.text)) <= _NAME_MAX}
    for at, row in enumerate(rows):
        cells = _CELLS.split(row.text)
        if at >= _MASTHEAD_ROWS and _names_page_and_day(row.text):
            named.add(at)
        if at < _MASTHEAD_ROWS or len(cells) < 2 or len(_key(row.text)) > _HEAD_MAX:
            continue
        if not any(_DAY_CELL.fullmatch(cell) for cell in cells):
            continue
        if any(_PAGE_NAMED.fullmatch(cell) for cell in cells) or _key(cells[len(cells) // 2]) in heads:
            named.add(at)
        elif (
            number := next((c for c in (cells[0], cells[-1]) if _PLAIN_PAGE.fullmatch(c)), None)
        ) is not None:
            bare[_key(row.text)].append((at, int(number)))
    for comings in bare.values():
        if len(comings) >= 2 and all(b > a for (_, a), (_, b) in itertools.pairwise(comings)):
            named |= {at for at, _ in comings}
    return named


def _names_page_and_day(text: str) -> bool:
    """Begins or ends with the page (2版) and names a day: whatever stands beside them heads the page too."""
    words = re.split(r"[\s|｜]+", text)
    if len(text) > _LONG_HEAD or len(words) < 3 or set("，。；！？“”") & set(text):
        return False
    paged = any(_PAGE_NAMED.fullmatch(word) for word in (words[0], words[-1]))
    return paged and any(_DAY_CELL.fullmatch(word) for word in words)


def _beside_number(at: int, known: dict[int, str]) -> bool:
    return any(known.get(near) == "page number" for near in (at - 1, at + 1))


def _cuts_sentence(rows: Sequence[PrintedRow], at: int, known: dict[int, str], usual: float) -> bool:
    """The row above runs full in mid-sentence, and the row below goes on with it."""
    above = next((i for i in _walk(at, -1, rows) if i not in known), None)
    below = next((i for i in _walk(at, 1, rows) if i not in known), None)
    if above is None or below is None:
        return False
    goes_on = rows[above].text[-1] not in _SENTENCE_END and rows[above].width >= 0.9 * usual
    return goes_on and rows[above].width > 16 and rows[below].indent <= rows[above].indent


def _walk(at: int, step: int, rows: Sequence[PrintedRow]) -> Iterator[int]:
    for near in range(at + step, at + 3 * step, step):
        if 0 <= near < len(rows):
            yield near


def _left_over(rows: Sequence[PrintedRow], known: dict[int, str]) -> set[int]:
    """A lone character between a finished text and a headline: what a page's edge left behind."""
    found = set()
    for at, row in enumerate(rows[:-1]):
        if at == 0 or at in known or len(row.text) != 1 or not is_han(row.text):
            continue
        below = re.sub(r"\s", "", rows[at + 1].text)
        verse = len(below) <= 6 or name_likeness(below) >= 0.5 or len(rows[at - 1].text) <= 6
        if rows[at - 1].text[-1] in _SENTENCE_END and below[-1:] not in _SENTENCE_END and not verse:
            found.add(at)
    return found
