"""One generation of everything that a page is made of, pinned for one request.

Index, names, reprints and store are read through one `View`, so that a commit in the middle of a request
shows in all of its answer or in none.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from corpus.model import Article, Organization
from search.answer.submitting import Submissions
from search.engine.postings.analysis import Analysis
from search.engine.searcher import Searcher
from search.names.suggest import Suggester
from search.names.vocabulary import Vocabulary

Groups = Mapping[str, tuple[str, ...]]
"""Article id → every id of its group, for articles printed more than once."""


@dataclass(frozen=True, slots=True)
class View:
    """What one request reads.

    searcher: the index; vocabulary: names of that very generation; articles: those of the given ids that the
    store still holds, by id; gone: ids that the store has removed and the index has not, neither found nor
    counted; submissions: who submitted what; reprints, suggester: made from the index when first asked for.
    """

    searcher: Searcher
    vocabulary: Vocabulary
    articles: Callable[[Sequence[str]], Mapping[str, Article]]
    gone: frozenset[str]
    reprints: Callable[[], Groups]
    submissions: Callable[[], Submissions]
    suggester: Callable[[], Suggester]

    @property
    def analysis(self) -> Analysis:
        """How texts of queries are read."""
        return self.searcher.analysis

    def present(self, ids: Sequence[str]) -> list[Article]:
        """The articles of these ids that are still there, in their order."""
        held = self.articles(ids)
        return [held[each] for each in ids if each in held]

    def resolve(self, name: str) -> Organization | None:
        """The organisation of this name in any form, by the gazetteer as of this generation."""
        return self.vocabulary.recognizer.resolve(name)
