"""An article as unqualified Dublin Core, its identifier, and the sets that it stands in."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from urllib.parse import quote, unquote

from corpus.store.harvest import FiledBy, Stamped
from search.exports.citations import cite
from search.exports.work import iso, work_of

ABSTRACT = 400
"""Characters of an article that its description begins with; the whole stands on its page."""

_SAFE = "-_.!~*'();/?:@&=+$,"


def identifier(namespace: str, article_id: str) -> str:
    """By the OAI Identifier Format: oai:NAMESPACE:ID, what that does not allow percent-encoded."""
    return f"oai:{namespace}:{quote(article_id, safe=_SAFE)}"


def article_of(namespace: str, given: str) -> str | None:
    """The id in an identifier; None where it is none of this archive's."""
    start = f"oai:{namespace}:"
    return unquote(given[len(start) :]) or None if given.startswith(start) else None


def set_spec(by: FiledBy, name: str) -> str:
    """The name of a set within the protocol, which allows no Chinese: a digest stands for the name."""
    return f"{by}:{hashlib.sha256(name.encode()).hexdigest()[:16]}" if name else by


def sets_of(one: Stamped) -> list[str]:
    """The sets of an article; by the protocol a set's parents follow from it."""
    filed: tuple[tuple[FiledBy, str], ...] = (("publication", one.publication), ("section", one.section))
    return [set_spec(by, name) for by, name in filed if name]


def dublin_core(one: Stamped, url: str, issue_url: str, publication: str) -> Iterator[tuple[str, str]]:
    """(element, text) of an article that is there; publication: the name where none is printed."""
    article = one.article
    if article is None:
        return
    work = work_of(article, one.issue, publication=publication)
    yield "title", work.title or article.body[:40]
    for name in work.authors or (work.organization,):
        yield "creator", name
    for subject in dict.fromkeys((*article.organizations, *article.people, *article.tags)):
        yield "subject", subject
    text = article.body
    yield "description", text if len(text) <= ABSTRACT else text[:ABSTRACT] + "…"
    yield "publisher", work.container
    yield "date", iso(work)
    yield "type", "Text"
    yield "format", "text/html"
    yield "identifier", url
    yield "identifier", cite("gbt7714", work).text
    yield "source", article.source_file
    yield "language", "zh"
    yield "relation", issue_url
    yield "coverage", article.section or ""
