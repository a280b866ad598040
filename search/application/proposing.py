"""Here is an archive; tell which words it keeps printing and the tokenizer does not know.

Also which of the last month's questions a word would cut otherwise, where questions may be written down.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from corpus.logs import FOLDER
from index.text.analyzer import Analyzer, word_form
from index.text.compounds import compounds, whole
from search.application.archive import Archive
from search.application.cutting import cutter, holding
from search.application.dictionary import words_of
from search.model import FacetCount, SearchRequest

if TYPE_CHECKING:
    from corpus.desk import Running

COMPOUNDS = "compounds"
"""The kind of job that looks through the archive for words."""

MOST = 200
"""Proposals kept."""

_ASKED = re.compile(r"^(\d{4}-\d{2}-\d{2}).* GET (/search|/api/v1/search)\?(\S+) \d{3} ")


Told = Callable[[int, int], None]
"""Called with how many articles of how many were cut."""


def propose(archive: Archive, running: Running) -> object:
    """Look for compounds in all articles.  Result: rows of word, frequency, articles, cohesion, freedom."""
    return {
        "proposals": found_in(archive, lambda done, total: running.progress(done, total, "切词 / cutting"))
    }


def found_in(
    archive: Archive, told: Told = lambda done, total: None, limit: int = MOST
) -> list[dict[str, object]]:
    """The likeliest words that the archive keeps printing and that are cut: rows of word, frequency,
    articles, cohesion, freedom.  Names of organisations and people are left out.  Raises IndexMissing."""
    analyzer = cutter(words_of(archive).dictionary())
    total = archive.store.count()

    def cut() -> Iterator[list[tuple[str, int, int]]]:
        for number, article in enumerate(archive.store.iter_articles()):
            if number % 500 == 0:
                told(number, total)
            for text in (article.title, *article.body.split("\n")):
                yield whole(analyzer.tokenizer.tokenize(word_form(text)))

    found = compounds(cut())
    listed = (each for field in ("organization", "person") for each in _values(archive, field))
    names = {word_form(each.value) for each in listed}
    searcher, _ = archive.parts.reader.newest()
    rows: list[dict[str, object]] = []
    for one in found:
        if len(rows) < limit and one.word not in names and one.word not in analyzer.word_texts(one.word):
            told(total, total)
            rows.append({**asdict(one), "articles": len(holding(searcher, [one.word]))})
    return rows


def _values(archive: Archive, field: str) -> tuple[FacetCount, ...]:
    return archive.facet(SearchRequest(size=1, facets=()), field)


def asked_of_late(archive: Archive, today: dt.date, days: int = 31) -> Counter[str] | None:
    """Question → how often it was asked in the last month; None where they may not be written down."""
    if not archive.settings.log.queries:
        return None
    since = (today - dt.timedelta(days=days)).isoformat()
    found: Counter[str] = Counter()
    for path in sorted((archive.directory / FOLDER).glob("xunzhang.log*")):
        for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
            asked = _ASKED.match(line)
            if asked and asked[1] >= since:
                found.update(question for question in parse_qs(asked[3]).get("q", ()) if question.strip())
    return found


def cut_otherwise(questions: Counter[str], word: str, old: Analyzer, new: Analyzer) -> dict[str, int]:
    """Of these questions, those that a word would have cut otherwise, with how often each was asked."""
    form = word_form(word)
    return {
        question: count
        for question, count in questions.most_common()
        if form in word_form(question) and old.word_texts(question) != new.word_texts(question)
    }
