"""Here is a file of records in the archive; give me the names that its rows state, as they stand there.

An article of the archive has them under the names that the list gives them now; what a row itself says is
asked of the source, so that taking a change of the list back gives it back.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any

from corpus.errors import CorpusError
from corpus.model import Article
from corpus.reading import Failure, Records, TableRow, article_from_record, read_bytes
from corpus.store.store import Store

NAMED = ("organizations", "subjects", "people")


def line_of(article: Article) -> int | None:
    """The line of the row that states names of an article; None where none does."""
    stated = any(article.provenance[name].how == "record" for name in NAMED if name in article.provenance)
    return article.lines[0] if stated and article.lines else None


def stated_rows(store: Store, issue_id: str, lines: Collection[int]) -> dict[int, Article]:
    """Line → what the row there states.  Rows that cannot be read any more are left out."""
    if not lines:
        return {}
    found: dict[int, Article] = {}
    name = store.whole.issue(issue_id).source_file
    for source in read_bytes(name, store.source_bytes(issue_id)):
        if isinstance(source, Failure) or not isinstance(source.content, Records):
            continue
        for row in source.content.rows:
            if isinstance(row, TableRow) and row.line in lines:
                with suppress(CorpusError):
                    found[row.line] = article_from_record(row, name)
    return found


def as_stated(article: Article, rows: Mapping[int, Article]) -> Article:
    """The article with the names of its row, where a row states them."""
    line = line_of(article)
    if line is None or line not in rows:
        return article
    row = rows[line]
    names: dict[str, Any] = {
        name: getattr(row, name)
        for name in NAMED
        if name in article.provenance and article.provenance[name].how == "record" and getattr(row, name)
    }
    return replace(article, **names)
