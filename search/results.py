"""Here is a `ResultPage` or an `Article`, give me plain data: the one shape of the HTTP API and `--json`."""

from __future__ import annotations

from corpus.model import Article
from search.model import Hit, Part, ResultPage
from search.request import to_query_string


def result_dict(page: ResultPage) -> dict[str, object]:
    """The answer.  spans are [start, end) in characters of the text beside them; dates ISO or null."""
    return {
        "q": page.request.q,
        "page": page.request.page,
        "size": page.request.size,
        "total": page.total,
        "soft_total": page.soft_total,
        "took_ms": round(page.took_ms, 2),
        "hits": [hit_dict(hit) for hit in page.hits],
        "facets": {
            field: [{"value": c.value, "count": c.count, "selected": c.selected} for c in counts]
            for field, counts in page.facets.items()
        },
        "mixed": page.mixed,
        "literal": part_dict(page.literal),
        "dispersed": part_dict(page.dispersed),
        "suggestion": page.suggestion,
        "notices": [
            {
                "kind": notice.kind,
                "text": notice.text,
                "value": notice.value,
                "undo": None if notice.undo is None else to_query_string(notice.undo),
            }
            for notice in page.notices
        ],
    }


def part_dict(part: Part | None) -> dict[str, object] | None:
    """A part of the answer with the parameters that find exactly it."""
    return None if part is None else {"total": part.total, "query": to_query_string(part.request)}


def hit_dict(hit: Hit) -> dict[str, object]:
    """One hit: the article without its text, and the passages that show why."""
    article = hit.article
    return {
        "id": article.id,
        "title": article.title,
        "title_spans": [list(span) for span in hit.title_spans],
        "date": article.date.isoformat() if article.date else None,
        "date_basis": article.date_basis,
        "section": article.section,
        "authors": list(article.authors),
        "organizations": list(article.organizations),
        "subjects": list(article.subjects),
        "issue": article.issue_id,
        "issue_title": article.issue_title,
        "source": article.source,
        "score": round(hit.score, 5),
        "soft": hit.soft,
        "copies": list(hit.copies),
        "snippets": [
            {"text": snippet.text, "spans": [list(span) for span in snippet.spans]}
            for snippet in hit.snippets
        ],
    }


def article_dict(article: Article) -> dict[str, object]:
    """One article, whole."""
    return {
        "id": article.id,
        "title": article.title,
        "subtitle": article.subtitle,
        "section": article.section,
        "authors": list(article.authors),
        "credit": article.credit,
        "date": article.date.isoformat() if article.date else None,
        "date_basis": article.date_basis,
        "organizations": list(article.organizations),
        "subjects": list(article.subjects),
        "people": list(article.people),
        "tags": list(article.tags),
        "issue": article.issue_id,
        "issue_title": article.issue_title,
        "source": article.source,
        "source_file": article.source_file,
        "page_no": article.page_no,
        "lines": list(article.lines) if article.lines else None,
        "body": article.body,
        "extra": dict(article.extra),
    }
