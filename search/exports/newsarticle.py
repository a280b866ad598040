"""An article as schema.org's `NewsArticle` (JSON-LD), which search engines and link previews read.

Only what the archive knows is said: no field is filled with a guess, and an empty one is left out.
"""

from __future__ import annotations

from corpus.model import Article, Issue
from search.exports.work import Work, iso

CONTEXT = "https://schema.org"


def news_article(
    article: Article, work: Work, issue: Issue | None, url: str, issue_url: str = ""
) -> dict[str, object]:
    """The article with the issue and the publication it was printed in, as a JSON-LD object.

    work: what a reference to it names; url, issue_url: absolute addresses of its page and its issue's.
    `printEdition` is the issue's number (or its title) as printed, `printSection` the section, `printPage`
    the page (版).
    """
    printed = issue if issue is not None and issue.date_basis != "record" else None
    return _filled(
        {
            "@context": CONTEXT,
            "@type": "NewsArticle",
            "@id": url,
            "url": url,
            "headline": article.title,
            "alternativeHeadline": article.subtitle,
            "author": _authors(work),
            "datePublished": iso(work),
            "articleSection": article.section,
            "keywords": list(article.tags),
            "about": _things("Organization", article.subjects),
            "mentions": [
                *_things(
                    "Organization", [one for one in article.organizations if one not in article.subjects]
                ),
                *_things("Person", article.people),
            ],
            "isPartOf": _issue(printed, work, issue_url) if printed else _publication(work),
            "printEdition": (printed.number or printed.title) if printed else "",
            "printSection": article.section,
            "printPage": str(article.page_no or ""),
        }
    )


def _authors(work: Work) -> list[dict[str, object]]:
    return _things("Person", work.authors) or _things("Organization", (work.organization,))


def _issue(issue: Issue, work: Work, url: str) -> dict[str, object]:
    date = f"{issue.year:04}" if issue.year else ""
    if date and issue.month:
        date += f"-{issue.month:02}"
    return _filled(
        {
            "@type": "PublicationIssue",
            "@id": url,
            "url": url,
            "name": issue.title,
            "issueNumber": work.number,
            "datePublished": date,
            "isPartOf": _publication(work),
        }
    )


def _publication(work: Work) -> dict[str, object]:
    if not work.container:
        return {}
    return {"@type": "Newspaper" if work.kind == "newspaper" else "Periodical", "name": work.container}


def _things(kind: str, names: tuple[str, ...] | list[str]) -> list[dict[str, object]]:
    return [{"@type": kind, "name": name} for name in names if name]


def _filled(values: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in values.items() if value}
