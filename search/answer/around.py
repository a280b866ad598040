"""Here is an article of an archive; give me what stands around it: kin and reprints."""

from __future__ import annotations

from corpus.model import Article
from search.answer.duplicates import original_first
from search.answer.related import by_event, describing, related_query
from search.answer.view import View
from search.engine.ranking.scoring import Scoring
from search.language.tree import Everything

_CANDIDATES = 40


def prints(view: View, article: Article) -> list[Article]:
    """All prints of the article's text, the original first; empty where it is printed once."""
    ids = view.reprints().get(article.id, ())
    return original_first(view.present(ids)) if ids else []


def related(view: View, article: Article, limit: int = 6) -> list[Article]:
    """Other articles on the same matter, those of the same days first; no reprints of this one."""
    searcher = view.searcher
    total = searcher.search(Everything(), limit=0).total
    words = describing(article, view.analysis.analyzer.word_texts, searcher.frequency, total)
    plain = Scoring(subject=0.0, closeness=0.0)
    query = related_query(article, words)
    result = searcher.search(query, limit=_CANDIDATES, scoring=plain, without=view.gone)
    held = view.articles(result.ids)
    scored = zip(result.ids, result.scores, strict=True)
    found = [(held[each], score) for each, score in scored if each in held]
    return by_event(article, found, limit, frozenset(view.reprints().get(article.id, ())))
