"""Here is a document, give me the issue: `split` puts the steps of this room in order.

rows → profile → outline → boundaries → articles → dates.  Organisations and people are another room's.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

from corpus.model import Article, Document, Issue, ParsedIssue, Provenance
from corpus.splitting.boundaries import Boundaries, confidence
from corpus.splitting.bylines import Byline, merge
from corpus.splitting.dates import EventDate, Month, event_date
from corpus.splitting.evidence import Piece, Start, under_headline
from corpus.splitting.headings import find_levels, headed_articles, inline_headline
from corpus.splitting.issuedate import Front, front
from corpus.splitting.outline import Outline, Stretch, outline
from corpus.splitting.page import CELLS, Page
from corpus.splitting.profile import Profile, choose, load_profiles
from corpus.splitting.rows import rows_of
from corpus.splitting.unwrap import NUMBERED, join_title, paragraphs

_STANDS_OUT = 2.0  # score of a headline that can hardly be a sub-head


@lru_cache(maxsize=1)
def _shipped() -> tuple[Profile, ...]:
    return load_profiles()


def split(document: Document, profiles: Sequence[Profile] | None = None) -> ParsedIssue:
    """Read one document as an issue of a newsletter; a text without that structure becomes one article.

    profiles: what `load_profiles` gave; the shipped ones by default.  Organisations and people stay empty.
    """
    rows = rows_of(document)
    if not rows:
        return ParsedIssue(document.name, Issue(title=document.name, source_file=document.name), ())
    profile = choose(profiles if profiles is not None else _shipped(), [row.line for row in rows])
    page = Page(rows, profile, wrapped=document.wrapped)
    masthead, imprint, pieces = _pieces(page)
    drafts = [draft for piece in pieces if (draft := _article(page, piece)).body]
    heads = document.meta.get("running_heads", "").split("\n")
    texts = [draft.body for draft in drafts]
    titles = [draft.title for draft in drafts]
    said = front((*masthead, *heads), imprint, document.name, texts, profile, titles)
    issue = _issue(document, said)
    articles = tuple(_dated(draft, issue, said.day, profile.mode == "single") for draft in drafts)
    return ParsedIssue(document.name, issue, articles)


def _pieces(page: Page) -> tuple[Sequence[str], Sequence[str], list[Piece]]:
    """(masthead, imprint, articles), by the headings of the format, as one article, or by evidence."""
    levels = find_levels(page)
    if levels is not None:
        return headed_articles(page, levels)
    frame = outline(page)
    if page.profile.mode == "single":
        first, last = frame.stretches[0][0], frame.stretches[-1][1]
        start = Boundaries(page).single(first, last)
        under = [page.rows[at].text for at in range(start.at + start.rows, start.body)]
        return (*frame.masthead, *under), frame.imprint, [Piece(start, last, None)]
    stretches = [part for stretch in frame.stretches for part in _at_inline_headlines(page, stretch)]
    found = _starts(page, frame, [(first, last) for first, last, _ in stretches])
    pieces: list[Piece] = []
    for (_, last, section), starts in zip(stretches, found, strict=True):
        ends = [*(start.at for start in starts[1:]), last]
        pieces.extend(Piece(start, end, section) for start, end in zip(starts, ends, strict=True))
    return frame.masthead, frame.imprint, pieces


def _starts(page: Page, frame: Outline, stretches: Sequence[tuple[int, int]]) -> list[list[Start]]:
    """Where articles start.  What nothing marks as an issue is one text, unless headlines stand out."""
    found = Boundaries(page, frame.contents, frame.marked).articles(stretches)
    framed = frame.masthead or frame.imprint or frame.contents or len(frame.stretches) > 1
    if framed or sum(byline is not None for byline in page.bylines) > 1:
        return found
    strong = sum(start.score >= _STANDS_OUT for starts in found for start in starts[1:])
    if strong >= 3:
        return found
    return Boundaries(page, bias=page.profile.weights["unframed"]).articles(stretches)


def _at_inline_headlines(page: Page, stretch: Stretch) -> list[Stretch]:
    """A stretch cut where paragraphs carry their own headline (【…】 and text on one line), if several do."""
    first, last, section = stretch
    cuts = [at for at in range(first, last) if inline_headline(page, page.rows[at].text) is not None]
    if len(cuts) < 2:
        return [stretch]
    edges = sorted({first, *cuts, last})
    return [(a, b, section) for a, b in pairwise(edges)]


def _article(page: Page, piece: Piece) -> Article:
    start, rows = piece.start, page.rows
    texts = [rows[at].text for at in range(start.at, start.at + start.rows)]
    if texts:
        texts[0] = page.profile.title_marks.sub("", texts[0])
        if start.at in page.numbered_headlines:
            texts[0] = NUMBERED.sub("", texts[0])
    title = join_title(texts, [page.full[at] for at in range(start.at, start.body)]) if texts else ""
    if title.startswith("【") and title.endswith("】") and title.count("【") == 1:
        title = title[1:-1]
    byline: Byline | None = None
    for at in range(start.at + start.rows, start.body):
        named = under_headline(page, at)
        byline = merge(byline, named) if named is not None else byline
    body_rows = list(range(start.body, piece.end))
    body = paragraphs([rows[at].text for at in body_rows], [page.begins_paragraph(at) for at in body_rows])
    if not texts and body and (carried := inline_headline(page, body[0])) is not None:
        title, body = carried[0], [carried[1], *body[1:]]
    body, tail = _signed(page, body)
    if tail is not None:
        byline = merge(byline, tail)
    if (byline is None or not byline.authors) and body:
        opening = next((found for text in body[:2] if (found := page.reader.lead(text)) is not None), None)
        byline = merge(byline, opening) if byline is not None and opening is not None else opening or byline
    sure = confidence(start.score)
    provenance = {
        "bounds": Provenance("headline and text" if start.rows else "start of a section", sure),
        "title": Provenance(
            "headline rows" if start.rows else "first words of the text", sure if start.rows else 0.3
        ),
        "section": Provenance(
            "section head" if piece.section else "none above", 0.95 if piece.section else 0.8
        ),
    }
    attributed = byline if byline is not None else Byline(confidence=0.7, how="no byline")
    for name in ("authors", "credit"):
        provenance[name] = Provenance(attributed.how, round(attributed.confidence, 2))
    return Article(
        title=title or _first_words(body),
        body="\n".join(body),
        section=piece.section,
        authors=attributed.authors,
        credit=attributed.credit,
        lines=(rows[start.at].number, rows[piece.end - 1].number),
        page_no=rows[start.at].line.page,
        provenance=provenance,
    )


def _signed(page: Page, body: list[str]) -> tuple[list[str], Byline | None]:
    """The paragraphs without the bylines at their end, and what those say."""
    found: Byline | None = None
    body = list(body)
    while body:
        whole = page.reader.line(body[-1], bare=False) if len(body) > 1 else None
        if whole is not None:
            found = whole if found is None else merge(whole, found)
            body.pop()
            continue
        tail = page.reader.tail(body[-1])
        if tail is None:
            break
        rest, byline = tail
        found = byline if found is None else merge(byline, found)
        body.pop()
        if rest:
            body.append(rest)
            break
    return (body, found) if found is not None else _signed_above_table(page, body)


def _signed_above_table(page: Page, body: list[str]) -> tuple[list[str], Byline | None]:
    """The same where a table follows the signed text."""
    last = next((at for at in range(len(body) - 1, -1, -1) if len(CELLS.split(body[at])) < 3), -1)
    tail = page.reader.tail(body[last]) if 0 <= last < len(body) - 1 else None
    if tail is None or not tail[0]:
        return body, None
    return [*body[:last], tail[0], *body[last + 1 :]], tail[1]


def _first_words(body: Sequence[str]) -> str:
    if not body:
        return ""
    text = body[0]
    stop = min((at for mark in "。！？；" if (at := text.find(mark)) > 0), default=len(text))
    return text[: min(stop, 40)]


def _issue(document: Document, said: Front) -> Issue:
    parts = [said.publication, said.number or ""]
    title = " ".join(part for part in parts if part) or document.name.rsplit(".", 1)[0]
    return Issue(
        title=title,
        publication=said.publication,
        number=said.number,
        year=said.year,
        month=said.month,
        date_basis=said.basis,
        source_file=document.name,
    )


def _dated(draft: Article, issue: Issue, day: dt.date | None, single: bool) -> Article:
    """The draft with its event's date, else the day that the masthead names (basis "issue")."""
    found = event_date(draft.body, Month(issue.year, issue.month), published=day)
    if found.date is None and single and day is not None:
        found = EventDate(day, "stated", "publication line", 0.95)
    elif found.date is None:
        found = replace(found, date=day)
    return replace(
        draft,
        date=found.date,
        date_basis=found.basis,
        issue_title=issue.title,
        source=issue.publication,
        source_file=issue.source_file,
        provenance={**draft.provenance, "date": Provenance(found.how, found.confidence)},
    )
