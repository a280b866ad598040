"""What the pages of names and words share: what was just done, counts, and where a name is printed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import render_template, request

from corpus.desk import Jobs
from corpus.errors import IndexMissing
from search.application.archive import Archive
from search.application.cutting import holding
from search.application.naming import Done
from search.model import SearchRequest
from web.archive import archive as opened

EVERYTHING = SearchRequest(size=1, facets=())
SENTENCES = 3
"""Sentences shown of one form."""
_END = "。！？；\n"


def page(template: str, **values: object) -> str:
    """A page with the job by which the last change is followed, where there was one."""
    number = request.args.get("job", type=int)
    job = Jobs(opened().store.database).job(number) if number else None
    return render_template(template, job=job, **values)


def job_of(done: Done) -> int | None:
    """The number of the job that a change ordered."""
    return done.job.id if done.job else None


def counts_of(field: str) -> dict[str, int]:
    """Name → articles that are found under it."""
    return {each.value: each.count for each in opened().facet(EVERYTHING, field)}


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence that prints a name.  before, name, after: as printed."""

    article_id: str
    title: str
    before: str
    name: str
    after: str


@dataclass(frozen=True, slots=True)
class PrintedForm:
    """Where a form of a name is printed.  articles: how many print it; quotes: the newest of them."""

    articles: int
    quotes: tuple[Quote, ...]


def printing(form: str) -> list[str]:
    """The articles that print a form of a name, oldest first, in whatever script or width it is printed."""
    try:
        return holding(opened().parts.reader.newest()[0], [form])
    except IndexMissing:
        return []


def printed_in(archive: Archive, form: str, ids: Sequence[str]) -> PrintedForm:
    """The sentences in which these articles print a form."""
    quotes: list[Quote] = []
    for article in archive.store.held(list(ids)[::-1][: SENTENCES * 3]).values():
        text = next((one for one in (article.body, article.title, article.subtitle) if form in one), None)
        if text is not None and len(quotes) < SENTENCES:
            quotes.append(Quote(article.id, article.title, *around(text, form)))
    return PrintedForm(len(ids), tuple(quotes))


def around(text: str, form: str, most: int = 60) -> tuple[str, str, str]:
    """(what stands before, the form, what stands behind) in the first sentence that has it."""
    at = text.index(form)
    end = at + len(form)
    start = max(text.rfind(mark, 0, at) for mark in _END) + 1
    stops = [stop for mark in _END if (stop := text.find(mark, end)) >= 0]
    last = min(stops, default=len(text)) + 1
    before, after = text[max(start, at - most) : at].lstrip(), text[end : min(last, end + most)].rstrip()
    return ("…" if at - start > most else "") + before, form, after + ("…" if last - end > most else "")
