"""Here are the rows of a paper whose texts go on elsewhere, give me them with what goes on where.

（下转第二版） ends what a page holds of a text, （上接第一版） begins the rest of it, alone on a row or
beside the text.  The marks are furniture; the row that is left and the one that takes it up bear one number.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from corpus.model import Aside, Document
from corpus.splitting.evidence import Piece
from corpus.splitting.page import Page
from corpus.splitting.rows import Row, rows_of
from corpus.traditional import simplified

JUMP = "jump line"
"""The reason of an aside that says where a text goes on, or where it comes from."""

_NUMBER = r"[一二三四五六七八九十\dA-Z]{1,4}"
_PAGE = rf"第?\s*{_NUMBER}(?:\s*[、,，至—-]\s*{_NUMBER})?\s*[版页](?:\s*[《“][^》”]{{1,30}}[》”])?"
_SIGNS = r"[（()）【】\[\]〔〕▲△▼▶►◀◄→＞>★◆■●\s]*"
_LEAVES = re.compile(rf"{_SIGNS}(?:文章|全文)?(?:下转|转至|转入)\s*{_PAGE}{_SIGNS}$")
_RESUMES = re.compile(rf"{_SIGNS}(?:文章)?(?:上接|紧接|续接)\s*{_PAGE}{_SIGNS}")
_SAYS = re.compile("[转轉接]")
_HEADLINE = 5  # characters of a headline that is printed again above the rest


def with_jumps(rows: Sequence[Row]) -> tuple[list[Row], list[Aside]]:
    """The rows with what goes on where, and the rows that only say so, as furniture.

    The first rest belongs to the first text that was left and not taken up yet.  A mark without its fellow
    (the page is not in the file) joins nothing.
    """
    kept: list[Row] = []
    aside: list[Aside] = []
    left: list[int] = []
    joined = 0
    resumes = False
    for row in rows:
        text = simplified(row.text) if _SAYS.search(row.text) else ""
        ends, begins = _LEAVES.search(text), _RESUMES.match(text)
        first = begins.end() if begins is not None else 0
        last = ends.start() if ends is not None else len(row.text)
        resumes = resumes or begins is not None
        if first >= last:
            aside.append(Aside("furniture", row.text, JUMP, (row.number, row.number), row.line.page))
        else:
            marks = (row.text[:first].strip(), row.text[last:].strip())
            marked = ends is not None or begins is not None
            text = row.text[first:last].strip()
            kept.append(replace(row, text=text, marks=tuple(filter(None, marks))) if marked else row)
            if resumes and left:
                joined += 1
                _join(kept, left.pop(0), joined)
            resumes = False
        if ends is not None and kept:
            left.append(len(kept) - 1)
    return (kept, aside) if joined or aside or any(row.marks for row in kept) else (list(rows), [])


def read_rows(document: Document) -> tuple[list[Row], list[Aside]]:
    """`rows_of` with what goes on where."""
    rows, furniture = rows_of(document)
    rows, jumps = with_jumps(rows)
    return rows, [*furniture, *jumps]


def joined(page: Page, pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces, the rest of a text with the text itself."""
    left = {page.rows[piece.end - 1].leaves: n for n, piece in enumerate(pieces)}
    left.pop(None, None)
    rest = {n: left.get(page.rows[piece.start.at].resumes) for n, piece in enumerate(pieces)}
    rests = {n for n, of in rest.items() if of is not None}
    found = []
    for n, piece in enumerate(pieces):
        if n in rests:
            continue
        more: list[tuple[int, int]] = []
        whole = {n}
        for later in range(n + 1, len(pieces)):  # the rest of a rest goes with it
            if rest[later] in whole:
                whole.add(later)
                more.append((pieces[later].start.at, pieces[later].end))
        found.append(replace(piece, more=tuple(more)))
    return found


def _join(rows: list[Row], left: int, number: int) -> None:
    """Number the row `left` and the one that takes its text up: the last, or its headline above it."""
    at = len(rows) - 1
    above = "".join(rows[at - 1].text.split())
    if at - 1 > left and len(above) >= _HEADLINE and _printed_before(rows[: left + 1], above):
        at -= 1
    rows[left] = replace(rows[left], leaves=number)
    rows[at] = replace(rows[at], resumes=number)


def _printed_before(rows: Sequence[Row], text: str) -> bool:
    return any("".join(row.text.split()).startswith(text) for row in rows)
