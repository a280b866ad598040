"""Here is a living topic; give me articles close to it that no search finds, and words that would find them.

The words that set the topic apart are those that its articles share and the archive seldom has.  An article
outside is close where it has as much of them as the topic's own articles usually have.
"""

from __future__ import annotations

import math
import statistics
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from corpus.errors import IndexMissing
from corpus.model import Article
from index.text.fold import fold_text
from search.answer.view import View
from search.application.archive import Archive
from search.engine.ranking.scoring import Scoring
from search.language.tree import Boost, Everything, Or, Word
from search.model import SearchRequest
from search.request import from_query_string, to_query_string
from search.topics.living import LivingTopic, finds

SAMPLE = 40
"""Articles of a topic that are read for its words; of a larger one every nth."""

WORDS = 24
"""Words that set a topic apart."""

CANDIDATES = 120
"""Articles outside that are looked at."""

ENOUGH = 0.6
"""Share of the weight that the topic's articles usually have from which on another one is close."""

RARER = 3.0
"""How much more often the topic's articles have a word than the archive's, at least."""

PAIRED = 7
"""Words of which two at a time are tried as a search."""

PURE = 0.1
"""Share of what a search brings that must be close."""

_TITLE = 2


@dataclass(frozen=True, slots=True)
class Kin:
    """An article close to the topic.  words: those it shares, the most telling first."""

    article: Article
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Widening:
    """A search that the topic has not.

    q: its line; parameters: the same as URL parameters; brings: articles the topic knows nothing of yet;
    close: how many of them are close to it.
    """

    q: str
    parameters: str
    brings: int
    close: int


@dataclass(frozen=True, slots=True)
class Suggestions:
    """articles: the closest first; searches: those that bring most of what is close and least besides."""

    articles: tuple[Kin, ...] = ()
    searches: tuple[Widening, ...] = ()


