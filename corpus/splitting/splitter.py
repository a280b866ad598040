"""Here is a document, give me the issue: `split` puts the steps of this room in order.

rows → profile → outline → boundaries → articles → dates.  Organisations and people are another room's.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import groupby, pairwise

from corpus.model import Article, Aside, Document, Issue, ParsedIssue, Provenance
from corpus.splitting.boundaries import Boundaries
from corpus.splitting.dates import EventDate, Month, event_date
from corpus.splitting.drafts import UndatedArticle, draft
from corpus.splitting.enclosed import enclosed, is_issue
from corpus.splitting.evidence import Piece, Start
from corpus.splitting.headings import find_levels, headed_articles, inline_headline
from corpus.splitting.issuedate import front
from corpus.splitting.jumps import joined, read_rows
from corpus.splitting.outline import Apart, Outline, Stretch, outline
from corpus.splitting.page import Page
from corpus.splitting.profile import Profile, choose, load_profiles
from corpus.splitting.properties import completed
from corpus.splitting.single import single_article

_FRONT = ("masthead", "imprint")
_STANDS_OUT = 2.0  # score of a headline that can hardly be a sub-head


@lru_cache(maxsize=1)
def _shipped() -> tuple[Profile, ...]:
    return load_profiles()


def split(document: Document, profiles: Sequence[Profile] | None = None) -> ParsedIssue:
    """Read one document as an issue of a newsletter; a text without that structure becomes one article.

    profiles: what `load_profiles` gave; the shipped ones by default.  Organisations and people stay empty.
    Every row stands in an article or in an aside.
    """
    profiles = profiles if profiles is not None else _shipped()
    if document.single:
        profile = choose(profiles, document.lines)
        carried = enclosed(document, profile)
        if carried is not None and is_issue(whole := split(carried, profiles)):
            return whole
        return single_article(document, profile)
    rows, furniture = read_rows(document)
    if not rows:
        issue = Issue(title=document.name, source_file=document.name)
        return ParsedIssue(document.name, issue, (), (*document.aside, *furniture), document.notices)
    profile = choose(profiles, [row.line for row in rows])
    page = Page(rows, profile, wrapped=document.wrapped)
    apart, pieces = _pieces(page)
    drafts = [draft(page, piece) for piece in pieces]
    issue, day = _issue(document, page, apart, furniture, [one.article for one in drafts])
    single = profile.mode == "single"
    articles = tuple(_dated(one, issue, day, single) for one in drafts)
    if len(articles) == 1 and (document.format == "markdown" or issue.date_basis == "unknown"):
        articles = (completed(articles[0], document, profile),)
    loose = [aside for one in drafts for aside in one.aside]
    asides = sorted((*furniture, *loose, *_asides(page, apart)), key=lambda aside: aside.lines or (0, 0))
    return ParsedIssue(document.name, issue, articles, (*document.aside, *asides), document.notices)


def _asides(page: Page, apart: Apart) -> Iterator[Aside]:
    """What stands in no article, neighbouring rows of one kind and page together."""
    kinds = [(at, apart[at], page.rows[at].line.page) for at in sorted(apart)]
    for _, group in groupby(enumerate(kinds), key=lambda each: (each[1][0] - each[0], *each[1][1:])):
        found = [entry for _, entry in group]
        rows = [page.rows[at] for at, _, _ in found]
        kind, reason = found[0][1]
        text = "\n".join(row.printed for row in rows)
        yield Aside(kind, text, reason, (rows[0].number, rows[-1].number), found[0][2])


def _pieces(page: Page) -> tuple[Apart, list[Piece]]:
    """The rows in no article, and the articles: by the format's headings, as one, or by evidence."""
    levels = find_levels(page)
    if levels is not None:
        return headed_articles(page, levels)
    frame = outline(page)
    if not frame.stretches:  # nothing but what looks like a frame: all of it is the text
        return {}, [Piece(Boundaries(page).single(0, len(page.rows)), len(page.rows), None)]
    if page.profile.mode == "single":
        first, last = frame.stretches[0][0], len(page.rows)
        head = {at: why for at, why in frame.apart.items() if at < first}
        return head, [Piece(Boundaries(page).single(first, last), last, None)]
    cut = [part for stretch in frame.stretches for part in _at_jumps(page, stretch)]
    stretches = [part for stretch in cut for part in _at_inline_headlines(page, stretch)]
    found = _starts(page, frame, [(first, last) for first, last, _ in stretches])
    pieces: list[Piece] = []
    for (_, last, section), starts in zip(stretches, found, strict=True):
        ends = [*(start.at for start in starts[1:]), last]
        alone = len(starts) == 1 and section is not None
        pieces.extend(Piece(start, end, section, alone) for start, end in zip(starts, ends, strict=True))
    return dict(frame.apart), joined(page, pieces)


