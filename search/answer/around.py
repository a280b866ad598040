"""Here is an article of an archive; give me what stands around it: kin, reprints, why it is found."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from corpus.model import Article
from search.answer.duplicates import original_first
from search.answer.related import by_event, describing, related_query
from search.application.derived import Groups
from search.engine.ranking.scoring import Scoring
from search.language.tree import Everything, Word

if TYPE_CHECKING:
    from search.answer.understanding import Understood
    from search.application.reader import Reader
    from search.engine.explain import Explanation

_CANDIDATES = 40


class Around:
    """Over one archive.  articles: those of some ids, in their order; groups: the groups of reprints."""

    def __init__(
        self,
        reader: Reader,
        articles: Callable[[Sequence[str]], list[Article]],
        groups: Callable[[], Groups],
    ) -> None:
        self._reader = reader
        self._articles = articles
        self._groups = groups

    def prints(self, article: Article) -> list[Article]:
        """All prints of the article's text, the original first; empty where it is printed once."""
        ids = self._groups().get(article.id, ())
        return original_first(self._articles(ids)) if ids else []

    def related(self, article: Article, limit: int = 6) -> list[Article]:
        """Other articles on the same matter, those of the same days first; no reprints of this one."""
        searcher, analysis = self._reader.searcher, self._reader.analysis
        total = searcher.search(Everything(), limit=0).total
        words = describing(article, analysis.analyzer.word_texts, self._frequency(), total)
        plain = Scoring(subject=0.0, closeness=0.0)
        result = searcher.search(related_query(article, words), limit=_CANDIDATES, scoring=plain)
        found = zip(self._articles(result.ids), result.scores, strict=True)
        return by_event(article, list(found), limit, frozenset(self._groups().get(article.id, ())))

    def explanation(self, meant: Understood, scoring: Scoring, article_id: str) -> Explanation | None:
        """Why the article is found for what was meant, or is not; None where no engine can tell."""
        from search.engine.explain import explain
        from search.engine.vector_searcher import VectorSearcher

        searcher = self._reader.searcher
        if not isinstance(searcher, VectorSearcher):
            return None
        return explain(
            searcher.snapshot(), searcher.analysis, meant.query, meant.filters, scoring, article_id
        )

    def _frequency(self) -> Callable[[str], int]:
        """How many articles have a word; from the postings where the engine shows them."""
        from search.engine.vector_searcher import VectorSearcher

        searcher = self._reader.searcher
        if isinstance(searcher, VectorSearcher):
            snapshot = searcher.snapshot()
            return lambda word: len(snapshot.posting("body", word).docs)
        return lambda word: searcher.search(Word(word), limit=0).total