def suggested(archive: Archive, topic: LivingTopic, articles: int = 10, searches: int = 5) -> Suggestions:
    """At most so many articles and searches; none while nothing was taken in, or nothing is searched."""
    if not topic.settled or not topic.entries:
        return Suggestions()
    try:
        view = archive.view()
    except IndexMissing:
        return Suggestions()
    sample = view.present(topic.entries[:: -(-len(topic.entries) // SAMPLE)])
    gist = Gist.of(view, sample)
    if not gist.weights:
        return Suggestions()
    known = frozenset({*topic.kept.state.listed, *topic.kept.state.excluded, *topic.found})
    close = _close(view, gist, known)
    wider = _widenings(archive, view, topic, gist, close, known)
    return Suggestions(tuple(close[:articles]), tuple(wider[:searches]))


@dataclass(frozen=True, slots=True)
class Gist:
    """What a topic's articles are about.

    weights: the words that set them apart, the heaviest first; length: characters of one of them, on average;
    usual: the closeness of one of them, on the whole.
    """

    weights: Mapping[str, float]
    length: float
    usual: float

    @classmethod
    def of(cls, view: View, articles: Sequence[Article]) -> Gist:
        """The gist of some articles."""
        if not articles:
            return cls({}, 1.0, 0.0)
        length = statistics.fmean(len(one.title) + len(one.body) for one in articles)
        made = cls(_telling(view, articles), max(length, 1.0), 0.0)
        return replace(made, usual=statistics.median(made.shared(one)[0] for one in articles))

    def shared(self, article: Article) -> tuple[float, tuple[str, ...]]:
        """(closeness, the words that the article prints); a word counts less in a long one, as in BM25."""
        title, body = fold_text(article.title), fold_text(article.body)
        slow = 0.75 * (0.25 + 0.75 * (len(title) + len(body)) / self.length)
        counts = {word: body.count(word) + _TITLE * title.count(word) for word in self.weights}
        words = tuple(word for word, count in counts.items() if count)
        return sum(self.weights[word] * counts[word] / (counts[word] + slow) for word in words), words


def _telling(view: View, articles: Sequence[Article]) -> dict[str, float]:
    """The words that set the articles apart, with their weights, the heaviest first."""
    total = view.searcher.search(Everything(), limit=0).total
    cut, shared = view.analysis.analyzer.word_texts, Counter[str]()
    for one in articles:
        shared.update({*cut(one.body)})  # `frequency` is of bodies: a word of titles alone would look rare
    least = 1 if len(articles) < 3 else 2
    found = {}
    for word, count in shared.items():
        if count < least or len(word) < 2 or word.isdecimal():
            continue
        held = max(view.searcher.frequency(word), count)
        if count / len(articles) >= RARER * held / max(total, 1):
            found[word] = count / len(articles) * math.log(1 + total / held)
    ranked = sorted(found, key=lambda word: (-found[word], word))[: 2 * WORDS]
    whole = [word for word in ranked if not _only_within(word, ranked, shared)]
    return {word: found[word] for word in whole[:WORDS]}


def _only_within(word: str, others: Sequence[str], shared: Mapping[str, int]) -> bool:
    """Whether the word is a part of a longer one and hardly stands without it (困人 of 贫困人口)."""
    return any(word != one and word in one and shared[word] <= 1.2 * shared[one] for one in others)


def _close(view: View, gist: Gist, known: frozenset[str]) -> list[Kin]:
    """What else has as much of the words, the closest first; of reprints one, of the topic's own none."""
    most = max(gist.weights.values())
    query = Or(tuple(Boost(Word(word), weight / most) for word, weight in gist.weights.items()))
    plain = Scoring(subject=0.0, closeness=0.0)
    ids = view.searcher.search(query, limit=CANDIDATES, scoring=plain, without=view.gone | known).ids
    reprints, seen = view.reprints(), set(known)
    found: list[tuple[float, Kin]] = []
    for article in view.present(ids):
        if seen.intersection(reprints.get(article.id, (article.id,))):
            continue
        seen.add(article.id)
        closeness, words = gist.shared(article)
        if closeness >= ENOUGH * gist.usual:
            found.append((-closeness, Kin(article, words)))
    found.sort(key=lambda pair: (pair[0], pair[1].article.id))
    return [kin for _, kin in found]


def _widenings(
    archive: Archive,
    view: View,
    topic: LivingTopic,
    gist: Gist,
    close: Sequence[Kin],
    known: frozenset[str],
) -> list[Widening]:
    """Searches for a word or two that bring what is close; each after the first brings some of the rest."""
    wanted = {one.article.id for one in close}
    tried: list[tuple[Widening, set[str]]] = []
    for line in _lines(view, topic, gist, close):
        parameters = to_query_string(SearchRequest(q=line))
        brought = finds(archive, {"": parameters}).keys() - known
        near = brought & wanted
        if near and len(near) >= PURE * len(brought):
            tried.append((Widening(line, parameters, len(brought), len(near)), near))
    found: list[Widening] = []
    while tried and wanted:
        best, near = max(tried, key=lambda one: (_worth(one[0], one[1] & wanted), one[0].q))
        if not near & wanted:
            break
        found.append(best)
        wanted -= near
        tried = [one for one in tried if one[0] is not best]
    return found


def _worth(search: Widening, near: set[str]) -> float:
    return len(near) ** 2 / search.brings


def _lines(view: View, topic: LivingTopic, gist: Gist, close: Sequence[Kin]) -> list[str]:
    """The searches to try: words of the gist that some close article has, alone and two at a time."""
    asked = "\n".join(from_query_string(text).q for text in topic.kept.state.queries.values())
    common = max(50, 10 * len(close), 2 * len(topic.entries))
    words = [word for word in gist.weights if any(word in one.words for one in close)]
    alone = [word for word in words if word not in asked and view.searcher.frequency(word) <= common]
    pairs = [
        f"{one} {other}"
        for one, other in combinations(words[:PAIRED], 2)
        if not (one in asked and other in asked) and one not in alone and other not in alone
    ]
    return alone + pairs
