"""Here is a JSON Lines file, give me what every engine is fed with: articles, their tokens, the queries.

Tokens are numbers written as `w17`, so that no engine's own tokenizer can cut them differently, and hit
counts must agree.
"""

from __future__ import annotations

import json
import pickle
import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

import numpy as np

from benchmarks.indexing import read_articles
from corpus.model import Article
from index.text.analyzer import Analyzer, article_texts

FACETS = ("author", "tag", "year")
"""Three facet fields that the news have: some dozens, some ten thousands and fifteen values."""

_SENTENCE = re.compile(r"[^。！？\n]*[。！？\n]?")


@dataclass(frozen=True)
class Query:
    """words: as analyzed; kind: "headline" | "topic" | "word"."""

    words: tuple[str, ...]
    kind: str


@dataclass(frozen=True)
class Corpus:
    """articles; tokens: the numbers of the words of each; words: number → word."""

    articles: list[Article]
    tokens: list[np.ndarray]  # type: ignore[type-arg]
    words: list[str]
    queries: list[Query]

    def number(self) -> dict[str, str]:
        """word → the token that peers are fed with."""
        return {word: f"w{number}" for number, word in enumerate(self.words)}

    def texts(self) -> list[str]:
        """Each article as its tokens, separated by spaces."""
        names = np.array([f"w{number}" for number in range(len(self.words))], object)
        return [" ".join(names[tokens]) for tokens in self.tokens]


def prepare(data: Path, count: int, copies: int, path: Path, queries: int = 150) -> None:
    """Cut and number articles (`copies` times, sentences shuffled), choose queries; kept in `path`."""
    articles = read_articles(data, count)
    if copies > 1:
        chance = random.Random(8)
        articles = [_shuffled(each, copy, chance) for copy in range(copies) for each in articles]
    analyzer = Analyzer()
    numbers: dict[str, int] = {}
    tokens = []
    for article in articles:
        texts = article_texts(article).values()
        words = [word for text in texts for word in analyzer.word_texts(text)]
        tokens.append(np.array([numbers.setdefault(word, len(numbers)) for word in words], np.uint32))
    corpus = Corpus(articles, tokens, list(numbers), choose(articles, analyzer, queries))
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        pickle.dump(corpus, file)


def load(path: Path) -> Corpus:
    """What `prepare` kept."""
    with path.open("rb") as file:
        corpus: Corpus = pickle.load(file)
    return corpus


def choose(articles: Sequence[Article], analyzer: Analyzer, count: int) -> list[Query]:
    """Half headlines, three tenths topics of two words, the rest single words; the same at every size."""
    chance = random.Random(150)
    titles = [article.title for article in islice(articles, 5000)]
    found: list[Query] = []
    wanted = {"headline": count // 2, "topic": count * 3 // 10}
    wanted["word"] = count - sum(wanted.values())
    for kind, number in wanted.items():
        while sum(query.kind == kind for query in found) < number:
            words = list(dict.fromkeys(analyzer.word_texts(chance.choice(titles))))
            if kind != "headline":
                words = [word for word in words if len(word) > 1]
                size = 2 if kind == "topic" else 1
                words = chance.sample(words, size) if len(words) >= size else []
            if words:
                found.append(Query(tuple(words), kind))
    return found


def _shuffled(article: Article, copy: int, chance: random.Random) -> Article:
    if not copy:
        return article
    sentences = _SENTENCE.findall(article.body)
    chance.shuffle(sentences)
    return replace(article, id=f"{article.id}-{copy}", body="".join(sentences))


def facet_values(article: Article) -> dict[str, tuple[str, ...]]:
    """What is counted."""
    year = (str(article.date.year),) if article.date else ()
    return {"author": article.authors, "tag": tuple(dict.fromkeys(article.tags)), "year": year}


def utf8(articles: Sequence[Article]) -> int:
    """Bytes of titles and bodies in UTF-8."""
    return sum(len(each.title.encode()) + len(each.body.encode()) for each in articles)


def save(path: Path, value: object) -> None:
    """As JSON that people can read."""
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
