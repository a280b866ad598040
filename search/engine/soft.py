"""Here is a strict query, give me the softer one: any part instead of all of them.

Only plain words are softened.  What was quoted, counted, placed or restricted (phrases, nearness, patterns,
dates, keyword fields, `Not`) was meant as it was written and stays so: a query of nothing else has no tail.
"""

from __future__ import annotations

from search.engine.postings.analysis import Analysis
from search.language.tree import And, Boost, Nothing, Or, Phrase, Query, Text, conjuncts, is_plain

_SOFT = (Text, And, Boost, Nothing)
"""What may hold plain words; every other kind of node is meant as it is written."""


def relax(query: Query, analysis: Analysis) -> Query:
    """A query that matches at least what `query` does; `query` itself where nothing can be relaxed."""
    match query:
        case Text(text, field, whole):
            words = analysis.wanted(text)
            return Or(tuple(Phrase(word, field, whole) for word in words)) if len(words) > 1 else query
        case And(parts):
            kept = tuple(part for part in parts if _meant(part))
            loose = tuple(relax(part, analysis) for part in parts if not _meant(part))
            if not loose:
                return query
            return And((*kept, Or(loose))) if kept else Or(loose)
        case Or(parts):
            return Or(tuple(relax(part, analysis) for part in parts))
        case Boost(part, factor):
            return Boost(relax(part, analysis), factor)
        case _:
            return query


def restrictions(query: Query) -> tuple[Query, ...]:
    """The parts that restrict a query and stay strict."""
    return tuple(part for part in conjuncts(query) if _meant(part))


def is_long(query: Query, analysis: Analysis, words: int) -> bool:
    """Whether a query is plain speech of more than so many words: then no word of it is indispensable."""
    total = 0
    for part in conjuncts(query):
        if is_plain(part):
            total += len(analysis.wanted(part.text))
        elif not _meant(part):
            return False
    return total > words


def _meant(part: Query) -> bool:
    """Whether a part was meant as it was written: no plain words in it, whatever it is made of."""
    if isinstance(part, Or):
        return all(_meant(each) for each in part.parts)
    return not isinstance(part, _SOFT)