def _starts(page: Page, frame: Outline, stretches: Sequence[tuple[int, int]]) -> list[list[Start]]:
    """Where articles start.  What nothing marks as an issue is one text, unless headlines stand out."""
    found = Boundaries(page, frame.contents, frame.marked).articles(stretches)
    framed = bool(frame.apart) or len(frame.stretches) > 1
    if framed or sum(byline is not None for byline in page.bylines) > 1:
        return found
    strong = sum(start.score >= _STANDS_OUT for starts in found for start in starts[1:])
    if strong >= 3:
        return found
    return Boundaries(page, bias=page.profile.weights["unframed"]).articles(stretches)


def _at_jumps(page: Page, stretch: Stretch) -> list[Stretch]:
    """A stretch cut where a text goes on elsewhere, and where the rest of one begins."""
    first, last, section = stretch
    left = {at + 1 for at in range(first, last - 1) if page.rows[at].leaves is not None}
    taken_up = {at for at in range(first, last) if page.rows[at].resumes is not None}
    edges = sorted({first, *left, *taken_up, last})
    return [(a, b, section) for a, b in pairwise(edges)]


def _at_inline_headlines(page: Page, stretch: Stretch) -> list[Stretch]:
    """A stretch cut where paragraphs carry their own headline (【…】 and text on one line), if several do."""
    first, last, section = stretch
    cuts = [at for at in range(first, last) if inline_headline(page, page.rows[at].text) is not None]
    if len(cuts) < 2:
        return [stretch]
    edges = sorted({first, *cuts, last})
    return [(a, b, section) for a, b in pairwise(edges)]


def _issue(
    document: Document, page: Page, apart: Apart, furniture: Sequence[Aside], drafts: Sequence[Article]
) -> tuple[Issue, dt.date | None]:
    """The issue, and the day that its masthead names."""
    texts = {
        reason: [page.rows[at].text for at in sorted(apart) if apart[at][1] == reason] for reason in _FRONT
    }
    heads = [aside.text for aside in furniture if aside.reason == "running head"]
    heads += document.meta.get("running_heads", "").split("\n")
    if page.profile.mode == "single":
        heads = [draft.byline for draft in drafts] + heads
    bodies, titles = [draft.body for draft in drafts], [draft.title for draft in drafts]
    said = front((*texts["masthead"], *heads), texts["imprint"], document.name, bodies, page.profile, titles)
    parts = [said.publication, said.number or ""]
    title = " ".join(part for part in parts if part) or document.name.rsplit(".", 1)[0]
    issue = Issue(
        title=title,
        publication=said.publication,
        number=said.number,
        year=said.year,
        month=said.month,
        date_basis=said.basis,
        source_file=document.name,
    )
    return issue, said.day


def _in_issue(day: tuple[int, int] | None, issue: Issue) -> dt.date | None:
    """A day without its year, as the last such day before the end of the month after the issue's."""
    if day is None or issue.year is None or issue.month is None:
        return None
    month, number = day
    try:
        return dt.date(issue.year - (month > issue.month + 1), month, number)
    except ValueError:
        return None


def _dated(draft: UndatedArticle, issue: Issue, day: dt.date | None, single: bool) -> Article:
    """The draft with the day of its closing, or of its event, else that of the masthead (basis "issue")."""
    article = draft.article
    closed = draft.closed if isinstance(draft.closed, dt.date) else _in_issue(draft.closed, issue)
    if closed is not None:
        stated = closed is draft.closed
        found = EventDate(closed, "stated" if stated else "inferred", "closing", 0.95 if stated else 0.85)
    else:
        month = Month(issue.year, issue.month)
        if issue.month is None and draft.printed is not None:
            month = Month(draft.printed.year, draft.printed.month)
        found = event_date(article.body, month, published=draft.printed or day)
    if found.date is None and draft.printed is not None:
        found = EventDate(draft.printed, "stated", "publication line", 0.95)
    if found.date is None and single and day is not None:
        found = EventDate(day, "stated", "publication line", 0.95)
    elif found.date is None:
        found = replace(found, date=day)
    return replace(
        article,
        date=found.date,
        date_basis=found.basis,
        issue_title=issue.title,
        source=issue.publication,
        source_file=issue.source_file,
        provenance={**article.provenance, "date": Provenance(found.how, found.confidence)},
    )
