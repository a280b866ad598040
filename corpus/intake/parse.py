"""Here is what a reader made of a source, give me the issue with everything known of its articles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Protocol, runtime_checkable

from corpus.model import Article, AsideKind, Document, Issue, ParsedIssue
from corpus.splitting import Profile, split


class ArticleAnnotator(Protocol):
    """What finds organisations and people in an article; `corpus.entities.Recognizer` is one."""

    def annotate(self, article: Article, issue: Issue) -> Article:
        """The article with organizations, subjects and people filled in."""
        ...


@runtime_checkable
class IssueAnnotator(Protocol):
    """An annotator that reads an article in the light of the whole issue (移动公司 of which province?)."""

    def annotate_issue(self, parsed: ParsedIssue) -> ParsedIssue:
        """The issue with organizations, subjects and people filled in for every article."""
        ...


def parse(
    content: Document, recognizer: ArticleAnnotator | None = None, profiles: Sequence[Profile] | None = None
) -> ParsedIssue:
    """Split a document and, with a recognizer, name the organisations and people of every article."""
    parsed = split(content, profiles)
    if recognizer is None:
        return parsed
    if isinstance(recognizer, IssueAnnotator):
        return recognizer.annotate_issue(parsed)
    articles = tuple(recognizer.annotate(article, parsed.issue) for article in parsed.articles)
    return replace(parsed, articles=articles)


def parse_json(parsed: ParsedIssue) -> Mapping[str, object]:
    """The form that `xunzhang parse --json` prints."""
    issue = parsed.issue
    return {
        "source": parsed.source,
        "issue": {
            "title": issue.title,
            "number": issue.number,
            "year": issue.year,
            "month": issue.month,
            "date_basis": issue.date_basis,
        },
        "articles": [article_json(article) for article in parsed.articles],
        "head": asides_json(parsed, "head"),
        "imprint": asides_json(parsed, "imprint"),
        "sections": asides_json(parsed, "section"),
        "furniture": asides_json(parsed, "furniture"),
        "notices": list(parsed.notices),
    }


def asides_json(parsed: ParsedIssue, kind: AsideKind) -> list[dict[str, object]]:
    """What stands in no article, of one kind, in the order of reading."""
    return [
        {
            "text": aside.text,
            "lines": list(aside.lines) if aside.lines is not None else None,
            "reason": aside.reason,
            "page": aside.page,
        }
        for aside in parsed.asides
        if aside.kind == kind
    ]


def article_json(article: Article) -> dict[str, object]:
    """One article of that form; `date` is null where only the issue's month is known."""
    return {
        "section": article.section,
        "title": article.title,
        "subtitle": article.subtitle,
        "authors": list(article.authors),
        "credit": article.credit,
        "byline": article.byline,
        "date": article.date.isoformat() if article.date is not None else None,
        "date_basis": article.date_basis,
        "organizations": list(article.organizations),
        "people": list(article.people),
        "body": article.body,
        "lines": list(article.lines) if article.lines is not None else None,
        "page_no": article.page_no,
        "confidence": {name: known.confidence for name, known in article.provenance.items()},
    }
