"""Here is a query; give me the same with the ends of its numbers and Latin words open: 5亿元 → *5亿元*.

What borders leave out on purpose (35亿元, AIGC) is counted and linked, so that nothing is missed in silence.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from search.engine.matching.runs import Ends, borders
from search.engine.postings.analysis import Analysis
from search.language.build import all_of, rebuilt
from search.language.tree import AtLeast, Near, Not, Phrase, Query, Text, Wildcard


def opened(query: Query, analysis: Analysis) -> Query:
    """The tree with `*` at every end that a border closes; the same tree where there is none.

    Nearness, counts and what is excluded stay as they are.
    """
    if isinstance(query, (Text, Phrase)):
        run = analysis.fold(query.text)
        words = analysis.wanted(query.text) if isinstance(query, Text) else (run,)
        if not any(map(borders, words)):
            return query
        return _open(query.text, run, query.field) if words == (run,) else _all(words, query.field)
    if isinstance(query, (Near, AtLeast, Not)):
        return query
    return rebuilt(query, lambda part: opened(part, analysis))


def left_out(query: Query, analysis: Analysis, count: Callable[[Query], int]) -> tuple[Query, int] | None:
    """(the open query, how many articles more it finds); None where it finds none.  count: who match."""
    tree = opened(query, analysis)
    if tree == query:
        return None
    more = count(tree) - count(query)
    return (tree, more) if more > 0 else None


def _all(words: Sequence[str], field: str | None) -> Query:
    return all_of(_open(word, word, field) for word in words)


def _open(typed: str, run: str, field: str | None) -> Query:
    first, last = bool(borders(run, Ends(True, False))), bool(borders(run, Ends(False, True)))
    if not (first or last) or "*" in typed or "?" in typed:  # a pattern has no escapes
        return Phrase(typed, field)
    return Wildcard("*" * first + typed + "*" * last, field)
