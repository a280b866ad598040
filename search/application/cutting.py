"""Here are words beside the tokenizer's own; give me what cuts texts with them, and where they stand."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from index.text.analyzer import Analyzer
from search.language.build import any_of
from search.language.tree import Phrase, Query, Wildcard

if TYPE_CHECKING:
    from corpus.desk import Dictionary
    from search.engine.searcher import Searcher


def cutter(dictionary: Dictionary) -> Analyzer:
    """What cuts texts with these words."""
    return Analyzer.knowing(dictionary.added, dictionary.removed, dictionary.state)


def holding(searcher: Searcher, words: Collection[str]) -> list[str]:
    """Ids of the articles of a generation in which one of the words stands, however it was cut."""
    if not words:
        return []
    query = any_of(_anywhere(word) for word in sorted(words))
    total = searcher.search(query, limit=1).total
    return list(searcher.search(query, limit=total, sort="oldest").ids) if total else []


def _anywhere(word: str) -> Query:
    """The run wherever it stands; the tokenizer may find it inside a number or a Latin word, too."""
    latin = any(end.isascii() and end.isalnum() for end in (word[:1], word[-1:]))
    return Wildcard(f"*{word}*") if latin else Phrase(word)
