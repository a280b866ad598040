"""Here is an article as a record states it, give me it with the author and the day that its text tells.

What the record says is kept; only what it leaves open is read: a byline at the end, 本报讯（记者 …） at the
beginning, the first day that the text names.  The text itself stays as it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from corpus.model import Article, Issue, Provenance
from corpus.splitting.bylines import Byline, BylineReader, merge
from corpus.splitting.dates import Month, event_date
from corpus.splitting.profile import Profile, load_profiles


@lru_cache(maxsize=1)
def _reader() -> BylineReader:
    profiles = load_profiles()
    return BylineReader(next((p for p in profiles if p.name == "press-article"), profiles[0]))


def attribute(
    article: Article, issue: Issue | None = None, profiles: Sequence[Profile] | None = None
) -> Article:
    """Fill `authors`, `credit` and `date` from the text where the record has none.

    issue: what a date without a year is resolved against (its year and month), where the record has no date.
    profiles: the words of bylines are the first profile's; the press article's by default.
    """
    provenance = dict(article.provenance)
    if not article.authors and not article.credit:
        reader = BylineReader(profiles[0]) if profiles else _reader()
        named = byline_of(article.body.split("\n"), reader)
        if named is not None and (named.authors or named.credit):
            article = replace(article, authors=named.authors, credit=named.credit)
            known = Provenance(named.how, round(named.confidence, 2))
            provenance |= {name: known for name in ("authors", "credit") if getattr(article, name)}
    if article.date is None:
        month = Month(issue.year, issue.month) if issue is not None else Month(None, None)
        found = event_date(article.body, month)
        article = replace(article, date=found.date, date_basis=found.basis)
        provenance["date"] = Provenance(found.how, found.confidence)
    return replace(article, provenance=provenance)


def byline_of(paragraphs: Sequence[str], reader: BylineReader) -> Byline | None:
    """What the last paragraphs, or else the first, say of who wrote them."""
    found: Byline | None = None
    for text in paragraphs[:-3:-1]:
        byline = reader.line(text, bare=False)
        rest = ""
        if byline is None:
            tail = reader.end(text)
            if tail is None:
                break
            rest, byline = tail
        found = byline if found is None else merge(byline, found)
        if rest:
            break
    if found is None or not found.authors:
        opening = next((b for text in paragraphs[:2] if (b := reader.lead(text)) is not None), None)
        if opening is not None:
            found = opening if found is None else merge(opening, found)
    return found
