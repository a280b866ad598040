"""Here is a message or a presentation, give me the issue of a newsletter that it carries, if it carries one.

Both are one article by their kind.  Where what they hold opens with the masthead of an issue, it is that
issue; the subject of the message and the note above the masthead stand at its head.
"""

from __future__ import annotations

from dataclasses import replace

from corpus.model import Aside, Document, Line, ParsedIssue
from corpus.splitting.profile import Profile

_FRONT = 14  # lines within which a masthead has begun
_ARTICLES = 2  # that an issue has at least


def enclosed(document: Document, profile: Profile) -> Document | None:
    """The document without what stands above its masthead; None where it has none, or is no such kind."""
    if document.format not in ("eml", "pptx"):
        return None
    lines = [replace(line, style=None) if line.style == "title" else line for line in document.lines]
    subject = lines[:1] if document.format == "eml" and document.lines[0].style == "title" else []
    rest = lines[len(subject) :]
    front = [at for at, line in enumerate(rest[:_FRONT]) if profile.is_masthead(line.text)]
    if not front:
        return None
    first = front[0]
    while first and not rest[first - 1].text.rstrip().endswith(("。", "：", ":", "！", "，")):
        first -= 1  # the name above the number
    aside = [_aside(line, "masthead") for line in subject] + [
        _aside(line, "front matter") for line in rest[:first]
    ]
    return replace(document, lines=tuple(rest[first:]), aside=(*document.aside, *aside), single=False)


def is_issue(parsed: ParsedIssue) -> bool:
    """The masthead says which issue it is, and there are articles in it, signed or headed."""
    issue, articles = parsed.issue, parsed.articles
    if issue.date_basis != "masthead" or not issue.number or len(articles) < _ARTICLES:
        return False
    headed = sum(article.provenance["title"].how == "headline rows" for article in articles)
    signed = sum(bool(article.authors or article.credit) for article in articles)
    return headed >= _ARTICLES and (signed >= _ARTICLES or bool(issue.publication))


def _aside(line: Line, reason: str) -> Aside:
    return Aside("head", line.text, reason, (line.number, line.number) if line.number else None, line.page)
