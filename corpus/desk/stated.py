"""Here is a source in the archive; give me the names that are stated of its articles, as they were stated.

A row of records states them, or a person who mended a draft.  An article of the archive has them under the
names that the list gives them now; so the row, or the edit, is asked again: taking a change of the list back
gives back what was said.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any

from corpus.desk.edit_rows import draft_edits_of
from corpus.desk.replaying import replay
from corpus.errors import CorpusError
from corpus.model import Article
from corpus.reading import Failure, Records, TableRow, article_from_record, read_bytes
from corpus.splitting import Profile, split
from corpus.splitting.rereading import BY_HAND
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


def by_hand(article: Article) -> bool:
    """Whether a person stated names of an article in its draft."""
    known = article.provenance
    return any(known[name] == BY_HAND for name in NAMED if name in known)


def said_by_hand(
    store: Store, issue_id: str, profiles: Sequence[Profile] | None = None
) -> dict[int, dict[str, tuple[str, ...]]]:
    """First line of an article → the names that a person stated of it in the draft, field by field.

    profiles: the genre rules it was read with.
    """
    edits = draft_edits_of(store, issue_id)
    name = store.whole.issue(issue_id).source_file
    document = store.readings.get(store.source_digest(issue_id), name) if edits else None
    for source in read_bytes(name, store.source_bytes(issue_id)) if edits and document is None else ():
        if not isinstance(source, Failure) and not isinstance(source.content, Records):
            document = source.content
    if document is None:
        return {}
    made = replay(document, split(document, profiles), edits, profiles=profiles)
    return {
        one.lines[0]: {name: getattr(one, name) for name in NAMED if one.provenance.get(name) == BY_HAND}
        for one in made.articles
        if one.lines is not None and by_hand(one)
    }


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
