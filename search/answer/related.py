"""Here is an article; give me the query that finds what else was printed on the same matter.

The words that set the article apart (frequent in it, rare in the archive), its organisations and people are
asked for together, softly; of what is found, what was printed around the same day comes first.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Sequence

from corpus.model import Article
from search.language.tree import Boost, Keyword, Or, Query, Word

WORDS = 16
"""Words that describe an article: with more, the common ones outweigh the event."""

_CONSIDERED = 80
_TITLE = 3
"""Occurrences in the body that one in the title is worth."""

SAME_EVENT = 0.5
"""Share that an article of the same day gains; it halves with every MONTH of distance."""

MONTH = 30.0


def describing(
    article: Article, cut: Callable[[str], Sequence[str]], frequency: Callable[[str], int], total: int
) -> list[tuple[str, float]]:
    """The words that set an article apart, with their weights.

    cut: text → words; frequency: articles that have a word, of `total`.
    """
    counts: Counter[str] = Counter()
    for text, worth in ((article.title, _TITLE), (article.body, 1)):
        for word in cut(text):
            if len(word) > 1 and not word.isdecimal():
                counts[word] += worth
    found = []
    for word, count in counts.most_common(_CONSIDERED):
        held = frequency(word)
        if 1 < held < max(3, total):
            idf = math.log(1 + (total - held + 0.5) / (held + 0.5))
            found.append((word, idf * count / (count + 2.0)))
    found.sort(key=lambda pair: (-pair[1], pair[0]))
    return found[:WORDS]


def related_query(article: Article, words: Sequence[tuple[str, float]]) -> Query:
    """The query for articles like this one; it matches the article itself too."""
    if not words:
        return Or(tuple(_names(article)))
    most = words[0][1]
    weighed: list[Query] = [Boost(Word(word), weight / most) for word, weight in words]
    return Or((*weighed, *_names(article)))


def _names(article: Article) -> list[Query]:
    found: list[Query] = []
    for field, names, weight in (
        ("subject", article.subjects, 2.0),
        ("organization", article.organizations[:6], 0.25),
        ("person", article.people[:6], 1.0),
    ):
        found += [Boost(Keyword(field, (name,)), weight) for name in names]
    return found


def by_event(
    article: Article,
    found: Sequence[tuple[Article, float]],
    limit: int,
    without: frozenset[str] = frozenset(),
) -> list[Article]:
    """The best `limit` of what was found, nearness in time considered; neither itself nor its reprints."""

    def score(pair: tuple[Article, float]) -> float:
        other, value = pair
        if not article.date or not other.date:
            return value
        days = abs((article.date - other.date).days)
        return value * float(1.0 + SAME_EVENT * 2.0 ** (-days / MONTH))

    ranked = sorted(found, key=lambda pair: (-score(pair), pair[0].id))
    return [other for other, _ in ranked if other.id != article.id and other.id not in without][:limit]
