"""Here is a piece of a page, give me its article: headline, paragraphs, byline, all of its characters.

What is printed of the author, the source and the day goes to `Article.byline` as it stands; the marks and
numbers before a headline are furniture.  Every other character is in the title or in the body.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.model import Article, Aside, Provenance
from corpus.splitting.boundaries import confidence
from corpus.splitting.bylines import Byline, merge
from corpus.splitting.captions import is_note, opens_caption, text_of
from corpus.splitting.closing import Closing, opens_note
from corpus.splitting.evidence import Piece, author_row
from corpus.splitting.headings import inline_headline
from corpus.splitting.page import Page
from corpus.splitting.rows import Row
from corpus.splitting.series import bare_headline
from corpus.splitting.unwrap import ends_sentence, join_lines, join_title

JUMP_MARK = "jump mark"
"""The reason of an aside that was taken from a row of text: where it goes on, or comes from."""

_CAPTION = 20  # characters of the row above a table that names it


@dataclass(frozen=True, slots=True)
class UndatedArticle:
    """An article without its day, and what of its rows is furniture.

    closed: the day of its closing, (month, day) without its year; printed: the day under its headline.
    """

    article: Article
    aside: tuple[Aside, ...] = ()
    closed: dt.date | tuple[int, int] | None = None
    printed: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Attribution:
    """What bylines were found: as printed, in order of reading, and what they say together."""

    printed: tuple[str, ...] = ()
    byline: Byline | None = None

    def after(self, printed: str, byline: Byline) -> Attribution:
        """With a byline that stands before the ones there are."""
        merged = byline if self.byline is None else merge(byline, self.byline)
        return Attribution((printed, *self.printed), merged)

    def then(self, other: Attribution) -> Attribution:
        """With those that stand further down."""
        printed = (*self.printed, *other.printed)
        if other.byline is None:
            return Attribution(printed, self.byline)
        return Attribution(printed, merge(self.byline, other.byline))


def draft(page: Page, piece: Piece) -> UndatedArticle:
    """The piece as an article; there is always a body."""
    start, rows = piece.start, page.rows
    headed = start.rows if start.body < piece.end else 0  # a headline without any text is a text
    title, marks = _title(page, piece) if headed else ("", [])
    above = Attribution()
    printed: dt.date | None = None
    for at in range(start.at + start.rows, start.body if headed else start.at):
        named = author_row(page, at)
        info = page.info[at]
        printed = printed or (info.day if info is not None else None)
        above = above.then(Attribution((rows[at].text,), named))
    first = start.body if headed else start.at
    body, table, end = _paragraphs(page, first, piece)
    if not headed and (carried := inline_headline(page, body[0])) is not None:
        title, text, rest = carried
        body, marks = [text, *body[1:]], [rest]
    body, below = _signed(page, body, table - 1)
    body += text_of(page, table, end)
    closing = _closing(page, start.body, end)
    if closing is not None and closing.first > start.body:
        signed = Byline(closing.authors, closing.credit, 0.85, "closing", True)
        below = Attribution(below.printed, signed if below.byline is None else merge(below.byline, signed))
    named = above.then(below).byline
    if named is None or not named.authors:
        opening = next((found for text in body[:2] if (found := page.reader.lead(text)) is not None), None)
        named = merge(named, opening) if opening is not None else named
    article = Article(
        title=title or (piece.section if piece.alone and piece.section else _first_words(body)),
        body="\n".join(body),
        section=piece.section,
        authors=named.authors if named is not None else (),
        credit=named.credit if named is not None else None,
        lines=(rows[start.at].number, rows[piece.end - 1].number),
        page_no=rows[start.at].line.page,
        byline="\n".join((*above.printed, *below.printed)),
        provenance=_provenance(piece, titled=bool(title), named=named),
    )
    aside = [_mark_of(rows[start.at], mark, "mark of a headline") for mark in marks if mark]
    for begin, last in ((start.at, piece.end), *piece.more):
        aside += [_mark_of(row, mark, JUMP_MARK) for row in rows[begin:last] for mark in row.marks]
    return UndatedArticle(article, tuple(aside), closing.day if closing is not None else None, printed)


def _mark_of(row: Row, mark: str, reason: str) -> Aside:
    return Aside("furniture", mark, reason, (row.number, row.number), row.line.page)


def _paragraphs(page: Page, first: int, piece: Piece) -> tuple[list[str], int, int]:
    """(paragraphs without the table at the end, the table's first row, the row after the text).

    The rest of a text that goes on elsewhere is joined to it, in mid-sentence where it was left so; who signs
    above the jump signs the whole.
    """
    *parts, (begin, end) = [(first, piece.end), *piece.more]
    table = _table_start(page, begin, end)
    body: list[str] = []
    signers: list[str] = []
    for a, b in (*parts, (begin, table)):
        last = b
        while b != table and last - 1 > a and page.own_bylines[last - 1]:
            last -= 1
            signers.insert(0, page.rows[last].text)
        more = text_of(page, a, last)
        if body and more and not ends_sentence(body[-1]):
            body[-1:], more = [join_lines((body[-1], more[0]))], more[1:]
        body += more
    return [*body, *signers], table, end


def _closing(page: Page, first: int, end: int) -> Closing | None:
    """The closing that ends the text in rows [first, end), or that stands above a note of the editor."""
    last = end - 1
    noted = (at for at in range(last - 1, first, -1) if opens_note(page.rows[at + 1].text))
    return page.closings.get(last) or next((page.closings[at] for at in noted if at in page.closings), None)


def _title(page: Page, piece: Piece) -> tuple[str, list[str]]:
    """The headline, and the marks, numbers and brackets that were taken from it."""
    start = piece.start
    texts = [page.rows[at].text for at in range(start.at, start.at + start.rows)]
    bare = bare_headline(texts[0]) if start.marked else page.profile.title_marks.sub("", texts[0])
    marks = [texts[0][: len(texts[0]) - len(bare)].strip()]
    title = join_title([bare, *texts[1:]], [page.full[at] for at in range(start.at, start.body)])
    if title.startswith("【") and title.endswith("】") and title.count("【") == 1:
        title, marks = title[1:-1], [*marks, "【】"]
    return title, marks


def _provenance(piece: Piece, *, titled: bool, named: Byline | None) -> dict[str, Provenance]:
    sure = confidence(piece.start.score)
    known = named if named is not None else Byline(confidence=0.7, how="no byline")
    title = Provenance("headline rows", sure) if titled else Provenance("first words of the text", 0.3)
    if piece.alone and not titled:
        title = Provenance("name of the section", 0.6)
    section = Provenance("section head", 0.95) if piece.section else Provenance("none above", 0.8)
    return {
        "bounds": Provenance("headline and text" if piece.start.rows else "start of a section", sure),
        "title": title,
        "section": section,
        "authors": Provenance(known.how, round(known.confidence, 2)),
        "credit": Provenance(known.how, round(known.confidence, 2)),
    }


def _signed(page: Page, body: list[str], last: int) -> tuple[list[str], Attribution]:
    """The paragraphs without the bylines at their end, and those; the last text is never taken.

    last: the last row of the body.
    """
    found = Attribution()
    body = list(body)
    while len(body) > 1:
        whole = page.reader.line(body[-1], bare=False, signed=page.signs)
        if whole is None and body[-1] == page.rows[last].text:
            whole = page.signatures.get(last)
        if whole is None:
            break
        found = found.after(body.pop(), whole)
        last -= 1
    if found.byline is not None and found.byline.authors and opens_caption(body[-1]):
        return body, found  # who took a picture did not write the text that is signed
    tail = page.reader.tail(body[-1], signed=page.signs)
    while tail is not None and (tail[0] or len(body) > 1):
        found = found.after(_after(body[-1], tail[0]), tail[1])
        if tail[0]:
            body[-1] = tail[0]
            return body, found
        body.pop()
        tail = page.reader.tail(body[-1], signed=page.signs)
    return body, found


def _table_start(page: Page, first: int, end: int) -> int:
    """The first row of the table or the notes that end rows [first, end), below a byline; `end` if none.

    A short row between the byline and the table is its caption.
    """
    start = end
    while start - 1 > first and page.tabular[start - 1]:
        start -= 1
    if start == end:
        below = (at for at in range(first + 1, end) if page.own_bylines[at - 1] and is_note(page, at))
        notes = next(below, end)
        return notes if not any(page.bylines[at] for at in range(notes, end)) else end
    above = start - 1
    captioned = start < end and above - 1 > first and page.own_bylines[above - 1] and not page.ends[above]
    return above if captioned and len(page.rows[above].text) <= _CAPTION else start


def _after(text: str, rest: str) -> str:
    """What follows `rest`, with which `text` begins."""
    return text[len(rest) :].strip()


def _first_words(body: Sequence[str]) -> str:
    text = body[0]
    stop = min((at for mark in "。！？；" if (at := text.find(mark)) > 0), default=len(text))
    return text[: min(stop, 40)]
