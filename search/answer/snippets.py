"""Here are a text and a `Marker`; give me the few passages that show best what was found.

A passage is a run of whole sentences.  The first one holds most of what is wanted, the next ones what is
still missing; they come back in reading order, in the original characters.  Only a sentence too long to
show is cut, at a clause, and an ellipsis says so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.text.signs import SENTENCE_ENDS
from search.answer.highlight import MarkedSpan, Marker
from search.engine.postings.places import TextPlaces
from search.model import Snippet

WIDTH = 110
"""Characters of a passage: about three lines of a result list."""

ELLIPSIS = "…"
AGAIN = 0.15
"""Worth of finding once more what another passage shows already, against finding it first."""

_INSIDE = rf"[^{SENTENCE_ENDS}\n.]*"
_SENTENCE = re.compile(
    rf"{_INSIDE}(?:\.(?!\.){_INSIDE})*(?:(?:[{SENTENCE_ENDS}]|\.\.+)+[”’」』）)】\"]*|\n+|$)"
)
_CLOSED = SENTENCE_ENDS + '”’」』）)】"'
_CLAUSE = "，、,：:；; 　）)】”』」"
_MOST = 64
"""Sentences tried as the beginning of a passage; later ones of a very long text are not."""


@dataclass(frozen=True, slots=True)
class _Passage:
    """A stretch of the text: start, end; first, last: the marks in it (last exclusive)."""

    start: int
    end: int
    first: int
    last: int


def snippets(
    read: str | TextPlaces, marker: Marker, count: int = 2, width: int = WIDTH
) -> tuple[Snippet, ...]:
    """At most `count` passages of about `width` characters; the beginning where nothing is found."""
    marks = marker.marks(read) if marker else []
    text = read if isinstance(read, str) else read.original
    if not marks:
        lead = _lead(text, width)
        return (lead,) if lead.text else ()
    passages = _passages(text, marks, width)
    chosen = _choose(passages, marks, marker, count)
    return tuple(_show(text, passage, marks[passage.first : passage.last]) for passage in chosen)


def title_spans(title: str | TextPlaces, marker: Marker) -> tuple[tuple[int, int], ...]:
    """(start, end) of what is marked in a title."""
    return marker.spans(title, "title") if marker else ()


def _sentences(text: str) -> list[tuple[int, int]]:
    """(start, end) of sentences, white space around them left out."""
    found = []
    for match in _SENTENCE.finditer(text):
        start, end = match.span()
        while start < end and text[start].isspace():
            start += 1
        while start < end and text[end - 1].isspace():
            end -= 1
        if start < end:
            found.append((start, end))
    return found


def _bridged(sentences: list[tuple[int, int]], marks: Sequence[MarkedSpan]) -> list[tuple[int, int]]:
    """The sentences, those joined that a mark reaches across (a word broken at the end of a line)."""
    joined: list[tuple[int, int]] = []
    number = 0
    for start, end in sentences:
        while number < len(marks) and marks[number].end <= start:
            number += 1
        if joined and number < len(marks) and marks[number].start < joined[-1][1]:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _passages(text: str, marks: Sequence[MarkedSpan], width: int) -> list[_Passage]:
    """A passage from every sentence that holds a mark, as many whole sentences as fit."""
    sentences = _bridged(_sentences(text), marks)
    passages: list[_Passage] = []
    mark = 0
    for number, (start, end) in enumerate(sentences):
        while mark < len(marks) and marks[mark].start < start:
            mark += 1
        if mark == len(marks) or len(passages) == _MOST:
            break
        if marks[mark].start >= end:
            continue
        if end - start > width * 1.5:
            passages += _clauses(text, start, end, marks, mark, width)
            continue
        for following in sentences[number + 1 :]:
            if following[1] - start > width or "\n" in text[end : following[0]]:
                break
            end = following[1]
        passages.append(_passage(start, end, marks, mark))
    return passages or [_around(text, marks, width)]


def _passage(start: int, end: int, marks: Sequence[MarkedSpan], first: int) -> _Passage:
    last = first
    while last < len(marks) and marks[last].end <= end:
        last += 1
    return _Passage(start, end, first, last)


def _around(text: str, marks: Sequence[MarkedSpan], width: int) -> _Passage:
    """Where marks run across sentence borders: what is around the first."""
    start = max(0, marks[0].start - width // 3)
    return _passage(start, min(len(text), max(marks[0].end, start + width)), marks, 0)


def _clauses(
    text: str, start: int, end: int, marks: Sequence[MarkedSpan], mark: int, width: int
) -> list[_Passage]:
    """Stretches of a sentence that is too long, each from the clause of a mark on."""
    found: list[_Passage] = []
    while mark < len(marks) and marks[mark].start < end and len(found) < 8:
        left = max(start, marks[mark].start - width // 2)
        cuts = [i + 1 for i in range(left, marks[mark].start) if text[i] in _CLAUSE]
        begin = start if left == start else next(iter(cuts), max(start, marks[mark].start - width // 4))
        stop = min(end, max(begin + width, marks[mark].end))
        if stop < end:
            back = next((i + 1 for i in range(stop - 1, marks[mark].end, -1) if text[i] in _CLAUSE), stop)
            stop = back if back - begin > width // 2 else stop
        found.append(_passage(begin, stop, marks, mark))
        mark = max(found[-1].last, mark + 1)
    return found


def _choose(
    passages: Sequence[_Passage], marks: Sequence[MarkedSpan], marker: Marker, count: int
) -> list[_Passage]:
    """Greedy: the passage that adds most to what the chosen ones show; earlier ones on a tie."""
    chosen: list[_Passage] = []
    seen: set[int] = set()
    held = [[form for mark in marks[p.first : p.last] for form in mark.forms] for p in passages]
    while len(chosen) < count:
        best, gain = -1, 0.0
        for number, passage in enumerate(passages):
            if any(passage.start < other.end and other.start < passage.end for other in chosen):
                continue
            value = _worth(held[number], seen, marker)
            if value > gain + 1e-9:
                best, gain = number, value
        if best < 0:
            break
        chosen.append(passages[best])
        seen.update(held[best])
    return sorted(chosen, key=lambda passage: passage.start)


def _worth(forms: Sequence[int], seen: set[int], marker: Marker) -> float:
    total = 0.0
    met: set[int] = set()
    for form in forms:
        weight = marker.forms[form].weight
        if form in met:
            total += weight * 0.1 * AGAIN
        else:
            total += weight * (AGAIN if form in seen else 1.0)
            met.add(form)
    return total


def _show(text: str, passage: _Passage, marks: Sequence[MarkedSpan]) -> Snippet:
    shown = text[passage.start : passage.end].replace("\n", " ")
    before = ELLIPSIS if _inside(text, passage.start) else ""
    after = ELLIPSIS if passage.end < len(text) and not _ends(text, passage.end) else ""
    shift = len(before) - passage.start
    spans = tuple((mark.start + shift, mark.end + shift) for mark in marks if mark.start >= passage.start)
    return Snippet(before + shown + after, spans)


def _inside(text: str, start: int) -> bool:
    """Whether a passage begins in the middle of a sentence."""
    while start and text[start - 1] in " \t\u3000":
        start -= 1
    return start > 0 and text[start - 1] != "\n" and text[start - 1] not in _CLOSED


def _ends(text: str, end: int) -> bool:
    return text[end - 1] in _CLOSED or text[end : end + 1] == "\n"


def _lead(text: str, width: int) -> Snippet:
    """The first sentences, where nothing in the body is marked (an article found by its title or author)."""
    sentences = _sentences(text[: width * 4])
    if not sentences:
        return Snippet("")
    start, end = sentences[0]
    for _, stop in sentences[1:]:
        if stop - start > width:
            break
        end = stop
    end = min(end, start + width)
    return _show(text, _Passage(start, end, 0, 0), ())
