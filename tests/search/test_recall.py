"""Recall promised: a quoted run whose ends cut no number and no Latin word is found where it is printed."""

from __future__ import annotations

import json
import lzma
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.model import Article
from index.writing.writer import IndexWriter
from search.engine.opening import open_engine
from search.engine.searcher import Searcher
from search.language.tree import Phrase
from tests.contract.suite import SAMPLES
from tests.naive import Printed

NEWS = 2000


@dataclass(frozen=True)
class Shelf:
    """An index and the texts that it holds, by field and id."""

    searcher: Searcher
    texts: dict[str, dict[str, Printed]]

    def agree(self, run: str, field: str) -> None:
        """The quoted run is found in the articles that have it, no number or word cut, and in no other."""
        wanted = {article_id for article_id, text in self.texts[field].items() if text.holds(run)}
        found = self.searcher.search(Phrase(run, field), limit=len(self.texts[field]))
        assert set(found.ids) == wanted, (run, field)


def shelve(directory: Path, articles: list[Article]) -> Shelf:
    IndexWriter(directory).apply(articles)
    texts = {
        field: {article.id: Printed(getattr(article, field)) for article in articles}
        for field in ("title", "body")
    }
    return Shelf(open_engine(directory, budget=1 << 26).newest(), texts)


def substrings(shelf: Shelf, count: int, seed: int) -> Iterator[tuple[str, str]]:
    """Random substrings of one to forty characters, short ones most often."""
    chance = random.Random(seed)
    held = [(field, text) for field, texts in shelf.texts.items() for text in texts.values() if text.original]
    for _ in range(count):
        field, printed = chance.choice(held)
        text = printed.field.text
        length = min(len(text), int(chance.expovariate(0.2)) + 1, 40)
        start = chance.randrange(len(text) - length + 1)
        yield text[start : start + length], field


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    return shelve(tmp_path_factory.mktemp("samples"), list(SAMPLES))


@settings(deadline=None, max_examples=200)
@given(st.data())
def test_any_substring_of_the_samples_is_found(samples: Shelf, data: st.DataObject) -> None:
    field = data.draw(st.sampled_from(["title", "body"]))
    printed = data.draw(st.sampled_from([each for each in samples.texts[field].values() if each.original]))
    text = printed.field.text
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    if not printed.cut(start) and not printed.cut(end):
        assert printed.holds(text[start:end])
    samples.agree(text[start:end], field)


def test_any_substring_of_real_newsletters_and_news_is_found(shared: Path, tmp_path: Path) -> None:
    letters = [
        Article(id=path.stem, title=path.stem, body=path.read_text(encoding="utf-8"))
        for path in sorted((shared / "newsletters").glob("*.txt"))
    ]
    with lzma.open(shared / "news" / "xwlb-75k.jsonl.xz", "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line, _ in zip(lines, range(NEWS), strict=False)]
    news = [Article(id=row["id"], title=row["title"], body=row["text"]) for row in rows]
    shelf = shelve(tmp_path, letters + news)
    for run, field in substrings(shelf, 1500, seed=4):
        shelf.agree(run, field)
    for letter in letters:
        text = shelf.texts["body"][letter.id].field.text
        for start in range(0, len(text) - 8, 37):
            shelf.agree(text[start : start + 1 + start % 8], "body")
